"""Numbers, dates and names in a person's words, the same on every screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from reactdrill import i18n
from reactdrill.i18n import TextTable, number, tr, tr_in, tr_n

NONE = "—"
"""Stands where there is no number; the reason stands near it."""
MODE_NAMES: Mapping[str, str] = TextTable(
    {"sensor": "Timed", "observer": "Observed", "cue_only": "Cues only"}
)
LEVEL_NAMES: Mapping[str, str] = TextTable(
    {"planned": "Planned", "reactive": "Reactive", "dual-task": "Dual task"}
)
SIDE_WORDS: Mapping[str, str] = TextTable({"left": "left side", "right": "right side"})
COMPONENT_NAMES: Mapping[str, str] = TextTable(
    {
        "balance": "Balance",
        "agility": "Agility",
        "core": "Core",
        "movement": "Movement",
        "proprioception": "Proprioception",
        "reaction": "Reaction",
    }
)
"""Short, for filters; the full titles stand in the drill model."""
COMPONENT_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "balance": "triangle",
        "agility": "arrow-up-right",
        "core": "diamond",
        "movement": "plus",
        "proprioception": "ring",
        "reaction": "star",
    }
)

_MINUTE_NS = 60_000_000_000


def milliseconds(value_ms: float) -> str:
    """A reaction time: `312 ms`; from ten seconds on in seconds."""
    return f"{value_ms:.0f} ms" if abs(value_ms) < 10_000 else f"{number(value_ms / 1000, 1)} s"


def seconds(value_ms: float) -> str:
    """A time that needs no milliseconds: `1.9 s`."""
    return f"{number(value_ms / 1000, 1)} s"


def span(low_ms: float, high_ms: float) -> str:
    """An interval: `298 to 331 ms`."""
    return tr("{low} to {high} ms", low=f"{low_ms:.0f}", high=f"{high_ms:.0f}")


def percent(share: float) -> str:
    """A share from 0 to 1: `93 %`. Rounded, but all and nothing are said only when they are true."""
    whole = round(100 * share)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole} %"


def counted(count: int, one: str, many: str) -> str:
    """`1 drill`, `3 drills`: both forms are in English."""
    return f"{count} {tr_n(one, many, count)}"


def side_words(side: str | None) -> str:
    """`left side`; empty without a side."""
    return "" if side is None else SIDE_WORDS[side]


def whole_seconds(length_s: float | None) -> str:
    """A time that somebody has written: `30 s`, `2.5 s`; empty without one."""
    return f"{number(length_s)} s" if length_s else ""


def about_minutes(length_ns: int) -> str:
    """How long something takes: `about 5 min`."""
    minutes = round(length_ns / _MINUTE_NS)
    return tr("about {minutes} min", minutes=minutes) if minutes > 0 else tr("less than a minute")


def name_words(name: str) -> str:
    """A target's or condition's name: `front-left` is `Front left`, `left+right` is `Left + right`."""
    return capital(" + ".join(tr(each.replace("-", " ")) for each in name.split("+")))


def place_words(name: str) -> str:
    """A target's name where it says a place: `up` is a call elsewhere, and another word in some languages."""
    if name == "up":
        return capital(tr_in("place", "up"))
    return capital(tr_in("place", "down")) if name == "down" else name_words(name)


def capital(words: str) -> str:
    """With a large first letter."""
    return words[:1].upper() + words[1:]


def moment(utc: str) -> str:
    """A date and time of a journal, in this machine's time zone: `1 Mar 2026, 10:30`."""
    return i18n.moment(datetime.fromisoformat(utc).astimezone())


def day(utc: str) -> str:
    """A date of a journal, in this machine's time zone: `1 Mar 2026`."""
    return i18n.date(datetime.fromisoformat(utc).astimezone())


def listed(parts: Iterable[str]) -> str:
    """Several facts on one line."""
    return " · ".join(part for part in parts if part)
