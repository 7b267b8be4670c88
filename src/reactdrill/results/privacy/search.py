"""Looks for a person in the bytes of files: the proof that nothing of somebody is left, or where something is."""

from __future__ import annotations

import json
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

CHUNK = 1 << 20
"""Bytes read at a time; pieces overlap by the longest text looked for."""
AROUND = 24
"""Bytes told on each side of what was found."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for: one text in every form that a program may write it in."""

    text: str
    forms: tuple[bytes, ...]


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


def needle(text: str) -> Needle:
    """A text as UTF-8, composed or not, as JSON escapes it, as UTF-16, and as Latin-1 where that can write it."""
    forms = []
    for form in (text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)):
        forms += [
            form.encode(),
            json.dumps(form)[1:-1].encode(),
            form.encode("utf-16-le"),
            form.encode("utf-16-be"),
        ]
        forms.append(json.dumps(form, ensure_ascii=False)[1:-1].encode())
        forms.append(
            form.encode("latin-1", "ignore")
            if form.encode("latin-1", "replace").decode("latin-1") == form
            else b""
        )
    return Needle(text, tuple(dict.fromkeys(form for form in forms if form)))


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
        result.found += [Found(path, each.text, "") for each in wanted if each.text in path.name]
        try:
            _search_file(path, wanted, result)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            result.unread.append((path, str(error) or type(error).__name__))
    return result


def _search_file(path: Path, needles: tuple[Needle, ...], result: Search) -> None:
    with path.open("rb") as file:
        result.size += path.stat().st_size
        result.found += [Found(path, text, around) for text, around in _in_stream(file, needles)]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                result.found += [Found(path, each.text, "", name) for each in needles if each.text in name]
                with archive.open(name) as member:
                    result.found += [
                        Found(path, text, said, name) for text, said in _in_stream(member, needles)
                    ]


def _in_stream(file: IO[bytes], needles: tuple[Needle, ...]) -> Iterator[tuple[str, str]]:
    """The first place of each text."""
    left = {each.text: each.forms for each in needles}
    overlap = max((len(form) for each in needles for form in each.forms), default=1) + AROUND
    tail = b""
    while left and (chunk := file.read(CHUNK)):
        data = tail + chunk
        for text, forms in tuple(left.items()):
            at = min((place for form in forms if (place := data.find(form)) >= 0), default=-1)
            if at >= 0:
                yield text, _shown(data[max(0, at - AROUND) : at + len(text) + AROUND])
                del left[text]
        tail = data[-overlap:]


def _shown(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    return "".join(char for char in text if char.isprintable() and char != "\ufffd").strip()
