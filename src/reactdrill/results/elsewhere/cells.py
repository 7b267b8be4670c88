"""What single cells of a table from elsewhere mean: numbers, words for outcomes, what stands for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from reactdrill.errors import UsageError
from reactdrill.stats.trials import Kind, side_in

Decimal = Literal["point", "comma"]

MISSING = frozenset(
    {"", ".", "-", "\u2013", "\u2014", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "missing"}
)
YES = frozenset({"1", "1.0", "true", "yes", "y", "t"})
NO = frozenset({"0", "0.0", "false", "no", "n", "f"})

OUTCOMES: Mapping[str, tuple[str, ...]] = {
    "hit": ("hit",),
    "correct": ("correct", "right", "ok", "corr", "c"),
    "error": ("error", "incorrect", "wrong", "err", "e", "failure"),
    "wrong_target": ("wrong_target",),
    "miss": ("miss", "missed", "omission", "timeout", "time_out", "no_response", "nr"),
    "false_start": ("false_start", "anticipation", "anticipatory", "premature", "early", "fs"),
    "commission": ("commission", "false_alarm", "fa"),
    "correct_rejection": ("correct_rejection", "cr", "withheld"),
    "stopped": ("stopped", "inhibited", "successful_stop", "stop_success"),
    "stop_failed": ("stop_failed", "failed_stop", "unsuccessful_stop", "stop_failure", "signal_respond"),
    "completed": ("completed",),
    "aborted": ("aborted", "abort"),
}
_OUTCOME_OF = {word: name for name, words in OUTCOMES.items() for word in words}
KINDS: Mapping[str, Kind] = {
    "go": "go", "no_go": "no_go", "nogo": "no_go", "stop": "stop", "target": "go", "nontarget": "no_go",
    "non_target": "no_go", "lure": "no_go", "signal": "go", "noise": "no_go",
}  # fmt: skip
LEAST, MOST = 1e-9, 1e15
"""Sizes of numbers that somebody may have measured."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_SHOWN = 40
"""Letters of a cell, in a message."""
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+", re.ASCII)


class CellError(ValueError):
    """A cell holds what it must not; the text says what was wanted."""


def _shown(cell: str) -> str:
    return repr(cell if len(cell) <= _SHOWN else f"{cell[:_SHOWN]}…")


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return cell.casefold() in MISSING


def number(cell: str, decimal: Decimal) -> float:
    """The number in a cell. Raises `CellError`."""
    text = cell.replace("\u00a0", "").replace("\u202f", "").replace("\u2212", "-").strip()
    if decimal == "comma":
        text = text.replace(".", "#").replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise CellError(f"a number is wanted, not {_shown(cell)}")
    value = float(text)
    if value and not LEAST <= abs(value) <= MOST:
        raise CellError(f"a number between {LEAST:g} and {MOST:g} is wanted, not {_shown(cell)}")
    return value


def decimal_sign(cells: Iterable[str], separator: str) -> Decimal | None:
    """Whether numbers have a decimal point or comma; None where commas may group thousands."""
    commas = [cell for cell in cells if "," in cell]
    if not commas:
        return "point"
    if separator == "," and all(_GROUPED.fullmatch(cell) for cell in commas):
        return None
    return "comma"


def parse_words(written: Iterable[str]) -> dict[str, str]:
    """`C=correct,E=error` as a table of the table's words. Raises `UsageError`."""
    meanings = {*OUTCOMES, *KINDS, "left", "right", "yes", "no", "missing"}
    words: dict[str, str] = {}
    for part in (each for text in written for each in text.split(",")):
        word, equals, meaning = part.partition("=")
        plain = _plain(meaning)
        if not equals or not word.strip():
            raise UsageError(f"--words wants word=meaning, such as C=correct, not {part!r}")
        if plain not in meanings:
            raise UsageError(f"--words: {meaning!r} is no meaning; there are {', '.join(sorted(meanings))}")
        words[word.strip().casefold()] = plain
    return words


def outcome_word(cell: str) -> str:
    """The outcome in a cell: a `TrialRecord`'s, or `correct` or `error`. Raises `CellError`."""
    plain = _plain(cell)
    if plain in YES:
        return "correct"
    if plain in NO:
        return "error"
    if plain in _OUTCOME_OF:
        return _OUTCOME_OF[plain]
    raise CellError(
        f"{_shown(cell)} is no outcome; --words {cell[:_SHOWN]}=correct (or =error) says what it means"
    )


def kind_word(cell: str, *, yes: Kind | None) -> Kind:
    """The kind of trial in a cell; `yes` is what 1 and yes stand for, where that is known. Raises `CellError`."""
    plain = _plain(cell)
    if plain in KINDS:
        return KINDS[plain]
    if yes is not None and plain in YES | NO:
        return yes if plain in YES else "go"
    raise CellError(f"{cell!r} is no kind of trial; --words {cell}=go says what it means (go, no_go, stop)")


def side_word(cell: str) -> str:
    """`left` or `right`, as itself, by its first letter, or within words such as `left leg`. Raises `CellError`."""
    side = {"l": "left", "r": "right"}.get(_plain(cell)) or side_in(cell)
    if side is not None:
        return side
    raise CellError(f"{cell!r} is no side; --words {cell}=left says what it means")


def is_yes(cell: str) -> bool:
    """Whether a cell says yes: anything but nothing and no."""
    return not is_missing(cell) and _plain(cell) not in NO


def _plain(cell: str) -> str:
    return re.sub(r"[ \-]+", "_", cell.strip().casefold())
