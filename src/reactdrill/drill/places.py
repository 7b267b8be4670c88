"""Where a target's cues are drawn on the screen when its drill does not say: by its name, else around a circle.

Places are `[x, y]` with -1 to 1 across the largest centred square, x to the right and y up.
"""

from __future__ import annotations

from math import cos, pi, sin

from reactdrill.drill.model import Drill

LIGHT_SIZE = 0.3
"""A lit target's share of the screen's shorter side, where its cue says no other: several fit on one screen."""
_SIDE = 0.66
_INNER = 0.33
_COLUMNS = {"left": -_SIDE, "right": _SIDE}
_ROWS = {"up": _SIDE, "front": _SIDE, "forward": _SIDE, "down": -_SIDE, "back": -_SIDE}
_NAMED: dict[str, tuple[float, float]] = {
    **{name: (x, 0.0) for name, x in _COLUMNS.items()},
    **{name: (0.0, y) for name, y in _ROWS.items()},
    **{f"{row}-{column}": (x, y) for row, y in _ROWS.items() for column, x in _COLUMNS.items()},
    **dict.fromkeys(("centre", "middle", "home", "space"), (0.0, 0.0)),
}


def places(drill: Drill) -> dict[str, tuple[float, float]]:
    """The place of every target of a drill."""
    known = {
        target.name: (target.at[0], target.at[1]) if target.at is not None else _NAMED[target.name]
        for target in drill.targets
        if target.at is not None or target.name in _NAMED
    }
    others = [target.name for target in drill.targets if target.name not in known]
    if len(others) == 1 and (0.0, 0.0) not in known.values():
        known[others[0]] = (0.0, 0.0)
    else:
        radius = _INNER if known else _SIDE
        known |= {name: _on_circle(number, len(others), radius) for number, name in enumerate(others)}
    return {target.name: known[target.name] for target in drill.targets}


def _on_circle(number: int, count: int, radius: float) -> tuple[float, float]:
    """Clockwise from the top."""
    angle = pi / 2 - 2 * pi * number / count
    return (round(radius * cos(angle), 4), round(radius * sin(angle), 4))
