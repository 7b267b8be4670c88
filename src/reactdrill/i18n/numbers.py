"""Numbers and dates as the present language writes them. Times of reactions stay whole milliseconds everywhere."""

from __future__ import annotations

from datetime import date as calendar_day, datetime
from types import MappingProxyType

from reactdrill.i18n.current import language, tr

_DECIMAL_COMMA = frozenset({"de", "es"})
_DATES = MappingProxyType({"de": "{day}. {month} {year}", "es": "{day} {month} {year}"})
_SHORT_DATES = MappingProxyType({"de": "{:%d.%m.%Y}", "es": "{:%d/%m/%Y}"})
_MONTHS = MappingProxyType(
    {
        "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        "de": (
            "Jan.",
            "Feb.",
            "März",
            "Apr.",
            "Mai",
            "Juni",
            "Juli",
            "Aug.",
            "Sept.",
            "Okt.",
            "Nov.",
            "Dez.",
        ),
        "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
    }
)


def number(value: float, digits: int | None = None) -> str:
    """A number with `digits` places after the point; None: as many as it needs, six at most: `2.5`, in German `2,5`."""
    english = f"{value:g}" if digits is None else f"{value:.{digits}f}"
    return written(english)


def written(english: str) -> str:
    """A number that stands in English digits already, as the present language writes it."""
    return english.replace(".", ",") if language() in _DECIMAL_COMMA else english


def date(local: datetime) -> str:
    """A day: `1 Mar 2026`, in German `1. März 2026`."""
    pattern = _DATES.get(language(), "{day} {month} {year}")
    months = _MONTHS.get(language(), _MONTHS["en"])
    return pattern.format(day=local.day, month=months[local.month - 1], year=local.year)


def short_date(day: calendar_day) -> str:
    """A day in ten characters: `2026-03-01`, in German `01.03.2026`."""
    return _SHORT_DATES.get(language(), "{:%Y-%m-%d}").format(day)


def moment(local: datetime) -> str:
    """A day and the time of day: `1 Mar 2026, 10:30`."""
    return tr("{date}, {time}", date=date(local), time=f"{local:%H:%M}")
