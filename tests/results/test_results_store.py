from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings, strategies as st

from journals import (
    MS,
    Player,
    header_of,
    lane as a_lane,
    nobody,
    plan as a_plan,
    played,
    simple_plan,
    trial,
    write_interrupted,
    write_run,
)
from reactdrill.errors import StoreError, UsageError
from reactdrill.results.annotations import Annotation, Notes, annotate, read_notes, undo
from reactdrill.results.journal import JournalWriter
from reactdrill.results.store import Store, StoreDamagedError, rebuild_store
from reactdrill.results.store.database import open_database, upgrade
from reactdrill.results.store.rows import IngestReport
from reactdrill.results.store.schema import HEAD, METADATA, TRIALS
from reactdrill.stats import per_drill


def run_id(number: int) -> str:
    return f"{number:08x}" * 4


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    return tmp_path / "runs"


def opened(runs: Path) -> Store:
    return Store(runs.parent / "results.sqlite3", runs=runs)


def dump(runs: Path) -> list[str]:
    with sqlite3.connect(runs.parent / "results.sqlite3") as connection:
        lines = [
            line for line in connection.iterdump() if not line.startswith('INSERT INTO "drill_statistics"')
        ]
    connection.close()
    return sorted(lines)


def counts(report: IngestReport) -> tuple[int, int, int, int, int, int]:
    return (
        report.new,
        report.grown,
        report.unchanged,
        report.in_progress,
        len(report.damaged),
        report.interrupted,
    )


def test_what_goes_in_comes_out(runs: Path) -> None:
    plan = a_plan(a_lane([trial(0, lapse_ms=190), trial(1, practice=True, set_index=1)]), seed=7)
    path = write_run(runs, plan, started_utc="2026-03-01T10:00:00.000Z", note="first")
    write_run(runs, simple_plan(drill="box"), run=run_id(2), simulated=True)
    with opened(runs) as store:
        assert counts(store.ingest_folder()) == (2, 0, 0, 0, 0, 0)
        assert store.drill_names() == ["box", "four-choice"]
        assert [run.drill for run in store.runs()] == ["four-choice", "box"]
        run = store.run("last")
        assert (run.id, run.status, run.seed, run.note) == ("a" * 32, "complete", "7", "first")
        assert (run.planned, run.presented, run.lapse_ns, run.started_ns) == (2, 2, 190 * MS, 0)
        assert store.journal_path(run) == path
        _, player = played(plan)
        assert list(store.trials(run.id)) == player.records
        assert store.runs("box")[0].simulated
        assert store.hit_times_ns([run.id]) == {run.id: [200 * MS]}
        (summary,) = store.summaries(run)
        assert (summary.counts.hits, summary.practice, summary.lapses.value) == (1, 1, 1)


def test_strays_come_out_as_they_went_in(runs: Path) -> None:
    from journals import response

    plan = simple_plan(1)
    writer = JournalWriter.create(header_of(plan), runs)
    player = Player(plan, writer, extra=[response(1, "elsewhere"), response(1_900 * MS, "left", "tap")])
    player.play().finish()
    with opened(runs) as store:
        store.ingest_folder()
        assert list(store.strays("a" * 32)) == player.strays
        assert len(player.strays) >= 1


def test_ingesting_again_changes_nothing(runs: Path) -> None:
    for number in range(3):
        write_run(runs, run=run_id(number))
    with opened(runs) as store:
        store.ingest_folder()
        before = dump(runs)
        assert counts(store.ingest_folder()) == (0, 0, 3, 0, 0, 0)
        assert counts(store.ingest_file(store.journal_path(store.run("last")))) == (0, 0, 1, 0, 0, 0)
        assert dump(runs) == before


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=4))
def test_any_order_and_any_repetition_give_the_same_store(
    tmp_path: Path, order: list[int], again: list[int]
) -> None:
    runs = tmp_path / "runs"
    if not runs.exists():
        paths = [write_run(runs, simple_plan(number + 1), run=run_id(number)) for number in range(4)]
        annotate(paths[0], Annotation(type="run_bad", reason="x", name="n", at_utc="t"))
        write_interrupted(runs, run=run_id(4))
        (runs / "broken.jsonl").write_text("no")
    paths = sorted(path for path in runs.rglob("*.jsonl") if ".notes." not in path.name)
    database = tmp_path / "results.sqlite3"
    for name in tmp_path.glob("results.sqlite3*"):
        name.unlink()
    with Store(database, runs=runs) as store:
        for number in [*order, *again]:
            store.ingest_file(paths[number])
    found = hashlib.sha256("\n".join(dump(runs)).encode()).hexdigest()
    expected = tmp_path / "expected"
    if not expected.exists():
        expected.write_text(found)
    assert found == expected.read_text()


def test_a_journal_that_grew_is_read_again(runs: Path) -> None:
    path = write_run(runs, simple_plan(4))
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    second = [number for number, line in enumerate(lines) if line.startswith(b'{"type":"trial"')][1]
    path.write_bytes(b"".join(lines[: second + 1]))
    with opened(runs) as store:
        assert counts(store.ingest_folder()) == (1, 0, 0, 0, 0, 1)
        assert (store.run("last").status, store.run("last").presented) == ("interrupted", 2)
        path.write_bytes(whole)
        assert counts(store.ingest_folder()) == (0, 1, 0, 0, 0, 0)
        assert (store.run("last").status, store.run("last").presented) == ("complete", 4)


def test_a_run_in_progress_is_left_alone_and_taken_when_it_is_over(runs: Path) -> None:
    plan = simple_plan(3)
    writer = JournalWriter.create(header_of(plan), runs)
    player = Player(plan, writer, stop_after=1).play()
    with opened(runs) as store:
        assert counts(store.ingest_folder()) == (0, 0, 0, 1, 0, 0)
        assert store.runs() == []
        player._stop_after = None
        player.play().finish()
        assert counts(store.ingest_folder()) == (1, 0, 0, 0, 0, 0)
        assert store.run("last").presented == 3


def test_a_broken_off_run_is_recovered_with_its_finished_trials(runs: Path) -> None:
    write_interrupted(runs, after=3)
    with opened(runs) as store:
        assert store.ingest_folder().interrupted == 1
        run = store.run("last")
        assert (run.status, run.presented, len(store.trials(run.id))) == ("interrupted", 3, 3)


def test_one_corrupt_journal_stops_no_other(runs: Path) -> None:
    write_run(runs, run=run_id(1))
    bad = write_run(runs, run=run_id(2))
    lines = bad.read_bytes().splitlines(keepends=True)
    bad.write_bytes(b"".join([*lines[:3], b"\x00\x01garbage\n", *lines[4:]]))
    huge = write_run(runs, run=run_id(3))
    text = huge.read_bytes().replace(b'"foreperiod_ns":1000000000', b'"foreperiod_ns":18446744073709551615')
    huge.write_bytes(text)
    write_run(runs, run=run_id(4))
    with opened(runs) as store:
        report = store.ingest_folder()
        assert counts(report) == (2, 0, 0, 0, 2, 0)
        reasons = dict(report.damaged)
        assert str(bad) in reasons[bad.relative_to(runs).as_posix()]
        assert ":4: damaged" in reasons[bad.relative_to(runs).as_posix()]
        assert "cannot be stored" in reasons[huge.relative_to(runs).as_posix()]
        assert counts(store.ingest_folder()) == (0, 0, 2, 0, 2, 0)
        bad.write_bytes(b"".join(lines))
        assert counts(store.ingest_folder()) == (1, 0, 2, 0, 1, 0)


def test_a_run_that_is_damaged_later_keeps_its_results(runs: Path) -> None:
    path = write_run(runs)
    with opened(runs) as store:
        store.ingest_folder()
        path.write_bytes(b"")
        report = store.ingest_folder()
        assert len(report.damaged) == 1
        assert store.run("last").presented == 4


def test_a_copy_of_a_journal_is_one_run(runs: Path) -> None:
    path = write_run(runs)
    annotate(path, Annotation(type="athlete_moved", value="A7"))
    shutil.copy(path, runs / "a copy.jsonl")
    with opened(runs) as store:
        assert counts(store.ingest_folder()) == (1, 0, 1, 0, 0, 0)
        assert [run.athlete for run in store.runs()] == ["A7"]


def test_a_journal_that_was_moved_is_found_where_it_is(runs: Path) -> None:
    path = write_run(runs)
    with opened(runs) as store:
        store.ingest_folder()
        path.rename(runs / "elsewhere.jsonl")
        store.ingest_folder()
        assert store.journal_path(store.run("last")) == runs / "elsewhere.jsonl"


def test_the_whole_folder_may_move(runs: Path, tmp_path: Path) -> None:
    write_run(runs)
    with opened(runs) as store:
        store.ingest_folder()
    home = tmp_path / "moved"
    home.mkdir()
    runs.rename(home / "runs")
    for name in tmp_path.glob("results.sqlite3*"):
        name.rename(home / name.name)
    with opened(home / "runs") as store:
        assert counts(store.ingest_folder()) == (0, 0, 1, 0, 0, 0)
        assert store.journal_path(store.run("last")).exists()


def test_annotations_are_taken_in_when_they_come(runs: Path) -> None:
    path = write_run(runs)
    with opened(runs) as store:
        store.ingest_folder()
        annotate(path, Annotation(type="trial_bad", trial=1, reason="slipped"))
        moved = annotate(path, Annotation(type="athlete_moved", value="A7"))
        annotate(path, Annotation(type="run_bad", reason="rain"))
        assert counts(store.ingest_folder()) == (0, 1, 0, 0, 0, 0)
        run = store.run("last")
        assert (run.athlete, run.bad, run.notes) == ("A7", "rain", 3)
        assert store.bad_trials(run.id) == {("main", 1, 1): "slipped"}
        (summary,) = store.summaries(run)
        assert (summary.marked_bad, summary.counts.hits) == (1, 3)
        undo(path, moved.name)
        store.ingest_folder()
        assert store.run("last").athlete == "guest"


def test_annotations_come_out_as_they_went_in(runs: Path) -> None:
    path = write_run(runs)
    taken_back = annotate(path, Annotation(type="note", value='"=1" 🏃 שלום'))
    annotate(path, Annotation(type="entry", key="reach", value=61.5, set=1, side="left"))
    annotate(path, Annotation(type="tick", key="Knee in", value=True, set=0, lane="main"))
    annotate(path, Annotation(type="pain", value=3, lane="main"))
    undo(path, taken_back.name, "not hers")
    with opened(runs) as store:
        store.ingest_folder()
        assert store.notes(store.run("last").id) == read_notes(path)
        assert store.notes("nobody's") == Notes()


def test_damaged_notes_are_reported_and_the_results_stay(runs: Path) -> None:
    path = write_run(runs)
    with opened(runs) as store:
        store.ingest_folder()
        path.with_name(path.stem + ".notes.jsonl").write_text("{}\n")
        assert "notes.jsonl:1: damaged" in store.ingest_folder().damaged[0][1]
        assert store.run("last").presented == 4


def test_runs_are_found_by_the_beginning_of_their_id(runs: Path) -> None:
    for number in (0x1A, 0x1B, 0x2C):
        write_run(runs, run=f"{number:02x}" * 16)
    with opened(runs) as store:
        store.ingest_folder()
        assert store.run("2c").id == "2c" * 16
        assert store.run("1A1").id == "1a" * 16
        with pytest.raises(UsageError, match=r"several runs begin with '1': 1a1a1a1a1a1a, 1b1b1b1b1b1b"):
            store.run("1")
        for nothing in ("f", "", "%", "lost"):
            with pytest.raises(UsageError, match="no run"):
                store.run(nothing)


def test_an_empty_store_has_no_last_run(runs: Path) -> None:
    with opened(runs) as store:
        assert counts(store.ingest_folder()) == (0, 0, 0, 0, 0, 0)
        with pytest.raises(UsageError, match="no run 'last' in the results; play a drill first"):
            store.run("last")


def test_progress_is_told(runs: Path) -> None:
    for number in range(3):
        write_run(runs, run=run_id(number))
    seen: list[tuple[int, int]] = []
    with opened(runs) as store:
        store.ingest_folder(lambda done, total: seen.append((done, total)))
    assert seen == [(3, 3)]


def test_statistics_per_drill_keep_people_modes_and_simulations_apart(runs: Path) -> None:
    write_run(runs, run=run_id(1))
    write_run(runs, run=run_id(2))
    write_run(runs, run=run_id(3), simulated=True)
    write_run(runs, simple_plan(mode="cue_only"), nobody, run=run_id(4))
    bad = write_run(runs, run=run_id(5))
    annotate(bad, Annotation(type="run_bad"))
    with opened(runs) as store:
        store.ingest_folder()
        found = store.drill_summaries("four-choice")
        assert [(each.mode, each.simulated, each.runs) for each in found] == [
            ("cue_only", False, 1),
            ("sensor", False, 2),
            ("sensor", True, 1),
        ]


def test_statistics_are_saved_and_made_again_when_they_are_stale(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["reactdrill.results.store.store"]
    computed: list[str] = []
    real = per_drill.summarise_drill

    def counting(*arguments: object, **more: object) -> object:
        computed.append("")
        return real(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "summarise_drill", counting)
    write_run(runs, run=run_id(1))
    with opened(runs) as store:
        store.ingest_folder()
        first = store.drill_summaries("four-choice")
        assert store.drill_summaries("four-choice") == first
        assert len(computed) == 1
        write_run(runs, run=run_id(2))
        store.ingest_folder()
        assert store.drill_summaries("four-choice")[0].runs == 2
        assert len(computed) == 2
        monkeypatch.setattr(per_drill, "VERSION", "999")
        store.drill_summaries("four-choice")
        assert len(computed) == 3
        annotate(store.journal_path(store.run(run_id(2))), Annotation(type="trial_bad", trial=0))
        store.ingest_folder()
        assert store.drill_summaries("four-choice")[0].counts.presented == 7
    rows = sqlite3.connect(runs.parent / "results.sqlite3").execute("SELECT count(*) FROM drill_statistics")
    assert rows.fetchone() == (1,)
    rows.connection.close()


def test_rebuilding_gives_the_same_store(runs: Path) -> None:
    for number in range(3):
        annotate(write_run(runs, run=run_id(number)), Annotation(type="note", value="x"))
    with opened(runs) as store:
        store.ingest_folder()
        before = dump(runs)
        with sqlite3.connect(runs.parent / "results.sqlite3") as connection:
            connection.execute("UPDATE runs SET presented = 99")
        connection.close()
        assert store.rebuild().new == 3
        assert dump(runs) == before


def test_a_damaged_database_is_moved_aside_and_made_again(runs: Path) -> None:
    write_run(runs)
    database = runs.parent / "results.sqlite3"
    database.write_bytes(b"this is not a database, it only looks like one" * 100)
    with pytest.raises(StoreDamagedError, match=r"is damaged.*results rebuild"):
        opened(runs)
    report, aside = rebuild_store(database, runs=runs)
    assert report.new == 1
    assert aside is not None
    assert aside.read_bytes().startswith(b"this is not a database")
    with opened(runs) as store:
        assert store.run("last").presented == 4
    assert rebuild_store(database, runs=runs)[1] is None


def test_a_database_from_a_newer_version_is_left_as_it_is(runs: Path) -> None:
    write_run(runs)
    database = runs.parent / "results.sqlite3"
    with opened(runs) as store:
        store.ingest_folder()
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("ALTER TABLE runs ADD COLUMN heart_rate INTEGER")
    connection.close()
    before = database.read_bytes(), sorted(each.name for each in runs.parent.iterdir())
    for attempt in (opened, lambda folder: rebuild_store(database, runs=folder)):
        with pytest.raises(StoreError, match=r"newer reactdrill \(revision 9999.*update reactdrill; nothing"):
            attempt(runs)
    assert (database.read_bytes(), sorted(each.name for each in runs.parent.iterdir())) == before


def test_the_database_of_another_program_is_not_touched(runs: Path) -> None:
    database = runs.parent / "results.sqlite3"
    database.parent.mkdir(exist_ok=True)
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = database.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        opened(runs)
    assert database.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_the_database_is_private_even_with_a_loose_mask(runs: Path) -> None:
    before = os.umask(0)
    try:
        write_run(runs)
        with opened(runs) as store:
            store.ingest_folder()
            modes = {
                each.name: stat.S_IMODE(each.stat().st_mode) for each in runs.parent.glob("results.sqlite3*")
            }
    finally:
        os.umask(before)
    assert set(modes.values()) == {0o600}
    assert "results.sqlite3-wal" in modes


def test_the_settings_that_keep_data_safe_are_on(runs: Path) -> None:
    with opened(runs) as store, store._engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize("where", ["gopher://x/y", "postgres://u:geheim@h/n", "mysql+nothing://u:geheim@h/n"])
def test_a_wrong_address_is_said_without_its_password(where: str, runs: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store(where, runs=runs)
    assert "geheim" not in str(caught.value)
    assert "sqlite:///" in str(caught.value)


def test_a_server_without_its_driver_names_what_to_install(
    runs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"needs psycopg; install it: pip install 'reactdrill\[postgres\]'"):
        Store("postgresql+psycopg://club@127.0.0.1:1/results", runs=runs)


def test_a_store_that_cannot_be_opened_says_why(runs: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot make this folder"):
        Store(tmp_path / "file" / "results.sqlite3", runs=runs)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path, runs=runs)


def test_the_migrations_make_the_tables_the_code_knows(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_database(tmp_path / "x.sqlite3")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_names() -> None:
    from alembic.script import ScriptDirectory

    from reactdrill.results.store import database

    script = ScriptDirectory(str(database._MIGRATIONS))
    assert script.get_heads() == [HEAD]


def test_the_tables_can_be_taken_away_again(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from reactdrill.results.store import database

    engine = open_database(tmp_path / "x.sqlite3")
    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]
        upgrade(connection)
        assert set(sa.inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
    engine.dispose()


def test_every_whole_number_may_be_a_nanosecond() -> None:
    integers = [
        column
        for table in METADATA.tables.values()
        for column in table.columns
        if isinstance(column.type, sa.Integer)
    ]
    assert integers
    assert all(isinstance(column.type, sa.BigInteger) for column in integers)
    assert TRIALS.c.rt_ns.nullable


INGEST = """
import sys
from pathlib import Path
from reactdrill.results.store import Store
sys.stdin.readline()
with Store(Path(sys.argv[1]) / "results.sqlite3", runs=Path(sys.argv[1]) / "runs") as store:
    report = store.ingest_folder()
print(report.new, report.unchanged, len(report.damaged))
"""


def test_two_processes_may_ingest_at_once(runs: Path) -> None:
    chooser = random.Random(4)
    for number in range(60):
        if chooser.random() < 0.8:
            write_run(runs, run=run_id(number))
        else:
            write_interrupted(runs, run=run_id(number))
    commands = [sys.executable, "-c", INGEST, str(runs.parent)]
    children = [
        subprocess.Popen(commands, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    told = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert sum(int(new) for new, _, _ in told) == 60
    assert all(int(new) + int(unchanged) == 60 and damaged == "0" for new, unchanged, damaged in told)
    twice = dump(runs)
    with opened(runs) as store:
        assert len(store.runs()) == 60
        assert counts(store.ingest_folder()) == (0, 0, 60, 0, 0, 0)
        store.rebuild()
    assert dump(runs) == twice
