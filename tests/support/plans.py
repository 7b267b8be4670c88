"""Plans made by hand for tests of the engine and the loop: milliseconds in, planned trials out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from reactdrill.drill.trial import (
    Action,
    Begin,
    Channel,
    Expect,
    LanePlan,
    LightOut,
    Match,
    Mode,
    Plan,
    PlannedSet,
    PlannedStep,
    PlannedTrial,
    Reference,
    Repeat,
    Role,
    Side,
    StaircaseSpec,
    Until,
    Window,
)

MS = 1_000_000
SECOND = 1_000_000_000
TARGETS = ("left", "right", "home")
NOTHING = Expect(match="none")


def ns(ms: float | None) -> int | None:
    """Milliseconds in ns; None stays None."""
    return None if ms is None else round(ms * MS)


def cue(
    step_id: str = "cue",
    target: str | None = "left",
    *,
    role: Role = "go",
    channel: Channel = "screen",
    after: str = "foreperiod",
    offset: float = 0,
    param: str | None = None,
    lasts: float | None = None,
    frames: int | None = None,
) -> PlannedStep:
    """A step; times in ms."""
    return PlannedStep(
        step_id,
        channel,
        {"shape": "disc"},
        role,
        target,
        after,
        round(offset * MS),
        param,
        ns(lasts),
        frames,
    )


def want(*targets: str, match: Match = "any", action: Action = "press", home: str | None = None) -> Expect:
    """What a trial expects."""
    return Expect(match, targets, action, home)


def window(
    response: float | None = 500,
    *,
    param: str | None = None,
    min_rt: float = 100,
    lapse: float | None = None,
    light_out: LightOut = "either",
    iti: float = 200,
    false_start: Any = "end",
    wrong: Any = "end",
) -> Window:
    """A window; times in ms."""
    return Window(
        ns(response), param, round(min_rt * MS), ns(lapse), light_out, round(iti * MS), false_start, wrong
    )


def trial(
    *steps: PlannedStep,
    expect: Expect | None = None,
    foreperiod: float = 1000,
    reference: Reference | str | None = None,
    begin: Begin | None = None,
    repeat: Repeat = "end",
    condition: str = "go",
    practice: bool = False,
    catch: bool = False,
    **window_settings: Any,
) -> PlannedTrial:
    """A trial; the settings of `window` may stand beside its own. Default: one cue on the left, pressed."""
    cues = () if catch else steps or (cue(),)
    if catch:
        counted_from = None
    else:
        main = next((step for step in cues if step.role in ("go", "no_go")), cues[0])
        named = reference if reference is not None else main.id
        counted_from = Reference(named) if isinstance(named, str) else named
    return PlannedTrial(
        index=0,
        set=0,
        condition="catch" if catch else condition,
        variables={},
        foreperiod_ns=round(foreperiod * MS),
        steps=cues,
        expect=NOTHING if catch else expect or want("left"),
        window=window(**window_settings),
        reference=counted_from,
        begin=begin or Begin(),
        repeat=repeat,
        practice=practice,
        catch=catch,
    )


@dataclass(frozen=True)
class Set:
    """A set before its trials are numbered; times in ms."""

    trials: tuple[PlannedTrial, ...]
    time: float | None = None
    hits: int | None = None
    strikes: int | None = None
    rest: float = 0
    side: Side | None = None
    practice: bool = False


def a_set(*trials: PlannedTrial, **settings: Any) -> Set:
    """A set of trials."""
    return Set(trials, **settings)


def lane(
    *sets: Set,
    name: str = "main",
    targets: tuple[str, ...] = TARGETS,
    adaptive: Mapping[str, StaircaseSpec] | None = None,
) -> LanePlan:
    """A lane; trials are numbered through."""
    planned: list[PlannedTrial] = []
    planned_sets: list[PlannedSet] = []
    for number, each in enumerate(sets):
        until = Until(len(each.trials), ns(each.time), each.hits, each.strikes)
        planned_sets.append(
            PlannedSet(number, len(planned), until, round(each.rest * MS), each.side, each.practice)
        )
        for one in each.trials:
            changed: dict[str, Any] = {"index": len(planned), "set": number, "side": each.side}
            planned.append(replace(one, practice=each.practice or one.practice, **changed))
    return LanePlan(name, targets, tuple(planned_sets), tuple(planned), dict(adaptive or {}))


def plan(*lanes: LanePlan, mode: Mode = "sensor", feedback: Any = "none") -> Plan:
    """A plan of lanes."""
    return Plan("test", 1, "0" * 64, mode, feedback, lanes)


def plan_of(
    *trials: PlannedTrial, mode: Mode = "sensor", feedback: Any = "none", **lane_settings: Any
) -> Plan:
    """A plan of one lane with one set of these trials."""
    return plan(lane(a_set(*trials), **lane_settings), mode=mode, feedback=feedback)


def simple_plan(count: int, **settings: Any) -> Plan:
    """A number of equal simple trials: cue on the left after 1000 ms, 500 ms to press it, 200 ms between."""
    return plan_of(*[trial(**settings)] * count)


def staircase(
    start: float, up: float, down: float, *, low: float = 0, high: float = 10_000, **more: Any
) -> StaircaseSpec:
    """A staircase; times in ms."""
    return StaircaseSpec(
        round(start * MS), round(up * MS), round(down * MS), round(low * MS), round(high * MS), **more
    )
