"""The two start scripts, run for real on a small project in a folder with spaces in its name."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tiny_project import make_tiny_project

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.slow

SUFFIX = ".cmd" if os.name == "nt" else ""
POSIX_ONLY = pytest.mark.skipif(os.name == "nt", reason="tried through the POSIX scripts")


@dataclass(frozen=True, slots=True)
class Start:
    code: int
    told: str
    """What was told to the person on the way, on standard error."""
    output: str

    @property
    def program(self) -> dict[str, Any]:
        called: dict[str, Any] = json.loads(self.output)
        return called


def start(script: Path, *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None) -> Start:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "COV"))
    }
    done = subprocess.run(
        [script, *arguments],
        cwd=cwd,
        env={**kept, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    return Start(done.returncode, done.stderr, done.stdout)


def in_scripts(project: Path, name: str) -> Path:
    return project / "scripts" / (name + SUFFIX)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose first start, of the program, is done."""
    folder = tmp_path_factory.mktemp("start") / "a checkout with spaces"
    make_tiny_project(folder)
    first = start(in_scripts(folder, "run"))
    assert first.code == 0, first.told
    assert "making" in first.told
    assert "installing packages" in first.told
    return folder


@pytest.fixture
def run(project: Path) -> Path:
    return in_scripts(project, "run")


def test_run_without_arguments_plays_the_demo(run: Path) -> None:
    assert start(run).program["arguments"] == ["demo"]


def test_run_passes_on_arguments_exit_code_and_folder(run: Path, tmp_path: Path) -> None:
    done = start(run, "check", "my drill.toml", "--seed=*", "", cwd=tmp_path, env={"ANSWER": "7"})
    assert done.code == 7
    assert Path(done.program["name"]).stem == "reactdrill"
    assert done.program["arguments"] == ["check", "my drill.toml", "--seed=*", ""]
    assert Path(done.program["cwd"]) == tmp_path


def test_test_passes_arguments_to_pytest_in_the_checkout(project: Path, tmp_path: Path) -> None:
    done = start(in_scripts(project, "test"), "-k", "two words", cwd=tmp_path, env={"ANSWER": "5"})
    assert done.code == 5
    assert done.program["name"] == "pytest.py"
    assert done.program["arguments"] == ["--numprocesses=auto", "--reruns=1", "-k", "two words"]
    assert Path(done.program["cwd"]) == project


def test_a_second_start_installs_nothing_and_is_silent(project: Path) -> None:
    for name in ("test", "run"):
        start(in_scripts(project, name))
        assert start(in_scripts(project, name)).told == ""


def test_a_changed_project_file_is_installed_again_once(project: Path, run: Path) -> None:
    with (project / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert "installing packages" in start(run).told
    assert start(run).told == ""


def test_an_installation_for_tests_serves_a_run_too(project: Path, run: Path) -> None:
    with (project / "pyproject.toml").open("a") as file:
        file.write("# changed for the tests\n")
    assert "installing packages" in start(in_scripts(project, "test")).told
    assert start(run).told == ""


@POSIX_ONLY
def test_run_works_through_a_symbolic_link(run: Path, tmp_path: Path) -> None:
    for name, target in (("first", run), ("second", Path("first"))):
        (tmp_path / name).symlink_to(target)
    assert start(tmp_path / "second", "list").program["arguments"] == ["list"]


@POSIX_ONLY
def test_a_moved_checkout_mends_itself(project: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved here"
    shutil.copytree(project, moved, symlinks=True)
    done = start(in_scripts(moved, "run"))
    assert "installing packages" in done.told
    assert done.program["arguments"] == ["demo"]
    first_line = (moved / ".venv/bin/reactdrill").read_text().splitlines()[1]
    assert str(moved) in first_line


@POSIX_ONLY
def test_an_environment_whose_python_is_gone_is_made_anew(project: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(project, broken, symlinks=True)
    (broken / ".venv/bin/python").unlink()
    (broken / ".venv/bin/python").symlink_to(tmp_path / "gone")
    done = start(in_scripts(broken, "run"))
    assert "making" in done.told
    assert done.program["arguments"] == ["demo"]


@POSIX_ONLY
@pytest.mark.parametrize("found", ["none", "Python 3.9.2"])
def test_no_python_or_an_old_one_is_a_clear_line(found: str, tmp_path: Path) -> None:
    project, path = tmp_path / "fresh", tmp_path / "bin"
    make_tiny_project(project)
    path.mkdir()
    for tool in ("sh", "dirname", "readlink"):
        (path / tool).symlink_to(str(shutil.which(tool)))
    if found != "none":
        (path / "python3").write_text(f'#!/bin/sh\n[ "$1" = -V ] && echo {found} || exit 1\n')
        (path / "python3").chmod(0o755)
    done = start(in_scripts(project, "run"), env={"PATH": str(path)})
    assert done.code == 1
    assert done.told.startswith(f"reactdrill: needs Python 3.11 or newer; found {found}. Install it")
    assert done.told.count("\n") == 1


def test_a_missing_network_is_named(project: Path, tmp_path: Path) -> None:
    offline = tmp_path / "offline"
    shutil.copytree(project, offline, symlinks=True)
    text = (offline / "pyproject.toml").read_text()
    (offline / "pyproject.toml").write_text(text.replace("requires = []", 'requires = ["hatchling"]'))
    nowhere = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1"}
    done = start(in_scripts(offline, "run"), env=nowhere)
    assert done.code == 1
    assert done.told.splitlines()[-1].startswith("reactdrill: the packages cannot be downloaded")
    assert done.output == ""


def test_a_failure_of_pip_names_its_log(project: Path, tmp_path: Path) -> None:
    failing = tmp_path / "failing"
    shutil.copytree(project, failing, symlinks=True)
    (failing / "pyproject.toml").write_text("[build-system]\nrequires = []\nbuild-backend = 'gone'\n")
    done = start(in_scripts(failing, "run"))
    assert done.code == 1
    assert "pip could not install the packages" in done.told.splitlines()[-1]
    assert str(failing / ".venv" / "install.log") in done.told.splitlines()[-1]


def test_a_python_without_its_venv_module_names_the_debian_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_tiny_project(tmp_path / "fresh")
    install = load(tmp_path / "fresh/scripts/install.py")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert install.main("all") == 1
    told = capsys.readouterr().err
    assert "lacks its venv module" in told
    assert "sudo apt install python3." in told


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("install", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
