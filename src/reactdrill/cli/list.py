"""`reactdrill list`: the drills there are."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, get_args

import click

if TYPE_CHECKING:
    from reactdrill.drill.file import DrillFile
    from reactdrill.drill.library import Library


@click.command("list")
@click.option("--component", metavar="NAME", help="Only drills of this component.")
@click.option("--tag", metavar="NAME", help="Only drills that train this, have this goal or this impact.")
@click.option("--equipment", metavar="WORD", help="Only drills whose equipment names this.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
def list_drills(component: str | None, tag: str | None, equipment: str | None, as_json: bool) -> int:
    """Show the drills by component: name, title, level, modes. Exit 1 when none fits."""
    from reactdrill.cli.library import library

    component, tag = _known(component, tag)
    found = library()
    every = list(found.drills())
    drills = [each for each in every if _fits(each, component, tag, equipment)]
    if as_json:
        click.echo(json.dumps([_row(each) for each in drills], indent=2))
    else:
        _print(drills)
        if (component, tag, equipment) == (None, None, None):
            _print_circuits(found)
    for error in found.broken:
        click.echo(str(error), err=True)
    if not drills:
        click.echo(f"no drill fits{_equipment_hint(every, equipment)}", err=True)
        return 1
    return 0


def _known(component: str | None, tag: str | None) -> tuple[str | None, str | None]:
    """Both as drill files write them. Raises `UsageError` with the nearest known one."""
    from reactdrill.drill.model import COMPONENT_TITLES, Goal, Impact, Trains

    titles = {title.lower(): name for name, title in COMPONENT_TITLES.items()}
    return (
        None if component is None else _nearest("component", component, list(COMPONENT_TITLES), titles),
        None
        if tag is None
        else _nearest("tag", tag, [word for kind in (Trains, Goal, Impact) for word in get_args(kind)], {}),
    )


def _nearest(kind: str, said: str, known: list[str], others: dict[str, str]) -> str:
    from reactdrill.drill.values import nearest_hint
    from reactdrill.errors import UsageError

    word = said.strip().lower()
    if word in known or word in others:
        return others.get(word, word)
    raise UsageError(f"no {kind} is called {said!r}; {nearest_hint(word, known)}")


def _equipment_hint(every: list[DrillFile], equipment: str | None) -> str:
    from reactdrill.drill.values import nearest

    words = {
        word for each in every for item in each.drill.equipment for word in re.findall(r"\w+", item.lower())
    }
    near = (
        nearest(equipment.lower(), sorted(words))
        if equipment is not None and equipment.lower() not in words
        else ()
    )
    return f"; did you mean {near[0]!r}?" if near else ""


def _fits(each: DrillFile, component: str | None, tag: str | None, equipment: str | None) -> bool:
    drill = each.drill
    tags: list[str] = [*drill.trains, *drill.goal, *drill.impact]
    return (
        component in (None, drill.component)
        and (tag is None or tag in tags)
        and (equipment is None or any(equipment.lower() in item.lower() for item in drill.equipment))
    )


def _row(each: DrillFile) -> dict[str, object]:
    drill = each.drill
    return {
        "name": drill.name,
        "title": drill.title,
        "component": drill.component,
        "level": drill.level,
        "modes": drill.modes,
        "trains": drill.trains,
        "goal": drill.goal,
        "impact": drill.impact,
        "equipment": drill.equipment,
        "summary": drill.text.summary,
        "path": str(each.path),
    }


def _print(drills: list[DrillFile]) -> None:
    from reactdrill.drill.model import COMPONENT_TITLES

    width = max((len(each.drill.name) for each in drills), default=0)
    for component, group in groupby(drills, key=lambda each: each.drill.component):
        click.echo(COMPONENT_TITLES[component])
        for drill in (each.drill for each in group):
            click.echo(f"  {drill.name:<{width}}  {drill.title}  ({drill.level}; {', '.join(drill.modes)})")
        click.echo()
    if drills:
        click.echo("reactdrill play NAME runs one")


def _print_circuits(found: Library) -> None:
    circuits = [each.circuit for each in found.circuits()]
    for error in found.broken_circuits:
        click.echo(str(error), err=True)
    if circuits:
        width = max(len(each.name) for each in circuits)
        click.echo("\nCircuits")
        for circuit in circuits:
            click.echo(f"  {circuit.name:<{width}}  {circuit.title}  ({len(circuit.block)} blocks)")
        click.echo("\nreactdrill play circuits/NAME runs one")
