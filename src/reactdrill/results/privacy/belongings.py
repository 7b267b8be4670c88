"""Finds everything on this station that belongs to an athlete, wherever it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reactdrill.errors import JournalError
from reactdrill.results.annotations import NOTES_SUFFIX, notes_path, read_notes
from reactdrill.results.diary import DIARIES, read_diary
from reactdrill.results.exports_known import KnownExport, known_exports
from reactdrill.results.locks import in_progress
from reactdrill.results.merging import ASIDE
from reactdrill.results.reader import RunLog, read_journal
from reactdrill.results.recorded_names import RecordedNames
from reactdrill.results.whose import athletes_of, named_in
from reactdrill.station.places import Folders

BACKUP = "backup"
"""Kind of a known export that holds everybody."""
CIRCUIT = "circuit"
SESSION = "session"


@dataclass(frozen=True, slots=True)
class Share:
    """An athlete's part of a run."""

    log: RunLog
    lanes: frozenset[str]
    """Theirs; empty: they are only named in it, such as before it was moved to somebody else."""

    @property
    def whole(self) -> bool:
        """Whether nobody else did it."""
        return self.lanes == {lane.name for lane in self.log.plan.lanes}

    @property
    def path(self) -> Path:
        """The journal."""
        return self.log.path

    @property
    def session(self) -> str | None:
        """The circuit it was part of."""
        circuit = self.log.header.options.get(CIRCUIT)
        told = circuit.get(SESSION) if isinstance(circuit, dict) else None
        return None if told is None else str(told)


@dataclass(slots=True)
class Belongings:
    """What was found of an athlete."""

    code: str
    shares: list[Share] = field(default_factory=list)
    diaries: list[Path] = field(default_factory=list)
    names: list[Path] = field(default_factory=list)
    """Their name as it is said."""
    exports: list[KnownExport] = field(default_factory=list)
    backups: list[KnownExport] = field(default_factory=list)
    """All that are known, whomever they hold."""
    running: list[Path] = field(default_factory=list)
    """Journals of theirs that are being written now."""
    aside: list[Path] = field(default_factory=list)
    """Other versions of their runs that were put aside."""
    unread: list[JournalError] = field(default_factory=list)
    """Journals and diaries that name them and cannot be read: damaged, or from a newer version."""

    @property
    def own(self) -> list[Share]:
        """Runs that nobody else did."""
        return [share for share in self.shares if share.whole]

    @property
    def shared(self) -> list[Share]:
        """Runs that others did too, or that are somebody else's now."""
        return [share for share in self.shares if not share.whole]


def belongings(
    folders: Folders, code: str, erased_lanes: Collection[tuple[str, str]] = (), *, runs: Path | None = None
) -> Belongings:
    """Look through journals, annotations, circuits, recorded names and known exports.

    `erased_lanes`: (run, lane) pairs that count as theirs, whatever the journal says.
    """
    found = Belongings(code)
    listed: dict[str, set[str]] = {}
    for run, lane in erased_lanes:
        listed.setdefault(run, set()).add(lane)
    for journal in journals(runs or folders.runs):
        if _mentions(journal, code) or any(run in journal.name or run[:8] in journal.name for run in listed):
            _look_at(journal, code, listed, found)
    sessions = {share.session for share in found.own} - {None}
    kept = {share.session for share in found.shared}
    for diary in diaries(folders.home):
        _look_at_diary(diary, sessions - kept, found)
    found.aside = put_aside(folders.home, {share.log.header.run for share in found.shares if share.lanes})
    found.names = RecordedNames(folders.home).files_of(code)
    found.exports = list(known_exports(folders.home, code))
    found.backups = [each for each in known_exports(folders.home) if each.kind == BACKUP]
    return found


def journals(folder: Path) -> Iterator[Path]:
    """Every journal below a folder."""
    paths = sorted(folder.rglob("*.jsonl")) if folder.is_dir() else []
    yield from (path for path in paths if not path.name.endswith(NOTES_SUFFIX) and path.is_file())


def diaries(home: Path) -> list[Path]:
    """Every diary of a circuit."""
    return sorted((home / DIARIES).glob("*.jsonl"))


def put_aside(home: Path, runs: Collection[str]) -> list[Path]:
    """Other versions of these runs that were put aside when they were brought in."""
    begun = {run[:8] for run in runs}
    every = sorted((home / ASIDE).glob("*.jsonl"))
    likely = [path for path in every if any(each in path.name for each in begun)]
    return [path for path in likely if any(run.encode() in _first_line(path) for run in runs)]


def files_of(journal: Path) -> list[Path]:
    """A journal with everything that stands beside it: annotations, and what was scored again."""
    stem = journal.name.removesuffix(".jsonl")
    beside = [
        path
        for path in journal.parent.iterdir()
        if path.name.startswith((f"{stem}.rescored-", f".{journal.name}."))
    ]
    return [path for path in (journal, notes_path(journal), *sorted(beside)) if path.exists()]


def _mentions(journal: Path, code: str) -> bool:
    """Whether a journal's header or its annotations name the code, before any of it is understood."""
    try:
        with journal.open("rb") as file:
            header = file.readline()
        notes = notes_path(journal)
        return code.encode() in header or (notes.exists() and code.encode() in notes.read_bytes())
    except OSError:
        return False


def _look_at(journal: Path, code: str, listed: dict[str, set[str]], found: Belongings) -> None:
    if in_progress(journal):
        found.running.append(journal)
        return
    try:
        log, notes = read_journal(journal), read_notes(journal)
    except JournalError as error:
        found.unread.append(error)
        return
    whose = athletes_of(log.header, notes)
    gone = listed.get(log.header.run, set())
    lanes = frozenset(lane for lane, athlete in whose.items() if athlete == code or lane in gone)
    if lanes or code in named_in(log.header, notes):
        found.shares.append(Share(log, lanes))


def _look_at_diary(diary: Path, sessions: Collection[str | None], found: Belongings) -> None:
    try:
        lines = read_diary(diary)
    except JournalError as error:
        if found.code.encode() in _first_line(diary):
            found.unread.append(error)
        return
    if lines and (lines[0].get("athlete") == found.code or lines[0].get(SESSION) in sessions):
        found.diaries.append(diary)


def _first_line(path: Path) -> bytes:
    """Empty: it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.readline()
    except OSError:
        return b""
