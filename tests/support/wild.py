"""Random plans and random happenings for property tests: everything the model can say, sensible or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from lab import Echo, abort, back, lost, pause, respond, resume
from plans import MS, Set, a_set, cue, lane, plan, staircase, trial
from reactdrill.drill.trial import (
    COACH,
    Action,
    Begin,
    Expect,
    LanePlan,
    Match,
    Plan,
    PlannedStep,
    PlannedTrial,
    Reference,
)
from reactdrill.engine.events import Event, ResponseAction

LANES = {"one": ("left", "right", "home"), "two": ("up", "down", "base")}
DEVICES = ("keys", "pad")
ACTIONS: tuple[ResponseAction, ...] = ("press", "press", "release", "tap")
MATCHES: tuple[Match, ...] = ("any", "any", "all", "order", "none")
WANTED: tuple[Action, ...] = ("press", "press", "release", "leave_reach")
NAMES = ("s0", "s1", "s2")
STAIRCASES = {"delay": staircase(250, 50, 50, high=600), "limit": staircase(600, -60, -60, low=200, high=900)}

short = st.sampled_from([0, 1, 40, 100, 250, 400, 700])
offsets = st.sampled_from([-400, -1, 0, 0, 0, 20, 150, 300, 900])


@st.composite
def steps(draw: st.DrawFn, targets: tuple[str, ...]) -> tuple[PlannedStep, ...]:
    """One to three cues, each hanging on the trial, on a cue before it, or on a response."""
    made: list[PlannedStep] = []
    for place in range(draw(st.integers(1, 3))):
        before = [anchor for step in made for anchor in (step.id, f"{step.id}.end")]
        late = ["response", "response:1", "response:2"] if made else []
        made.append(
            cue(
                NAMES[place],
                draw(st.sampled_from((*targets, None))),
                role=draw(st.sampled_from(("go", "no_go", "stop", "distractor", "prime"))),
                channel=draw(st.sampled_from(("screen", "screen", "light", "sound"))),
                after=draw(st.sampled_from(["foreperiod", "start", *before, *late])),
                offset=draw(offsets),
                param=draw(st.sampled_from((None, None, "delay"))),
                lasts=draw(st.sampled_from((None, None, 30, 200))),
                frames=draw(st.sampled_from((None, None, None, 3))),
            )
        )
    return tuple(made)


@st.composite
def expectations(draw: st.DrawFn, targets: tuple[str, ...]) -> Expect:
    """What a trial wants."""
    match = draw(st.sampled_from(MATCHES))
    if match == "none":
        return Expect("none")
    named = tuple(draw(st.lists(st.sampled_from(targets[:2]), min_size=1, max_size=3)))
    if match == "all":
        named = tuple(dict.fromkeys(named))
    if match == "any" and draw(st.booleans()):
        named = ("any",)
    action = draw(st.sampled_from(WANTED))
    return Expect(match, named, action, targets[2] if action == "leave_reach" else None)


def begins(name: str, targets: tuple[str, ...]) -> st.SearchStrategy[Begin]:
    """What starts a trial, in a lane of this name."""
    partner = next(other for other in LANES if other != name)
    return st.sampled_from(
        [
            Begin(),
            Begin(),
            Begin(),
            Begin("hold", targets[2]),
            Begin("hold", targets[0]),
            Begin("on", targets[1]),
            Begin("on", LANES[partner][0], partner),
            Begin("coach"),
            Begin(not_before_ns=2500 * MS),
        ]
    )


@st.composite
def windows(draw: st.DrawFn, *, ends: bool) -> dict[str, Any]:
    """Settings of a window; `ends`: it ends by time alone."""
    lengths = (1, 200, 500, 900) if ends else (1, 200, 500, 900, None)
    return {
        "response": draw(st.sampled_from(lengths)),
        "param": draw(st.sampled_from((None, None, None, "limit"))),
        "min_rt": draw(st.sampled_from((0, 100))),
        "lapse": draw(st.sampled_from((None, 300))),
        "light_out": draw(st.sampled_from(("timeout", "either") if ends else ("timeout", "either", "hit"))),
        "iti": draw(short),
        "false_start": draw(st.sampled_from(("end", "continue"))),
        "wrong": draw(st.sampled_from(("end", "continue"))),
    }


@st.composite
def trials(draw: st.DrawFn, name: str, targets: tuple[str, ...], *, ends: bool) -> PlannedTrial:
    """Any trial; `ends`: it needs nobody to begin or end."""
    settings = draw(windows(ends=ends))
    if draw(st.integers(0, 7)) == 0:
        return trial(catch=True, foreperiod=draw(short), **settings)
    cues = draw(steps(targets))
    reference = Reference(
        draw(st.sampled_from([step.id for step in cues])),
        draw(st.sampled_from((0, 0, 0, -100, 300))) * MS,
        draw(st.sampled_from((0, 0, 150))) * MS,
    )
    return trial(
        *cues,
        expect=draw(expectations(targets)),
        foreperiod=draw(short),
        reference=reference,
        begin=None if ends else draw(begins(name, targets)),
        repeat=draw(st.sampled_from(("next", "end", "never"))),
        condition=draw(st.sampled_from(("a", "b"))),
        **settings,
    )


@st.composite
def sets(draw: st.DrawFn, pool: list[PlannedTrial]) -> Set:
    """One to four trials of a pool, and what else may end them."""
    return a_set(
        *draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4)),
        time=draw(st.sampled_from((None, None, None, 0, 900, 4000))),
        hits=draw(st.sampled_from((None, None, 1))),
        strikes=draw(st.sampled_from((None, None, 1, 2))),
        rest=draw(short),
        practice=draw(st.sampled_from((False, False, True))),
    )


@st.composite
def lanes(draw: st.DrawFn, name: str, *, ends: bool) -> LanePlan:
    """A lane of one or two sets."""
    targets = LANES[name]
    pool = draw(st.lists(trials(name, targets, ends=ends), min_size=1, max_size=2))
    chosen = draw(st.lists(sets(pool), min_size=1, max_size=2))
    return lane(*chosen, name=name, targets=targets, adaptive=STAIRCASES)


@st.composite
def plans(draw: st.DrawFn, *, ends: bool = False) -> Plan:
    """Any plan of one or two lanes."""
    names = list(LANES)[: draw(st.integers(1, 2))]
    return plan(
        *[draw(lanes(name, ends=ends)) for name in names],
        mode=draw(st.sampled_from(("sensor", "sensor", "sensor", "observer", "cue_only"))),
        feedback=draw(st.sampled_from(("none", "outcome", "rt"))),
    )


echoes: st.SearchStrategy[Mapping[str, Echo]] = st.dictionaries(
    st.sampled_from(NAMES),
    st.sampled_from(
        [
            Echo(late=8, unsure=2),
            Echo(late=50),
            Echo(fails="broken"),
            Echo(silent=True),
            Echo(no_end=True),
            Echo(lasts=120),
        ]
    ),
    max_size=2,
)
"""What the room makes of some cues."""


@dataclass(frozen=True)
class Happening:
    """An input, and how long after its stamp it is handed in (ms); more than none breaks a promise."""

    event: Event
    late: int = 0


@st.composite
def happenings(draw: st.DrawFn, *, late: bool = False) -> list[Happening]:
    """Inputs in the order of their stamps over some seconds; abort comes last, if at all."""
    at = 0
    made: list[Happening] = []
    for _ in range(draw(st.integers(0, 25))):
        at += draw(st.sampled_from((0, 1, 30, 99, 100, 101, 250, 500, 500, 1200)))
        made.append(Happening(draw(_inputs(at)), draw(st.sampled_from((0, 0, 0, 10, 300))) if late else 0))
    if draw(st.booleans()):
        made.append(Happening(abort(at + draw(short))))
    return made


@st.composite
def _inputs(draw: st.DrawFn, at: int) -> Event:
    kind = draw(st.integers(0, 19))
    device = draw(st.sampled_from(DEVICES))
    special: dict[int, Event] = {
        0: pause(at),
        1: resume(at),
        2: resume(at),
        3: lost(at, device, draw(st.sampled_from(((), ("left",), ("up", "left"))))),
        4: back(at, device),
    }
    if kind in special:
        return special[kind]
    targets = [target for names in LANES.values() for target in names]
    target = draw(st.sampled_from([*targets, *targets, *targets, COACH, "elsewhere"]))
    action = draw(st.sampled_from(ACTIONS))
    control = f"{device}:{target}:{draw(st.sampled_from('ab'))}"
    whose = draw(st.sampled_from((None, None, None, None, "one", "three")))
    return respond(at, target, action, control=control, device=device, lane=whose)
