"""One block: a program is started, the robot answers its trials, both accounts are put side by side."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any, Self

from blackbox_align import align
from blackbox_programs import BURSTS, Program, arguments
from blackbox_robot import Pressed, Robot, RobotError, Seen
from blackbox_server import Desk, Server

WARM_UP = 5
"""Trials at the beginning that do not count."""
SWITCHING = 3
"""Trials while the load comes or goes."""
READY_S = 60
END_S = 30
FOCUS_EVERY_S = 0.1
BUSY = "while True: pass"
KEYS = {"Left": "key:left", "Right": "key:right", "Up": "key:up", "Down": "key:down"}
BURST_PAUSE_MS = 15
SETTLE_S = 1.0
"""From the last press to the end of the program."""
TICKS = os.sysconf("SC_CLK_TCK")

Json = dict[str, Any]


class BlockError(Exception):
    """A block that tells nothing."""


@dataclass
class Condition:
    """What came of a part of a block under one condition."""

    condition: str
    first: int = 0
    after: int = 0
    """The trials that count, by the robot's numbers."""
    cpu: float = 0.0
    """Share of one core that the program took."""
    pairs: list[tuple[Json | None, Mapping[str, Any] | None]] = field(default_factory=list)
    """What the robot did, and what the program told of it."""

    def pair(self, aligned: Sequence[tuple[Seen | None, Mapping[str, Any] | None]]) -> None:
        """Take what belongs to its trials; what only the program knows of belongs to the trial before it."""
        number = -1
        for one, line in aligned:
            number = number if one is None else one.number
            if self.first <= number < self.after:
                self.pairs.append((None if one is None else one.as_dict(), line))


@dataclass
class Block:
    """A program's trials."""

    program: str
    round: int
    robot: str
    conditions: list[Condition]


def run_block(
    program: Program, command: Sequence[str], *, server: Server, cache: Path, number: int, n: int
) -> Block:
    """`n` trials that count under each condition, in turns the one and the other first. Raises `BlockError`."""
    order = program.conditions if number % 2 == 0 else tuple(reversed(program.conditions))
    count = WARM_UP + len(order) * n + (len(order) - 1) * SWITCHING
    tail = [str(count), str(1000 + number), *arguments(program, cache)]
    with Desk(server) as desk, _Started([*command, *tail], server, desk) as started:
        robot = Robot(server, desk, cache)
        started.ended = robot.stop
        answers = robot.trials(started.probe(), count, seed=7919 * (number + 1))
        try:
            seen, parts = _answered(answers, order, n, started)
        except RobotError as error:
            raise BlockError(f"{error}; {started.last_words()}") from error
        told = started.trials()
    aligned = align(seen, told)
    for part in parts:
        part.pair(aligned)
    return Block(program.name, number, robot.nature, parts)


def _answered(
    answers: Iterator[Seen], order: Sequence[str], n: int, started: _Started
) -> tuple[list[Seen], list[Condition]]:
    """What was seen, and which of it counts under which condition."""
    seen: list[Seen] = []
    parts: list[Condition] = []
    seen += islice(answers, WARM_UP)
    started.keep_focus = False
    for name in order:
        with _load() if name == "load" else contextlib.nullcontext():
            if parts:
                seen += islice(answers, SWITCHING)
            begun_s, spent = time.monotonic(), _spent_s(started.pid)
            part = Condition(name, first=len(seen))
            seen += islice(answers, n)
            part.after = len(seen)
            part.cpu = _more_spent_s(spent, _spent_s(started.pid)) / (time.monotonic() - begun_s)
            parts.append(part)
    seen += answers
    return seen, parts


# ---- bursts


@dataclass
class Bursts:
    """What came of presses in bursts."""

    injected: int
    told: int
    lost: int = 0
    phantom: int = 0
    doubled: int = 0
    errors_ns: list[float] = field(default_factory=list)
    """Stamp minus press."""
    sources: dict[str, int] = field(default_factory=dict)
    robot: str = ""


def run_bursts(command: Sequence[str], *, server: Server, cache: Path, count: int) -> Bursts:
    """Press four keys in bursts while the program runs; every press has to be in its journal once."""
    tail = [str(300 + count // 2), "1", *arguments(BURSTS, cache)]
    with Desk(server) as desk, _Started([*command, *tail], server, desk) as started:
        robot = Robot(server, desk, cache)
        try:
            first = next(robot.trials(started.probe(), 1, 4711))
            started.keep_focus = False
            pressed = robot.bursts(list(KEYS), count, 4711, BURST_PAUSE_MS)
        except RobotError as error:
            raise BlockError(f"{error}; {started.last_words()}") from error
        time.sleep(SETTLE_S)
        started.end()
        controls = {desk.keycode(key): control for key, control in KEYS.items()}
        if first.pressed:
            pressed.insert(0, Pressed(-1, desk.keycode("Left"), first.before_ns, first.after_ns))
        return _matched(pressed, started.lines("press"), controls, robot.nature)


def _matched(
    pressed: Sequence[Pressed], told: Sequence[Json], controls: dict[int, str], nature: str
) -> Bursts:
    """Put both sequences of keys side by side; where they are the same, every press was told once."""
    wanted = [controls[one.keycode] for one in pressed]
    found = [line["control"] for line in told]
    done = Bursts(len(pressed), len(told), robot=nature)
    for kind, from_, to, begin, end in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if kind == "equal":
            done.errors_ns += [
                line["response"] - (one.before_ns + one.after_ns) / 2
                for one, line in zip(pressed[from_:to], told[begin:end], strict=True)
            ]
            continue
        done.lost += to - from_
        again = sum(number > 0 and found[number] == found[number - 1] for number in range(begin, end))
        done.doubled += again
        done.phantom += end - begin - again
    done.sources = dict(Counter(line["source"] for line in told))
    return done


# ---- processes


class _Started:
    """A program in a process group of its own, what it tells, and the focus kept on it until it has begun."""

    def __init__(self, command: Sequence[str], server: Server, desk: Desk) -> None:
        self.keep_focus = True
        self.ended: Callable[[], None] = lambda: None
        """Called when it has told everything."""
        self._desk = desk
        self._lines: list[Json] = []
        self._words: list[str] = []
        self._news: queue.Queue[Json | None] = queue.Queue()
        self._process = subprocess.Popen(
            command,
            env=server.environment(),
            cwd=server.picture.parent,  # some leave files where they are started
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._focusing = threading.Thread(target=self._focus, daemon=True)

    def __enter__(self) -> Self:
        self._reading.start()
        self._focusing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.keep_focus = False
        self._focusing.join()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        self._reading.join()

    def probe(self) -> Json:
        """Where to look; blocks until the program tells. Raises `BlockError`."""
        over_at = time.monotonic() + READY_S
        while (left := over_at - time.monotonic()) > 0:
            try:
                line = self._news.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                raise BlockError(f"it ended at once; {self.last_words()}")
            if "probe" in line:
                return line
        raise BlockError(f"it was not ready within {READY_S} s; {self.last_words()}")

    def end(self) -> None:
        """Ask it to end in order."""
        self._process.terminate()

    def trials(self) -> list[Json]:
        """What it told of trials, once it has ended."""
        return self.lines("trial")

    def lines(self, kind: str) -> list[Json]:
        """What it told, once it has ended. Raises `BlockError` when it does not end."""
        self._reading.join(END_S)
        if self._reading.is_alive():
            raise BlockError(f"it did not end; {self.last_words()}")
        found = [line for line in self._lines if kind in line]
        if not found:
            raise BlockError(f"it told of nothing; {self.last_words()}")
        return found

    def last_words(self) -> str:
        """The end of what it said besides."""
        return "its last words: " + " / ".join(self._words[-4:])

    def _read(self) -> None:
        assert self._process.stdout is not None
        for text in self._process.stdout:
            line = _object(text)
            if line is None:
                self._words.append(text.strip())
            else:
                self._lines.append(line)
                self._news.put(line)
        self._news.put(None)
        self._process.stdout.close()
        self.ended()

    def _focus(self) -> None:
        while self.keep_focus:
            self._desk.focus_program()
            time.sleep(FOCUS_EVERY_S)


def _object(text: str) -> Json | None:
    if not text.startswith("{"):
        return None
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if isinstance(line, dict) else None


@contextlib.contextmanager
def _load() -> Iterator[None]:
    """Two processes that are always busy."""
    busy = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(2)]
    try:
        yield
    finally:
        for each in busy:
            each.kill()
        for each in busy:
            each.wait()


def _spent_s(leader: int) -> dict[int, float]:
    """Processor time of a program and of all that it started, by process."""
    spent = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            number = int(stat.parent.name)
            if _descends(number, leader):
                user, system = stat.read_text().rpartition(")")[2].split()[11:13]
                spent[number] = (int(user) + int(system)) / TICKS
    return spent


def _more_spent_s(before: dict[int, float], after: dict[int, float]) -> float:
    return sum(spent_s - before.get(number, 0.0) for number, spent_s in after.items())


def _descends(number: int, leader: int) -> bool:
    """Whether a process comes from another one: browsers make sessions of their own."""
    while number > 1 and number != leader:
        number = int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    return number == leader
