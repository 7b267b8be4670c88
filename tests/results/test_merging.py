"""Journals, notes and diaries of several stations brought together."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from command import Command
from journals import simple_plan, write_interrupted, write_run
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import Annotation, annotate, notes_path, read_notes, undo
from reactdrill.results.diary import DIARIES, Diary
from reactdrill.results.export import write_csv, write_json
from reactdrill.results.export_many import load_run, write_runs_json
from reactdrill.results.exports_known import known_exports
from reactdrill.results.merged_notes import in_order
from reactdrill.results.merging import ASIDE
from reactdrill.results.reader import read_journal
from reactdrill.results.rescore import rescore
from reactdrill.results.store import Store
from reactdrill.station.folders import data_dir, runs_dir
from reports import library_run
from two_lanes import write_two_lanes


def run_id(number: int) -> str:
    return f"{number:08x}" * 4


@pytest.fixture
def away(tmp_path: Path) -> Path:
    return tmp_path / "away" / "runs"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "here" / "runs"


def opened(runs: Path) -> Store:
    return Store(runs.parent / "results.sqlite3", runs=runs)


def journals(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.rglob("*.jsonl") if ".notes." not in path.name)


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            archive.write(path, path.relative_to(folder))
    return target


@pytest.mark.parametrize("kind", ["folder", "zip", "files"])
def test_runs_come_in_once_from_whatever_they_stand_in(away: Path, here: Path, kind: str) -> None:
    for number in range(3):
        path = write_run(away, simple_plan(number + 1), run=run_id(number))
        annotate(path, Annotation(type="note", value=f"note {number}"))
    write_run(here, simple_plan(1), run=run_id(0))
    sources = {
        "folder": [away],
        "zip": [zipped(away, away.parent / "pack.zip")],
        "files": sorted(path for path in away.rglob("*.jsonl") if ".notes." not in path.name),
    }[kind]
    with opened(here) as store:
        report = store.import_from(sources)
        assert (report.new, report.grown, report.same, report.notes) == (2, 0, 1, 3)
        assert (report.aside, report.damaged, report.empty) == ([], [], [])
        assert [run.notes for run in store.runs()] == [1, 1, 1]
        again = store.import_from(sources)
        assert (again.new, again.same, again.notes) == (0, 3, 0)
    assert journals(here) == journals(away)


def test_a_longer_copy_grows_what_is_here_and_a_shorter_one_does_not_shrink_it(
    away: Path, here: Path
) -> None:
    whole = write_run(away, simple_plan(4), run=run_id(1))
    data = whole.read_bytes()
    cut = [place for place, line in enumerate(data.splitlines()) if line.startswith(b'{"type":"trial"')][1]
    short = here / "short.jsonl"
    here.mkdir(parents=True)
    short.write_bytes(b"".join(data.splitlines(keepends=True)[: cut + 1]) + b'{"type":"tick","at')
    with opened(here) as store:
        report = store.import_from([away])
        assert (report.new, report.grown) == (0, 1)
        assert short.read_bytes() == data
        assert (store.run("last").status, store.run("last").presented) == ("complete", 4)
        write_interrupted(away.parent / "more", run=run_id(1))
        assert store.import_from([away.parent / "more"]).new == 0
        assert short.read_bytes() == data


def test_another_version_of_a_run_is_put_aside_and_nothing_is_overwritten(away: Path, here: Path) -> None:
    mine = write_run(here, simple_plan(4), run=run_id(1)).read_bytes()
    other = write_run(away, simple_plan(3), run=run_id(1), athlete="A1")
    with opened(here) as store:
        for _ in range(2):
            report = store.import_from([away])
            ((found, path),) = report.aside
            assert found == str(other)
            assert path.read_bytes() == other.read_bytes()
            assert (report.new, report.same) == (0, 0)
        assert [each.path for each in known_exports(here.parent, "A1")] == list(
            (here.parent / ASIDE).iterdir()
        )
        assert store.run("last").presented == 4
    assert journals(here) == [mine]


def test_two_stations_that_swap_their_notes_end_with_the_same(away: Path, here: Path) -> None:
    first = write_run(here, run=run_id(1))
    second = away / first.relative_to(here)
    second.parent.mkdir(parents=True)
    shutil.copy(first, second)
    annotate(
        first, Annotation(type="athlete_moved", value="NEW", name="n1", at_utc="2026-03-02T12:00:00.000Z")
    )
    annotate(
        second, Annotation(type="athlete_moved", value="OLD", name="o1", at_utc="2026-03-02T10:00:00.000Z")
    )
    bad = annotate(second, Annotation(type="run_bad", name="b1", at_utc="2026-03-02T11:00:00.000Z"))
    undo(second, bad.name)
    with opened(here) as one, opened(away) as two:
        assert one.import_from([away]).notes == 3
        assert two.import_from([here]).notes == 1
        assert notes_path(first).read_bytes() == notes_path(second).read_bytes()
        assert [run.athlete for run in (*one.runs(), *two.runs())] == ["NEW", "NEW"]
        assert one.run("last").bad is None


def test_an_undo_stands_after_what_it_takes_back_though_a_clock_was_wrong() -> None:
    taken = Annotation(type="run_bad", name="a", at_utc="2026-03-02T12:00:00.000Z")
    back = Annotation(type="undo", name="b", value="a", at_utc="2026-03-02T11:00:00.000Z")
    again = Annotation(type="undo", name="c", value="b", at_utc="2026-03-02T10:00:00.000Z")
    assert [each.name for each in in_order([again, back, taken])] == ["a", "b", "c"]
    circle = [
        Annotation(type="undo", name="x", value="y", at_utc="1"),
        Annotation(type="undo", name="y", value="x", at_utc="2"),
    ]
    assert len(in_order(circle)) == 2


def test_diaries_come_along_and_grow(away: Path, here: Path) -> None:
    diary = Diary.begin(away.parent, circuit="warm", title="Warm", version=1, sha256="0" * 64, athlete="A1")
    with opened(here) as store:
        assert store.import_from([away.parent / DIARIES]).diaries == 1
        diary.note("exercise", name="squat")
        assert store.import_from([away.parent / DIARIES]).diaries == 1
        assert store.import_from([away.parent / DIARIES]).diaries == 0
    (kept,) = (here.parent / DIARIES).iterdir()
    assert kept.read_bytes() == diary.path.read_bytes()


def test_who_was_erased_does_not_come_back(away: Path, here: Path) -> None:
    with opened(here) as store:
        gone = store.people.add(Athlete(name="Gone")).code
        store.people.bury(gone, [])
        write_run(away, run=run_id(1), athlete=gone)
        Diary.begin(away.parent, circuit="warm", title="Warm", version=1, sha256="0" * 64, athlete=gone)
        report = store.import_from([away, away.parent / DIARIES])
        assert (report.new, report.erased, report.diaries) == (0, 2, 0)
        assert store.runs() == []
    assert journals(here) == []
    assert not any(gone.encode() in path.read_bytes() for path in here.parent.rglob("*.jsonl"))


def test_what_is_damaged_is_named_and_stops_nothing(away: Path, here: Path) -> None:
    write_run(away, run=run_id(1))
    (away / "a.jsonl").write_text("no\n")
    (away / "b.jsonl").write_text("")
    broken = away.parent / "broken.zip"
    zipped(away, broken)
    data = bytearray(broken.read_bytes())
    data[60:90] = bytes(30)
    broken.write_bytes(data)
    nothing = away.parent / "empty"
    nothing.mkdir()
    with opened(here) as store:
        report = store.import_from([away, nothing, away / "not there.jsonl"])
        assert report.new == 1
        assert [Path(name).name for name, _ in report.damaged] == ["a.jsonl", "b.jsonl", "not there.jsonl"]
        assert report.empty == [str(nothing)]
        assert store.import_from([broken]).damaged


def test_a_file_that_cannot_be_read_in_a_zip_or_a_folder_stops_no_other(away: Path, here: Path) -> None:
    first = write_run(away, run=run_id(1))
    write_run(away, run=run_id(2))
    broken = zipped(away, away.parent / "broken.zip")
    data = bytearray(broken.read_bytes())
    at = data.index(first.name.encode()) + len(first.name) + 50
    data[at : at + 30] = bytes(30)
    broken.write_bytes(data)
    with opened(here) as store:
        report = store.import_from([broken])
    assert report.new == 1
    ((name, problem),) = report.damaged
    assert name.endswith(first.name)
    assert "is damaged in its zip file" in problem


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (run_id(1), "../../../../away"),
        ('"started_utc":"2026-', '"started_utc":"../../'),
        ('"started_utc":"2026-03', '"started_utc":"2026-77'),
    ],
)
def test_a_name_or_a_date_that_no_file_can_have_keeps_one_run_out_and_no_other(
    away: Path, here: Path, old: str, new: str
) -> None:
    odd = write_run(away, run=run_id(1))
    text = odd.read_text()
    assert old in text
    odd.write_text(text.replace(old, new, 1))
    write_run(away, run=run_id(2))
    with opened(here) as store:
        report = store.import_from([away])
        assert [run.id for run in store.runs()] == [run_id(2)]
    ((_, problem),) = report.damaged
    assert "not a reactdrill journal" in problem
    assert len(journals(here.parent.parent)) == 3


def test_a_journal_from_a_newer_version_is_named_and_stops_nothing(away: Path, here: Path) -> None:
    newer = write_run(away, run=run_id(1))
    newer.write_bytes(newer.read_bytes().replace(b'"format":1', b'"format":99', 1))
    write_run(away, run=run_id(2))
    shutil.copytree(away, here)
    with opened(here) as store:
        for problems in (store.ingest_folder().damaged, store.import_from([away]).damaged):
            ((_, problem),) = problems
            assert "journal format 99 is newer than this reactdrill" in problem
            assert problem.endswith("update reactdrill")
        assert [run.id for run in store.runs()] == [run_id(2)]


def test_the_command_tells_what_it_did(away: Path, command: Command) -> None:
    write_run(away, run=run_id(1))
    done = command("results", "import", away)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("1 new runs, 0 longer than before, 0 known already;")
    assert len(journals(runs_dir())) == 1
    changed = write_run(away, simple_plan(2), run=run_id(2))
    assert command("results", "import", away).code == 0
    local = next(path for path in runs_dir().rglob("*.jsonl") if path.name == changed.name)
    local.write_bytes(local.read_bytes().replace(b'"rt_ns":200', b'"rt_ns":201'))
    done = command("results", "import", away)
    assert done.code == 1
    assert "put aside as" in done.err
    assert (data_dir() / ASIDE).is_dir()


def test_notes_that_are_damaged_keep_their_run_out(away: Path, here: Path) -> None:
    path = write_run(away, run=run_id(1))
    notes_path(path).write_text("{}\n")
    with opened(here) as store:
        report = store.import_from([away])
        assert (report.new, len(report.damaged)) == (0, 1)
    assert read_notes(away / "none.jsonl").written == ()


# ---- exported runs


def exported(path: Path, target: Path) -> Path:
    return write_json(load_run(path), target)


def test_an_exported_run_comes_in_as_the_journal_it_was_made_of(away: Path, here: Path) -> None:
    path = library_run(away, "go-no-go", seed=1)
    annotate(path, Annotation(type="note", value="=1+1 \U0001f45f"))
    file = exported(path, away.parent / "x.run.json")
    with opened(here) as store:
        for new in (1, 0):
            report = store.import_from([file])
            assert (report.new, report.same, report.notes, report.damaged) == (new, 1 - new, new, [])
        assert (store.import_from([away]).same, store.run("last").notes) == (1, 1)
    assert journals(here) == journals(away)


def test_many_exported_runs_in_one_file_and_one_that_broke_off(away: Path, here: Path) -> None:
    paths = [write_run(away, run=run_id(1)), write_interrupted(away, run=run_id(2))]
    write_runs_json(paths, away.parent / "all.runs.json")
    with opened(here) as store:
        assert store.import_from([away.parent / "all.runs.json"]).new == 2
        assert store.import_from([away]).same == 2
    assert journals(here) == journals(away)


def test_an_export_that_does_not_tell_its_order_is_the_same_run(away: Path, here: Path) -> None:
    path = write_run(away, run=run_id(1))
    file = exported(path, away.parent / "x.run.json")
    told = json.loads(file.read_bytes())
    del told["order"]
    file.write_text(json.dumps(told))
    with opened(here) as store:
        assert store.import_from([file]).new == 1
        assert rescore(read_journal(store.journal_path(store.run("last")))).same
        assert store.import_from([file]).same == 1
    with opened(away) as store:
        store.ingest_folder()
        assert store.import_from([file]).same == 1


def test_an_athletes_part_of_a_run_that_is_here_is_the_same_run(away: Path, here: Path) -> None:
    path = write_two_lanes(here, {"a": "CDF34", "b": "GHJ67"})
    part = write_json(load_run(path, ["CDF34"]), here.parent / "x.run.json")
    with opened(here) as store:
        store.ingest_folder()
        report = store.import_from([part])
        assert (report.same, report.aside) == (1, [])


def test_a_zip_of_everything_counts_each_run_once(away: Path, here: Path) -> None:
    path = write_run(away, run=run_id(1))
    exported(path, away / f"{path.stem}.run.json")
    write_csv(load_run(path), away / "x.csv")
    with opened(here) as store:
        report = store.import_from([zipped(away, away.parent / "all.zip")])
        assert (report.new, report.same, report.damaged) == (1, 0, [])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.csv", "run,lane\n", "a table holds no events, so no run can be made of it; use the journal"),
        ("x.json", "{}", "holds no whole run; use the journal, or an export with `--format json`"),
        ("x.run.json", "[]", "holds no whole run"),
        ("x.run.json", "{", "is no journal, no zip file and no exported run; use the journal"),
        ("x.zip", "PK", "is a damaged zip file; use another copy of it"),
        ("x.run.json", '{"format": 99}', "comes from a newer reactdrill (format 99); update reactdrill"),
        ("x.runs.json", '{"format": 1, "runs": [1]}', "holds no whole run"),
    ],
)
def test_exports_that_hold_no_run_are_one_clear_line(
    away: Path, here: Path, name: str, data: str, said: str
) -> None:
    away.mkdir(parents=True)
    (away / name).write_text(data)
    with opened(here) as store:
        ((found, problem),) = store.import_from([away / name]).damaged
    assert found == str(away / name)
    assert said in problem


def test_an_export_that_was_changed_is_damaged_or_put_aside(away: Path, here: Path) -> None:
    path = write_run(here, run=run_id(1))
    file = exported(path, here.parent / "x.run.json")
    text = file.read_text()
    with opened(here) as store:
        store.ingest_folder()
        file.write_text(text.replace('"order": "e', '"order": "t', 1))
        assert "its order is not that of its lines" in store.import_from([file]).damaged[0][1]
        file.write_text(text.replace('"outcome": "hit"', '"outcome": 1', 1))
        assert len(store.import_from([file]).damaged) == 1
        file.write_text(text.replace('"rt_ns": 200', '"rt_ns": 201', 1))
        assert len(store.import_from([file]).aside) == 1
