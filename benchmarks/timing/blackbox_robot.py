"""The robot: finger.c compiled for this machine, or finger.py where that cannot be, and what they tell."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from blackbox_server import Desk, Server

HERE = Path(__file__).resolve().parent
CATCH_EVERY = 50
"""One trial in so many is not answered: a response told of there is a phantom."""
GIVE_UP_MS = 45_000
NEVER = {3: "a cue never came", 4: "a cue never went"}


class RobotError(Exception):
    """The robot saw nothing, or could not press."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One trial as the robot saw and answered it; ns of the monotonic clock."""

    number: int
    unlit_ns: int
    """The last look at which the cue was not there."""
    lit_ns: int
    """The first at which it was."""
    due_ns: int
    before_ns: int
    """The press lies between this and `after_ns`; both 0 where there was none."""
    after_ns: int
    dark_ns: int

    @property
    def pressed(self) -> bool:
        """Whether there was an answer."""
        return self.before_ns != 0

    @property
    def onset_ns(self) -> float:
        """When the cue came."""
        return (self.unlit_ns + self.lit_ns) / 2

    @property
    def press_ns(self) -> float:
        """When the key went down."""
        return (self.before_ns + self.after_ns) / 2

    @property
    def rt_ns(self) -> float:
        """The true reaction time."""
        return self.press_ns - self.onset_ns

    @property
    def doubt_ns(self) -> float:
        """How far off `rt_ns` can be."""
        return (self.lit_ns - self.unlit_ns + self.after_ns - self.before_ns) / 2

    def as_dict(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pressed:
    """One press of a burst."""

    number: int
    keycode: int
    before_ns: int
    after_ns: int


@functools.cache
def finger(cache: Path) -> tuple[str, ...]:
    """The command to run: compiled now, or the slower Python one."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is not None:
        cache.mkdir(parents=True, exist_ok=True)
        made, fresh = cache / "finger", cache / f"finger.{os.getpid()}"
        result = subprocess.run(
            [compiler, "-O2", "-o", str(fresh), str(HERE / "finger.c")], capture_output=True, check=False
        )
        if result.returncode == 0:
            fresh.replace(made)
            return (str(made),)
    return (sys.executable, str(HERE / "finger.py"))


class Robot:
    """Sits at one server."""

    def __init__(self, server: Server, desk: Desk, cache: Path) -> None:
        self._server = server
        self._desk = desk
        self._finger = finger(cache)
        self.nature = ""
        """`c fifo`: in C, with real-time priority."""
        self._stopped = threading.Event()

    def trials(self, probe: dict[str, Any], count: int, seed: int) -> Iterator[Seen]:
        """Do `count` trials at a probe. Raises `RobotError`."""
        x, y = probe["probe"]
        place = (str(self._server.picture), self._server.offset(x, y), probe["lit"])
        for numbers in self._run(
            "trials", seed, *place, count, self._desk.keycode(probe["key"]), CATCH_EVERY, GIVE_UP_MS
        ):
            yield Seen(*numbers)

    def bursts(self, keys: Sequence[str], count: int, seed: int, longest_pause_ms: int) -> list[Pressed]:
        """Press these keys `count` times in bursts of up to twelve. Raises `RobotError`."""
        codes = ",".join(str(self._desk.keycode(key)) for key in keys)
        return [Pressed(*numbers) for numbers in self._run("bursts", seed, count, codes, longest_pause_ms)]

    def stop(self) -> None:
        """The program has ended: see no more, a little later."""
        self._stopped.set()

    def _run(self, kind: str, seed: int, *given: object) -> Iterator[list[int]]:
        fd = self._desk.finger_fd
        command = [*self._finger, kind, str(fd), str(self._desk.opcode), str(seed), *map(str, given)]
        process = subprocess.Popen(
            command, pass_fds=[fd], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        ended = threading.Event()
        threading.Thread(target=self._end, args=(process, ended), daemon=True).start()
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            for line in process.stdout:
                if line.startswith("#"):
                    self.nature = line[1:].strip()
                else:
                    yield [int(word) for word in line.split()]
            if process.wait() != 0 and not self._stopped.is_set():
                said = process.stderr.read().strip()
                raise RobotError(NEVER.get(process.returncode, said or f"exit code {process.returncode}"))
        finally:
            ended.set()
            process.kill()
            process.wait()
            process.stdout.close()
            process.stderr.close()

    def _end(self, process: subprocess.Popen[str], ended: threading.Event) -> None:
        """What the robot has not seen half a second after the program's end it will never see."""
        while not ended.wait(0.5):
            if self._stopped.is_set():
                process.terminate()
                return
