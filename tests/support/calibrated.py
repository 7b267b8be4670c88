"""Runs on a calibrated station in virtual time: the real loop and keyboard, keys whose raw stamps are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fakeroom import Cues, Room
from journals import header_of
from plans import MS
from reactdrill.devices.keyboard import Keyboard
from reactdrill.devices.stamping import FocusLost, KeyEdge, Stamp
from reactdrill.drill.trial import Plan
from reactdrill.engine.correction import UNCORRECTED, Correction, InputCorrections
from reactdrill.live.clock import VirtualClock
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.reader import RunLog, read_journal
from reactdrill.station.bindings import BindingOverrides
from reactdrill.station.calibration.inforce import Calibration

KEYS = {"left": "key:a", "right": "key:d", "home": "key:s"}
STAMP_DOUBT_NS = 30_000


class RawKeys:
    """A stamper with a script: keys go down at raw times, ms, are told `late_ms` after that, and go up 30 ms on."""

    def __init__(self, clock: VirtualClock, presses: Iterable[tuple[float, str]], late_ms: float = 0) -> None:
        self._clock = clock
        self._late_ns = round(late_ms * MS)
        edges = [
            KeyEdge(Stamp(round((ms + later) * MS), STAMP_DOUBT_NS, "raw"), KEYS[target], down=down)
            for ms, target in presses
            for later, down in ((0, True), (30, False))
        ]
        self._coming = sorted(edges, key=lambda edge: edge.stamp.at_ns)

    @property
    def deadline_ns(self) -> int | None:
        return self._coming[0].stamp.at_ns + self._late_ns if self._coming else None

    def listen(self, controls: frozenset[str]) -> None:
        """Every key is told."""

    def take(self) -> tuple[list[KeyEdge | FocusLost], int]:
        now_ns = self._clock.now_ns()
        told: list[KeyEdge | FocusLost] = []
        while self._coming and self._coming[0].stamp.at_ns + self._late_ns <= now_ns:
            told.append(self._coming.pop(0))
        waiting = self._coming[0].stamp.at_ns - 1 if self._coming else now_ns
        return told, min(now_ns, waiting)

    def down(self) -> frozenset[str]:
        return frozenset()


def room_with(
    plan: Plan,
    presses: Iterable[tuple[float, str]],
    calibration: Calibration,
    *,
    journal: MemoryJournal | None = None,
    late_ms: float = 0,
) -> Room:
    """A loop with a keyboard; `presses` are (raw ms, target)."""
    clock = VirtualClock()
    overrides = BindingOverrides(targets={target: (key,) for target, key in KEYS.items()})
    keyboard = Keyboard(RawKeys(clock, presses, late_ms), clock, overrides)
    keyboard.correct(InputCorrections(calibration.inputs))
    cues = Cues(clock, ahead_ms=calibration.cue("screen").ns / MS)
    return Room(plan, cues=cues, inputs=[keyboard], journal=journal, clock=clock)


def recorded(
    folder: Path,
    plan: Plan,
    presses: Iterable[tuple[float, str]],
    *,
    key: Correction = UNCORRECTED,
    light: Correction | None = None,
    **header: Any,
) -> RunLog:
    """The journal of such a run, in a file and read back."""
    inputs: Mapping[str, Correction] = {} if key == UNCORRECTED else {"keyboard": key}
    calibration = Calibration(light, None, inputs)
    told: dict[str, Any] = {
        "format": 1,
        "display": None if light is None else light._asdict(),
        "sound": None,
        "inputs": {name: each._asdict() for name, each in inputs.items()},
        "display_in_inputs": [],
        "entries": [],
        "unused": [],
    }
    chosen = told if inputs or light else None
    journal = MemoryJournal(
        header_of(plan, **{"calibration": chosen, "devices": ({"name": "keyboard"},), **header})
    )
    room_with(plan, presses, calibration, journal=journal).play()
    path = folder / "run.jsonl"
    path.write_bytes(journal.data)
    return read_journal(path)
