"""The drill that comes after another in the list."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reactdrill.drill.file import DrillFile


def following(drills: Sequence[DrillFile], name: str, but_not: Collection[str] = ()) -> DrillFile | None:
    """The next one of the same component, from its last on to its first; None where there is no other.

    `but_not`: names of drills that are not suggested.
    """
    now = next((each for each in drills if each.drill.name == name), None)
    if now is None:
        return None
    alike = [each for each in drills if each.drill.component == now.drill.component]
    place = alike.index(now)
    later = (*alike[place + 1 :], *alike[:place])
    return next((each for each in later if each.drill.name not in but_not), None)
