"""Sequences that grow, counts of answers, and lights that go out with their own hit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lab import Lab, play, tap
from plans import MS, cue, plan_of, simple_plan, trial, want
from reactdrill.drill.sequence import with_elements
from reactdrill.drill.trial import SEQUENCE_END, Expect, PlannedTrial, Sequence, StaircaseSpec
from reactdrill.engine.commands import ClearCue

WAYS = ("left", "right", "right", "left")


def elements(*, backwards: bool = False, param: str | None = "length") -> PlannedTrial:
    """Four elements of 100 ms with 50 ms between them, then the word to go."""
    shown = [
        cue(
            f"element-{n + 1}",
            way,
            role="prime",
            after=f"element-{n}.end" if n else "foreperiod",
            offset=50 if n else 0,
            lasts=100,
        )
        for n, way in enumerate(WAYS)
    ]
    made = trial(
        *shown,
        cue("turn", None, after=SEQUENCE_END, channel="sound"),
        expect=want(*(WAYS[::-1] if backwards else WAYS), match="order"),
        foreperiod=1000,
        response=4000,
    )
    return replace(
        made, sequence=Sequence(tuple(step.id for step in shown), length_param=param, backwards=backwards)
    )


LENGTH = StaircaseSpec(1, 1, 1, 1, 4, unit="count")


def growing(count: int) -> Lab:
    return Lab(plan_of(*[elements()] * count, adaptive={"length": LENGTH}))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9])
def test_only_the_first_elements_are_kept(count: int) -> None:
    kept = with_elements(elements(), count)
    wanted = WAYS[: min(count, 4)]
    assert kept.expect.targets == wanted
    assert [step.target for step in kept.steps] == [*wanted, None]
    assert kept.steps[-1].after == f"element-{len(wanted)}.end"
    assert with_elements(elements(backwards=True), count).expect.targets == wanted[::-1]


def test_a_sequence_grows_with_success_and_shrinks_with_failure() -> None:
    lab = growing(3)
    # One element: shown 1000 to 1100, then the turn.
    lab.run(tap(1300, "left"))
    first, *_ = lab.records
    assert (first.expected, first.rt_ns, first.parameters) == (("left",), 200 * MS, {"length": 1})
    lengths = [record.parameters["length"] for record in lab.records]
    assert (lengths, lab.outcomes) == ([1, 2, 1], ["hit", "miss", "miss"])
    assert [len(record.cues) for record in lab.records] == [2, 3, 2]


def test_all_of_a_sequence_must_come_in_order() -> None:
    lab = play(
        plan_of(elements(), adaptive={"length": replace(LENGTH, start=3)}),
        *[tap(1600 + 100 * n, way) for n, way in enumerate(WAYS[:3])],
    )
    (record,) = lab.records
    assert (record.outcome, record.rt_ns, record.completed_ns) == ("hit", 200 * MS, 400 * MS)


def test_answers_on_any_target_are_counted() -> None:
    expect = Expect("count", ("any",), count=3)
    taps = [tap(1200 + 100 * n, way) for n, way in enumerate(WAYS)]
    lab = play(simple_plan(1, expect=expect), *taps)
    (record,) = lab.records
    assert [response.verdict for response in record.responses] == ["part", "part", "correct"]
    assert (record.outcome, record.rt_ns, record.completed_ns) == ("hit", 200 * MS, 400 * MS)
    assert [stray.at_ns for stray in lab.strays] == [1500 * MS]


def test_too_few_answers_are_a_miss() -> None:
    lab = play(simple_plan(1, expect=Expect("count", ("left",), count=3)), tap(1200), tap(1300))
    assert lab.outcomes == ["miss"]


def test_a_light_of_many_goes_out_with_its_own_hit() -> None:
    both = trial(cue("a", "left"), cue("b", "right"), expect=want("left", "right", match="all"))
    lab = play(plan_of(both), tap(1200, "right"), tap(1250, "right"), tap(1300, "left"))
    cleared = [(command.step, command.due_ns // MS) for command in lab.of(ClearCue)]
    assert cleared == [("b", 1200), ("a", 1300)]
    assert lab.outcomes == ["hit"]
