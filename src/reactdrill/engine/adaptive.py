"""Staircases: values asked for just before a trial and moved by its outcome. Aborted attempts never move one."""

from __future__ import annotations

from collections.abc import Mapping

from reactdrill.drill.trial import PlannedTrial, StaircaseSpec
from reactdrill.engine.record import TrialRecord

SUCCESS: frozenset[str] = frozenset({"hit", "stopped", "correct_rejection", "completed"})


class Staircase:
    """A fixed-step staircase: up after `up_after` successes in a row, down after `down_after` failures in a row."""

    __slots__ = ("_failures", "_successes", "spec", "value")

    def __init__(self, spec: StaircaseSpec) -> None:
        self.spec = spec
        self.value = spec.start
        self._successes = 0
        self._failures = 0

    def update(self, *, success: bool) -> None:
        """Count one trial and move when the rule says so; the value stays within its limits."""
        if success:
            self._successes += 1
            self._failures = 0
        else:
            self._failures += 1
            self._successes = 0
        if self._successes == self.spec.up_after:
            self._move(self.spec.step_up)
        elif self._failures == self.spec.down_after:
            self._move(-self.spec.step_down)

    def _move(self, step: int) -> None:
        self._successes = self._failures = 0
        self.value = min(max(self.value + step, self.spec.min), self.spec.max)


class Adaptive:
    """All staircases of one lane."""

    __slots__ = ("_staircases",)

    def __init__(self, specs: Mapping[str, StaircaseSpec]) -> None:
        self._staircases = {name: Staircase(spec) for name, spec in specs.items()}

    def values_for(self, trial: PlannedTrial) -> dict[str, int]:
        """The values that a trial beginning now uses, ns or a count, by name."""
        if not self._staircases:
            return {}
        names = [*(step.offset_param for step in trial.steps), trial.window.response_param]
        if trial.sequence is not None:
            names.append(trial.sequence.length_param)
        return {name: self._staircases[name].value for name in names if name is not None}

    def update(self, record: TrialRecord) -> None:
        """Move the staircases that this record used, unless it was an aborted attempt or practice."""
        if record.practice or record.outcome == "aborted":
            return
        for name in record.parameters:
            conditions = self._staircases[name].spec.conditions
            if not conditions or record.condition in conditions:
                self._staircases[name].update(success=record.outcome in SUCCESS)
