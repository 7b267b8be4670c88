"""The simulated board itself: the same every time, true to its clock and its wires, and reachable as a port."""

from __future__ import annotations

import os
import select
import subprocess
import tty
from pathlib import Path

import pytest

from plugged import PluggedPods
from podsim import PODS, Level, PodSim, Received
from podtalk import MS, Message, Talk, decode, encode
from terminals import need_terminals

pytest_plugins = ("pod_fixtures",)

UNO = PODS / "hex" / "uno.hex"


def a_run(program: Path, *options: str, setup: tuple[str, ...] = ()) -> list[object]:
    """Taps and lights on a wire with faults; everything that happened."""
    with PodSim(program, "uno", UNO, *options) as sim:
        for line in setup:
            sim.tell(line)
        talk = Talk(sim)
        talk.boot()
        talk.sim.tell("seed 3")
        talk.sim.tell("fault up 100000 0 50000 50000")
        for pod in range(8):
            sim.tap(sim.now_ns + (10 + 7 * pod) * MS, pod)
            sim.send(encode("HEARD", 0, heard=0))
        return list(sim.run(sim.now_ns + 300 * MS))


def test_two_runs_are_the_same(podsim_program: Path) -> None:
    first = a_run(podsim_program)
    assert first == a_run(podsim_program)
    assert len(first) > 40


@pytest.mark.parametrize("ppm", [-5000, 0, 5000])
def test_a_clock_that_is_off_is_off_by_so_much(podsim_program: Path, ppm: int) -> None:
    with PodSim(podsim_program, "uno", UNO, "--ppm", str(ppm)) as sim:
        talk = Talk(sim)
        talk.boot()
        sim.tap(1_000 * MS, 2)
        sim.tap(3_000 * MS, 2)
        talk.run_ms(3_500)
        first, second = (tap["tick"] for tap in talk.told("TAP") if tap["edge"])
        assert second - first == pytest.approx(4_000_000 * (1 + ppm / 1e6), abs=4)


def test_a_tap_comes_at_exactly_its_cycle(podsim_program: Path) -> None:
    with PodSim(podsim_program, "uno", UNO) as sim:
        sim.run(50 * MS)
        sim.tap(60 * MS, 1)
        pins = [item for item in sim.run(200 * MS) if isinstance(item, Level) and item.input == 1]
        assert [
            abs(pin.cycle - wanted) <= 2 for pin, wanted in zip(pins, (960_000, 1_920_000), strict=True)
        ] == [
            True,
            True,
        ]


@pytest.mark.parametrize(
    ("shape", "shortest_ms", "longest_ms"), [("ideal", 1.2, 1.9), ("usb", 2, 4), ("ftdi", 2, 20)]
)
def test_wires_take_their_time(
    podsim_program: Path, shape: str, shortest_ms: float, longest_ms: float
) -> None:
    with PodSim(podsim_program, "uno", UNO) as sim:
        talk = Talk(sim)
        talk.boot()
        sim.tell(f"shape {shape} 0")
        for _ in range(10):
            talk.run_ms(7.3)
            sent_ns = sim.now_ns
            talk.do("PING")
            assert shortest_ms * MS <= sim.now_ns - sent_ns <= longest_ms * MS


def test_a_wire_that_damages_frames_is_noticed(podsim_program: Path) -> None:
    happened = a_run(podsim_program, setup=("shape usb 100000",))
    good = bad = 0
    for item in happened:
        if isinstance(item, Received):
            try:
                decode(item.data)
                good += 1
            except (AssertionError, IndexError, KeyError):
                bad += 1
    assert good > 20
    assert bad > 2


class Port:
    """The far end of the simulated board's pseudo-terminal."""

    def __init__(self, program: Path, *options: str) -> None:
        need_terminals()
        self.process = subprocess.Popen(
            [str(program), "uno", str(UNO), "--pty", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self.process.stdout is not None
        self.path = self.process.stdout.readline().split()[1]
        self.file = self.open()

    def open(self) -> int:
        """A new opening of the port, as by a program that connects."""
        file = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(file)
        return file

    def tell(self, line: str) -> str:
        """A command and its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        return self.process.stdout.readline()

    def ask(self, name: str, answer: str, **values: int) -> Message:
        """Send a command until it is answered, as a host does: a board that starts hears nothing yet."""
        for _ in range(60):
            os.write(self.file, encode(name, 7, **values))
            message = self.message(answer)
            if message is not None:
                return message
        raise AssertionError(f"no {answer} came")

    def message(self, name: str) -> Message | None:
        """An answer of this kind to what was asked, if one comes within a second."""
        data = b""
        while select.select([self.file], [], [], 1)[0]:
            data += os.read(self.file, 512)
            *frames, data = data.split(b"\0")
            for frame in frames:
                if frame and (found := decode(frame)).name == name and found.seq == 7:
                    return found
        return None

    def close(self) -> None:
        """End it."""
        os.close(self.file)
        self.process.communicate(timeout=60)


def test_a_pty_whose_time_moves_when_told(podsim_program: Path) -> None:
    port = Port(podsim_program)
    assert port.tell("run 60000000").startswith(("ttl", "at"))
    os.write(port.file, encode("HELLO", 7, major=1, session=9))
    port.tell("run 70000000")
    assert port.message("HELLO_IS") is not None
    port.close()


def test_a_pty_that_follows_the_clock_answers_and_can_be_opened_again(podsim_program: Path) -> None:
    port = Port(podsim_program, "--paced")
    port.ask("HELLO", "HELLO_IS", major=1, session=9)
    os.close(port.file)
    port.file = port.open()
    assert port.ask("STATUS", "STATUS_IS")["flags"] & 8
    port.close()


def test_a_board_at_a_port_can_be_pulled_out_and_plugged_in(podsim_program: Path, tmp_path: Path) -> None:
    need_terminals()
    port = tmp_path / "pods"
    plugged = PluggedPods(podsim_program, port)
    for line in ("nonsense", "tap", "tap x", "unplug", "plug", "rest", "work"):
        plugged.tell(line)
    plugged.close()
    told = [line for line in plugged.lines if not line.startswith(("ttl", "reset"))]
    assert sorted(told) == sorted(
        ["error nonsense", "error tap", "error tap x", "resting", "working", *[f"plugged in at {port}"] * 2]
    )
    assert not port.is_symlink()


def test_what_is_no_command_is_said(podsim_program: Path) -> None:
    done = subprocess.run(
        [str(podsim_program), "uno", str(UNO)],
        input="input 0 99 1\nnonsense\nfault sideways 1 1 1 1\nshape moon 0\nrun 1000000\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    lines = done.stdout.splitlines()
    assert sum(line.startswith("error") for line in lines) == 4
    assert lines[-1] == "at 1000000"


def test_it_does_not_start_without_its_firmware(podsim_program: Path, tmp_path: Path) -> None:
    command = [str(podsim_program), "uno", str(tmp_path / "none.hex")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "cannot read the firmware" in done.stderr
