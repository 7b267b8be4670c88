"""`reactdrill rescore --calibration`: derived results from the command line."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from calibrated import recorded
from command import Command
from plans import MS, simple_plan
from reactdrill.engine.correction import Correction
from reactdrill.results.reader import RunLog
from reactdrill.station.calibration.entry import Measured
from reactdrill.station.calibration.file import add_entry, calibration_path
from reactdrill.station.calibration.setup import Setup

RESULT = Measured(4.0, 0.5, 30, 1.0)
SCREEN, KEYS = {"driver": "x11"}, {"system": "linux"}
PRESSES = [(1103, "left"), (2500, "left")]


@pytest.fixture
def log(tmp_path: Path) -> RunLog:
    setup = Setup(SCREEN, None, {"keyboard": KEYS})
    return recorded(tmp_path, simple_plan(2), PRESSES, station={"setup": setup.to_json()})


def test_the_stations_calibration_is_used_where_it_fits_the_run(command: Command, log: RunLog) -> None:
    add_entry("input", RESULT, method="film", device="keyboard", setup=KEYS)
    add_entry("display", RESULT, method="entered", setup={"driver": "wayland"})
    said = command("rescore", "--calibration", "current", log.path)
    assert (said.code, said.err) == (0, "")
    assert "2 results with input-1 (keyboard)" in said.out
    assert "display-1 (display) is not used: display driver was wayland, is x11" in said.out
    assert "1 outcome changed:\n  lane main, trial 1, attempt 1: hit, now false_start" in said.out
    (path,) = log.path.parent.glob("run.rescored-*.ndjson")
    head, first, _ = path.read_bytes().splitlines()
    assert orjson.loads(head)["calibration"]["entries"][0]["name"] == "input-1"
    assert orjson.loads(first)["rt_ns"] == 99 * MS
    again = command("rescore", "--calibration", "current", log.path)
    assert "there already, the very same" in again.out


def test_a_file_of_another_station_can_be_used(command: Command, log: RunLog, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    add_entry("input", RESULT, method="sensor", device="keyboard", path=other)
    out = tmp_path / "derived.ndjson"
    said = command("rescore", "--calibration", other, "--out", out, log.path)
    assert (said.code, out.exists(), calibration_path().exists()) == (0, True, False)


def test_none_takes_the_calibration_away(command: Command, tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1103, "left")], key=Correction(-4 * MS))
    assert log.trials[0].outcome == "false_start"
    said = command("rescore", "--calibration", "none", log.path)
    assert "with no calibration" in said.out
    assert "false_start, now hit" in said.out
    assert (tmp_path / "run.rescored-none.ndjson").exists()


def test_the_journal_is_never_touched(command: Command, log: RunLog) -> None:
    before = log.path.read_bytes()
    add_entry("input", RESULT, method="film", device="keyboard", setup=KEYS)
    command("rescore", "--calibration", "current", log.path)
    refusal = command("rescore", "--calibration", "none", "--out", log.path, log.path).refusal()
    assert "is the journal itself" in refusal
    refusal = command("rescore", "--out", log.path, log.path).refusal()
    assert "is the journal itself" in refusal
    assert log.path.read_bytes() == before
    assert command("rescore", log.path).code == 0


def test_another_file_is_not_overwritten(command: Command, log: RunLog, tmp_path: Path) -> None:
    out = tmp_path / "notes.txt"
    out.write_text("mine", "utf-8")
    refusal = command("rescore", "--calibration", "none", "--out", out, log.path).refusal(4)
    assert "is there already and holds something else" in refusal
    assert out.read_text("utf-8") == "mine"


def test_a_calibration_that_is_not_there_or_damaged_is_refused(
    command: Command, log: RunLog, tmp_path: Path
) -> None:
    refusal = command("rescore", "--calibration", tmp_path / "no.toml", log.path).refusal()
    assert "there is no such calibration file" in refusal
    damaged = tmp_path / "damaged.toml"
    damaged.write_text("[[entry]\n", "utf-8")
    assert "this is not TOML" in command("rescore", "--calibration", damaged, log.path).refusal()


def test_a_journal_that_does_not_tell_its_setup_says_so(command: Command, tmp_path: Path) -> None:
    add_entry("input", RESULT, method="film", device="keyboard", setup=KEYS)
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")])
    said = command("rescore", "--calibration", "current", log.path)
    assert "whether a calibration fits is not known" in said.out
    assert "with input-1 (keyboard)" in said.out


def test_a_simulated_run_is_refused(command: Command, tmp_path: Path) -> None:
    log = recorded(tmp_path, simple_plan(1), [(1300, "left")], simulated=True)
    refusal = command("rescore", "--calibration", "none", log.path).refusal(4)
    assert "a program was the athlete" in refusal
