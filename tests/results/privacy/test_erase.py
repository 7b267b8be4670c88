"""Erasing an athlete, proven by the bytes of every file."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from journals import header_of, simple_plan, write_run
from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.people.text import clean
from reactdrill.results.annotations import Annotation, annotate, notes_path, read_notes
from reactdrill.results.backup import make_backup
from reactdrill.results.diary import Diary
from reactdrill.results.exports_known import known_exports, remember
from reactdrill.results.journal import JournalWriter
from reactdrill.results.privacy.erase import erase
from reactdrill.results.privacy.retention import plan_purge, purge
from reactdrill.results.privacy.telling import erasure_lines
from reactdrill.results.reader import read_journal
from reactdrill.results.rescore import rescore
from reactdrill.results.store import Store
from reactdrill.station.places import Folders
from two_lanes import write_two_lanes

NAME = 'Zoë "Zed" O\'Hara محمد 👩‍🦽'


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "home")


@pytest.fixture
def store(folders: Folders) -> Store:
    return Store(folders.store, runs=folders.runs)


def number(at: int) -> str:
    return f"{at:08x}" * 4


def bytes_of_everything(folder: Path) -> bytes:
    """Every file, read without any of the code under test."""
    return b"".join(
        Path(base, name).read_bytes() + name.encode() for base, _, names in os.walk(folder) for name in names
    )


def circuit(home: Path, athlete: str = "guest") -> Diary:
    return Diary.begin(home, circuit="mini", title="Mini", version=1, sha256="0" * 64, athlete=athlete)


def test_nothing_of_an_erased_athlete_is_left_in_any_file(
    store: Store, folders: Folders, tmp_path: Path
) -> None:
    zoe, bo = store.people.add_all([Athlete(name=NAME, groups=("U12",)), Athlete(name="Bo")])
    own = write_run(folders.runs, athlete=zoe.code, run=number(1))
    annotate(own, Annotation(type="note", value=f"{NAME} was tired"))
    own.with_name(own.name.removesuffix(".jsonl") + ".rescored-x.ndjson").write_text(f'"{zoe.code}"\n')
    moved = write_run(folders.runs, run=number(2))
    annotate(moved, Annotation(type="athlete_moved", value=zoe.code))
    away = write_run(folders.runs, athlete=zoe.code, run=number(3))
    annotate(away, Annotation(type="athlete_moved", value=bo.code))
    both = write_two_lanes(folders.runs, {"a": zoe.code, "b": bo.code}, run=number(4))
    annotate(both, Annotation(type="note", value=f"{NAME} slipped", lane="a"))
    others = write_run(folders.runs, athlete=bo.code, run=number(5))
    circuit(folders.home, zoe.code)
    kept_diary = circuit(folders.home, bo.code)
    export = tmp_path / "home" / "zoe.csv"
    export.write_text(f"athlete\n{zoe.code}\n")
    remember(folders.home, [export], "csv", [zoe.code])
    store.ingest_folder()
    assert zoe.code.encode() in bytes_of_everything(tmp_path)

    done = erase(store, folders, zoe.code)

    left = bytes_of_everything(tmp_path)
    assert zoe.code.encode() not in left
    for form in (NAME.encode(), json.dumps(NAME)[1:-1].encode(), NAME.encode("utf-16-le")):
        assert form not in left
    assert (done.runs, done.shared, done.complete) == (2, 1, True)
    assert done.exports == [export]
    assert done.proof.files >= 4
    assert not own.exists()
    assert not moved.exists()
    assert others.exists()
    assert kept_diary.path.exists()
    assert {run.athlete for run in store.runs()} == {bo.code}
    assert len(store.runs()) == 3
    assert {lane.name for lane in read_journal(both).plan.lanes} == {"b"}
    assert read_journal(away).header.athlete == "guest"
    assert read_notes(away).athlete == bo.code
    assert [each.name for each in store.people.all()] == ["Bo"]
    assert known_exports(folders.home, zoe.code) == ()


@given(name=st.text(min_size=4, max_size=30).filter(lambda each: len(clean(each)) >= 4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_form_of_any_name_is_left_in_the_database(store: Store, folders: Folders, name: str) -> None:
    somebody = store.people.add(Athlete(name=f"Q{name}Q"))
    erase(store, folders, somebody.code)
    left = folders.store.read_bytes() + folders.store.with_name("results.sqlite3-wal").read_bytes()
    assert somebody.name.encode() not in left


def test_a_copy_of_a_run_does_not_come_back(store: Store, folders: Folders, tmp_path: Path) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    path = write_run(tmp_path / "other", athlete=zoe.code, run=number(1))
    guest = write_run(tmp_path / "other", run=number(2))
    copies = {each.name: each.read_bytes() for each in (path, guest)}
    folders.runs.mkdir(parents=True)
    for name, data in copies.items():
        (folders.runs / name).write_bytes(data)
    annotate(folders.runs / guest.name, Annotation(type="athlete_moved", value=zoe.code))
    store.ingest_folder()
    assert len(store.runs()) == 2
    erase(store, folders, zoe.code)
    for name, data in copies.items():
        (folders.runs / name).write_bytes(data)
    assert len(store.ingest_folder().erased) == 2
    assert len(store.rebuild().erased) == 2
    assert store.runs() == []
    plan = plan_purge(store, folders, None)
    assert len(plan.runs) == 2
    purge(store, folders, plan)
    assert zoe.code.encode() not in bytes_of_everything(tmp_path / "home")


def test_another_version_of_a_run_that_was_put_aside_goes_too(store: Store, folders: Folders) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    path = write_run(folders.runs)
    annotate(path, Annotation(type="athlete_moved", value=zoe.code))
    aside = folders.home / "set-aside" / path.name
    aside.parent.mkdir()
    aside.write_bytes(path.read_bytes())
    erase(store, folders, zoe.code)
    assert not aside.exists()


def test_what_broke_off_is_finished_by_erasing_again(
    store: Store, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    write_run(folders.runs, athlete=zoe.code)
    store.ingest_folder()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", full)
        with pytest.raises(Exception, match=r"cannot be erased .* then erase again"):
            erase(store, folders, zoe.code)
    assert store.people.get(zoe.code) is None
    assert erase(store, folders, zoe.code).runs == 1
    assert zoe.code.encode() not in bytes_of_everything(folders.home)


def test_a_run_that_is_being_done_stops_the_erasing(store: Store, folders: Folders) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    writer = JournalWriter.create(header_of(simple_plan(), athlete=zoe.code), folders.runs)
    try:
        with pytest.raises(UsageError, match="this run is being done now"):
            erase(store, folders, zoe.code)
        assert store.people.get(zoe.code) == zoe
    finally:
        writer.close()


def test_nobody_cannot_be_erased(store: Store, folders: Folders) -> None:
    with pytest.raises(UsageError, match="no athlete has the code 'CDF34'"):
        erase(store, folders, "CDF34")


def test_backups_that_still_hold_somebody_are_named(store: Store, folders: Folders, tmp_path: Path) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("runs/x.jsonl", f'{{"athlete":"{zoe.code}"}}' * 50)
    with zipfile.ZipFile(tmp_path / "new.zip", "w") as archive:
        archive.writestr("runs/x.jsonl", "{}")
    remember(folders.home, [tmp_path / name for name in ("old.zip", "new.zip", "gone.zip")], "backup", [])
    done = erase(store, folders, zoe.code)
    assert [path.name for path in done.backups] == ["old.zip"]
    assert [path.name for path in done.lost_backups] == ["gone.zip"]
    assert not done.complete, "somebody still has to delete the backup"


def test_an_export_that_is_another_file_by_now_is_left(
    store: Store, folders: Folders, tmp_path: Path
) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    mine, packed = tmp_path / "mine.txt", tmp_path / "card.png"
    remember(folders.home, [mine, packed, tmp_path / "sent.csv"], "csv", [zoe.code])
    mine.write_text("my own words")
    packed.write_bytes(b"\x89PNG")
    late = datetime(2099, 1, 1, tzinfo=UTC).timestamp()
    os.utime(mine, (late, late))
    early = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
    os.utime(packed, (early, early))
    done = erase(store, folders, zoe.code)
    assert done.exports == [packed]
    assert mine.exists()
    assert [each.path.name for each in done.elsewhere] == ["mine.txt", "sent.csv"]


@pytest.mark.parametrize("what", ["damaged", "newer", "notes"])
def test_a_file_that_cannot_be_read_stops_no_other_from_going(
    store: Store, folders: Folders, what: str
) -> None:
    zoe = store.people.add(Athlete(name="Zoe Left"))
    bad, good = (write_run(folders.runs, athlete=zoe.code, run=number(at)) for at in (1, 2))
    store.ingest_folder()
    data = bad.read_bytes()
    if what == "damaged":
        bad.write_bytes(data.replace(b'"trial"', b'"tri', 1))
    elif what == "newer":
        bad.write_bytes(data.replace(b'"format":1', b'"format":999', 1))
    else:
        notes_path(bad).write_text(f'{{"type":"note","value":"Zoe Left"}}\n{{}}\n{{"{zoe.code}"}}\n')
    done = erase(store, folders, zoe.code)
    assert not good.exists()
    assert bad.exists(), "nobody knows whose else it is"
    assert not done.complete
    assert len(done.unread) == 1
    assert str(bad.name.removesuffix(".jsonl")) in str(done.unread[0])
    assert bad in {each.path for each in done.proof.found}
    assert store.people.get(zoe.code) is None
    assert store.runs() == []
    store_bytes = folders.store.read_bytes()
    assert zoe.code.encode() not in store_bytes
    assert b"Zoe Left" not in store_bytes
    told = erasure_lines(done)
    assert any(line.startswith("Left as it is, as it cannot be read") for line in told)
    bad.unlink()
    notes_path(bad).unlink(missing_ok=True)
    assert erase(store, folders, zoe.code).complete


def test_a_diary_that_cannot_be_read_is_told(store: Store, folders: Folders) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    diary = circuit(folders.home, zoe.code).path
    diary.write_bytes(diary.read_bytes() + b"nonsense\n")
    done = erase(store, folders, zoe.code)
    assert [each.path for each in done.unread] == [diary]
    assert not done.complete


def test_a_move_in_a_run_that_is_damaged_by_now_goes_from_the_database(
    store: Store, folders: Folders
) -> None:
    zoe, bo = store.people.add_all([Athlete(name="Zoe"), Athlete(name="Bo")])
    path = write_run(folders.runs, athlete=bo.code)
    for code in (zoe.code, bo.code):
        annotate(path, Annotation(type="athlete_moved", value=code))
    store.ingest_folder()
    path.write_bytes(path.read_bytes().replace(b'"trial"', b'"tri', 1))
    erase(store, folders, zoe.code)
    assert zoe.code.encode() not in folders.store.read_bytes()


def test_a_namesake_in_the_database_is_no_failure_and_is_told(store: Store, folders: Folders) -> None:
    zoe, other, more = store.people.add_all(
        [Athlete(name="Zoe Lee"), Athlete(name="ZOE LEE", birth_year=1990), Athlete(name="Ann Zoe Lee")]
    )
    done = erase(store, folders, zoe.code)
    assert done.complete
    assert done.namesakes == (more.code, other.code)
    assert any("Others here have the same name" in line for line in erasure_lines(done))
    (folders.home / "mine.txt").write_text("Zoe Lee")
    again = erase(store, folders, other.code)
    assert [each.path.name for each in again.proof.found] == ["mine.txt"]


def test_a_backup_that_cannot_be_looked_into_is_told(store: Store, folders: Folders, tmp_path: Path) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    backup = folders.home / "b.zip"
    make_backup(store, folders, backup)
    data = bytearray(backup.read_bytes())
    data[60:120] = bytes(60)
    backup.write_bytes(data)
    done = erase(store, folders, zoe.code)
    assert [path for path, _ in done.unread_backups] == [backup]
    assert not done.complete
    assert any("may hold them: delete it" in line for line in erasure_lines(done))


def test_the_proof_of_a_known_backup_names_it_once(store: Store, folders: Folders) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    make_backup(store, folders, folders.home / "b.zip")
    lines = erasure_lines(erase(store, folders, zoe.code))
    assert sum("b.zip" in line for line in lines) == 1
    assert any("except the backups named below" in line for line in lines)


def test_what_holds_others_too_is_still_known_for_them(
    store: Store, folders: Folders, tmp_path: Path
) -> None:
    zoe, bo = store.people.add_all([Athlete(name="Zoe"), Athlete(name="Bo")])
    (tmp_path / "dataset").mkdir()
    remember(folders.home, [tmp_path / "dataset"], "bids", [zoe.code, bo.code])
    assert [each.path for each in erase(store, folders, zoe.code).elsewhere] == [tmp_path / "dataset"]
    assert zoe.code.encode() not in bytes_of_everything(folders.home)
    assert [each.path for each in erase(store, folders, bo.code).elsewhere] == [tmp_path / "dataset"]
    assert known_exports(folders.home) == ()


def test_a_version_put_aside_of_a_shared_run_goes_too(store: Store, folders: Folders) -> None:
    zoe, bo = store.people.add_all([Athlete(name="Zoe"), Athlete(name="Bo")])
    path = write_two_lanes(folders.runs, {"a": zoe.code, "b": bo.code})
    aside = folders.home / "set-aside" / path.name
    aside.parent.mkdir()
    aside.write_bytes(path.read_bytes())
    assert erase(store, folders, zoe.code).complete
    assert not aside.exists()


def test_the_proof_tells_where_something_is_left(store: Store, folders: Folders) -> None:
    zoe = store.people.add(Athlete(name="Zoe Left"))
    (folders.home / "notes.txt").write_text("call Zoe Left tomorrow")
    done = erase(store, folders, zoe.code)
    assert not done.complete
    assert [(each.path.name, each.text, each.around) for each in done.proof.found] == [
        ("notes.txt", "Zoe Left", "call Zoe Left tomorrow")
    ]


def test_a_reader_that_holds_the_log_is_told(
    store: Store, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe = store.people.add(Athlete(name="Zoe"))
    monkeypatch.setattr("reactdrill.results.store.database.BUSY_S", 0.01)
    reader = sqlite3.connect(folders.store)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM athletes").fetchall()
        with Store(folders.store, runs=folders.runs) as quick:
            done = erase(quick, folders, zoe.code)
        assert done.scrubbed == "busy"
        assert not done.complete
    finally:
        reader.close()
    assert store.people.scrub() == "clean"
    assert b"Zoe" not in bytes_of_everything(folders.home)


def test_a_rewritten_run_has_the_same_records(store: Store, folders: Folders) -> None:
    zoe, bo = store.people.add_all([Athlete(name="Zoe"), Athlete(name="Bo")])
    path = write_two_lanes(folders.runs, {"a": zoe.code, "b": bo.code})
    before = [line for line in read_journal(path).trial_lines if b'"lane":"b"' in line]
    erase(store, folders, zoe.code)
    assert list(read_journal(path).trial_lines) == before
    assert rescore(read_journal(path)).same


# ---- retention


def test_what_is_too_old_is_purged(store: Store, folders: Folders) -> None:
    old, new = store.people.add_all([Athlete(name="Old"), Athlete(name="New")])
    gone = write_run(folders.runs, athlete=old.code, run=number(1), started_utc="2020-01-01T00:00:00.000Z")
    kept = write_run(folders.runs, athlete=new.code, run=number(2), started_utc="2026-03-01T00:00:00.000Z")
    circuit(folders.home)
    now = datetime(2026, 3, 2, tzinfo=UTC)
    assert plan_purge(store, folders, None, now).empty
    plan = plan_purge(store, folders, 365, now)
    assert [path for path, _ in plan.runs] == [gone]
    assert (plan.diaries, plan.athletes) == ([], [])
    purge(store, folders, plan)
    assert not gone.exists()
    assert kept.exists()
    assert [run.athlete for run in store.runs()] == [new.code]


def test_what_was_made_of_old_runs_goes_with_them(store: Store, folders: Folders, tmp_path: Path) -> None:
    old = write_run(folders.runs, run=number(1), started_utc="2020-01-01T00:00:00.000Z")
    write_run(folders.runs, run=number(2), started_utc="2026-03-01T00:00:00.000Z")
    aside = [folders.home / "set-aside" / name for name in (old.name, "2019-x.jsonl")]
    aside[0].parent.mkdir()
    aside[0].write_bytes(old.read_bytes())
    aside[1].write_bytes(b'{"type":"circuit","started_utc":"2019-01-01"}\n')
    names = ("old.csv", "mixed.csv", "new.csv", "changed.csv", "sent.csv")
    files = {name: tmp_path / name for name in names}
    for name in names[:4]:
        files[name].write_text(f"run\n{number(2 if name == 'new.csv' else 1)}\n")
    late = datetime(2099, 1, 1, tzinfo=UTC).timestamp()
    os.utime(files["changed.csv"], (late, late))
    remember(folders.home, [*files.values(), aside[0]], "csv", [])
    make_backup(store, folders, tmp_path / "b.zip")
    now = datetime(2026, 3, 2, tzinfo=UTC)
    plan = plan_purge(store, folders, 365, now)
    assert plan.aside == sorted(aside)
    assert plan.exports == [files["old.csv"], files["mixed.csv"]]
    assert plan.elsewhere == [files["changed.csv"]]
    assert plan.backups == [tmp_path / "b.zip"]
    assert purge(store, folders, plan).complete
    assert [path.name for path in files.values() if path.exists()] == ["new.csv", "changed.csv"]
    assert not any(path.exists() for path in aside)
    assert (tmp_path / "b.zip").exists(), "a person has to decide"
    assert {each.path.name for each in known_exports(folders.home)} == {"new.csv", "sent.csv", "b.zip"}
    assert plan_purge(store, folders, 365, now).empty


def test_a_file_taken_out_long_ago_is_too_old_itself(store: Store, folders: Folders, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("a page without the name of a run")
    remember(folders.home, [page], "report", [])
    plan = plan_purge(store, folders, 365, datetime(2099, 1, 1, tzinfo=UTC))
    assert plan.exports == [page]


def test_athletes_who_were_not_here_for_long_are_erased(store: Store, folders: Folders) -> None:
    old = store.people.add(Athlete(name="Long Gone"))
    write_run(folders.runs, athlete=old.code, run=number(1), started_utc="2020-01-01T00:00:00.000Z")
    circuit(folders.home, old.code)
    far = datetime(2099, 1, 1, tzinfo=UTC)
    plan = plan_purge(store, folders, 365, far)
    assert [each.code for each in plan.athletes] == [old.code]
    assert len(plan.diaries) == 1
    purge(store, folders, plan)
    left = bytes_of_everything(folders.home)
    assert b"Long Gone" not in left
    assert old.code.encode() not in left
