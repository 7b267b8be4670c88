from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from journals import lane as a_lane, nobody, plan as a_plan, trial, write_interrupted, write_run
from reactdrill.cli import run as command
from reactdrill.i18n import language
from reactdrill.people.athlete import Athlete
from reactdrill.results.exports_known import known_exports
from reactdrill.results.store import Store
from reactdrill.station.folders import data_dir, runs_dir
from reports import library_run


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = command(["report", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_report_of_a_run_is_one_private_file_that_is_remembered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    journal = library_run(runs_dir(), athlete="K7")
    assert said(capsys, "--run", "last") == (0, f"{journal.stem}.html\n", "")
    page = tmp_path / f"{journal.stem}.html"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    if os.name != "nt":
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert [each.path for each in known_exports(data_dir(), "K7")] == [page]


def test_a_picture_in_a_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    journal = library_run(runs_dir())
    assert said(capsys, "--run", "last", "--card", "--out", str(tmp_path))[0] == 0
    assert (tmp_path / f"{journal.stem}.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_of_one_lane(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lanes = [a_lane([trial(index) for index in range(4)], name) for name in ("red", "blue")]
    athletes = {"athletes": {"red": "A1", "blue": "B2"}}
    journal = write_run(runs_dir(), a_plan(*lanes), nobody, options=athletes)
    assert said(capsys, "--run", "last", "--card", "--lane", "red")[0] == 0
    assert (tmp_path / f"{journal.stem}-red.png").read_bytes().startswith(b"\x89PNG")
    assert (len(known_exports(data_dir(), "A1")), len(known_exports(data_dir(), "B2"))) == (1, 0)
    code, _, err = said(capsys, "--run", "last", "--card", "--lane", "green")
    assert (code, "its lanes: " in err) == (2, True)
    code, _, err = said(capsys, "--run", "last", "--lane", "red")
    assert (code, "`--lane` goes with `--card`" in err) == (2, True)


def test_nothing_said_nothing_there_and_nothing_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys)[0] == 2
    code, _, err = said(capsys, "--run", "last")
    assert (code, err.splitlines()[0][:13]) == (2, "no run 'last'")
    write_interrupted(runs_dir(), 0)
    code, _, err = said(capsys, "--run", "last", "--card")
    assert (code, "nothing to show" in err) == (2, True)


@pytest.mark.parametrize(
    ("name", "card", "words"),
    [("r.pdf", (), "print it from the browser"), ("r.jpg", ("--card",), "NAME.png")],
)
def test_a_file_is_not_called_what_it_is_not(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, card: tuple[str, ...], words: str
) -> None:
    library_run(runs_dir())
    code, out, err = said(capsys, "--run", "last", *card, "--out", name)
    assert (code, out) == (2, "")
    assert words in err
    assert list(tmp_path.glob("r.*")) == []


def test_a_place_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    library_run(runs_dir())
    code, out, err = said(capsys, "--run", "last", "--out", str(tmp_path / "none" / "r.html"))
    assert (code, out) == (4, "")
    assert "cannot be written" in err


def test_the_progress_of_an_athlete_and_of_a_group(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Store() as store:
        code = store.people.add(Athlete(name="Zo\u00eb", groups=("U15 / a",))).code
    library_run(runs_dir(), athlete=code)
    assert said(capsys, "--athlete", "zo\u00eb")[:2] == (0, f"{code}-progress.html\n")
    assert "Zo\u00eb" in (tmp_path / f"{code}-progress.html").read_text(encoding="utf-8")
    assert said(capsys, "--group", "U15 / a")[:2] == (0, "U15---a-group.html\n")
    assert len(known_exports(data_dir(), code)) == 2
    assert said(capsys, "--athlete", "nobody")[0] == 2
    assert said(capsys, "--athlete", code, "--card")[0] == 2
    assert said(capsys, "--athlete", code, "--run", "last")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "wished", "code"),
    [(["--lang", "de"], "es", "de"), ([], "es", "es"), (["--lang", "en"], "de", "en")],
)
def test_a_report_is_in_the_language_that_is_asked_for_or_set(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    wished: str,
    code: str,
) -> None:
    journal = library_run(runs_dir())
    monkeypatch.setenv("REACTDRILL_LANG", wished)
    assert said(capsys, "--run", "last", *arguments) == (0, f"{journal.stem}.html\n", "")
    page = Path(f"{journal.stem}.html").read_text(encoding="utf-8")
    assert f'<html lang="{code}">' in page
    assert language() == "en"


def test_a_language_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = said(capsys, "--run", "last", "--lang", "fr")
    assert (status, "'en', 'de', 'es'" in err) == (2, True)
