"""The folders for results and settings: whether they can be written, and how much room they have."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from reactdrill.errors import JournalError
from reactdrill.results.locks import hold, release
from reactdrill.station.doctor.finding import Finding, note, ok, own, problem
from reactdrill.station.doctor.tools import text_of
from reactdrill.station.folders import advice, config_dir, reason
from reactdrill.station.places import Folders

MB = 1_000_000
FULL_MB = 50
SMALL_MB = 500
"""A run takes well under one megabyte; the store grows alike."""
NETWORK = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "afs",
    "ceph",
    "davfs",
    "fuse.davfs",
)


# ---- folders


def folders() -> Sequence[Finding]:
    """Whether results and settings can be written, and how much room is left."""
    home = Folders.current().home
    places = {"results": home, "journals": home / "runs", "settings": config_dir(make=False)}
    found = [trouble for use, path in places.items() if (trouble := writable(use, path)) is not None]
    if not found:
        found.append(ok("folders", "results and settings can be saved; results in {path}", path=folded(home)))
    mounts = text_of(Path("/proc/mounts"))
    return (*found, *_network(mounts, places["journals"]), free_space(home))


def writable(use: str, path: Path) -> Finding | None:
    """Write, lock and delete a file in a folder, or see whether it could be made; None when all goes well."""
    there = existing(path)
    try:
        _check_folder(there)
        if there != path:
            return None
        with tempfile.NamedTemporaryFile(dir=path, prefix=".doctor-") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            release(hold(Path(file.name)))
    except OSError as error:
        said, hint = reason(error), advice(error)
    except JournalError as error:
        said, hint = error.problem, error.hint
    else:
        return None
    return problem(
        "folders",
        f"{use} cannot be saved in {{path}} ({{why}})",
        own(hint),
        path=folded(there),
        why=said,
    )


def _check_folder(there: Path) -> None:
    """Raise `OSError` when nothing could be made in what is there."""
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "there is a file where a folder should be")
    if not os.access(there, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "no right to write there")


def existing(path: Path) -> Path:
    """The path itself or the nearest folder above it that is there."""
    return next((each for each in (path, *path.parents) if is_there(each)), path)


def is_there(path: Path) -> bool:
    """Whether something is there that may be looked at."""
    try:
        return path.exists()
    except OSError:
        return False


def folded(path: Path) -> str:
    """A path with the person's own folder written as `~`."""
    with contextlib.suppress(ValueError, RuntimeError):
        return str(Path("~") / path.relative_to(Path.home()))
    return str(path)


def free_space(path: Path) -> Finding:
    """How much room is left for results."""
    try:
        free_mb = shutil.disk_usage(existing(path)).free // MB
    except OSError as error:
        return note("space", "this disk does not say how much room is left ({why})", why=reason(error))
    return space_finding(free_mb)


def space_finding(free_mb: int) -> Finding:
    """Judge the room that is left, MB."""
    if free_mb < FULL_MB:
        return problem("space", "the disk is full ({free} MB left)", "make some space", free=free_mb)
    if free_mb < SMALL_MB:
        return note("space", "only {free} MB are left on the disk", "make some space soon", free=free_mb)
    return ok("space", "{free:.0f} GB are left on the disk of the results", free=free_mb / 1000)


def _network(mounts: str, path: Path) -> Iterator[Finding]:
    kind = file_system(mounts, existing(path).resolve())
    if kind in NETWORK:
        yield note(
            "folders",
            "results are saved on a network disk ({kind})",
            "if it stalls or drops out, so does saving: use a disk of this machine (REACTDRILL_HOME) and copy later",
            kind=kind,
        )


def file_system(mounts: str, path: Path) -> str:
    """The kind of file system that a path is on, by /proc/mounts; empty where that does not tell."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        if (path == point or point in path.parents) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind
