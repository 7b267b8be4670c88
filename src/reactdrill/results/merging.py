"""Brings journals, notes and diaries from elsewhere into this station's folders, each once.

A run has one name for ever. One that is here already is left as it is when it is the same or longer, takes in what the
other copy has more of, and is never overwritten by something else: that is put aside. Notes are merged by their names
and put in the order of time, so that two stations that swap theirs end with the same file. Who was erased here does not
come back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path
from typing import Literal

from reactdrill.errors import JournalError
from reactdrill.results.annotations import Notes, parse_notes
from reactdrill.results.diary import DIARIES
from reactdrill.results.disk import create_private, replace_private
from reactdrill.results.exported_runs import parse_exported
from reactdrill.results.exports_known import known_exports, remember
from reactdrill.results.found_files import Found, look_into
from reactdrill.results.journal import file_name
from reactdrill.results.lines import encode_line, parse_object
from reactdrill.results.locks import in_progress
from reactdrill.results.merged_notes import merge_notes
from reactdrill.results.reader import RunLog, parse_journal
from reactdrill.results.typed_json import LineError
from reactdrill.results.whose import named_in
from reactdrill.station.folders import advice, private_folder, reason

ASIDE = "set-aside"
"""Folder of what is another version of a run that is here; nothing reads it."""


Progress = Callable[[int, int], None]
Fate = Literal["new", "grown", "same", "aside", "erased"]
MayKeep = Callable[[RunLog, Notes], tuple[RunLog, Notes] | None]
"""A run without the lanes of those who were erased; None when none is left."""
WhereIs = Callable[[str], Path | None]
"""The journal of a run that is here."""


@dataclass(slots=True)
class MergeReport:
    """What became of everything that was found."""

    new: int = 0
    grown: int = 0
    """Runs that were here and of which the other copy had more."""
    same: int = 0
    erased: int = 0
    """Runs and diaries of athletes who were erased here: left out."""
    notes: int = 0
    """Annotations that were not here."""
    diaries: int = 0
    """New or longer ones."""
    aside: list[tuple[str, Path]] = field(default_factory=list)
    """What was found, and where it was put: another version of a run that is here."""
    damaged: list[tuple[str, str]] = field(default_factory=list)
    """What was found, and what is wrong with it."""
    empty: list[str] = field(default_factory=list)
    """Sources in which there was nothing of the kind."""


@dataclass(frozen=True)
class Merger:
    """Where things go, and what is known of what is here."""

    runs: Path
    """The runs folder."""
    where_is: WhereIs
    may_keep: MayKeep
    is_erased: Callable[[str], bool]
    """Of an athlete's code."""

    @property
    def home(self) -> Path:
        """The folder of the results."""
        return self.runs.parent

    def merge(self, sources: Iterable[Path], progress: Progress | None = None) -> MergeReport:
        """Bring in everything in these files, folders and zip files.

        Raises `JournalError` when something here cannot be read or written; what is wrong with what was found is told in
        the report and stops nothing else.
        """
        report = MergeReport()
        known: dict[str, Path] = {}
        for source in sources:
            troubles, place = len(report.damaged), 0
            for place, (each, total) in enumerate(look_into(source, report.damaged), start=1):
                self._take(each, report, known)
                if progress is not None:
                    progress(place, total)
            if not place and len(report.damaged) == troubles:
                report.empty.append(str(source))
        return report

    def _take(self, found: Found, report: MergeReport, known: dict[str, Path]) -> None:
        try:
            if _is_diary(found.data):
                self._take_diary(found, report)
                return
            runs = _runs_of(found)
        except JournalError as error:
            report.damaged.append((found.name, str(error)))
            return
        for log, notes in runs:
            self._take_run(found, log, notes, report, known)

    def _take_run(
        self, found: Found, log: RunLog, notes: Notes, report: MergeReport, known: dict[str, Path]
    ) -> None:
        kept = self.may_keep(log, notes)
        if kept is None:
            report.erased += 1
            return
        log, notes = kept
        again = known.get(log.header.run)
        if again is not None and found.exported:  # the journal itself was found too
            report.notes += merge_notes(again, notes)
            return
        fate, path = self._settle(log, again or self.where_is(log.header.run), exported=found.exported)
        if fate == "aside":
            self._put_aside(found, path, named_in(log.header, notes), report)
            return
        known[log.header.run] = path
        report.new += fate == "new"
        report.grown += fate == "grown"
        report.same += fate == "same"
        report.notes += merge_notes(path, notes)

    def _put_aside(self, found: Found, path: Path, athletes: Collection[str], report: MergeReport) -> None:
        """Tell of it, and see to it that erasing an athlete finds it."""
        report.aside.append((found.name, path))
        if path.absolute() not in {each.path for each in known_exports(self.home)}:
            remember(self.home, [path], ASIDE, athletes)

    # ---- runs

    def _settle(self, log: RunLog, here: Path | None, *, exported: bool) -> tuple[Fate, Path]:
        """What becomes of a run, and where it stands; of an export only the results have to be the same."""
        data = b"".join(log.lines)
        if here is None:
            folder = private_folder(self.runs / log.header.started_utc[:4])
            return "new", _created(folder, file_name(log.header), data)
        if in_progress(here):
            return "same", here
        mine = _whole(_read(here))
        if mine.startswith(data) or (exported and set(log.trial_lines) <= set(_results(here, mine))):
            return "same", here
        if data.startswith(mine):
            _replaced(here, data)
            return "grown", here
        name = file_name(log.header)
        return "aside", _created(private_folder(self.home / ASIDE), name, data)

    # ---- diaries

    def _take_diary(self, found: Found, report: MergeReport) -> None:
        data = _whole(found.data)
        first = _first_of_diary(found.name, data)
        if self.is_erased(str(first.get("athlete", ""))):
            report.erased += 1
            return
        folder = private_folder(self.home / DIARIES)
        here = next(_of_session(folder, str(first.get("session"))), None)
        mine = b"" if here is None else _whole(_read(here))
        if here is None:
            _created(folder, Path(found.name).name, data)
        elif data.startswith(mine) and len(data) > len(mine):
            _replaced(here, data)
        elif mine.startswith(data):
            return
        else:
            path = _created(private_folder(self.home / ASIDE), Path(found.name).name, data)
            self._put_aside(found, path, [str(first.get("athlete", ""))], report)
            return
        report.diaries += 1


def _runs_of(found: Found) -> list[tuple[RunLog, Notes]]:
    if found.exported:
        return parse_exported(found.name, found.data)
    log = parse_journal(Path(found.name), found.data)
    return [(log, parse_notes(Path(found.name), found.notes) if found.notes else Notes())]


def _results(path: Path, data: bytes) -> tuple[bytes, ...]:
    """The lines of results of a journal as they would be written today."""
    log = parse_journal(path, data)
    return (*map(encode_line, log.trials), *map(encode_line, log.strays))


def _is_diary(data: bytes) -> bool:
    return data.startswith(b'{"type":"circuit",') or b'"type":"circuit"' in data.partition(b"\n")[0][:400]


def _first_of_diary(name: str, data: bytes) -> dict[str, object]:
    try:
        lines = [parse_object(line) for line in data.splitlines()]
    except LineError as error:
        raise JournalError(name, f"is damaged: {error}", "put it back from a copy") from error
    if not lines or not isinstance(lines[0].get("session"), str):
        raise JournalError(name, "is damaged: no session is named", "put it back from a copy")
    return lines[0]


def _of_session(folder: Path, session: str) -> Iterator[Path]:
    """The diary of a session; its name ends with the beginning of that."""
    for path in sorted(folder.glob(f"*_{escape(session[:8])}.jsonl")):
        if session.encode() in _read(path).partition(b"\n")[0]:
            yield path


def _whole(data: bytes) -> bytes:
    """Without a last line that was cut short."""
    return data[: data.rfind(b"\n") + 1]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise JournalError(path, f"cannot be read ({reason(error)})", advice(error)) from error


def _created(folder: Path, name: str, data: bytes) -> Path:
    """A new file of that name, or of one like it where something else has it."""
    stem, suffix = name.removesuffix(".jsonl"), ".jsonl"
    for number in range(1, 10_000):
        path = folder / (name if number == 1 else f"{stem}-{number}{suffix}")
        try:
            create_private(path, data)
        except FileExistsError:
            if path.read_bytes() == data:
                return path
        except OSError as error:
            raise JournalError(path, f"cannot be written ({reason(error)})", advice(error)) from error
        else:
            return path
    raise JournalError(folder / name, "has too many versions beside it", "move some away")


def _replaced(path: Path, data: bytes) -> None:
    try:
        replace_private(path, data)
    except OSError as error:
        raise JournalError(path, f"cannot be written ({reason(error)})", advice(error)) from error
