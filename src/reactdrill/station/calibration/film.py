"""Latency from a slow-motion film of finger and screen: frames counted from the touch to the light.

Between the two lie the input's latency, the program's own part, which it measures itself, and the display's. The film
tells their sum; reaction times to lights are late by just that sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean, median

from reactdrill.errors import UsageError
from reactdrill.station.calibration.entry import Measured, measured

LEAST_FPS, MOST_FPS = 100.0, 10_000.0
LEAST_COUNTS, MOST_COUNTS = 3, 200
LONGEST_MS = 500.0
"""A longer way from finger to light is a slip of counting, or another press."""
STRAY_MS = 60.0
"""A count that lies farther from the middle of all is a slip too: keyboards and displays do not vary so much."""
SLOWEST_PROGRAM_MS = 1000.0
SKIPPED = ("-", "x", "?")
"""Written for a press that cannot be counted."""


def film_latencies(
    frames: Sequence[int | None], fps: float, program_ms: Sequence[float] = (0.0,)
) -> tuple[float, ...]:
    """Finger to light without the program's own part, ms, for each count of frames; None where none could be made.

    `program_ms`: the program's part of each press, or one for all of them. Raises `UsageError` for counts, speeds and
    parts that cannot be.
    """
    counts = [count for count in frames if count is not None]
    _check_film(fps, program_ms)
    _check_counts(counts, fps)
    each = program_ms if len(program_ms) == len(frames) else [fmean(program_ms)] * len(frames)
    found = {
        number: count * 1000 / fps - own
        for number, (count, own) in enumerate(zip(frames, each, strict=True), start=1)
        if count is not None
    }
    _check_strays(found, frames)
    if sum(found.values()) <= 0:
        raise UsageError(
            f"the program alone took {fmean(program_ms):.1f} ms, more than was counted: count from the picture where "
            "the finger has pushed the key down to the first brighter one"
        )
    return tuple(found.values())


def measured_film(latencies_ms: Sequence[float], fps: float) -> Measured:
    """Sum `film_latencies` up; what the film's own steps add is in the uncertainty."""
    return measured(latencies_ms, step_ms=1000 / fps)


def parsed_counts(text: str, presses: int | None = None) -> tuple[int | None, ...]:
    """Counts as people write them: `4, 5 - 5`, a dash for a press that cannot be counted.

    `presses`: how many there were, where that is known. Raises `UsageError`.
    """
    words = text.replace(",", " ").replace(";", " ").split()
    for word in words:
        if word not in SKIPPED and not (word.isascii() and word.lstrip("-").isdigit() and len(word) <= 6):
            raise UsageError(
                f"{word!r} is not a number of pictures; write whole numbers, and - for a press left out"
            )
    if presses is not None and len(words) != presses:
        raise UsageError(f"{len(words)} counts for {presses} presses: write - for one left out")
    return tuple(None if word in SKIPPED else int(word) for word in words)


def _check_film(fps: float, program_ms: Sequence[float]) -> None:
    if not LEAST_FPS <= fps <= MOST_FPS:
        raise UsageError(
            f"a film of {fps:g} pictures a second is of no use here: {LEAST_FPS:g} to {MOST_FPS:g} are wanted, "
            "240 is what most phones call slow motion"
        )
    slow = [each for each in program_ms if not 0 <= each <= SLOWEST_PROGRAM_MS]
    if slow:
        raise UsageError(f"the program's own part is 0 to {SLOWEST_PROGRAM_MS:g} ms, not {slow[0]:g}")


def _check_counts(counts: Sequence[int], fps: float) -> None:
    if not LEAST_COUNTS <= len(counts) <= MOST_COUNTS:
        raise UsageError(
            f"{len(counts)} counts were given: {LEAST_COUNTS} to {MOST_COUNTS} are wanted, ten or more are better"
        )
    if min(counts) < 0:
        raise UsageError(f"a count is {min(counts)}: the light does not come before the finger")
    longest_ms = max(counts) * 1000 / fps
    if longest_ms > LONGEST_MS:
        raise UsageError(
            f"a count is {max(counts)} pictures, {longest_ms:.0f} ms: no screen is so late; count one press only, or "
            "check the film's speed"
        )
    if not any(counts):
        raise UsageError("every light came on the very picture of the finger: film at a higher speed")


def _check_strays(found: Mapping[int, float], frames: Sequence[int | None]) -> None:
    """`found`: ms by the number of the press. What the program took for one press explains a high count."""
    middle_ms = median(found.values())
    for number, ms in found.items():
        if abs(ms - middle_ms) > STRAY_MS:
            raise UsageError(
                f"press {number} was counted {frames[number - 1]} pictures, {ms:.0f} ms where the others lie about "
                f"{middle_ms:.0f}: count it again, or leave it out"
            )
