"""`reactdrill report`: a page to hand out, and a picture to send."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.naming import code_of, file_name
from reactdrill.cli.results import fresh_store

if TYPE_CHECKING:
    from reactdrill.results.store import RunRow, Store


@click.command(epilog="RUN is `last`, a run's id, or the beginning of it.")
@click.option("--run", "run", metavar="RUN", help="Of one run.")
@click.option("--athlete", metavar="CODE", help="Of an athlete's progress: code, name or `guest`.")
@click.option("--group", metavar="NAME", help="Of a group's progress.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="File or folder to write; without it: a file here."
)
@click.option(
    "--card",
    is_flag=True,
    help="One picture of a run (PNG, 1080 x 1350) to send to a phone, in place of the page.",
)
@click.option(
    "--lang", type=click.Choice(["en"]), default="en", show_default=True, help="Language of the page."
)
def report(
    run: str | None, athlete: str | None, group: str | None, out: Path | None, card: bool, lang: str
) -> int:
    """Write a report as one HTML file that needs nothing else: to read, to print, to hand out.

    Its own print layout fits A4; a browser's "save as PDF" makes a PDF of it.
    """
    from reactdrill.errors import UsageError

    if sum(each is not None for each in (run, athlete, group)) != 1:
        raise UsageError("say of what: `--run last` (or a run's id), `--athlete CODE`, or `--group NAME`")
    if card and run is None:
        raise UsageError("a picture is made of one run: `--card --run last`")
    with fresh_store() as store:
        if run is not None:
            _of_run(store, store.run(run), out, lang, card=card)
        elif athlete is not None:
            _of_athlete(store, athlete, out, lang)
        else:
            _of_group(store, group or "", out, lang)
    return 0


def _of_run(store: Store, row: RunRow, out: Path | None, lang: str, *, card: bool) -> None:
    athletes = [point.athlete for point in store.points_of_run(row.id)] or [row.athlete]
    stem = Path(row.journal).name.removesuffix(".jsonl")
    if card:
        write(_target(out, f"{stem}.png"), run_card(store, row), "card", athletes)
    else:
        write(_target(out, f"{stem}.html"), run_html(store, row, lang), "report", athletes)


def _of_athlete(store: Store, text: str, out: Path | None, lang: str) -> None:
    from reactdrill.report.athlete_page import athlete_page
    from reactdrill.report.render import render

    code = code_of(store, text)
    page = render("athlete.html", athlete_page(store, code), lang=lang)
    write(_target(out, f"{file_name(code, 'athlete')}-progress.html"), page.encode(), "report", [code])


def _of_group(store: Store, group: str, out: Path | None, lang: str) -> None:
    from reactdrill.report.athlete_page import group_page
    from reactdrill.report.render import render

    codes = [each.code for each in store.people.all(group)]
    page = render("group.html", group_page(store, group), lang=lang)
    write(_target(out, f"{file_name(group, 'group')}-group.html"), page.encode(), "report", codes)


def run_html(store: Store, row: RunRow, lang: str) -> bytes:
    """The report of a run."""
    from reactdrill.report.render import render
    from reactdrill.report.run_page import run_page
    from reactdrill.results.annotations import read_notes
    from reactdrill.results.reader import read_journal

    journal = store.journal_path(row)
    page = run_page(read_journal(journal), read_notes(journal), store.people.labels())
    return render("run.html", page, lang=lang).encode()


def run_card(store: Store, row: RunRow) -> bytes:
    """The picture of a run."""
    from reactdrill.draw.card import card_png
    from reactdrill.errors import UsageError
    from reactdrill.report.card import card_of
    from reactdrill.results.annotations import read_notes
    from reactdrill.results.reader import read_journal

    journal = store.journal_path(row)
    card = card_of(read_journal(journal), read_notes(journal), store.people.labels())
    if card is None:
        raise UsageError(f"run {row.id[:12]}: no trial was finished, so there is nothing to show")
    return card_png(card)


def write(path: Path, data: bytes, kind: str, athletes: Iterable[str]) -> None:
    """Write a file for its owner's eyes, keep that it was written, and say where."""
    from reactdrill.results.export import write_export
    from reactdrill.results.exports_known import remember
    from reactdrill.station.places import Folders

    write_export(path, data)
    remember(Folders.current().home, [path], kind, athletes)
    click.echo(path)


def _target(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out
