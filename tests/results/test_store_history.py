from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from journals import header_of, lane as a_lane, plan as a_plan, played, simple_plan, trial, write_run
from reactdrill.drill.trial import PlannedTrial, Side
from reactdrill.engine.events import CueShown
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.comparison import ComparisonKey, calibration_state, comparison_key
from reactdrill.results.header import utc_text
from reactdrill.results.quality import run_timing
from reactdrill.results.store import Store, headline_rows, ingest as ingesting
from reactdrill.results.store.database import writing
from reactdrill.results.store.schema import ATHLETE_GROUPS, ATHLETES, MEMBERSHIPS, RUN_LANES, RUNS, TRIALS
from reactdrill.stats.headline import SIDE_KINDS

NAMES = iter(range(1, 1_000_000))


def taking(ms: int) -> Callable[[CueShown, PlannedTrial], Iterable[tuple[int, str]]]:
    """An athlete who always takes so long."""

    def respond(cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
        yield ms + planned.index, planned.expect.targets[0]

    return respond


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


@pytest.fixture
def store(runs: Path, tmp_path: Path) -> Iterable[Store]:
    with Store(tmp_path / "results.sqlite3", runs=runs) as opened:
        yield opened


def did(runs: Path, ms: int, day: int, athlete: str = "A1", plan: Any = None, **more: Any) -> Path:
    """A run of an athlete on a day of March 2026."""
    return write_run(
        runs,
        plan or simple_plan(),
        taking(ms),
        run=f"{next(NAMES):08x}" * 4,
        started_utc=f"2026-03-{day:02d}T10:00:00.000Z",
        athlete=athlete,
        **more,
    )


def test_a_history_is_one_point_a_run_in_the_order_of_time(runs: Path, store: Store) -> None:
    for day, ms in ((3, 300), (1, 250), (2, 200)):
        did(runs, ms, day)
    did(runs, 100, 4, athlete="A2")
    did(runs, 100, 4, plan=simple_plan(drill="box"))
    store.ingest_folder()
    points = store.history("A1", "four-choice")
    assert [point.started_utc[8:10] for point in points] == ["01", "02", "03"]
    assert [point.headline.median_ms for point in points] == [251.5, 201.5, 301.5]
    first = points[0]
    assert (first.headline.hits, first.headline.trials, first.headline.errors) == (4, 4, 0)
    assert (first.headline.score, first.headline.score_unit, first.lower_is_better) == (251.5, "ms", True)
    assert first.headline.low_ms is not None
    assert first.headline.low_ms <= 251.5 <= (first.headline.high_ms or 0)
    assert store.history("nobody", "four-choice") == ()
    assert store.athletes_seen() == ("A1", "A2")
    assert [(use.drill, use.runs, use.title) for use in store.drills_of("A1")] == [
        ("box", 1, "Box"),
        ("four-choice", 3, "Four Choice"),
    ]
    best = store.personal_best("A1", "four-choice")
    assert best is not None
    assert best.run == points[1].run


def test_the_numbers_of_a_point_are_those_of_the_run(runs: Path, store: Store) -> None:
    plan = a_plan(
        a_lane(
            [
                trial(0, practice=True),
                trial(1, side="left"),
                trial(2, side="left"),
                trial(3, side="right", window_ms=150),
                trial(4, side="right"),
                trial(5, side="right", lapse_ms=200),
            ]
        )
    )
    path = write_run(runs, plan, taking(180))
    annotate(path, Annotation(type="trial_bad", trial=4))
    store.ingest_folder()
    run = store.run("last")
    (point,) = store.points_of_run(run.id)
    (summary,) = store.summaries(run)
    told = point.headline
    counts = (summary.counts.presented, summary.counts.hits, summary.counts.misses)
    assert (told.trials, told.hits, told.misses, told.errors) == (*counts, 1)
    assert (told.median_ms, told.sd_ms) == (summary.rt.median_ms.value, summary.rt.sd_ms.value)
    assert (told.low_ms, told.high_ms) == (summary.rt.interval_ms.low, summary.rt.interval_ms.high)
    assert (told.speed_per_s, told.accuracy) == (summary.rt.speed_per_s.value, summary.accuracy.value)
    assert (told.side.left_ms, told.side.right_ms) == (181.5, 185)
    assert told.side.better_side == "left"
    assert told.side.asymmetry_percent == pytest.approx(100 - 100 * 181.5 / 185)
    assert (told.side.within_percent, told.side.real) == (None, None)
    assert (told.limb.left_ms, told.limb.asymmetry_percent, told.limb.better_side) == (None, None, None)


def test_what_may_not_be_compared_has_another_key(runs: Path, store: Store) -> None:
    did(runs, 250, 1)
    did(runs, 240, 2, options={"twin": "sound"})
    did(runs, 230, 3, plan=simple_plan(mode="observer"))
    did(runs, 220, 4)
    store.ingest_folder()
    keys = store.keys_of("A1", "four-choice")
    assert [use.runs for use in keys] == [2, 1, 1]
    assert {use.key.cues for use in keys} == {"screen", "screen+twin-sound"}
    assert {use.key.mode for use in keys} == {"sensor", "observer"}
    view = store.progress("A1", "four-choice")
    assert [point.value for point in view.points] == [251.5, 221.5]
    assert len(view.other_keys) == 2
    assert store.history("A1", "four-choice", keys[1].key)[0].key == keys[1].key


def test_stations_that_are_not_calibrated_are_told_apart() -> None:
    journal, player = played(simple_plan())
    marks = set()
    for inputs in ({"keyboard": {"names": "one"}}, {"keyboard": {"names": "other"}}, {}):
        station = {"setup": {"display": {"size": "1"}, "sound": None, "inputs": inputs}}
        header = header_of(simple_plan(), station=station)
        timing = run_timing(header, player.records)
        marks.add(calibration_state(header, timing))
    assert len(marks) == 3
    assert all(mark.startswith("uncalibrated-") for mark in marks)
    header = header_of(simple_plan(), simulated=True)
    key = comparison_key(header, player.records, run_timing(header, player.records))
    assert (key.device, key.calibration) == ("simulated", "simulated")
    assert journal.lines
    unused = header_of(
        simple_plan(), station={"setup": {"display": {"size": "1"}, "inputs": {"pad": {"name": "x"}}}}
    )
    plain = header_of(simple_plan(), station={"setup": {"display": {"size": "1"}, "inputs": {}}})
    states = {calibration_state(each, run_timing(each, player.records)) for each in (unused, plain)}
    assert len(states) == 1


def test_a_key_survives_its_text() -> None:
    key = ComparisonKey(3, "keyboard+gamepad", "cue_only", "screen+sound", "uncalibrated-1a2b3c4d")
    assert ComparisonKey.parse(key.text) == key
    assert key.label == "keyboard+gamepad · cue only · screen+sound · uncalibrated · version 3"
    with pytest.raises(ValueError, match="unpack"):
        ComparisonKey.parse("v1/x")


def test_runs_that_do_not_count_are_shown_when_asked_for_only(runs: Path, store: Store) -> None:
    did(runs, 250, 1)
    annotate(did(runs, 100, 2), Annotation(type="run_bad", reason="slipped"))
    did(runs, 100, 3, simulated=True)
    did(runs, 100, 4, origin="replay")
    store.ingest_folder()
    assert [point.value for point in store.history("A1", "four-choice")] == [251.5]
    every = store.history("A1", "four-choice", every=True)
    assert [(point.counts, point.bad, point.simulated) for point in every] == [
        (True, None, False),
        (False, "slipped", False),
        (False, None, True),
        (False, None, False),
    ]


def test_a_run_that_is_moved_takes_its_point_along(runs: Path, store: Store) -> None:
    path = did(runs, 250, 1)
    store.ingest_folder()
    annotate(path, Annotation(type="athlete_moved", value="B2"))
    store.ingest_folder()
    assert store.history("A1", "four-choice") == ()
    assert len(store.history("B2", "four-choice")) == 1


def test_a_lane_may_have_an_athlete_of_its_own(runs: Path, store: Store) -> None:
    plan = a_plan(a_lane([trial(0)], "one"), a_lane([trial(0)], "two"))
    path = did(runs, 250, 1, plan=plan, options={"athletes": {"one": "A1", "two": "B2"}})
    annotate(path, Annotation(type="athlete_moved", value="C3", lane="two"))
    store.ingest_folder()
    assert [point.lane for point in store.history("A1", "four-choice")] == ["one"]
    assert [point.lane for point in store.history("C3", "four-choice")] == ["two"]


def test_learning_then_a_baseline_then_a_verdict(runs: Path, store: Store) -> None:
    times = [400, 380, 300, 302, 298, 301, 299, 250]
    for day, ms in enumerate(times, start=1):
        did(runs, ms, day, text="progress = { practice_runs = 2 }")
    store.ingest_folder()
    view = store.progress("A1", "four-choice")
    assert view.progress.word == "improved"
    assert view.progress.baseline.value == 301.5
    assert view.band is not None
    assert view.band[0] < 301.5 < view.band[1]
    assert view.best is not None
    assert view.best.value == 251.5
    assert view.trend.per_week.value is not None
    assert view.trend.per_week.value < 0
    assert len(view.trend.moving) == len(times)
    assert (view.progress.mdc_source, view.progress.error_runs, view.published) == ("own", 5, None)
    did(runs, 250, 9)
    store.ingest_folder()
    learning = store.progress("A1", "four-choice")
    assert learning.progress.said == "learning run 9 of 15"
    assert learning.band is None


def test_an_older_run_is_judged_by_what_was_known_then(runs: Path, store: Store) -> None:
    for day, ms in enumerate([400, 380, 360, 200], start=1):
        did(runs, ms, day)
    store.ingest_folder()
    then = store.progress("A1", "four-choice", until_utc="2026-03-02T10:00:00.000Z")
    assert [point.value for point in then.points] == [401.5, 381.5]
    assert then.best is not None
    assert then.best.value == 381.5


def test_an_empty_history_is_no_mistake(store: Store) -> None:
    view = store.progress("A1", "four-choice")
    assert (view.key, view.points, view.best, view.band) == (None, (), None, None)
    assert store.drills_of("A1") == ()
    assert store.personal_best("A1", "four-choice") is None
    board = store.leaderboard("U14", "four-choice")
    assert (board.key, board.standings) == (None, ())


def test_misses_alone_make_a_point_without_a_value(runs: Path, store: Store) -> None:
    from journals import nobody

    write_run(runs, responder=nobody, athlete="A1")
    store.ingest_folder()
    (point,) = store.history("A1", "four-choice")
    assert (point.value, point.headline.misses, point.headline.accuracy) == (None, 4, 0)
    assert point.key.device == "none"
    assert store.progress("A1", "four-choice").points == ()


def test_the_dose_of_a_week_is_what_was_done(runs: Path, store: Store) -> None:
    for day in (2, 2, 4, 15):
        did(runs, 250, day)
    store.ingest_folder()
    weeks = store.dose("A1", weeks=3, until=date(2026, 3, 15), zone=UTC).weeks
    assert [week.monday.day for week in weeks] == [23, 2, 9]
    assert [(week.days, week.runs, week.trials) for week in weeks] == [(0, 0, 0), (2, 3, 12), (1, 1, 4)]
    assert weeks[1].minutes > 0
    assert [day.day for day in weeks[1].done] == [2, 4]
    assert store.dose("A1", "box", weeks=1, until=date(2026, 3, 2)).weeks[0].runs == 0


def test_the_plan_of_a_week_is_what_the_drill_states(runs: Path, store: Store) -> None:
    did(runs, 250, 2)
    for day in (3, 4, 10):
        did(runs, 250, day, text="dose = { per_week = 2, minutes = 6.5 }")
    store.ingest_folder()
    dose = store.dose("A1", "four-choice", weeks=2, until=date(2026, 3, 15), zone=UTC)
    assert (dose.per_week, dose.minutes, [week.days for week in dose.weeks], dose.kept) == (2, 6.5, [3, 1], 1)
    every = store.dose("A1", weeks=2, until=date(2026, 3, 15), zone=UTC)
    assert (every.per_week, every.kept, every.weeks) == (None, None, dose.weeks)


@pytest.mark.parametrize(
    ("zone", "days"),
    [
        ("UTC", ["2026-03-28", "2026-03-29", "2026-03-30"]),
        ("Europe/Berlin", ["2026-03-29", "2026-03-30"]),
        ("America/Los_Angeles", ["2026-03-28", "2026-03-29", "2026-03-30"]),
        ("Asia/Kathmandu", ["2026-03-29", "2026-03-30"]),
        ("Pacific/Kiritimati", ["2026-03-29", "2026-03-30", "2026-03-31"]),
    ],
)
def test_weeks_begin_where_the_station_stands(runs: Path, store: Store, zone: str, days: list[str]) -> None:
    """Around a Sunday, on whose night Berlin puts its clocks forward."""
    for at in ("28T23:30", "29T21:30", "29T22:30", "30T11:00"):
        write_run(
            runs,
            simple_plan(),
            run=f"{next(NAMES):08x}" * 4,
            started_utc=f"2026-03-{at}:00.000Z",
            athlete="A1",
        )
    store.ingest_folder()
    weeks = store.dose("A1", weeks=2, until=date(2026, 4, 1), zone=ZoneInfo(zone)).weeks
    assert [week.monday for week in weeks] == [date(2026, 3, 23), date(2026, 3, 30)]
    assert [str(day) for week in weeks for day in week.done] == days
    assert sum(week.runs for week in weeks) == 4
    assert all(each.monday <= day <= each.monday + timedelta(days=6) for each in weeks for day in each.done)


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe"])
def test_no_run_is_lost_where_clocks_change_at_midnight(runs: Path, store: Store, zone: str) -> None:
    """Every other hour of the four weeks in which these zones have put their clocks forward and back."""
    begun = datetime(2017, 10, 2, tzinfo=UTC)
    there = [begun + timedelta(hours=2 * number) for number in range(12 * 42)]
    path = write_run(runs, simple_plan(1), athlete="A1")
    store.ingest_file(path)
    with writing(store._engine).begin() as connection:
        run, lane = (
            dict(connection.execute(sa.select(table)).mappings().one()) for table in (RUNS, RUN_LANES)
        )
        for number, at in enumerate(there):
            moment = {"started_utc": utc_text(at)}
            connection.execute(RUNS.insert(), {**run, **moment, "id": f"{number:032x}"})
            connection.execute(RUN_LANES.insert(), {**lane, **moment, "run_id": f"{number:032x}"})
    weeks = store.dose("A1", weeks=8, until=date(2017, 11, 16), zone=ZoneInfo(zone)).weeks
    assert sum(week.runs for week in weeks) == len(there)
    assert len({day for week in weeks for day in week.done}) in (42, 43)


def test_a_published_change_is_used_until_the_own_history_is_long_enough(runs: Path, store: Store) -> None:
    """And only for the class of device that it was published for."""
    text = """progress = { practice_runs = 0, published = [{ mdc = 30, device = "keyboard", source = "Smith 2020" }] }"""
    for day, ms in enumerate((300, 310, 290, 260), start=1):
        did(runs, ms, day, text=text)
    store.ingest_folder()
    view = store.progress("A1", "four-choice")
    assert (view.progress.word, view.progress.mdc.value, view.progress.mdc_source) == (
        "improved",
        30,
        "published",
    )
    assert view.published is not None
    assert view.published.source == "Smith 2020"
    assert view.band == (271.5, 331.5)
    did(runs, 265, 5, text=text)
    did(runs, 265, 6, text=text.replace("keyboard", "pod"))
    store.ingest_folder()
    own = store.progress("A1", "four-choice")
    assert (own.progress.mdc_source, own.published, own.progress.error_runs) == ("own", None, 5)
    did(runs, 300, 1, athlete="A2", text=text.replace("keyboard", "pod"))
    store.ingest_folder()
    assert store.progress("A2", "four-choice").progress.mdc_source == "none"


def test_left_and_right_go_over_time_by_side_limb_and_stance(runs: Path, store: Store) -> None:
    legs: list[tuple[Side, Side]] = [("left", "right")] * 3
    legs += [("right", "left")] * 3
    trials = [
        replace(trial(number, side=side), variables={"limb": f"{limb} foot", "stance": f"{side} leg"})
        for number, (side, limb) in enumerate(legs)
    ]
    for day in (1, 2):
        did(runs, 200, day, plan=a_plan(a_lane(trials)))
    store.ingest_folder()
    view = store.progress("A1", "four-choice")
    sides, limbs, stances = (view.sides(kind) for kind in SIDE_KINDS)
    assert [len(each) for each in (sides, limbs, stances)] == [2, 2, 2]
    assert sides == stances
    assert (sides[0].sides.better_side, limbs[0].sides.better_side) == ("left", "right")
    assert sides[0].sides.asymmetry_percent == limbs[0].sides.asymmetry_percent
    assert sides[0].sides.real is not None
    assert store.progress("A1", "box").sides("limb") == ()


def member(store: Store, code: str, *, willing: bool = True) -> None:
    row = {
        "code": code,
        "name": f"Name of {code}",
        "restrictions": "",
        "guardian_consent": True,
        "leaderboard": willing,
        "added_utc": "",
        "changed_utc": "",
    }
    with writing(store._engine).begin() as connection:
        connection.execute(ATHLETES.insert(), row)
        connection.execute(MEMBERSHIPS.insert(), {"group_name": "U14", "athlete": code})


def test_a_leaderboard_has_who_wants_to_be_on_it(runs: Path, store: Store) -> None:
    with writing(store._engine).begin() as connection:
        connection.execute(ATHLETE_GROUPS.insert(), {"name": "U14"})
    for code in ("A1", "A2", "A4"):
        member(store, code)
    member(store, "A3", willing=False)
    for athlete, times in {"A1": (300, 250), "A2": (240,), "A3": (100,), "A4": (250,), "X": (90,)}.items():
        for day, ms in enumerate(times, start=1):
            did(runs, ms, day, athlete=athlete)
    did(runs, 150, 3, athlete="A1", options={"twin": "sound"})
    store.ingest_folder()
    board = store.leaderboard("U14", "four-choice")
    assert [(one.place, one.athlete, one.value, one.runs) for one in board.standings] == [
        (1, "A2", 241.5, 1),
        (2, "A4", 251.5, 1),
        (2, "A1", 251.5, 2),
    ]
    assert [use.runs for use in board.keys] == [4, 1]
    other = store.leaderboard("U14", "four-choice", board.keys[1].key)
    assert [one.athlete for one in other.standings] == ["A1"]
    assert store.leaderboard("no such group", "four-choice").standings == ()


def test_points_of_another_algorithm_are_made_again(
    runs: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    did(runs, 250, 1)
    with monkeypatch.context() as patched:
        patched.setattr(headline_rows, "ALGORITHM", "of yesterday")
        patched.setattr(ingesting, "ALGORITHM", "of yesterday")
        store.ingest_folder()
    with writing(store._engine).begin() as connection:
        connection.execute(sa.update(RUN_LANES).values(median_ms=1.0))
    assert store.history("A1", "four-choice")[0].headline.median_ms == 1.0
    assert store.ingest_folder().unchanged == 1
    assert store.history("A1", "four-choice")[0].headline.median_ms == 251.5


def test_a_history_needs_no_trial(runs: Path, store: Store) -> None:
    did(runs, 250, 1)
    store.ingest_folder()
    with writing(store._engine).begin() as connection:
        connection.execute(TRIALS.delete())
    assert store.progress("A1", "four-choice").points[0].value == 251.5


def test_a_run_is_held_against_a_norm_by_the_athletes_age(runs: Path, store: Store) -> None:
    anna = store.people.add(Athlete(birth_year=1996)).code
    did(runs, 250, 1, athlete=anna, plan=simple_plan(drill="simple-visual"))
    did(runs, 250, 1, plan=simple_plan(drill="simple-visual"))
    did(runs, 250, 1)
    store.ingest_folder()
    (point,) = store.history(anna, "simple-visual")
    assert point.headline.mean_ms == 251.5
    (found,) = store.norms(point)
    assert found.age == 30
    assert found.expected_ms == pytest.approx(213 + 0.55 * -11.5)
    assert "measured with a mouse" in str(found.difference_ms.reason)
    mouse = replace(point, key=replace(point.key, device="mouse", calibration="calibrated"))
    (compared,) = store.norms(mouse)
    assert compared.difference_ms.value == pytest.approx(251.5 - found.expected_ms)
    (unknown,) = store.norms(store.history("A1", "simple-visual")[0])
    assert unknown.age is None
    assert store.norms(store.history("A1", "four-choice")[0]) == ()
    assert store.norms(replace(point, simulated=True)) == ()
