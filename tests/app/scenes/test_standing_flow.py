"""Where a run stands among the athlete's others, on the results screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from offscreen import Hands, finish_background, program, run_id, simulate

from reactdrill.app.figures.view import RunView
from reactdrill.app.play.request import RunOutcome
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.results import ResultsScene
from reactdrill.devices.athlete import AthleteProfile


@pytest.fixture
def one(tmp_path: Path) -> Program:
    made = program(tmp_path)
    made.archive.add_people("Anna Berg\n", adults=True)
    finish_background(made)
    return made


def runs(one: Program, count: int, mu_ms: float = 300.0, first: int = 1) -> list[RunOutcome]:
    """Runs on the days of March, each faster than the one before."""
    outcomes = []
    for number in range(count):
        request = one.request(Brief(one.library.load("simple-visual"), seed=number))
        profile = AthleteProfile(mu_ms=mu_ms - 5 * number, sigma_ms=5, tau_ms=5)
        started_utc = f"2026-03-{number + first:02d}T09:00:00.000Z"
        outcomes.append(
            simulate(
                request,
                seed=number,
                profile=profile,
                folder=one.folders_now.runs,
                run=run_id(number + first),
                started_utc=started_utc,
            )
        )
    return outcomes


def shown(one: Program, outcome: RunOutcome) -> list[str]:
    one.catch_up()
    finish_background(one)
    hands = Hands(one, ResultsScene(one, outcome.request, RunView.of_outcome(outcome)))
    hands.wait()
    texts = hands.texts
    hands.close()
    return texts


def test_an_athletes_run_is_compared_with_their_own(one: Program) -> None:
    one.athletes = (one.archive.everybody().athletes[0].code,)
    outcomes = runs(one, 3)
    texts = shown(one, outcomes[-1])
    assert "Your best so far" in texts
    assert "Learning run 3 of 15" in texts
    assert "Learning run 1 of 15" in shown(one, outcomes[0]), "as it was known then"


def test_what_was_published_of_a_test_stands_beside_the_run(one: Program) -> None:
    one.athletes = (one.archive.everybody().athletes[0].code,)
    texts = shown(one, runs(one, 1)[0])
    assert any(text.startswith("Published mean: 213 ms from 18 to 65 years. Woods") for text in texts)
    assert "Not compared: it was measured with another kind of device." in texts


def test_a_slower_run_is_told_the_best(one: Program) -> None:
    one.athletes = (one.archive.everybody().athletes[0].code,)
    outcomes = [*runs(one, 2), *runs(one, 1, mu_ms=400.0, first=3)]
    assert any(text.startswith("Best so far: ") for text in shown(one, outcomes[-1]))


def test_after_practice_the_usual_range_is_given(one: Program) -> None:
    one.athletes = (one.archive.everybody().athletes[0].code,)
    outcomes = runs(one, 22)
    texts = shown(one, outcomes[-1])
    assert any(text.startswith("Usual range: ") for text in texts)
    assert not any(text.startswith("Learning") for text in texts)


def test_guests_are_compared_with_nobody(one: Program) -> None:
    texts = shown(one, runs(one, 2)[-1])
    assert not any(text.startswith(("Best so far", "Your best", "Learning")) for text in texts)


def test_a_run_that_does_not_count_is_not_compared(one: Program) -> None:
    one.athletes = (one.archive.everybody().athletes[0].code,)
    (outcome,) = runs(one, 1)
    assert outcome.header is not None
    simulated = replace(outcome, header=replace(outcome.header, simulated=True, run=run_id(9)), path=None)
    assert not any("Learning" in text for text in shown(one, simulated))
