"""Erases an athlete from this station, and proves it.

First the store forgets them and keeps marks, so that from then on no copy of a run brings anything back; whatever
breaks off after that is finished by erasing again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reactdrill.errors import JournalError, UsageError
from reactdrill.results.annotations import notes_path, read_notes
from reactdrill.results.disk import replace_private, sync_folder
from reactdrill.results.exports_known import KnownExport, forget_exports
from reactdrill.results.lines import to_json
from reactdrill.results.privacy.belongings import Belongings, Share, belongings, files_of
from reactdrill.results.privacy.lanes import notes_without, without
from reactdrill.results.privacy.needles import Needle, code_needle, find_in_text, name_needle
from reactdrill.results.privacy.search import Found, Search, files_below, is_database, search
from reactdrill.results.recorded_names import RecordedNames
from reactdrill.results.store import Store
from reactdrill.results.store.erasing import Scrubbed
from reactdrill.station.folders import advice, config_dir, reason
from reactdrill.station.places import Folders

SAME_MOMENT_S = 2.0
"""File systems round the time of a file to as much."""


@dataclass(slots=True)
class Erasure:
    """What was done, and the proof."""

    code: str
    runs: int = 0
    """That were theirs alone, and are deleted."""
    shared: int = 0
    """That others did too: their part was taken out."""
    deleted: list[Path] = field(default_factory=list)
    exports: list[Path] = field(default_factory=list)
    """Files taken out earlier that are deleted."""
    elsewhere: list[KnownExport] = field(default_factory=list)
    """Known files that are not deleted: folders, and what is gone or is another file by now."""
    backups: list[Path] = field(default_factory=list)
    """Known backups that still hold them."""
    lost_backups: list[Path] = field(default_factory=list)
    """Known backups that are not where they were written."""
    unread_backups: list[tuple[Path, str]] = field(default_factory=list)
    """Known backups that cannot be looked into, and why: they may hold them."""
    unread: list[JournalError] = field(default_factory=list)
    """Journals and diaries that name them and cannot be read: left as they are."""
    namesakes: tuple[str, ...] = ()
    """Codes of others whose name holds this one: where it stands in the database it is theirs."""
    scrubbed: Scrubbed = "clean"
    proof: Search = field(default_factory=Search)

    @property
    def complete(self) -> bool:
        """Whether nothing of them was found on this station, in a backup either."""
        left = self.proof.found or self.proof.unread or self.unread or self.backups or self.unread_backups
        return not left and self.scrubbed not in ("busy", "not_owner")


def erase(store: Store, folders: Folders, code: str) -> Erasure:
    """Erase the athlete of a code; one who was erased before is erased again.

    What cannot be read stops nothing: it is left, searched like every other file, and told.

    Raises `UsageError` when there is no such athlete or a run of theirs is being done, and `JournalError`,
    `FolderError` or `StoreError` when something cannot be changed; doing it again then goes on.
    """
    athlete = store.people.get(code)
    if athlete is None and not store.people.is_erased(code):
        raise UsageError(f"no athlete has the code {code!r}")
    RecordedNames(folders.home).take_new(store.people)  # a file put down under their name is theirs
    found = belongings(folders, code, runs=store.runs_folder)
    if found.running:
        raise UsageError(f"{found.running[0]}: this run is being done now; wait until it is over")
    name = "" if athlete is None else athlete.name
    needles = [code_needle(code), *([name_needle(name)] if name else [])]
    done = Erasure(code, unread=found.unread)
    lanes = {(share.log.header.run, lane) for share in found.shares for lane in share.lanes}
    lanes |= store.people.lanes_of(code)  # a shared store has those of other stations too
    named = {share.log.header.run for share in found.shares} | store.people.runs_naming(code)
    store.people.bury(code, lanes)
    store.people.forget_runs({run for run, _ in lanes} | named)
    _erase_files(found, done)
    _erase_exports(found, folders.home, needles, done)
    store.ingest_folder()
    done.scrubbed = store.people.scrub()
    done.namesakes = tuple(each.code for each in store.people.all() if _holds(each.name, name))
    done.proof = prove(folders, needles, extra=[store.runs_folder, *[each.path for each in done.elsewhere]])
    _set_apart(done)
    return done


def _holds(other: str, name: str) -> bool:
    return bool(name and other) and find_in_text(name_needle(name), other) is not None


def _set_apart(done: Erasure) -> None:
    """Take out of the proof what is told elsewhere: backups, and namesakes in the database."""
    apart = {*done.backups, *(path for path, _ in done.unread_backups)}

    def is_namesake(found: Found) -> bool:
        return bool(done.namesakes) and found.text != done.code and is_database(found.path)

    proof = done.proof
    proof.found = [each for each in proof.found if each.path not in apart and not is_namesake(each)]
    proof.unread = [each for each in proof.unread if each[0] not in apart]


def prove(folders: Folders, needles: Collection[Needle], extra: Collection[Path] = ()) -> Search:
    """Look for somebody in every file of the station's folders: results, settings, and the others named."""
    places = [folders.home, config_dir(make=False), *(path for path in extra if path.is_dir())]
    unique = [
        place
        for place in places
        if not any(place != other and place.is_relative_to(other) for other in places)
    ]
    single = [
        path for path in extra if path.is_file() and not any(path.is_relative_to(each) for each in unique)
    ]
    return search([*files_below(dict.fromkeys(unique)), *single], needles)


def _erase_files(found: Belongings, done: Erasure) -> None:
    for share in found.own:
        done.deleted += delete_files(files_of(share.path))
        done.runs += 1
    for share in found.shared:
        _take_out(share, found.code)
        done.deleted += delete_files([path for path in files_of(share.path) if ".rescored-" in path.name])
        done.shared += bool(share.lanes)
    done.deleted += delete_files([*found.diaries, *found.names, *found.aside])


def _take_out(share: Share, code: str) -> None:
    """Write a journal and its annotations anew without somebody's part."""
    notes = read_notes(share.path)
    left = notes_without(notes, share.lanes, {code})
    try:
        replace_private(share.path, b"".join(without(share.log, share.lanes, {code}).lines))
        if left.written != notes.written:
            replace_private(notes_path(share.path), b"".join(to_json(each) + b"\n" for each in left.written))
    except OSError as error:
        raise _cannot(share.path, error) from error


def _erase_exports(found: Belongings, home: Path, needles: Collection[Needle], done: Erasure) -> None:
    for export in found.exports:
        if export.path in done.deleted:
            continue
        if export.path.is_file() and (is_as_written(export) or search([export.path], needles).found):
            done.exports += delete_files([export.path])
        else:
            done.elsewhere.append(export)
    for backup in found.backups:
        _look_into(backup.path, needles, done)
    forget_exports(home, [*done.exports, *done.deleted], found.code)


def _look_into(backup: Path, needles: Collection[Needle], done: Erasure) -> None:
    if not backup.is_file():
        done.lost_backups.append(backup)
        return
    looked = search([backup], needles)
    if looked.found:
        done.backups.append(backup)
    else:
        done.unread_backups += looked.unread


def is_as_written(export: KnownExport) -> bool:
    """Whether a file was not changed since it was written; pictures and packed tables show no code to a search."""
    written = datetime.fromisoformat(export.at_utc).timestamp()
    return export.path.stat().st_mtime <= written + SAME_MOMENT_S


def delete_files(paths: Collection[Path]) -> list[Path]:
    """Delete files, whether they are there or not; returns them. Raises `JournalError`."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _cannot(path, error) from error
    for folder in {path.parent for path in paths}:
        sync_folder(folder)
    return list(paths)


def _cannot(path: Path, error: OSError) -> JournalError:
    hint = f"{advice(error)}; then erase again: it goes on from here"
    return JournalError(path, f"cannot be erased ({reason(error)})", hint)
