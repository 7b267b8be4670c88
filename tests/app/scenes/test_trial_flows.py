"""One trial of a run is marked as not to be counted, from wherever the run is seen; the numbers follow at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from offscreen import Hands, finish_background, program, simulate

from reactdrill.app.figures.view import RunView
from reactdrill.app.play.request import RunOutcome
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.history import DrillHistoryScene, HistoryScene
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.remarks import RemarksScene
from reactdrill.app.scenes.results import PastResultsScene, ResultsScene
from reactdrill.app.scenes.setup.items import ChoiceScene
from reactdrill.app.scenes.trials import TrialsScene
from reactdrill.app.widgets import ListState, ListView
from reactdrill.devices.athlete import AthleteProfile
from reactdrill.results.annotations import TRIAL_BAD, Annotation, annotate, notes_path, read_notes
from virtual_pad import USB_MAT, VirtualPad

SURE = AthleteProfile(accuracy=1.0, miss_rate=0.0, false_start_rate=0.0)
DOWN, RIGHT, CORNER = 1, 3, 4
"""Buttons of the mat."""


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Program]:
    made = program(tmp_path)
    finish_background(made)
    yield made
    made.end()


class Marking(Hands):
    """At the results of a run that has just been done without a mistake: 40 hits after four practice trials."""

    def __init__(self, one: Program, drill: str = "four-choice", athletes: int = 1) -> None:
        request = one.request(Brief(one.library.load(drill), seed=3), athletes=athletes)
        self.outcome: RunOutcome = simulate(request, profile=SURE, folder=one.folders_now.runs)
        assert self.outcome.path is not None
        self.journal = self.outcome.path
        super().__init__(one, ResultsScene(one, request, RunView.of_outcome(self.outcome)))
        self.wait()

    def choose(self, row: str) -> None:
        self.page.set_state("list", ListState(chosen=row))
        self.take()

    def trial(self, number: int, lane: str | None = None) -> str:
        """The row of a trial, from 1."""
        mine = lane or self.outcome.trials[0].lane
        return next(
            f"{each.trial} {each.attempt} {each.lane}"
            for each in self.outcome.trials
            if (each.lane, each.trial) == (mine, number - 1)
        )

    def fastest(self, count: int) -> list[str]:
        """The rows of the fastest hits."""
        hits = [each for each in self.outcome.trials if not each.practice and each.rt_ns is not None]
        hits.sort(key=lambda each: each.rt_ns or 0)
        return [self.trial(each.trial + 1) for each in hits[:count]]

    def marks(self) -> dict[tuple[str, int, int], str]:
        return read_notes(self.journal).bad_trials(self.outcome.trials)

    def titles(self) -> list[str]:
        """Of all rows, those out of sight too."""
        return [row.title for row in self._rows().rows]

    def row(self, name: str) -> tuple[str, str]:
        """Detail and note of a row."""
        return next((row.detail, row.note) for row in self._rows().rows if row.id == name)

    def _rows(self) -> ListView:
        every = next(each.widget for each in self.page.placed if each.id == "list")
        assert isinstance(every, ListView)
        return every


def median_of(one: Program) -> str:
    """What the list of runs says of the only one."""
    (run,) = one.archive.past().runs
    assert run.median_ms is not None
    return f"{run.median_ms:.0f} ms"


def test_a_trial_is_marked_with_a_reason_and_the_results_follow(one: Program) -> None:
    hands = Marking(one)
    assert "median of 40 hits" in hands.texts
    hands.take("trials")
    assert hands.at(TrialsScene)
    name = hands.trial(12)
    hands.choose(name)
    assert hands.at(ChoiceScene)
    assert "Why does trial 12 not count?" in hands.texts
    hands.choose("3")
    assert hands.at(TrialsScene)
    assert hands.row(name) == (
        "Equipment at fault",
        "Does not count",
    )
    assert list(hands.marks().values()) == ["Equipment at fault"]
    hands.press("back")
    assert hands.at(ResultsScene)
    assert "median of 39 hits" in hands.texts
    scene = hands.top
    assert isinstance(scene, ResultsScene)
    assert len(scene.view.bad_trials) == 1
    hands.close()


def test_a_marked_trial_counts_again(one: Program) -> None:
    hands = Marking(one)
    hands.take("trials")
    name = hands.trial(12)
    hands.choose(name)
    hands.choose("0")
    hands.choose(name)
    assert hands.at(TrialsScene), "nothing is asked"
    assert hands.row(name) == ("", "")
    assert hands.marks() == {}
    hands.press("back")
    assert "median of 40 hits" in hands.texts
    hands.close()


def test_a_reason_of_ones_own_and_one_thought_better_of(one: Program) -> None:
    hands = Marking(one)
    hands.take("trials")
    hands.choose(hands.trial(7))
    hands.choose("4")
    assert "Why does trial 7 not count?" in hands.texts
    hands.type("The dog came in")
    hands.press("accept")
    assert list(hands.marks().values()) == ["The dog came in"]
    hands.choose(hands.trial(8))
    hands.press("back")
    assert hands.at(TrialsScene)
    assert len(hands.marks()) == 1
    hands.close()


def test_a_row_says_number_target_time_and_outcome(one: Program) -> None:
    hands = Marking(one)
    first = next(each for each in hands.outcome.trials if not each.practice)
    assert first.rt_ns is not None
    hands.take("trials")
    number, target = first.trial + 1, first.expected[0].capitalize()
    wanted = f"{number} · {target} · {first.rt_ns / 1e6:.0f} ms · Hit"
    assert hands.titles()[first.trial] == wanted
    assert wanted in hands.texts, "practice is above, and the list begins below it"
    assert hands.row(hands.trial(1)) == ("Practice", "")
    hands.close()


def test_the_remarks_lead_to_the_trials_too_and_count_them(one: Program) -> None:
    hands = Marking(one)
    hands.take("remarks")
    hands.choose("trials")
    hands.choose(hands.trial(9))
    hands.choose("0")
    hands.press("back")
    assert hands.at(RemarksScene)
    assert hands.row("trials")[1] == "1"
    hands.press("back")
    assert "median of 39 hits" in hands.texts
    hands.close()


def test_of_two_lanes_the_lane_is_said_and_only_it_changes(one: Program) -> None:
    hands = Marking(one, athletes=2)
    first, second = (lane.name for lane in hands.outcome.request.plan.lanes)
    hands.take(f"lane {second}")
    hands.take("trials")
    assert any(text.startswith("Athlete 2") for text in hands.texts)
    hands.choose(hands.trial(12, second))
    hands.choose("0")
    assert [lane for lane, _, _ in hands.marks()] == [second]
    hands.press("back")
    assert "median of 39 hits" in hands.texts
    hands.take(f"lane {first}")
    assert "median of 40 hits" in hands.texts
    hands.close()


def test_a_past_run_and_the_history_follow(one: Program) -> None:
    run = Marking(one)
    one.catch_up()
    hands = Hands(one, one.scenes.history())
    hands.wait()
    before = median_of(one)
    assert before in hands.texts
    hands.click("by drill")
    hands.take()
    assert hands.at(DrillHistoryScene)
    hands.take()
    assert hands.at(PastResultsScene)
    hands.take("trials")
    for row in run.fastest(15):
        hands.page.set_state("list", ListState(chosen=row))
        hands.take()
        hands.take()
    hands.press("back", "back")
    hands.wait()
    assert hands.at(DrillHistoryScene)
    after = median_of(one)
    assert after != before
    assert after in hands.texts
    hands.press("back")
    hands.wait()
    hands.click("newest")
    assert hands.at(HistoryScene)
    assert after in hands.texts
    hands.close()
    run.close()


def test_a_dance_mat_marks_a_trial(one: Program) -> None:
    """Arrows and one corner, from the results to the mark. The device is real to SDL, so its layout is its own."""
    hands = Marking(one)
    pygame.joystick.init()
    pygame.event.get()
    with VirtualPad(USB_MAT) as mat:
        hands.events(*pygame.event.get(pygame.JOYDEVICEADDED))

        def step(*buttons: int) -> None:
            for number in buttons:
                there_and_off = (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP)
                hands.events(
                    *(
                        pygame.event.Event(kind, instance_id=mat.instance, button=number)
                        for kind in there_and_off
                    )
                )

        for _ in range(10):
            if hands.page.focus.current != "trials":
                step(RIGHT)
        step(CORNER)
        assert hands.at(TrialsScene)
        step(DOWN, CORNER)
        assert hands.at(ChoiceScene)
        step(DOWN, CORNER)
        assert hands.at(TrialsScene)
        assert list(hands.marks().values()) == ["Not as it is meant to be done"]
    hands.close()


def test_what_cannot_be_kept_is_said(one: Program) -> None:
    hands = Marking(one)
    hands.take("trials")
    notes_path(hands.journal).write_bytes(b"damaged\n" * 2)
    hands.choose(hands.trial(9))
    assert hands.at(MessageScene)
    hands.close()


def test_a_mark_of_the_terminal_is_taken_back_whole(one: Program) -> None:
    hands = Marking(one, athletes=2)
    annotate(hands.journal, Annotation(type=TRIAL_BAD, trial=11, reason="Noise"))
    hands.take("trials")
    assert len(hands.marks()) == 2
    hands.choose(hands.trial(12))
    assert hands.marks() == {}
    hands.close()
