"""Backups: there and back again, and every way in which one can be no good."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from journals import header_of, simple_plan, write_interrupted, write_run
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import Annotation, annotate, notes_path, read_notes
from reactdrill.results.backup import BackupError, check_backup, make_backup
from reactdrill.results.diary import Diary
from reactdrill.results.exports_known import known_exports
from reactdrill.results.journal import JournalWriter
from reactdrill.results.privacy.erase import erase
from reactdrill.results.reader import read_journal
from reactdrill.results.restore import plan_restore, restore
from reactdrill.results.store import Store
from reactdrill.station.places import Folders
from two_lanes import write_two_lanes


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "home")


@pytest.fixture
def store(folders: Folders) -> Store:
    return Store(folders.store, runs=folders.runs)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "other")


def number(at: int) -> str:
    return f"{at:08x}" * 4


def opened(folders: Folders) -> Store:
    return Store(folders.store, runs=folders.runs)


def filled(store: Store, folders: Folders) -> Athlete:
    """A station with an athlete, a run with a note, one that broke off, and a circuit."""
    anna = store.people.add(Athlete(name="Änna =1+1 👟", groups=("U12",), birth_year=1990))
    annotate(write_run(folders.runs, athlete=anna.code, run=number(1)), Annotation(type="note", value="n"))
    write_interrupted(folders.runs / "older", run=number(2))
    Diary.begin(folders.home, circuit="mini", title="Mini", version=1, sha256="0" * 64)
    store.people.add_group("empty")
    store.ingest_folder()
    return anna


def tree(folders: Folders) -> dict[str, bytes]:
    return {
        str(path.relative_to(folders.home)): path.read_bytes()
        for path in folders.home.rglob("*.jsonl")
        if path.name != "exports.jsonl"
    }


def test_there_and_back_again(store: Store, folders: Folders, elsewhere: Folders, tmp_path: Path) -> None:
    anna = filled(store, folders)
    seen: list[tuple[int, int]] = []
    made = make_backup(store, folders, tmp_path / "b.zip", lambda *at: seen.append(at))
    assert seen == [(at, 5) for at in range(1, 6)]
    assert check_backup(tmp_path / "b.zip") == made
    with opened(elsewhere) as other:
        plan = plan_restore(other, elsewhere, tmp_path / "b.zip")
        assert (plan.athletes, plan.count("new"), plan.kept) == (1, 4, [])
        done = restore(other, elsewhere, plan)
        assert (done.files, done.athletes, done.erased, done.runs) == (4, 1, 0, 2)
        assert other.people.all() == (anna,)
        assert other.people.groups() == {"U12": 1, "empty": 0}
        assert [run.id for run in other.runs()] == [run.id for run in store.runs()]
    assert tree(elsewhere) == tree(folders)
    assert sorted(path.name for path in elsewhere.home.iterdir() if path.name.startswith(".")) == []


def test_again_changes_nothing(store: Store, folders: Folders, tmp_path: Path) -> None:
    filled(store, folders)
    make_backup(store, folders, tmp_path / "b.zip")
    before = tree(folders)
    plan = plan_restore(store, folders, tmp_path / "b.zip")
    assert (plan.count("same"), plan.count("new")) == (4, 0)
    done = restore(store, folders, plan)
    assert (done.files, done.athletes, done.runs) == (0, 0, 0)
    assert tree(folders) == before


def test_newer_data_is_never_overwritten(store: Store, folders: Folders, tmp_path: Path) -> None:
    anna = filled(store, folders)
    make_backup(store, folders, tmp_path / "b.zip")
    newer = store.people.change(replace(anna, name="Anna New"))
    journal = store.journal_path(store.run(number(1)))
    annotate(journal, Annotation(type="note", value="later"))
    before = tree(folders)
    plan = plan_restore(store, folders, tmp_path / "b.zip")
    assert (plan.kept, plan.count("same")) == ([], 4), "what is noted there is noted here"
    restore(store, folders, plan)
    assert tree(folders) == before
    assert store.people.all() == (newer,)


def test_notes_of_both_come_together_once(store: Store, folders: Folders, tmp_path: Path) -> None:
    filled(store, folders)
    journal = store.journal_path(store.run(number(1)))
    annotate(journal, Annotation(type="note", value="in the backup"))
    make_backup(store, folders, tmp_path / "b.zip")
    whole = notes_path(journal).read_bytes()
    notes_path(journal).write_bytes(whole.splitlines(keepends=True)[0])
    annotate(journal, Annotation(type="note", value="here, later"))
    for done in (1, 0):
        plan = plan_restore(store, folders, tmp_path / "b.zip")
        assert (plan.count("longer"), plan.kept) == (done, [])
        assert restore(store, folders, plan).files == done
        assert [each.value for each in read_notes(journal).written] == ["n", "in the backup", "here, later"]
    assert store.run(number(1)).notes == 3


def test_notes_that_are_damaged_here_stay(store: Store, folders: Folders, tmp_path: Path) -> None:
    filled(store, folders)
    make_backup(store, folders, tmp_path / "b.zip")
    path = notes_path(store.journal_path(store.run(number(1))))
    path.write_bytes(b"{}\n{}\n")
    plan = plan_restore(store, folders, tmp_path / "b.zip")
    assert [Path(name).name for name in plan.kept] == [path.name]
    restore(store, folders, plan)
    assert path.read_bytes() == b"{}\n{}\n"


def test_what_was_cut_short_here_becomes_whole(store: Store, folders: Folders, tmp_path: Path) -> None:
    filled(store, folders)
    journal = store.journal_path(store.run(number(1)))
    whole = journal.read_bytes()
    make_backup(store, folders, tmp_path / "b.zip")
    journal.write_bytes(whole[: len(whole) // 2])
    plan = plan_restore(store, folders, tmp_path / "b.zip")
    assert plan.count("longer") == 1
    restore(store, folders, plan)
    assert journal.read_bytes() == whole


def test_those_who_were_erased_stay_so(store: Store, folders: Folders, tmp_path: Path) -> None:
    anna = filled(store, folders)
    bo = store.people.add(Athlete(name="Bo"))
    both = write_two_lanes(folders.runs, {"a": anna.code, "b": bo.code}, run=number(3))
    annotate(both, Annotation(type="note", value="slow", lane="a"))
    guest = write_run(folders.runs, run=number(4))
    annotate(guest, Annotation(type="athlete_moved", value=anna.code))
    make_backup(store, folders, tmp_path / "b.zip")
    done = erase(store, folders, anna.code)
    assert done.backups == [tmp_path / "b.zip"]
    both.unlink()
    back = restore(store, folders, plan_restore(store, folders, tmp_path / "b.zip"))
    assert back.erased == 2
    assert (back.files, guest.exists()) == (2, False)  # what is left of a run of both, and its notes
    assert [each.name for each in store.people.all()] == ["Bo"]
    assert {lane.name for lane in read_journal(both).plan.lanes} == {"b"}
    assert read_notes(both).written == ()
    left = b"".join(path.read_bytes() for path in folders.home.rglob("*") if path.is_file())
    assert anna.code.encode() not in left


def test_marks_of_the_erased_come_with_a_backup(
    store: Store, folders: Folders, elsewhere: Folders, tmp_path: Path
) -> None:
    anna = filled(store, folders)
    with opened(elsewhere) as other:
        other.people.put_back([anna])
        erase(store, folders, anna.code)
        make_backup(store, folders, tmp_path / "b.zip")
        restore(other, elsewhere, plan_restore(other, elsewhere, tmp_path / "b.zip"))
        assert other.people.all() == ()
        assert other.people.is_erased(anna.code)


def test_a_run_that_is_being_done_is_in_the_backup_up_to_now(
    store: Store, folders: Folders, elsewhere: Folders, tmp_path: Path
) -> None:
    writer = JournalWriter.create(header_of(simple_plan()), folders.runs)
    make_backup(store, folders, tmp_path / "b.zip")
    writer.close()
    with opened(elsewhere) as other:
        assert restore(other, elsewhere, plan_restore(other, elsewhere, tmp_path / "b.zip")).files == 1


def test_two_stores_at_once_and_the_backup_is_whole(store: Store, folders: Folders, tmp_path: Path) -> None:
    with opened(folders) as other:
        other.people.add_all([Athlete(name=f"Athlete {at}") for at in range(50)])

        def one_more(*_: int) -> None:
            other.people.add(Athlete())

        make_backup(store, folders, tmp_path / "b.zip", one_more)
    check_backup(tmp_path / "b.zip")


def test_a_backup_is_private_and_known(store: Store, folders: Folders, tmp_path: Path) -> None:
    make_backup(store, folders, tmp_path / "b.zip")
    (known,) = known_exports(folders.home)
    assert (known.path, known.kind) == (tmp_path / "b.zip", "backup")
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_a_file_that_cannot_be_read_is_named_and_all_others_are_kept(
    store: Store, folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store, folders)
    lost = next(folders.runs.rglob("*.notes.jsonl"))
    read = Path.read_bytes

    def failing(path: Path) -> bytes:
        if path == lost:
            raise OSError(errno.EIO, "Input/output error")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", failing)
    made = make_backup(store, folders, tmp_path / "b.zip")
    (line,) = made.left_out
    assert line.startswith(f"{lost}: cannot be read (Input/output error); the disk reports a fault")
    kept = {Path(name).name for name in made.files}
    assert lost.name not in kept
    assert lost.name.replace(".notes", "") in kept
    assert check_backup(tmp_path / "b.zip").files == made.files


def test_a_backup_that_cannot_be_written_leaves_nothing(
    store: Store, folders: Folders, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="cannot be written"):
        make_backup(store, folders, tmp_path / "none" / "b.zip")
    assert known_exports(folders.home) == ()


# ---- no good


def remade(path: Path, change: dict[str, bytes | None]) -> Path:
    """The backup with files changed, added, or (None) taken out."""
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in (*old.namelist(), *(each for each in change if each not in old.namelist())):
            data = change.get(name, old.read(name) if name in old.namelist() else None)
            if data is not None:
                new.writestr(name, data)
    return target


@pytest.fixture
def good(store: Store, folders: Folders, tmp_path: Path) -> Path:
    filled(store, folders)
    make_backup(store, folders, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def test_a_file_in_it_that_changed_is_named(good: Path) -> None:
    with pytest.raises(BackupError, match=r"results.sqlite3 in it is damaged; use another copy"):
        check_backup(remade(good, {"results.sqlite3": b"x"}))


@pytest.mark.parametrize(
    "name", ["runs/../../evil.jsonl", "/etc/evil.jsonl", "runs/x.exe", "C:/x.jsonl", "evil"]
)
def test_names_that_lead_elsewhere_are_refused(good: Path, name: str) -> None:
    with zipfile.ZipFile(good) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["files"][name] = "0" * 64
    with pytest.raises(BackupError, match="holds other files"):
        check_backup(remade(good, {name: b"x", "manifest.json": json.dumps(manifest).encode()}))


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (b"{}", "is no backup of reactdrill"),
        (b"[]", "is no backup of reactdrill"),
        (b'{"format": 2}', "comes from a newer reactdrill"),
        (b"nonsense", "damaged or no backup"),
        (b'{"format": 1}', "damaged or no backup"),
        (None, "damaged or no backup"),
    ],
)
def test_manifests_that_cannot_be_used(good: Path, manifest: bytes | None, said: str) -> None:
    with pytest.raises(BackupError, match=said):
        check_backup(remade(good, {"manifest.json": manifest}))


def test_a_file_that_was_left_out_or_added_is_noticed(good: Path) -> None:
    for change in ({"results.sqlite3": None}, {"runs/more.jsonl": b"{}"}):
        with pytest.raises(BackupError, match="holds other files"):
            check_backup(remade(good, change))  # type: ignore[arg-type]


def test_no_damage_is_overlooked_and_none_ends_in_a_traceback(good: Path, tmp_path: Path) -> None:
    data, dice = good.read_bytes(), random.Random(7)
    whole = check_backup(good)
    for _ in range(60):
        broken = bytearray(data)
        place = dice.randrange(len(broken))
        broken[place] ^= 1 << dice.randrange(8)
        (tmp_path / "broken.zip").write_bytes(broken)
        try:
            found = check_backup(tmp_path / "broken.zip")
        except BackupError:
            continue
        assert found.files == whole.files  # a flag or date of the archive itself


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_is_cut_short(good: Path, tmp_path: Path, share: float) -> None:
    data = good.read_bytes()
    (tmp_path / "cut.zip").write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupError, match="damaged or no backup"):
        check_backup(tmp_path / "cut.zip")


def test_what_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="cannot be read"):
        check_backup(tmp_path / "none.zip")


def test_a_backup_of_another_version_of_the_store_changes_nothing(
    good: Path, folders: Folders, store: Store, elsewhere: Folders
) -> None:
    shutil.copy(good, elsewhere.home.parent / "copy.zip")
    with opened(elsewhere) as other:
        plan = plan_restore(other, elsewhere, elsewhere.home.parent / "copy.zip")
        assert other.people.all() == ()
        assert other.runs() == []
        assert plan.athletes == 1
