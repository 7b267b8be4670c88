"""Whole ways through circuits, with keys fed to them off-screen and a clock that each round moves on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from offscreen import FakePlay, Hands, drawn, program, simulate

from reactdrill.app.circuit.course import Course
from reactdrill.app.inputs import UiAction
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Program
from reactdrill.app.scenes.circuit import CircuitScene
from reactdrill.app.scenes.circuits import CircuitBriefingScene, CircuitDoneScene, CircuitsScene
from reactdrill.app.scenes.confirm import ConfirmScene
from reactdrill.app.scenes.home import HomeScene
from reactdrill.app.theme import TextRole
from reactdrill.app.widgets import ScrollArea
from reactdrill.drill.circuit import CircuitFile, parse_circuit
from reactdrill.drill.timeline import timeline
from reactdrill.results.diary import DIARIES, read_diary

CIRCUIT = """\
format = 1
kind = "circuit"
name = "made-up"
title = "Made up"
trains = ["balance"]
ready_s = 8
transition_s = 4
text = { summary = "Made up.", instructions = ["Follow the voice."] }
sources = [{ text = "Nobody.", marker = "G" }]
[[ask]]
question = "Pain?"
after = "circuit"
stop_above = 8
warn_above = 3
then = "Have it looked at."
[[block]]
exercise = "Jog"
call = "step"
work_s = 30
[[block]]
drill = "two-choice"
set = { until = { trials = 4 } }
"""


@dataclass
class Heard:
    words: list[str] = field(default_factory=list)

    def say(self, word: str) -> None:
        self.words.append(word)

    def play(self, sound: object) -> int:
        raise AssertionError(sound)

    def rest(self) -> None:
        self.words.append("(off)")


class RoundClock:
    """The time of the app's rounds."""

    hands: Hands

    def now_ns(self) -> int:
        return self.hands.now_ns if hasattr(self, "hands") else 0

    def wait(self, deadline_ns: int | None) -> None:
        raise AssertionError(deadline_ns)

    def wake(self) -> None:
        raise AssertionError


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def play(tmp_path: Path) -> FakePlay:
    return FakePlay(tmp_path / "runs")


@pytest.fixture
def one(tmp_path: Path, play: FakePlay, heard: Heard) -> Program:
    return program(tmp_path, play, voice=heard, clock=RoundClock())


@pytest.fixture
def file(one: Program) -> CircuitFile:
    return parse_circuit(CIRCUIT, one.library.load)


@pytest.fixture
def hands(one: Program, file: CircuitFile) -> Iterator[Hands]:
    made = Hands(one, one.scenes.first(file))
    assert isinstance(one.clock, RoundClock)
    one.clock.hands = made
    made.wait()
    yield made
    made.close()


def until(hands: Hands, text: str, rounds: int = 60) -> None:
    """Let time pass until a text is seen."""
    for _ in range(rounds):
        if text in hands.texts:
            return
        hands.wait()
    raise AssertionError(f"{text!r} was not seen, but {hands.texts}")


def diary(folder: Path) -> list[tuple[object, ...]]:
    (path,) = (folder / DIARIES).glob("*.jsonl")
    return [
        (line["type"], line.get("title") or line.get("how") or line.get("value")) for line in read_diary(path)
    ]


def test_from_the_menu_to_the_end(
    one: Program, hands: Hands, heard: Heard, play: FakePlay, tmp_path: Path
) -> None:
    assert hands.at(CircuitBriefingScene)
    hands.press("accept")
    assert hands.at(CircuitScene)
    until(hands, "30")
    assert heard.words[:2] == ["get-ready", "step"]
    until(hands, "Pain?")
    (request,) = play.requests
    assert request.drill.drill.name == "two-choice"
    assert request.walk_back_s == 0
    assert len([trial for trial in request.plan.lanes[0].trials if not trial.practice]) == 4
    circuit = request.options["circuit"]
    assert (circuit["name"], circuit["block"], circuit["round"]) == ("made-up", 1, 0)
    hands.take("answer 5")
    assert hands.at(CircuitDoneScene)
    assert "Have it looked at." in hands.texts
    assert "Jog · 30 s" in hands.texts
    assert heard.words[-1] == "(off)"
    assert heard.words[-2] == "finished"
    assert diary(tmp_path) == [
        ("circuit", "Made up"),
        ("work", "Jog"),
        ("drill", "Two-choice reaction"),
        ("answer", 5),
        ("end", "complete"),
    ]
    hands.take("home")
    assert hands.at(HomeScene)
    hands.take("circuits")
    hands.wait()
    assert hands.at(CircuitsScene)
    assert "Office break" in hands.texts


def test_an_answer_above_the_limit_stops(hands: Hands, tmp_path: Path) -> None:
    hands.press("accept")
    until(hands, "Pain?", 80)
    hands.take("answer 9")
    assert hands.at(CircuitDoneScene)
    assert diary(tmp_path)[-1] == ("end", "stopped by an answer")


def test_held_still_no_time_passes_and_nothing_is_called(hands: Hands, heard: Heard) -> None:
    hands.press("accept")
    until(hands, "30")
    hands.take("hold")
    before, said = [text for text in hands.texts if text.isdigit()], list(heard.words)
    for _ in range(40):
        hands.wait()
    assert [text for text in hands.texts if text.isdigit()] == before
    assert heard.words == said
    hands.take("hold")
    until(hands, "Pain?")


def test_a_call_that_is_on_the_screen_already_is_not_written_again(hands: Hands, heard: Heard) -> None:
    hands.press("accept")
    until(hands, "30")
    hands.wait()
    assert "work" in heard.words
    assert not [text for text in hands.texts if text.casefold().count("work") > 1]


def test_begin_now_leaves_only_the_last_seconds(hands: Hands, heard: Heard) -> None:
    hands.press("accept")
    hands.take("begin now")
    until(hands, "30", 8)
    assert heard.words[-1] == "work"


def test_ending_asks_and_no_goes_on(hands: Hands, tmp_path: Path) -> None:
    hands.press("accept")
    until(hands, "30")
    hands.press("back")
    assert hands.at(ConfirmScene)
    hands.take("no")
    assert hands.at(CircuitScene)
    until(hands, "Pain?")
    hands.press("back")
    hands.take("yes")
    assert hands.at(CircuitDoneScene)
    assert diary(tmp_path)[-1] == ("end", "ended by the person")


@pytest.mark.parametrize("go_on", [True, False])
def test_a_drill_that_is_left_early_asks_whether_to_go_on(
    hands: Hands, play: FakePlay, *, go_on: bool
) -> None:
    def left(request: RunRequest) -> RunOutcome:
        return replace(simulate(request), ending="aborted")

    play.answer = left
    hands.press("accept")
    until(hands, "Go on with the circuit?", 80)
    hands.take("no" if go_on else "yes")
    if go_on:
        until(hands, "Pain?")
    else:
        assert hands.at(CircuitDoneScene)


def test_a_folder_that_cannot_be_written_is_said_at_the_end(hands: Hands, tmp_path: Path) -> None:
    (tmp_path / DIARIES).write_text("in the way")
    hands.press("accept")
    until(hands, "Pain?", 80)
    hands.take("answer 0")
    assert any("cannot" in text for text in hands.texts)


GROUPS = """\
[rotation]
groups = 2
work_s = 30
stations = ["orange", "blue"]
[[block]]
exercise = "Ladder"
text = ["Quick and low."]
"""


def in_groups(one: Program, part: int, file: CircuitFile) -> CircuitScene:
    """A circuit of groups in one of its parts."""
    course = Course(timeline(file), part)
    course.begin(one.clock.now_ns())
    return CircuitScene(one, file, course=course)


@pytest.mark.parametrize("size", [(1280, 720), (700, 900)])
@pytest.mark.parametrize("part", [0, 1])
def test_where_each_group_goes_is_seen_without_scrolling(
    one: Program, size: tuple[int, int], part: int
) -> None:
    file = one.library.load_circuit("team-agility")
    scene = in_groups(one, part, file)
    canvas = drawn(scene, size)
    lines = next(each for each in scene.page.placed if each.id == "lines")
    assert isinstance(lines.widget, ScrollArea)
    assert not lines.widget.takes_focus(lines.box, canvas.look)
    read = {each.text: each for each in canvas.texts if each.text.startswith("Group ")}
    assert list(read) == [
        "Group 1: Plant and cut on a call",
        "Group 2: Ladder",
        "Group 3: Plank and side plank",
        "Group 4: Jump and hold",
    ]
    assert all(each.size >= canvas.look.text_px(TextRole.HEADING) for each in read.values())


def test_groups_are_called_by_their_names(one: Program) -> None:
    jog = CIRCUIT[: CIRCUIT.index("[[block]]\ndrill")]
    text = jog.replace("[[ask]]", GROUPS + "[[ask]]")
    scene = in_groups(one, 0, parse_circuit(text, one.library.load))
    read = [each.text for each in drawn(scene, (1280, 720)).texts]
    assert "Orange: Ladder" in read
    assert "Blue: Jog" in read


def test_the_briefing_says_what_is_done_at_each_station(one: Program) -> None:
    scene = one.scenes.circuit_briefing(one.library.load_circuit("team-agility"))
    assert isinstance(scene, CircuitBriefingScene)
    canvas = drawn(scene, (1280, 720))
    read = set()
    for _ in range(20):
        read |= {each.text for each in canvas.texts}
        scene.page.focus_on("words")
        scene.handle(UiAction.DOWN)
        scene.draw(canvas)
    assert "Ladder \N{MIDDLE DOT} Two feet in every field, quick and low." in read


def test_cues_that_cannot_be_read_from_there_are_told_before_the_start(tmp_path: Path) -> None:
    one = program(tmp_path)
    far = one.settings.display.model_copy(update={"viewing_distance_m": 40.0})
    one.settings = one.settings.model_copy(update={"display": far})
    hands = Hands(one, CircuitBriefingScene(one, parse_circuit(CIRCUIT, one.library.load)))
    assert any(text.startswith("Two-choice reaction: From 40") for text in hands.texts), hands.texts
    hands.close()
