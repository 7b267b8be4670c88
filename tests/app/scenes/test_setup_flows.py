"""The set-up screens in use: what is chosen holds at once and stands in the file, with keys, clicks and pads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pygame
import pytest
from offscreen import FakePlay, Hands, program

from reactdrill.app.calibrate.pattern import Press
from reactdrill.app.podtasks import AssignTask, CheckTask, SensitivityTask, WalkTask
from reactdrill.app.program import Brief, Program, window_options
from reactdrill.app.scene import Scene
from reactdrill.app.scenes.confirm import ConfirmScene
from reactdrill.app.scenes.home import HomeScene
from reactdrill.app.scenes.message import MessageScene
from reactdrill.app.scenes.setup.amount import AmountScene
from reactdrill.app.scenes.setup.binding import BindScene
from reactdrill.app.scenes.setup.calibration import CalibrationScene, Filmed
from reactdrill.app.scenes.setup.counts import CountsScene
from reactdrill.app.scenes.setup.devices import DevicesScene, TryScene
from reactdrill.app.scenes.setup.display import DisplayScene
from reactdrill.app.scenes.setup.items import ChoiceScene
from reactdrill.app.scenes.setup.look import LookScene
from reactdrill.app.scenes.setup.menu import SetUpScene
from reactdrill.app.scenes.setup.pods import PodsScene
from reactdrill.app.scenes.setup.podtask import PodTaskScene
from reactdrill.app.scenes.setup.sound import SoundScene
from reactdrill.app.theme import HIGH_CONTRAST, Ground
from reactdrill.app.widgets import FieldState, ListState
from reactdrill.app.window import WindowOptions
from reactdrill.live.clock import VirtualClock
from reactdrill.station.calibration.file import calibration_path, load_entries
from reactdrill.station.settings import load_settings, settings_path

Open = Callable[[Scene], Hands]


@pytest.fixture
def one(tmp_path: Path) -> Program:
    return program(tmp_path, clock=VirtualClock())


@pytest.fixture
def opened(one: Program) -> Iterator[Open]:
    every: list[Hands] = []

    def open_with(scene: Scene) -> Hands:
        hands = Hands(one, scene)
        every.append(hands)
        hands.wait()
        return hands

    yield open_with
    for hands in every:
        hands.close()


def choose(hands: Hands, row: str) -> None:
    hands.page.set_state("list", ListState(chosen=row))
    hands.take()


def key(hands: Hands, key: int) -> None:
    hands.events(pygame.event.Event(pygame.KEYDOWN, key=key, scancode=0, mod=0))
    hands.events(pygame.event.Event(pygame.KEYUP, key=key, scancode=0, mod=0))


def test_from_the_menu_to_every_part_and_back_with_keys(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.home())
    hands.take("setup")
    assert hands.at(SetUpScene)
    parts: dict[str, type[Scene]] = {
        "devices": DevicesScene,
        "display": DisplayScene,
        "sound": SoundScene,
        "look": LookScene,
        "calibration": CalibrationScene,
        "pods": PodsScene,
    }
    for row, kind in parts.items():
        choose(hands, row)
        assert hands.at(kind)
        hands.press("back")
        assert hands.at(SetUpScene)
    hands.press("back")
    assert hands.at(HomeScene)


def test_another_language_is_read_at_once(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up())
    choose(hands, "language")
    choose(hands, "1")
    assert load_settings().settings.language.interface == "en"
    assert "English" in hands.texts


def test_another_theme_is_seen_at_once_and_kept(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_look())
    hands.press("accept")
    assert hands.at(ChoiceScene)
    choose(hands, "2")
    assert hands.at(LookScene)
    assert "High contrast" in hands.texts
    assert hands.window.surface.get_at((2, 2))[:3] == HIGH_CONTRAST.grounds[Ground.PAGE]
    assert load_settings().settings.display.theme == "high-contrast"


def test_what_a_person_wrote_in_the_file_stays(opened: Open, one: Program) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("# the hall\n[display]\nscreen_height_cm = 68.5  # the television\nodd = 1\n")
    hands = opened(one.scenes.set_up_look())
    choose(hands, "motion")
    assert path.read_text().startswith(
        "# the hall\n[display]\nscreen_height_cm = 68.5  # the television\nodd = 1\n"
    )
    assert load_settings().settings.display.reduced_motion is True


def test_settings_that_cannot_be_written_are_said_and_hold_all_the_same(opened: Open, one: Program) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[display\n")
    hands = opened(one.scenes.set_up_look())
    choose(hands, "motion")
    assert hands.at(MessageScene)
    assert one.settings.display.reduced_motion is True
    assert path.read_text() == "[display\n"


def test_distance_and_height_by_choice_and_by_number(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_display())
    choose(hands, "distance")
    choose(hands, "7")
    assert one.settings.display.viewing_distance_m == 5.0
    choose(hands, "height")
    choose(hands, "9")
    assert hands.at(AmountScene)
    hands.press("accept")
    hands.take("save")
    assert hands.at(DisplayScene)
    assert one.settings.display.screen_height_cm == 31.0
    assert load_settings().settings.display.viewing_distance_m == 5.0


def test_a_number_that_cannot_be_is_refused(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_display())
    choose(hands, "distance")
    choose(hands, "10")
    hands.click("field")
    hands.type("9")
    hands.take("save")
    assert hands.at(AmountScene)
    assert any(text.startswith("Write a number from") for text in hands.texts)
    hands.take("cancel")
    assert one.settings.display.viewing_distance_m == 3.0


def test_the_whole_screen_and_back_is_remembered(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_display())
    choose(hands, "fullscreen")
    assert hands.window.fullscreen
    assert load_settings().settings.display.fullscreen is True
    choose(hands, "fullscreen")
    assert not hands.window.fullscreen


def test_the_refresh_is_measured(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_display())
    hands.page.set_state("list", ListState(chosen="refresh"))
    hands.wait([pygame.event.Event(pygame.WINDOWEXPOSED)])
    assert "measure" in hands.texts
    hands.take()
    assert "measure" not in hands.texts


def test_volume_output_and_twin_are_kept(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_sound())
    hands.press("accept")
    choose(hands, "9")
    assert one.settings.sound.volume == 0.9
    choose(hands, "output")
    choose(hands, "2")
    assert any(text.startswith("Bluetooth sound comes") for text in hands.texts)
    choose(hands, "twin")
    choose(hands, "1")
    choose(hands, "countdown")
    kept = load_settings().settings
    assert (kept.sound.output, kept.sound.twin, kept.run.spoken_countdown) == ("bluetooth", "sound", False)


def test_cues_that_come_twice_are_a_condition_that_the_run_keeps(one: Program) -> None:
    brief = Brief(one.library.load("four-choice"), seed=1)
    assert "twin" not in one.request(brief).options
    one.change("sound", twin="sound")
    request = one.request(brief)
    assert request.options["twin"] == "sound"
    assert any(step.channel == "sound" for step in request.plan.lanes[0].trials[0].steps)
    again = one.again(request)
    assert again.options["twin"] == "sound"
    one.change("sound", twin="off")
    assert "twin" not in one.again(request).options
    one.change("sound", twin="sound")
    assert "twin" not in one.request(Brief(one.library.load("stroop"), seed=1)).options


def test_the_next_run_is_told_what_was_changed(opened: Open, one: Program) -> None:
    one.change("sound", volume=0.3)
    hands = opened(one.scenes.briefing(Brief(one.library.load("four-choice"))))
    hands.take("start")
    assert isinstance(one.play, FakePlay)
    assert one.play.requests[0].settings == {"sound": one.settings.sound}


def test_the_window_comes_up_as_it_was_left(one: Program) -> None:
    left = SimpleNamespace(fullscreen=True, windowed_size=(900, 700))
    one.remember(left)  # type: ignore[arg-type]
    kept = load_settings().settings.display
    assert (kept.fullscreen, kept.size) == (True, [900, 700])
    assert window_options(kept) == WindowOptions((900, 700), fullscreen=True)


def test_a_size_that_cannot_be_kept_stops_nobody(one: Program) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text("[display\n")
    left = SimpleNamespace(fullscreen=False, windowed_size=(900, 700))
    one.remember(left)  # type: ignore[arg-type]
    assert settings_path().read_text() == "[display\n"


# ---- bindings


def test_a_key_is_bound_by_pressing_it(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_devices())
    choose(hands, "target left")
    assert hands.at(BindScene)
    key(hands, pygame.K_j)
    assert hands.at(DevicesScene)
    assert load_settings().settings.bindings.targets == {"left": ["key:j"]}
    assert any(text.startswith("J or ") for text in hands.texts)


def test_escape_and_waiting_leave_everything_as_it_is(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_devices())
    choose(hands, "target left")
    hands.press("back")
    assert hands.at(DevicesScene)
    choose(hands, "target left")
    for _ in range(40):
        hands.wait()
    assert hands.at(DevicesScene)
    assert one.settings.bindings.targets == {}


def test_a_key_that_is_taken_is_asked_about(opened: Open, one: Program) -> None:
    one.change("bindings", targets={"right": ["key:j", "pod:2"]})
    hands = opened(one.scenes.set_up_devices())
    choose(hands, "target left")
    key(hands, pygame.K_j)
    assert hands.at(ConfirmScene)
    assert "J was the control for right" in hands.texts
    hands.take("yes")
    assert hands.at(DevicesScene)
    assert one.settings.bindings.targets == {"left": ["key:j"], "right": ["pod:2"]}
    choose(hands, "target right")
    key(hands, pygame.K_j)
    hands.take("no")
    assert one.settings.bindings.targets == {"left": ["key:j"], "right": ["pod:2"]}


def test_the_coach_gets_a_key_and_everything_is_forgotten_but_the_pods(opened: Open, one: Program) -> None:
    one.change("bindings", targets={"right": ["key:j", "pod:2"]})
    hands = opened(one.scenes.set_up_devices())
    choose(hands, "action coach")
    key(hands, pygame.K_c)
    assert one.settings.bindings.actions == {"coach": ["key:c"]}
    choose(hands, "reset")
    hands.take("yes")
    assert one.settings.bindings.actions == {}
    assert one.settings.bindings.targets == {"right": ["pod:2"]}


def test_pressing_anything_says_what_it_is_and_does(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_devices())
    choose(hands, "try")
    assert hands.at(TryScene)
    key(hands, pygame.K_a)
    assert {"key:a", "Left"} <= set(hands.texts)
    key(hands, pygame.K_F9)
    assert {"key:f9", "nothing is bound to it"} <= set(hands.texts)
    hands.press("back")
    assert hands.at(DevicesScene)


def test_what_is_wrong_with_the_settings_is_said(opened: Open, one: Program) -> None:
    one.change("bindings", targets={"left": ["key:x"], "right": ["key:x"]})
    hands = opened(one.scenes.set_up_devices())
    assert "Settings: key:x is already the control for left." in hands.texts


# ---- calibration


def test_a_value_that_somebody_measured_is_kept_and_taken_out_of_use(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_calibration())
    choose(hands, "enter")
    choose(hands, "2")
    for text in ("12.5", "1.5", "40"):
        assert hands.at(AmountScene)
        hands.page.set_state("field", FieldState(text=text, caret=len(text)))
        hands.take("save")
    assert hands.at(CalibrationScene)
    entry = load_entries().standing[0]
    assert (entry.about, entry.mean_ms, entry.sd_ms, entry.n) == ("keyboard", 12.5, 1.5, 40)
    assert entry.method == "entered"
    choose(hands, entry.name)
    hands.take("yes")
    assert load_entries().standing == ()


def test_a_film_is_counted_and_a_slip_is_said(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_calibration())
    scene = hands.top
    assert isinstance(scene, CalibrationScene)
    presses = tuple(Press("keyboard", 1.0) for _ in range(4))
    hands.app.stack.apply(scene.resumed(Filmed("keyboard", {"system": "linux"}, presses)))
    choose(hands, "1")
    assert hands.at(CountsScene)
    hands.type("5 4 5")
    hands.take("save")
    assert "3 counts for 4 presses: write - for one left out" in hands.texts
    hands.page.focus_on("field")
    hands.type(" -")
    hands.take("save")
    assert hands.at(CalibrationScene)
    entry = load_entries().standing[0]
    assert (entry.method, entry.includes, len(entry.samples_ms)) == ("film", "display", 3)
    assert entry.mean_ms == pytest.approx(14 / 3 * 1000 / 240 - 1.0, abs=0.01)


def test_a_calibration_file_that_is_damaged_is_said_and_left_alone(opened: Open, one: Program) -> None:
    path = calibration_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[[entry\n")
    hands = opened(one.scenes.set_up_calibration())
    assert any(str(path) in text for text in hands.texts)
    assert path.read_text() == "[[entry\n"


# ---- pods


def test_simulated_pods_are_chosen_and_checked(opened: Open, one: Program) -> None:
    hands = opened(one.scenes.set_up_pods())
    choose(hands, "ports")
    row = next(
        str(number)
        for number, each in enumerate(hands.top.choices)  # type: ignore[attr-defined]
        if each.value == "sim:4"
    )
    choose(hands, row)
    assert load_settings().settings.pods.ports == ["sim:4"]
    choose(hands, "check")
    assert hands.at(PodTaskScene)
    hands.wait()
    assert "The pods are ready" in hands.texts
    hands.take("done")
    assert hands.at(PodsScene)


def test_the_pods_are_walked_with_a_tap_on_each(opened: Open, one: Program) -> None:
    task = WalkTask(["sim:3"], VirtualClock())
    for number in (1, 2, 3):
        task.tap(number)
    hands = opened(PodTaskScene(one, "Light each in turn", task))
    hands.wait()
    assert [line.good for line in task.now.lines] == [True, True, True]
    assert "Every pod lights and feels" in hands.texts


def test_a_pod_that_is_not_tapped_can_be_left_out(opened: Open, one: Program) -> None:
    task = WalkTask(["sim:2"], VirtualClock())
    task.tap(1)
    hands = opened(PodTaskScene(one, "Light each in turn", task))
    hands.wait()
    hands.take("without")
    assert load_settings().settings.pods.left_out == [2]


def test_each_target_gets_the_pod_that_was_tapped_for_it(opened: Open, one: Program) -> None:
    one.change("bindings", targets={"left": ["key:j", "pod:1"]})
    task = AssignTask(["sim:4"], VirtualClock(), {"left": "Left", "right": "Right"})
    for number in (3, 3, 2):
        task.tap(number)
    hands = opened(PodTaskScene(one, "Say which stands where", task))
    hands.wait()
    hands.take("done")
    assert load_settings().settings.bindings.targets == {"left": ["pod:3", "key:j"], "right": ["pod:2"]}


def test_the_sensitivity_is_set_on_every_pod(opened: Open, one: Program) -> None:
    task = SensitivityTask(["sim:2"], VirtualClock(), 5)
    hands = opened(PodTaskScene(one, "How hard they are hit", task))
    hands.wait()
    assert hands.texts.count("Sensitivity 5") == 2


def test_pods_that_are_not_there_are_said(opened: Open, one: Program) -> None:
    task = CheckTask(["/dev/nowhere"], VirtualClock())
    hands = opened(PodTaskScene(one, "Check", task))
    hands.wait()
    assert any("/dev/nowhere" in text or "nowhere" in text for text in hands.texts), hands.texts
    hands.take("done")
