from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reactdrill.station.pygame_conflict import pygame_conflict

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands in the place of all installed packages."""
    standard_library = [path for path in sys.path if not path.endswith("-packages")]
    monkeypatch.setattr(sys, "path", [str(tmp_path), *standard_library])
    return tmp_path


def install_record(folder: Path, name: str, version: str) -> None:
    info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


@pytest.mark.parametrize("installed", [[], [("pygame", "2.6.1")], [("pygame-ce", "2.5.8")]])
def test_one_pygame_or_none_is_no_conflict(installed: list[tuple[str, str]], packages: Path) -> None:
    for name, version in installed:
        install_record(packages, name, version)
    assert pygame_conflict() is None


def test_both_pygames_are_named_with_the_way_out(packages: Path) -> None:
    install_record(packages, "pygame", "2.6.1")
    install_record(packages, "pygame-ce", "2.5.8")
    problem = pygame_conflict()
    assert problem is not None
    assert "pygame 2.6.1 and pygame-ce 2.5.8 are both installed" in problem
    assert f'"{sys.executable}" -m pip uninstall --yes pygame pygame-ce' in problem
    assert problem.endswith("-m pip install pygame-ce")
    assert "\n" not in problem


def test_the_check_itself_does_not_import_pygame() -> None:
    code = (
        "import sys; from reactdrill.station.pygame_conflict import pygame_conflict; "
        "pygame_conflict(); sys.exit('pygame' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
