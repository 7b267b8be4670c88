"""Turns one alternative of a trial into the engine's terms: nanoseconds, places, defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, Protocol, cast

from reactdrill.drill.expand import Alternative
from reactdrill.drill.model import (
    Drill,
    Hold,
    Light,
    On,
    Reference as FileReference,
    Sequence as FileSequence,
    Show,
    Sound,
    Step,
    Trial,
    Window as FileWindow,
)
from reactdrill.drill.sequence import with_elements
from reactdrill.drill.trial import (
    ANY_TARGET,
    Begin,
    Channel,
    Expect,
    Mode,
    PlannedStep,
    PlannedTrial,
    Reference,
    Sequence,
    Side,
    Window,
)
from reactdrill.drill.values import to_ns

Places = Mapping[str, tuple[float, float]]

CATCH_WINDOW_NS = 1_500_000_000
"""How long a catch trial waits after its foreperiod when the drill's window has no end of its own."""


def resolve(
    drill: Drill,
    alternative: Alternative,
    places: Places,
    mode: Mode,
    *,
    index: int,
    set_index: int,
    foreperiod_ns: int,
    side: Side | None,
    practice: bool,
) -> PlannedTrial:
    """The planned trial of one alternative; of a sequence nothing is drawn yet (`with_sequence`)."""
    trial = alternative.trial
    steps = tuple(planned_step(step, number, places) for number, step in enumerate(trial.steps))
    return PlannedTrial(
        index=index,
        set=set_index,
        condition=trial.name,
        variables={**alternative.variables, **_bodily(trial)},
        foreperiod_ns=foreperiod_ns,
        steps=steps,
        expect=expectation(trial, steps),
        window=window_of(merged_window(drill.window, trial.window), mode, quiet=is_quiet(trial)),
        reference=reference_of(trial, steps),
        begin=begin_of(trial, mode),
        repeat=cast("Literal['next', 'end', 'never']", trial.repeat or drill.repeat),
        side=side,
        practice=practice,
    )


def with_sequence(
    planned: PlannedTrial, written: FileSequence, elements: tuple[str, ...], places: Places
) -> PlannedTrial:
    """The planned trial with the elements of its sequence before its own steps, to be answered in order."""
    steps = tuple(_element(written, number, target, places) for number, target in enumerate(elements))
    sequence = Sequence(tuple(step.id for step in steps), written.length_param, written.backwards)
    wanted = elements[::-1] if written.backwards else elements
    expect = replace(planned.expect, match="order", targets=wanted)
    whole = replace(planned, steps=(*steps, *planned.steps), sequence=sequence, expect=expect)
    return whole if written.length_param is not None else with_elements(whole, len(elements))


def _element(written: FileSequence, number: int, target: str, places: Places) -> PlannedStep:
    channel, stimulus = cue_of(written, target, places)
    return PlannedStep(
        id=element_id(number),
        channel=channel,
        stimulus=stimulus,
        role="prime",
        target=target,
        after="foreperiod" if number == 0 else f"{element_id(number - 1)}.end",
        offset_ns=0 if number == 0 else to_ns(written.gap_ms),
        duration_ns=to_ns(written.on_ms),
    )


def element_id(number: int) -> str:
    """The id of a sequence's element, counted from 0."""
    return f"element-{number + 1}"


def _bodily(trial: Trial) -> dict[str, str]:
    """What the athlete stands on and answers with, kept with each trial where the drill says it."""
    said = {"stance": trial.stance, "limb": trial.limb}
    return {name: value for name, value in said.items() if value is not None}


def catch_trial(
    drill: Drill,
    like: Alternative,
    mode: Mode,
    *,
    index: int,
    set_index: int,
    foreperiod_ns: int,
    side: Side | None,
    practice: bool,
) -> PlannedTrial:
    """A trial that begins like the others and presents nothing."""
    window = window_of(merged_window(drill.window, like.trial.window), mode, quiet=True)
    response_ns = CATCH_WINDOW_NS if window.response_ns is None else window.response_ns
    return PlannedTrial(
        index=index,
        set=set_index,
        condition="catch",
        variables={},
        foreperiod_ns=foreperiod_ns,
        steps=(),
        expect=Expect(match="none"),
        window=Window(
            response_ns=response_ns,
            min_rt_ns=window.min_rt_ns,
            iti_ns=window.iti_ns,
            false_start=window.false_start,
        ),
        begin=begin_of(like.trial, mode),
        repeat=drill.repeat,
        side=side,
        practice=practice,
        catch=True,
    )


def step_id(step: Step, number: int) -> str:
    """A step's id: its own, or `cue`, `cue-2`, `cue-3` … by position."""
    return step.id or ("cue" if number == 0 else f"cue-{number + 1}")


def planned_step(step: Step, number: int, places: Places) -> PlannedStep:
    """One cue in the engine's terms."""
    channel, stimulus = stimulus_of(step, places)
    return PlannedStep(
        id=step_id(step, number),
        channel=channel,
        stimulus=stimulus,
        role=cast("Any", step.role),
        target=step.target,
        after=step.after,
        offset_ns=to_ns(float(step.offset_ms)),
        offset_param=step.offset_param,
        duration_ns=None if step.duration_ms is None else to_ns(float(step.duration_ms)),
        frames=step.frames,
    )


def stimulus_of(step: Step, places: Places) -> tuple[Channel, dict[str, Any]]:
    """A cue's channel and what is presented, with its place on the screen."""
    channel, stimulus = cue_of(step, step.target, places)
    if step.motion is not None:
        stimulus["motion"] = {**step.motion.model_dump(), "ms": float(step.motion.ms)}
    return channel, stimulus


class _Cue(Protocol):
    """A table that says what is seen or heard: a step, a sequence's element."""

    @property
    def show(self) -> Show | None: ...
    @property
    def light(self) -> Light | None: ...
    @property
    def sound(self) -> Sound | None: ...


def cue_of(cue: _Cue, target: str | None, places: Places) -> tuple[Channel, dict[str, Any]]:
    """The channel and the stimulus of what is shown, lit or played at a target."""
    if cue.sound is not None:
        return "sound", cue.sound.model_dump(exclude_none=True)
    home = list(places.get(target or "", (0.0, 0.0)))
    if cue.light is not None:
        return "light", {"light": cue.light.colour, "shape": cue.light.shape, "at": home}
    assert cue.show is not None
    stimulus = cue.show.model_dump(exclude_none=True)
    stimulus.setdefault("at", home)
    return "screen", stimulus


def is_quiet(trial: Trial) -> bool:
    """Whether no response is the right answer."""
    if trial.expect is not None:
        return trial.expect.match == "none"
    roles = {step.role for step in trial.steps}
    return "stop" in roles or ("no_go" in roles and "go" not in roles)


def expectation(trial: Trial, steps: tuple[PlannedStep, ...]) -> Expect:
    """What a trial wants: as written, or the target of its main cue, or nothing in a no-go or stop trial."""
    if is_quiet(trial):
        return Expect(match="none")
    written = trial.expect
    main = main_step(steps)
    default = (main.target,) if main is not None and main.target is not None else (ANY_TARGET,)
    if written is None:
        return Expect(targets=default)
    return Expect(
        match=cast("Any", written.match),
        targets=tuple(written.targets) or default,
        action=cast("Any", written.action),
        home=written.home,
        count=written.count or 1,
    )


def main_step(steps: tuple[PlannedStep, ...]) -> PlannedStep | None:
    """The cue that reaction time is counted from: the first go or no-go cue, else the first cue."""
    return next((step for step in steps if step.role in ("go", "no_go")), steps[0] if steps else None)


def reference_of(trial: Trial, steps: tuple[PlannedStep, ...]) -> Reference | None:
    """The instant reaction time is counted from."""
    written = trial.reference
    if isinstance(written, FileReference):
        return Reference(written.step, to_ns(float(written.offset_ms)), to_ns(float(written.early_ms)))
    if written is not None:
        return Reference(written)
    main = main_step(steps)
    return None if main is None else Reference(main.id)


def begin_of(trial: Trial, mode: Mode) -> Begin:
    """What starts the trial's clock. Without sensors only the coach can say that the athlete is there."""
    if mode == "observer" and isinstance(trial.begin, Hold | On):
        return Begin("coach")
    if isinstance(trial.begin, Hold):
        return Begin("hold", trial.begin.hold)
    if isinstance(trial.begin, On):
        return Begin("on", trial.begin.on, trial.begin.lane)
    return Begin(trial.begin)


def merged_window(drill_window: FileWindow, trial_window: FileWindow | None) -> FileWindow:
    """A trial's window over the drill's, key by key."""
    if trial_window is None:
        return drill_window
    return drill_window.model_copy(update=trial_window.model_dump(exclude_unset=True))


def window_of(window: FileWindow, mode: Mode, *, quiet: bool) -> Window:
    """A window in ns. An observer presses when it is done, so then nothing but that ends a trial."""
    waits = mode == "observer" and not quiet
    return Window(
        response_ns=None if window.response_ms is None or waits else to_ns(float(window.response_ms)),
        response_param=None if waits else window.response_param,
        min_rt_ns=to_ns(float(window.min_rt_ms)),
        lapse_ns=None if window.lapse_ms is None else to_ns(float(window.lapse_ms)),
        light_out=cast("Any", window.light_out),
        iti_ns=to_ns(float(window.iti_ms)),
        false_start=cast("Any", window.false_start),
        wrong=cast("Any", window.wrong),
    )
