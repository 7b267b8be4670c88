"""Times that look wrong: flagged by a window, and left out only by a rule that somebody chose and that is named."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reactdrill.stats.settings import Settings

_RULES = {
    "none": "none is left out",
    "window": "those flagged are left out",
    "sd": "those more than 3 SD from the mean are left out, once",
    "mad": "those more than 3 scaled MAD from the median are left out, once",
    "iqr": "those more than 1.5 IQR outside the quartiles are left out, once",
}


def flagged(times_ms: Sequence[float], settings: Settings) -> int:
    """How many times lie outside the window."""
    return sum(not _inside(each, settings) for each in times_ms)


def kept(times_ms: Sequence[float], settings: Settings) -> list[float]:
    """The times that the chosen rule keeps: all of them unless somebody chose one."""
    low, high = _limits(times_ms, settings)
    return [each for each in times_ms if low <= each <= high]


def described(settings: Settings) -> tuple[str, ...]:
    """The window and the rule, in words."""
    upper = "" if settings.high_ms is None else f" or above {settings.high_ms:g} ms"
    window = f"implausible: below {settings.low_ms:g} ms{upper}"
    return (f"{window}; flagged, and {_RULES[settings.outliers]}",)


def _limits(times_ms: Sequence[float], settings: Settings) -> tuple[float, float]:
    everything = (-np.inf, np.inf)
    match settings.outliers:
        case "window":
            return settings.low_ms, np.inf if settings.high_ms is None else settings.high_ms
        case "none":
            return everything
    if len(times_ms) < 3:
        return everything
    if settings.outliers == "iqr":
        q1, q3 = np.quantile(times_ms, (0.25, 0.75)).tolist()
        return q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
    if settings.outliers == "sd":
        middle, unit = float(np.mean(times_ms)), float(np.std(times_ms, ddof=1))
    else:
        middle = float(np.median(times_ms))
        unit = 1.4826 * float(np.median(np.abs(np.asarray(times_ms) - middle)))
    return middle - 3 * unit, middle + 3 * unit


def _inside(time_ms: float, settings: Settings) -> bool:
    return settings.low_ms <= time_ms and (settings.high_ms is None or time_ms <= settings.high_ms)
