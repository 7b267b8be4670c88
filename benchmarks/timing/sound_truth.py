"""Where clicks lie in a recording of a null sink's monitor, and when each was played.

A null sink renders a piece of sound at the moment at which it begins to play, and the recorder notes the arrival of
each piece. The earliest arrivals within two seconds, less the place of the piece, give the time of sample 0: how late
single pieces arrive does not matter, nor what was lost before, since every click is dated by the pieces around it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reactdrill.devices.sound.samples import samples_of, sound_file

RATE = 48_000
CLICK = {"tone": "click"}
AROUND = RATE
"""Pieces so many samples before and after a click date it."""
TOGETHER = 0.4
"""Pieces that arrive within this share of the usual gap were rendered at once, and a busy machine handed them over one by
one: only the first of them begins when it arrives, the others play later."""
EARLIEST = 0.05
"""The share of the pieces that arrive earliest; the very first might be a piece that was split."""
MATCH_NS = 60_000_000
"""A click further from every claim is nobody's: clicks are 150 ms apart."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What the recorder kept."""

    samples: npt.NDArray[np.int16]
    pieces: npt.NDArray[np.int64]
    """First sample, length, arrival ns."""
    lost: npt.NDArray[np.int64]
    """First sample, length."""
    stated: npt.NDArray[np.int64]
    """First sample, ns at which sample 0 was played by the server's word."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One path's claims beside the recording. Times in ms."""

    errors: list[float]
    """Claimed minus played, in the order of the claims that were found."""
    covered: int
    """Of those, how many lie within their claimed uncertainty once the recorder's own delay is taken off."""
    missing: int
    """Claims without a click."""
    declared: int
    """Clicks that the path itself says were not played."""
    extra: int
    """Clicks without a claim."""
    lost: int
    """Holes in the recording."""
    own_sd: float
    """How far the two ways of dating the recording, by arrival and by the server's word, scatter."""
    own_bias: float
    """Arrival minus the server's word."""


def load(path: Path) -> Recording:
    """Read what the recorder wrote."""
    with np.load(path) as kept:
        return Recording(kept["samples"], kept["pieces"], kept["lost"], kept["stated"])


def compare(recording: Recording, claims: list[tuple[int, int]]) -> Compared:
    """Date every click, and hold each claim (ns, uncertainty in ns or -1) against the nearest."""
    places = click_places(recording.samples)
    zeros = arrival_zeros(recording.pieces)
    played = np.array([zero_at(zeros, place) + place * 1_000_000_000 // RATE for place in places], np.int64)
    own = own_delays(recording, zeros)
    own_ns = int(np.median(own))
    errors, covered, missing, taken = [], 0, 0, set()
    for at_ns, uncertainty_ns in claims:
        if at_ns < 0:
            continue
        nearest = int(np.argmin(np.abs(played - at_ns))) if len(played) else -1
        if nearest < 0 or abs(int(played[nearest]) - at_ns) > MATCH_NS or nearest in taken:
            missing += 1
            continue
        taken.add(nearest)
        error_ns = at_ns - int(played[nearest])
        errors.append(error_ns / 1e6)
        covered += abs(error_ns + own_ns) <= uncertainty_ns
    return Compared(
        errors,
        covered,
        missing,
        sum(at_ns < 0 for at_ns, _ in claims),
        len(played) - len(taken),
        len(recording.lost),
        float(own.std()) / 1e6,
        own_ns / 1e6,
    )


def own_delays(recording: Recording, zeros: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How late pieces reach the recorder by the server's word of when they were played, ns."""
    found = np.array([zero_at(zeros, int(first)) - int(zero_ns) for first, zero_ns in recording.stated[10:]])
    if not len(found):
        return np.zeros(1, np.int64)
    near = np.abs(found - np.median(found)) < 2_000_000  # a piece on its way makes the word wrong by it
    return np.asarray(found[near], np.int64)


def click_places(samples: npt.NDArray[np.int16]) -> list[int]:
    """The first audible sample of every click: where the click's own samples fit best."""
    click = samples_of(CLICK, 1.0)[:, 0].astype(np.float64)
    silence = round(sound_file(CLICK).onset_ms * RATE / 1000)
    heard = samples.astype(np.float64)
    loud = np.flatnonzero(np.abs(heard) > np.abs(click).max() / 3)
    if not len(loud):
        return []
    starts = loud[np.insert(np.diff(loud) > RATE // 20, 0, True)]
    places = []
    for start in starts:
        first = max(0, int(start) - len(click))
        around = heard[first : int(start) + 2 * len(click)]
        fit = np.correlate(around, click, "valid")
        places.append(first + int(np.argmax(fit)) + silence)
    return places


def arrival_zeros(pieces: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """First sample of each rendered piece, and when sample 0 would have been played if it arrived at once."""
    arrivals = pieces[:, 2]
    gaps = np.diff(arrivals)
    begins = np.insert(gaps > TOGETHER * np.quantile(gaps, 0.9), 0, True)
    first, at_ns = pieces[begins, 0], arrivals[begins]
    return np.column_stack([first, at_ns - first * 1_000_000_000 // RATE])


def zero_at(zeros: npt.NDArray[np.int64], place: int) -> int:
    """When sample 0 was played, by the pieces around a place."""
    low, high = np.searchsorted(zeros[:, 0], [place - AROUND, place + AROUND])
    near = zeros[low:high, 1]
    return int(np.quantile(near, EARLIEST, method="lower"))
