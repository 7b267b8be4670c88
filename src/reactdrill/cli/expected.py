"""Trial lines in files: what `--out` writes and `--expect` compares with."""

from __future__ import annotations

from pathlib import Path

import click

from reactdrill.errors import Problem, ScriptFileError
from reactdrill.live.compare import Tolerances, differences, stray_differences
from reactdrill.results.lines import parse_object, trial_lines
from reactdrill.results.typed_json import LineError

SHOWN = 50
"""Differences printed at most."""

Lines = tuple[bytes, ...]
"""Trial and stray lines, each with its newline."""


def read_lines(path: Path) -> Lines:
    """The trial and stray lines of a file that `--out` made, or of a journal; line ends may be any.

    Raises `ScriptFileError` when it cannot be read, holds none, or holds a line that is damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        hint = "make it with --out" if isinstance(error, FileNotFoundError) else ""
        raise ScriptFileError(path, (Problem("", f"cannot be read: {error.strerror}", hint),)) from error
    whole = [line + b"\n" for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    lines = trial_lines(whole)
    if not lines:
        problem = "this holds no trial lines" if whole else "the file is empty"
        raise ScriptFileError(path, (Problem("", problem, "make one with --out"),))
    for number, line in enumerate(whole, start=1):
        try:
            parse_object(line)
        except LineError as error:
            raise ScriptFileError(
                path, (Problem("", f"damaged: {error}", "make it again with --out", number),)
            ) from error
    return lines


def differ(wanted: Lines, lines: Lines) -> list[str]:
    """What differs in a headless run, in words: nothing only when every byte is the same."""
    if wanted == lines:
        return []
    found = differences(_trials(wanted), _trials(lines)) + stray_differences(_strays(wanted), _strays(lines))
    return found or [
        "the same values in other bytes: written by another version, or edited; make it again with --out"
    ]


def differ_live(wanted: Lines, lines: Lines, tolerances: Tolerances) -> list[str]:
    """What differs in a live run beyond its tolerances, in words."""
    return differences(_trials(wanted), _trials(lines), tolerances)


def report(found: list[str], title: str) -> int:
    """Print differences; the exit code."""
    if not found:
        click.echo(f"{title}: as expected")
        return 0
    click.echo(f"{title}: {len(found)} difference{'s' if len(found) > 1 else ''}")
    for line in found[:SHOWN]:
        click.echo(f"  {line}")
    if len(found) > SHOWN:
        click.echo(f"  and {len(found) - SHOWN} more")
    return 1


def _trials(lines: Lines) -> list[dict[str, object]]:
    return [line for line in map(parse_object, lines) if line["type"] == "trial"]


def _strays(lines: Lines) -> list[dict[str, object]]:
    return [line for line in map(parse_object, lines) if line["type"] == "stray"]
