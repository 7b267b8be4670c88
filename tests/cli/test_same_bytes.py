"""A headless run's lines do not depend on the hash seed, the time zone, the locale, the processor or the folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from command import EXAMPLES, program

SCRIPTS = sorted([*EXAMPLES.glob("*.toml"), *EXAMPLES.glob("*.csv")])
OPTIMISED = {"PYTHONOPTIMIZE": "1"}


def lines_of(tmp_path: Path, env: dict[str, str | None], before: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Every example's lines, replayed in a process of its own."""
    found = {}
    for script in SCRIPTS:
        out = tmp_path / f"{script.stem}.jsonl"
        said = program("replay", script, "--headless", "--out", out, env=env, before=before)
        assert said.code == 0, said
        found[script.stem] = out.read_bytes()
    return found


@pytest.fixture(scope="module")
def expected() -> dict[str, bytes]:
    return {script.stem: script.with_name(f"{script.stem}.expected.jsonl").read_bytes() for script in SCRIPTS}


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Chatham", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "4294967295", "TZ": "America/St_Johns", "LC_ALL": "POSIX", "PYTHONUTF8": "0"},
        OPTIMISED,
    ],
    ids=["plain", "Chatham, Turkish", "Newfoundland, ASCII", "optimised"],
)
def test_the_same_bytes_in_every_environment(
    tmp_path: Path, expected: dict[str, bytes], env: dict[str, str | None]
) -> None:
    assert len(expected) >= 4
    assert lines_of(tmp_path, env) == expected


@pytest.mark.skipif(shutil.which("taskset") is None, reason="taskset is not installed")
def test_the_same_bytes_on_one_processor(tmp_path: Path, expected: dict[str, bytes]) -> None:
    (one, *_) = sorted(os.sched_getaffinity(0))
    assert lines_of(tmp_path, {}, before=("taskset", "--cpu-list", str(one))) == expected


def test_the_same_bytes_from_another_folder_and_another_home(
    tmp_path: Path, expected: dict[str, bytes]
) -> None:
    copies = shutil.copytree(EXAMPLES, tmp_path / "with a space é")
    said = program("replay", "--suite", copies, env={"REACTDRILL_HOME": str(tmp_path / "another")})
    assert said.code == 0, said
    assert said.out.splitlines()[-1] == f"{len(expected)} as expected, 0 not, 0 without expectations"


def test_saving_the_run_changes_no_byte(tmp_path: Path, expected: dict[str, bytes]) -> None:
    for script in SCRIPTS:
        out = tmp_path / "out.jsonl"
        assert program("replay", script, "--headless", "--save", "--out", out).code == 0
        assert out.read_bytes() == expected[script.stem]
        rescored = tmp_path / "rescored.jsonl"
        assert program("rescore", "last", "--out", rescored).code == 0
        assert rescored.read_bytes() == expected[script.stem]
