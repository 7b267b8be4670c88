from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from reactdrill.station import folders
from reactdrill.station.folders import FolderError


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_stands_below_the_home_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTDRILL_HOME", str(tmp_path / "deep" / "home"))
    home = tmp_path / "deep" / "home"
    assert folders.data_dir() == home
    assert folders.runs_dir() == home / "runs"
    assert folders.config_dir() == home / "config"
    assert folders.store_path() == home / "results.sqlite3"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_every_folder_made_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACTDRILL_HOME", str(tmp_path / "deep" / "home"))
    before = os.umask(0)
    try:
        runs = folders.runs_dir()
    finally:
        os.umask(before)
    assert [mode_of(each) for each in (runs, runs.parent, runs.parent.parent)] == [0o700] * 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    folders.private_folder(shared / "own")
    assert mode_of(shared) == 0o755


def test_asking_without_making_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REACTDRILL_HOME", str(tmp_path / "home"))
    assert folders.runs_dir(make=False) == tmp_path / "home" / "runs"
    assert not (tmp_path / "home").exists()


def test_a_relative_or_tilde_home_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("REACTDRILL_HOME", "~/drills")
    assert folders.data_dir(make=False) == tmp_path / "drills"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REACTDRILL_HOME", "here")
    assert folders.data_dir(make=False) == tmp_path / "here"


def test_the_system_says_where_without_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REACTDRILL_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert folders.data_dir(make=False).name == "reactdrill"
    assert folders.config_dir(make=False).name == "reactdrill"
    if os.name == "posix" and not (tmp_path / "Library").exists():
        assert folders.data_dir(make=False).is_relative_to(tmp_path) or os.uname().sysname == "Darwin"


def test_a_file_in_the_way_is_said_clearly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("REACTDRILL_HOME", str(tmp_path / "home" / "below"))
    with pytest.raises(FolderError) as caught:
        folders.runs_dir()
    assert str(tmp_path / "home") in str(caught.value)
    assert "cannot make this folder" in str(caught.value)
    assert "REACTDRILL_HOME" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_cannot_be_written_is_said_clearly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "access", lambda *_: False
    )  # root may write anywhere, so the answer is given here
    with pytest.raises(FolderError, match="cannot write to this folder; give yourself the right"):
        folders.private_folder(tmp_path)


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "REACTDRILL_HOME")],
)
def test_advice_fits_the_fault(number: int, words: str) -> None:
    assert words in folders.advice(OSError(number, "x"))
