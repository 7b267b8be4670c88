"""The doctor's lines about the calibration."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reactdrill.station.calibration.entry import Measured
from reactdrill.station.calibration.file import add_entry, calibration_path, load_entries
from reactdrill.station.calibration.setup import Setup
from reactdrill.station.doctor.calibrated import calibration, calibration_findings
from reactdrill.station.doctor.finding import Finding

RESULT = Measured(12.3, 0.8, 50, 1.63)
SCREEN, BOX, KEYS = {"driver": "x11", "refresh_hz": "60"}, {"path": "pulse-stream"}, {"system": "linux"}
STATION = Setup(SCREEN, BOX, {"keyboard": KEYS})


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.level, each.text) for each in findings]


def test_nothing_measured_is_a_limit_worth_knowing() -> None:
    (finding,) = calibration()
    assert (finding.level, finding.check) == ("note", "calibration")
    assert "neither display nor keys nor sound" in finding.text
    assert "calibrate film" in finding.hint


def test_what_holds_is_told_with_its_numbers_and_what_is_missing_beside_it() -> None:
    add_entry("display", RESULT, method="entered", setup=SCREEN)
    first, second = told(calibration_findings(load_entries(), STATION))
    assert first[0] == "ok"
    assert first[1].startswith("display: 12.3 ms, ±1.6 (entered 20")
    assert second == ("note", "not calibrated: sound and keyboard")


def test_a_film_covers_display_and_keyboard() -> None:
    add_entry("input", RESULT, method="film", device="keyboard", includes="display", setup=KEYS)
    add_entry("sound", RESULT, method="loopback", includes="microphone", setup=BOX)
    findings = told(calibration_findings(load_entries(), STATION))
    assert [level for level, _ in findings] == ["ok", "ok"]
    assert "with the microphone in it" in findings[0][1]
    assert "with the display in it" in findings[1][1]


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ({**SCREEN, "driver": "wayland"}, "display driver was x11, is wayland"),
        ({**SCREEN, "refresh_hz": "144"}, "refresh rate was 60, is 144"),
    ],
)
def test_a_change_is_told_and_measuring_offered_again(now: dict[str, str], change: str) -> None:
    add_entry("display", RESULT, method="entered", setup=SCREEN)
    finding, *_ = calibration_findings(load_entries(), Setup(now, None, {}))
    assert finding.level == "note"
    assert f"display: display-1 is not used any more ({change})" in finding.text
    assert "`reactdrill calibrate`" in finding.hint


def test_another_sound_output_is_told() -> None:
    add_entry("sound", RESULT, method="loopback", setup={**BOX, "device": "headphones"})
    findings = calibration_findings(load_entries(), Setup(None, {**BOX, "device": "tv"}, {}))
    assert "sound device was headphones, is tv" in findings[0].text


def test_a_damaged_file_is_a_problem() -> None:
    path = calibration_path()
    path.parent.mkdir(parents=True)
    path.write_text("[[entry]\n", "utf-8")
    (finding,) = calibration()
    assert finding.level == "problem"
    assert "this is not TOML" in finding.text


def test_the_station_itself_is_looked_at() -> None:
    add_entry("display", RESULT, method="entered", setup={"driver": "dummy"})
    assert told(calibration())[0][0] == "ok"
