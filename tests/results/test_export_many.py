from __future__ import annotations

import csv
import io
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from journals import lane as a_lane, plan as a_plan, simple_plan, trial, write_interrupted, write_run
from reactdrill.errors import MissingExtraError
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.bids import label, seconds, write_bids
from reactdrill.results.cue_columns import CUE_COLUMNS
from reactdrill.results.export import ExportError
from reactdrill.results.export_many import load_run, write_runs_json, write_tables
from reports import library_run


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def three_runs(folder: Path) -> list[Path]:
    return [
        library_run(folder, seed=1, athlete="A1"),
        library_run(folder, "go-no-go", seed=2, athlete="B2", started_utc="2026-03-02T09:30:00.000Z"),
        write_interrupted(folder, 2, run="c" * 32, athlete="A1"),
    ]


def test_many_runs_stand_in_one_table_with_the_columns_of_all(tmp_path: Path) -> None:
    journals = three_runs(tmp_path / "runs")
    steps: list[tuple[int, int]] = []
    taken = write_tables(journals, tmp_path / "all.csv", "csv", progress=lambda *step: steps.append(step))
    rows = table(tmp_path / "all.csv")
    assert (taken.runs, taken.athletes, taken.skipped, steps) == (
        3,
        {"A1", "B2"},
        [],
        [(1, 3), (2, 3), (3, 3)],
    )
    assert len(rows) == sum(len(load_run(journal).log.trials) for journal in journals)
    assert {row["athlete"] for row in rows} == {"A1", "B2"}
    assert {"var_place", "var_where"} <= rows[0].keys()
    names = [each.name for each in taken.files]
    assert names == ["all.csv", "all.responses.csv", "all.cues.csv", "all.json"]


def test_one_run_gives_the_same_rows_alone_and_among_others(tmp_path: Path) -> None:
    journals = three_runs(tmp_path / "runs")
    write_tables(journals, tmp_path / "all.csv", "csv")
    alone = list(csv.DictReader(io.StringIO(load_run(journals[0]).trials_csv().decode(), newline="")))
    among = [row for row in table(tmp_path / "all.csv") if row["run"] == alone[0]["run"]]
    assert [{name: row[name] for name in alone[0]} for row in among] == alone


def test_every_cue_has_a_row_also_without_a_response(tmp_path: Path) -> None:
    journal = write_run(
        tmp_path / "runs", simple_plan(3), lambda _cue, one: [(250, "left")] if one.index == 0 else []
    )
    write_tables([journal], tmp_path / "x.csv", "csv")
    rows = table(tmp_path / "x.cues.csv")
    assert list(rows[0]) == list(CUE_COLUMNS)
    assert [(row["trial"], row["onset_ms"] != "", row["outcome"], row["rt_ms"]) for row in rows] == [
        ("1", True, "hit", "250"), ("2", True, "miss", ""), ("3", True, "miss", ""),
    ]  # fmt: skip


def test_the_sidecar_describes_each_column_and_each_run(tmp_path: Path) -> None:
    write_tables(three_runs(tmp_path / "runs"), tmp_path / "all.csv", "csv", bom=True)
    assert (tmp_path / "all.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert list(told["columns"]) == list(table(tmp_path / "all.csv")[0])
    assert [run["complete"] for run in told["runs"]] == [True, True, False]
    assert all(run["drill_sha256"] in told["drills"] for run in told["runs"])
    assert {"seed", "software", "calibration", "station"} <= told["runs"][0].keys()


def test_others_of_a_shared_run_stay_out_of_an_athletes_export(tmp_path: Path) -> None:
    lanes = [a_lane([trial(index) for index in range(3)], name) for name in ("red", "blue")]
    journal = write_run(tmp_path / "runs", a_plan(*lanes), options={"athletes": {"red": "A1", "blue": "B2"}})
    for kind in ("csv", "json"):
        path = tmp_path / f"a.{kind}"
        taken = (
            write_tables([journal], path, "csv", athletes={"A1"})
            if kind == "csv"
            else write_runs_json([journal], path, athletes={"A1"})
        )
        assert taken.athletes == {"A1"}
        assert all(b"B2" not in file.read_bytes() for file in taken.files)
    assert {row["lane"] for row in table(tmp_path / "a.csv")} == {"red"}


def test_a_journal_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    journals = three_runs(tmp_path / "runs")
    journals[1].write_bytes(b"nonsense\n")
    taken = write_runs_json(journals, tmp_path / "all.json")
    assert (taken.runs, len(taken.skipped)) == (2, 1)
    told = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert [run["header"]["athlete"] for run in told["runs"]] == ["A1", "A1"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no modes")
def test_files_are_private(tmp_path: Path) -> None:
    taken = write_tables(three_runs(tmp_path / "runs"), tmp_path / "all.csv", "csv")
    assert {stat.S_IMODE(file.stat().st_mode) for file in taken.files} == {0o600}


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    journals = three_runs(tmp_path / "runs")
    with pytest.raises(ExportError, match="cannot be written"):
        write_tables(journals, tmp_path / "none" / "all.csv", "csv")
    (tmp_path / "here.json").mkdir()
    with pytest.raises(ExportError, match="cannot be written"):
        write_runs_json(journals, tmp_path / "here.json")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["here.json", "runs"]


# ---- Parquet


def test_parquet_holds_numbers_and_nulls(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write_tables(three_runs(tmp_path / "runs"), tmp_path / "all.parquet", "parquet")
    write_tables(three_runs(tmp_path / "again"), tmp_path / "all.csv", "csv")
    read = parquet.read_table(tmp_path / "all.parquet")
    kinds = {
        name: str(read.schema.field(name).type)
        for name in ("rt_ms", "trial", "practice", "outcome", "marked_bad")
    }
    assert kinds == {
        "rt_ms": "double",
        "trial": "int64",
        "practice": "bool",
        "outcome": "string",
        "marked_bad": "string",
    }
    expected = [float(row["rt_ms"]) if row["rt_ms"] else None for row in table(tmp_path / "all.csv")]
    assert read.column("rt_ms").to_pylist() == expected
    assert (tmp_path / "all.cues.parquet").is_file()


def test_without_pyarrow_parquet_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"reactdrill\[parquet\]"):
        write_tables(three_runs(tmp_path / "runs"), tmp_path / "all.parquet", "parquet")


# ---- BIDS


def validated(folder: Path) -> dict[str, Any]:
    """What the validator of the BIDS standard says."""
    found = shutil.which("bids-validator-deno", path=Path(sys.executable).parent)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("bids-validator-deno is not installed; it is part of the extra `test`")
        pytest.skip("bids-validator-deno is not installed")
    done = subprocess.run(
        [found, str(folder), "--format", "json"], capture_output=True, text=True, timeout=120, check=False
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def errors_in(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in told["issues"]["issues"] if each["severity"] == "error"]


def test_the_validator_of_the_standard_finds_no_error(tmp_path: Path) -> None:
    journals = three_runs(tmp_path / "runs")
    journals.append(library_run(tmp_path / "runs", "stop-signal", seed=5, athlete="Zo\u00eb\t=1"))
    lanes = [a_lane([trial(0, catch=True), trial(1, side="left")], name) for name in ("red", "blue")]
    journals.append(write_run(tmp_path / "runs", a_plan(*lanes), run="e" * 32))
    annotate(journals[0], Annotation(type="trial_bad", trial=3, reason="a dog\tran by\nand again"))
    taken = write_bids(journals, tmp_path / "dataset")
    assert (taken.runs, taken.files) == (5, [tmp_path / "dataset"])
    assert errors_in(validated(tmp_path / "dataset")) == []


def test_the_validator_does_find_errors(tmp_path: Path) -> None:
    write_bids(three_runs(tmp_path / "runs"), tmp_path / "dataset")
    events = next((tmp_path / "dataset").rglob("*_events.tsv"))
    events.write_text(events.read_text(encoding="utf-8").replace("onset", "offset", 1), encoding="utf-8")
    assert errors_in(validated(tmp_path / "dataset"))


def test_events_are_in_seconds_in_order_with_onset_and_duration_first(tmp_path: Path) -> None:
    journal = write_run(
        tmp_path / "runs", simple_plan(3), lambda _cue, one: [(250, "left")] if one.index == 0 else []
    )
    write_bids([journal], tmp_path / "dataset")
    (path,) = (tmp_path / "dataset").rglob("*_events.tsv")
    assert path.name == "sub-guest_task-fourchoice_run-01_events.tsv"
    header, *rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert header[:4] == ["onset", "duration", "trial_type", "response_time"]
    assert [(row[0], row[3]) for row in rows] == [("1", "0.25"), ("2.75", "n/a"), ("5.05", "n/a")]
    sidecar = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert set(header) <= sidecar.keys()


def test_codes_that_look_alike_stay_apart(tmp_path: Path) -> None:
    journals = [
        write_run(tmp_path / "runs", run=f"{number}" * 32, athlete=code)
        for number, code in enumerate(["A-1", "A1", "A 1", "\u0645"])
    ]
    write_bids(journals, tmp_path / "dataset")
    rows = (tmp_path / "dataset" / "participants.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert rows == ["sub-A1\tA-1", "sub-A1x2\tA1", "sub-A1x3\tA 1", "sub-x\t\u0645"]


def test_a_dataset_goes_into_a_folder_of_its_own(tmp_path: Path) -> None:
    journals = three_runs(tmp_path / "runs")
    with pytest.raises(ExportError, match="is there already"):
        write_bids(journals, tmp_path)


@pytest.mark.parametrize(
    ("time_ns", "text"),
    [(None, None), (0, "0"), (1_500_000_000, "1.5"), (-1, "-0.000000001"), (-2_000_000_000, "-2")],
)
def test_seconds_are_exact(time_ns: int | None, text: str | None) -> None:
    assert seconds(time_ns) == text


def test_labels_are_letters_and_digits() -> None:
    assert [label(name) for name in ("four-choice", "Zo\u00eb 1", "--")] == ["fourchoice", "Zo1", "x"]


def test_nobody_whom_a_run_was_moved_away_from_is_named(tmp_path: Path) -> None:
    path = write_run(tmp_path, athlete="BBB34")
    annotate(path, Annotation(type="athlete_moved", value="CCC34"))
    annotate(path, Annotation(type="athlete_moved", value="DDD34"))
    run = load_run(path, ["DDD34"])
    everything = run.json() + run.trials_csv() + run.sidecar("a", "b", "c")
    assert b"DDD34" in everything
    assert b"BBB34" not in everything
    assert b"CCC34" not in everything
