"""Foreperiods: the unpredictable wait before a cue, drawn in whole microseconds."""

from __future__ import annotations

from math import exp, log

from reactdrill.drill.model import Foreperiod
from reactdrill.drill.order import Uniform


def draw_foreperiod_ns(spec: Foreperiod, uniform: Uniform) -> int:
    """One foreperiod in ns. Always takes exactly one double, so that matched plans stay in step.

    `exponential` is truncated between its limits: the chance that the cue comes now is near constant except close
    to the upper limit (Luce 1986; inverse of the truncated distribution function). Rounding to 1 µs keeps the
    value the same where mathematical libraries differ in the last digit.
    """
    u = uniform()
    if spec.kind == "fixed":
        milliseconds = spec.ms or 0.0
    else:
        low, high = spec.min_ms or 0.0, spec.max_ms or 0.0
        if spec.kind == "uniform":
            milliseconds = low + u * (high - low)
        else:
            tau = spec.tau_ms or 1.0
            milliseconds = low - tau * log(1.0 - u * (1.0 - exp(-(high - low) / tau)))
    return round(milliseconds * 1000) * 1000


def limits_ns(spec: Foreperiod) -> tuple[int, int]:
    """The shortest and the longest foreperiod, ns."""
    if spec.kind == "fixed":
        only = round((spec.ms or 0.0) * 1_000_000)
        return only, only
    return round((spec.min_ms or 0.0) * 1_000_000), round((spec.max_ms or 0.0) * 1_000_000)
