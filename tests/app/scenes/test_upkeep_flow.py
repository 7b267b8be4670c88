"""What keeps a station in order, by a person's hands."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from offscreen import Hands, finish_background, program, run_id, simulate

from reactdrill.app.keep import upkeep
from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.keep.data import DataScene
from reactdrill.app.widgets import ListState
from reactdrill.station.doctor.finding import Finding
from reactdrill.station.folders import documents_dir
from reactdrill.station.settings import PrivacySettings, Settings


def with_runs(folder: Path, keep_days: int | None = None) -> Program:
    settings = Settings(privacy=PrivacySettings(keep_days=keep_days))
    made = program(folder / "results", settings=settings)
    for number in (1, 2):
        request = made.request(Brief(made.library.load("four-choice"), seed=number))
        simulate(request, folder=made.folders_now.runs, run=run_id(number))
    made.catch_up()
    finish_background(made)
    return made


def at(one: Program, row: str) -> Hands:
    hands = Hands(one, one.scenes.set_up_data())
    hands.page.set_state("list", ListState(chosen=row))
    hands.take()
    hands.wait()
    return hands


@pytest.mark.parametrize(
    ("level", "said"), [("problem", "There is no sound. Plug it in."), ("ok", "Nothing here troubles a run.")]
)
def test_trouble_is_told_and_a_file_for_support_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str, said: str
) -> None:
    found = Finding("sound", level, "There is no sound.", "Plug it in.")  # type: ignore[arg-type]
    monkeypatch.setattr(upkeep, "run_check", lambda _: (found,))
    hands = at(with_runs(tmp_path), "support")
    assert any(said in text for text in hands.texts), hands.texts
    (path,) = documents_dir().glob("support-*.zip")
    assert zipfile.is_zipfile(path)
    hands.close()


def test_what_is_too_old_is_shown_and_then_deleted(tmp_path: Path) -> None:
    one = with_runs(tmp_path, keep_days=1)
    hands = at(one, "old")
    assert any("2 runs" in text for text in hands.texts), hands.texts
    assert len(list(one.folders_now.runs.rglob("*.jsonl"))) == 2
    hands.take("then")
    hands.wait()
    assert any("Deleted." in text for text in hands.texts), hands.texts
    assert list(one.folders_now.runs.rglob("*.jsonl")) == []
    hands.close()


def test_without_a_limit_nothing_is_too_old(tmp_path: Path) -> None:
    hands = at(with_runs(tmp_path), "old")
    assert any("without a limit" in text for text in hands.texts)
    assert "Nothing has to go." in hands.texts
    assert "then" not in hands.page.focus.ids
    hands.close()


@pytest.mark.parametrize("damaged", [False, True])
def test_the_store_is_made_again(tmp_path: Path, damaged: bool) -> None:
    one = with_runs(tmp_path)
    if damaged:
        one.archive.close()
        Path(one.folders_now.results_store).write_bytes(b"nothing that a store would say" * 200)
    hands = at(one, "rebuild")
    assert any("Made again from 2 runs." in text for text in hands.texts), hands.texts
    hands.take("ok")
    assert hands.at(DataScene)
    assert len(one.archive.past().runs) == 2
    hands.close()
