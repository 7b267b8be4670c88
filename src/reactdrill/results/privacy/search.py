"""Looks for a person in the bytes of files: the proof that nothing of somebody is left, or where something is."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import orjson

from reactdrill.results.privacy.needles import Needle, find_in_bytes, find_in_text

CHUNK = 1 << 20
"""Bytes read at a time."""
OVERLAP = 1 << 12
"""Bytes that two pieces have in common: more than the longest name takes with every letter escaped."""
_DATABASES = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""What the files of a database begin with; the last two are its log."""
_JOURNAL = b'{"type":"header",'
_NOBODYS = ("drill", "plan")
"""Parts of a journal's first line that are the drill's own words."""
_RUN = re.compile(rb"[0-9a-f]{32}")
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a text stands."""

    path: Path
    text: str
    around: str
    """What stands there, with what cannot be shown left out; empty: in the name of the file."""
    member: str = ""
    """The file within an archive."""


@dataclass(slots=True)
class Search:
    """What a search came to."""

    files: int = 0
    size: int = 0
    """Bytes that were looked at."""
    found: list[Found] = field(default_factory=list)
    unread: list[tuple[Path, str]] = field(default_factory=list)
    """Files that could not be read, and why."""


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Every file below these folders, each once; links are not followed out of them."""
    seen: set[Path] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and path not in seen:
                seen.add(path)
                yield path


def search(paths: Iterable[Path], needles: Iterable[Needle]) -> Search:
    """Look for texts in the names and in the bytes of files, and of the files in ZIP archives."""
    wanted, result = tuple(needles), Search()
    for path in paths:
        result.files += 1
        try:
            result.found += _in_file(path, wanted)
            result.size += path.stat().st_size
        except UNREADABLE as error:
            result.unread.append((path, str(error) or type(error).__name__))
    return result


def is_database(path: Path) -> bool:
    """Whether a file is one of a database. Raises `OSError`."""
    with path.open("rb") as file:
        return file.read(CHUNK).startswith(_DATABASES)


def runs_named(path: Path) -> set[str]:
    """The runs, by their ids, that a file or a file in a ZIP names. Raises one of `UNREADABLE`."""
    with path.open("rb") as file:
        found = _runs_in(file)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                with archive.open(name) as member:
                    found |= _runs_in(member)
    return found


def _runs_in(file: IO[bytes]) -> set[str]:
    found, tail = set[str](), b""
    while chunk := file.read(CHUNK):
        data = tail + chunk
        found |= {each.decode() for each in _RUN.findall(data)}
        tail = data[-64:]
    return found


def _in_file(path: Path, needles: Collection[Needle]) -> Iterator[Found]:
    yield from (Found(path, each.text, "") for each in needles if _names(path.name, each))
    with path.open("rb") as file:
        yield from (Found(path, text, around) for text, around in _in_stream(file, needles))
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield from (Found(path, each.text, "", name) for each in needles if _names(name, each))
                with archive.open(name) as member:
                    found = _in_stream(member, needles)
                    yield from (Found(path, text, around, name) for text, around in found)


def _names(file_name: str, needle: Needle) -> bool:
    return find_in_text(needle, file_name) is not None or (bool(needle.exact) and needle.text in file_name)


def _in_stream(file: IO[bytes], needles: Collection[Needle]) -> Iterator[tuple[str, str]]:
    """The first place of each text."""
    left = list(needles)
    ours, first = False, True
    tail, chunk = b"", _beginning(file, left)
    while left and chunk:
        ours = ours or (first and chunk.startswith(_DATABASES))
        ahead = file.read(CHUNK)
        data = tail + chunk
        for each in tuple(left):
            around = find_in_bytes(each, data, ours=ours, first=first, last=not ahead)
            if around is not None:
                yield each.text, around
                left.remove(each)
        tail, chunk, first = data[-OVERLAP:], ahead, False


def _beginning(file: IO[bytes], needles: Collection[Needle]) -> bytes:
    """The first piece of a file; of a journal without the drill's own words, unless a code stands among them."""
    begin = file.read(len(_JOURNAL))
    if begin != _JOURNAL:
        return begin + file.read(CHUNK)
    line = begin + file.readline()
    if any(exact in line for each in needles for exact in each.exact):
        return line + file.read(CHUNK)
    try:
        header = orjson.loads(line)
    except orjson.JSONDecodeError:
        return line + file.read(CHUNK)
    kept = {name: value for name, value in header.items() if name not in _NOBODYS}
    return orjson.dumps(kept, option=orjson.OPT_APPEND_NEWLINE) + file.read(CHUNK)
