"""Takes one athlete out of a run that others did too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from reactdrill.drill.trial import Plan
from reactdrill.engine.events import Response
from reactdrill.results.annotations import ATHLETE_MOVED, Notes, fold
from reactdrill.results.header import GUEST, RunHeader
from reactdrill.results.lines import JournalItem, RunEnd, decode_line, encode_line
from reactdrill.results.reader import RunLog, log_of
from reactdrill.results.whose import LANE_ATHLETES

ERASED_LANES = "erased_lanes"
"""Name in a run's options of a list of the lanes that were taken out."""


def without(log: RunLog, lanes: Collection[str], codes: Collection[str]) -> RunLog:
    """A run without some lanes (their plan, events, trials and strays), and without these codes anywhere.

    A drill in which lanes wait for each other cannot be scored again afterwards; its records stay as they were.
    """
    shared = {target for lane in log.plan.lanes if lane.name not in lanes for target in lane.targets}
    gone = {target for lane in log.plan.lanes if lane.name in lanes for target in lane.targets} - shared
    items = [_item(decode_line(line), lanes, codes, gone) for line in log.lines]
    kept = [item for item in items if item is not None]
    return log_of(log.path, kept, [encode_line(item) for item in kept], torn=log.torn)


def notes_without(notes: Notes, lanes: Collection[str], codes: Collection[str]) -> Notes:
    """Annotations without those of some lanes, and without moves to these codes."""
    written = tuple(
        each
        for each in notes.written
        if each.lane not in lanes and not (each.type == ATHLETE_MOVED and each.value in codes)
    )
    return Notes(written, fold(written))


def _item(
    item: JournalItem, lanes: Collection[str], codes: Collection[str], targets: Collection[str]
) -> JournalItem | None:
    if isinstance(item, RunHeader):
        return _header(item, lanes, codes)
    if isinstance(item, RunEnd):
        return replace(item, lanes=tuple(lane for lane in item.lanes if lane.lane not in lanes))
    if isinstance(item, Response) and item.lane is None:
        return None if item.target in targets else item
    return None if getattr(item, "lane", None) in lanes else item


def _header(header: RunHeader, lanes: Collection[str], codes: Collection[str]) -> RunHeader:
    options = dict(header.options)
    seated = options.get(LANE_ATHLETES)
    if isinstance(seated, Mapping):
        options[LANE_ATHLETES] = {
            lane: code for lane, code in seated.items() if lane not in lanes and code not in codes
        }
    if lanes:
        options[ERASED_LANES] = sorted({*options.get(ERASED_LANES, ()), *lanes})
    athlete = GUEST if header.athlete in codes else header.athlete
    return replace(header, plan=_plan(header.plan, lanes), options=options, athlete=athlete)


def _plan(plan: Plan, lanes: Collection[str]) -> Plan:
    return replace(plan, lanes=tuple(lane for lane in plan.lanes if lane.name not in lanes))
