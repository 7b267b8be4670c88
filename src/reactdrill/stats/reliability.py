"""How well a measure repeats itself: typical error, minimal detectable change, intraclass correlation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from reactdrill.stats.intervals import LEVEL, SMALL_N, Interval
from reactdrill.stats.measures import Measure, complete_table, sessions_of
from reactdrill.stats.result import Figure, Result, figure, missing
from reactdrill.stats.settings import Settings
from reactdrill.stats.student import NoScipyError, f_quantile
from reactdrill.stats.values import Value, needs

FAMILY = "reliability"
VERSION = 1
Z95 = 1.96
UPPER = (1 + LEVEL) / 2
NO_SPREAD = "athletes do not differ beyond error"

CONVENTIONS = (
    "typical error (SEM): root of the error mean square of athletes x sessions",
    "with two sessions that is SD of the differences / sqrt(2)",
    "MDC95 = 1.96 x sqrt(2) x SEM",
    "smallest worthwhile change = 0.2 x SD of the athletes' means",
    "ICC(1,1), ICC(2,1) absolute agreement, ICC(3,1) consistency (Shrout & Fleiss 1979); k: of the mean of all sessions",
    "change of the mean: last session minus first",
    "only athletes with a value in every session",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anova:
    """Mean squares of a complete table of athletes and sessions."""

    athletes: int
    sessions: int
    between: float
    """Of athletes."""
    session: float
    error: float
    """Of athletes x sessions."""
    within: float
    """Of sessions within athletes."""


def anova(table: Sequence[Sequence[float]]) -> Anova:
    """Two-way mean squares of a table with at least two athletes (rows) and two sessions (columns)."""
    cells = np.asarray(table, dtype=np.float64)
    rows, columns = cells.shape
    grand = cells.mean()
    between = columns * float(((cells.mean(axis=1) - grand) ** 2).sum())
    session = rows * float(((cells.mean(axis=0) - grand) ** 2).sum())
    total = float(((cells - grand) ** 2).sum())
    error = max(0.0, total - between - session)
    return Anova(
        rows,
        columns,
        between / (rows - 1),
        session / (columns - 1),
        error / ((rows - 1) * (columns - 1)),
        max(0.0, total - between) / (rows * (columns - 1)),
    )


def icc(squares: Anova) -> dict[str, Value]:
    """The six intraclass correlations of Shrout & Fleiss."""
    n, k = squares.athletes, squares.sessions
    b, s, e, w = squares.between, squares.session, squares.error, squares.within
    return {
        "icc_1_1": _ratio(b - w, b + (k - 1) * w),
        "icc_2_1": _ratio(b - e, b + (k - 1) * e + k * (s - e) / n),
        "icc_3_1": _ratio(b - e, b + (k - 1) * e),
        "icc_1_k": _ratio(b - w, b),
        "icc_2_k": _ratio(b - e, b + (s - e) / n),
        "icc_3_k": _ratio(b - e, b),
    }


def mdc95(sem: float) -> float:
    """The smallest change of one athlete that is more than error, with 95 % confidence."""
    return Z95 * sqrt(2) * sem


def reliability(measures: Sequence[Measure], settings: Settings) -> Result:
    """Typical error, MDC and ICC of athletes who did every session."""
    athletes, table = complete_table(measures)
    sessions = len(sessions_of(measures))
    dropped = len({each.athlete for each in measures}) - len(athletes)
    possible = len(athletes) > 1 and sessions > 1
    reason = needs(2, "athletes with a value in each of at least 2 sessions")
    return Result(
        family=FAMILY,
        version=VERSION,
        title="reliability",
        n=len(athletes),
        figures=_figures(table, settings.unit) if possible else missing(_names(settings.unit), reason),
        conventions=CONVENTIONS,
        notes=(f"{dropped} athletes missed a session and are left out",) if dropped else (),
    )


def _names(unit: str) -> tuple[str, ...]:
    plain = ("typical_error", "mdc95", "smallest_worthwhile_change", "change_of_mean")
    kinds = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")
    return (*(f"{name}_{unit}" for name in plain), "typical_error_percent", *kinds)


def _figures(table: Sequence[Sequence[float]], unit: str) -> tuple[Figure, ...]:
    cells = np.asarray(table, dtype=np.float64)
    squares = anova(table)
    sem, grand = sqrt(squares.error), float(cells.mean())
    share = Value(100 * sem / grand) if grand > 0 else Value.none("the mean is not above zero")
    intervals = _intervals(squares)
    return (
        figure(f"typical_error_{unit}", sem),
        figure(f"mdc95_{unit}", mdc95(sem)),
        figure(f"smallest_worthwhile_change_{unit}", 0.2 * float(cells.mean(axis=1).std(ddof=1))),
        figure(f"change_of_mean_{unit}", float(cells[:, -1].mean() - cells[:, 0].mean())),
        figure("typical_error_percent", share),
        *(figure(name, value, interval=intervals.get(name)) for name, value in icc(squares).items()),
    )


def _ratio(above: float, below: float) -> Value:
    return Value(above / below) if below > 0 else Value.none(NO_SPREAD)


def _intervals(squares: Anova) -> dict[str, Interval]:
    """95 % intervals of the three single-measure correlations (Shrout & Fleiss 1979; McGraw & Wong 1996)."""
    made: dict[str, Callable[[Anova], tuple[float, float]]] = {
        "icc_1_1": _limits_1,
        "icc_2_1": _limits_2,
        "icc_3_1": _limits_3,
    }
    found = {}
    for name, limits in made.items():
        try:
            low, high = limits(squares)
        except NoScipyError as missing_scipy:
            found[name] = Interval.none(squares.athletes, str(missing_scipy))
        except ZeroDivisionError:
            found[name] = Interval.none(squares.athletes, NO_SPREAD)
        else:
            found[name] = _interval(low, high, icc(squares)[name], squares.athletes)
    return found


def _interval(low: float, high: float, value: Value, athletes: int) -> Interval:
    if value.value is None or not low <= value.value <= high:
        return Interval.none(athletes, "the F distribution gives no limits around this value")
    return Interval(low, high, small=athletes < SMALL_N, method="F distribution")


def _limits_1(squares: Anova) -> tuple[float, float]:
    n, k = squares.athletes, squares.sessions
    return _by_f(squares.between / squares.within, n - 1, n * (k - 1), k)


def _limits_3(squares: Anova) -> tuple[float, float]:
    n, k = squares.athletes, squares.sessions
    return _by_f(squares.between / squares.error, n - 1, (n - 1) * (k - 1), k)


def _by_f(ratio: float, above: int, below: int, k: int) -> tuple[float, float]:
    low, high = ratio / f_quantile(UPPER, above, below), ratio * f_quantile(UPPER, below, above)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _limits_2(squares: Anova) -> tuple[float, float]:
    n, k = squares.athletes, squares.sessions
    b, s, e = squares.between, squares.session, squares.error
    value = icc(squares)["icc_2_1"].value
    if value is None:
        raise ZeroDivisionError
    one = k * value / (n * (1 - value))
    two = 1 + k * value * (n - 1) / (n * (1 - value))
    freedom = (one * s + two * e) ** 2 / ((one * s) ** 2 / (k - 1) + (two * e) ** 2 / ((n - 1) * (k - 1)))
    rest = k * s + (k * n - k - n) * e
    low, high = f_quantile(UPPER, n - 1, freedom), f_quantile(UPPER, freedom, n - 1)
    return n * (b - low * e) / (low * rest + n * b), n * (high * b - e) / (rest + n * high * b)
