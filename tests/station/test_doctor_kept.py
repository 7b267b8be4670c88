from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from journals import write_interrupted, write_run
from reactdrill.errors import AssetMissingError
from reactdrill.results.locks import hold, release
from reactdrill.results.store.database import open_database
from reactdrill.station.doctor import kept
from reactdrill.station.doctor.finding import Finding
from reactdrill.station.doctor.kept import files, journal_findings, quick_check, settings, store
from reactdrill.station.folders import config_dir, data_dir, runs_dir, store_path


def said(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.level, each.text) for each in findings]


# ---- store


def test_no_store_yet_is_fine_and_none_is_made() -> None:
    assert said(store()) == [("ok", "no results are stored yet")]
    assert not store_path(make=False).exists()


def test_a_whole_store_opens() -> None:
    open_database(store_path()).dispose()
    ((level, text),) = said(store())
    assert level == "ok"
    assert text.startswith("the results store is whole (")


def test_a_damaged_store_is_a_problem_and_is_not_touched() -> None:
    path = store_path()
    open_database(path).dispose()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\xa5" * (len(damaged) - 4096)
    path.write_bytes(damaged)
    (found,) = store()
    assert found.level == "problem"
    assert "rebuild" in found.hint
    assert path.read_bytes() == damaged


def test_what_is_no_database_is_a_problem() -> None:
    store_path().write_text("dear diary, " * 400, encoding="ascii")
    assert quick_check(store_path()) == "file is not a database"
    assert store()[0].level == "problem"


def test_a_store_from_a_newer_version_is_a_problem() -> None:
    open_database(store_path()).dispose()
    with sqlite3.connect(store_path()) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    (found,) = store()
    assert found.level == "problem"
    assert "newer reactdrill" in found.text
    assert "update reactdrill" in found.hint


# ---- journals


def test_no_journals_are_no_problem() -> None:
    assert said(journal_findings(runs_dir(make=False))) == [("ok", "no run has been recorded yet")]


def test_whole_and_interrupted_journals_are_counted(tmp_path: Path) -> None:
    write_run(tmp_path, run="a" * 32)
    assert said(journal_findings(tmp_path)) == [("ok", "1 recorded run can be read")]
    write_interrupted(tmp_path, run="b" * 32)
    assert said(journal_findings(tmp_path)) == [
        ("ok", "2 recorded runs can be read; 1 broke off, with every finished trial kept")
    ]


def test_a_damaged_journal_is_named_with_what_to_do(tmp_path: Path) -> None:
    write_run(tmp_path, run="a" * 32)
    path = write_run(tmp_path, run="b" * 32)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"rubbish\n" + b"".join(lines[2:]))
    (found,) = journal_findings(tmp_path)
    assert found.level == "problem"
    assert f"{path.name}:2: damaged" in found.text
    assert found.hint


def test_many_damaged_journals_are_counted_beyond_the_first(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.jsonl").write_text("rubbish\n", encoding="ascii")
    found = journal_findings(tmp_path)
    assert len(found) == 6
    assert found[-1].text == "3 more journals are damaged"


def test_a_run_in_progress_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "now.jsonl"
    path.write_text("", encoding="ascii")
    assert journal_findings(tmp_path)[0].level == "problem"
    lock = hold(path)
    try:
        assert journal_findings(tmp_path)[0].level == "ok"
    finally:
        release(lock)


def test_only_the_newest_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "NEWEST", 1)
    (tmp_path / "2020-old.jsonl").write_text("rubbish\n", encoding="ascii")
    write_run(tmp_path)
    ((level, text),) = said(journal_findings(tmp_path))
    assert (level, text) == ("ok", "2 recorded runs can be read (the newest 1 were looked at)")


# ---- the program's own files and the settings


def test_everything_that_is_shipped_is_there() -> None:
    (found,) = files()
    assert found.level == "ok"
    assert found.text.endswith(" drills, all sounds and fonts are there")


def test_a_drill_of_ones_own_that_cannot_be_used_is_named() -> None:
    own = data_dir() / "drills" / "mine.toml"
    own.parent.mkdir()
    own.write_text("name = 3\n", encoding="ascii")
    (found,) = files()
    assert found.level == "problem"
    assert "mine.toml" in found.text
    assert "reactdrill check" in found.hint


def test_a_missing_sound_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(word: str) -> Path:
        raise AssetMissingError("word", word)

    monkeypatch.setattr(kept, "word_path", gone)
    (found,) = files()
    assert (found.level, found.hint) == ("problem", "install reactdrill again")


def test_settings_are_judged_line_by_line() -> None:
    assert said(settings()) == [("ok", "no settings are written: the defaults hold")]
    path = config_dir() / "settings.toml"
    path.write_text("[sound]\nvolume = 0.5\n", encoding="ascii")
    assert said(settings()) == [("ok", "the settings can be used")]
    path.write_text("[sound]\nvolume = 7\nbufer = 3\n", encoding="ascii")
    found = settings()
    assert [each.level for each in found] == ["problem", "problem"]
    assert any("settings.toml:2: sound.volume" in each.text for each in found)
    assert any('"buffer"' in each.text or "buffer" in each.text for each in found)
