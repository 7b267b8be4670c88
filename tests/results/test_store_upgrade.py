"""Stores of earlier versions are brought up to date with everything that is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from journals import played, simple_plan, write_run
from postgres import Server, server_or_skip
from reactdrill.results.annotations import Annotation, annotate, read_notes
from reactdrill.results.lines import encode_line
from reactdrill.results.store import Store
from reactdrill.results.store.database import downgrade, open_database, upgrade, writing

RUN = "a" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from server_or_skip()


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    if request.param == "sqlite":
        return tmp_path / "results.sqlite3"
    running = request.getfixturevalue("server")
    assert isinstance(running, Server)
    return running.url(running.new_database())


def test_a_store_of_the_second_version_keeps_its_runs_and_people(where: str | Path, tmp_path: Path) -> None:
    runs = tmp_path / "home" / "runs"
    write_run(runs, athlete="A1")
    engine = open_database(where)
    with Store(where, runs=runs) as store:
        store.ingest_folder()
        expected = store.trials(RUN)
        with writing(engine).begin() as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO athletes (code, name, restrictions, guardian_consent, leaderboard, added_utc,"
                    " changed_utc) VALUES ('A1', 'Zoë', '', true, true, '', '')"
                )
            )
    with writing(engine).begin() as connection:
        downgrade(connection, "0002")
        _, player = played(simple_plan())
        lines = connection.execute(sa.text("SELECT line FROM trials ORDER BY position")).scalars().all()
        assert [line.encode() for line in lines] == [encode_line(each) for each in player.records]
        names = sa.inspect(connection).get_table_names()
        assert "run_lanes" not in names
    engine.dispose()
    with Store(where, runs=runs) as store:
        assert store.trials(RUN) == expected
        assert store.history("A1", "four-choice") == ()
        assert store.ingest_folder().unchanged == 1
        assert [point.value for point in store.history("A1", "four-choice")] == [215]
        assert store.trials(RUN) == expected
        found = store.people.get("A1")
        assert found is not None
        assert found.name == "Zoë"


def test_a_store_of_the_fourth_version_learns_what_a_coach_entered(where: str | Path, tmp_path: Path) -> None:
    runs = tmp_path / "home" / "runs"
    journal = write_run(runs)
    annotate(journal, Annotation(type="entry", key="reach", value=61.5, set=1, side="left"))
    engine = open_database(where)
    with Store(where, runs=runs) as store:
        store.ingest_folder()
    with writing(engine).begin() as connection:
        connection.execute(sa.text("UPDATE run_lanes SET algorithm = 'of the fourth version'"))
        downgrade(connection, "0004")
    engine.dispose()
    with Store(where, runs=runs) as store:
        assert [each.key for each in store.notes(RUN).standing] == [""]
        store.ingest_folder()
        assert store.notes(RUN) == read_notes(journal)


def test_going_back_and_forth_leaves_the_same_tables(where: str | Path) -> None:
    engine = open_database(where)
    with writing(engine).begin() as connection:
        before = sorted(sa.inspect(connection).get_table_names())
        downgrade(connection, "0001")
        upgrade(connection)
        assert sorted(sa.inspect(connection).get_table_names()) == before
    engine.dispose()
