"""Work for the background that tells what came of it, and where its files go."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reactdrill.app.background import Checkpoint
from reactdrill.i18n import Texts
from reactdrill.station.folders import documents_dir, private_folder

IMPORT = "import"


class Words(Texts):
    """What is said of all kinds of work."""

    WRITTEN = "Written: {path}"
    SKIPPED = "Left out: {problem}"
    ERASED_STAY = "Left out, as those who did them were erased here: {runs}"


Work = Callable[[Checkpoint], "Done"]


@dataclass(frozen=True, slots=True)
class Then:
    """What may follow, when a person says so."""

    words: str
    """On the button."""
    work: Work
    code: str = ""
    """Has to be typed before; empty: nothing has."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of some work."""

    lines: tuple[str, ...]
    path: Path | None = None
    """A file that can be looked at."""
    then: Then | None = None
    instead: Then | None = None
    """What may follow in its place; nothing is typed before it."""
    changed: bool = False
    """Whether the results are others now."""
    other_drills: bool = False
    """Whether there are other drills or circuits now."""
    gone: str = ""
    """Code of an athlete who is not here any more."""


def import_folder() -> Path:
    """Where what is to be brought in is looked for. Raises `FolderError`."""
    return private_folder(documents_dir() / IMPORT)


def look_at(path: Path) -> None:
    """Open a file with the system's browser."""
    webbrowser.open(path.absolute().as_uri())
