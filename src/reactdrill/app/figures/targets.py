"""Where a drill's targets are, what is seen there, and what presses them: the briefing's picture as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reactdrill.app.figures.controls import Cap, caps_of
from reactdrill.app.figures.words import place_words
from reactdrill.drill.expand import all_alternatives
from reactdrill.drill.model import Drill
from reactdrill.drill.places import places
from reactdrill.drill.resolve import planned_step
from reactdrill.drill.trial import COACH, Plan, PlannedStep
from reactdrill.i18n import tr, tr_in
from reactdrill.station.bindings import Bindings

SHOWN_CUES = 3
"""More kinds of cue at one place are told by the text, not by the picture."""
SHOWN_SAMPLES = 12
COUNTING = "0, 1, 2 …"
"""A counter that runs."""
LONG_TITLE = 22
"""A target's title that is longer is a description; its name then serves."""


@dataclass(frozen=True, slots=True)
class CueLook:
    """A cue as it looks: names of a shape and a colour."""

    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A cue that belongs to no place: a shape, a word that is read, or a sound."""

    words: str
    """What is read or heard; for a shape its name."""
    look: CueLook | None = None
    heard: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """One target in the picture."""

    target: str
    title: str
    at: tuple[float, float]
    """-1 to 1, x to the right, y up."""
    cues: tuple[CueLook, ...]
    caps: tuple[Cap, ...]
    """What presses it; none where nobody answers on a device."""


@dataclass(frozen=True, slots=True)
class Picture:
    """All targets, and the coach's control where there is one."""

    spots: tuple[Spot, ...]
    coach: tuple[Cap, ...] = ()
    samples: tuple[Sample, ...] = ()
    """What comes, where there are no targets for it to come at; empty where there is too much to show."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.spots or self.coach or self.samples)


def picture(drill: Drill, plan: Plan, bindings: Bindings, kinds: Sequence[str]) -> Picture:
    """The picture of a drill with the controls of the kinds of device that are there."""
    where = places(drill)
    return Picture(
        spots=tuple(
            Spot(
                target=target.name,
                title=target_title(target.name, target.title, alone=len(drill.targets) == 1),
                at=where[target.name],
                cues=tuple(_cues_at(plan, target.name)),
                caps=_caps(plan, bindings, target.name, kinds) if plan.mode == "sensor" else (),
            )
            for target in drill.targets
        ),
        coach=caps_of(bindings, COACH, kinds) if COACH in bindings.targets else (),
        samples=() if drill.targets else _samples(drill, plan),
    )


def heard_words(drill: Drill, plan: Plan) -> tuple[str, ...]:
    """What is heard in a drill, each once: spoken words, and tones by their names."""
    return tuple(dict.fromkeys(each.words for each in _all_samples(drill, plan) if each.heard))


def _samples(drill: Drill, plan: Plan) -> tuple[Sample, ...]:
    """What is seen; what is heard only where nothing is seen."""
    every = _all_samples(drill, plan)
    shown = tuple(each for each in every if not each.heard) or every
    return shown if len(shown) <= SHOWN_SAMPLES else ()


def _all_samples(drill: Drill, plan: Plan) -> tuple[Sample, ...]:
    """Each kind of cue once: in the order of the file, then those that only the other side of the body has."""
    where = places(drill)
    steps = (step for each in all_alternatives(drill) for step in each.trial.steps)
    written = (planned_step(step, number, where) for number, step in enumerate(steps))
    samples = (_sample(step) for step in (*written, *_steps(plan)))
    return tuple(dict.fromkeys(sample for sample in samples if sample is not None))


def _sample(step: PlannedStep) -> Sample | None:
    stimulus, look = step.stimulus, _look(step)
    if look is not None:
        return Sample(look.shape, look)
    if step.channel == "sound":
        word = stimulus.get("say")
        return Sample(_spoken(str(word)) if word is not None else _tone(str(stimulus["tone"])), heard=True)
    words = COUNTING if "counter" in stimulus else stimulus.get("text")
    return None if words is None else Sample(str(words))


def _spoken(word: str) -> str:
    return tr(word.replace("-", " "))


def _tone(name: str) -> str:
    return tr("{name} tone", name=tr_in("tone", name))


def _caps(plan: Plan, bindings: Bindings, target: str, kinds: Sequence[str]) -> tuple[Cap, ...]:
    """What presses a target; where several athletes have one of that name, the best control of each."""
    lanes = [lane.name for lane in plan.lanes if target in lane.targets]
    if len(lanes) < 2:
        return caps_of(bindings, target, kinds) if lanes else ()
    return tuple(cap for lane in lanes for cap in caps_of(bindings, target, kinds, lane)[:1])


def target_title(name: str, title: str | None, *, alone: bool = False) -> str:
    """What a picture calls a target. `alone`: it is the only one, and may be called at length."""
    return title if title is not None and (alone or len(title) <= LONG_TITLE) else place_words(name)


def _cues_at(plan: Plan, target: str) -> Iterator[CueLook]:
    """Each kind of shape that is shown at a target, a few at most."""
    seen: dict[CueLook, None] = {}
    for step in _steps(plan):
        if step.target == target and (look := _look(step)) is not None:
            seen.setdefault(look)
    if len(seen) <= SHOWN_CUES:
        yield from seen


def _steps(plan: Plan) -> Iterator[PlannedStep]:
    for lane in plan.lanes:
        for trial in lane.trials:
            yield from trial.steps


def _look(step: PlannedStep) -> CueLook | None:
    stimulus = step.stimulus
    if step.channel == "light":
        return CueLook(stimulus["shape"], stimulus["light"])
    if step.channel == "screen" and "shape" in stimulus:
        return CueLook(stimulus["shape"], stimulus["colour"])
    return None
