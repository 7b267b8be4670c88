from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from journals import write_run
from reactdrill.cli import run as command
from reactdrill.drill.library import Library
from reactdrill.drill.planner import plan as expand
from reactdrill.drill.trial import PlannedTrial
from reactdrill.engine.events import CueShown
from reactdrill.station.folders import runs_dir
from reactdrill.stats.families import FAMILIES

PVT = "subject;trial;RT\nS1;1;0,312\nS1;2;0,298\nS1;3;\nS1;4;0,702\nS2;1;0,250\nS2;2;0,091\n"
RATERS = "who,J1,J2,J3,J4\n1,9,2,5,8\n2,6,1,3,2\n3,8,4,6,8\n4,7,1,2,6\n5,10,5,6,9\n6,6,2,4,7\n"


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    path = tmp_path / "lab.csv"
    path.write_text(PVT, "utf-8")
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = command(["stats", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def figures(result: dict[str, Any]) -> dict[str, float | None]:
    return {each["name"]: each["value"] for each in result["figures"]}


def test_a_labs_pvt_is_told_with_what_was_used_and_what_was_not(
    lab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(capsys, lab, "--family", "pvt", "--columns", "rt=RT:s")
    assert (code, err) == (0, "")
    assert f"{lab}: 6 rows" in out
    assert "columns: rt = RT (s), athlete = subject" in out
    assert "rows used: 5" in out
    assert "not used: 1 (rt is missing; line 4)" in out
    assert "psychomotor vigilance (pvt 1, n = 4)" in out
    assert "note: 2 athletes are taken together; --by subject keeps them apart" in out
    assert "- lapse: RT of 500 ms or more" in out


def test_each_athlete_apart_as_data(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(
        capsys, lab, "--family", "pvt", "--columns", "rt=RT:s", "--by", "athlete", "--misses", "--json"
    )[1]
    told = json.loads(out)
    first, second = told["families"]
    assert (first["group"], first["used"], first["dropped"]) == ("S1", 4, [])
    assert figures(first["result"])["lapses_count"] == 2
    assert figures(second["result"])["false_starts_count"] == 1
    assert first["columns"][0] == {
        "role": "rt",
        "index": 2,
        "name": "RT",
        "unit": "s",
        "unit_source": "stated",
    }
    assert (told["separator"], told["encoding"], first["result"]["version"]) == (";", "utf-8", 1)
    assert said(capsys, lab, "--columns", "rt=RT:s", "--by", "trial", "--json")[1].count('"group"') == 4


def test_rows_left_out_are_told_with_their_group(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, lab, "--columns", "rt=RT:s", "--by", "subject", "--json")[1]
    assert [
        [each["count"] if "count" in each else len(each["lines"]) for each in one["dropped"]]
        for one in json.loads(out)["families"]
    ] == [[1], []]


def test_raters_in_columns_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "raters.csv"
    path.write_text(RATERS, "utf-8")
    columns = "athlete=who,value=J1+J2+J3+J4:points"
    out = said(capsys, path, "--family", "reliability", "--columns", columns, "--json")[1]
    (told,) = json.loads(out)["families"]
    found = figures(told["result"])
    assert found["icc_2_1"] == pytest.approx(0.2897637795276)
    assert found["typical_error_points"] == pytest.approx(1.00967, abs=1e-5)


def test_settings_change_the_numbers_and_stand_in_the_conventions(
    lab: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = (lab, "--family", "pvt", "--columns", "rt=RT:s", "--set", "lapse_ms=300")
    (told,) = json.loads(said(capsys, *options, "--json")[1])["families"]
    assert figures(told["result"])["lapses_count"] == 2
    assert "lapse: RT of 300 ms or more, or no response at all" in told["result"]["conventions"]


def test_the_list_names_every_family_and_every_role(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "--list")
    assert code == 0
    assert all(name in out for name in FAMILIES)
    listed = json.loads(said(capsys, "--list", "--json")[1])
    assert [each["name"] for each in listed["families"]] == list(FAMILIES)
    roles = set(listed["columns"])
    assert all({*each["needs"], *each["also"]} <= roles for each in listed["families"])


@pytest.mark.parametrize("options", [("--columns", "rt=RT:s", "--family", name) for name in FAMILIES])
def test_a_family_says_what_it_needs_or_answers(
    lab: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    code, out, err = said(capsys, lab, *options)
    if code:
        assert (code, len(err.splitlines())) == (2, 1)
        assert " needs " in err
        assert "--columns " in err
    else:
        assert "rows used: " in out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--family", "pvz"), "no family of statistics is called 'pvz'; did you mean pvt?"),
        (("--family", "zzz"), "`reactdrill stats --list` shows them"),
        (("--columns", "rt=Zeit"), "no column is called 'Zeit'"),
        (("--columns", "RT"), "--columns wants role=column"),
        ((), "RT: its median is 0.298: these are no milliseconds; say the unit: rt=RT:s"),
        (("--columns", "rt=RT:s", "--set", "lapse_ms=3"), "'lapse_ms' is no setting of times; there are: "),
        (("--columns", "rt=RT:s", "--set", "outlier=sd"), "did you mean outliers?"),
        (("--columns", "rt=RT:s", "--set", "outliers=all"), "'all' is none of none, window, sd, mad, iqr"),
        (("--columns", "rt=RT:s", "--set", "low_ms=x"), "a number from 0 is wanted, not 'x'"),
        (("--columns", "rt=RT:s", "--set", "resamples=1.5"), "a whole number from 0 is wanted"),
        (("--columns", "rt=RT:s", "--set", "low_ms"), "--set wants name=value"),
        (("--columns", "rt=RT:s", "--family", "score", "--set", "lower_is_better=2"), "yes or no is wanted"),
        (("--columns", "rt=RT:s", "--by", "nobody"), "no column is called 'nobody'"),
        (("--columns", "rt=RT:s", "--words", "C"), "--words wants word=meaning"),
        (("--columns", "rt=RT:s", "--separator", "::"), "--separator is one character"),
        (("--columns", "rt=subject"), "lab.csv:2: subject: a number is wanted, not 'S1'"),
        (("--columns", "rt=RT:s", "--decimal", "point"), "lab.csv:2: RT: a number is wanted, not '0,312'"),
    ],
)
def test_a_mistake_is_one_line_or_a_few(
    lab: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str
) -> None:
    code, out, err = said(capsys, lab, *options)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 11


def test_settings_of_every_kind_are_read(lab: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = (lab, "--family", "score", "--columns", "rt=RT:s", "--set", "take=best_mean", "--set", "best=2")
    (told,) = json.loads(said(capsys, *options, "--set", "lower_is_better=no", "--json")[1])["families"]
    assert figures(told["result"])["score_ms"] == pytest.approx((702 + 312) / 2)
    assert "higher is better" in told["result"]["conventions"]


def test_a_file_that_is_not_there_and_one_that_is_empty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(capsys, tmp_path / "none.csv")
    assert (code, err) == (2, f"{tmp_path / 'none.csv'}: cannot be read: No such file or directory\n")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "there is no table" in said(capsys, tmp_path / "empty.csv")[2]
    assert said(capsys)[2] == "reactdrill stats: name a FILE, or `--list` shows what can be computed\n"


def test_an_interval_that_is_missing_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.csv").write_text("rt_ms\n300\n", "utf-8")
    out = said(capsys, tmp_path / "one.csv")[1]
    assert "no interval (too few values in each sample: needs 2)" in out


def test_a_table_with_a_header_alone_gives_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "head.csv").write_text("rt_ms\n", "utf-8")
    code, out, _ = said(capsys, tmp_path / "head.csv")
    assert code == 0
    assert "rows used: 0" in out
    assert "too few hits: needs 1" in out
    assert said(capsys, tmp_path / "head.csv", "--by", "rt_ms")[0] == 0


def test_the_table_may_come_from_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"rt_ms\n300\n320\n")))
    assert "310" in said(capsys, "-")[1]


def test_tabs_and_files_without_a_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw.txt").write_text("300\t1\n310\t0\n", "utf-8")
    options = (
        "--no-header",
        "--separator",
        "tab",
        "--columns",
        "rt=1,outcome=2",
        "--family",
        "accuracy",
        "--json",
    )
    (told,) = json.loads(said(capsys, tmp_path / "raw.txt", *options)[1])["families"]
    assert figures(told["result"])["accuracy_share"] == 0.5


def athlete(cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
    """Answers unevenly, sometimes wrongly, and holds back every other time it should."""
    if planned.reference is None or cue.step != planned.reference.step:
        return
    if planned.expect.match == "none":
        if planned.index % 2:
            yield 420, next((step.target for step in planned.steps if step.target), "left")
    elif planned.index % 9 != 4:
        wrong = planned.index % 7 == 3
        target = planned.expect.targets[0]
        early_ms = planned.reference.offset_ns // 1_000_000 - 300 if planned.reference.early_ns else 0
        yield (
            early_ms + 230 + 37 * planned.index % 170,
            ("right" if target == "left" else "left") if wrong else target,
        )


@pytest.mark.parametrize(
    ("drill", "family"),
    [
        ("four-choice", "times"),
        ("four-choice", "accuracy"),
        ("two-choice", "foreperiod"),
        ("two-choice", "post-error"),
        ("stroop", "conflict"),
        ("go-no-go", "go-no-go"),
        ("pvt-brief", "pvt-b"),
        ("next-beat", "timing-error"),
        ("stop-signal", "stop-signal"),
    ],
)
def test_an_exported_run_gives_the_numbers_of_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], drill: str, family: str
) -> None:
    file = Library.standard().load(drill)
    write_run(runs_dir(), expand(file.drill, 5, sha256=file.sha256), athlete)
    assert command(["results", "show", "last", "--more", "--json"]) == 0
    (shown,) = json.loads(capsys.readouterr().out)["families"].values()
    assert command(["results", "export", "last", "--out", str(tmp_path / "run.csv")]) == 0
    capsys.readouterr()
    delay = ("--columns", "delay=param_stop-delay_ms") if family == "stop-signal" else ()
    out = said(capsys, tmp_path / "run.csv", "--family", family, *delay, "--json")[1]
    (told,) = json.loads(out)["families"]
    (wanted,) = [each for each in shown if each["family"] == family]
    assert told["result"]["figures"] == wanted["figures"]
    assert wanted["n"] > 0


def test_help_loads_no_numbers() -> None:
    code = "import sys; sys.argv = ['reactdrill', 'stats', '--help']; from reactdrill.cli import main\ntry: main()\nexcept SystemExit: pass\nprint('loaded', *sorted({'numpy', 'scipy', 'rich', 'pygame'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded"
