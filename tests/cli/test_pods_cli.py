"""`reactdrill pods` on simulated pods: what is said, what is saved, and the exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from plans import MS
from reactdrill.cli.calibrate import by_sensor
from reactdrill.cli.pods.placing import assign_targets
from reactdrill.cli.pods.watching import draw_strips, print_presses
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import PodField
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire
from reactdrill.station.calibration.file import load_entries
from reactdrill.station.settings import load_settings, settings_path

if TYPE_CHECKING:
    from command import Command


def desk_of(board: SimulatedBoard) -> PodDesk:
    clock = VirtualClock()
    field = PodField([Controller("pods x", lambda: PipeWire(board, clock), clock)], clock)
    field.open()
    return PodDesk(field, clock)


def test_check_says_that_all_is_well(command: Command) -> None:
    said = command("pods", "check", "--ports", "sim:2", "--seconds", "0.2")
    assert said.code == 0
    assert "pod 2            quiet" in said.out
    assert "the pods are ready" in said.out


def test_check_finds_a_wrong_count(command: Command) -> None:
    said = command("pods", "check", "--ports", "sim:2", "--count", "3", "--seconds", "0.2")
    assert (said.code, "2 pods answer, 3 are expected" in said.out) == (1, True)


def test_ports_that_are_not_there_are_one_line(command: Command) -> None:
    said = command("pods", "check", "--ports", "/dev/reactdrill-nothing")
    assert said.refusal(3).startswith("pods /dev/reactdrill-nothing: there is no such port now")
    assert "sim:6" in command("pods", "check", "--ports", "sim:99").refusal(2)


def test_pods_are_left_out_and_taken_back(command: Command) -> None:
    assert "left out from now on: pod 2, 3" in command("pods", "leave-out", "3", "2").out
    assert load_settings().settings.pods.left_out == [2, 3]
    assert "all pods are used" in command("pods", "leave-out").out
    assert load_settings().settings.pods.left_out == []


def test_a_pod_is_identified_and_configured(command: Command) -> None:
    said = command("pods", "identify", "2", "--ports", "sim:2", "--seconds", "0.5")
    assert said.out == "pod 2: place 2 on simulated pods\n"
    assert "there is no pod 5" in command("pods", "identify", "5", "--ports", "sim:2").err
    said = command("pods", "configure", "--ports", "sim:2", "--pod", "1", "--sensitivity", "4", "--id", "12")
    assert "number 12" in said.out
    assert "pod 1   sensitivity 4 (light)" in said.out


def test_a_controller_is_set_up_and_its_pods_are_numbered_anew(command: Command) -> None:
    said = command(
        *(
            "pods",
            "configure",
            "--ports",
            "sim:4",
            "--count",
            "3",
            "--leds-per-pod",
            "2",
            "--reference",
            "2.5",
        ),
        *("--polarity", "high", "--sensor", "off", "--pod", "3"),
    )
    assert said.out.splitlines() == [
        "simulated pods: number none, 3 pods, apa102 lights (2 LEDs each), reference 2.51 V, TTL 10 ms",
        "  pod 1   sensitivity 5 (lightest)",
        "  pod 2   sensitivity 5 (lightest)",
        "  pod 3   sensitivity 5 (lightest), active high, switched off",
    ]


def test_simulated_pods_cannot_be_assigned_by_hand(command: Command) -> None:
    said = command("pods", "assign", "four-choice", "--ports", "sim:4")
    assert "nobody can tap them here" in said.refusal(3)


def test_ws2812_want_another_firmware(command: Command) -> None:
    said = command("pods", "configure", "--ports", "sim:4", "--lights", "ws2812")
    assert "`reactdrill pods flash PORT --lights ws2812`" in said.refusal(3)


def test_drills_that_fit_so_many_pods_are_listed(command: Command) -> None:
    said = command("pods", "drills", "4")
    assert " 4 pods  four-choice " in said.out
    assert " 1 pod   simple-visual " in said.out
    assert "semicircle-taps" not in said.out
    assert "want more pods" in said.err
    assert command("pods", "drills", "--ports", "sim:4").out == said.out


def test_pods_that_are_pulled_out_end_the_command() -> None:
    board = SimulatedBoard(2)
    desk = desk_of(board)
    (controller,) = desk.field.controllers
    board.receive = lambda data, at_ns: None  # type: ignore[method-assign]
    with pytest.raises(DeviceUnavailableError, match="does not answer any more"):
        desk.wait_for_press()
    assert not controller.ready


def test_list_asks_no_port_without_need(command: Command) -> None:
    assert command("pods", "list", "--no-ask").code in (0, 1)


def test_targets_get_the_pods_that_are_tapped(capsys: pytest.CaptureFixture[str]) -> None:
    board = SimulatedBoard(3)
    desk = desk_of(board)
    start_ns = desk.clock.now_ns()
    for number, pod in enumerate((2, 2, 0)):
        board.tap(pod, start_ns + (number * 1500 + 200) * MS)
        board.tap(pod, start_ns + (number * 1500 + 300) * MS, down=False)
    chosen = assign_targets(desk, {"left": "Left", "right": "Right"})
    assert chosen == {"left": 3, "right": 1}
    assert "pod 3 is taken already" in capsys.readouterr().out


def test_more_targets_than_pods_stay_on_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    board = SimulatedBoard(1)
    desk = desk_of(board)
    board.tap(0, desk.clock.now_ns() + 200 * MS)
    assert assign_targets(desk, {"left": "Left", "right": "Right"}) == {"left": 1}
    assert "Right: no pod is left" in capsys.readouterr().out


def test_presses_are_traced_with_their_length_and_bounce(capsys: pytest.CaptureFixture[str]) -> None:
    board = SimulatedBoard(2)
    desk = desk_of(board)
    at_ns = desk.clock.now_ns() + 100 * MS
    for after_ms, down in ((0, True), (2, False), (3, True), (120, False)):
        board.tap(1, at_ns + after_ms * MS, down=down)
    board.tap(0, at_ns)
    print_presses(desk, {2}, 1000 * MS)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "pod 2   ▼ pressed"
    assert lines[1].startswith("pod 2   ▲ let go, held 120.0 ms ▇▇▇▇▇▇, 2 bounces")
    assert len(lines) == 2


def test_strips_are_drawn_where_there_is_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    board = SimulatedBoard(2)
    desk = desk_of(board)
    at_ns = desk.clock.now_ns() + 200 * MS
    board.tap(1, at_ns)
    board.tap(1, at_ns + 300 * MS, down=False)
    draw_strips(desk, desk.field.pods, 1000 * MS)
    pod_1, pod_2 = capsys.readouterr().out.splitlines()[-2:]
    assert "█" not in pod_1
    assert "██████" in pod_2


def test_play_refuses_ports_that_cannot_be(command: Command) -> None:
    assert "sim:6" in command("play", "four-choice", "--pods", "sim:0").refusal(2)


def test_a_sensor_that_sees_nothing_calibrates_nothing(command: Command) -> None:
    said = command("calibrate", "sensor", "display", "--ports", "sim:1", "--count", "2")
    assert said.code == 3
    assert "the light sensor saw nothing" in said.err


def test_all_parts_are_calibrated_in_turn_and_the_first_that_fails_ends_it(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text('[pods]\nports = ["sim:1"]\n', "utf-8")
    asked = []

    def measure(part: str, _desk: PodDesk, count: int) -> tuple[list[int], dict[str, str], str]:
        asked.append((part, count))
        if part == "keyboard":
            raise DeviceUnavailableError("sensor", "no press was seen", "press through the switch")
        return [2 * MS, 3 * MS], {}, ""

    monkeypatch.setattr(by_sensor, "_measure", measure)
    said = command("calibrate", "--sensor")
    assert asked == [("display", 30), ("sound", 30), ("keyboard", 30)]
    assert [entry.part for entry in load_entries().written] == ["display", "sound"]
    assert by_sensor.HOW["display"] in said.err
    assert said.code == 3
    assert "no press was seen" in said.err


def test_all_parts_and_one_part_are_not_asked_for_together(command: Command) -> None:
    said = command("calibrate", "--sensor", "sensor", "display")
    assert "--sensor stands alone" in said.refusal(2)
