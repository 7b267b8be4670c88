"""Trials that begin in all lanes at one instant."""

from __future__ import annotations

from lab import Lab, pause, play, resume, tap
from plans import MS, a_set, cue, lane, plan, trial, want
from reactdrill.drill.trial import Begin, Plan

TOGETHER = Begin("together")


def race(*counts: int) -> Plan:
    """A lane for each count, with so many trials of a shared start; lane n answers on target n."""
    targets = ("left", "right")
    return plan(
        *(
            lane(
                a_set(*[trial(cue(target=target), expect=want(target), begin=TOGETHER)] * count),
                name=f"lane-{target}",
                targets=(target,),
            )
            for target, count in zip(targets, counts, strict=True)
        )
    )


def begins(lab: Lab, name: str) -> list[int | None]:
    return [None if r.begin_ns is None else r.begin_ns // MS for r in lab.records if r.lane == name]


def test_the_slower_gap_decides_when_both_begin() -> None:
    lab = play(race(2, 2), tap(1200, "left"), tap(1450, "right"))
    # The first gap has no length. Left is free again at 1400, right at 1650.
    assert begins(lab, "lane-left") == begins(lab, "lane-right") == [0, 1650]
    assert [r.rt_ns for r in lab.records if r.outcome == "hit"] == [200 * MS, 450 * MS]


def test_a_lane_that_is_done_keeps_nobody_waiting() -> None:
    lab = play(race(1, 3))
    assert begins(lab, "lane-left") == [0]
    assert begins(lab, "lane-right") == [0, 1700, 3400]
    assert lab.engine.done


def test_after_a_pause_both_begin_again_together() -> None:
    lab = play(race(2, 2), pause(1100), resume(5000))
    left, right = begins(lab, "lane-left"), begins(lab, "lane-right")
    assert left == right
    assert [r.outcome for r in lab.records] == ["aborted", "aborted", *["miss"] * 4]


def test_one_lane_alone_begins_at_once() -> None:
    lab = play(plan(lane(a_set(trial(begin=TOGETHER)))))
    assert begins(lab, "main") == [0]
