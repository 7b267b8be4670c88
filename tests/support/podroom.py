"""A whole run on pods in virtual time: the real loop, engine and journal, with boards whose taps are known exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from fakeroom import Cues
from plans import MS, SECOND
from reactdrill.devices.pods.device import PodDevice
from reactdrill.devices.pods.router import LightRouter
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Command, Paused, Record, Stray
from reactdrill.engine.events import CueShown, DeviceBack, Event, Resume
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.engine.run import Run
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.live.loop import Loop
from reactdrill.pods.controller import Controller
from reactdrill.pods.field import PodField
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire, Shape, straight
from reactdrill.pods.wire.port import Wire
from reactdrill.results.journal import MemoryJournal

Answer = Callable[[SimulatedBoard, int, int], None]


@dataclass
class Truth:
    """What really happened on a pod."""

    board: int
    pod: int
    lit_ns: int
    tapped_ns: int


@dataclass
class PodRoom:
    """Boards, a field, a loop. `play` runs it; `truths` are what the hands did."""

    plan: Plan
    boards: list[SimulatedBoard]
    shapes: Sequence[tuple[Shape, Shape]] = ()
    own: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seed: int = 1
    resume_after_ns: int = SECOND
    truths: list[Truth] = field(default_factory=list)
    seen: list[Event | Command] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = VirtualClock(SECOND)
        self.plugged = [True] * len(self.boards)
        self.wires: list[PipeWire | None] = [None] * len(self.boards)
        self.field = PodField(
            [
                Controller(f"pods {number}", self._opener(number), self.clock, seed=self.seed)
                for number in range(len(self.boards))
            ],
            self.clock,
        )
        self.pods = PodDevice(self.field, self.clock, self.own)
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

    def _opener(self, number: int) -> Callable[[], Wire]:
        def opened() -> Wire:
            if not self.plugged[number]:
                raise DeviceUnavailableError(f"pods {number}", "there is no such port now", "plug it in")
            there, back = self.shapes[number] if self.shapes else (straight, straight)
            wire = PipeWire(self.boards[number], self.clock, there=there, back=back)
            self.wires[number] = wire
            return wire

        return opened

    def answering(self, reaction: Callable[[int], int | None], *, hold_ns: int = 80 * MS) -> PodRoom:
        """Hands that tap each lit pod after `reaction(number of the light)` ns; None: not at all."""
        for number, board in enumerate(self.boards):
            board.on_lit = self._hand(number, reaction, hold_ns)
        return self

    def _hand(
        self, board: int, reaction: Callable[[int], int | None], hold_ns: int
    ) -> Callable[[int, int], None]:
        def lit(pod: int, at_ns: int) -> None:
            rt_ns = reaction(len(self.truths))
            tapped_ns = -1 if rt_ns is None else at_ns + rt_ns
            self.truths.append(Truth(board, pod, at_ns, tapped_ns))
            if rt_ns is not None:
                self.boards[board].tap(pod, tapped_ns)
                self.boards[board].tap(pod, tapped_ns + hold_ns, down=False)

        return lit

    # ---- running

    def open(self, settle_ns: int = 0) -> PodRoom:
        self.field.open()
        ends_ns = self.clock.now_ns() + settle_ns
        while self.clock.now_ns() < ends_ns:
            self.pods.poll()
            self.clock.wait(min(ends_ns, max(self.pods.deadline_ns or ends_ns, self.clock.now_ns() + 1)))
        return self

    def play(self, at: Callable[[PodRoom], None] | None = None, *, limit_s: float = 600) -> PodRoom:
        """Run to the end; `at` is called after every turn and may do mischief."""
        if not any(isinstance(item, Event) for item in self.seen):
            self.loop.start()
        ends_ns = self.clock.now_ns() + round(limit_s * SECOND)
        while not self.loop.done:
            assert self.clock.now_ns() < ends_ns, "the run never ended"
            due_ns = self.loop.deadline_ns
            if self._resume_ns is not None:
                due_ns = self._resume_ns if due_ns is None else min(due_ns, self._resume_ns)
            self.clock.wait(max(due_ns or 0, self.clock.now_ns() + 1))
            if self._resume_ns is not None and self.clock.now_ns() >= self._resume_ns:
                self._resume_ns = None
                self.loop.post(Resume(self.clock.now_ns()))
            self.loop.turn()
            if at is not None:
                at(self)
        self.loop.stop()
        return self

    def saw(self, item: Event | Command) -> None:
        self.seen.append(item)
        if isinstance(item, DeviceBack):
            self._resume_ns = self.clock.now_ns() + self.resume_after_ns

    def unplug(self, number: int) -> None:
        """Pull a cable: what is on the way is lost."""
        self.plugged[number] = False
        wire = self.wires[number]
        if wire is not None:
            wire.close()

    def plug(self, number: int) -> None:
        self.plugged[number] = True

    # ---- what came of it

    def of(self, kind: type) -> list[Event | Command]:
        return [item for item in self.seen if isinstance(item, kind)]

    @property
    def records(self) -> list[TrialRecord]:
        return [item.record for item in self.seen if isinstance(item, Record)]

    @property
    def strays(self) -> list[StrayRecord]:
        return [item.record for item in self.seen if isinstance(item, Stray)]

    @property
    def outcomes(self) -> list[str]:
        return [record.outcome for record in self.records]

    @property
    def pauses(self) -> list[str]:
        return [item.reason for item in self.seen if isinstance(item, Paused)]

    def onsets(self) -> list[CueShown]:
        return [item for item in self.seen if isinstance(item, CueShown)]


def random_rt(seed: int, low_ms: int = 180, high_ms: int = 400) -> Callable[[int], int]:
    """Reaction times that are not whole ticks."""
    random = Random(seed)
    return lambda _: random.randrange(low_ms * MS, high_ms * MS)
