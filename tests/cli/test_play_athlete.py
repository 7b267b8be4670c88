"""`reactdrill play --athlete`: whose run it is, without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import Command
from reactdrill.app.play.request import RunRequest
from reactdrill.app.program import Brief, Program
from reactdrill.cli import play as play_command
from reactdrill.cli.whom import people_store
from reactdrill.drill.circuit import CircuitFile
from reactdrill.people.athlete import Athlete


@pytest.fixture
def codes() -> tuple[str, str]:
    with people_store() as store:
        anna, bo = store.people.add_all([Athlete(name="Anna"), Athlete(name="Bo")])
    return anna.code, bo.code


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Program, object]]:
    """What the window would have been opened with."""
    seen: list[tuple[Program, object]] = []

    def show(program: Program, start: object) -> int:
        seen.append((program, start))
        program.end()
        return 0

    monkeypatch.setattr(play_command, "open_window", show)
    return seen


def test_a_run_is_a_guests_without_a_name(command: Command, opened: list[tuple[Program, object]]) -> None:
    assert command("play", "four-choice", "--now").code == 0
    request = opened[0][1]
    assert isinstance(request, RunRequest)
    assert request.athlete == "guest"


def test_a_run_is_of_who_is_named(
    command: Command, codes: tuple[str, str], opened: list[tuple[Program, object]]
) -> None:
    assert command("play", "four-choice", "--now", "--athlete", "anna").code == 0
    program, request = opened[0]
    assert isinstance(request, RunRequest)
    assert request.athlete == codes[0]
    assert program.again(request).athlete == codes[0]


def test_the_briefing_keeps_who_was_named(
    command: Command, codes: tuple[str, str], opened: list[tuple[Program, object]]
) -> None:
    assert command("play", "four-choice", "--athlete", codes[1].lower()).code == 0
    program, brief = opened[0]
    assert isinstance(brief, Brief)
    assert program.request(brief).athlete == codes[1]


def test_two_athletes_have_a_lane_each(
    command: Command, codes: tuple[str, str], opened: list[tuple[Program, object]]
) -> None:
    assert command("play", "two-players", "--now", "--athlete", codes[0], "--athlete", "bo").code == 0
    program, request = opened[0]
    assert isinstance(request, RunRequest)
    lanes = [lane.name for lane in request.plan.lanes]
    assert request.options["athletes"] == dict(zip(lanes, codes, strict=True))
    again = program.again(request)
    assert [lane.name for lane in again.plan.lanes] == lanes
    assert again.options == request.options


def test_two_athletes_at_a_drill_for_one_go_side_by_side(
    command: Command, codes: tuple[str, str], opened: list[tuple[Program, object]]
) -> None:
    assert command("play", "four-choice", "--now", "--athlete", "anna", "--athlete", "bo").code == 0
    program, request = opened[0]
    assert isinstance(request, RunRequest)
    assert sorted(request.options["athletes"].values()) == sorted(codes)
    assert len(program.again(request).plan.lanes) == 2


def test_a_circuit_is_of_one_athlete(
    command: Command, codes: tuple[str, str], opened: list[tuple[Program, object]]
) -> None:
    assert command("play", "circuits/office-break", "--athlete", "bo").code == 0
    program, start = opened[0]
    assert isinstance(start, CircuitFile)
    assert program.athletes == codes[1:]
    refused = command("play", "circuits/office-break", "--athlete", "bo", "--athlete", "anna").refusal()
    assert "a circuit is of one athlete" in refused


def test_who_cannot_play_is_said_before_a_window_opens(
    command: Command, codes: tuple[str, str], tmp_path: Path
) -> None:
    assert "no athlete is called 'Cy'" in command("play", "four-choice", "--athlete", "Cy").refusal()
    twice = command("play", "four-choice", "--athlete", "bo", "--athlete", "bo").refusal()
    assert "named twice" in twice
    three = command(
        "play", "two-players", *(word for name in ("anna", "bo", "cy") for word in ("--athlete", name))
    )
    assert "3 athletes: this drill is for 2" in three.refusal()
