from __future__ import annotations

import pytest

from drill_text import drill_of
from reactdrill.drill.trial import (
    Begin,
    Expect,
    Mode,
    PlannedStep,
    PlannedTrial,
    Reference,
    StaircaseSpec,
    Window,
)

STEP = '{ light = {}, target = "left" }'
SECOND = 1_000_000_000
MS = 1_000_000


def planned(
    *keys: str, steps: str = STEP, mode: Mode | None = None, more: str = "", **changes: str | None
) -> PlannedTrial:
    text = "\n".join([more, "[[trial]]", 'name = "t"', *keys, f"steps = [{steps}]", ""])
    return drill_of(text, **changes).plan(0, mode).lanes[0].trials[0]


def test_defaults_of_a_trial() -> None:
    trial = planned()
    assert trial.condition == "t"
    assert trial.variables == {}
    assert trial.begin == Begin("auto")
    assert trial.expect == Expect("any", ("left",), "press", None)
    assert trial.reference == Reference("cue", 0, 0)
    assert trial.repeat == "end"
    assert (trial.side, trial.practice, trial.catch) == (None, False, False)
    assert trial.window == Window(
        response_ns=2 * SECOND,
        min_rt_ns=100 * MS,
        lapse_ns=None,
        light_out="either",
        iti_ns=500 * MS,
        false_start="end",
        wrong="end",
    )


def test_a_light_is_a_disc_at_its_target() -> None:
    (step,) = planned().steps
    assert step == PlannedStep(
        id="cue",
        channel="light",
        stimulus={"light": "sky", "shape": "circle", "at": [-0.66, 0.0]},
        target="left",
    )


def test_a_picture_stands_at_its_target_or_where_it_says_or_in_the_middle() -> None:
    steps = (
        '{ show = { shape = "star" }, target = "right" }, '
        '{ show = { text = "go", at = [0.1, 0.2] }, target = "right" }, '
        '{ show = { image = "icon-64.png", colour = "sky", size = 0.25 } }'
    )
    one, two, three = planned(steps=steps).steps
    assert one.stimulus == {"shape": "star", "colour": "white", "size": 0.5, "at": [0.66, 0.0]}
    assert two.stimulus == {"text": "go", "colour": "white", "size": 0.5, "at": [0.1, 0.2]}
    assert three.stimulus == {"image": "icon-64.png", "colour": "sky", "size": 0.25, "at": [0.0, 0.0]}
    assert [step.id for step in (one, two, three)] == ["cue", "cue-2", "cue-3"]
    assert {step.channel for step in (one, two, three)} == {"screen"}


def test_a_picture_begins_and_ends_where_the_trial_varies() -> None:
    trial = planned(
        "vary = [{ start = -0.9, line = 0.7 }]",
        steps='{ show = { shape = "circle", at = ["{start}", 0.0] }, motion = { to = ["{line}", 0.1], ms = 900 } }',
    )
    assert trial.steps[0].stimulus["at"] == [-0.9, 0.0]
    assert trial.steps[0].stimulus["motion"]["to"] == [0.7, 0.1]


def test_a_picture_moves() -> None:
    (step,) = planned(
        steps='{ show = { shape = "circle" }, motion = { to = [0.5, 0.0], ms = 1200 }, target = "left" }'
    ).steps
    assert step.stimulus["motion"] == {"kind": "linear", "to": [0.5, 0.0], "ms": 1200.0}


def test_a_sound_is_what_is_played() -> None:
    (step,) = planned(steps='{ sound = { say = "left", side = "left" }, target = "left" }').steps
    assert step.channel == "sound"
    assert step.stimulus == {"say": "left", "side": "left", "volume": 1.0}


def test_times_become_nanoseconds() -> None:
    step = planned(steps=f"{STEP[:-1]}, offset_ms = -0.5, duration_ms = 250.25 }}").steps[0]
    assert step.offset_ns == -500_000
    assert step.duration_ns == 250_250_000
    assert planned(steps=f"{STEP[:-1]}, frames = 6 }}").steps[0].frames == 6


def test_the_first_go_or_no_go_cue_is_the_one_that_counts() -> None:
    steps = '{ role = "prime", sound = { tone = "low" } }, { id = "b", light = {}, target = "right" }'
    trial = planned(steps=steps)
    assert trial.reference == Reference("b")
    assert trial.expect.targets == ("right",)


def test_a_trial_of_primes_alone_counts_from_the_first() -> None:
    trial = planned(steps='{ role = "prime", sound = { tone = "low" } }')
    assert trial.reference == Reference("cue")
    assert trial.expect == Expect("any", ("any",))


def test_a_reference_with_an_offset() -> None:
    trial = planned('reference = { step = "cue", offset_ms = 600, early_ms = 400 }')
    assert trial.reference == Reference("cue", 600 * MS, 400 * MS)


@pytest.mark.parametrize(
    "steps",
    [
        '{ role = "no_go", light = {}, target = "left" }',
        f'{STEP}, {{ role = "stop", sound = {{ tone = "high" }} }}',
    ],
)
def test_a_no_go_and_a_stop_trial_want_nothing(steps: str) -> None:
    assert planned(steps=steps).expect == Expect("none")


def test_a_go_beside_a_no_go_wants_the_go() -> None:
    steps = f'{STEP}, {{ role = "no_go", light = {{}}, target = "right" }}'
    assert planned(steps=steps).expect == Expect("any", ("left",))


def test_what_is_written_about_answers_is_kept() -> None:
    keys = 'expect = { match = "order", targets = ["right", "left"], action = "release" }'
    assert planned(keys).expect == Expect("order", ("right", "left"), "release", None)
    home = 'expect = { action = "leave_reach", home = "right" }'
    assert planned(home).expect == Expect("any", ("left",), "leave_reach", "right")


def test_a_trials_window_is_laid_over_the_drills_key_by_key() -> None:
    trial = planned(
        "window = { iti_ms = 0, lapse_ms = 500 }",
        window='{ response_ms = 900, iti_ms = 700, light_out = "timeout", wrong = "continue" }',
    )
    assert trial.window == Window(900 * MS, None, 100 * MS, 500 * MS, "timeout", 0, "end", "continue")


@pytest.mark.parametrize(
    ("key", "begin"),
    [
        ('begin = "auto"', Begin("auto")),
        ('begin = "coach"', Begin("coach")),
        ('begin = { hold = "right" }', Begin("hold", "right")),
        ('begin = { on = "right" }', Begin("on", "right", None)),
    ],
)
def test_what_starts_a_trial(key: str, begin: Begin) -> None:
    assert planned(key).begin == begin


@pytest.mark.parametrize("key", ['begin = { hold = "right" }', 'begin = { on = "right" }', 'begin = "coach"'])
def test_without_sensors_the_coach_starts_what_waits_for_the_athlete(key: str) -> None:
    trial = planned(key, modes='["sensor", "observer"]', mode="observer")
    assert trial.begin == Begin("coach")


def test_with_an_observer_nothing_but_the_coach_ends_a_trial() -> None:
    two = '["sensor", "observer"]'
    assert planned(modes=two, mode="observer").window.response_ns is None
    assert planned(modes=two, mode="sensor").window.response_ns == 2 * SECOND
    quiet = '{ role = "no_go", light = {}, target = "left" }'
    assert planned(steps=quiet, modes=two, mode="observer").window.response_ns == 2 * SECOND


def test_a_catch_trial_waits_as_long_as_a_cue_would_have_stayed() -> None:
    trials = (
        drill_of(catch="{ share = 0.5 }", window="{ response_ms = 900, iti_ms = 40 }").plan(0).lanes[0].trials
    )
    catch = next(trial for trial in trials if trial.catch)
    assert catch.condition == "catch"
    assert catch.expect == Expect("none")
    assert catch.steps == ()
    assert catch.reference is None
    assert (catch.window.response_ns, catch.window.iti_ns) == (900 * MS, 40 * MS)
    assert catch.foreperiod_ns >= SECOND


def test_a_catch_trial_has_an_end_where_the_drill_waits_for_a_hit() -> None:
    trials = drill_of(catch="{ share = 0.5 }", window='{ light_out = "hit" }').plan(0).lanes[0].trials
    assert {trial.window.response_ns for trial in trials if trial.catch} == {1_500_000_000}


def test_adaptive_values() -> None:
    file = drill_of(
        "[adaptive.delay]\nstart_ms = 250\nstep_up_ms = 50\nstep_down_ms = 25\nmin_ms = 50\nmax_ms = 1150\n"
        'up_after = 2\ntrials = ["t"]\n'
        '[[trial]]\nname = "t"\nsteps = [{ light = {}, target = "left", offset_param = "delay" }]\n',
        window='{ response_param = "delay" }',
    )
    lane = file.plan(0).lanes[0]
    assert lane.adaptive == {
        "delay": StaircaseSpec(250 * MS, 50 * MS, 25 * MS, 50 * MS, 1150 * MS, 2, 1, ("t",))
    }
    assert lane.trials[0].steps[0].offset_param == "delay"
    assert lane.trials[0].window.response_param == "delay"
    assert lane.trials[0].window.response_ns is None
