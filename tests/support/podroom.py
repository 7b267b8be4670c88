"""A whole run on pods in virtual time: the real loop, engine and journal, with boards whose taps are known exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from liveroom import LiveRoom
from plans import MS, SECOND
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Command, Paused, Record, Stray
from reactdrill.engine.events import CueShown, Event
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire, Shape, straight
from reactdrill.pods.wire.port import Wire

Answer = Callable[[SimulatedBoard, int, int], None]


@dataclass
class Truth:
    """What really happened on a pod."""

    board: int
    pod: int
    lit_ns: int
    tapped_ns: int


@dataclass
class PodRoom(LiveRoom):
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
        self.plugged = [True] * len(self.boards)
        self.wires: list[PipeWire | None] = [None] * len(self.boards)
        openers = [self._opener(number) for number in range(len(self.boards))]
        self.join(self.plan, VirtualClock(SECOND), openers, own=self.own, seed=self.seed)

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
