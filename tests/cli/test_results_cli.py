from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from journals import lane as a_lane, nobody, plan as a_plan, simple_plan, trial, write_interrupted, write_run
from reactdrill.cli import run as command
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.comparison import TWIN
from reactdrill.results.exports_known import known_exports
from reactdrill.results.store import Store
from reactdrill.station.folders import data_dir, runs_dir, store_path
from reports import library_run


@pytest.fixture
def runs() -> Path:
    return runs_dir()


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = command(["results", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_nothing_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "list") == (0, "no runs yet; `reactdrill play NAME` makes one\n", "")
    code, out, err = said(capsys, "show", "last")
    assert (code, out) == (2, "")
    assert err.startswith("no run 'last'")


def test_the_list_shows_the_newest_first_with_what_must_not_be_overlooked(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_run(runs, run="1" * 32, started_utc="2026-03-01T09:00:00.000Z")
    write_run(runs, run="2" * 32, started_utc="2026-03-02T09:00:00.000Z", simulated=True)
    write_interrupted(runs, run="3" * 32, started_utc="2026-03-03T09:00:00.000Z")
    bad = write_run(runs, run="4" * 32, started_utc="2026-03-04T09:00:00.000Z", athlete="[red]A7")
    annotate(bad, Annotation(type="run_bad", reason="rain"))
    code, out, err = said(capsys, "list")
    assert code == 0
    assert err == "recovered 1 run(s) that broke off\n"
    rows = out.splitlines()
    assert [row[:8] for row in rows[1:]] == ["44444444", "33333333", "22222222", "11111111"]
    assert "marked bad: rain" in rows[1]
    assert "[red]A7" in rows[1]
    assert "interrupted" in rows[2]
    assert "2/4" in rows[2]
    assert "SIMULATED" in rows[3]
    assert "215.0" in rows[4]
    assert "\x1b" not in out
    assert len(said(capsys, "list", "--limit", "2")[1].splitlines()) == 3


def test_the_list_of_one_drill(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs, run="1" * 32)
    write_run(runs, simple_plan(drill="box"), run="2" * 32)
    assert [row[:8] for row in said(capsys, "list", "--drill", "box")[1].splitlines()[1:]] == ["22222222"]
    code, _, err = said(capsys, "list", "--drill", "four-choise")
    assert (code, err) == (2, "no runs of a drill called 'four-choise'; did you mean four-choice?\n")


def test_machines_can_read_the_list(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs)
    (row,) = json.loads(said(capsys, "list", "--json")[1])
    assert (row["id"], row["status"], row["simulated"]) == ("a" * 32, "complete", False)


def test_a_run_is_shown_with_its_uncertainty(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lanes = a_lane([trial(index, lapse_ms=205, practice=index == 0) for index in range(12)])
    write_run(runs, a_plan(lanes), note="windy [x]")
    code, out, _ = said(capsys, "show", "aaa", "--trials")
    assert code == 0
    assert "run aaaaaaaa" in out
    assert "windy [x]" in out
    assert "median 260.0 ms (95 %" in out
    assert "n = 11); timing ± 8.02 ms" in out
    assert "timing: poor, software ±8.02 ms; keyboard not measured" in out
    assert "11: 11 hits" in out
    assert "lapses          11 (hits at or above 205 ms)" in out
    assert "practice trials 1" in out
    assert "main: (+)+++++++++++" in out
    assert "hit (practice)" in out
    assert "SIMULATED" not in out


def test_a_run_is_told_by_the_families_that_fit_it(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs, a_plan(a_lane([trial(index, lapse_ms=500) for index in range(12)])))
    out = said(capsys, "show", "aaa")[1]
    assert "psychomotor vigilance (pvt 1, n = 12)" in out
    assert "lapses_count" in out
    data = json.loads(said(capsys, "show", "aaa", "--json")[1])
    families = {each["family"]: each for each in data["families"]["main"]}
    assert list(families) == ["times", "accuracy", "pvt"]
    assert families["pvt"]["version"] == 1
    assert "psychomotor vigilance" in said(capsys, "drill", "four-choice")[1]
    (summary,) = json.loads(said(capsys, "drill", "four-choice", "--json")[1])
    assert [each["family"] for each in summary["families"]] == list(families)


def test_what_takes_long_is_shown_on_demand(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs, simple_plan(20))
    short, whole = said(capsys, "show", "aaa")[1], said(capsys, "show", "aaa", "--more")[1]
    assert "bootstrap intervals" not in short
    assert "bootstrap intervals" in whole
    assert "- response speed: mean of 1000 / RT, not 1000 over the mean" in whole


def test_a_simulated_run_says_so_everywhere(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs, simulated=True)
    assert "SIMULATED" in said(capsys, "list")[1]
    assert said(capsys, "show", "last")[1].count("SIMULATED") == 2
    assert "SIMULATED" in said(capsys, "drill", "four-choice")[1]
    assert "true" in said(capsys, "export", "last", "--out", "-")[1]


def test_a_run_of_misses_shows_reasons_and_no_zeros(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs, simple_plan(2), nobody)
    out = said(capsys, "show", "last")[1]
    assert "reaction time  - (too few hits: needs 1); timing not known" in out
    assert "2: 2 misses" in out
    assert "0 %" in out


def test_a_run_with_nothing_in_it(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_interrupted(runs, after=0)
    code, out, _ = said(capsys, "show", "last")
    assert code == 0
    assert "no trial was finished" in out


def test_a_run_as_json(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs)
    shown = json.loads(said(capsys, "show", "last", "--json")[1])
    assert shown["summaries"][0]["counts"]["hits"] == 4
    assert shown["timing"]["word"] == "poor"
    assert shown["summaries"][0]["movement"]["median_ms"]["value"] is None
    assert "needs 1" in shown["summaries"][0]["movement"]["median_ms"]["reason"]


def test_a_drill_over_its_runs(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        write_run(runs, simple_plan(2 + number), run=f"{number}" * 32)
    write_run(runs, run="9" * 32, simulated=True)
    code, out, _ = said(capsys, "drill", "four-choice")
    assert code == 0
    people, programs = out.split("four-choice - sensor - SIMULATED")
    assert "runs            3 (version 1 of the drill)" in people
    assert "runs            1 (version 1 of the drill)" in programs
    assert "n = 3, rough" in people
    assert "fastest run     205.0 ms" in people
    assert "several kinds" not in out
    (one, other) = json.loads(said(capsys, "drill", "four-choice", "--json")[1])
    assert (one["simulated"], other["simulated"]) == (False, True)
    assert one["algorithm"] == "per_drill"


def test_a_drill_over_runs_that_may_not_be_compared_says_so(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_run(runs, run="0" * 32, options={TWIN: "sound"})
    for number in (1, 2):
        write_run(runs, run=f"{number}" * 32)
    _, out, _ = said(capsys, "drill", "four-choice")
    assert "runs of several kinds, whose times may not be compared with each other:\n  2 with keyboard" in out
    assert "  1 with keyboard · sensor · screen+twin-sound ·" in out


def test_a_drill_without_runs_is_named(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(capsys, "drill", "box")
    assert (code, err) == (2, "no runs of a drill called 'box'; there are runs of: nothing yet\n")


def test_a_corrupt_journal_is_said_and_the_rest_shown(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs)
    (runs / "bad.jsonl").write_bytes(b"\x00\xff\x00")
    code, out, err = said(capsys, "list")
    assert code == 0
    assert "aaaaaaaa" in out
    assert err.startswith(f"skipped {runs / 'bad.jsonl'}:1: not a reactdrill journal; ")


def test_exports_land_here_or_where_they_are_sent(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_run(runs)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    stem = "2026-03-01T093000Z-four-choice-aaaaaaaa"
    code, out, _ = said(capsys, "export", "last")
    assert code == 0
    assert out.split() == [f"{stem}.csv", f"{stem}.responses.csv", f"{stem}.cues.csv", f"{stem}.json"]
    said(capsys, "export", "last", "--format", "json")
    assert (here / f"{stem}.run.json").exists()
    said(capsys, "export", "last", "--out", str(tmp_path))
    assert (tmp_path / f"{stem}.csv").exists()
    said(capsys, "export", "last", "--out", str(tmp_path / "own.csv"), "--bom")
    assert (tmp_path / "own.csv").read_bytes().startswith(b"\xef\xbb\xbfrun,")
    assert (tmp_path / "own.json").exists()


def test_exports_of_many_runs_by_whose_and_when(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Store() as store:
        code = store.people.add(Athlete(name="Ada", groups=("U15",))).code
    for number, athlete in enumerate([code, code, "guest"], start=1):
        started = f"2026-03-0{number}T09:30:00.000Z"
        write_run(runs, run=f"{number}" * 32, athlete=athlete, started_utc=started)
    for words, count in (
        (["--athlete", "ada"], 8), (["--group", "U15"], 8), (["--from", "2026-03-02"], 8), (["--to", "2026-03-02"], 8),
        (["--athlete", code, "--from", "2026-03-02"], 4), (["--drill", "four-choice"], 12),
    ):  # fmt: skip
        code_, out, err = said(capsys, "export", *words, "--out", "all.csv")
        assert (code_, err) == (0, "")
        assert out.split() == ["all.csv", "all.responses.csv", "all.cues.csv", "all.json"]
        with (tmp_path / "all.csv").open(newline="", encoding="utf-8") as file:
            assert len(list(csv.DictReader(file))) == count, words
    assert said(capsys, "export", "--athlete", "ada", "--format", "json")[1] == "ada.runs.json\n"
    assert said(capsys, "export", "--group", "U15", "--format", "bids", "--out", "lab")[:2] == (0, "lab\n")
    assert (tmp_path / "lab" / "dataset_description.json").is_file()
    assert {each.kind for each in known_exports(data_dir(), code)} == {"csv", "json", "bids"}


def test_an_export_that_is_read_back_gives_the_same_numbers(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library_run(runs)
    said(capsys, "export", "last", "--out", str(tmp_path / "run.csv"))
    (summary,) = json.loads(said(capsys, "show", "last", "--json")[1])["summaries"]
    assert command(["stats", str(tmp_path / "run.csv"), "--json"]) == 0
    (family,) = json.loads(capsys.readouterr().out)["families"]
    figures = {each["name"]: each["value"] for each in family["result"]["figures"]}
    assert figures["median_ms"] == summary["rt"]["median_ms"]["value"]
    assert figures["sd_ms"] == pytest.approx(summary["rt"]["sd_ms"]["value"], rel=1e-12)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "say which run"),
        (["last", "--athlete", "guest"], "not both"),
        (["--drill", "nothing"], "no run fits"),
        (["--athlete", "guest", "--out", "-"], "only a single run"),
        (["last", "--format", "bids", "--out", "-"], "no single table"),
        (["--athlete", "nobody"], "no athlete is called"),
        (["--from", "yesterday"], "yesterday"),
    ],
)
def test_exports_that_cannot_be_are_refused_in_words(
    runs: Path, capsys: pytest.CaptureFixture[str], words: list[str], problem: str
) -> None:
    write_run(runs)
    code, out, err = said(capsys, "export", *words)
    assert (code, out) == (2, "")
    assert problem in err


def test_an_export_may_go_into_a_pipe(runs: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_run(runs)
    assert command(["results", "export", "last", "--out", "-"]) == 0
    rows = list(csv.DictReader(io.StringIO(capfdbinary.readouterr().out.decode(), newline="")))
    assert [row["outcome"] for row in rows] == ["hit"] * 4


def test_an_export_of_a_lost_journal_says_so(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_run(runs)
    said(capsys, "list")
    path.unlink()
    code, _, err = said(capsys, "export", "last")
    assert code == 4
    assert "cannot be read" in err


def test_rebuilding_says_what_it_did(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_run(runs)
    assert said(capsys, "rebuild") == (0, "1 runs, 0 in progress, 0 damaged\n", "")
    store_path().write_bytes(b"no database at all, but long enough to be taken for one " * 40)
    for suffix in ("-wal", "-shm"):
        store_path().with_name(store_path().name + suffix).unlink(missing_ok=True)
    code, _, err = said(capsys, "list")
    assert code == 4
    assert "reactdrill results rebuild" in err
    code, out, _ = said(capsys, "rebuild")
    assert code == 0
    assert "the damaged store was moved to" in out
    (runs / "bad.jsonl").write_bytes(b"x")
    assert said(capsys, "rebuild")[0] == 1


def test_rescoring_a_run_or_a_file(runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_run(runs)
    out = tmp_path / "lines.jsonl"
    assert command(["rescore", "last", "--out", str(out)]) == 0
    assert "the same, 4 results byte for byte" in capsys.readouterr().out
    assert out.read_bytes().count(b'"type":"trial"') == 4
    assert command(["rescore", str(path)]) == 0
    capsys.readouterr()
    other = tmp_path / "other.jsonl"
    other.write_bytes(path.read_bytes().replace(b'"outcome":"hit"', b'"outcome":"miss"', 1))
    assert command(["rescore", str(other)]) == 1
    assert 'outcome is "miss" in the journal, "hit" rescored' in capsys.readouterr().out
    assert command(["rescore", "nothing"]) == 2


def test_rescoring_tells_of_results_that_were_not_saved(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write_run(runs).read_bytes()
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(data[: data.rindex(b'{"type":"trial"') + 30])
    assert command(["rescore", str(torn)]) == 0
    assert "1 of them were not saved" in capsys.readouterr().out


def test_a_terminal_gets_lines_and_colour() -> None:
    from rich.console import Console

    from journals import played
    from reactdrill.cli.tables import print_summary
    from reactdrill.stats.summary import summarise

    _, player = played(simple_plan(4))
    summary = summarise(player.records, lane="main", simulated=True)
    screen = io.StringIO()
    print_summary(summary, Console(file=screen, force_terminal=True, width=100), title="four-choice")
    assert "\x1b[1;33mfour-choice - lane main - SIMULATED" in screen.getvalue()
    assert "─" in screen.getvalue()
    plain = io.StringIO()
    print_summary(summary, Console(file=plain, width=100), title="four-choice")
    assert "\x1b" not in plain.getvalue()
    assert "─" not in plain.getvalue()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from reactdrill.cli import run; run(['results', '--help']); run(['rescore', '--help']); "
        "heavy = {'sqlalchemy', 'alembic', 'numpy', 'pygame', 'rich', 'orjson', 'pydantic'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
