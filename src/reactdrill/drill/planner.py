"""Expands a drill with a seed into its full list of trials.

One spawned child generator per purpose (order, foreperiods, catch trials, sides), so that changing one wish never
changes what the others draw. Only `Generator.random` is used, whose doubles are the same on every platform and in
every numpy version that has PCG64. numpy is loaded with the first plan: the menu does without.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Any

from reactdrill.drill.expand import (
    Alternative,
    all_alternatives,
    both_ways,
    fill,
    mirror_value,
    mirrored,
    other_side,
)
from reactdrill.drill.foreperiod import draw_foreperiod_ns, limits_ns
from reactdrill.drill.model import Drill, Sequence
from reactdrill.drill.order import (
    InfeasibleOrderError,
    Uniform,
    balanced_counts,
    cycle_counts,
    drawn,
    positions,
    shuffled,
)
from reactdrill.drill.places import places
from reactdrill.drill.resolve import Places, catch_trial, merged_window, resolve, with_sequence
from reactdrill.drill.trial import (
    LanePlan,
    Mode,
    Plan,
    PlannedSet,
    PlannedTrial,
    Side,
    StaircaseSpec,
    Until,
)
from reactdrill.drill.values import to_ns
from reactdrill.errors import PlanError

if TYPE_CHECKING:
    from numpy.random import SeedSequence

MAX_TRIALS = 100_000
UNBOUNDED_TRIALS = 1000
"""Planned for a set that ends by strikes alone."""
SHORTEST_TRIAL_MS = 200.0
"""No person answers cue after cue faster: bounds the trials planned for a set that ends by time."""
_BATCH = 256


def plan(drill: Drill, seed: int, *, mode: Mode | None = None, sha256: str = "") -> Plan:
    """The plan of `drill` for `seed`.

    `mode` defaults to the drill's first; `sha256` is the drill text's hash. Raises `PlanError` when the drill
    cannot be planned: an order that cannot exist, a mode it does not have, too many trials.
    """
    chosen: Mode = mode or drill.modes[0]
    if chosen not in drill.modes:
        raise PlanError(drill.name, f"it has no {chosen} mode", f"it has {', '.join(drill.modes)}")
    import numpy as np  # noqa: PLC0415 - see above

    root = np.random.SeedSequence(seed)
    lanes = lane_targets(drill)
    seeds = [root] * len(lanes) if drill.shared_plan else root.spawn(len(lanes))
    return Plan(
        drill=drill.name,
        drill_version=drill.version,
        drill_sha256=sha256,
        mode=chosen,
        feedback=drill.feedback,
        lanes=tuple(
            _LanePlanner(drill, name, targets, chosen, _Draws.of(own, shared=drill.shared_plan)).plan()
            for (name, targets), own in zip(lanes.items(), seeds, strict=True)
        ),
        seed=seed,
        generator={"bit_generator": "PCG64", "entropy": seed, "numpy": np.__version__},
    )


def lane_targets(drill: Drill) -> dict[str, tuple[str, ...]]:
    """The targets of each lane; a drill without lanes has the one lane `athlete`."""
    if drill.lanes:
        return {lane.name: tuple(lane.targets) for lane in drill.lanes}
    return {"athlete": tuple(target.name for target in drill.targets)}


@dataclass(frozen=True)
class _Draws:
    """The streams of doubles of one lane, one for each purpose."""

    order: Uniform
    foreperiod: Uniform
    catch: Uniform
    side: Uniform
    sequence: Uniform
    task: Uniform

    @classmethod
    def of(cls, seed: SeedSequence, *, shared: bool) -> _Draws:
        fresh = type(seed)(seed.entropy) if shared else seed
        return cls(*(_doubles(child) for child in fresh.spawn(6)))


def _doubles(seed: SeedSequence) -> Uniform:
    from numpy.random import PCG64, Generator  # noqa: PLC0415 - see above

    generator = Generator(PCG64(seed))

    def stream() -> Iterator[float]:
        while True:
            yield from generator.random(_BATCH).tolist()

    return stream().__next__


@dataclass(frozen=True)
class _Slot:
    """One place in a set before it is given to a side: what is presented and after what wait."""

    alternative: Alternative
    foreperiod_ns: int
    catch: bool
    elements: tuple[str, ...] = ()
    """Of its sequence."""


class _LanePlanner:
    def __init__(self, drill: Drill, lane: str, targets: tuple[str, ...], mode: Mode, draws: _Draws) -> None:
        self.drill = drill
        self.lane = lane
        self.targets = targets
        self.mode = mode
        self.draws = draws
        self.places: Places = places(drill)
        self.mirror = both_ways(drill.mirror)
        self.alternatives = [
            each for each in all_alternatives(drill) if drill.trial[each.template].lane in (None, lane)
        ]
        if not self.alternatives:
            raise PlanError(drill.name, f"lane {lane} has no trial", "give a trial this lane, or no lane")
        self._kinds: dict[tuple[int, bool, bool], PlannedTrial] = {}
        self.trials: list[PlannedTrial] = []
        self.sets: list[PlannedSet] = []

    def plan(self) -> LanePlan:
        drill = self.drill
        first, *others = self._sides()
        if drill.practice is not None:
            slots = self._slots(drill.practice.trials, with_catch=False)
            self._add_set(slots, first, Until(trials=len(slots)), rest_before_s=0.0, practice=True)
        n = self._trials_per_set()
        total = n * drill.sets.count * (1 + len(others))
        if total > MAX_TRIALS:
            words = f"{total} trials would be planned in all; at most {MAX_TRIALS} can be"
            raise PlanError(drill.name, words, "plan fewer")
        for _ in range(drill.sets.count):
            slots = self._slots(n, with_catch=True)
            for side in (first, *others):
                self._add_set(slots, side, self._until(n), rest_before_s=self._rest_s(), practice=False)
        return LanePlan(self.lane, self.targets, tuple(self.sets), tuple(self.trials), staircases(self.drill))

    def _sides(self) -> tuple[Side | None, ...]:
        sides = self.drill.sides
        if sides == "none":
            return (None,)
        if sides != "both":
            return (sides,)
        first = self.drill.first_side
        if first == "random":
            first = "left" if self.draws.side() < 0.5 else "right"
        return ("left", "right") if first == "left" else ("right", "left")

    def _rest_s(self) -> float:
        if not self.sets:
            return 0.0
        practice = self.drill.practice
        return practice.rest_s if practice is not None and self.sets[-1].practice else self.drill.sets.rest_s

    def _until(self, n: int) -> Until:
        until = self.drill.until
        time_ns = None if until.time_s is None else to_ns(until.time_s * 1000)
        return Until(n, time_ns, until.hits, until.strikes)

    def _trials_per_set(self) -> int:
        """As written; else enough for the set's other ends to come first."""
        until = self.drill.until
        if until.trials is not None:
            return until.trials
        if until.time_s is not None:
            return min(MAX_TRIALS, ceil(until.time_s * 1000 / max(SHORTEST_TRIAL_MS, self._shortest_ms())))
        if until.hits is not None:
            return 3 * until.hits + 20
        return UNBOUNDED_TRIALS

    def _shortest_ms(self) -> float:
        windows = [merged_window(self.drill.window, each.trial.window) for each in self.alternatives]
        foreperiods = [
            limits_ns(each.trial.foreperiod or self.drill.foreperiod)[0] for each in self.alternatives
        ]
        return min(
            foreperiod / 1e6 + float(window.min_rt_ms) + float(window.iti_ms)
            for foreperiod, window in zip(foreperiods, windows, strict=True)
        )

    def _slots(self, n: int, *, with_catch: bool) -> list[_Slot]:
        """One set's alternatives, catch trials and foreperiods: drawn once, used for both sides."""
        catch = self.drill.catch
        catches: set[int] = set()
        if catch is not None and with_catch:
            catches = positions(n, round(catch.share * n), self.draws.catch)
        chosen = iter(self._order(n - len(catches)))
        slots: list[_Slot] = []
        for place in range(n):
            is_catch = place in catches
            alternative = self.alternatives[0 if is_catch else next(chosen)]
            spec = alternative.trial.foreperiod or self.drill.foreperiod
            foreperiod_ns = draw_foreperiod_ns(spec, self.draws.foreperiod)
            elements = () if is_catch else self._elements(alternative.trial.sequence, slots)
            slots.append(_Slot(alternative, foreperiod_ns, is_catch, elements))
        return slots

    def _elements(self, sequence: Sequence | None, before: list[_Slot]) -> tuple[str, ...]:
        """A trial's sequence: drawn anew, or the one of the trial before it in the set."""
        if sequence is None:
            return ()
        if not sequence.fresh:
            same = next((slot.elements for slot in before if slot.elements), None)
            if same is not None:
                return same
        choices = tuple(sequence.targets) or self.targets
        chosen: list[str] = []
        for _ in range(sequence.length):
            open_to = [x for x in choices if not (sequence.no_repeat and chosen and x == chosen[-1])]
            chosen.append(open_to[int(self.draws.sequence() * len(open_to))])
        return tuple(chosen)

    def _order(self, n: int) -> list[int]:
        order, uniform = self.drill.order, self.draws.order
        weights = [each.weight for each in self.alternatives]
        try:
            if order.kind == "fixed":
                return self._fixed(n)
            if order.kind == "balanced":
                return self._balanced(n, weights)
            even = [1.0] * len(weights) if order.kind == "random" else weights
            return drawn(even, self._keys(), n, uniform)
        except InfeasibleOrderError as failure:
            raise PlanError(
                self.drill.name,
                f"the order cannot be made: {failure}",
                "change weights, no_repeat or until.trials",
            ) from failure

    def _balanced(self, n: int, weights: list[float]) -> list[int]:
        """The whole set at once when its length is known; else cycle by cycle, so that any cut is near balance."""
        uniform, keys = self.draws.order, self._keys()
        if self.drill.until.trials is not None:
            return shuffled(balanced_counts(weights, n, uniform, keys), keys, uniform)
        cycle = cycle_counts(weights)
        order: list[int] = []
        while len(order) < n:
            after = keys[order[-1]] if keys is not None and order else None
            order += shuffled(cycle, keys, uniform, after=after)
        return order[:n]

    def _keys(self) -> list[Hashable] | None:
        """What must not repeat, for each alternative."""
        no_repeat = self.drill.order.no_repeat
        if no_repeat is False:
            return None
        if no_repeat is True:
            return [
                " ".join([each.trial.name, *(f"{name}={value}" for name, value in each.variables.items())])
                for each in self.alternatives
            ]
        return [each.variables.get(no_repeat, each.trial.name) for each in self.alternatives]

    def _fixed(self, n: int) -> list[int]:
        sequence = self.drill.order.sequence
        picked = (
            list(range(len(self.alternatives))) if sequence is None else [self._find(x) for x in sequence]
        )
        order = [picked[place % len(picked)] for place in range(n)]
        keys = self._keys()
        if keys is not None:
            for place, (one, other) in enumerate(pairwise(order), start=1):
                if keys[one] == keys[other]:
                    raise InfeasibleOrderError(
                        f"{keys[one]!r} stands twice in a row, at trials {place} and {place + 1}"
                    )
        return order

    def _find(self, wanted: str | dict[str, Any]) -> int:
        fields = {"trial": wanted} if isinstance(wanted, str) else wanted
        for index, each in enumerate(self.alternatives):
            have = {"trial": each.trial.name, **each.variables}
            if all(have.get(name) == value for name, value in fields.items()):
                return index
        shown = ", ".join(f"{name} = {value!r}" for name, value in fields.items())
        raise PlanError(
            self.drill.name, f"order.sequence: no trial has {shown}", "use names and values of [[trial]]"
        )

    def _add_set(
        self, slots: list[_Slot], side: Side | None, until: Until, *, rest_before_s: float, practice: bool
    ) -> None:
        first, index = len(self.trials), len(self.sets)
        self.trials += [
            self._trial(slot, side, index=first + place, set_index=index, practice=practice)
            for place, slot in enumerate(slots)
        ]
        rest_ns = to_ns(rest_before_s * 1000)
        self.sets.append(PlannedSet(index, first, until, rest_ns, side, practice, self._task()))

    def _task(self) -> dict[str, Any] | None:
        """The second task of one set, with its numbers drawn."""
        task = self.drill.task
        if task is None:
            return None
        least, greatest = task.start_from
        start = least + int(self.draws.task() * (greatest - least + 1))
        return {"kind": task.kind, "start": start, "by": task.by}

    def _trial(
        self, slot: _Slot, side: Side | None, *, index: int, set_index: int, practice: bool
    ) -> PlannedTrial:
        kind = self._kind(slot, other_side=side == "right" and self.drill.sides == "both")
        written = slot.alternative.trial.sequence
        if slot.elements and written is not None:
            kind = with_sequence(kind, written, self._on_side(slot.elements, side), self.places)
        return replace(
            kind,
            index=index,
            set=set_index,
            foreperiod_ns=slot.foreperiod_ns,
            side=side,
            practice=practice,
        )

    def _on_side(self, elements: tuple[str, ...], side: Side | None) -> tuple[str, ...]:
        if side != "right" or self.drill.sides != "both":
            return elements
        return tuple(str(mirror_value(each, self.mirror)) for each in elements)

    def _kind(self, slot: _Slot, *, other_side: bool) -> PlannedTrial:
        """What all trials of one alternative and side share, worked out once."""
        key = (id(slot.alternative), other_side, slot.catch)
        known = self._kinds.get(key)
        if known is None:
            alternative = self._mirrored(slot.alternative) if other_side else slot.alternative
            arguments: dict[str, Any] = {
                "index": 0,
                "set_index": 0,
                "foreperiod_ns": 0,
                "side": None,
                "practice": False,
            }
            if slot.catch:
                known = catch_trial(self.drill, alternative, self.mode, **arguments)
            else:
                known = resolve(self.drill, alternative, self.places, self.mode, **arguments)
            self._kinds[key] = known
        return known

    def _mirrored(self, alternative: Alternative) -> Alternative:
        """The alternative for the right side: the file is written for the left one."""
        variables = mirrored(alternative.variables, self.mirror)
        template = alternative.template
        trial = fill(self.drill.trial[template], template, variables)
        swapped = {"stance": other_side(trial.stance), "limb": other_side(trial.limb)}
        return Alternative(template, variables, trial.model_copy(update=swapped), alternative.weight)


def staircases(drill: Drill) -> dict[str, StaircaseSpec]:
    """What follows the athlete's success in a drill: durations and numbers of elements."""
    durations = {
        name: StaircaseSpec(
            start=to_ns(spec.start_ms),
            step_up=to_ns(spec.step_up_ms),
            step_down=to_ns(spec.step_down_ms),
            min=to_ns(spec.min_ms),
            max=to_ns(spec.max_ms),
            up_after=spec.up_after,
            down_after=spec.down_after,
            conditions=tuple(spec.trials),
        )
        for name, spec in drill.adaptive.items()
    }
    counts = {
        name: StaircaseSpec(
            spec.start,
            spec.step_up,
            spec.step_down,
            spec.min,
            spec.max,
            spec.up_after,
            spec.down_after,
            unit="count",
        )
        for name, spec in drill.growing.items()
    }
    return durations | counts
