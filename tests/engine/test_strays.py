"""Responses that fit nothing are kept, never scored; keys that repeat or stay down never count."""

from __future__ import annotations

import pytest

from lab import Lab, coach, lost, play, press, release, respond, tap
from plans import MS, a_set, lane, plan, simple_plan, trial, want
from reactdrill.engine.states import State


def strays(lab: Lab) -> list[tuple[float, str]]:
    return [(each.at_ns / MS, each.reason) for each in lab.strays]


@pytest.mark.parametrize(
    ("at", "reason"),
    [(1600, "between_trials"), (3300, "resting"), (9000, "finished")],
)
def test_a_press_outside_every_trial_is_a_stray(at: float, reason: str) -> None:
    sets = (a_set(trial(), trial()), a_set(trial(), rest=1000))
    lab = play(plan(lane(*sets)), tap(at, unsure=2))
    assert strays(lab) == [(at, reason)]
    (stray,) = lab.strays
    assert (stray.lane, stray.target, stray.action, stray.control) == ("main", "left", "tap", "key:left")
    assert (stray.device, stray.source, stray.uncertainty_ns) == ("keys", "test", 2 * MS)


def test_a_press_before_the_start_is_a_stray() -> None:
    lab = Lab(simple_plan(1), start=1000)
    lab.deliver(tap(400))
    assert strays(lab.run()) == [(400, "before_start")]


@pytest.mark.parametrize(("at", "after"), [(1600, 0), (3300, 1)])
def test_a_stray_names_the_trial_before_it(at: float, after: int) -> None:
    assert play(simple_plan(3), tap(at)).strays[0].after_trial == after


def test_a_release_is_never_a_stray() -> None:
    assert play(simple_plan(2), press(1300), release(1400), release(1450, "right")).strays == []


def test_a_response_of_no_lane_is_kept() -> None:
    lab = play(simple_plan(1), tap(1200, "elsewhere"), release(1250, "elsewhere"), tap(1300))
    assert (strays(lab), lab.outcomes) == ([(1200, "no_lane")], ["hit"])
    assert (lab.strays[0].lane, lab.strays[0].after_trial) == (None, None)


def test_a_response_names_its_lane_before_its_target_does() -> None:
    lanes = [lane(a_set(trial(expect=want("left"))), name=name, targets=(name,)) for name in ("one", "two")]
    lab = play(plan(*lanes), tap(1300, lane="two"), tap(1350, lane="three"))
    assert [(each.lane, each.outcome) for each in lab.records] == [("two", "hit"), ("one", "miss")]
    assert strays(lab) == [(1350, "no_lane")]


def test_the_coach_is_heard_in_every_lane() -> None:
    lanes = [lane(a_set(trial(expect=want(name))), name=name, targets=(name,)) for name in ("one", "two")]
    lab = play(plan(*lanes), coach(1600))
    assert [(each.lane, each.reason) for each in lab.strays] == [("one", "finished"), ("two", "finished")]


def test_a_coach_who_presses_in_a_trial_of_sensors_is_a_stray() -> None:
    lab = play(simple_plan(1), coach(400), coach(1200), tap(1300))
    assert strays(lab) == [(400, "not_listening"), (1200, "not_listening")]
    assert lab.outcomes == ["hit"]
    assert lab.records[0].early == 0


def test_a_coach_who_presses_while_the_cue_stays_lit_is_a_stray() -> None:
    lab = play(simple_plan(1, light_out="timeout"), tap(1300), coach(1400))
    assert strays(lab) == [(1400, "not_listening")]
    assert len(lab.records[0].responses) == 1


def test_a_release_that_is_told_twice_counts_once() -> None:
    expect = want("left", "left", match="order", action="release")
    lab = play(simple_plan(1, expect=expect), press(900), release(1300), release(1350))
    assert (lab.outcomes, len(lab.records[0].responses)) == (["miss"], 1)


def test_a_press_that_a_trial_of_releases_does_not_listen_to_is_a_stray() -> None:
    lab = play(
        simple_plan(1, expect=want("left", action="release")), press(500), press(1200, "right"), release(1300)
    )
    assert strays(lab) == [(500, "not_listening"), (1200, "not_listening")]
    assert lab.outcomes == ["hit"]


def test_a_held_key_that_repeats_never_counts() -> None:
    repeats = [press(at) for at in range(700, 1450, 30)]
    lab = Lab(simple_plan(1), start=100)
    lab.deliver(press(50))
    lab.run(*repeats)
    assert (lab.outcomes, lab.records[0].responses) == (["miss"], ())
    assert strays(lab) == [(50, "before_start")]


def test_a_key_counts_again_after_it_was_let_go() -> None:
    lab = play(simple_plan(2), press(1300), press(1400), release(2000), press(2800))
    assert (lab.outcomes, lab.strays) == (["hit", "hit"], [])


def test_two_controls_of_one_target_each_count() -> None:
    lab = play(simple_plan(2), press(1300, control="a"), press(2800, control="b"))
    assert lab.outcomes == ["hit", "hit"]


def test_taps_of_one_sensor_each_count() -> None:
    lab = play(simple_plan(1, expect=want("left", "left", match="order")), tap(1200), tap(1300))
    assert lab.outcomes == ["hit"]


def test_a_response_that_comes_after_its_trial_was_closed_is_late() -> None:
    lab = play(simple_plan(2), until=1600)
    lab.deliver(tap(1450))
    lab.deliver(release(1460))
    assert strays(lab) == [(1450, "late")]
    assert lab.outcomes == ["miss"]


def test_a_late_response_within_its_open_window_counts() -> None:
    lab = play(simple_plan(1), until=1450)
    lab.deliver(tap(1300))
    assert (lab.outcomes, lab.records[0].rt_ns) == (["hit"], 300 * MS)


def test_a_press_before_the_onset_that_comes_after_it_is_late() -> None:
    lab = play(simple_plan(1), until=1100)
    lab.deliver(tap(990))
    assert (strays(lab), lab.state()) == ([(990, "late")], State.WINDOW)


def test_a_late_press_still_holds_its_key() -> None:
    lab = play(simple_plan(2), until=1600)
    lab.deliver(press(1450))
    lab.run(press(2800))
    assert (lab.outcomes, strays(lab)) == (["miss", "miss"], [(1450, "late")])


def test_a_device_that_repeats_itself_does_not_count_twice() -> None:
    twice = press(1300)
    lab = play(simple_plan(1, expect=want("left", "left", match="order")), twice, twice)
    assert (lab.outcomes, len(lab.records[0].responses)) == (["miss"], 1)


def test_a_key_of_a_lost_device_counts_again() -> None:
    from lab import back, resume

    lab = play(simple_plan(2), press(1300), lost(1400), back(1500), resume(2000), press(4300))
    assert lab.outcomes == ["hit", "hit"]


def test_a_response_of_another_lane_changes_nothing_here() -> None:
    lanes = [lane(a_set(trial(expect=want(name))), name=name, targets=(name,)) for name in ("one", "two")]
    lab = play(plan(*lanes), respond(700, "one"), tap(1300, "two"))
    assert [(each.lane, each.outcome) for each in lab.records] == [("one", "false_start"), ("two", "hit")]
