"""Which files were made of whose results: so that erasing an athlete finds reports and exports too.

One JSON line for each file that was written, in `exports.jsonl` beside the store. What was written to the output and not
to a file is not known here, and neither are copies that people make.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from reactdrill.errors import JournalError
from reactdrill.live.clock import utc_now
from reactdrill.results.disk import append_private, replace_private
from reactdrill.results.header import utc_text
from reactdrill.results.lines import parse_object, to_json
from reactdrill.results.typed_json import LineError
from reactdrill.station.folders import advice, reason

EXPORTS_NAME = "exports.jsonl"


@dataclass(frozen=True, slots=True)
class KnownExport:
    """A file that was written."""

    path: Path
    """In full."""
    at_utc: str
    kind: str
    """`report`, `card`, `csv`, `json`, `bids`, `parquet`; for BIDS the path is the folder."""
    athletes: tuple[str, ...]
    """The codes of all whose results are in it."""


def remember(home: Path, paths: Iterable[Path], kind: str, athletes: Iterable[str]) -> None:
    """Keep that files were written, in the folder of the results. Raises `JournalError` when that cannot be kept."""
    whose, at_utc = tuple(sorted(set(athletes))), utc_text(utc_now())
    written = [KnownExport(path.absolute(), at_utc, kind, whose) for path in paths]
    data = b"".join(_line(each) for each in written)
    file = home / EXPORTS_NAME
    try:
        append_private(file, data)
    except OSError as error:
        raise JournalError(file, f"cannot keep what was exported ({reason(error)})", advice(error)) from error


def known_exports(home: Path, athlete: str | None = None) -> tuple[KnownExport, ...]:
    """Every file that was written, or those that hold an athlete's results; lines that are damaged are left out.

    Raises `JournalError` when the list is there and cannot be read.
    """
    file = home / EXPORTS_NAME
    try:
        lines = file.read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise JournalError(file, f"cannot be read ({reason(error)})", advice(error)) from error
    found = [each for each in map(_read, lines) if each is not None]
    return tuple(each for each in found if athlete is None or athlete in each.athletes)


def forget_exports(home: Path, gone: Collection[Path], athlete: str | None = None) -> None:
    """Drop files that are gone now from the list, and an athlete from what is told of the others.

    A file that holds nobody else is dropped too, and so are lines that are damaged. Raises as `remember`.
    """
    paths = {path.absolute() for path in gone}
    stay = [each for each in known_exports(home) if each.path not in paths]
    kept = [replace(each, athletes=tuple(code for code in each.athletes if code != athlete)) for each in stay]
    lines = [
        _line(each) for each, before in zip(kept, stay, strict=True) if each.athletes or not before.athletes
    ]
    file = home / EXPORTS_NAME
    try:
        if file.exists():
            replace_private(file, b"".join(lines))
    except OSError as error:
        raise JournalError(file, f"cannot be changed ({reason(error)})", advice(error)) from error


def _line(each: KnownExport) -> bytes:
    return to_json({**asdict(each), "path": str(each.path)}) + b"\n"


def _read(line: bytes) -> KnownExport | None:
    try:
        told = parse_object(line)
        athletes = tuple(map(str, told["athletes"]))
        return KnownExport(Path(str(told["path"])), str(told["at_utc"]), str(told["kind"]), athletes)
    except (LineError, KeyError, TypeError):
        return None
