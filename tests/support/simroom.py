"""A whole run on boards with the real firmware: the real host code, loop, engine and journal in virtual time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from liveroom import LiveRoom
from podsim import Light, PodSim
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Command
from reactdrill.engine.events import Event
from reactdrill.engine.record import TrialRecord
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
class SimRoom(LiveRoom):
    """Boards, a loop and hands."""

    boards: Sequence[SimBoard]
    plan: Plan
    seen: list[Event | Command] = field(default_factory=list)
    tapped: list[Tapped] = field(default_factory=list)
    hold_ns: int = 60_000_000

    def __post_init__(self) -> None:
        self.join(self.plan, SimClock(self.boards), [self._opener(board) for board in self.boards])

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
