"""A trial's sequence cut to as many elements as it is to have."""

from __future__ import annotations

from dataclasses import replace

from reactdrill.drill.trial import SEQUENCE_END, PlannedTrial


def with_elements(trial: PlannedTrial, count: int) -> PlannedTrial:
    """The trial with only the first `count` elements of its sequence, and what follows it hung on the last.

    `count` is brought between 1 and the number that is planned.
    """
    sequence = trial.sequence
    assert sequence is not None
    kept = sequence.steps[: max(1, count)]
    dropped = set(sequence.steps[len(kept) :])
    steps = tuple(
        replace(step, after=f"{kept[-1]}.end") if step.after == SEQUENCE_END else step
        for step in trial.steps
        if step.id not in dropped
    )
    elements, rest = trial.expect.targets[: len(sequence.steps)], trial.expect.targets[len(sequence.steps) :]
    shown = elements[::-1] if sequence.backwards else elements
    wanted = shown[: len(kept)]
    return replace(
        trial,
        steps=steps,
        sequence=replace(sequence, steps=kept),
        expect=replace(trial.expect, targets=(*(wanted[::-1] if sequence.backwards else wanted), *rest)),
    )
