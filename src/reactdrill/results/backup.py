"""A backup: the database, journals with their annotations, circuits and recorded names, in one ZIP with a manifest."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from reactdrill.errors import ReactDrillError
from reactdrill.live.clock import utc_now
from reactdrill.people.codes import is_code
from reactdrill.results.annotations import notes_path
from reactdrill.results.disk import replacing_private
from reactdrill.results.exports_known import remember
from reactdrill.results.header import software_versions, utc_text
from reactdrill.results.lines import to_pretty_json
from reactdrill.results.privacy.belongings import BACKUP, diaries, journals
from reactdrill.results.recorded_names import NAMES, SUFFIX, RecordedNames
from reactdrill.results.store import Store
from reactdrill.station.folders import advice, private_folder, reason
from reactdrill.station.places import STORE_NAME, Folders

FORMAT = 1
MANIFEST = "manifest.json"
RUNS, CIRCUITS = "runs", "circuits"
_NOT_WHOLE = "use another copy of it; nothing has been changed"

Progress = Callable[[int, int], None]
"""Told how many files are done, of how many."""


class BackupError(ReactDrillError):
    """A backup cannot be made or used."""

    exit_code = 4

    def __init__(self, path: Path | str, problem: str, hint: str = "") -> None:
        self.path = path
        self.problem = problem
        self.hint = hint
        super().__init__(f"{path}: {problem}{f'; {hint}' if hint else ''}")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was found whole."""

    path: Path
    made_utc: str
    files: dict[str, str]
    """From each file in it to its SHA-256, without the manifest."""
    left_out: tuple[str, ...] = ()
    """When it is made: files that could not be read, and why."""

    def below(self, folder: str) -> list[str]:
        """The files of a folder in it."""
        return [name for name in self.files if name.startswith(f"{folder}/")]


def make_backup(store: Store, folders: Folders, path: Path, progress: Progress | None = None) -> Backup:
    """Write a backup in one step; it is remembered, so that erasing somebody names it.

    Raises `BackupError`, `StoreError`, and `JournalError` when it cannot be remembered.
    """
    try:
        with tempfile.TemporaryDirectory(dir=private_folder(folders.home), prefix=".backup-") as place:
            copy = Path(place) / STORE_NAME
            store.copy_to(copy)
            with replacing_private(path) as file:
                files = [(copy, STORE_NAME), *_files(store, folders)]
                backup = _write(file, path, files, progress)
    except OSError as error:
        raise BackupError(path, f"cannot be written ({reason(error)})", advice(error)) from error
    remember(folders.home, [path], BACKUP, [])
    return backup


def _files(store: Store, folders: Folders) -> list[tuple[Path, str]]:
    """(file, name in the backup) of everything beside the database."""
    runs = [path for journal in journals(store.runs_folder) for path in (journal, notes_path(journal))]
    found = [(path, f"{RUNS}/{path.relative_to(store.runs_folder).as_posix()}") for path in runs]
    found += [(path, f"{CIRCUITS}/{path.name}") for path in diaries(folders.home)]
    found += [(path, f"{NAMES}/{path.name}") for path in RecordedNames(folders.home).all().values()]
    return [(path, name) for path, name in found if path.is_file()]


def _write(file: BinaryIO, path: Path, files: list[tuple[Path, str]], progress: Progress | None) -> Backup:
    sums: dict[str, str] = {}
    left_out: list[str] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (source, name) in enumerate(files, start=1):
            data = source.read_bytes() if name == STORE_NAME else _read(source, left_out)
            if data is not None:
                archive.writestr(name, data)
                sums[name] = hashlib.sha256(data).hexdigest()
            if progress is not None:
                progress(number, len(files))
        made = utc_text(utc_now())
        manifest = {"format": FORMAT, "made_utc": made, "software": software_versions(), "files": sums}
        archive.writestr(MANIFEST, to_pretty_json(manifest))
    return Backup(path, made, sums, tuple(left_out))


def _read(source: Path, left_out: list[str]) -> bytes | None:
    """None for a file that cannot be read: all the others shall be in the backup."""
    try:
        return source.read_bytes()
    except OSError as error:
        left_out.append(f"{source}: cannot be read ({reason(error)}); {advice(error)}")
        return None


def check_backup(path: Path, progress: Progress | None = None) -> Backup:
    """Read a whole backup and hold every file to the manifest. Raises `BackupError`; changes nothing."""
    try:
        with zipfile.ZipFile(path) as archive:
            backup = _manifest(path, archive)
            for number, (name, wanted) in enumerate(backup.files.items(), start=1):
                if hashlib.sha256(archive.read(name)).hexdigest() != wanted:
                    raise BackupError(path, f"{name} in it is damaged", _NOT_WHOLE)
                if progress is not None:
                    progress(number, len(backup.files))
            return backup
    except (
        zipfile.BadZipFile,
        EOFError,
        RuntimeError,
        NotImplementedError,
        KeyError,
        TypeError,
        ValueError,
        zlib.error,
    ) as error:
        raise BackupError(path, f"is damaged or no backup ({_plain(error)})", _NOT_WHOLE) from error
    except OSError as error:
        raise BackupError(path, f"cannot be read ({reason(error)})", advice(error)) from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Backup:
    told = json.loads(archive.read(MANIFEST))
    written = told.get("format") if isinstance(told, dict) else None
    if not isinstance(written, int):
        raise BackupError(path, "is no backup of reactdrill", _NOT_WHOLE)
    if written > FORMAT:
        problem = f"comes from a newer reactdrill (format {written}, this one reads up to {FORMAT})"
        raise BackupError(path, problem, "update reactdrill; nothing has been changed")
    files = {str(name): str(each) for name, each in dict(told["files"]).items()}
    if set(archive.namelist()) != {*files, MANIFEST} or not all(map(_is_ours, files)):
        raise BackupError(path, "holds other files than its manifest says", _NOT_WHOLE)
    return Backup(path, str(told["made_utc"]), files)


def _is_ours(name: str) -> bool:
    """Whether a name in a backup is one that `make_backup` writes, and leads nowhere else."""
    parts = PurePosixPath(name).parts
    plain = not {"..", "/", ""} & set(parts) and "\\" not in name and ":" not in name and "\0" not in name
    if name == STORE_NAME or not plain or len(parts) < 2:  # a folder and a file in it
        return name == STORE_NAME
    if parts[0] == NAMES:
        return len(parts) == 2 and name.endswith(SUFFIX) and is_code(name[len(NAMES) + 1 : -len(SUFFIX)])
    return parts[0] in (RUNS, CIRCUITS) and name.endswith(".jsonl")


def _plain(error: Exception) -> str:
    return str(error).strip("'\"") or type(error).__name__
