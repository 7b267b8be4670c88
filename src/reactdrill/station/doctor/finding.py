"""What a check found: a sentence for people, what to do about it, and which parts of it came from outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["ok", "note", "problem"]
"""`note`: drills run, with a limit worth knowing. `problem`: something does not work until it is mended."""
Fact = str | int | float


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report."""

    check: str
    """The heading in docs/troubleshooting.md that explains it."""
    level: Level
    said: str
    """The sentence, with `{name}` where a fact belongs. The words outside the braces are the program's own."""
    advice: str = ""
    """What to do, with facts as in `said`; empty where there is nothing to do."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """What was found. Text comes from outside (devices, files, other programs) and may hold people's names."""

    @property
    def text(self) -> str:
        """What was found, for the person at this machine."""
        return self.said.format(**self.facts)

    @property
    def hint(self) -> str:
        """What to do about it; empty where there is nothing to do."""
        return self.advice.format(**self.facts)

    def with_facts(self, change: Callable[[str], str]) -> Finding:
        """The same finding with every fact that is text changed."""
        facts = {key: change(fact) if isinstance(fact, str) else fact for key, fact in self.facts.items()}
        return Finding(self.check, self.level, self.said, self.advice, facts)

    def to_json(self) -> dict[str, Any]:
        """Everything, so that `from_json` gives an equal finding in another process."""
        return {
            "check": self.check,
            "level": self.level,
            "said": self.said,
            "advice": self.advice,
            "facts": dict(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """The inverse of `to_json`. Raises `KeyError` or `TypeError` for anything else."""
        return cls(data["check"], data["level"], data["said"], data["advice"], data["facts"])

    def to_report(self) -> dict[str, str]:
        """For `--json`: the sentences as people read them."""
        return {"check": self.check, "level": self.level, "text": self.text, "hint": self.hint}


def ok(check: str, said: str, advice: str = "", **facts: Fact) -> Finding:
    """All is well."""
    return Finding(check, "ok", said, advice, facts)


def note(check: str, said: str, advice: str = "", **facts: Fact) -> Finding:
    """Drills run, with a limit worth knowing."""
    return Finding(check, "note", said, advice, facts)


def problem(check: str, said: str, advice: str = "", **facts: Fact) -> Finding:
    """Something does not work until it is mended."""
    return Finding(check, "problem", said, advice, facts)


def own(text: str) -> str:
    """A sentence of the program's own that was made elsewhere, for use as `said` or `advice`."""
    return text.replace("{", "{{").replace("}", "}}")


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; `nothing` for none."""
    if len(items) <= 1:
        return items[0] if items else "nothing"
    return f"{', '.join(items[:-1])} and {items[-1]}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 run`, `2 runs`, `no runs`."""
    return f"{count or 'no'} {one if count == 1 else many or one + 's'}"
