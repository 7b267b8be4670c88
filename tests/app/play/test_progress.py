"""What a run's screen shows between trials, from what the loop publishes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drill_text import drill_of
from reactdrill.app.play.backdrop import pause_words, told_of
from reactdrill.app.play.countdown import Countdown
from reactdrill.app.play.progress import DRAWING_NS, RunProgress
from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.file import parse_drill
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Await, Feedback, Paused, Rest, SetBegins, ShowCue, TrialBegins
from reactdrill.engine.events import CueShown, Resume
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.journal import MemoryJournal
from robot import DRILL

LANE = "athlete"


@pytest.fixture
def plan() -> Plan:
    text = DRILL.replace("trials = 4", "trials = 3").replace(
        "[text]", "sets = { count = 2 }\npractice = { trials = 2 }\n\n[text]"
    )
    return parse_drill(text).plan(1)


def test_a_whole_run_is_followed_trial_by_trial(plan: Plan) -> None:
    clock, progress = VirtualClock(), RunProgress(plan)
    athlete = SimulatedAthlete(clock, seed=3)
    loop = run_headless(
        plan,
        clock,
        cues=VirtualCues(clock),
        inputs=[athlete],
        journal=MemoryJournal(),
        observers=[athlete, progress],
    )
    lane = progress.lanes[LANE]
    assert lane.finished
    assert (lane.set, progress.sets, lane.done, lane.planned) == (1, 2, 3, 3)
    assert [trial.trial for trial in progress.trials] == list(range(8))
    assert loop.finishes[0].presented == 8


def test_practice_is_no_set(plan: Plan) -> None:
    progress = RunProgress(plan)
    lane = progress.lanes[LANE]
    progress.saw(SetBegins(0, LANE, 0, None, practice=True))
    assert (lane.practice, lane.planned) == (True, 2)
    progress.saw(SetBegins(0, LANE, 1, None, practice=False))
    assert (lane.practice, lane.set, lane.planned) == (False, 0, 3)


def test_the_screen_may_change_only_away_from_cues(plan: Plan) -> None:
    progress, trial = RunProgress(plan), plan.lanes[0].trials[0]
    assert progress.may_draw(0)
    progress.saw(TrialBegins(0, LANE, 0, 1, trial))
    progress.saw(ShowCue(LANE, 0, 1, trial.steps[0], 700_000_000))
    assert progress.may_draw(700_000_000 - DRAWING_NS - 1)
    assert not progress.may_draw(700_000_000 - DRAWING_NS)
    progress.saw(CueShown(700_000_000, LANE, 0, 1, "cue", "virtual", 0, 700_000_000))
    assert not progress.may_draw(5_000_000_000)


def test_a_trial_that_waits_says_what_for(plan: Plan) -> None:
    trial = plan.lanes[0].trials[0]
    progress = RunProgress(plan, {"left": "the left mat"})
    for begin, words in (
        (replace(trial.begin, kind="hold", target="left"), "Take and hold the left mat"),
        (replace(trial.begin, kind="on", target="left"), "Press the left mat to begin"),
        (replace(trial.begin, kind="coach"), "Coach: press when ready"),
    ):
        progress.saw(Await(0, LANE, replace(trial, begin=begin), 1))
        told = told_of(progress.lanes[LANE], 0)
        assert told is not None
        assert told.title == words
    progress.saw(TrialBegins(0, LANE, 0, 1, trial))
    assert told_of(progress.lanes[LANE], 0) is None


def test_nothing_is_asked_of_who_waits_for_a_partner(plan: Plan) -> None:
    trial, progress = plan.lanes[0].trials[0], RunProgress(plan)
    begin = replace(trial.begin, kind="on", target="left", lane="leader")
    progress.saw(Await(0, LANE, replace(trial, begin=begin), 1))
    assert told_of(progress.lanes[LANE], 0) is None


def test_feedback_is_words_and_a_reaction_time_is_a_number(plan: Plan) -> None:
    progress = RunProgress(plan)
    lane = progress.lanes[LANE]
    progress.saw(Feedback(0, LANE, "false_start", None))
    assert (lane.feedback, lane.good) == ("Too early", False)
    progress.saw(Feedback(0, LANE, "hit", 312_400_000))
    assert (lane.feedback, lane.good) == ("312 ms", True)


def test_rest_counts_down_and_names_the_next_side(plan: Plan) -> None:
    progress = RunProgress(plan)
    progress.saw(Rest(0, LANE, 1, "left", 30_000_000_000))
    told = told_of(progress.lanes[LANE], 500_000_000)
    assert told is not None
    assert (told.figure, told.detail) == ("30", "Next: left side")
    progress.saw(SetBegins(0, LANE, 1, "left", practice=False))
    assert told_of(progress.lanes[LANE], 0) is None


@pytest.mark.parametrize(
    ("reason", "devices", "detail"),
    [
        ("asked", (), ""),
        ("focus", (), "Another window has the keyboard"),
        ("suspended", (), "The computer was asleep"),
        ("device_lost: mat0", ("mat0",), "mat0 is gone: plug it in again"),
        ("device_back: mat0", (), "mat0 is back"),
        ("journal: no space left", (), "The run cannot be saved: no space left"),
    ],
)
def test_a_pause_says_why(plan: Plan, reason: str, devices: tuple[str, ...], detail: str) -> None:
    progress = RunProgress(plan)
    paused = [progress.paused]
    progress.saw(Paused(0, LANE, reason, devices))
    paused.append(progress.paused)
    assert pause_words(progress).detail == detail
    progress.saw(Resume(1))
    assert [*paused, progress.paused] == [False, True, False]


def test_a_second_task_is_told_before_each_set() -> None:
    file = drill_of(task="{ by = 7, start_from = [93, 93] }", sets="{ count = 2 }")
    progress = RunProgress(file.plan(1))
    (lane,) = progress.lanes.values()
    assert lane.task == "Count aloud: 93, 86, 79 …"
    progress.saw(Rest(0, lane.name, 1, None, 5_000_000_000))
    told = told_of(lane, 0)
    assert told is not None
    assert told.detail == "Next set\nCount aloud: 93, 86, 79 …"
    call = Countdown(0, 10.0, detail=lane.task).call(0)
    assert call is not None
    assert call.told.detail == lane.task


def test_without_a_second_task_nothing_is_said_of_one(plan: Plan) -> None:
    assert RunProgress(plan).lanes[LANE].task == ""


def test_a_counter_stands_at_the_time_until_the_next_trial() -> None:
    counted = DRILL.replace('light = { colour = "sky" }', 'show = { counter = "ms" }')
    plan = parse_drill(counted).plan(1)
    progress = RunProgress(plan)
    lane, trial = progress.lanes[LANE], plan.lanes[0].trials[0]
    assert len(progress.counters) == 4
    standing = []
    for item in (
        TrialBegins(0, LANE, 0, 1, trial),
        Feedback(1, LANE, "hit", 312_400_000),
        TrialBegins(2, LANE, 1, 1, trial),
        Feedback(3, LANE, "false_start", None),
    ):
        progress.saw(item)
        standing.append(lane.counted)
    assert standing == [None, (trial.steps[0].stimulus, 312_400_000), None, None]
