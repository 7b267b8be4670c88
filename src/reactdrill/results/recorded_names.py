"""Names as they are said: one short sound for each athlete who has a name here, kept under the code.

They stand in `names` in the folder of the results, readable by the user alone. A WAV file that is put into `names/new`,
called by a code or a name, is taken in and goes from there. Who may have no name here has no recording either.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.people.codes import is_code
from reactdrill.results.clip import Wave, clip, read_wav, to_wav
from reactdrill.results.disk import replace_private, sync_folder
from reactdrill.station.folders import FolderError, advice, private_folder, reason

if TYPE_CHECKING:
    from reactdrill.results.store.people import People

NAMES, NEW = "names", "new"
SUFFIX = ".wav"


class RecordedNames:
    """The recordings below a folder of results."""

    def __init__(self, home: Path) -> None:
        self.folder = home / NAMES
        self.new = self.folder / NEW
        """Where files are put to be taken in."""

    def all(self) -> dict[str, Path]:
        """The recordings by code."""
        return {path.stem: path for path in _sounds(self.folder) if is_code(path.stem)}

    def files_of(self, code: str) -> list[Path]:
        """A code's recording, and what was put down for it and not taken in."""
        return [path for path in self._everything() if path.stem.upper() == code]

    def keep(self, athlete: Athlete, sound: Wave) -> Path:
        """Keep a name as somebody has said it, cut and levelled, in the place of an earlier one.

        Raises `UsageError` when they have no name here or nothing is heard, and `FolderError`.
        """
        if not athlete.name:
            raise UsageError(f"{athlete.code} has no name here, so none can be recorded")
        data = to_wav(clip(sound))
        path = private_folder(self.folder) / f"{athlete.code}{SUFFIX}"
        try:
            replace_private(path, data)
        except OSError as error:
            raise FolderError(path, f"cannot be written ({reason(error)})", advice(error)) from error
        return path

    def take(self, athlete: Athlete, path: Path) -> Path:
        """As `keep`, out of a WAV file, which stays as it is. What is raised names the file."""
        sound = read_wav(path)
        try:
            return self.keep(athlete, sound)
        except UsageError as error:
            raise UsageError(f"{path}: {error}") from error

    def forget(self, code: str) -> list[Path]:
        """Delete a code's recording; what was deleted. Raises `FolderError`."""
        return [_deleted(path) for path in self.files_of(code)]

    def take_new(self, people: People) -> tuple[str, ...]:
        """Take in the files in `new`; a line for each that cannot be, which stays there.

        Raises `StoreError`, and `FolderError` when one cannot be moved.
        """
        problems = []
        for path in _sounds(self.new):
            try:
                athlete = people.find(path.stem)
            except UsageError as error:
                problems.append(f"{path}: {error}")
                continue
            try:
                self.take(athlete, path)
            except UsageError as error:
                problems.append(str(error))
            else:
                _deleted(path)
        return tuple(problems)

    def tidy(self, people: People) -> None:
        """Delete the recordings of those who were erased or have no name here any more. Raises as `take_new`."""
        for code in self.all():
            athlete = people.get(code)
            if people.is_erased(code) if athlete is None else not athlete.name:
                self.forget(code)

    def _everything(self) -> Sequence[Path]:
        return (*_sounds(self.folder), *_sounds(self.new))


def _sounds(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if path.suffix.lower() == SUFFIX and path.is_file()]


def _deleted(path: Path) -> Path:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(path, f"cannot be deleted ({reason(error)})", advice(error)) from error
    sync_folder(path.parent)
    return path
