"""What is kept on the disk: the store, the journals, the program's own files and the settings."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from reactdrill.assets import data_dir as shipped, font_path, known_tones, known_words, tone_path, word_path
from reactdrill.errors import AssetMissingError, JournalError, StoreError
from reactdrill.results.annotations import NOTES_SUFFIX
from reactdrill.results.locks import in_progress
from reactdrill.results.reader import read_journal
from reactdrill.station.doctor.finding import Finding, ok, own, problem
from reactdrill.station.doctor.space import MB, folded, is_there
from reactdrill.station.folders import data_dir
from reactdrill.station.places import Folders

NEWEST = 500
"""How many journals are read; older ones were read when they were put into the store."""
SHOWN = 5


# ---- store


def store() -> Sequence[Finding]:
    """Whether the results store is whole and opens. Without one there is nothing to look at."""
    folders = Folders.current()
    if folders.results_store != folders.store:
        return _shared(folders.results_store)
    path = folders.store
    if not is_there(path):
        return (ok("store", "no results are stored yet"),)
    damage = quick_check(path)
    if damage is not None:
        return (
            problem(
                "store",
                "the results store is damaged ({damage})",
                "nothing is lost: `reactdrill results rebuild` makes it again from the journals",
                damage=damage,
            ),
        )
    from reactdrill.results.store.database import open_database  # noqa: PLC0415 - slow to load

    try:
        open_database(path).dispose()
    except StoreError as error:
        return (problem("store", "the results store {problem}", own(error.hint), problem=error.problem),)
    return (ok("store", "the results store is whole ({size:.1f} MB)", size=path.stat().st_size / MB),)


def _shared(place: Path | str) -> Sequence[Finding]:
    """Whether a store that several stations share answers."""
    from reactdrill.results.store.database import open_database  # noqa: PLC0415 - slow to load

    try:
        open_database(place).dispose()
    except StoreError as error:
        return (problem("store", "the results store {problem}", own(error.hint), problem=error.problem),)
    return (ok("store", "the results store that stations share answers"),)


def quick_check(path: Path) -> str | None:
    """What SQLite finds wrong with a database file; None when it is whole. Changes nothing."""
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            answer = str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return None if answer == "ok" else answer.splitlines()[-1]


# ---- journals


def journals() -> Sequence[Finding]:
    """Whether the newest journals can be read."""
    return journal_findings(Folders.current().runs)


def journal_paths(folder: Path) -> list[Path]:
    """Every journal below a folder, newest first by name."""
    found = [path for path in folder.rglob("*.jsonl") if not path.name.endswith(NOTES_SUFFIX)]
    return sorted(found, key=lambda path: path.name, reverse=True)


def journal_findings(folder: Path) -> Sequence[Finding]:
    """Read the newest journals below a folder and name those that are damaged."""
    paths = journal_paths(folder)
    if not paths:
        return (ok("journals", "no run has been recorded yet"),)
    damaged: list[Finding] = []
    interrupted = 0
    for path in paths[:NEWEST]:
        if in_progress(path):
            continue
        try:
            interrupted += read_journal(path).end is None
        except JournalError as error:
            where = folded(Path(error.path))
            damaged.append(
                problem(
                    "journals",
                    "{path}: {problem}",
                    own(error.hint),
                    path=where,
                    problem=error.problem,
                )
            )
    if not damaged:
        return (_whole(len(paths), interrupted),)
    return (*damaged[:SHOWN], *_more(len(damaged) - SHOWN))


def _whole(count: int, interrupted: int) -> Finding:
    said = "{runs} recorded run can be read" if count == 1 else "{runs} recorded runs can be read"
    if interrupted:
        said += "; {broken} broke off, with every finished trial kept"
    if count > NEWEST:
        said += " (the newest {newest} were looked at)"
    return ok(
        "journals",
        said,
        runs=count,
        broken=interrupted,
        newest=NEWEST,
    )


def _more(count: int) -> Iterator[Finding]:
    if count > 0:
        yield problem("journals", "{count} more journals are damaged", "see the ones above", count=count)


# ---- the program's own files


def files() -> Sequence[Finding]:
    """Whether everything that comes with reactdrill is there, and which of the person's own drills cannot be used."""
    from reactdrill.drill.library import Library  # noqa: PLC0415 - loads pydantic
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - as above

    try:
        for tone in known_tones():
            tone_path(tone)
        for word in known_words():
            word_path(word)
        font_path(), font_path(bold=True)
        own_folders = [Path(each).expanduser() for each in load_settings().settings.folders.drills]
        library = Library((shipped("drills"), data_dir(make=False) / "drills", *own_folders))
        count = len(list(library.drills()))
    except AssetMissingError as error:
        return (problem("files", "{what}", "install reactdrill again", what=str(error)),)
    if not library.broken:
        return (ok("files", "{count} drills, all sounds and fonts are there", count=count),)
    return [
        problem(
            "files",
            "a drill cannot be used: {path}",
            "`reactdrill check FILE` says why",
            path=folded(Path(each.path)),
        )
        for each in library.broken[:SHOWN]
    ]


# ---- settings


def settings() -> Sequence[Finding]:
    """What a person wrote into the settings that cannot be used."""
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    loaded = load_settings()
    if not loaded.problems:
        said = (
            "the settings can be used"
            if is_there(loaded.path)
            else "no settings are written: the defaults hold"
        )
        return (ok("settings", said),)
    return [
        problem("settings", "{line}", "put it right in that file; until then the default holds", line=each)
        for each in (one.render(folded(loaded.path)) for one in loaded.problems)
    ]
