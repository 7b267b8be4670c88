"""Clicks in made-up recordings: found where they are, and only there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from reactdrill.devices.loopback import click_samples
from reactdrill.errors import CalibrationError
from reactdrill.station.calibration.clicks import (
    RATE_HZ,
    Piece,
    Recording,
    Samples,
    checked_latencies,
    click_latencies,
)

CLICK = click_samples()
ZERO_NS = 5_000_000_000
"""When sample 0 was taken."""
PIECE = 480


def heard(places: list[int], seconds: float = 8, volume: float = 0.3, noise: float = 20.0) -> Samples:
    """A recording of clicks at these samples, in noise."""
    samples = np.random.Generator(np.random.PCG64(7)).normal(0, noise, round(seconds * RATE_HZ))
    for place in places:
        samples[place : place + len(CLICK)] += volume * CLICK
    return np.clip(samples, -32768, 32767).astype(np.int16)


def pieces(count: int, late_ms: npt.NDArray[np.float64] | None = None) -> tuple[Piece, ...]:
    """Pieces of 10 ms that come as their last sample is taken, some of them late."""
    found = []
    for number, first in enumerate(range(0, count, PIECE)):
        late = 0.0 if late_ms is None else late_ms[number % len(late_ms)]
        taken_ns = ZERO_NS + (first + PIECE) * 1_000_000_000 // RATE_HZ
        found.append(Piece(first, PIECE, taken_ns + round(late * 1e6)))
    return tuple(found)


def onsets(places: list[int], early_ms: float) -> list[int]:
    return [ZERO_NS + place * 1_000_000_000 // RATE_HZ - round(early_ms * 1e6) for place in places]


PLACES = [20_011 + 36_007 * number for number in range(10)]


@pytest.mark.parametrize("late_ms", [-3.0, 0.0, 12.5, 240.0, 400.0])
def test_each_click_is_found_to_the_sample(late_ms: float) -> None:
    samples = heard(PLACES)
    found = click_latencies(Recording(samples, pieces(len(samples))), CLICK, onsets(PLACES, late_ms))
    assert found == pytest.approx([late_ms] * 10, abs=1000 / RATE_HZ)


def test_pieces_that_were_kept_waiting_do_not_matter() -> None:
    samples = heard(PLACES)
    waits = np.array([0.0, 3.0, 8.0, 0.2, 25.0, 1.0, 4.0])
    found = click_latencies(Recording(samples, pieces(len(samples), waits)), CLICK, onsets(PLACES, 10.0))
    assert found == pytest.approx([10.0] * 10, abs=0.05)


def test_a_recorder_whose_clock_drifts_is_dated_anew_all_along() -> None:
    samples = heard(PLACES)
    drifting = tuple(
        piece._replace(at_ns=piece.at_ns + (piece.at_ns - ZERO_NS) // 2_000) for piece in pieces(len(samples))
    )
    true = [at + (at - ZERO_NS) // 2_000 for at in onsets(PLACES, 0.0)]
    found = click_latencies(Recording(samples, drifting), CLICK, true)
    assert found == pytest.approx([0.0] * 10, abs=1.5)


def test_a_monitor_is_known_by_its_name() -> None:
    assert Recording(heard([]), (), "alsa_output.pci.analog-stereo.monitor").is_monitor
    assert not Recording(heard([]), (), "alsa_input.pci.analog-stereo").is_monitor


def test_a_click_upside_down_is_the_same_click() -> None:
    samples = -heard(PLACES)
    found = click_latencies(Recording(samples, pieces(len(samples))), CLICK, onsets(PLACES, 5.0))
    assert found == pytest.approx([5.0] * 10, abs=0.05)


def test_clicks_that_are_not_there_are_left_out() -> None:
    samples = heard(PLACES[:4])
    found = click_latencies(Recording(samples, pieces(len(samples))), CLICK, onsets(PLACES, 5.0))
    assert len(found) == 4


@pytest.mark.parametrize("noise", [0.0, 1.0, 300.0, 3000.0])
def test_noise_alone_is_no_click(noise: float) -> None:
    samples = heard([], noise=noise)
    assert click_latencies(Recording(samples, pieces(len(samples))), CLICK, onsets(PLACES, 5.0)) == []


def test_a_quiet_click_in_much_noise_is_found_or_left_out_but_never_misplaced() -> None:
    samples = heard(PLACES, volume=0.05, noise=250)
    found = click_latencies(Recording(samples, pieces(len(samples))), CLICK, onsets(PLACES, 5.0))
    assert found == pytest.approx([5.0] * len(found), abs=0.1)


def test_an_onset_outside_the_recording_is_left_out() -> None:
    samples = heard(PLACES)
    recording = Recording(samples, pieces(len(samples)))
    assert click_latencies(recording, CLICK, [0, ZERO_NS + 60_000_000_000]) == []


def test_an_empty_recording_holds_nothing() -> None:
    assert click_latencies(Recording(np.zeros(0, np.int16), ()), CLICK, [ZERO_NS]) == []


def test_too_few_clicks_are_refused_with_what_to_do() -> None:
    with pytest.raises(CalibrationError, match="9 of 30 clicks were heard: hold the microphone"):
        checked_latencies([5.0] * 9, 30)
    with pytest.raises(CalibrationError, match="7 of 10"):
        checked_latencies([5.0] * 7, 10)
    assert checked_latencies([5.0, 5.1] * 12, 30) == (5.0, 5.1) * 12


def test_an_output_that_varies_too_much_is_refused() -> None:
    with pytest.raises(CalibrationError, match="100 to 300 ms late"):
        checked_latencies([100.0, 300.0] * 15, 30)
