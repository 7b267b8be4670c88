"""From what a person writes (`/dev/ttyACM0`, `COM3`, `sim:6`) to pods that can be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import randbits

from reactdrill.errors import UsageError
from reactdrill.live.ports import Clock
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import PodField
from reactdrill.pods.messages import MAX_PODS
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire
from reactdrill.pods.wire.port import OpenWire, Wire

SIMULATED = re.compile(r"sim(?::(\d{1,2}))?")
DEFAULT_PODS = 6


@dataclass(frozen=True, slots=True)
class PodPort:
    """Where a controller is."""

    path: str
    """A port of the system; empty for pods that are simulated."""
    pods: int = 0
    """How many are simulated."""


def parse_ports(said: Sequence[str]) -> tuple[PodPort, ...]:
    """Ports as a person names them, each of which may hold several with commas. Raises `UsageError`."""
    words = [word.strip() for each in said for word in each.split(",") if word.strip()]
    ports = tuple(_parse(word) for word in words)
    paths = [port.path for port in ports if port.path]
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"pods: {path} is named twice; each controller has a port of its own")
    return ports


def _parse(word: str) -> PodPort:
    match = SIMULATED.fullmatch(word)
    if match is None:
        return PodPort(word)
    pods = int(match[1]) if match[1] else DEFAULT_PODS
    if not 1 <= pods <= MAX_PODS:
        raise UsageError(f"pods: {word}: a controller has 1 to {MAX_PODS} pods, such as sim:6")
    return PodPort("", pods)


@dataclass(frozen=True, slots=True)
class OpenedPods:
    """Controllers that are being talked to."""

    field: PodField
    boards: tuple[SimulatedBoard, ...]
    """Those that are simulated, in order."""

    def board_of(self, number: int) -> tuple[SimulatedBoard, int] | None:
        """The simulated board of a pod and its place there; None for a real pod."""
        pod = self.field.pod(number)
        if pod is None:
            return None
        for board in self.boards:
            if pod.controller.hello is not None and board.boot_id == pod.controller.hello.boot_id:
                return board, pod.index
        return None


def make_pods(ports: Sequence[PodPort], clock: Clock) -> OpenedPods:
    """The controllers of these ports, not opened yet: `OpenedPods.field.open()` waits for them."""
    boards: list[SimulatedBoard] = []
    controllers = []
    for number, port in enumerate(ports, start=1):
        if port.path:
            controllers.append(Controller(f"pods {Path(port.path).name}", _serial(port.path, clock), clock))
            continue
        board = SimulatedBoard(
            port.pods, start_ns=clock.now_ns(), boot_id=randbits(31) | 1, first_tick=randbits(20) + 1
        )
        boards.append(board)
        name = "simulated pods" if len(ports) == 1 else f"simulated pods {number}"
        controllers.append(Controller(name, _pipe(board, clock), clock))
    return OpenedPods(PodField(controllers, clock), tuple(boards))


@contextmanager
def opened_desk(ports: Sequence[str], clock: Clock, *, partly: bool = False) -> Iterator[PodDesk]:
    """The pods of these ports for somebody who asks them things; they are let go of at the end.

    Raises `UsageError` for ports that cannot be, and `DeviceUnavailableError` when they are not to be had.
    """
    field = make_pods(parse_ports(ports), clock).field
    try:
        field.open(partly=partly)
        yield PodDesk(field, clock)
    finally:
        field.close()


def _serial(path: str, clock: Clock) -> OpenWire:
    def opened() -> Wire:
        from reactdrill.pods.wire.serial_port import SerialWire  # noqa: PLC0415 - pyserial only where a port is

        return SerialWire(path, clock)

    return opened


def _pipe(board: SimulatedBoard, clock: Clock) -> OpenWire:
    return lambda: PipeWire(board, clock)
