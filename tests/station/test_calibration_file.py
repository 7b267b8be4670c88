"""The calibration file: everything comes back, nothing is overwritten, damage is told and left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reactdrill.errors import CalibrationFileError, JournalError, UsageError
from reactdrill.results.locks import hold, release
from reactdrill.station.calibration.entry import Entry, Measured, event_uncertainty_ms, measured, t_975
from reactdrill.station.calibration.file import (
    add_entry,
    calibration_path,
    forget_entry,
    load_entries,
)

RESULT = Measured(12.3, 0.8, 50, 1.63)
SETUP = {"driver": "x11", "size": "1920 x 1080"}


def test_a_station_without_a_file_has_no_entries_and_gets_none_by_looking() -> None:
    assert load_entries().written == ()
    assert load_entries().problems == ()
    assert not calibration_path().exists()


def test_an_entry_comes_back_whole() -> None:
    source = 'a "page", 2026 — Größe\n\\ table 3'
    entry = add_entry("display", RESULT, method="entered", source=source, setup=SETUP)
    assert load_entries().standing == (entry,)
    assert (entry.name, entry.part, entry.mean_ms, entry.n) == ("display-1", "display", 12.3, 50)
    assert (entry.source, entry.setup) == (source, SETUP)
    assert (entry.latency_ns, entry.uncertainty_ns) == (12_300_000, 1_630_000)


def test_a_pad_with_a_strange_name_comes_back() -> None:
    for name in ('Pad "8" = [x]\t', "Pad #1 \x7f", "Ünïcode 🎮"):
        add_entry("input", RESULT, method="film", device=name, samples_ms=(1.5, 2.0))
    assert [each.device for each in load_entries().written] == [
        'Pad "8" = [x]\t',
        "Pad #1 \x7f",
        "Ünïcode 🎮",
    ]
    assert load_entries().written[0].samples_ms == [1.5, 2.0]


def test_the_file_is_only_added_to_and_newest_stands_first() -> None:
    add_entry("display", RESULT, method="entered")
    first = calibration_path().read_bytes()
    add_entry("sound", RESULT, method="loopback", includes="microphone")
    add_entry("display", RESULT, method="film")
    assert calibration_path().read_bytes().startswith(first)
    assert [each.name for each in load_entries().standing] == ["display-2", "sound-1", "display-1"]


def test_what_a_person_wrote_between_stays() -> None:
    add_entry("display", RESULT, method="entered")
    path = calibration_path()
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\r\n# the new screen\r\n# no newline")
    add_entry("display", RESULT, method="entered")
    assert b"\r\n# the new screen\r\n# no newline\n" in path.read_bytes()
    assert len(load_entries().written) == 2


def test_a_forgotten_entry_stays_in_the_file_and_its_name_is_not_used_again() -> None:
    add_entry("display", RESULT, method="entered")
    assert forget_entry("display-1", "wrong screen").name == "display-1"
    kept = load_entries()
    assert (len(kept.written), kept.standing) == (1, ())
    assert "wrong screen" in calibration_path().read_text("utf-8")
    assert add_entry("display", RESULT, method="entered").name == "display-2"


def test_an_unknown_or_forgotten_name_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="no calibration is called 'display-1'; there is none"):
        forget_entry("display-1")
    add_entry("display", RESULT, method="entered")
    with pytest.raises(UsageError, match="did you mean display-1"):
        forget_entry("dispaly-1")
    forget_entry("display-1")
    with pytest.raises(UsageError, match="not in use any more already"):
        forget_entry("display-1")


def one(part: str = "display", mean: str = "1.0") -> str:
    return (
        f'[[entry]]\nname = "{part}-1"\npart = "{part}"\nmethod = "film"\nat_utc = ""\nmean_ms = {mean}\n'
        "sd_ms = 1.0\nn = 3\nuncertainty_ms = 1.0\n"
    )


DAMAGE = {
    "no TOML": ("[[entry]\nname = 1\n", "this is not TOML"),
    "unknown key": ('[[entry]]\nnam = "display-1"\n', "nam"),
    "not a number": (one(mean='"x"'), "mean_ms"),
    "absurd": (one(mean="1e9"), "mean_ms"),
    "NaN": (one(mean="nan"), "mean_ms"),
    "early display": (one(mean="-1.0"), "cannot be early"),
    "input without its device": (one("input"), "needs its device"),
    "not text": (b"\xff\xfe\x00", "UTF-8"),
}


@pytest.mark.parametrize(("text", "said"), DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_told_not_used_and_never_written(text: str | bytes, said: str) -> None:
    path = calibration_path()
    path.parent.mkdir(parents=True)
    data = text if isinstance(text, bytes) else text.encode()
    path.write_bytes(data)
    kept = load_entries()
    assert (kept.written, kept.standing) == ((), ())
    assert said in kept.report()
    assert str(path) in kept.report()
    with pytest.raises(CalibrationFileError, match="nothing was written"):
        add_entry("display", RESULT, method="entered")
    assert path.read_bytes() == data
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_two_entries_of_one_name_are_damage() -> None:
    add_entry("display", RESULT, method="entered")
    path = calibration_path()
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    assert "display-1 stands twice" in load_entries().report()


def test_the_file_of_another_program_at_work_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.station.calibration.file.LOCK_WAIT_S", 0.0)
    add_entry("display", RESULT, method="entered")
    lock = hold(calibration_path())
    try:
        with pytest.raises(JournalError, match="another reactdrill"):
            add_entry("display", RESULT, method="entered")
    finally:
        release(lock)
    assert len(load_entries().written) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_the_file_is_the_users_own() -> None:
    add_entry("display", RESULT, method="entered")
    assert calibration_path().stat().st_mode & 0o777 == 0o600


def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in load_entries(tmp_path).report()


# ---- numbers


@pytest.mark.parametrize(
    ("freedom", "known"), [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (9, 2.262), (49, 2.010)]
)
def test_students_t_is_that_of_the_tables(freedom: int, known: float) -> None:
    assert t_975(freedom) == pytest.approx(known, rel=0.0015)


def test_one_value_has_no_spread() -> None:
    with pytest.raises(ValueError, match="two values"):
        t_975(0)


def test_the_doubt_of_one_event_holds_its_own_spread_and_the_means() -> None:
    assert event_uncertainty_ms(1.0, 10) == pytest.approx(2.262 * (1 + 1 / 10) ** 0.5, rel=1e-3)


def test_a_spread_below_the_steps_of_the_instrument_is_not_believed() -> None:
    same = measured([20.0] * 10, step_ms=4.0)
    assert same.sd_ms == 0
    assert same.uncertainty_ms == pytest.approx(event_uncertainty_ms(4.0 / 6**0.5, 10))
    wide = measured([10.0, 20.0, 30.0], step_ms=4.0)
    assert wide.uncertainty_ms == pytest.approx(event_uncertainty_ms(10.0, 3))


def test_an_entry_says_what_it_is_about() -> None:
    entry = add_entry("input", RESULT, method="film", device="keyboard")
    assert isinstance(entry, Entry)
    assert entry.about == "keyboard"
    assert add_entry("sound", RESULT, method="loopback").about == "sound"
