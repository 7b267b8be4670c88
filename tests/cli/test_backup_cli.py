"""`reactdrill results backup` and `restore` as a person uses them."""

from __future__ import annotations

import shutil
from pathlib import Path

from command import Command
from journals import write_run
from reactdrill.cli.whom import people_store
from reactdrill.people.athlete import Athlete
from reactdrill.station.folders import data_dir, runs_dir


def test_a_lost_folder_comes_back(command: Command, tmp_path: Path) -> None:
    with people_store() as store:
        anna = store.people.add(Athlete(name="Anna"))
    write_run(runs_dir(), athlete=anna.code)
    made = command("results", "backup", tmp_path / "b.zip")
    assert (made.code, "2 files" in made.out) == (0, True)
    shutil.rmtree(data_dir())
    dry = command("results", "restore", tmp_path / "b.zip", "--dry-run")
    assert "1 athletes; 1 files are missing here" in dry.out
    assert list(runs_dir().iterdir()) == []
    refused = command("results", "restore", tmp_path / "b.zip")
    assert (refused.code, "nobody is there to ask" in refused.err) == (2, True)
    done = command("results", "restore", tmp_path / "b.zip", "--yes")
    assert "1 files and 1 athletes brought back; 1 runs are new or longer here" in done.out
    assert "Anna" in command("athletes", "list").out
    assert anna.code in command("results", "list").out


def test_what_is_no_backup(command: Command, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_text("no")
    assert "damaged or no backup" in command("results", "restore", tmp_path / "b.zip").refusal(4)
    assert "it is a folder" in command("results", "backup", tmp_path).refusal(4)
