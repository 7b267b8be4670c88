"""What a run comes to, lane by lane, in the store's words: made at ingest, read by history pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reactdrill.engine.record import TrialRecord
from reactdrill.results import comparison, stated
from reactdrill.results.annotations import Notes, TrialKey
from reactdrill.results.comparison import comparison_key
from reactdrill.results.header import RunHeader
from reactdrill.results.observations import numbers_for
from reactdrill.results.quality import RunTiming
from reactdrill.results.stated import stated_in
from reactdrill.results.store.taken import Taken
from reactdrill.results.whose import athlete_of
from reactdrill.stats import headline as headlines
from reactdrill.stats.headline import SIDE_KINDS, Headline, Sides, headline
from reactdrill.stats.summary import lanes_of

ALGORITHM = f"{headlines.VERSION}/{comparison.VERSION}/{stated.VERSION}"
"""Rows made by another one are made again from their journals at the next ingest."""

Row = dict[str, Any]
_SIDES = ("left_ms", "right_ms", "within_percent")


def lane_rows(taken: Taken, notes: Notes, bad: Mapping[TrialKey, str], run: Row) -> list[Row]:
    """The rows of a run's lanes; one for its first lane where nobody got to a trial. `run`: the run's own row."""
    header, rule = taken.header, stated_in(taken.header.drill.text).score
    by_lane: dict[str, list[TrialRecord]] = {lane: [] for lane in lanes_of(taken.trials)}
    for record in taken.trials:
        by_lane[record.lane].append(record)
    if not by_lane:
        by_lane = {lane.name: [] for lane in header.plan.lanes[:1]}
    shared = _shared(header, run, taken.timing)
    return [
        {
            **shared,
            "lane": lane,
            "athlete": athlete_of(header, notes, lane),
            "comparison_key": comparison_key(header, records, taken.timing).text,
            **_numbers(headline(records, bad=bad, rule=rule, entered=numbers_for(notes, rule))),
        }
        for lane, records in by_lane.items()
    ]


def headline_of(row: Mapping[Any, Any]) -> Headline:
    """A row of the store as a headline again."""
    plain = {name: row[name] for name in _PLAIN}
    sides: dict[str, Any] = {kind: _sides(row, kind) for kind in SIDE_KINDS}
    return Headline(**plain, **sides)


_PLAIN = [name for name in Headline.__dataclass_fields__ if name not in SIDE_KINDS]


def _shared(header: RunHeader, run: Row, timing: RunTiming) -> Row:
    """What the rows of all lanes of a run have in common."""
    started_ns, ended_ns = run["started_ns"], run["ended_ns"]
    whole = run["status"] == "complete" and header.origin == "play"
    return {
        "run_id": header.run,
        "algorithm": ALGORITHM,
        "drill": header.drill.name,
        "started_utc": header.started_utc,
        "counts": whole and not header.simulated and run["bad"] is None,
        "timing": timing.word,
        "span_ns": None if started_ns is None or ended_ns is None else ended_ns - started_ns,
    }


def _numbers(found: Headline) -> Row:
    return {
        **{name: getattr(found, name) for name in _PLAIN},
        **{f"{kind}_{name}": getattr(found.sides(kind), name) for kind in SIDE_KINDS for name in _SIDES},
    }


def _sides(row: Mapping[Any, Any], kind: str) -> Sides:
    return Sides(**{name: row[f"{kind}_{name}"] for name in _SIDES})
