from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reactdrill.errors import JournalError
from reactdrill.station.doctor import space
from reactdrill.station.doctor.space import (
    existing,
    file_system,
    folded,
    folders,
    space_finding,
    writable,
)
from reactdrill.station.folders import config_dir, data_dir, runs_dir
from reactdrill.station.places import Folders

MOUNTS = """\
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
nas:/club /mnt/club\\040disk nfs4 rw 0 0
//pc/share /home/anna/share cifs rw 0 0
"""


def test_folders_that_are_not_there_yet_are_fine_and_stay_away() -> None:
    first, room = folders()
    assert (first.check, first.level) == ("folders", "ok")
    assert room.check == "space"
    assert not data_dir(make=False).exists()


def test_folders_that_are_there_are_tried_and_left_clean() -> None:
    runs, config = runs_dir(), config_dir()
    assert folders()[0].level == "ok"
    assert [*runs.iterdir(), *config.iterdir()] == []


def test_a_file_where_a_folder_should_be_is_a_problem() -> None:
    data_dir(make=False).write_text("", encoding="ascii")
    found = [each for each in folders() if each.level == "problem"]
    assert [each.text.split(" cannot")[0] for each in found] == ["results", "journals", "settings"]
    assert all("there is a file where a folder should be" in each.text for each in found)
    assert all(each.hint for each in found)


def test_no_right_to_write_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    found = writable("results", tmp_path / "not" / "there")
    assert found is not None
    assert found.level == "problem"
    assert "no right to write there" in found.text


def test_a_full_disk_is_a_problem_in_the_systems_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    found = writable("results", tmp_path)
    assert found is not None
    assert "No space left on device" in found.text
    assert "make some space" in found.hint
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_locks_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(path: Path) -> None:
        raise JournalError(path, "its file system has no locks", "use another disk")

    monkeypatch.setattr(space, "hold", no_locks)
    found = writable("journals", tmp_path)
    assert found is not None
    assert (found.hint, "has no locks" in found.text) == ("use another disk", True)
    assert list(tmp_path.iterdir()) == []


def test_the_settings_may_move_the_results(tmp_path: Path) -> None:
    assert Folders.current().home == data_dir(make=False)
    chosen = tmp_path / "elsewhere"
    (config_dir() / "settings.toml").write_text(
        f'[folders]\nresults = "{chosen.as_posix()}"\n', encoding="utf-8"
    )
    assert Folders.current().home == chosen
    assert "elsewhere" in folders()[0].text


@pytest.mark.parametrize(("free_mb", "level"), [(49, "problem"), (50, "note"), (499, "note"), (500, "ok")])
def test_room_that_is_left_is_judged(free_mb: int, level: str) -> None:
    found = space_finding(free_mb)
    assert found.level == level
    assert bool(found.hint) == (level != "ok")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/anna/drills", "ext4"),
        ("/home/anna/share/runs", "cifs"),
        ("/home/anna/shared", "ext4"),
        ("/mnt/club disk", "nfs4"),
        ("/mnt/club disk/runs", "nfs4"),
    ],
)
def test_the_file_system_of_a_path_is_that_of_the_deepest_mount(path: str, kind: str) -> None:
    assert file_system(MOUNTS, Path(path)) == kind
    assert file_system("", Path(path)) == ""


def test_a_network_disk_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.resolve(existing(data_dir(make=False)))
    monkeypatch.setattr(space, "text_of", lambda _: f"nas:/x {real} nfs rw 0 0\n")
    (found,) = [each for each in folders() if each.level == "note" and each.check == "folders"]
    assert found.text == "results are saved on a network disk (nfs)"


def test_the_home_folder_is_written_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/anna"))
    assert folded(Path("/home/anna/drills")) == str(Path("~/drills"))
    assert folded(Path("/srv/drills")) == str(Path("/srv/drills"))
