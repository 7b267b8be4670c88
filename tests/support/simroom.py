"""A whole run on boards with the real firmware: the real host code, loop, engine and journal in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fakeroom import Cues
from plans import SECOND
from podsim import Light, PodSim
from reactdrill.devices.pods.device import PodDevice
from reactdrill.devices.pods.router import LightRouter
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Command
from reactdrill.engine.events import DeviceBack, Event, Resume
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.run import Run
from reactdrill.live.loop import Loop
from reactdrill.pods.controller import Controller
from reactdrill.pods.field import PodField
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.lines import decode_line
from simclock import SimBoard, SimClock, SimWire

Reaction = Callable[[int, int], int | None]
"""Board and pod: the reaction time in ns, or None for no tap."""


@dataclass
class Tapped:
    """A light that was answered."""

    board: int
    pod: int
    lit_ns: int
    tap_ns: int


@dataclass
class SimRoom:
    """Boards, a loop and hands."""

    boards: Sequence[SimBoard]
    plan: Plan
    seen: list[Event | Command] = field(default_factory=list)
    tapped: list[Tapped] = field(default_factory=list)
    hold_ns: int = 60_000_000

    def __post_init__(self) -> None:
        self.clock = SimClock(self.boards)
        self.field = PodField(
            [
                Controller(f"pods {number}", self._opener(board), self.clock)
                for number, board in enumerate(self.boards)
            ],
            self.clock,
        )
        self.pods = PodDevice(self.field, self.clock)
        self.screen = Cues(self.clock)
        self.journal = MemoryJournal()
        router = LightRouter(self.pods, self.screen, self.clock)
        self.loop = Loop(
            Run(self.plan),
            self.clock,
            cues={"screen": self.screen, "light": router, "sound": self.screen},
            inputs=[self.pods],
            journal=self.journal,
            observers=[self.pods, self],
        )
        self._resume_ns: int | None = None

    def _opener(self, board: SimBoard) -> Callable[[], SimWire]:
        return lambda: SimWire(board, self.clock)

    def answering(self, reaction: Reaction) -> SimRoom:
        """Tap every pod that lights up."""
        for number, board in enumerate(self.boards):
            board.on_light = self._hand(number, board, reaction)
        return self

    def _hand(self, number: int, board: SimBoard, reaction: Reaction) -> Callable[[Light], None]:
        def lit(light: Light) -> None:
            rt_ns = reaction(number, light.pod) if any(light.colour[:3]) else None
            if rt_ns is not None:
                tap_ns = light.at_ns + rt_ns
                board.sim.tap(tap_ns, light.pod, self.hold_ns)
                self.tapped.append(Tapped(number, light.pod, light.at_ns, tap_ns))

        return lit

    def open(self, settle_ns: int = 0) -> SimRoom:
        self.field.open()
        ends_ns = self.clock.now_ns() + settle_ns
        while self.clock.now_ns() < ends_ns:
            self.pods.poll()
            self.clock.wait(min(ends_ns, max(self.pods.deadline_ns or ends_ns, self.clock.now_ns() + 1)))
        return self

    def play(self, *, limit_s: float = 5000) -> SimRoom:
        self.loop.start()
        ends_ns = self.clock.now_ns() + round(limit_s * SECOND)
        while not self.loop.done:
            assert self.clock.now_ns() < ends_ns, "the run never ended"
            dues = [due for due in (self.loop.deadline_ns, self._resume_ns) if due is not None]
            self.clock.wait(max(min(dues), self.clock.now_ns() + 1))
            if self._resume_ns is not None and self.clock.now_ns() >= self._resume_ns:
                self._resume_ns = None
                self.loop.post(Resume(self.clock.now_ns()))
            self.loop.turn()
        self.loop.stop()
        return self

    def saw(self, item: Event | Command) -> None:
        self.seen.append(item)
        if isinstance(item, DeviceBack):
            self._resume_ns = self.clock.now_ns() + SECOND

    @property
    def records(self) -> list[TrialRecord]:
        """What the journal holds."""
        return [item for line in self.journal.lines if isinstance(item := decode_line(line), TrialRecord)]

    def close(self) -> None:
        for board in self.boards:
            board.sim.close()


def boards_of(
    program: Path,
    firmwares: Sequence[tuple[str, Path]],
    *options: str,
    shape: str = "ideal",
    ppm: Sequence[float] = (0,),
) -> list[SimBoard]:
    """Boards of these kinds (`uno`, `mega`), each with its clock error and a wire of a shape."""
    boards = []
    for number, (kind, firmware) in enumerate(firmwares):
        sim = PodSim(program, kind, firmware, "--ppm", str(ppm[number % len(ppm)]), *options)
        sim.tell(f"shape {shape} 0")
        sim.tell(f"seed {number + 1}")
        boards.append(SimBoard(sim))
    return boards
