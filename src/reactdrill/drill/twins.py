"""Cues that come twice: what is seen is heard as well, or what is heard is seen as well, at the same moment.

People answer sooner to two senses than to one, so a run with twins is a condition of its own: it is asked for in the
station's settings, refused where a drill says so or where a second cue would tell something else, and kept with the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from reactdrill.assets import word_sound
from reactdrill.drill.model import Drill
from reactdrill.drill.trial import LanePlan, Plan, PlannedStep, PlannedTrial
from reactdrill.errors import AssetMissingError

Twin = Literal["sound", "screen"]
"""Where the second cue is."""
SUFFIX = "-twin"
SEEN = ("screen", "light")
SHOWN_NS = 600_000_000
"""How long a word that is heard stays on the screen, where nothing ends it sooner."""
WORD_SIZE = 0.22
BESIDE = 0.6
"""How far to a side a word stands that is heard on that side only."""
TONE = "beep"


def why_not_twinned(drill: Drill, plan: Plan, twin: Twin) -> str:
    """Why this plan's cues cannot come twice; empty when they can, or when it has none that would."""
    if drill.twin == "forbidden":
        return "the drill is about one sense"
    if len(plan.lanes) > 1:
        return "several athletes would hear and see each other's cues"
    steps = tuple(_steps(plan))
    if not any((step.channel in SEEN) == (twin == "sound") for step in steps):
        return "it has no cue to be given twice"
    if any("motion" in step.stimulus for step in steps):
        return "its cues move"
    if {step.channel in SEEN for step in steps} == {True, False}:
        return "its cues are seen and heard already"
    if any(trial.sequence is not None for trial in plan.lanes[0].trials):
        return "its cues are a sequence"
    if any(step.role == "stop" for step in steps):
        return "a second signal to stop would come at another time"
    if twin == "sound" and any(_word(step, steps) is None for step in steps if step.channel in SEEN):
        return "nobody has spoken a word for each of its cues"
    return ""


def twinned(plan: Plan, twin: Twin) -> Plan:
    """The plan with a twin behind each cue; for a plan that `why_not_twinned` says nothing against.

    A reaction time is counted from the drill's own cue as before.
    """
    steps = tuple(_steps(plan))

    def lane(one: LanePlan) -> LanePlan:
        return replace(one, trials=tuple(trial(each) for each in one.trials))

    def trial(one: PlannedTrial) -> PlannedTrial:
        return replace(one, steps=tuple(each for step in one.steps for each in both(step)))

    def both(step: PlannedStep) -> Iterator[PlannedStep]:
        yield step
        if (step.channel in SEEN) == (twin == "sound"):
            yield _heard(step, steps) if twin == "sound" else _seen(step)

    return replace(plan, lanes=tuple(lane(each) for each in plan.lanes))


def _steps(plan: Plan) -> Iterator[PlannedStep]:
    for lane in plan.lanes:
        for trial in lane.trials:
            yield from trial.steps


def _heard(step: PlannedStep, steps: tuple[PlannedStep, ...]) -> PlannedStep:
    stimulus = _word(step, steps) or {"tone": TONE}
    return replace(step, id=step.id + SUFFIX, channel="sound", stimulus=stimulus, frames=None)


def _seen(step: PlannedStep) -> PlannedStep:
    told = step.stimulus
    words = str(told.get("say") or told.get("tone", "")).replace("-", " ").upper()
    side = {"left": -BESIDE, "right": BESIDE}.get(str(told.get("side", "both")), 0.0)
    stimulus = {"text": words, "size": WORD_SIZE, "at": (side, 0.0)}
    lasts = SHOWN_NS if step.duration_ns is None else step.duration_ns
    return replace(step, id=step.id + SUFFIX, channel="screen", stimulus=stimulus, duration_ns=lasts)


def _word(step: PlannedStep, steps: tuple[PlannedStep, ...]) -> Mapping[str, Any] | None:
    """What says the same as a step that is seen; None when nothing that was spoken does."""
    seen = [each for each in steps if each.channel in SEEN]
    if len({_name(each) for each in seen}) == 1 and "text" not in step.stimulus:
        return {"tone": TONE}
    for word in _candidates(step, seen):
        try:
            word_sound(word)
        except AssetMissingError:
            continue
        return {"say": word}
    return None


def _candidates(step: PlannedStep, seen: list[PlannedStep]) -> Iterator[str]:
    """Words that tell a step from the others: its own text, else what alone differs between them."""
    if "text" in step.stimulus:
        yield str(step.stimulus["text"])
        return
    by_target = {each.target for each in seen}
    looks = {_look(each) for each in seen}
    if len(looks) == 1 and len(by_target) > 1 and step.target is not None:
        yield step.target
    elif len({shape for shape, _ in looks}) == len(looks):
        yield str(step.stimulus.get("shape", ""))
    elif len({colour for _, colour in looks}) == len(looks):
        yield str(step.stimulus.get("light") or step.stimulus.get("colour", "white"))


def _look(step: PlannedStep) -> tuple[str, str]:
    told = step.stimulus
    return str(told.get("shape") or told.get("image", "")), str(told.get("light") or told.get("colour", ""))


def _name(step: PlannedStep) -> tuple[str | None, tuple[str, str]]:
    return step.target, _look(step)
