"""Checks beyond one environment: every Python, the other pygame, and the wheel as a stranger installs it."""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "tests", "pygame", "wheel"]
nox.options.error_on_missing_interpreters = False  # run those that are there, name those that are not

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
LAST_PYGAME = "pygame==2.6.1"


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests; arguments after `--` go to pytest."""
    session.install("--editable", ".[all,test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python="3.11")
def pygame(session: nox.Session) -> None:
    """Run the tests on the original pygame in the place of pygame-ce; without those of the installation."""
    session.install("--editable", ".[all,test]")
    session.run("python", "-m", "pip", "uninstall", "--quiet", "--yes", "pygame-ce")
    session.install(LAST_PYGAME)
    session.run("python", "-m", "pytest", "--ignore=tests/packaging", *session.posargs)


@nox.session(python="3.11")
def coverage(session: nox.Session) -> None:
    """Say which lines and branches no test reaches."""
    session.install("--editable", ".[all,test]")
    session.run(
        "python",
        "-m",
        "pytest",
        "--numprocesses=2",
        "--cov",
        "--cov-report=term:skip-covered",
        *session.posargs,
    )


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and layout."""
    session.install("ruff")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")


@nox.session
def types(session: nox.Session) -> None:
    """Check every type."""
    session.install("--editable", ".[dev]")
    session.run("mypy")


@nox.session
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it with its dependencies by pip, and use it away from the source."""
    folder = Path(session.create_tmp())
    shutil.rmtree(folder / "dist", ignore_errors=True)
    session.install("build")
    session.run("python", "-m", "build", "--outdir", str(folder / "dist"))
    (built,) = (folder / "dist").glob("*.whl")
    session.install(str(built.resolve()))
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    home = {"REACTDRILL_HOME": str((folder / "home").resolve())}
    with session.chdir(elsewhere):
        session.run("reactdrill", "--help", env=home, silent=True)
        session.run("reactdrill", "list", "--json", env=home, silent=True)
