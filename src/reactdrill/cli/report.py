"""`reactdrill report`: a page to hand out, and a picture to send."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reactdrill.cli.naming import code_of
from reactdrill.cli.results import fresh_store
from reactdrill.i18n.choice import LANGUAGES

if TYPE_CHECKING:
    from reactdrill.report.sheets import Sheet
    from reactdrill.results.store import RunRow, Store

_ENDINGS = {False: (".html", ".htm"), True: (".png",)}  # by whether it is a card
_KINDS = {
    False: "a report is a page, NAME.html; to have a PDF, print it from the browser",
    True: "a card is a picture, NAME.png",
}


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
@click.option("--lane", metavar="NAME", help="With --card: of which lane, where several did the run at once.")
@click.option(
    "--lang", type=click.Choice(list(LANGUAGES)), help="Its language; without it: that of the settings."
)
def report(
    run: str | None,
    athlete: str | None,
    group: str | None,
    out: Path | None,
    card: bool,
    lane: str | None,
    lang: str | None,
) -> int:
    """Write a report as one HTML file that needs nothing else: to read, to print, to hand out.

    Its own print layout fits A4; a browser's "save as PDF" makes a PDF of it.
    """
    from reactdrill.errors import UsageError
    from reactdrill.i18n import chosen_language, speaking
    from reactdrill.report.sheets import athlete_report, group_report
    from reactdrill.station.places import Folders
    from reactdrill.station.settings import load_settings

    if sum(each is not None for each in (run, athlete, group)) != 1:
        raise UsageError("say of what: `--run last` (or a run's id), `--athlete CODE`, or `--group NAME`")
    if card and run is None:
        raise UsageError("a picture is made of one run: `--card --run last`")
    if lane is not None and not card:
        raise UsageError("a page shows every lane: `--lane` goes with `--card`")
    with (
        fresh_store() as store,
        speaking(lang or chosen_language(load_settings().settings.language.interface)),
    ):
        if run is not None:
            sheet = _sheet_of_run(store, store.run(run), lane, card=card)
        elif athlete is not None:
            sheet = athlete_report(store, code_of(store, athlete))
        else:
            sheet = group_report(store, group or "")
    path = _target(out, sheet.name)
    if path.suffix and path.suffix.casefold() not in _ENDINGS[card]:
        raise UsageError(f"{path}: {_KINDS[card]}")
    sheet.write(path, Folders.current().home)
    click.echo(path)
    return 0


def _sheet_of_run(store: Store, row: RunRow, lane: str | None, *, card: bool) -> Sheet:
    from reactdrill.errors import UsageError
    from reactdrill.report.sheets import run_card, run_report
    from reactdrill.results.at_hand import journal_here

    journal = journal_here(store, row)
    sheet = run_card(store, journal, lane=lane) if card else run_report(store, journal)
    if sheet is None:
        raise UsageError(f"run {row.id[:12]}: no trial was finished, so there is nothing to show")
    return sheet


def _target(out: Path | None, name: str) -> Path:
    if out is None:
        return Path(name)
    return out / name if out.is_dir() else out
