"""How hard a pod has to be hit, in five steps that a coach understands, and what each sets on the board."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.pods.messages import InputIs, SetInput


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """One step."""

    level: int
    """1 to 5."""
    name: str
    text: str
    """For whom and what."""
    lockout_ms: int
    """Edges this soon after a counted one are bounce."""
    confirm_100us: int
    """A press has to last this long (in 0.1 ms) to be told; its stamp is that of its first edge all the same."""


AS_MADE = (30, 0)
"""Lockout and confirmation of a new board."""
LEVELS = (
    Sensitivity(1, "hard hits", "kicks and slaps; noise of a running floor is ignored", 200, 40),
    Sensitivity(2, "firm", "feet and fists", 100, 20),
    Sensitivity(3, "normal", "hands and feet", 60, 5),
    Sensitivity(4, "light", "fingers", 40, 2),
    Sensitivity(5, "lightest", "every first edge counts, as for a button with a good switch", 20, 0),
)


def set_level(now: InputIs, level: int) -> SetInput:
    """The command that gives an input a level and leaves the rest as it is. `level`: 1 to 5."""
    chosen = LEVELS[level - 1]
    return SetInput(now.input, now.flags, chosen.lockout_ms, chosen.confirm_100us, level)


def describe(settings: InputIs) -> str:
    """An input's settings in words."""
    for each in LEVELS:
        if (each.lockout_ms, each.confirm_100us) == (settings.lockout_ms, settings.confirm_100us):
            return f"{each.level} ({each.name})"
    if (settings.lockout_ms, settings.confirm_100us) == AS_MADE:
        return "not set yet (every first edge)"
    return f"own (lockout {settings.lockout_ms} ms, confirm {settings.confirm_100us / 10:g} ms)"
