"""Figures of statistics in words for people: `lsi_percent` is the symmetry index, in per cent."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.stats.intervals import Interval
from reactdrill.stats.result import Figure, Result

MISSING = "\N{EN DASH}"

_UNITS = (
    ("_ms_per_min", "ms a minute"),
    ("_ms_per_s", "ms a second"),
    ("_ms_per_bit", "ms a bit"),
    ("_percent", "%"),
    ("_per_s", "a second"),
    ("_ms", "ms"),
)
_WORDS = {
    "lsi_percent": "limb symmetry index",
    "mu_ms": "mu: the normal part's middle",
    "sigma_ms": "sigma: the normal part's spread",
    "tau_ms": "tau: the tail of slow answers",
    "slope_ms_per_s": "change with each second of wait",
    "slope_ms_per_min": "change with each minute",
    "theil_sen_ms_per_min": "the same, by Theil-Sen",
    "ssrt_ms": "stop-signal reaction time",
    "d_prime": "d\N{PRIME} (how well go and no-go are told apart)",
    "cv_percent": "coefficient of variation",
    "sd_ms": "standard deviation",
    "iqr_ms": "interquartile range",
    "q1_ms": "quarter of the times is below",
    "q3_ms": "quarter of the times is above",
    "lisas_ms": "LISAS (speed and accuracy in one)",
    "mdc95_ms": "smallest change beyond error (MDC95)",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as a line of a table."""

    label: str
    value: str
    unit: str
    limits: str
    remark: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a family says, for the page."""

    title: str
    about: str
    rows: tuple[Row, ...]
    words: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    conventions: tuple[str, ...]


def table_of(result: Result) -> Table:
    """A family's result as a table; figures without a value are told in one line each, with the reason."""
    return Table(
        title=result.title[:1].upper() + result.title[1:],
        about=f"{result.family} {result.version}, n = {result.n}",
        rows=tuple(_row(each) for each in result.figures),
        words=tuple((name.replace("_", " "), word) for name, word in result.labels.items()),
        notes=result.notes,
        conventions=result.conventions,
    )


def label_of(name: str) -> tuple[str, str]:
    """A figure's name in words, and its unit; the unit is empty where the name has none."""
    unit_name, unit = next(((end, unit) for end, unit in _UNITS if name.endswith(end)), ("", ""))
    plain = name.removesuffix(unit_name) if unit_name else name
    return _WORDS.get(name, plain.replace("_", " ")), unit


def digits(value: float | None) -> str:
    """A number with as many digits as its size asks for; a dash where there is none."""
    if value is None:
        return MISSING
    if value == int(value) and abs(value) < 1e9:
        text = str(int(value))
    else:
        size = abs(value)
        text = (
            f"{value:.0f}"
            if size >= 100
            else f"{value:.1f}"
            if size >= 10
            else f"{value:.2f}"
            if size >= 1
            else f"{value:.3f}"
        )
    return text.replace("-", "\N{MINUS SIGN}")


def plain(value: float) -> str:
    """With one decimal at most: differences of medians carry no more."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}".removesuffix(".0")
    return text.replace("-", "\N{MINUS SIGN}")


def limits(interval: Interval | None) -> str:
    """`231 to 260`, or nothing where there is no interval."""
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return f"{digits(interval.low)} to {digits(interval.high)}"


def _row(each: Figure) -> Row:
    label, unit = label_of(each.name)
    rough = (
        "rough interval"
        if each.interval is not None and each.interval.low is not None and each.interval.small
        else ""
    )
    remarks = (each.remark, "" if each.reportable else "do not report", each.reason or "", rough)
    return Row(
        label,
        digits(each.value),
        unit if each.value is not None else "",
        limits(each.interval),
        "; ".join(dict.fromkeys(word for word in remarks if word)),
    )
