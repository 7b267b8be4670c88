"""`reactdrill` with a store that several stations share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from command import Command
from journals import write_run
from postgres import Server, server_or_skip
from reactdrill.errors import StoreError
from reactdrill.results.store import Store
from reactdrill.station.doctor import kept
from reactdrill.station.folders import config_dir, runs_dir
from reactdrill.station.places import STORE_VARIABLE, Folders
from reactdrill.station.settings import load_settings


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from server_or_skip()


def test_the_variable_names_the_store(
    server: Server, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, server.url(server.new_database()))
    write_run(runs_dir(), athlete="A1")
    done = command("results", "list")
    assert (done.code, "four-choice" in done.out) == (0, True)
    assert not Folders.current().store.exists()
    assert [finding.level for finding in kept.store()] == ["ok"]


def test_a_server_that_is_away_is_one_line_and_runs_stay(
    monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv(STORE_VARIABLE, "postgresql://club:geheim@127.0.0.1:1/results")
    path = write_run(runs_dir())
    line = command("results", "list").refusal(StoreError.exit_code)
    assert "runs are kept in their journals, and taken in when it is back" in line
    assert "geheim" not in line
    assert path.is_file()
    assert [finding.level for finding in kept.store()] == ["problem"]
    monkeypatch.delenv(STORE_VARIABLE)
    assert "four-choice" in command("results", "list").out


@pytest.mark.parametrize("said", ["club", "postgresql:/club:geheim@db/results", "club:geheim@db/results"])
def test_what_is_no_address_makes_no_file(
    said: str, monkeypatch: pytest.MonkeyPatch, command: Command, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(STORE_VARIABLE, said)
    line = command("results", "list").refusal(StoreError.exit_code)
    assert line.startswith("REACTDRILL_STORE: holds no address of a store; write sqlite:///FILE")
    assert "geheim" not in line
    assert not (tmp_path / "club").exists()


def test_a_run_of_another_station_says_where_its_journal_stands(
    server: Server, monkeypatch: pytest.MonkeyPatch, command: Command, tmp_path: Path
) -> None:
    url = server.url(server.new_database())
    away = tmp_path / "away" / "runs"
    write_run(away)
    with Store(url, runs=away) as store:
        store.ingest_folder()
        station = store.station
    monkeypatch.setenv(STORE_VARIABLE, url)
    for words in (
        ("report", "--run", "last"),
        ("rescore", "last"),
        ("results", "note", "last", "new shoes"),
        ("results", "tick", "last", "x"),
    ):
        line = command(*words).refusal(2)
        assert f"was recorded by the station {station} and its journal stands there" in line
    made = command("results", "backup", tmp_path / "b.zip")
    assert made.code == 0
    assert made.err == f"not in it: 1 run of the station {station}; make a backup there too\n"


def test_the_settings_name_the_store_without_a_password() -> None:
    path = config_dir() / "settings.toml"
    path.write_text('[store]\nurl = "postgresql://gym@db.example/results"\n')
    assert load_settings().problems == ()
    assert Folders.current().results_store == "postgresql://gym@db.example/results"
    for wrong in (
        "postgresql://gym:geheim@db/results",
        "postgresql://gym@db/x?password=geheim",
        "mysql://x/y",
    ):
        path.write_text(f'[store]\nurl = "{wrong}"\n')
        loaded = load_settings()
        assert len(loaded.problems) == 1
        assert "geheim" not in loaded.report()
        assert Folders.current().results_store == Folders.current().store


def test_the_roles_are_printed(command: Command) -> None:
    done = command("results", "postgres-roles")
    assert done.code == 0
    assert "GRANT SELECT, INSERT, DELETE ON" in done.out
