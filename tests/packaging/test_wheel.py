"""The wheel, built from the source archive as a packager would, and used where nothing else is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from fresh_venv import install_wheel

if TYPE_CHECKING:
    from email.message import Message

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
DATA = {
    "assets": "assets",
    "drills": "drills",
    "schemas": "schemas",
    "firmware": "hardware/arduino_led_pods/hex",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install_wheel(wheel, tmp_path_factory.mktemp("venv"))


def files_below(folder: Path) -> set[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if "__pycache__" not in path.parts}


def names_in(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def metadata_of(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in names_in(wheel) if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def run(programs: Path, cwd: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    return subprocess.run(
        [programs / program, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("kind", DATA)
def test_the_wheel_holds_every_data_file(wheel: Path, kind: str) -> None:
    prefix = f"reactdrill/_data/{kind}/"
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.removeprefix(prefix) for name in names if name.startswith(prefix)} == files_below(
        ROOT / DATA[kind]
    )


def test_the_wheel_holds_the_package_and_its_typing_marker(wheel: Path) -> None:
    names = {name.removeprefix("reactdrill/") for name in names_in(wheel)}
    assert files_below(ROOT / "src/reactdrill") <= names
    assert "py.typed" in names


def test_the_wheel_asks_for_pygame_ce_and_never_for_pygame(wheel: Path) -> None:
    requirements = metadata_of(wheel).get_all("Requires-Dist") or []
    names = {Requirement(text).name for text in requirements}
    assert "pygame-ce" in names
    assert "pygame" not in names


def test_the_installed_package_is_the_one_from_the_wheel(programs: Path, tmp_path: Path) -> None:
    done = run(programs, tmp_path, "python", "-c", "import reactdrill; print(reactdrill.__file__)")
    assert Path(done.stdout.strip()).is_relative_to(programs.parent)


def test_help_works_away_from_the_source(programs: Path, tmp_path: Path) -> None:
    done = run(programs, tmp_path, "reactdrill", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "demo" in done.stdout


def test_the_drill_library_comes_with_the_wheel(programs: Path, tmp_path: Path) -> None:
    done = run(programs, tmp_path, "reactdrill", "list", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "four-choice" in done.stdout
