"""What is offered after a run: the next drill, another level, a note, a mark; the week, and each target at its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pygame
import pytest
from offscreen import Hands, finish_background, program, run_id, simulate

from reactdrill.app.figures.lane import summary_of
from reactdrill.app.figures.targetresults import result_picture
from reactdrill.app.figures.view import RunView
from reactdrill.app.play.request import RunOutcome
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.results import ResultsScene
from reactdrill.app.scenes.setup.items import ChoiceScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.widgets import ListState
from reactdrill.devices.athlete import AthleteProfile
from reactdrill.live.clock import utc_now
from reactdrill.results.annotations import read_notes
from reactdrill.results.header import utc_text

SURE = AthleteProfile(accuracy=1.0, miss_rate=0.0, false_start_rate=0.0)
LOST = AthleteProfile(accuracy=0.2, miss_rate=0.3)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Program]:
    made = program(tmp_path)
    made.archive.add_people("Anna Berg\n", adults=True)
    made.athletes = (made.archive.everybody().athletes[0].code,)
    finish_background(made)
    yield made
    made.end()


def done(
    one: Program,
    number: int,
    drill: str = "four-choice",
    profile: AthleteProfile = SURE,
    at: str | None = None,
) -> RunOutcome:
    """A run on the day of its number in March, or at an instant."""
    request = one.request(Brief(one.library.load(drill), seed=number))
    return simulate(
        request,
        seed=number,
        profile=profile,
        folder=one.folders_now.runs,
        run=run_id(number),
        started_utc=at or f"2026-03-{number:02d}T12:00:00.000Z",
    )


def results(one: Program, outcome: RunOutcome) -> Hands:
    one.catch_up()
    finish_background(one)
    hands = Hands(one, ResultsScene(one, outcome.request, RunView.of_outcome(outcome)))
    hands.wait()
    return hands


def next_words(hands: Hands) -> str:
    return next(text for text in hands.texts if text.startswith("Next: "))


def test_next_leads_to_the_drill_after_this_one_and_says_which(one: Program) -> None:
    hands = results(one, done(one, 1, "simple-visual"))
    title = next_words(hands).removeprefix("Next: ")
    hands.take("next")
    assert hands.at(BriefingScene)
    assert title in hands.texts
    hands.press("back")
    assert hands.at(ResultsScene)
    hands.close()


def test_a_gamepad_reaches_next(one: Program) -> None:
    hands = results(one, done(one, 1, "simple-visual"))
    pushed = ((1, 0), (0, 0))
    hands.events(*(pygame.event.Event(pygame.JOYHATMOTION, instance_id=0, hat=0, value=at) for at in pushed))
    for kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
        hands.events(pygame.event.Event(kind, instance_id=0, button=0))
    assert hands.at(BriefingScene)
    hands.close()


def test_a_level_is_suggested_after_two_good_days_in_a_row(one: Program) -> None:
    done(one, 1)
    hands = results(one, done(one, 2))
    assert "Ready for the next level: Go or hold back" in hands.texts
    assert "Rule: 2 sessions in a row with 90 % or more of the trials as wanted." in hands.texts
    assert next_words(hands) == "Next: Go or hold back"
    hands.close()


def test_no_level_is_suggested_before_its_rule_is_met(one: Program) -> None:
    done(one, 1, at="2026-03-01T12:00:00.000Z")
    hands = results(one, done(one, 2, at="2026-03-01T12:10:00.000Z"))
    assert not any(text.startswith("Ready") for text in hands.texts), "two runs of a day are one session"
    assert next_words(hands) != "Next: Go or hold back"
    hands.close()


def test_a_poor_session_leads_a_level_back(one: Program) -> None:
    hands = results(one, done(one, 1, profile=LOST))
    assert "A level back may suit better: Two-choice reaction" in hands.texts
    assert "Rule: less than 60 % of the trials went as wanted in the last session." in hands.texts
    hands.close()


def test_guests_have_no_level(one: Program) -> None:
    one.athletes = ()
    done(one, 1)
    hands = results(one, done(one, 2))
    assert not any(text.startswith(("Ready", "A level back")) for text in hands.texts)
    hands.close()


def test_a_note_and_a_bad_mark_are_one_press_away(one: Program) -> None:
    outcome = done(one, 1)
    assert outcome.path is not None
    hands = results(one, outcome)
    hands.click("note")
    assert hands.at(WrittenScene)
    hands.type("Tired")
    hands.press("accept")
    assert hands.at(ResultsScene)
    hands.click("bad")
    assert hands.at(ChoiceScene)
    hands.page.set_state("list", ListState(chosen="0"))
    hands.press("accept")
    assert hands.at(ResultsScene)
    assert read_notes(outcome.path).run_bad == "Disturbed"
    assert {"Tired", "Marked bad: Disturbed", "MARKED BAD"} <= set(hands.texts)
    hands.click("bad")
    assert read_notes(outcome.path).run_bad is None
    hands.close()


def test_the_week_is_a_calendar_with_what_is_planned(one: Program) -> None:
    today = datetime.fromisoformat(utc_text(utc_now())).astimezone().replace(hour=12)
    done(one, 1, at=utc_text(today - timedelta(days=7)))
    hands = results(one, done(one, 2, at=utc_text(today)))
    dose = one.library.load("four-choice").drill.dose
    planned = f", {dose.per_week} planned" if dose is not None and dose.per_week else ""
    assert f"This week: 1 day{planned}" in hands.texts
    assert {"Mo", "Su"} <= set(hands.texts)
    hands.close()


def test_each_target_stands_where_it_is(one: Program) -> None:
    outcome = done(one, 1)
    view = RunView.of_outcome(outcome)
    found = result_picture(outcome.request.drill.drill, summary_of(view, view.trials[0].lane), timed=True)
    assert found is not None
    places = {each.title: each.at for each in found.targets}
    assert len(places) == 4
    assert all(each.figure.endswith(" ms") for each in found.targets)
    assert sum(x < 0 for x, _ in places.values()) == 1


def test_one_target_needs_no_map(one: Program) -> None:
    outcome = done(one, 1, "simple-visual")
    view = RunView.of_outcome(outcome)
    drill = outcome.request.drill.drill
    assert result_picture(drill, summary_of(view, view.trials[0].lane), timed=True) is None


def test_targets_on_the_floor_stand_on_the_drawing(one: Program) -> None:
    outcome = done(one, 1, "four-mats")
    view = RunView.of_outcome(outcome)
    found = result_picture(outcome.request.drill.drill, summary_of(view, view.trials[0].lane), timed=True)
    assert found is not None
    assert found.floor is not None
    assert all(-1 < x < 1 and -1 < y < 1 for x, y in (each.at for each in found.targets))
