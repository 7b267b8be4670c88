"""The store on a real PostgreSQL server, started for these tests alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from journals import Player, header_of, simple_plan, write_interrupted, write_run
from postgres import OWNER_PASSWORD, Server, server_or_skip
from reactdrill.errors import StoreError
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.journal import JournalWriter
from reactdrill.results.store import Store, StoreAwayError, ingest as ingesting
from reactdrill.results.store.database import open_database
from reactdrill.results.store.desk import Change, Desk
from reactdrill.results.store.loaded import Loaded
from reactdrill.results.store.roles import roles_sql
from reactdrill.results.store.schema import HEAD, METADATA, RUNS, TRIALS

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def run_id(number: int) -> str:
    return f"{number:08x}" * 4


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from server_or_skip()


@pytest.fixture
def url(server: Server) -> str:
    return server.url(server.new_database())


def station(url: str, tmp_path: Path, name: str) -> Store:
    return Store(url, runs=tmp_path / name / "runs")


def counted(url: str) -> tuple[int, int]:
    """Runs and trials in a store."""
    engine = open_database(url)
    with engine.connect() as connection:
        found = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in (RUNS, TRIALS)
        ]
    engine.dispose()
    return found[0], found[1]


def test_it_has_the_tables_that_the_code_knows(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_database(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_it_says_the_same_as_a_file(url: str, tmp_path: Path) -> None:
    runs = tmp_path / "a" / "runs"
    for number in range(6):
        path = write_run(
            runs,
            simple_plan(number + 1),
            run=run_id(number),
            started_utc=f"2026-03-0{number + 1}T09:00:00.000Z",
        )
        annotate(path, Annotation(type="athlete_moved", value="A1", name="m", at_utc="t"))
    write_interrupted(runs, run=run_id(9))
    with station(url, tmp_path, "a") as shared, Store(tmp_path / "own.sqlite3", runs=runs) as own:
        assert shared.ingest_folder() == own.ingest_folder()
        run = shared.run(run_id(3))
        assert list(shared.trials(run.id)) == list(own.trials(run.id))
        assert shared.summaries(run) == own.summaries(run)
        assert shared.history("A1", "four-choice") == own.history("A1", "four-choice")
        assert shared.progress("A1", "four-choice") == own.progress("A1", "four-choice")
        assert shared.drills_of("A1") == own.drills_of("A1")
        assert shared.drill_summaries("four-choice") == own.drill_summaries("four-choice")
        assert shared.ingest_folder().unchanged == 7
        assert (run.station, own.run(run.id).station) == (shared.station, "")


def test_the_same_run_from_two_stations_is_one_run(url: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_run(tmp_path / name / "runs", run=run_id(1))
    write_run(tmp_path / "b" / "runs", run=run_id(2))
    with station(url, tmp_path, "a") as one, station(url, tmp_path, "b") as two:
        assert one.station != two.station
        assert one.ingest_folder().new == 1
        report = two.ingest_folder()
        assert (report.new, report.unchanged) == (1, 1)
        assert one.ingest_folder().unchanged == 1
    assert counted(url) == (2, 8)


def test_a_longer_copy_from_another_station_takes_its_place(url: str, tmp_path: Path) -> None:
    whole = write_run(tmp_path / "b" / "runs", run=run_id(1))
    lines = whole.read_bytes().splitlines(keepends=True)
    short = tmp_path / "a" / "runs" / "x.jsonl"
    short.parent.mkdir(parents=True)
    cut = next(place for place, line in enumerate(lines) if line.startswith(b'{"type":"trial"'))
    short.write_bytes(b"".join(lines[: cut + 1]))
    with station(url, tmp_path, "a") as one, station(url, tmp_path, "b") as two:
        assert one.ingest_folder().interrupted == 1
        assert two.ingest_folder().grown == 1
        assert one.rebuild().new == 0
    assert counted(url) == (1, 4)


def test_making_it_again_keeps_what_others_brought(url: str, tmp_path: Path) -> None:
    write_run(tmp_path / "a" / "runs", run=run_id(1))
    write_run(tmp_path / "b" / "runs", run=run_id(2))
    with station(url, tmp_path, "a") as one, station(url, tmp_path, "b") as two:
        one.ingest_folder()
        two.ingest_folder()
        assert one.rebuild().new == 1
    assert counted(url) == (2, 8)


def test_what_people_added_at_one_station_counts_at_the_others(url: str, tmp_path: Path) -> None:
    text = """
        score = { of = "entry", entry = "reach", better = "higher" }
        observer.entries = [{ name = "reach", unit = "cm" }]
    """
    plan = simple_plan()
    header = header_of(plan, run=run_id(1))
    writer = JournalWriter.create(
        replace(header, drill=replace(header.drill, text=text)), tmp_path / "a" / "runs"
    )
    Player(plan, writer).play().finish()
    annotate(writer.path, Annotation(type="entry", key="reach", value=61.5, side="left"))
    annotate(writer.path, Annotation(type="effort", value=7))
    with station(url, tmp_path, "a") as one, station(url, tmp_path, "b") as two:
        one.ingest_folder()
        run = two.run(run_id(1))
        assert two.notes(run.id).effort() == 7
        assert two.families(run) == one.families(run)
        assert two.families(run)["main"][0].figures[0].value == 61.5
        assert two.drill_summaries(run.drill) == one.drill_summaries(run.drill)


INGEST = """
import sys
from pathlib import Path
from reactdrill.results.store import Store, ingest
ingest.BATCH = 3
sys.stdin.readline()
with Store(sys.argv[1], runs=Path(sys.argv[2])) as store:
    report = store.ingest_folder()
print(report.new + report.unchanged, len(report.damaged))
"""


def ingesting_process(url: str, runs: Path, script: str = INGEST) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, url, str(runs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ.copy(),
    )


def test_two_stations_may_write_at_once(url: str, tmp_path: Path) -> None:
    for number in range(20):
        for name in ("a", "b"):
            write_run(tmp_path / name / "runs", run=run_id(number))
    both = [ingesting_process(url, tmp_path / name / "runs") for name in ("a", "b")]
    for each in both:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    said = [each.communicate(timeout=120)[0] for each in both]
    assert said == ["20 0\n", "20 0\n"]
    assert counted(url) == (20, 80)


DIES = """
import os, signal, sys
from pathlib import Path
from reactdrill.results.store import Store, ingest
from reactdrill.results.store.desk import Desk
ingest.BATCH = 3
batches = []
real = Desk.write
def write(self, connection, batch):
    done = real(self, connection, batch)
    batches.append(batch)
    if len(batches) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Desk.write = write
with Store(sys.argv[1], runs=Path(sys.argv[2])) as store:
    store.ingest_folder()
"""


def test_a_station_that_is_killed_in_the_middle_leaves_whole_batches(url: str, tmp_path: Path) -> None:
    for number in range(10):
        write_run(tmp_path / "a" / "runs", run=run_id(number))
    killed = ingesting_process(url, tmp_path / "a" / "runs", DIES)
    killed.communicate(timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert counted(url) == (3, 12)
    with station(url, tmp_path, "a") as store:
        report = store.ingest_folder()
    assert (report.new, report.unchanged) == (7, 3)
    assert counted(url) == (10, 40)


def test_a_server_that_goes_away_in_the_middle_is_caught_up_with(
    server: Server, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = tmp_path / "a" / "runs"
    for number in range(9):
        write_run(runs, run=run_id(number))
    real, batches = Desk.write, []

    def write(desk: Desk, connection: sa.Connection, batch: Sequence[Loaded]) -> list[Change]:
        batches.append(batch)
        if len(batches) == 2:
            server.stop()
        return real(desk, connection, batch)

    monkeypatch.setattr(ingesting, "BATCH", 3)
    with station(url, tmp_path, "a") as store:
        monkeypatch.setattr(Desk, "write", write)
        try:
            with pytest.raises(StoreAwayError, match="taken in when it is back") as caught:
                store.ingest_folder()
            assert "\n" not in str(caught.value)
            assert OWNER_PASSWORD not in str(caught.value)
            with pytest.raises(StoreAwayError, match="the server is away"):
                store.runs()
            with pytest.raises(StoreAwayError, match="the server is away"):
                station(url, tmp_path, "b")
            write_run(runs, run=run_id(9))  # playing goes on
        finally:
            server.start()
        report = store.ingest_folder()
        assert (report.new, report.unchanged) == (7, 3)
    assert counted(url) == (10, 40)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "wrong-secret"}, "the user or the password is wrong"),
        ({"user": "nobody-known"}, "the user or the password is wrong"),
        ({"database": "no_such"}, "look at the names of the database"),
    ],
)
def test_a_wrong_address_is_one_clear_line(
    server: Server, tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    wrong = server.url(**{"database": "postgres", **changes})
    with pytest.raises(StoreError, match=words) as caught:
        station(wrong, tmp_path, "a")
    told = str(caught.value)
    assert "\n" not in told
    assert OWNER_PASSWORD not in told
    assert "wrong-secret" not in told


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://club:geheim@127.0.0.1:1/results",
        "postgresql://club@127.0.0.1:1/results?password=geheim",
        "postgresql://club:geheim@/results?host=/nowhere/at/all",
    ],
)
def test_a_server_that_is_not_there_is_away(tmp_path: Path, address: str, server: Server) -> None:
    with pytest.raises(StoreAwayError, match="cannot be reached") as caught:
        station(address, tmp_path, "a")
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_the_address_says_of_tls_reaches_the_server(server: Server, url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"sslmode|SSL") as caught:
        station(
            "postgresql://club@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/no/such/file", tmp_path, "a"
        )
    assert isinstance(caught.value, StoreError)
    with pytest.raises(StoreError, match="sslmode"):
        station(url + "&sslmode=nonsense", tmp_path, "a")


def test_a_station_can_do_what_it_has_to_and_nothing_else(server: Server, tmp_path: Path) -> None:
    database = server.new_database()
    open_database(server.url(database)).dispose()
    for _ in range(2):
        server.sql(roles_sql(), database)
    suffix = database
    server.sql(f"CREATE ROLE gym_{suffix} LOGIN PASSWORD 'pw-gym' IN ROLE reactdrill_station")
    server.sql(f"CREATE ROLE eye_{suffix} LOGIN PASSWORD 'pw-eye' IN ROLE reactdrill_reader")
    gym = server.url(database, f"gym_{suffix}", "pw-gym")
    eye = server.url(database, f"eye_{suffix}", "pw-eye")
    path = write_run(tmp_path / "a" / "runs", athlete="A1")
    with station(gym, tmp_path, "a") as store:
        assert store.ingest_folder().new == 1
        annotate(path, Annotation(type="note", value="x"))
        assert store.ingest_folder().grown == 1
        assert store.rebuild().new == 1
        assert len(store.history("A1", "four-choice")) == 1
        assert store.drill_summaries("four-choice")
    for address, statement in (
        (gym, "DROP TABLE runs"),
        (gym, "CREATE TABLE mine (x int)"),
        (gym, "UPDATE runs SET presented = 1"),
        (gym, "UPDATE alembic_version SET version_num = '1'"),
        (eye, "SELECT name FROM athletes"),
        (eye, "DELETE FROM runs"),
    ):
        engine = open_database(address)
        refused = pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner")
        with refused, engine.begin() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()
    with station(eye, tmp_path, "reader") as store:
        assert store.runs()
        write_run(tmp_path / "reader" / "runs", run=run_id(7))
        with pytest.raises(StoreError, match="postgres-roles"):
            store.ingest_folder()


def test_tables_of_another_program_are_not_touched(server: Server, tmp_path: Path) -> None:
    database = server.new_database()
    server.sql("CREATE TABLE recipes (name TEXT)", database)
    with pytest.raises(StoreError, match="another program"):
        station(server.url(database), tmp_path, "a")
    assert server.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", database) == [
        ("recipes",)
    ]
