"""What is made of the results for others: reports, cards, tables, and everything that is kept of an athlete.

Loads the statistics and the store, so it is loaded with the screens that ask for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from reactdrill.app.archive import Archive
from reactdrill.app.background import Checkpoint
from reactdrill.app.keep import done
from reactdrill.app.keep.done import Done
from reactdrill.i18n import Texts
from reactdrill.live.clock import utc_now
from reactdrill.report import sheets
from reactdrill.report.sheets import Sheet
from reactdrill.results.at_hand import at_hand
from reactdrill.results.export import write_export
from reactdrill.results.export_many import runs_of, write_tables
from reactdrill.results.exports_known import remember
from reactdrill.results.privacy.takeout import takeout
from reactdrill.station.folders import documents_dir, file_name


class Words(Texts):
    """What is said of it."""

    NOTHING = "No trial was finished, so there is nothing to show."
    NO_RUNS = "There are no runs yet."


def run_report(archive: Archive, journal: Path, checkpoint: Checkpoint) -> Done:
    """The page of a run."""
    del checkpoint
    return _handed_out(archive, sheets.run_report(archive.store, journal))


def run_card(archive: Archive, journal: Path, checkpoint: Checkpoint) -> Done:
    """The picture of a run."""
    del checkpoint
    sheet = sheets.run_card(archive.store, journal)
    return Done((Words.NOTHING,)) if sheet is None else _handed_out(archive, sheet)


def athlete_report(archive: Archive, code: str, checkpoint: Checkpoint) -> Done:
    """How somebody came on."""
    del checkpoint
    return _handed_out(archive, sheets.athlete_report(archive.caught_up(), code))


def group_report(archive: Archive, group: str, checkpoint: Checkpoint) -> Done:
    """How a group came on."""
    del checkpoint
    return _handed_out(archive, sheets.group_report(archive.caught_up(), group))


def athlete_zip(archive: Archive, code: str, checkpoint: Checkpoint) -> Done:
    """Everything that is kept of somebody."""
    del checkpoint
    path = documents_dir() / f"reactdrill-{code}.zip"
    made = takeout(archive.caught_up(), archive.folders, code)
    write_export(path, made.data)
    remember(archive.folders.home, [path], "zip", [code])
    return Done((done.Words.WRITTEN.format(path=path), *_left_out(made.left_out)))


def tables(archive: Archive, checkpoint: Checkpoint) -> Done:
    """All runs as tables."""
    return _tables(archive, "runs", None, checkpoint)


def athlete_tables(archive: Archive, code: str, checkpoint: Checkpoint) -> Done:
    """The runs of an athlete, or of all guests, as tables; of runs with others only their lanes."""
    return _tables(archive, code, frozenset({code}), checkpoint)


def group_tables(archive: Archive, group: str, checkpoint: Checkpoint) -> Done:
    """As `athlete_tables`, of a group's athletes."""
    codes = frozenset(each.code for each in archive.store.people.all(group))
    return _tables(archive, file_name(group, "group"), codes, checkpoint)


def _tables(archive: Archive, stem: str, codes: frozenset[str] | None, checkpoint: Checkpoint) -> Done:
    """None: everybody's runs."""
    store = archive.caught_up()
    rows = store.runs() if codes is None else runs_of(store, codes)
    if not rows:
        return Done((Words.NO_RUNS,))
    here = at_hand(store, reversed(rows))
    path = documents_dir() / f"{stem}-{utc_now():%Y-%m-%d-%H%M%S}.csv"
    taken = write_tables(here.journals, path, "csv", athletes=codes, progress=checkpoint)
    remember(archive.folders.home, taken.files, "csv", taken.athletes)
    written = [done.Words.WRITTEN.format(path=each) for each in taken.files]
    return Done((*written, *_left_out([*taken.skipped, *here.lines()])))


def _left_out(problems: Iterable[str]) -> Iterator[str]:
    return (done.Words.SKIPPED.format(problem=each) for each in problems)


def _handed_out(archive: Archive, sheet: Sheet) -> Done:
    path = documents_dir() / sheet.name
    sheet.write(path, archive.folders.home)
    return Done((done.Words.WRITTEN.format(path=path),), path)
