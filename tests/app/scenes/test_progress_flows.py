"""An athlete's history drill by drill, and leaderboards of those who agreed to be on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from offscreen import Hands, drawn, finish_background, program, run_id, simulate
from test_scene_geometry import assert_tidy

from reactdrill.app.figures.known import known_lines, norm_lines
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.history import HistoryScene
from reactdrill.app.scenes.progress import AthleteHistoryScene, LeaderboardScene, ProgressScene
from reactdrill.devices.athlete import AthleteProfile
from reactdrill.i18n import ENGLISH, LANGUAGES, use_language
from reactdrill.results.stated import PublishedChange
from reactdrill.stats.norms import NORMS, place

ROSTER = "name;groups;leaderboard\nAnna Berg;Juniors;yes\nBen Hill;Juniors;no\nCleo Dahl;Juniors;yes\n"


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    made.archive.add_people(ROSTER, adults=True)
    finish_background(made)
    return made


def code(one: Program, name: str) -> str:
    return next(each.code for each in one.archive.everybody().athletes if each.name == name)


def train(one: Program, name: str, drill: str, runs: int, mu_ms: float, *, first: int = 0) -> None:
    """Runs on the days of March, and the results that hold them."""
    one.athletes = (code(one, name),)
    for number in range(first, first + runs):
        simulate(
            one.request(Brief(one.library.load(drill), seed=number)),
            seed=number,
            profile=AthleteProfile(mu_ms=mu_ms, sigma_ms=5, tau_ms=5),
            folder=one.folders_now.runs,
            run=run_id(number + 1),
            started_utc=f"2026-03-{number + 1:02d}T09:00:00.000Z",
        )
    one.catch_up()
    finish_background(one)


def history(one: Program) -> Hands:
    hands = Hands(one, HistoryScene(one))
    hands.wait()
    return hands


def test_an_athletes_drills_and_where_they_stand(one: Program) -> None:
    train(one, "Anna Berg", "simple-visual", 3, 250)
    hands = history(one)
    hands.click("by athlete")
    assert "Anna Berg" in hands.texts
    assert "Ben Hill" not in hands.texts
    hands.take("list")
    assert hands.at(AthleteHistoryScene)
    assert "3 runs" in hands.texts
    hands.take("list")
    hands.wait()
    assert hands.at(ProgressScene)
    assert "median of 3 runs" in hands.texts
    assert "Learning run 3 of 15" in hands.texts
    assert sum("Mar 2026" in text for text in hands.texts) == 3
    assert "Asymmetry" not in hands.texts
    hands.click("back")
    assert hands.at(AthleteHistoryScene)
    hands.click("back")
    assert hands.at(HistoryScene)
    hands.close()


def test_after_practice_the_usual_range_is_the_band(one: Program) -> None:
    train(one, "Anna Berg", "simple-visual", 22, 250)
    hands = history(one)
    hands.click("by athlete")
    hands.take("list")
    hands.take("list")
    hands.wait()
    assert any(text.startswith("Usual range: ") for text in hands.texts)
    assert any("and the usual range" in text for text in hands.texts)
    assert any(text.startswith("Typical error: ") and "from 6 runs" in text for text in hands.texts)
    hands.close()


def test_sides_are_compared_over_time(one: Program) -> None:
    train(one, "Anna Berg", "single-leg-taps", 2, 300)
    hands = history(one)
    hands.click("by athlete")
    hands.take("list")
    hands.take("list")
    hands.wait()
    assert {"Left", "Right", "Asymmetry"} <= set(hands.texts)
    assert any(text.endswith(" %") for text in hands.texts)
    assert "By the side trained" in hands.texts
    assert any(text.startswith("Latest run: ") for text in hands.texts)
    hands.close()


def test_only_those_who_agreed_are_on_the_leaderboard(one: Program) -> None:
    train(one, "Anna Berg", "simple-visual", 2, 300)
    train(one, "Ben Hill", "simple-visual", 2, 250, first=2)
    train(one, "Cleo Dahl", "simple-visual", 2, 270, first=4)
    hands = history(one)
    hands.click("boards")
    hands.take("list")
    hands.wait()
    assert hands.at(LeaderboardScene)
    names = [text for text in hands.texts if text in {"Anna Berg", "Ben Hill", "Cleo Dahl"}]
    assert names == ["Cleo Dahl", "Anna Berg"]
    hands.press("accept")
    hands.click("back")
    assert hands.at(HistoryScene)
    hands.close()


def test_a_group_without_anybody_to_show_says_so(one: Program) -> None:
    train(one, "Ben Hill", "simple-visual", 1, 250)
    hands = history(one)
    hands.click("boards")
    hands.take("list")
    hands.wait()
    assert any(text.startswith("Nobody of this group") for text in hands.texts)
    hands.close()


def test_guests_have_no_history_of_their_own(tmp_path: Path) -> None:
    made = program(tmp_path)
    finish_background(made)
    hands = history(made)
    assert "By athlete" not in hands.texts
    assert "Leaderboards" not in hands.texts
    hands.close()


def test_what_is_counted_goes_over_time_like_times(one: Program) -> None:
    train(one, "Anna Berg", "accumulator", 3, 300)
    view = one.archive.progress(code(one, "Anna Berg"), "accumulator")
    assert view is not None
    assert view.progress.unit == "count"
    hands = history(one)
    hands.click("by athlete")
    hands.take("list")
    hands.take("list")
    hands.wait()
    assert any(text.startswith("Each run in the order of time") for text in hands.texts)
    hands.close()


def test_what_is_said_rests_on_runs_or_on_a_source(one: Program) -> None:
    train(one, "Anna Berg", "simple-visual", 20, 250)
    standing = one.archive.progress(code(one, "Anna Berg"), "simple-visual")
    assert standing is not None
    error, change, trend = known_lines(standing.progress)
    assert error.endswith(", from 4 runs after learning")
    assert change.endswith(" on, by the same runs")
    assert trend.startswith("Trend a week: ")
    (norm,) = standing.norms
    told = list(norm_lines(norm))
    assert told[0].startswith("Published mean: 213 ms from 18 to 65 years. Woods")
    assert told[1] == "Not compared: it was measured with another kind of device."
    published = PublishedChange(mdc=30, unit="ms", device="pod", source="Smith 2020")
    _, change, _ = known_lines(replace(standing.progress, published=published))
    assert change.endswith(" on, as published: Smith 2020")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ({"mean_ms": 250.0}, "Mean of the latest run: 37 ms slower than that"),
        ({"mean_ms": 200.0}, "Mean of the latest run: 13 ms faster than that"),
        ({"mean_ms": 200.0, "age": 70}, "Not compared: it holds for other ages."),
        ({"mean_ms": 200.0, "corrected": False}, "Not compared: this station's own delay is not measured."),
    ],
)
def test_a_norm_is_compared_where_it_holds(run: dict[str, Any], said: str) -> None:
    found = place(NORMS[0], **{"device": "mouse", "cues": "screen", "corrected": True, **run})
    published, compared = norm_lines(found)
    assert published.startswith("Published mean: ")
    assert compared == said


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_these_screens_are_tidy_in_every_language(one: Program, spoken: str) -> None:
    train(one, "Anna Berg", "single-leg-taps", 4, 300)
    train(one, "Cleo Dahl", "simple-visual", 3, 300, first=4)
    anna = one.archive.trained()[0]
    use_language(spoken)
    try:
        for size in ((1280, 720), (700, 900), (1920, 1080)):
            for scene in (
                AthleteHistoryScene(one, anna, {}),
                ProgressScene(one, anna, "single-leg-taps", "Single-leg taps"),
                LeaderboardScene(one, "Juniors", {}),
            ):
                finish_background(one)
                drawn(scene, size)
                scene.update(0)
                assert_tidy(scene, drawn(scene, size))
    finally:
        use_language(ENGLISH)
