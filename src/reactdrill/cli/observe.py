"""`reactdrill results enter` and `tick`: what a coach measured and saw in a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.options import WholeNumber

if TYPE_CHECKING:
    from reactdrill.drill.model import Drill
    from reactdrill.results.observations import Box, Place, Slot
    from reactdrill.results.reader import RunLog

RUN_HELP = "RUN is `last`, a run's id, or the beginning of it."
SIDE = click.Choice(["left", "right"])
NUMBER = WholeNumber(1, 100_000)


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("values", nargs=-1, metavar="[NAME=NUMBER]...")
@click.option("--set", "set_number", type=NUMBER, help="Of this set, from 1.")
@click.option("--side", type=SIDE, help="Of this side.")
@click.option("--trial", type=NUMBER, help="Of this trial, from 1.")
@click.option("--lane", help="Of this athlete, where several took part.")
def enter(
    run: str,
    values: tuple[str, ...],
    set_number: int | None,
    side: str | None,
    trial: int | None,
    lane: str | None,
) -> int:
    """Enter what the coach measured: a reach, a distance, errors. Without numbers: show what can be entered."""
    from reactdrill.results.annotations import read_notes
    from reactdrill.results.observations import Place, enter as keep, entered, slots

    path, log = _journal(run)
    every = slots(_drill(log), log.plan.lanes)
    if not values:
        _show(every, entered(read_notes(path)))
        return 0
    given = Place(_from_1(set_number), side, _from_1(trial), lane)
    chosen = [(_slot(every, name, given), number) for name, number in map(_pair, values)]
    for slot, number in chosen:
        keep(path, slot, number)
        click.echo(f"{_words(slot)}: {number:g} {slot.entry.unit}")
    return 0


@click.command(epilog=RUN_HELP)
@click.argument("run")
@click.argument("line", required=False)
@click.option("--set", "set_number", type=NUMBER, help="In this set, from 1.")
@click.option("--lane", help="Of this athlete, where several took part.")
@click.option("--not", "unseen", is_flag=True, help="It was looked for and not seen.")
def tick(run: str, line: str | None, set_number: int | None, lane: str | None, unseen: bool) -> int:
    """Tick a line of the observer's checklist (its beginning is enough). Without LINE: show the list."""
    from reactdrill.results.annotations import read_notes
    from reactdrill.results.observations import boxes, tick as keep, ticked

    path, log = _journal(run)
    every = boxes(_drill(log), log.plan.lanes)
    if line is None:
        seen = ticked(read_notes(path))
        for box in every:
            mark = {None: " ", True: "x", False: "-"}[seen.get((box.line, box.place))]
            click.echo(f"[{mark}] {_place_words(box.place)}{box.line}")
        return 0
    box = _box(every, line, _from_1(set_number), lane)
    keep(path, box, seen=not unseen)
    click.echo(f"[{'-' if unseen else 'x'}] {_place_words(box.place)}{box.line}")
    return 0


def _journal(run: str) -> tuple[Path, RunLog]:
    from reactdrill.cli.results import fresh_store
    from reactdrill.results.at_hand import journal_here
    from reactdrill.results.reader import read_journal

    with fresh_store() as store:
        path = journal_here(store, store.run(run))
    return path, read_journal(path)


def _drill(log: RunLog) -> Drill:
    from reactdrill.drill.file import parse_drill
    from reactdrill.errors import UsageError

    if not log.header.drill.text:
        raise UsageError(f"run {log.header.run[:8]} has no drill file, so there is nothing to enter or tick")
    return parse_drill(log.header.drill.text, f"the drill of run {log.header.run[:8]}").drill


def _show(every: tuple[Slot, ...], known: dict[tuple[str, Place], float]) -> None:
    if not every:
        click.echo("this drill asks for no numbers")
    for slot in every:
        value = known.get((slot.entry.name, slot.place))
        shown = "-" if value is None else f"{value:g}"
        click.echo(f"{_words(slot)}: {shown} {slot.entry.unit}  ({slot.entry.title})")


def _words(slot: Slot) -> str:
    return f"{_place_words(slot.place)}{slot.entry.name}"


def _place_words(place: Place) -> str:
    words = place.words()
    return f"{words}: " if words else ""


def _pair(said: str) -> tuple[str, float]:
    from reactdrill.errors import UsageError

    name, _, number = said.partition("=")
    try:
        return name.strip(), float(number.replace(",", "."))
    except ValueError as error:
        raise UsageError(f"{said}: write NAME=NUMBER, such as reach-front=62") from error


def _slot(every: tuple[Slot, ...], name: str, given: Place) -> Slot:
    """The only slot of this name that fits what was said. Raises `UsageError` with what is missing."""
    from reactdrill.drill.values import nearest_hint
    from reactdrill.errors import UsageError

    named = [slot for slot in every if slot.entry.name == name]
    if not named:
        hint = nearest_hint(name, list(dict.fromkeys(slot.entry.name for slot in every)))
        raise UsageError(f"nothing is called {name!r} here; {hint or 'this drill asks for no numbers'}")
    fitting = [slot for slot in named if _fits(slot.place, given)]
    if len(fitting) == 1:
        return fitting[0]
    places = ", ".join(dict.fromkeys(slot.place.words() for slot in (fitting or named)[:6]))
    raise UsageError(
        f"{name}: say which: {places}" if fitting else f"{name}: there is no such place; there is {places}"
    )


def _box(every: tuple[Box, ...], line: str, set_index: int | None, lane: str | None) -> Box:
    from reactdrill.errors import UsageError

    begun = [box for box in every if box.line.lower().startswith(line.lower())]
    fitting = [box for box in begun if set_index in (None, box.place.set) and lane in (None, box.place.lane)]
    if len(fitting) == 1:
        return fitting[0]
    if not begun:
        lines = "; ".join(dict.fromkeys(box.line for box in every)) or "this drill has no checklist"
        raise UsageError(f"no line begins with {line!r}; there is: {lines}")
    raise UsageError(
        f"{line!r} fits several: {'; '.join(_place_words(box.place) + box.line for box in (fitting or begun)[:6])}"
    )


def _fits(place: Place, given: Place) -> bool:
    return all(
        wanted in (None, there)
        for wanted, there in (
            (given.set, place.set),
            (given.side, place.side),
            (given.trial, place.trial),
            (given.lane, place.lane),
        )
    )


def _from_1(number: int | None) -> int | None:
    return None if number is None else number - 1
