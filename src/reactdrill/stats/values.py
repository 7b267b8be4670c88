"""Numbers that may be missing: a value that cannot be computed says why, and is never 0."""

from __future__ import annotations

from dataclasses import dataclass

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or the reason why there is none."""

    value: float | None
    reason: str | None = None

    @classmethod
    def none(cls, reason: str) -> Value:
        """There is no number, and this is why."""
        return cls(None, reason)


def needs(count: int, what: str) -> str:
    """The reason of a value that wants more data, such as `too few hits: needs 2`."""
    return f"too few {what}: needs {count}"
