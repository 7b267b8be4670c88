"""Which calibration holds for a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reactdrill.engine.correction import UNCORRECTED, Correction, InputCorrections
from reactdrill.engine.uncertainty import combined_uncertainty_ns, remaining_uncertainty_ns
from reactdrill.station.calibration.entry import Entry
from reactdrill.station.calibration.file import Entries
from reactdrill.station.calibration.inforce import NOT_CALIBRATED, Calibration, calibration_for
from reactdrill.station.calibration.setup import Setup

MS = 1_000_000
SCREEN = {"driver": "x11", "size": "1920 x 1080", "refresh_hz": "60", "fullscreen": "yes"}
LOUDSPEAKER = {"path": "mixer-256", "output": "speakers", "device": "Built-in"}
KEYS = {"system": "linux", "keyboards": "A"}
STATION = Setup(SCREEN, LOUDSPEAKER, {"keyboard": KEYS})
LIGHT, ALL = ("screen",), ("screen", "sound")


def entry(name: str, part: str, ms: float, setup: Mapping[str, str] | None = None, **more: Any) -> Entry:
    device = more.pop("device", "keyboard" if part == "input" else "")
    told = {"display": SCREEN, "sound": LOUDSPEAKER, "input": KEYS}[part] if setup is None else setup
    fields = {"sd_ms": 1.0, "n": 20, "uncertainty_ms": 2.0, "method": "entered", "at_utc": "", **more}
    return Entry(name=name, part=part, device=device, mean_ms=ms, setup=dict(told), **fields)  # type: ignore[arg-type]


def kept(*entries: Entry, forgotten: frozenset[str] = frozenset()) -> Entries:
    return Entries(Path("calibration.toml"), entries, forgotten)


def test_light_comes_later_and_fingers_came_earlier() -> None:
    found = calibration_for(
        kept(
            entry("display-1", "display", 12.5), entry("sound-1", "sound", 30), entry("input-1", "input", 8)
        ),
        STATION,
        ALL,
    )
    assert found.display == Correction(12_500_000, 2 * MS)
    assert found.sound == Correction(30 * MS, 2 * MS)
    assert found.inputs == {"keyboard": Correction(-8 * MS, 2 * MS)}
    assert [each.name for each in found.entries] == ["display-1", "sound-1", "input-1"]
    assert found.cue("screen") == found.cue("light") == found.display
    assert found.cue("sound") == found.sound
    assert found.cue("pod") == UNCORRECTED


def test_nothing_measured_is_nothing_covered() -> None:
    found = calibration_for(kept(), STATION, ALL)
    assert found == NOT_CALIBRATED
    assert found.to_header() is None
    assert found.cue("screen") == UNCORRECTED
    assert not found.covers("display")
    assert not found.covers("sound")
    assert not found.covers("input", "keyboard")


@pytest.mark.parametrize("key", SCREEN)
def test_another_display_driver_size_or_refresh_is_not_calibrated_and_says_what_changed(key: str) -> None:
    changed = Setup({**SCREEN, key: "other"}, LOUDSPEAKER, {"keyboard": KEYS})
    found = calibration_for(kept(entry("display-1", "display", 12)), changed, LIGHT)
    assert found.display is None
    (unused,) = found.unused
    assert unused.name == "display-1"
    assert f"was {SCREEN[key]}, is other" in str(unused)
    header = found.to_header()
    assert header is not None
    assert header["unused"][0]["name"] == "display-1"


@pytest.mark.parametrize("key", LOUDSPEAKER)
def test_another_sound_output_is_not_calibrated(key: str) -> None:
    changed = Setup(SCREEN, {**LOUDSPEAKER, key: ""}, {"keyboard": KEYS})
    found = calibration_for(kept(entry("sound-1", "sound", 12)), changed, ALL)
    assert found.sound is None
    assert "is not known" in str(found.unused[0])


def test_the_newest_entry_that_fits_is_used_so_a_docked_laptop_keeps_both() -> None:
    small = {**SCREEN, "size": "1366 x 768"}
    both = kept(
        entry("display-1", "display", 10),
        entry("display-2", "display", 12),
        entry("display-3", "display", 30, small),
    )
    for screen, name in ((SCREEN, "display-2"), (small, "display-3")):
        found = calibration_for(both, Setup(screen, None, {}), LIGHT)
        assert [each.name for each in found.entries] == [name]
        assert found.unused == ()


def test_a_forgotten_entry_gives_way_to_the_one_before() -> None:
    entries = entry("display-1", "display", 10), entry("display-2", "display", 12)
    found = calibration_for(kept(*entries, forgotten=frozenset({"display-2"})), STATION, LIGHT)
    assert found.display == Correction(10 * MS, 2 * MS)


def test_what_is_not_there_is_not_spoken_of() -> None:
    entries = kept(entry("sound-1", "sound", 5), entry("input-1", "input", 5, device="Pad"))
    found = calibration_for(entries, Setup(SCREEN, None, {"keyboard": KEYS}), ALL)
    assert (found.sound, dict(found.inputs), found.unused) == (None, {}, ())


def test_without_a_setup_the_newest_entries_hold() -> None:
    other = {"driver": "windows"}
    found = calibration_for(
        kept(entry("display-1", "display", 10, other), entry("input-1", "input", 7, other)), None, ALL
    )
    assert found.display == Correction(10 * MS, 2 * MS)
    assert found.inputs["keyboard"] == Correction(-7 * MS, 2 * MS)


def test_an_entry_written_by_hand_without_a_setup_holds_everywhere() -> None:
    found = calibration_for(kept(entry("display-1", "display", 10, {})), STATION, LIGHT)
    assert found.covers("display")


# ---- measured in one


def film(ms: float = 30, **more: Any) -> Entry:
    return entry("input-1", "input", ms, includes="display", method="film", **more)


def test_a_film_of_finger_and_light_corrects_the_whole_of_it_where_all_cues_are_light() -> None:
    found = calibration_for(kept(film()), STATION, ("screen", "light"))
    assert found.display is None
    assert found.inputs["keyboard"].ns == -30 * MS
    assert found.covers("display")
    assert found.covers("input", "keyboard")


def test_a_film_holds_for_the_display_it_was_made_of() -> None:
    entries = kept(film(30, setup={**KEYS, **SCREEN}))
    assert calibration_for(entries, STATION, LIGHT).covers("input", "keyboard")
    changed = Setup({**SCREEN, "refresh_hz": "144"}, None, {"keyboard": KEYS})
    found = calibration_for(entries, changed, LIGHT)
    assert not found.covers("input", "keyboard")
    assert "refresh rate was 60, is 144" in str(found.unused[0])
    assert not calibration_for(entries, Setup(None, None, {"keyboard": KEYS}), LIGHT).covers("display")


@pytest.mark.parametrize("channels", [("sound",), ALL, ("pod",)])
def test_a_film_is_not_used_with_cues_that_it_did_not_show(channels: tuple[str, ...]) -> None:
    found = calibration_for(kept(film()), STATION, channels)
    assert dict(found.inputs) == {}
    assert "not all cues are on the display" in str(found.unused[0])
    assert not found.covers("display")


def test_a_known_display_is_taken_out_of_a_film() -> None:
    found = calibration_for(kept(film(30), entry("display-1", "display", 12)), STATION, ALL)
    assert found.display == Correction(12 * MS, 2 * MS)
    doubt_ns = combined_uncertainty_ns(2 * MS, 2 * MS)
    assert found.inputs["keyboard"] == Correction(-18 * MS, doubt_ns)
    assert found.display_in_inputs == frozenset()


def test_a_display_later_than_the_film_that_holds_it_is_a_contradiction() -> None:
    found = calibration_for(kept(film(10), entry("display-1", "display", 12)), STATION, LIGHT)
    assert dict(found.inputs) == {}
    assert "one of the two is wrong" in str(found.unused[0])
    assert found.display is not None


def test_of_a_recording_half_is_used_and_the_other_half_is_doubt() -> None:
    found = calibration_for(kept(entry("sound-1", "sound", 20, includes="microphone")), STATION, ALL)
    assert found.sound == Correction(10 * MS, combined_uncertainty_ns(2 * MS, 10 * MS))


# ---- header


def test_a_header_gives_the_same_corrections_back() -> None:
    found = calibration_for(kept(film(), entry("sound-1", "sound", 20)), STATION, LIGHT)
    header = json.loads(json.dumps(found.to_header()))
    back = Calibration.from_header(header)
    assert (back.display, back.sound, back.inputs) == (found.display, found.sound, found.inputs)
    assert back.display_in_inputs == {"keyboard"}
    assert header["entries"][0]["mean_ms"] in (20, 30)
    assert Calibration.from_header(None) == NOT_CALIBRATED


def test_a_header_of_a_later_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 2"):
        Calibration.from_header({"format": 2})


def test_a_setup_comes_back_from_a_header() -> None:
    assert Setup.from_json(json.loads(json.dumps(STATION.to_json()))) == STATION


# ---- arithmetic


def test_doubts_add_in_quadrature_and_come_apart_again() -> None:
    assert Correction(5, 3 * MS).doubt_ns(4 * MS) == 5 * MS
    assert UNCORRECTED.doubt_ns(123) == 123
    assert combined_uncertainty_ns(1, 1) == 2
    assert remaining_uncertainty_ns(5 * MS, 3 * MS) == 4 * MS
    assert remaining_uncertainty_ns(3, 5) == 0


def test_inputs_are_found_by_their_first_known_name_and_lag_by_the_latest() -> None:
    both = InputCorrections({"keyboard": Correction(-8), "Pad": Correction(-20)})
    assert both.of("Other", "Pad") == Correction(-20)
    assert both.of("Other") == UNCORRECTED
    assert both.lag_ns == 20
    assert InputCorrections().lag_ns == 0
