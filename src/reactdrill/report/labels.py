"""Numbers, dates and figures of statistics in words for people: `lsi_percent` is the symmetry index, in per cent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reactdrill.i18n import Texts, TextTable, short_date, tr, tr_in, written
from reactdrill.stats.intervals import Interval
from reactdrill.stats.result import Figure, Result

MISSING = "\N{EN DASH}"

_UNITS: Mapping[str, str] = TextTable(
    {
        "_ms_per_min": "ms a minute",
        "_ms_per_s": "ms a second",
        "_ms_per_bit": "ms a bit",
        "_percent": "%",
        "_per_s": "a second",
        "_ms": "ms",
    }
)
FIGURES: Mapping[str, str] = TextTable({
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
})  # fmt: skip
_NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")


class Words(Texts):
    """What stands around numbers."""

    BETWEEN = "{low} to {high}"
    TOO_FEW = "too few {what}: needs {count}"
    NOT_TO_REPORT = "do not report"
    ROUGH = "rough interval"
    AND = " and "
    MADE_UP = (
        "better side", "higher", "higher is better", "lower", "lower is better", "median of {n}", "rough",
        "score left", "score right", "score set {n}", "series",
        "trials {n} to {m} of each set",
    )  # fmt: skip
    """What the statistics put together of parts."""


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
        title=capital(tr(result.title)),
        about=f"{result.family} {result.version}, n = {result.n}",
        rows=tuple(_row(each) for each in result.figures),
        words=tuple((tr(name.replace("_", " ")), tr(word)) for name, word in result.labels.items()),
        notes=tuple(map(sentence, result.notes)),
        conventions=tuple(map(sentence, result.conventions)),
    )


def label_of(name: str) -> tuple[str, str]:
    """A figure's name in words, and its unit; the unit is empty where the name has none."""
    unit_name = next((end for end in _UNITS if name.endswith(end)), "")
    label = FIGURES[name] if name in FIGURES else sentence(plain_name(name))
    return label, _UNITS[unit_name] if unit_name else ""


def plain_name(name: str) -> str:
    """A figure's name without its unit, in the words it is made of."""
    unit_name = next((end for end in _UNITS if name.endswith(end)), "")
    return name.removesuffix(unit_name).replace("_", " ")


def sentence(english: str) -> str:
    """What the statistics say, in the present language.

    Texts that differ in a number are one text, with `{n}` and then `{m}` for it; of texts that are put together with a
    colon each part is looked up.
    """
    if (said := tr(english)) != english:
        return said
    for names in (("{n}", "{m}"), ("{n}",)):
        found = _NUMBER.findall(english)[: len(names)]
        pattern = english
        for name, value in zip(names, found, strict=False):
            pattern = pattern.replace(value, name, 1)
        if (known := tr(pattern)) != pattern:
            return known.format(
                **{name[1]: written(value) for name, value in zip(names, found, strict=False)}
            )
    first, colon, rest = english.partition(": ")
    return f"{sentence(first)}: {sentence(rest)}" if colon else english


def reason(english: str | None) -> str:
    """Why there is no number, in the present language; empty without a reason."""
    words = english or ""
    if words.startswith("too few ") and ": needs " in words:
        what, _, count = words.removeprefix("too few ").rpartition(": needs ")
        return Words.TOO_FEW.format(what=tr(what), count=count)
    return sentence(words)


def capital(words: str) -> str:
    """With a large first letter."""
    return words[:1].upper() + words[1:]


def name_words(name: str) -> str:
    """A name of a drill's own, such as a target's, in the present language where it is known there."""
    said = "+".join(tr(part.replace("-", " ")) for part in name.split("+"))
    return name if said == name.replace("-", " ") else said


def unit_words(unit: str) -> str:
    """A unit for people; that of a score of hits is their number."""
    return tr_in("unit", "count") if unit == "count" else unit


def day(utc: str) -> str:
    """The day of a journal's date."""
    return short_date(date.fromisoformat(utc[:10]))


def moment(utc: str) -> str:
    """Day and time of a journal's date, in UTC as the journal has it."""
    return f"{day(utc)} {utc[11:16]}"


def percent(share: float) -> str:
    """A share from 0 to 1."""
    return f"{100 * share:.0f} %"


def listed(words: Sequence[str]) -> str:
    """`one, two and three`."""
    return Words.AND.join(word for word in (", ".join(words[:-1]), words[-1]) if word)


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
    return written(text).replace("-", "\N{MINUS SIGN}")


def plain(value: float) -> str:
    """With one decimal at most: differences of medians carry no more."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}".removesuffix(".0")
    return written(text).replace("-", "\N{MINUS SIGN}")


def limits(interval: Interval | None) -> str:
    """`231 to 260`, or nothing where there is no interval."""
    if interval is None or interval.low is None or interval.high is None:
        return ""
    return between(interval.low, interval.high)


def between(low: float | None, high: float | None) -> str:
    """`231 to 260`."""
    return Words.BETWEEN.format(low=digits(low), high=digits(high))


def _row(each: Figure) -> Row:
    label, unit = label_of(each.name)
    rough = (
        Words.ROUGH
        if each.interval is not None and each.interval.low is not None and each.interval.small
        else ""
    )
    remarks = (
        sentence(each.remark),
        "" if each.reportable else Words.NOT_TO_REPORT,
        reason(each.reason),
        rough,
    )
    return Row(
        label,
        digits(each.value),
        unit if each.value is not None else "",
        limits(each.interval),
        "; ".join(dict.fromkeys(word for word in remarks if word)),
    )
