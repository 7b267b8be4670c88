"""Finds known clicks in a recording and says how much later than told each was heard. Pure: samples in, ms out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from reactdrill.errors import CalibrationError

RATE_HZ = 48_000
SOONEST_MS, LATEST_MS = -60.0, 450.0
"""Where a click is looked for around the time at which it was to be heard; Bluetooth is 0.3 s late."""
CLEAR = 12.0
"""A click stands so many times above the middle of what is recorded around it, or it is none."""
AROUND = 2 * RATE_HZ
"""Pieces so many samples before and after a click date it: a recorder's clock drifts."""
EARLIEST = 0.05
"""Of these pieces, the share that came quickest tells when samples were taken: the others were kept waiting."""
LEAST_FOUND, LEAST_SHARE = 8, 0.7
MOST_SD_MS = 30.0

Samples = npt.NDArray[np.int16]


class Piece(NamedTuple):
    """Samples that a recorder handed over in one."""

    first: int
    """Number of its first sample."""
    length: int
    at_ns: int
    """When it came."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What a recorder heard."""

    samples: Samples
    """One channel, `RATE_HZ`."""
    pieces: tuple[Piece, ...]
    source: str = ""
    """The system's name of the microphone."""

    @property
    def is_monitor(self) -> bool:
        """Whether it is a copy of what was played, taken inside the computer: no loudspeaker and no microphone."""
        return self.source.endswith(".monitor")


def click_latencies(
    recording: Recording, click: npt.NDArray[np.float64], onsets_ns: Sequence[int]
) -> list[float]:
    """How much later than at each of `onsets_ns` the click was recorded, ms; clicks that cannot be heard are left out.

    `click`: its samples from the first audible one. A recording's own delay is in the values.
    """
    if not recording.pieces or not len(recording.samples):
        return []
    zeros = _zeros(recording)
    heard = recording.samples.astype(np.float64)
    found = []
    for onset_ns in onsets_ns:
        zero_ns = _zero_at(zeros, onset_ns)
        first = max(0, _frames(onset_ns - zero_ns + SOONEST_MS * 1e6))
        last = _frames(onset_ns - zero_ns + LATEST_MS * 1e6) + len(click)
        place = _place(heard[first : max(last, 0)], click)
        if place is not None:
            at_ns = zero_ns + (first + place) * 1_000_000_000 / RATE_HZ
            found.append((at_ns - onset_ns) / 1e6)
    return found


def checked_latencies(found: Sequence[float], asked: int) -> tuple[float, ...]:
    """The latencies, if they are good for a calibration. Raises `CalibrationError` with what to do otherwise."""
    if len(found) < max(LEAST_FOUND, LEAST_SHARE * asked):
        raise CalibrationError(
            f"{len(found)} of {asked} clicks were heard: hold the microphone to the loudspeaker, turn the volume up, "
            "switch noise suppression off, and look whether the right microphone is the system's default"
        )
    spread_ms = float(np.std(found, ddof=1))
    if spread_ms > MOST_SD_MS:
        raise CalibrationError(
            f"the clicks came {min(found):.0f} to {max(found):.0f} ms late (SD {spread_ms:.0f}): an output that varies "
            "so much cannot be calibrated; use one with a cable"
        )
    return tuple(found)


def _place(heard: npt.NDArray[np.float64], click: npt.NDArray[np.float64]) -> int | None:
    """Where the click fits best, if it stands out."""
    if len(heard) < 2 * len(click):
        return None
    fit = np.abs(np.correlate(heard, click, "valid"))
    best = int(np.argmax(fit))
    return best if fit[best] > CLEAR * max(float(np.median(fit)), 1.0) else None


def _zeros(recording: Recording) -> npt.NDArray[np.int64]:
    """For each piece: when it came, and when sample 0 was taken if it came as its last sample was taken."""
    pieces = np.array(recording.pieces, np.int64)
    known = pieces[:, 0] + pieces[:, 1]
    return np.column_stack([pieces[:, 2], pieces[:, 2] - known * 1_000_000_000 // RATE_HZ])


def _zero_at(zeros: npt.NDArray[np.int64], at_ns: int) -> float:
    """When sample 0 was taken, by the pieces around a time."""
    reach_ns = AROUND * 1_000_000_000 // RATE_HZ
    low, high = np.searchsorted(zeros[:, 0], [at_ns - reach_ns, at_ns + reach_ns])
    near = zeros[low:high, 1] if high > low else zeros[:, 1]
    return float(np.quantile(near, EARLIEST, method="lower"))


def _frames(ns: float) -> int:
    return round(ns * RATE_HZ / 1_000_000_000)
