"""Where reactdrill keeps its files on this machine.

`REACTDRILL_HOME` moves everything below one folder; without it the system's own places are used. What is made
here belongs to the user alone: folders 0700, files 0600 (Windows: the access rights of the user's profile).
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from reactdrill.errors import ReactDrillError

HOME_VARIABLE = "REACTDRILL_HOME"
FOLDER_MODE = 0o700
FILE_MODE = 0o600
LONGEST_NAME = 60
"""Letters of what a person wrote, in the name of a file."""

_APP = "reactdrill"
_ADVICE = {
    errno.ENOENT: "check the name, and that its folder is there",
    errno.EISDIR: "name a file, not a folder",
    errno.ENODEV: "name an ordinary file",
    errno.ENOSPC: "the disk is full: make some space",
    errno.EDQUOT: "your disk quota is used up: make some space",
    errno.EROFS: "the disk is read-only: use another one",
    errno.EIO: "the disk reports a fault: copy your data to another one",
    errno.ENAMETOOLONG: "the path is too long: use a shorter folder",
}


class FolderError(ReactDrillError):
    """A folder cannot be made or written to."""

    exit_code = 4

    def __init__(self, path: Path | str, problem: str, hint: str) -> None:
        self.path = path
        self.problem = problem
        self.hint = hint
        super().__init__(f"{path}: {problem}; {hint}")


def advice(error: OSError) -> str:
    """What a person can do about a file that cannot be read or written."""
    known = _ADVICE.get(error.errno or 0)
    if known is not None:
        return known
    return f"give yourself the right to use it, or set {HOME_VARIABLE} to a folder of your own"


def reason(error: OSError) -> str:
    """The system's own words for an error, without the path."""
    return error.strerror or type(error).__name__


def data_dir(*, make: bool = True) -> Path:
    """The folder of everything measured: the store stands in it.

    `make`: create it first; raises `FolderError` when it cannot be made or written to.
    """
    home = _home()
    return _ready(_platform_folder("user_data_path") if home is None else home, make=make)


def runs_dir(*, make: bool = True) -> Path:
    """The folder of the journals; `make` as in `data_dir`."""
    return _ready(data_dir(make=make) / "runs", make=make)


def config_dir(*, make: bool = True) -> Path:
    """The folder of settings, bindings and calibrations; `make` as in `data_dir`."""
    home = _home()
    return _ready(_platform_folder("user_config_path") if home is None else home / "config", make=make)


def documents_dir() -> Path:
    """The folder of what is written for people: reports, tables, backups. Raises `FolderError`."""
    home = _home()
    if home is not None:
        return private_folder(home / "documents")
    import platformdirs  # noqa: PLC0415 - see below

    return private_folder(platformdirs.user_documents_path() / _APP)


def store_path(*, make: bool = True) -> Path:
    """The file of the results store; `make` as in `data_dir`."""
    return data_dir(make=make) / "results.sqlite3"


def file_name(text: str, otherwise: str) -> str:
    """A name that every system can have for a file; `otherwise` where nothing is left of it."""
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in text).strip("-")
    return kept[:LONGEST_NAME] or otherwise


def private_folder(path: Path) -> Path:
    """Make `path` with everything above it that is missing, readable by the user alone, and return it.

    Folders that are there already keep their mode. Raises `FolderError` when it cannot be made or written to.
    """
    try:
        _make(path)
    except OSError as error:
        raise FolderError(path, f"cannot make this folder ({reason(error)})", advice(error)) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise FolderError(path, "cannot write to this folder", advice(PermissionError(errno.EACCES, "")))
    return path


def _make(path: Path) -> None:
    if path.is_dir():
        return
    if path.parent != path:
        _make(path.parent)
    path.mkdir(mode=FOLDER_MODE, exist_ok=True)


def _ready(path: Path, *, make: bool) -> Path:
    return private_folder(path) if make else path


def _home() -> Path | None:
    named = os.environ.get(HOME_VARIABLE)
    return Path(named).expanduser().absolute() if named else None


def _platform_folder(kind: str) -> Path:
    import platformdirs  # noqa: PLC0415 - not needed at all where REACTDRILL_HOME is set

    folder = getattr(platformdirs, kind)(_APP, appauthor=False)
    assert isinstance(folder, Path)
    return folder
