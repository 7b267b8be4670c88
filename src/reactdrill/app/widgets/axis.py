"""Round numbers for the axes of small plots. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of numbers laid over a stretch of pixels; `end` may be smaller than `start` (upwards)."""

    low: float
    high: float
    start: int
    end: int

    def at(self, value: float) -> int:
        """The pixel of a value; values outside stand on the nearer edge."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start))


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 times a power of ten that divides `span` into at most `most` steps."""
    if span <= 0 or most < 1:
        return 1.0
    power = 10.0 ** floor(log10(span / most))
    return next(
        step for step in (power, 2 * power, 5 * power, 10 * power) if span / step <= most * (1 + 1e-9)
    )


def round_range(low: float, high: float, most: int) -> tuple[float, float, float]:
    """`low` and `high` moved outwards to round numbers, and the step between ticks; never an empty range."""
    if high <= low:
        low, high = low - 0.5, high + 0.5
    step = round_step(high - low, most)
    return floor(low / step) * step, ceil(high / step) * step, step


def ticks(low: float, high: float, step: float) -> tuple[float, ...]:
    """Multiples of `step` from `low` to `high`."""
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return tuple(number * step for number in range(first, last + 1))
