"""`reactdrill replay --suite`: every script of a folder against what is expected of it, with a JUnit report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import click

from reactdrill.cli.expected import differ, read_lines
from reactdrill.cli.headless import run_script
from reactdrill.cli.outputs import check_output, write_output
from reactdrill.cli.scripts import EXPECTED_SUFFIX, expected_beside, read_script, scripts_below
from reactdrill.errors import ReactDrillError, ScriptFileError, UsageError

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Case:
    """One script's result."""

    name: str
    problems: tuple[str, ...] = ()
    broken: bool = False
    """The script itself could not be run."""
    skipped: bool = False
    """Nothing is expected of it."""


def run_suite(folder: Path, junit: Path | None) -> int:
    """Replay every script below a folder, headless. 0: all as expected; 1: differences; 2: a script is broken."""
    if not folder.is_dir():
        raise UsageError(
            f"{folder}: {'this is a file, not a folder' if folder.exists() else 'no such folder'}"
        )
    scripts = scripts_below(folder)
    orphans = _orphans(folder, scripts)
    if not scripts and not orphans:
        raise UsageError(f"{folder}: no script (.toml or .csv) is there")
    check_output(junit)
    cases = []
    for case in (*(_run(path, folder) for path in scripts), *orphans):
        cases.append(case)
        click.echo(_line(case))
        for problem in case.problems:
            click.echo(f"  {problem}")
    if junit is not None:
        write_output(junit, junit_xml(folder.resolve().name, cases))
    failed = sum(1 for case in cases if case.problems)
    skipped = sum(1 for case in cases if case.skipped)
    click.echo(f"{len(cases) - failed - skipped} as expected, {failed} not, {skipped} without expectations")
    return 2 if any(case.broken for case in cases) else 1 if failed else 0


def _run(path: Path, folder: Path) -> Case:
    name = path.relative_to(folder).as_posix()
    expected = expected_beside(path)
    try:
        lines = run_script(read_script(path))
        if not expected.exists():
            return Case(name, skipped=True)
        return Case(name, tuple(differ(read_lines(expected), lines)))
    except ScriptFileError as error:
        return Case(name, tuple(problem.render(error.path) for problem in error.problems), broken=True)
    except ReactDrillError as error:
        return Case(name, (str(error),), broken=True)


def _orphans(folder: Path, scripts: list[Path]) -> list[Case]:
    """What is expected of scripts that are not there."""
    known = {expected_beside(path) for path in scripts}
    lost = sorted(path for path in folder.rglob(f"*{EXPECTED_SUFFIX}") if path not in known)
    problem = "its script is not there: bring it back, or remove this file"
    return [Case(path.relative_to(folder).as_posix(), (problem,), broken=True) for path in lost]


def _line(case: Case) -> str:
    if case.skipped:
        return f"{case.name}: skipped (no expectations)"
    if case.broken:
        return f"{case.name}: CANNOT BE RUN"
    return f"{case.name}: {'FAILED' if case.problems else 'ok'}"


def junit_xml(name: str, cases: list[Case]) -> bytes:
    """The report that build servers read."""
    suite = ET.Element("testsuite", name=_plain(name), tests=str(len(cases)))
    suite.set("failures", str(sum(1 for case in cases if case.problems and not case.broken)))
    suite.set("errors", str(sum(1 for case in cases if case.broken)))
    suite.set("skipped", str(sum(1 for case in cases if case.skipped)))
    for case in cases:
        element = ET.SubElement(suite, "testcase", classname=_plain(name), name=_plain(case.name))
        if case.skipped:
            ET.SubElement(element, "skipped", message="no expectations")
        elif case.problems:
            kind = "error" if case.broken else "failure"
            said = _plain("\n".join(case.problems))
            ET.SubElement(element, kind, message=_plain(case.problems[0])).text = said
    return bytes(ET.tostring(suite, encoding="utf-8", xml_declaration=True))


def _plain(text: str) -> str:
    """A text without the characters that XML cannot hold: they are written as Python writes them."""
    return NOT_IN_XML.sub(lambda found: ascii(found.group())[1:-1], text)
