"""The simulated athlete does any task, in a believable time, and never says two things out of order."""

from __future__ import annotations

import itertools
from statistics import median

import pytest

from plans import MS, cue, plan_of, trial, want
from reactdrill.devices.athlete import AthleteProfile, Behaviour
from reactdrill.drill.trial import Begin, Mode, Plan, PlannedTrial, Reference
from reactdrill.engine.events import Event, Response
from reactdrill.live.ports import Polled
from reactdrill.live.replay import STALLED
from reactdrill.testing import (
    MemoryJournal,
    SimulatedAthlete,
    VirtualClock,
    VirtualCues,
    Watcher,
    run_headless,
)

FAULTLESS = AthleteProfile(accuracy=1, miss_rate=0, false_start_rate=0)


class Checked(SimulatedAthlete):
    """An athlete whose stamps are held against its promises."""

    promised = -1

    def poll(self) -> Polled:
        polled = super().poll()
        for event in polled.events:
            assert event.at_ns > self.promised
        assert [event.at_ns for event in polled.events] == sorted(event.at_ns for event in polled.events)
        self.promised = polled.complete_until_ns
        return polled


def play(
    chosen: Plan,
    *,
    profile: AthleteProfile = FAULTLESS,
    behaviour: Behaviour = "answers",
    seed: int = 1,
) -> Watcher:
    clock = VirtualClock()
    athlete = Checked(clock, seed, profile, behaviour)
    watcher = Watcher()
    run_headless(
        chosen,
        clock,
        cues=VirtualCues(clock),
        inputs=[athlete],
        journal=MemoryJournal(),
        observers=[athlete, watcher],
    )
    return watcher


def outcomes(watcher: Watcher) -> list[str]:
    return [record.outcome for record in watcher.records]


HOLD = Begin("hold", "home")
TASKS: dict[str, tuple[PlannedTrial, Mode, str]] = {
    "press": (trial(), "sensor", "hit"),
    "any target": (trial(expect=want("any")), "sensor", "hit"),
    "order": (trial(expect=want("left", "right", match="order"), response=3000), "sensor", "hit"),
    "all": (trial(expect=want("left", "right", match="all"), response=3000), "sensor", "hit"),
    "no go": (trial(cue(role="no_go"), expect=want(match="none")), "sensor", "correct_rejection"),
    "catch": (trial(catch=True), "sensor", "correct_rejection"),
    "release": (
        trial(begin=HOLD, expect=want("home", action="release"), response=2000), "sensor", "hit",
    ),
    "leave and reach": (
        trial(begin=HOLD, expect=want("left", action="leave_reach", home="home"), response=3000), "sensor", "hit",
    ),
    "hold, then press": (trial(begin=HOLD, response=2000), "sensor", "hit"),
    "start press": (trial(begin=Begin("on", "home"), response=2000), "sensor", "hit"),
    "coach says go": (trial(begin=Begin("coach"), response=2000), "sensor", "hit"),
    "observer": (trial(response=None), "observer", "completed"),
    "cue only": (trial(), "cue_only", "completed"),
    "timed to an arrival": (
        trial(reference=Reference("cue", 1000 * MS, 400 * MS), min_rt=0, response=400), "sensor", "hit",
    ),
    "stop signal": (
        trial(cue(), cue("stop", None, role="stop", after="cue", offset=20), expect=want(match="none"), response=900),
        "sensor", "stopped",
    ),
}  # fmt: skip


@pytest.mark.parametrize("task", TASKS)
def test_an_athlete_without_fault_does_every_task(task: str) -> None:
    one, mode, outcome = TASKS[task]
    watcher = play(plan_of(*[one] * 12, mode=mode), profile=AthleteProfile(240, 15, 20, 1, 0, 0))
    assert outcomes(watcher) == [outcome] * 12
    assert watcher.strays == []


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("seed", range(4))
def test_a_faulty_athlete_always_comes_to_the_end(task: str, seed: int) -> None:
    one, mode, _ = TASKS[task]
    profile = AthleteProfile(accuracy=0.6, miss_rate=0.2, false_start_rate=0.3)
    watcher = play(plan_of(*[one] * 15, mode=mode), profile=profile, seed=seed)
    assert len(watcher.records) == 15
    assert "aborted" not in outcomes(watcher)


def test_reaction_times_have_the_profiles_shape() -> None:
    watcher = play(plan_of(*[trial(response=3000)] * 600))
    times = [record.rt_ns for record in watcher.records if record.rt_ns is not None]
    assert len(times) == 600
    assert median(times) == pytest.approx(300 * MS, abs=12 * MS)
    assert min(times) >= 130 * MS
    assert max(times) > 450 * MS


def test_the_same_seed_gives_the_same_run_and_another_does_not() -> None:
    chosen = plan_of(*[trial()] * 10)
    assert play(chosen, seed=3).records == play(chosen, seed=3).records
    assert play(chosen, seed=3).records != play(chosen, seed=4).records


def test_errors_come_about_as_often_as_the_profile_says() -> None:
    profile = AthleteProfile(accuracy=0.8, miss_rate=0.1, false_start_rate=0.1)
    found = outcomes(play(plan_of(*[trial(response=2000)] * 500), profile=profile))
    shares = {name: found.count(name) / 500 for name in ("miss", "false_start", "wrong_target")}
    assert shares == {
        "miss": pytest.approx(0.09, abs=0.04),
        "false_start": pytest.approx(0.1, abs=0.04),
        "wrong_target": pytest.approx(0.16, abs=0.05),
    }


def test_presses_are_short_and_always_let_go() -> None:
    watcher = play(plan_of(*[trial()] * 20, trial(catch=True)))
    presses = [item for item in watcher.items if isinstance(item, Response)]
    down, up = presses[::2], presses[1::2]
    assert {one.action for one in down} == {"press"}
    assert [(b.action, b.at_ns - a.at_ns) for a, b in zip(down, up, strict=True)] == [
        ("release", 80 * MS)
    ] * 20


def test_never_answers_at_all() -> None:
    assert outcomes(play(plan_of(*[trial()] * 5), behaviour="never")) == ["miss"] * 5
    stuck = play(plan_of(trial(begin=HOLD)), behaviour="never")
    assert [(record.outcome, record.reason) for record in stuck.records] == [("aborted", STALLED)]


def test_hammering_hits_every_target_and_scores_nothing() -> None:
    watcher = play(plan_of(*[trial(expect=want("any"))] * 5, trial(begin=HOLD)), behaviour="hammers")
    assert outcomes(watcher) == ["false_start"] * 6
    pressed = [item for item in watcher.items if isinstance(item, Response) and item.action == "press"]
    assert {item.target for item in pressed} == {"left", "right", "home", "coach"}
    gaps = {b.at_ns - a.at_ns for a, b in itertools.pairwise(pressed)}
    assert max(gaps) <= 50 * MS


def test_nothing_is_pressed_after_stop() -> None:
    clock = VirtualClock()
    athlete = SimulatedAthlete(clock, 1, behaviour="hammers")
    athlete.start(plan_of(trial()))
    assert athlete.deadline_ns is not None
    athlete.stop()
    athlete.stop()
    clock.wait(10_000 * MS)
    nothing: tuple[Event, ...] = ()
    assert athlete.poll() == (nothing, clock.now_ns())
    assert athlete.deadline_ns is None
