"""Reports as files: what each is called, what is in it, and whose results those are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reactdrill.report.athlete_page import athlete_page
from reactdrill.report.card import card_of
from reactdrill.report.group_page import group_page
from reactdrill.report.render import render
from reactdrill.report.run_page import run_page
from reactdrill.report.standing import norm_words
from reactdrill.results.annotations import read_notes
from reactdrill.results.export import write_export
from reactdrill.results.exports_known import remember
from reactdrill.results.reader import read_journal
from reactdrill.results.whose import athletes_of
from reactdrill.station.folders import file_name

if TYPE_CHECKING:
    from reactdrill.results.store import Store


@dataclass(frozen=True, slots=True)
class Sheet:
    """Something to hand out, not written yet."""

    name: str
    """Of the file."""
    data: bytes
    kind: str
    """`report` or `card`."""
    athletes: tuple[str, ...]
    """Codes of all whose results are in it."""

    def write(self, path: Path, home: Path) -> None:
        """Write it to `path`, and keep in the folder `home` of the results that it was written.

        Raises `ExportError` and `JournalError`.
        """
        write_export(path, self.data)
        remember(home, [path], self.kind, self.athletes)


def run_report(store: Store, journal: Path) -> Sheet:
    """The page of a run. Raises `JournalError` and `MissingExtraError`."""
    log, notes = read_journal(journal), read_notes(journal)
    norms = {
        point.lane: [norm_words(each, point.key) for each in store.norms(point)]
        for point in store.points_of_run(log.header.run)
    }
    page = render("run.html", run_page(log, notes, store.people.labels(), norms))
    whose = tuple(athletes_of(log.header, notes).values())
    return Sheet(f"{journal.stem}.html", page.encode(), "report", whose)


def run_card(store: Store, journal: Path, *, lane: str | None = None) -> Sheet | None:
    """The picture of one lane of a run, the first without a name; None when no trial of it was finished.

    Raises `JournalError`, and `UsageError` when the run has no such lane.
    """
    from reactdrill.draw.card import card_png  # noqa: PLC0415 - loads pygame, which pages do without

    log, notes = read_journal(journal), read_notes(journal)
    card = card_of(log, notes, store.people.labels(), lane=lane)
    if card is None:
        return None
    stem = journal.stem if lane is None else f"{journal.stem}-{file_name(lane, 'lane')}"
    return Sheet(f"{stem}.png", card_png(card), "card", (card.code,))


def athlete_report(store: Store, code: str) -> Sheet:
    """How an athlete came on. Raises `MissingExtraError`."""
    page = render("athlete.html", athlete_page(store, code))
    return Sheet(f"{file_name(code, 'athlete')}-progress.html", page.encode(), "report", (code,))


def group_report(store: Store, group: str) -> Sheet:
    """How the athletes of a group came on. Raises `UsageError` for one that is not there, and `MissingExtraError`."""
    whose = tuple(each.code for each in store.people.all(group))
    page = render("group.html", group_page(store, group))
    return Sheet(f"{file_name(group, 'group')}-group.html", page.encode(), "report", whose)
