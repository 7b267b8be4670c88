"""What `check` finds, desks, sensitivity and flashing, on simulated boards in virtual time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from plans import MS, SECOND
from podbench import usb, usb_back
from reactdrill.assets import data_dir
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.pods import messages as m
from reactdrill.pods.check import PodFinding, check_field
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import PodField
from reactdrill.pods.flash import TARGETS, firmware_name, flash, flash_command
from reactdrill.pods.sensitivity import LEVELS, describe, set_level
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire
from reactdrill.pods.wire.port import Wire


def desk_of(*boards: SimulatedBoard, partly: bool = False) -> PodDesk:
    clock = VirtualClock()

    def opener(board: SimulatedBoard) -> Callable[[], Wire]:
        return lambda: PipeWire(board, clock)

    controllers = [Controller(f"pods {n}", opener(board), clock) for n, board in enumerate(boards)]
    field = PodField(controllers, clock)
    field.open(partly=partly)
    return PodDesk(field, clock)


def problems(found: list[PodFinding]) -> list[tuple[str, int | None]]:
    return [(each.what, each.pod) for each in found if each.level == "problem"]


def test_good_pods_have_no_problem() -> None:
    found = check_field(desk_of(SimulatedBoard(4, fast_ppb=4_000_000)), 4)
    assert {each.level for each in found} == {"ok"}
    assert len(found) == 6


def test_a_wrong_count_is_said() -> None:
    found = check_field(desk_of(SimulatedBoard(4)), 6)
    assert problems(found) == [("all pods", None)]
    assert "4 pods answer, 6 are expected" in found[0].text


def test_a_stuck_sensor_is_named_with_what_to_do() -> None:
    board = SimulatedBoard(3)
    board.tap(1, 10)
    desk = desk_of(board)
    desk.wait(11 * SECOND)
    found = check_field(desk)
    assert problems(found) == [("pod 2", 2)]
    assert any("swap the pod" in each.hint for each in found)


def test_a_noisy_sensor_is_named() -> None:
    board = SimulatedBoard(3)
    desk = desk_of(board)
    for number in range(20):
        board.tap(2, desk.clock.now_ns() + (number + 1) * 37 * MS, down=number % 2 == 0)
    assert problems(check_field(desk)) == [("pod 3", 3)]


def test_a_bad_clock_is_named() -> None:
    assert problems(check_field(desk_of(SimulatedBoard(1, fast_ppb=9_000_000)))) == [("pods 0", None)]


def test_an_old_protocol_is_a_problem_and_the_others_are_looked_at() -> None:
    found = check_field(desk_of(SimulatedBoard(2, version=(0, 9)), SimulatedBoard(3), partly=True))
    assert problems(found) == [("pods 0", None)]
    assert "pods flash" in found[0].hint
    assert len([each for each in found if each.pod is None and each.what.startswith("pod ")]) == 3


def test_a_newer_protocol_says_to_update_the_program() -> None:
    with pytest.raises(DeviceUnavailableError, match="update reactdrill"):
        desk_of(SimulatedBoard(2, version=(2, 0)))


def test_two_boards_of_one_number_are_noted() -> None:
    found = check_field(desk_of(SimulatedBoard(1, board_id=5), SimulatedBoard(1, board_id=5, boot_id=2)))
    assert [each.what for each in found if each.level == "note"] == ["controllers"]


def test_something_else_on_the_port_is_told_from_pods() -> None:
    clock = VirtualClock()
    deaf = PipeWire(SimulatedBoard(1), clock, there=lambda _data, _at_ns: [], back=lambda _data, _at_ns: [])
    field = PodField([Controller("pods x", lambda: deaf, clock)], clock)
    with pytest.raises(DeviceUnavailableError, match=r"no pods answer on this port.*pods flash"):
        field.open()
    assert clock.now_ns() < 6 * SECOND


def test_a_port_that_cannot_be_opened_is_told_within_a_second() -> None:
    clock = VirtualClock()

    def opened() -> Wire:
        raise DeviceUnavailableError("pods x", "another program has the pods", "close it")

    with pytest.raises(DeviceUnavailableError, match="another program has the pods"):
        PodField([Controller("pods x", opened, clock)], clock).open()
    assert clock.now_ns() <= 1100 * MS


def test_sensitivity_is_set_and_read_in_a_coachs_words() -> None:
    desk = desk_of(SimulatedBoard(2))
    pod = desk.field.pods[1]
    for level in LEVELS:
        answer = desk.get(pod.controller, set_level(desk.settings(pod), level.level), m.InputIs)
        assert describe(answer) == f"{level.level} ({level.name})"
        assert answer.confirm_100us * 4 <= answer.lockout_ms * 10
    assert describe(m.InputIs(1, 1, 33, 0, 0)).startswith("own")


def test_a_desk_waits_for_presses_and_lights_pods() -> None:
    board = SimulatedBoard(3)
    desk = desk_of(board)
    board.tap(2, desk.clock.now_ns() + 300 * MS)
    pod = desk.wait_for_press(SECOND)
    assert pod is not None
    assert pod.number == 3
    assert desk.wait_for_press(SECOND // 10) is None
    for each in desk.field.pods:
        desk.light(each)
    assert board.lights == [(0, 255, 60)] * 3
    with pytest.raises(DeviceUnavailableError, match="refused"):
        desk.get(pod.controller, m.Counts(9), m.CountsIs)


def test_clock_notes_come_with_slow_wires() -> None:
    from random import Random

    clock = VirtualClock()
    board = SimulatedBoard(1)
    wire = PipeWire(board, clock, there=usb(Random(1)), back=usb_back(Random(1), 16 * MS))
    field = PodField([Controller("pods x", lambda: wire, clock)], clock)
    field.open()
    assert not problems(check_field(PodDesk(field, clock)))


@pytest.mark.parametrize("board", TARGETS)
def test_flashing_calls_avrdude_for_the_board(board: str) -> None:
    command = flash_command(board, "/dev/ttyUSB0", Path("x.hex"))
    assert command[0] == "avrdude"
    assert "flash:w:x.hex:i" in command
    assert ("atmega2560" in command) == (board == "mega")


def test_every_board_has_its_firmware_for_both_kinds_of_lights() -> None:
    folder = data_dir("firmware")
    names = {firmware_name(board, ws2812=ws2812) for board in TARGETS for ws2812 in (False, True)}
    assert names == {"uno.hex", "uno-ws2812.hex", "mega.hex", "mega-ws2812.hex"}
    assert all((folder / name).is_file() for name in names)


def test_flashing_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceUnavailableError, match="sudo apt install avrdude"):
        flash("uno", "/dev/x", tmp_path / "x.hex")
    tool = tmp_path / "avrdude"
    tool.write_text("#!/bin/sh\necho 'avrdude: stk500_recv(): programmer is not responding' >&2\nexit 1\n")
    tool.chmod(0o755)
    with pytest.raises(DeviceUnavailableError, match="is not there"):
        flash("uno", "/dev/x", tmp_path / "x.hex")
    (tmp_path / "x.hex").write_text(":00000001FF\n")
    with pytest.raises(DeviceUnavailableError, match=r"not responding.*nano-old"):
        flash("nano", "/dev/x", tmp_path / "x.hex")
    tool.write_text(
        "#!/bin/sh\necho 'avrdude OS error: no such port\n\navrdude done.  Thank you.' >&2\nexit 1\n"
    )
    with pytest.raises(DeviceUnavailableError, match=r"could not write it \(no such port\)"):
        flash("uno", "/dev/x", tmp_path / "x.hex")
    tool.write_text("#!/bin/sh\nexit 0\n")
    flash("uno", "/dev/x", tmp_path / "x.hex")
