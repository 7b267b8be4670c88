"""Puts what the robot saw beside what a program told.

Usually trial stands by trial. But a program that is held up may take one cue away and show the next in the same moment: it
tells of two cues where one was seen. So the two lists are aligned, the way with the least to be explained away: by the
onsets where a program tells them on the system's clock, else by the reaction times, which are random and known to both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from blackbox_robot import Seen

GAP = 60e6
"""What one trial costs that only one side knows of, ns."""
DIFFERENT = 80e6
"""What two trials cost at most that stand side by side."""
Json = Mapping[str, Any]


def align(seen: Sequence[Seen], told: Sequence[Json]) -> list[tuple[Seen | None, Json | None]]:
    """Pairs in order; None where the other side has nothing."""
    told = sorted(told, key=lambda line: int(line["trial"]))
    cheapest = _costs(seen, told)
    pairs: list[tuple[Seen | None, Json | None]] = []
    row, column = len(seen), len(told)
    while row or column:
        cost = cheapest[row][column]
        if row and column and cost == cheapest[row - 1][column - 1] + _cost(seen[row - 1], told[column - 1]):
            row, column = row - 1, column - 1
            pairs.append((seen[row], told[column]))
        elif row and cost == cheapest[row - 1][column] + GAP:
            row -= 1
            pairs.append((seen[row], None))
        else:
            column -= 1
            pairs.append((None, told[column]))
    return pairs[::-1]


def _costs(seen: Sequence[Seen], told: Sequence[Json]) -> list[list[float]]:
    """For each beginning of the one and of the other list."""
    rows = [[GAP * column for column in range(len(told) + 1)]]
    for one in seen:
        above = rows[-1]
        row = [above[0] + GAP]
        for column, line in enumerate(told):
            beside = above[column] + _cost(one, line)
            row.append(min(beside, above[column + 1] + GAP, row[column] + GAP))
        rows.append(row)
    return rows


def _cost(one: Seen, line: Json) -> float:
    onset_ns, rt_ns = line.get("onset"), line["rt"]
    if onset_ns is not None:
        return min(abs(float(onset_ns) - one.onset_ns) / 3, 2 * GAP + 1)
    if rt_ns is None:
        return DIFFERENT if one.pressed else 0.0
    return min(abs(rt_ns - one.rt_ns), DIFFERENT) if one.pressed else DIFFERENT
