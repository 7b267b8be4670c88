from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from journals import (
    MS,
    Player,
    header_of,
    lane as a_lane,
    nobody,
    plan as a_plan,
    played,
    quick,
    response,
    simple_plan,
    trial,
    write_interrupted,
)
from reactdrill.drill.trial import Plan, StaircaseSpec
from reactdrill.engine.events import CueShown
from reactdrill.engine.record import TrialRecord
from reactdrill.results.annotations import Annotation, Notes
from reactdrill.results.columns import RunContext, columns_for, ms_text, safe_text
from reactdrill.results.export import Export, ExportError, write_csv, write_json
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.reader import read_journal
from reactdrill.results.response_columns import RESPONSE_COLUMNS


def export_of(folder: Path, data: bytes, *annotations: Annotation) -> Export:
    path = folder / "2026-run.jsonl"
    path.write_bytes(data)
    return Export(read_journal(path), Notes(annotations, annotations))


def export_run(folder: Path, plan: Plan, **more: Any) -> Export:
    return export_of(folder, played(plan, **more)[0].data)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def mixed(cue: CueShown, planned: Any) -> Iterable[tuple[int, str]]:
    """Hit, go wrong, stay away, in turn."""
    return ([(250, "left")], [(300, "right")], [])[planned.index % 3]


def test_one_row_for_each_attempt_with_exact_milliseconds(tmp_path: Path) -> None:
    export = export_run(
        tmp_path, a_plan(a_lane([trial(index, lapse_ms=250) for index in range(3)])), responder=mixed
    )
    hit, wrong, missed = table(export.trials_csv())
    assert (hit["trial"], hit["attempt"], hit["set"], hit["outcome"]) == ("1", "1", "1", "hit")
    assert (hit["rt_ms"], hit["rt_uncertainty_ms"], hit["flags"]) == ("250", "8.01561", "lapse")
    assert (hit["foreperiod_ms"], hit["cue_onset_ms"], hit["ended_ms"]) == ("1000", "1000", "1250")
    assert (hit["var_where"], hit["practice"], hit["simulated"]) == ("left", "false", "false")
    assert (wrong["outcome"], wrong["response_target"], wrong["response_verdict"]) == (
        "wrong_target",
        "right",
        "wrong",
    )
    assert (missed["outcome"], missed["rt_ms"], missed["responses"], missed["response_target"]) == (
        "miss",
        "",
        "0",
        "",
    )


def test_lines_end_as_the_standard_says(tmp_path: Path) -> None:
    data = export_run(tmp_path, simple_plan(2)).trials_csv()
    assert data.count(b"\r\n") == 3
    assert data.replace(b"\r\n", b"").count(b"\n") == 0
    assert not data.startswith(b"\xef\xbb\xbf")


def test_a_byte_order_mark_on_request_only(tmp_path: Path) -> None:
    export = export_run(tmp_path, simple_plan(1))
    assert export.trials_csv(bom=True) == b"\xef\xbb\xbf" + export.trials_csv()
    assert export.responses_csv(bom=True).startswith(b"\xef\xbb\xbf")


def test_accents_and_formulas_in_text(tmp_path: Path) -> None:
    plan = a_plan(
        a_lane([trial(0, condition="=SUM(A1)"), trial(1, condition='grün, "weit"\nfort')]), drill="@risiko"
    )
    export = export_run(tmp_path, plan, athlete="+49")
    first, second = table(export.trials_csv())
    assert (first["condition"], first["drill"], first["athlete"]) == ("'=SUM(A1)", "'@risiko", "'+49")
    assert second["condition"] == 'grün, "weit"\nfort'


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_no_text_begins_like_a_formula(text: str) -> None:
    safe = safe_text(text)
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert safe in (text, f"'{text}")


def test_a_negative_time_stays_a_number(tmp_path: Path) -> None:
    _, player = played(simple_plan(1))
    early = replace(player.records[0], rt_ns=-12_345_678)
    with_early = MemoryJournal(header_of(simple_plan(1)))
    with_early.append(early)
    (row,) = table(export_of(tmp_path, with_early.data).trials_csv())
    assert row["rt_ms"] == "-12.345678"
    assert row["ended_ms"] == ""  # the run's start is not known here


@given(st.integers(-(2**62), 2**62))
def test_milliseconds_are_exact(time_ns: int) -> None:
    text = ms_text(time_ns)
    assert text is not None
    assert Decimal(text) * 1_000_000 == time_ns
    assert not text.endswith(".")
    assert "E" not in text


def test_what_is_not_known_has_no_text() -> None:
    assert ms_text(None) is None


def test_catch_practice_and_aborted_trials_have_rows_too(tmp_path: Path) -> None:
    from journals import aborting

    plan = a_plan(a_lane([trial(0, practice=True), trial(1, catch=True, set_index=1), trial(2, set_index=1)]))
    export = export_run(tmp_path, plan, extra=[aborting(4_600)])
    practice, catch, aborted = table(export.trials_csv())
    assert practice["practice"] == "true"
    assert (catch["catch"], catch["cue"], catch["outcome"]) == ("true", "", "correct_rejection")
    assert (aborted["outcome"], aborted["reason"]) == ("aborted", "quit")


def test_marks_of_people_are_in_the_table(tmp_path: Path) -> None:
    bad = Annotation(type="trial_bad", trial=1, reason="-slipped")
    export = export_of(tmp_path, played(simple_plan(2))[0].data, bad)
    assert [row["marked_bad"] for row in table(export.trials_csv())] == ["", "'-slipped"]
    moved = Annotation(type="athlete_moved", value="A7")
    export = export_of(tmp_path, played(simple_plan(2))[0].data, moved, Annotation(type="run_bad"))
    assert {(row["athlete"], row["marked_bad"]) for row in table(export.trials_csv())} == {
        ("A7", "no reason given")
    }


def test_every_variable_and_parameter_has_a_column(tmp_path: Path) -> None:
    _, player = played(simple_plan(2))
    one, two = player.records
    changed = MemoryJournal(header_of(simple_plan(2)))
    changed.append(
        replace(one, variables={"n": 3, "ok": True, "pair": ["a", "b"]}, parameters={"soa": 1_500_000})
    )
    changed.append(replace(two, variables={"n": None, "word": "=x"}))
    first, second = table(export_of(tmp_path, changed.data).trials_csv())
    assert (first["var_n"], first["var_ok"], first["var_pair"]) == ("3", "true", '["a","b"]')
    assert (first["param_soa_ms"], first["var_word"]) == ("1.5", "")
    assert (second["var_n"], second["var_word"], second["param_soa_ms"]) == ("", "'=x", "")


def test_a_growing_number_is_no_time(tmp_path: Path) -> None:
    length = StaircaseSpec(3, 1, 1, 1, 9, unit="count")
    plan = a_plan(replace(a_lane([trial(0)]), adaptive={"length": length}))
    changed = MemoryJournal(header_of(plan))
    (record,) = played(simple_plan(1))[1].records
    changed.append(replace(record, parameters={"length": 3}))
    (row,) = table(export_of(tmp_path, changed.data).trials_csv())
    assert row["param_length"] == "3"


def test_the_sidecar_describes_every_column_of_both_tables(tmp_path: Path) -> None:
    export = export_run(tmp_path, simple_plan(2, seed=2**100, generator={"entropy": 2**100}))
    paths = write_csv(export, tmp_path / "out.csv")
    assert [path.name for path in paths] == ["out.csv", "out.responses.csv", "out.cues.csv", "out.json"]
    sidecar = json.loads(paths[3].read_text("utf-8"))
    assert list(sidecar["columns"]) == list(table(paths[0].read_bytes())[0])
    assert (
        list(sidecar["response_columns"]) == list(table(paths[1].read_bytes())[0]) == list(RESPONSE_COLUMNS)
    )
    assert sidecar["columns"]["rt_ms"]["unit"] == "ms"
    assert sidecar["columns"]["outcome"]["levels"]["miss"] == "no response in time"
    assert sidecar["header"]["seed"] == 2**100
    assert sidecar["header"]["plan"]["lanes"][0]["name"] == "main"
    assert sidecar["header"]["drill"]["text"]
    assert (sidecar["table"], sidecar["complete"]) == ("out.csv", True)
    assert all(column["description"] for column in sidecar["columns"].values())


def test_units_stand_in_names(tmp_path: Path) -> None:
    export = export_run(tmp_path, simple_plan(1))
    for column in columns_for(RunContext(export.log, export.notes)):
        assert column.name.endswith("_ms") == (column.unit in ("ms", "ms since start"))


def test_levels_cover_what_records_can_hold() -> None:
    from typing import get_args, get_type_hints

    from reactdrill.engine.record import Outcome
    from reactdrill.engine.scoring import Verdict
    from reactdrill.results.columns import OUTCOMES, VERDICTS

    assert set(OUTCOMES) == set(get_args(Outcome))
    assert set(get_args(Verdict)) <= set(VERDICTS)
    assert "outcome" in get_type_hints(TrialRecord)


def test_every_response_is_listed_with_what_became_of_it(tmp_path: Path) -> None:
    extra = [response(100 * MS, "elsewhere", "tap"), response(1_800 * MS, "right", "tap")]
    rows = table(export_run(tmp_path, simple_plan(2), extra=extra).responses_csv())
    names = ("number", "at_ms", "lane", "trial", "attempt", "target", "action", "verdict", "reason")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("1", "100", "", "", "", "elsewhere", "tap", "stray", "no_lane"),
        ("2", "1200", "main", "1", "1", "left", "press", "correct", ""),
        ("3", "1250", "", "", "", "left", "release", "", ""),
        ("4", "1800", "main", "2", "1", "right", "tap", "early", ""),
    ]
    assert (rows[1]["uncertainty_ms"], rows[1]["raw_ms"], rows[1]["control"]) == ("0.5", "1200", "key:left")


def test_a_doubled_response_was_used_once(tmp_path: Path) -> None:
    plan = simple_plan(2)
    journal = MemoryJournal(header_of(plan))
    twice = response(1_200 * MS, "left")
    Player(plan, journal, nobody, extra=[twice, twice]).play().finish()
    rows = table(export_of(tmp_path, journal.data).responses_csv())
    assert [row["verdict"] for row in rows] == ["correct", ""]


def test_json_is_the_journal_and_its_summaries(tmp_path: Path) -> None:
    export = export_run(tmp_path, simple_plan(3))
    whole = json.loads(write_json(export, tmp_path / "run.json").read_text("utf-8"))
    lines = [json.loads(line) for line in export.log.lines]
    assert whole["header"] == {key: value for key, value in lines[0].items() if key != "type"}
    assert whole["trials"] == [line for line in lines if line["type"] == "trial"]
    assert len(whole["events"]) + len(whole["trials"]) + len(whole["strays"]) + 2 == len(lines)
    assert whole["summaries"][0]["rt"]["median_ms"]["value"] == 210
    assert [each["family"] for each in whole["families"]["main"]] == ["times", "accuracy"]
    assert whole["end"]["lanes"][0]["reason"] == "complete"


def test_an_interrupted_run_is_exported_as_far_as_it_went(tmp_path: Path) -> None:
    export = Export(read_journal(write_interrupted(tmp_path, after=2)), Notes())
    assert len(table(export.trials_csv())) == 2
    assert json.loads(export.sidecar("a", "b", "c"))["complete"] is False
    assert json.loads(export.json())["end"] is None


def test_a_run_without_a_trial_has_a_header_line(tmp_path: Path) -> None:
    journal = MemoryJournal(header_of(simple_plan()))
    export = export_of(tmp_path, journal.data)
    assert table(export.trials_csv()) == []
    assert export.trials_csv().startswith(b"run,drill,")
    assert json.loads(export.json())["summaries"] == []


def test_two_lanes_share_a_table(tmp_path: Path) -> None:
    lanes = (a_lane([trial(0)], "one", ("left",)), a_lane([trial(0, "right")], "two", ("right",)))
    rows = table(export_run(tmp_path, a_plan(*lanes), responder=quick).trials_csv())
    assert {row["lane"] for row in rows} == {"one", "two"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_exports_are_private_and_leave_no_drafts(tmp_path: Path) -> None:
    export = export_run(tmp_path, simple_plan(1))
    out = tmp_path / "out"
    out.mkdir()
    paths = write_csv(export, out / "x.csv")
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert sorted(path.name for path in out.iterdir()) == ["x.csv", "x.cues.csv", "x.json", "x.responses.csv"]


def test_a_place_that_cannot_be_written_is_said_clearly(tmp_path: Path) -> None:
    export = export_run(tmp_path, simple_plan(1))
    with pytest.raises(ExportError, match="cannot be written"):
        write_json(export, tmp_path / "nowhere" / "x.json")
