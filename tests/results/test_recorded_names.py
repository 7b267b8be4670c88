"""Recorded names: under codes only, private, gone with the name, and whole through export, erasure and backup."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.results.backup import BackupError, check_backup, make_backup
from reactdrill.results.clip import read_wav
from reactdrill.results.privacy.erase import erase
from reactdrill.results.privacy.takeout import takeout
from reactdrill.results.recorded_names import RecordedNames
from reactdrill.results.restore import plan_restore, restore
from reactdrill.results.store import Store
from reactdrill.station.places import Folders
from voices import spoken, voice_file


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "home")


@pytest.fixture
def names(folders: Folders) -> RecordedNames:
    return RecordedNames(folders.home)


@pytest.fixture
def store(folders: Folders) -> Store:
    return Store(folders.store, runs=folders.runs)


def contents(names: RecordedNames) -> dict[str, bytes]:
    return {code: path.read_bytes() for code, path in names.all().items()}


def test_a_name_is_kept_by_code_for_the_user_alone(store: Store, names: RecordedNames) -> None:
    anna = store.people.add(Athlete(name="Anna Berg"))
    path = names.keep(anna, spoken())
    assert path.name == f"{anna.code}.wav"
    assert names.all() == {anna.code: path}
    assert len(read_wav(path)) < len(spoken())
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_who_has_no_name_here_has_no_recording(store: Store, names: RecordedNames) -> None:
    child = store.people.add(Athlete(name="Kim", birth_year=2020))
    with pytest.raises(UsageError, match="has no name here"):
        names.keep(child, spoken())
    assert names.all() == {}


def test_a_name_that_goes_takes_its_recording_along(store: Store, names: RecordedNames) -> None:
    anna, ben = store.people.add_all([Athlete(name="Anna"), Athlete(name="Ben")])
    for each in (anna, ben):
        names.keep(each, spoken())
    store.people.change(replace(anna, birth_year=2020))
    names.tidy(store.people)
    assert list(names.all()) == [ben.code]


def test_files_that_are_put_down_are_taken_by_code_or_name(store: Store, names: RecordedNames) -> None:
    anna, ben, _ = store.people.add_all(
        [Athlete(name="Anna Berg"), Athlete(name="Ben"), Athlete(name="Carla")]
    )
    voice_file(names.new / "anna berg.WAV")
    voice_file(names.new / f"{ben.code.lower()}.wav")
    stranger = voice_file(names.new / "Zoe.wav")
    broken = names.new / "Carla.wav"
    broken.write_bytes(b"RIFF")
    (names.new / "read me.txt").write_text("no sound")
    problems = names.take_new(store.people)
    assert sorted(names.all()) == sorted([anna.code, ben.code])
    assert [each.split(": ")[0] for each in problems] == [str(broken), str(stranger)]
    assert "no athlete is called 'Zoe'" in problems[1]
    assert sorted(path.name for path in names.new.iterdir()) == ["Carla.wav", "Zoe.wav", "read me.txt"]


def test_no_folder_no_names(store: Store, names: RecordedNames) -> None:
    assert names.take_new(store.people) == ()
    assert names.all() == {}
    assert names.forget("K3X7C") == []


def test_the_export_holds_it(store: Store, folders: Folders, names: RecordedNames) -> None:
    anna = store.people.add(Athlete(name="Anna"))
    path = names.keep(anna, spoken())
    with zipfile.ZipFile(io.BytesIO(takeout(store, folders, anna.code).data)) as archive:
        assert archive.read("name.wav") == path.read_bytes()


def test_erasing_deletes_it_and_what_was_put_down_for_it(
    store: Store, folders: Folders, names: RecordedNames
) -> None:
    anna, ben = store.people.add_all([Athlete(name="Anna Berg"), Athlete(name="Ben")])
    for each in (anna, ben):
        names.keep(each, spoken())
    voice_file(names.new / "Anna Berg.wav")
    done = erase(store, folders, anna.code)
    assert done.complete
    assert names.folder / f"{anna.code}.wav" in done.deleted
    assert list(names.all()) == [ben.code]
    assert list(names.new.iterdir()) == []


def test_a_file_that_cannot_be_taken_is_found_by_the_proof(
    store: Store, folders: Folders, names: RecordedNames
) -> None:
    anna = store.people.add(Athlete(name="Anna Berg"))
    names.new.mkdir(parents=True)
    (names.new / "Anna Berg.wav").write_bytes(b"no sound")
    done = erase(store, folders, anna.code)
    assert [each.path.name for each in done.proof.found] == ["Anna Berg.wav"]
    assert not done.complete


def test_a_backup_brings_it_back_but_not_to_somebody_erased(
    store: Store, folders: Folders, names: RecordedNames, tmp_path: Path
) -> None:
    anna, ben = store.people.add_all([Athlete(name="Anna"), Athlete(name="Ben")])
    for each in (anna, ben):
        names.keep(each, spoken())
    before = contents(names)
    make_backup(store, folders, tmp_path / "b.zip")
    erase(store, folders, ben.code)
    names.forget(anna.code)
    done = restore(store, folders, plan_restore(store, folders, tmp_path / "b.zip"))
    assert done.files == 1
    assert contents(names) == {anna.code: before[anna.code]}
    elsewhere = Folders(tmp_path / "other")
    with Store(elsewhere.store, runs=elsewhere.runs) as other:
        restore(other, elsewhere, plan_restore(other, elsewhere, tmp_path / "b.zip"))
    assert contents(RecordedNames(elsewhere.home)) == before


def test_a_newer_recording_is_not_overwritten(
    store: Store, folders: Folders, names: RecordedNames, tmp_path: Path
) -> None:
    anna = store.people.add(Athlete(name="Anna"))
    names.keep(anna, spoken(150))
    make_backup(store, folders, tmp_path / "b.zip")
    newer = names.keep(anna, spoken(250)).read_bytes()
    plan = plan_restore(store, folders, tmp_path / "b.zip")
    assert plan.kept == [f"names/{anna.code}.wav"]
    restore(store, folders, plan)
    assert contents(names) == {anna.code: newer}


@pytest.mark.parametrize(
    "name", ["names/other.wav", "names/x/K3X7C.wav", "names/K3X7C.exe", "names/../K3X7C.wav", "K3X7C.wav"]
)
def test_a_backup_with_strange_names_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"x")
        archive.writestr("manifest.json", f'{{"format": 1, "made_utc": "now", "files": {{"{name}": "0"}}}}')
    with pytest.raises(BackupError, match="other files than its manifest says"):
        check_backup(path)
