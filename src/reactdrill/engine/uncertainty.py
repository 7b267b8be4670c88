"""How uncertainties combine: the one place."""

from __future__ import annotations

from math import isqrt

from reactdrill.engine.events import ClockStamp


def combined_uncertainty_ns(*parts_ns: int) -> int:
    """95 % half-width of a sum or difference of independent parts, ns, rounded up.

    The parts come from separate devices, clocks and measurements, so they add in quadrature. Integer arithmetic
    keeps the result the same on every machine.
    """
    square = sum(part * part for part in parts_ns)
    root = isqrt(square)
    return root if root * root == square else root + 1


def difference_uncertainty_ns(one_ns: int, other_ns: int) -> int:
    """95 % half-width of the difference of two independent stamps, ns, rounded up."""
    return combined_uncertainty_ns(one_ns, other_ns)


def remaining_uncertainty_ns(whole_ns: int, part_ns: int) -> int:
    """What was combined with `part_ns` to give `whole_ns`, ns; 0 where the part is as large as the whole."""
    return isqrt(max(whole_ns * whole_ns - part_ns * part_ns, 0))


def on_one_clock_ns(one: ClockStamp | None, other: ClockStamp | None, length_ns: int) -> int | None:
    """95 % half-width of the time between two stamps of one clock, ns; None when two clocks made them.

    What is unsure of the clock's offset is in both stamps and falls out; what is unsure of its rate grows with the
    length.
    """
    if one is None or other is None or _mapping(one) != _mapping(other):
        return None
    stamps_ns = combined_uncertainty_ns(one.uncertainty_ns, other.uncertainty_ns)
    return stamps_ns + abs(length_ns) * one.rate_uncertainty_ppb // 1_000_000_000


def _mapping(stamp: ClockStamp) -> tuple[str, int, int, int]:
    return stamp.clock, stamp.boot, stamp.offset_ns, stamp.rate_ppb
