"""`reactdrill doctor`: what on this machine may trouble a run, and what to do about it."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reactdrill.station.doctor.finding import Finding
    from reactdrill.station.doctor.runner import Check

STYLES = {"ok": "green", "note": "yellow", "problem": "magenta"}
INDENT = " " * 23


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable.")
@click.option("--quick", is_flag=True, help="Open no window: the refresh is not measured.")
@click.option(
    "--bundle",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.zip",
    help="Write a file for support as well: no names of people, results or notes are in it.",
)
def doctor(as_json: bool, quick: bool, bundle: Path | None) -> int:
    """Look at this machine and say what may trouble a run.

    Each line is `ok`, a `note` (drills run, with a limit worth knowing) or a `problem`. Exit 0 without a problem,
    1 with one.
    """
    from reactdrill.station.doctor.checks import chosen
    from reactdrill.station.doctor.runner import run_checks

    _check_bundle(bundle)
    status = Status()
    found: list[Finding] = []
    for findings in run_checks(chosen(windows=not quick), status.waiting):
        status.clear()
        found += findings
        if not as_json:
            _print(findings)
    if bundle is not None:
        from reactdrill.station.doctor.bundle import write_bundle

        write_bundle(bundle, found)
    return _close(found, bundle, as_json=as_json)


def _check_bundle(bundle: Path | None) -> None:
    """Tell at once what would only come out after all the checks."""
    if bundle is not None and bundle.exists():
        raise click.UsageError(f"{bundle} is there already; name another file")
    if bundle is not None and not bundle.absolute().parent.is_dir():
        raise click.UsageError(f"{bundle.absolute().parent} is not a folder")


def _close(found: Sequence[Finding], bundle: Path | None, *, as_json: bool) -> int:
    problems = sum(each.level == "problem" for each in found)
    notes = sum(each.level == "note" for each in found)
    if as_json:
        report = {
            "format": 1,
            "problems": problems,
            "notes": notes,
            "findings": [each.to_report() for each in found],
        }
        click.echo(json.dumps(report, indent=2))
    else:
        click.echo(f"\n{_counted(problems, 'problem')}, {_counted(notes, 'note')}")
        click.echo("docs/troubleshooting.md explains each line by its second word")
    if bundle is not None:
        click.echo(f"support file: {bundle} (read it before you send it)", err=as_json)
    return 1 if problems else 0


def _counted(count: int, one: str) -> str:
    return f"{count or 'no'} {one}{'' if count == 1 else 's'}"


# ---- lines


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        click.echo(_wrapped(finding.text, _head(finding)))
        if finding.hint:
            click.echo(_wrapped(finding.hint, f"{INDENT}> "))


def _head(finding: Finding) -> str:
    style = click.style(f"{finding.level:<8}", fg=STYLES[finding.level], bold=finding.level != "ok")
    return f"{style} {finding.check:<13} "


def _wrapped(text: str, head: str) -> str:
    """One line; on a terminal, as many as its width asks for."""
    text = _printable(text)
    if not sys.stdout.isatty():
        return head + text
    indent = INDENT + ("  " if head.isspace() or head.endswith("> ") else "")
    width = max(shutil.get_terminal_size().columns, 60)
    body = textwrap.wrap(text, width - len(indent), break_on_hyphens=False, break_long_words=False)
    return head + f"\n{indent}".join(body)


def _printable(text: str) -> str:
    """A device's name may hold what a terminal cannot show."""
    encoding = sys.stdout.encoding or "ascii"
    return text.encode(encoding, "replace").decode(encoding)


class Status:
    """What is going on, on a terminal's last line (standard error), or as one line for each long check."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._said: Check | None = None

    def waiting(self, check: Check, seconds: int) -> None:
        """A check takes longer than a second."""
        if self._live:
            click.echo(f"\r\033[K{check.doing} ({seconds} s of {check.limit_s} at most)", err=True, nl=False)
        elif self._said is not check:
            click.echo(f"{check.doing} ({check.limit_s} s at most)", err=True)
        self._said = check

    def clear(self) -> None:
        """The check is over."""
        if self._live and self._said is not None:
            click.echo("\r\033[K", err=True, nl=False)
        self._said = None
