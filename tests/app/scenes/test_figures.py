"""What screens say about drills and runs."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from offscreen import simulate

import journals
from journals import MS, lane, nobody, plan, played, trial
from reactdrill.app.figures.about import amount_words, fits, kind_words
from reactdrill.app.figures.controls import Cap, caps_of
from reactdrill.app.figures.drill import drill_figures, kind_name
from reactdrill.app.figures.duration import expected_ns
from reactdrill.app.figures.lacking import lacking
from reactdrill.app.figures.lane import LaneFigures, figures, lanes_in
from reactdrill.app.figures.targets import heard_words, picture
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import (
    NONE,
    about_minutes,
    counted,
    milliseconds,
    moment,
    name_words,
    percent,
    span,
)
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.drill.library import Library
from reactdrill.drill.model import Until
from reactdrill.drill.planner import plan as make_plan
from reactdrill.drill.trial import Plan, PlannedTrial, Until as PlannedUntil
from reactdrill.engine.events import CueShown
from reactdrill.results.annotations import NOTE, RUN_BAD, TRIAL_BAD, Annotation, annotate, read_notes
from reactdrill.results.reader import read_journal
from reactdrill.station.bindings import BindingOverrides, Bindings
from reactdrill.stats.per_drill import RunTrials, summarise_drill

LIBRARY = Library.standard()
SECOND = 1_000_000_000


def view_of(chosen: Plan, responder: journals.Responder = journals.quick, **more: object) -> RunView:
    _, player = played(chosen, responder)
    header = journals.header_of(chosen)
    return RunView(
        header=header,
        trials=tuple(player.records),
        strays=tuple(player.strays),
        status="complete",
        **more,  # type: ignore[arg-type]
    )


def shown(chosen: Plan, responder: journals.Responder = journals.quick, **more: object) -> LaneFigures:
    return figures(view_of(chosen, responder, **more), "main")


def tiles(of: LaneFigures) -> dict[str, str]:
    return {tile.name: tile.value for tile in of.tiles}


# ---- words


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (milliseconds(312.4), "312 ms"),
        (milliseconds(-20.2), "-20 ms"),
        (milliseconds(12_340.0), "12.3 s"),
        (span(298.2, 330.8), "298 to 331 ms"),
        (percent(0.934), "93 %"),
        (percent(0.999), "99 %"),
        (percent(0.001), "1 %"),
        (percent(1.0), "100 %"),
        (percent(0.0), "0 %"),
        (counted(1, "drill", "drills"), "1 drill"),
        (counted(0, "drill", "drills"), "0 drills"),
        (about_minutes(20 * SECOND), "less than a minute"),
        (about_minutes(290 * SECOND), "about 5 min"),
        (name_words("front-left"), "Front left"),
        (name_words("left+right"), "Left + right"),
        (name_words(""), ""),
    ],
)
def test_numbers_and_names_in_words(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="this system's time zone cannot be set for one process"
)
def test_a_moment_is_told_in_the_stations_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        with monkeypatch.context() as patched:
            patched.setenv("TZ", "Europe/Vienna")
            time.tzset()
            assert moment("2026-12-31T23:30:00.000Z") == "1 Jan 2027, 00:30"
    finally:
        time.tzset()


# ---- how long


def test_the_length_of_a_plan_counts_waits_answers_gaps_and_rests() -> None:
    first = [trial(n) for n in range(10)]
    second = [replace(trial(n, set_index=1), index=n) for n in range(10, 20)]
    chosen = plan(lane([*first, *second]))
    one = chosen.lanes[0]
    rested = (one.sets[0], replace(one.sets[1], rest_before_ns=30 * SECOND))
    chosen = replace(chosen, lanes=(replace(one, sets=rested),))
    assert expected_ns(chosen) == 30 * SECOND + 20 * (1000 + 500 + 500) * MS


def test_a_set_that_ends_by_time_lasts_that_long() -> None:
    one = lane([trial(n) for n in range(100)])
    timed = replace(one.sets[0], until=PlannedUntil(100, time_ns=45 * SECOND))
    assert expected_ns(plan(replace(one, sets=(timed,)))) == 45 * SECOND


def test_trials_that_nobody_answers_last_their_whole_window() -> None:
    assert expected_ns(plan(lane([trial(0, no_go=True)]))) == (1000 + 800 + 500) * MS
    assert expected_ns(plan(lane([trial(0)]), mode="cue_only")) == (1000 + 800 + 500) * MS


@pytest.mark.parametrize("name", list(LIBRARY.paths()))
def test_every_shipped_drill_has_a_believable_length(name: str) -> None:
    file = LIBRARY.load(name)
    for mode in file.drill.modes:
        assert 10 * SECOND < expected_ns(file.plan(0, mode)) < 45 * 60 * SECOND


def test_amounts_and_kinds_of_drills() -> None:
    four = LIBRARY.load("four-choice")
    assert amount_words(four.drill, four.plan(0)).startswith("8 practice + 40 trials · about ")
    assert kind_words(four.drill) == "Reactive · Timed"
    taps = LIBRARY.load("single-leg-taps")
    assert amount_words(taps.drill, taps.plan(0)).startswith("30 s a set · 4 sets · about ")


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ({"hits": 50}, "50 hits · about 2 min"),
        ({"trials": 40, "strikes": 1}, "40 trials or 1 mistake · about 2 min"),
        ({"strikes": 3}, "3 mistakes"),
        ({"time_s": 90.0, "hits": 5}, "90 s a set or 5 hits · less than a minute"),
    ],
)
def test_every_kind_of_end_is_told(until: dict[str, float], expected: str) -> None:
    four = LIBRARY.load("four-choice")
    drill = four.drill.model_copy(update={"until": Until.model_validate(until), "practice": None})
    assert amount_words(drill, make_plan(drill, 0)) == expected


def test_a_search_needs_every_word_somewhere() -> None:
    drill = LIBRARY.load("four-mats").drill
    assert fits(drill, "", None)
    assert fits(drill, "DANCE footwork", None)
    assert not fits(drill, "dance swimming", None)
    assert not fits(drill, "", "balance")
    assert fits(drill, "mats", "agility")


# ---- targets and devices


def test_caps_are_the_best_controls_of_the_devices_that_are_there() -> None:
    bindings = Bindings.for_targets(["left", "right"])
    assert caps_of(bindings, "left", ["key"]) == (Cap("Left arrow", "arrow-left"), Cap("A"))
    assert caps_of(bindings, "left", ["mat", "key"])[0] == Cap("Mat left")
    assert caps_of(bindings, "left", []) == ()


def test_a_picture_has_places_cues_and_keys() -> None:
    file = LIBRARY.load("four-mats")
    made = file.plan(0)
    drawn = picture(file.drill, made, Bindings.for_plan(made), ["key"])
    front_left = next(spot for spot in drawn.spots if spot.target == "front-left")
    assert front_left.title == "Front left"
    assert front_left.at[0] < 0 < front_left.at[1]
    assert [(cue.shape, cue.colour) for cue in front_left.cues] == [("circle", "orange")]
    assert front_left.caps[0] == Cap("Q")
    assert drawn.coach == ()


def test_two_athletes_with_the_same_targets_each_have_a_key() -> None:
    file = LIBRARY.load("two-choice")
    made = file.plan(0)
    lanes = tuple(replace(made.lanes[0], name=name) for name in ("ann", "bob"))
    both = replace(made, lanes=lanes)
    drawn = picture(file.drill, both, Bindings.for_plan(both), ["key"])
    for spot in drawn.spots:
        assert len(spot.caps) == 2
        assert len(set(spot.caps)) == 2


def test_an_observed_drill_shows_the_coachs_key_and_none_at_the_targets() -> None:
    file = LIBRARY.load("side-throw")
    made = file.plan(0, "observer")
    drawn = picture(file.drill, made, Bindings.for_plan(made), ["key"])
    assert all(spot.caps == () for spot in drawn.spots)
    assert drawn.coach[0] == Cap("Enter")
    silent = file.plan(0, "cue_only")
    assert picture(file.drill, silent, Bindings.for_plan(silent), ["key"]).coach == ()


def test_a_drill_without_targets_shows_what_comes() -> None:
    file = LIBRARY.load("wobble-board")
    made = file.plan(0)
    drawn = picture(file.drill, made, Bindings.for_plan(made), ["key"])
    assert drawn.spots == ()
    assert {sample.words for sample in drawn.samples} == {"arrow-down", "square"}
    assert not drawn.empty
    assert replace(drawn, samples=(), coach=()).empty


def test_a_drill_of_sounds_alone_shows_their_words() -> None:
    file = LIBRARY.load("boxing-caller")
    made = file.plan(0)
    drawn = picture(file.drill, made, Bindings.for_plan(made), ["key"])
    assert all(sample.heard for sample in drawn.samples)


def test_what_is_heard_is_listed_once_in_the_order_of_the_file() -> None:
    def heard(name: str) -> tuple[str, ...]:
        file = LIBRARY.load(name)
        return heard_words(file.drill, file.plan(0))

    assert heard("side-throw") == ("left", "right")
    assert heard("hexagon-planned") == ("one", "two", "three", "four", "five", "six")
    assert heard("simple-auditory") == ("mid tone",)
    assert heard("four-choice") == ()


def missing(
    name: str, kinds: list[str], sound: str | None = None, mode: str | None = None
) -> tuple[str, ...]:
    file = LIBRARY.load(name)
    made = file.plan(0, mode)  # type: ignore[arg-type]
    return lacking(file.drill, made, Bindings.for_plan(made), kinds, sound)


def test_a_mat_is_missing_until_it_is_there() -> None:
    assert missing("four-mats", ["key"]) == (
        "No dance mat or contact mat or pod is connected: the keys shown here stand in.",
    )
    assert missing("four-mats", ["mat", "key"]) == ()


def test_a_drill_that_a_keyboard_will_do_for_lacks_nothing() -> None:
    assert missing("go-no-go", ["key"]) == ()


def test_only_timed_answers_need_devices() -> None:
    assert missing("single-leg-taps", ["key"], mode="cue_only") == ()
    assert missing("single-leg-taps", ["key"])


def test_a_silent_machine_and_a_target_without_control_are_told() -> None:
    assert "no sound card" in missing("simple-auditory", ["key"], "no sound card")[0]
    assert any("presses Space" in each for each in missing("simple-auditory", ["pad9"]))


def test_wrong_bindings_are_told() -> None:
    file = LIBRARY.load("four-choice")
    made = file.plan(0)
    wrong = BindingOverrides(targets={"left": ("key:x",), "right": ("key:x",)})
    assert any(
        "key:x is already" in each
        for each in lacking(file.drill, made, Bindings.for_plan(made, wrong), ["key"], None)
    )


# ---- one run


def test_a_run_in_figures() -> None:
    chosen = plan(lane([trial(n, ("left", "right")[n % 2]) for n in range(12)]))
    of = shown(chosen)  # 200, 210 … 310 ms
    assert of.headline == "255 ms"
    assert of.lines[0].text == "median of 12 hits"
    assert of.lines[1].text.startswith("95 % interval ")
    assert "rough" not in of.lines[1].text
    assert of.lines[2].text == "mean 255 ms, SD 36 ms"
    assert of.lines[3].text == "software ±8.02 ms; keyboard not measured"
    assert of.timing == ("Timing poor: 12 poor of 12 times.", "Stamped by x11.")
    assert tiles(of) == {"Hits": "12", "Misses": "0", "False starts": "0", "Wrong": "0", "Accuracy": "100 %"}
    assert of.table == (("Left", "6", "6", "250 ms", "100 %"), ("Right", "6", "6", "260 ms", "100 %"))
    assert [mark.time_ms for mark in of.marks][:2] == [200.0, 210.0]
    assert of.middle is not None
    assert of.middle.low_ms <= 255 <= of.middle.high_ms
    assert of.remarks == ()


def test_few_hits_are_called_rough_and_one_has_no_interval() -> None:
    assert "rough" in shown(plan(lane([trial(n) for n in range(3)]))).lines[1].text
    alone = shown(plan(lane([trial(0)])))
    assert alone.lines[1].text == "no 95 % interval: too few values: needs 2"
    assert alone.headline == "200 ms"


def test_a_run_without_hits_says_so_and_gives_no_number() -> None:
    of = shown(plan(lane([trial(n) for n in range(5)])), nobody)
    assert of.headline == "No hits"
    assert not any("ms" in line.text for line in of.lines)
    assert tiles(of)["Misses"] == "5"
    assert tiles(of)["Accuracy"] == "0 %"
    assert of.middle is None


def test_a_run_without_trials_has_no_share_either() -> None:
    of = figures(replace(view_of(plan(lane([trial(0)]))), trials=()), "main")
    assert of.headline == "No hits"
    assert tiles(of)["Accuracy"] == NONE
    assert of.marks == ()


def wrong(cue: CueShown, planned: PlannedTrial) -> list[tuple[int, str]]:
    return [(250, "right" if planned.expect.targets == ("left",) else "left")]


def test_mistakes_are_counted_by_kind() -> None:
    of = shown(plan(lane([trial(n, ("left", "right")[n % 2]) for n in range(4)])), wrong)
    assert tiles(of)["Wrong"] == "4"
    assert next(tile for tile in of.tiles if tile.name == "Wrong").tone == "bad"
    go = [trial(n) for n in range(3)]
    hold = [replace(trial(n, no_go=True), index=n) for n in range(3, 6)]
    of = shown(plan(lane([*go, *hold])))
    assert tiles(of)["Held back"] == "3 of 3"


def test_practice_bad_and_lapsed_trials_are_told_apart() -> None:
    chosen = plan(
        lane(
            [
                trial(0, practice=True),
                *(replace(trial(n, set_index=1, lapse_ms=225), index=n) for n in range(1, 6)),
            ]
        )
    )
    view = view_of(chosen)
    of = figures(replace(view, bad_trials={("main", 5, 1): "a dog ran by"}), "main")
    assert "1 practice trial is not counted." in of.remarks
    assert "1 trial is marked bad and not counted." in of.remarks
    assert "2 hits were lapses: 225 ms or more." in of.remarks
    assert tiles(of)["Hits"] == "4"
    assert len(of.marks) == 4
    second = figures(replace(view, bad_trials={("main", 2, 1): "a dog ran by"}), "main")
    assert [mark.number for mark in second.marks] == [1, 3, 4, 5], "its place stays empty"


def test_observed_and_cue_only_runs_give_no_reaction_time() -> None:
    file = LIBRARY.load("side-throw")
    for mode, first in (("observer", "48 done"), ("cue_only", "48 cues")):
        request = RunRequest(file, file.plan(1, mode))  # type: ignore[arg-type]
        view = RunView.of_outcome(simulate(request))
        of = figures(view, lanes_in(view)[0])
        assert of.headline == first
        assert of.middle is None
        assert tiles(of)["Done"] == "48"
        assert bool(of.marks) == (mode == "observer")
        assert not any(line.text.startswith(("median of", "95 %")) for line in of.lines)


def test_each_lane_has_its_own_figures() -> None:
    first = lane([trial(n) for n in range(3)], "ann")
    second = lane([trial(n) for n in range(3)], "bob")
    view = view_of(plan(first, second))
    assert lanes_in(view) == ("ann", "bob")
    assert figures(view, "ann").lane == "ann"
    assert lanes_in(replace(view, trials=())) == ("ann", "bob")


# ---- where runs come from


def test_a_cancelled_run_has_no_results() -> None:
    file = LIBRARY.load("four-choice")
    with pytest.raises(ValueError, match="cancelled"):
        RunView.of_outcome(RunOutcome(RunRequest(file, file.plan(1)), "cancelled"))


def test_a_journal_comes_back_with_what_people_added(tmp_path: Path) -> None:
    path = journals.write_run(tmp_path)
    annotate(path, Annotation(type=RUN_BAD, reason="wrong shoes"))
    annotate(path, Annotation(type=TRIAL_BAD, trial=1, reason="a dog ran by"))
    annotate(path, Annotation(type=NOTE, value="left knee taped"))
    view = RunView.of_log(read_journal(path), read_notes(path))
    assert view.bad == "wrong shoes"
    assert view.notes == ("left knee taped",)
    assert list(view.bad_trials.values()) == ["a dog ran by"]
    assert view.status == "complete"


def test_a_journal_without_an_end_was_interrupted(tmp_path: Path) -> None:
    path = journals.write_interrupted(tmp_path)
    assert RunView.of_log(read_journal(path), read_notes(path)).status == "interrupted"


# ---- one drill


def lane_from(number: int, count: int) -> RunTrials:
    chosen = plan(lane([trial(n) for n in range(count)]))

    def later(cue: CueShown, planned: PlannedTrial) -> list[tuple[int, str]]:
        return [(200 + 10 * number, planned.expect.targets[0])]

    _, player = played(chosen, later)
    return RunTrials(f"{number:x}" * 32, f"2026-03-{number:02d}T12:00:00.000Z", 1, player.records)


def test_a_drill_over_its_runs() -> None:
    summary = summarise_drill(
        [lane_from(n, 4) for n in (1, 2, 3)], drill="four-choice", mode="sensor", simulated=False
    )
    of = drill_figures(summary)
    assert of.headline == "220 ms"
    assert of.lines[0].text == "median of 3 runs"
    assert "rough: few runs" in of.lines[1].text
    assert of.lines[2].text == "best run 210 ms"
    assert tiles(of) == {"Runs": "3", "Trials": "12", "Accuracy": "100 %"}
    assert [mark.time_ms for mark in of.marks] == [210.0, 220.0, 230.0]
    assert of.remarks[0] == "From 1 Mar 2026 to 3 Mar 2026."
    assert of.remarks[-1] == f"Algorithm per_drill, version {summary.version} · drill version 1"
    assert kind_name(summary) == "Timed"
    assert kind_name(replace(summary, simulated=True)) == "Timed, simulated"


def test_a_drill_without_runs_or_hits_gives_no_number() -> None:
    nothing = summarise_drill([], drill="x", mode="sensor", simulated=False)
    assert drill_figures(nothing).headline == "No hits"
    assert tiles(drill_figures(nothing))["Accuracy"] == NONE
    observed = summarise_drill([], drill="x", mode="observer", simulated=False)
    assert drill_figures(observed).headline == "0 trials"


def test_figures_do_not_load_pygame_or_the_store() -> None:
    names = ("about", "controls", "duration", "lacking", "targets", "words")
    imports = "; ".join(f"import reactdrill.app.figures.{name}" for name in names)
    check = "assert not {'pygame', 'sqlalchemy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", f"import sys; {imports}; {check}"], check=True)
