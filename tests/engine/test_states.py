"""The transition table is the whole truth: every row and every move in it happens, and no other move does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from lab import Lab, abort, back, lost, pause, press, release, resume, tap
from plans import MS, a_set, cue, lane, plan, simple_plan, trial
from reactdrill.drill.trial import Begin, Plan
from reactdrill.engine.engine import LaneEngine
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, Event, Start, Tick
from reactdrill.engine.run_control import RunControl
from reactdrill.engine.set_flow import SetFlow
from reactdrill.engine.states import INPUTS, TABLE, State, mermaid
from reactdrill.engine.trial_flow import TrialFlow

Move = tuple[State, type, State]
SETS: dict[State, tuple[int, ...]] = {State.GAP: (2,), State.RESTING: (1, 1), State.DONE: (1,)}
"""Trials in each set such that the end of the first attempt leads to a state."""
WHEN: dict[State, float] = {
    State.GAP: 1900,
    State.WAITING: 100,
    State.FOREPERIOD: 500,
    State.WINDOW: 1010,
    State.LIT: 1350,
    State.RESTING: 2500,
}
"""When the lane of `reach` is in a state, ms."""
ON_PARTNER = Begin("on", "up", "partner")


def a_plan(sets: tuple[int, ...], *, light_out: str = "timeout", **settings: Any) -> Plan:
    """Trials that end by time alone, with a sound that goes on and one that comes late; and a partner."""
    steps = (
        cue(),
        cue("aside", None, channel="sound", after="start", lasts=99_000),
        cue("late", None, channel="sound", after="cue", offset=50),
    )
    begin, time = settings.get("begin"), settings.get("time")
    one = trial(*steps, begin=begin, repeat="never", light_out=light_out, response=800)
    lanes = (
        lane(*[a_set(*[one] * count, time=time, rest=1000) for count in sets]),
        lane(a_set(trial(catch=True, foreperiod=90_000)), name="partner", targets=("up",)),
    )
    return plan(*lanes)


def reach(
    state: State, sets: tuple[int, ...], *, begin: Begin = ON_PARTNER, time: float | None = None
) -> Lab:
    """A lab whose first lane is in `state`, in its first trial where it is in one."""
    lab = Lab(a_plan(sets, begin=begin if state is State.WAITING else None, time=time))
    if state is State.GAP:
        lab.deliver(Start(0))
    elif state in (State.PAUSED, State.DONE):
        lab.run(pause(700) if state is State.PAUSED else abort(700), until=700)
    elif state is not State.IDLE:
        inputs = [tap(1300)] if state is State.LIT else []
        lab.run(*inputs, until=WHEN[state])
    return lab


def cue_event(kind: type, step: str) -> Callable[[float], Event]:
    def made(at: float) -> Event:
        key = ("main", 0, 1, step)
        if kind is CueShown:
            return CueShown(round(at * MS), *key, "test", 0, round(at * MS))
        return (
            CueEnded(round(at * MS), *key) if kind is CueEnded else CueFailed(round(at * MS), *key, "broken")
        )

    return made


INPUTS_MADE: list[Callable[[float], Event]] = [
    lambda at: Start(round(at * MS)),
    *(pause, resume, abort, lost, back, tap, press, release),
    lambda at: tap(at, "right"),
    lambda at: tap(at, "up"),
    *(cue_event(CueShown, name) for name in ("cue", "aside", "late")),
    cue_event(CueEnded, "aside"),
    *(cue_event(CueFailed, name) for name in ("cue", "late")),
]


def labs() -> Iterator[Lab]:
    """A lab in every state, for every place to which the end of its first attempt can lead."""
    for state, sets in product(State, SETS.values()):
        if state is not State.RESTING or sets == SETS[State.RESTING]:
            lab = reach(state, sets)
            assert lab.state() is state
            yield lab


def every_input() -> None:
    """Every input in every state."""
    for make in INPUTS_MADE:
        for lab in labs():
            lab.deliver(make(lab.now_ns / MS))


def time_passes() -> None:
    """Every state left to itself, with cues that are reported and cues that are not; set times that run out."""
    for lab in labs():
        lab.run(until=30_000)
    for lab in labs():
        lab._pending.clear()
        lab.run(until=30_000)
    for (state, at), sets in product(WHEN.items(), ((2, 1), (2,))):
        if state is not State.RESTING:
            reach(state, sets, time=at + 1).run(until=60_000)


def the_rest() -> None:
    """Trials that end with their response, a trial that its athlete begins, a device that is missing at the start."""
    for sets in SETS.values():
        Lab(a_plan(sets, light_out="either")).run(tap(1300), until=1300)
    reach(State.WAITING, (1,), begin=Begin("on", "right")).run(tap(200, "right"), until=300)
    Lab(simple_plan(1, begin=Begin("together"))).run(until=1300)
    lab = Lab(simple_plan(1), start=1000)
    lab.deliver(lost(500))
    lab.run(until=2000)


class Watched:
    """Every move that any lane makes, seen from around its one dispatcher."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.moves: set[Move] = set()
        inner = LaneEngine._dispatch

        def dispatch(engine: LaneEngine, event: Any) -> None:
            before = engine.state
            inner(engine, event)
            self.moves.add((before, type(event), engine.state))

        monkeypatch.setattr(LaneEngine, "_dispatch", dispatch)


def table_moves() -> set[Move]:
    """Every move the table allows beside staying."""
    return {
        (state, kind, to)
        for state, row in TABLE.items()
        for kind, transition in row.items()
        for to in transition.to
    }


def test_every_row_and_every_move_of_the_table_happens_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = Watched(monkeypatch)
    every_input()
    time_passes()
    the_rest()
    assert {move for move in watched.moves if move[0] is not move[2]} == table_moves()
    rows = {(state, kind) for state, row in TABLE.items() for kind in row}
    assert rows <= {(before, kind) for before, kind, _ in watched.moves}


def test_the_table_has_a_row_for_every_state_and_only_known_inputs() -> None:
    assert set(TABLE) == set(State)
    assert {kind for row in TABLE.values() for kind in row} <= set(INPUTS)


def test_every_handler_of_the_table_is_a_method_of_one_part_and_every_such_method_is_in_the_table() -> None:
    named = {transition.handler for row in TABLE.values() for transition in row.values()}
    parts = (RunControl, SetFlow, TrialFlow)
    methods = [name for part in parts for name in vars(part) if name.startswith("on_")]
    assert sorted(named) == sorted(methods)


def test_a_move_outside_the_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def goes_wrong(flow: TrialFlow, event: Tick) -> None:
        flow._lane.state = State.LIT

    monkeypatch.setattr(TrialFlow, "on_gap_over", goes_wrong)
    with pytest.raises(AssertionError, match="gap -> lit on Tick is not in the table"):
        Lab(simple_plan(1)).run()


def test_the_diagram_shows_every_move_once() -> None:
    lines = mermaid().splitlines()
    assert (lines[0], lines[1].strip(), lines[-1].strip()) == (
        "stateDiagram-v2",
        "[*] --> idle",
        "done --> [*]",
    )
    drawn = []
    for line in lines[2:-1]:
        where, names = line.strip().split(": ")
        one, other = where.split(" --> ")
        drawn += [(one, other, name) for name in names.split(", ")]
        expected = [
            (str(one), str(to), "time" if kind is Tick else kind.__name__) for one, kind, to in table_moves()
        ]
    assert sorted(drawn) == sorted(expected)
    arrows = [line.split(":")[0] for line in lines[2:-1]]
    assert len(arrows) == len(set(arrows))
