"""Journals, diaries and exported runs in files, folders and zip files of any kind, with the notes that stand beside them."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from reactdrill.results.annotations import NOTES_SUFFIX
from reactdrill.results.exported_runs import SUFFIXES
from reactdrill.station.folders import reason

SUFFIX = ".jsonl"
ENDINGS = (SUFFIX, *SUFFIXES)
ZIP = ".zip"
TABLES = (".csv", ".tsv", ".parquet")
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
LARGEST = 512 * 1024 * 1024
"""No file in a zip is read that claims to be larger: no run comes near."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be a journal, a diary or an exported run."""

    name: str
    """For people: where it was found."""
    data: bytes
    notes: bytes
    """Of the notes beside it; empty: there are none."""

    @property
    def exported(self) -> bool:
        """Whether it is no journal and no diary, but what was made of runs."""
        return _is_export(self.name)


def look_into(source: Path, damaged: list[tuple[str, str]]) -> Iterator[tuple[Found, int]]:
    """Everything there is in a source, by name, read as it is asked for, each with how many there are.

    What cannot be read is added to `damaged`.
    """
    try:
        if source.is_dir():
            every = (path for path in sorted(source.rglob("*.json*")) if path.name.endswith(ENDINGS))
            paths = {str(path): path for path in every if path.is_file()}
            yield from _each(paths, lambda name: paths[name].read_bytes(), damaged)
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                members = _members(source, archive, damaged)
                yield from _each(members, lambda name: archive.read(members[name]), damaged)
        elif source.suffix == ZIP and source.is_file():
            damaged.append((str(source), f"{source}: is a damaged zip file; use another copy of it"))
        elif source.suffix in TABLES and source.is_file():
            told = f"{source}: a table holds no events, so no run can be made of it"
            damaged.append((str(source), f"{told}; use the journal, or an export with `--format json`"))
        else:
            beside = source.with_name(source.name.removesuffix(SUFFIX) + NOTES_SUFFIX)
            paths = {str(path): path for path in (source, beside) if path == source or path.exists()}
            yield from _each(paths, lambda name: paths[name].read_bytes(), damaged)
    except OSError as error:
        damaged.append((str(source), f"{source}: cannot be read ({reason(error)})"))
    except zipfile.BadZipFile as error:
        damaged.append((str(source), f"{source}: is a damaged zip file ({error}); use another copy of it"))


def _members(
    source: Path, archive: zipfile.ZipFile, damaged: list[tuple[str, str]]
) -> dict[str, zipfile.ZipInfo]:
    found = {}
    for info in sorted(archive.infolist(), key=lambda each: each.filename):
        name = f"{source}:{info.filename}"
        if info.file_size > LARGEST:
            damaged.append((name, f"{name}: is too large to be a run"))
        elif info.filename.endswith(ENDINGS):
            found[name] = info
    return found


def _each(
    names: Collection[str], read: Callable[[str], bytes], damaged: list[tuple[str, str]]
) -> Iterator[tuple[Found, int]]:
    """Each file with its notes, exports last; notes that stand alone are nothing. One that cannot be read stops no other."""
    wanted = sorted((name for name in names if not name.endswith(NOTES_SUFFIX)), key=_is_export)
    for name in wanted:
        notes = name.removesuffix(SUFFIX) + NOTES_SUFFIX
        try:
            found = Found(name, read(name), read(notes) if notes in names else b"")
        except OSError as error:
            damaged.append((name, f"{name}: cannot be read ({reason(error)})"))
        except _BROKEN as error:
            damaged.append((name, f"{name}: is damaged in its zip file ({error}); use another copy of it"))
        else:
            yield found, len(wanted)


def _is_export(name: str) -> bool:
    return not name.endswith(SUFFIX)
