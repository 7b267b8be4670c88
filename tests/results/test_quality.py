"""The rule of timing quality, as a table; and that a run that is read back gets the same words."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from journals import header_of, nobody, played, simple_plan, write_interrupted, write_run
from reactdrill.drill.trial import Channel, Plan, Window
from reactdrill.engine.events import TimingKind, TimingNote
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.uncertainty import combined_uncertainty_ns
from reactdrill.results.annotations import Notes
from reactdrill.results.export import Export
from reactdrill.results.header import RunHeader
from reactdrill.results.lines import RunEnd, decode_line, encode_line, to_json
from reactdrill.results.measured_parts import Part
from reactdrill.results.quality import RunTiming, rate, run_timing, timing_of
from reactdrill.results.reader import read_journal
from reactdrill.results.timing_words import timing_sentence

MS = 1_000_000
PLAN = simple_plan(20)
RECORDS = tuple(played(PLAN)[1].records)


def record(number: int = 0, *, unsure: float = 0.5, **more: Any) -> TrialRecord:
    """A hit on the screen by the keyboard, as a real run has it."""
    found = RECORDS[number]
    cues = tuple(replace(each, source="flip") for each in found.cues)
    return replace(found, cues=cues, rt_uncertainty_ns=round(unsure * MS), **more)


def run(*unsure: float, header: RunHeader | None = None, **more: Any) -> RunTiming:
    """A run of hits with these uncertainties, ms."""
    records = [record(number, unsure=each, **more) for number, each in enumerate(unsure)]
    return run_timing(header or header_of(PLAN), records)


def calibration(
    *, display: float | None = 1, keyboard: float | None = 1, together: bool = False, **more: Any
) -> dict[str, Any]:
    """As headers hold it; half-widths in ms, None: not measured. Ten values behind each."""

    def corrected(half: float | None) -> dict[str, int] | None:
        return None if half is None else {"ns": 5 * MS, "uncertainty_ns": round(half * MS)}

    def entry(part: str, half: float) -> dict[str, Any]:
        return {"part": part, "mean_ms": 5.0, "sd_ms": half / 2, "n": 10, "includes": "", **more}

    measured = [
        (part, half) for part, half in (("display", display), ("input", keyboard)) if half is not None
    ]
    return {
        "format": 1,
        "display": corrected(display),
        "sound": None,
        "inputs": {} if keyboard is None else {"keyboard": corrected(keyboard)},
        "display_in_inputs": ["keyboard"] if together else [],
        "entries": [entry(*each) for each in measured],
        "unused": [],
    }


def whole(*parts: float) -> float:
    """Half-widths together, ms."""
    return combined_uncertainty_ns(*(round(each * MS) for each in parts)) / MS


# ---- one trial


@pytest.mark.parametrize(
    ("unsure", "flags", "rating"),
    [
        (0.0, (), "good"),
        (1.0, (), "good"),
        (1.000001, (), "fair"),
        (5.0, (), "fair"),
        (5.000001, (), "poor"),
        (0.1, ("gap",), "fair"),
        (0.1, ("late_frame",), "fair"),
        (0.1, ("dropped_frame",), "fair"),
        (0.1, ("exposed",), "fair"),
        (0.1, ("suspended",), "poor"),
        (0.1, ("clock_step",), "good"),
        (0.1, ("lapse", "flash_delayed", "late_cue", "no_departure"), "good"),
        (9.0, ("gap",), "poor"),
    ],
)
def test_a_trial_is_rated_by_its_doubt_and_its_flags(
    unsure: float, flags: tuple[str, ...], rating: str
) -> None:
    assert rate(record(unsure=unsure, flags=flags)) == rating


@pytest.mark.parametrize("source", ["focus-lost", "held-at-start"])
def test_a_response_that_no_finger_made_is_poor(source: str) -> None:
    found = record()
    made_up = tuple(replace(each, source=source) for each in found.responses)
    assert rate(replace(found, responses=made_up)) == "poor"


@pytest.mark.parametrize("more", [{"rt_ns": None}, {"rt_uncertainty_ns": None}, {"outcome": "aborted"}])
def test_a_trial_without_a_reaction_time_is_not_rated(more: dict[str, Any]) -> None:
    assert rate(replace(record(), **more)) is None


def test_the_doubt_of_a_calibration_is_not_softwares() -> None:
    parts = [Part("screen", 3 * MS), Part("keyboard", 4 * MS)]
    found = record(unsure=whole(3, 4, 0.9))
    assert rate(found, parts) == "good"
    assert rate(found) == "poor"


# ---- a run


@pytest.mark.parametrize(
    ("good", "fair", "poor", "word"),
    [
        (20, 0, 0, "good"),
        (16, 4, 0, "good"),
        (16, 3, 1, "good"),
        (15, 5, 0, "fair"),
        (0, 20, 0, "fair"),
        (0, 18, 2, "fair"),
        (18, 0, 2, "fair"),  # two of twenty are so unsure that the whole is
        (17, 0, 3, "poor"),
        (0, 17, 3, "poor"),
        (0, 0, 1, "poor"),
    ],
)
def test_a_calibrated_run_is_rated_by_its_trials(good: int, fair: int, poor: int, word: str) -> None:
    header = header_of(PLAN, calibration=calibration())
    software = [0.5] * good + [2.0] * fair + [5.5] * poor
    timing = run(*[whole(each, 1, 1) for each in software], header=header)
    assert timing.trials == {"good": good, "fair": fair, "poor": poor}
    assert timing.word == word


@pytest.mark.parametrize(
    ("half", "word"), [(1, "good"), (3, "good"), (5, "fair"), (6.9, "fair"), (7.2, "poor")]
)
def test_what_the_calibration_leaves_open_counts_for_the_run(half: float, word: str) -> None:
    header = header_of(PLAN, calibration=calibration(display=half, keyboard=half))
    timing = run(*[whole(half, half, 0.5)] * 10, header=header)
    assert timing.word == word
    assert timing.trials["good"] == 10


@pytest.mark.parametrize(
    ("calibrated", "unsure", "word", "sentence"),
    [
        (None, 0.5, "uncalibrated", "software ±0.50 ms; screen and keyboard not measured"),
        (
            calibration(keyboard=None),
            whole(0.5, 1),
            "uncalibrated",
            "software ±0.50 ms; screen measured, keyboard not measured",
        ),
        (
            calibration(),
            whole(0.5, 1, 1),
            "good",
            "±1.50 ms with screen and keyboard measured; software ±0.50 ms",
        ),
        (
            calibration(display=None, together=True),
            whole(0.5, 1),
            "good",
            "±1.12 ms with screen and keyboard measured; software ±0.50 ms",
        ),
        ({"format": 99}, 0.5, "uncalibrated", "software ±0.50 ms; screen and keyboard not measured"),
        (
            {"format": 1, "display": 3},
            0.5,
            "uncalibrated",
            "software ±0.50 ms; screen and keyboard not measured",
        ),
    ],
)
def test_what_was_not_measured_is_said_and_such_a_run_is_never_good(
    calibrated: dict[str, Any] | None, unsure: float, word: str, sentence: str
) -> None:
    timing = run(*[unsure] * 10, header=header_of(PLAN, calibration=calibrated))
    assert (timing.word, timing.sentence, timing_sentence(timing)) == (word, sentence, sentence)


def test_a_poor_run_is_called_poor_without_a_calibration_too() -> None:
    timing = run(*[8.0] * 10)
    assert (timing.word, timing.sentence) == ("poor", "software ±8.00 ms; screen and keyboard not measured")


def test_the_sentence_gives_what_nineteen_of_twenty_trials_keep_to_and_rounds_up() -> None:
    assert run(*[0.3] * 19, 40).sentence.startswith("software ±0.30 ms;")
    assert run(*[0.3] * 18, 40, 40).sentence.startswith("software ±40 ms;")
    assert run(0.300001).sentence.startswith("software ±0.31 ms;")
    assert run(12.1).sentence.startswith("software ±13 ms;")


@pytest.mark.parametrize(("channel", "name"), [("screen", "screen"), ("light", "screen"), ("sound", "sound")])
def test_the_parts_are_called_by_their_names(channel: Channel, name: str) -> None:
    found = record()
    seen = replace(found, cues=tuple(replace(each, channel=channel) for each in found.cues))
    by_pad = replace(seen, responses=tuple(replace(each, device="pad0") for each in seen.responses))
    timing = run_timing(header_of(PLAN), [by_pad])
    assert timing.not_measured == (name, "gamepad")


def test_a_gamepad_is_known_by_its_correction() -> None:
    found = record(unsure=whole(1, 2))
    responses = tuple(replace(each, device="mat1", correction_ns=-7 * MS) for each in found.responses)
    told = calibration(keyboard=None)
    told["inputs"] = {"Dance Mat": {"ns": -7 * MS, "uncertainty_ns": 2 * MS}}
    timing = run_timing(header_of(PLAN, calibration=told), [replace(found, responses=responses)])
    assert (timing.measured, timing.not_measured) == (("screen", "mat"), ())


def test_pods_time_themselves_and_need_no_calibration() -> None:
    found = record()
    cues = tuple(replace(each, source="pod") for each in found.cues)
    responses = tuple(replace(each, source="pod", device="pod-1") for each in found.responses)
    timing = run_timing(header_of(PLAN), [replace(found, cues=cues, responses=responses)])
    assert (timing.word, timing.sentence) == ("good", "software ±0.50 ms")


def test_programs_and_coaches_are_not_rated() -> None:
    assert run(0.1, header=header_of(PLAN, simulated=True)).word == "simulated"
    assert run_timing(header_of(PLAN), []).word == "untimed"
    assert run_timing(header_of(PLAN), []).sentence == "nothing was timed as a reaction"
    assert run(0.1, practice=True).word == "untimed"


def test_what_disturbed_the_run_is_counted() -> None:
    def note(kind: TimingKind, size: int, count: int = 1) -> TimingNote:
        return TimingNote(0, kind, 0, size * MS, count)

    notes = [
        note("gap", 40),
        note("gap", 30),
        note("late_frame", 25),
        note("dropped_frame", 25),
        note("dropped_frame", 50, 7),
        note("longest_gap", 40),
        note("motion", 8),
    ]
    header = header_of(
        PLAN,
        display={"refresh": {"median_ns": 16_666_667, "sd_ns": 1000, "n": 40, "paced": True}},
        station={"discipline": {"priority": "round-robin 1", "why_not": ""}},
    )
    timing = run_timing(header, [record()], notes)
    assert (timing.gaps, timing.late_frames, timing.dropped_frames) == (2, 1, 8)
    assert timing.longest_gap_ns == 40 * MS
    assert (timing.frame_ns, timing.paced, timing.priority) == (16_666_667, True, "round-robin 1")
    assert (timing.onset_sources, timing.response_sources) == (("flip",), ("x11",))
    bare = run_timing(header_of(PLAN, display={"refresh": 3}), [record()])
    assert (bare.longest_gap_ns, bare.frame_ns, bare.priority) == (None, None, None)


# ---- vigilance tests


def vigilance(**more: Any) -> tuple[Plan, RunHeader]:
    lane = PLAN.lanes[0]
    trials = tuple(replace(each, window=Window(800 * MS, lapse_ns=500 * MS)) for each in lane.trials)
    plan = replace(PLAN, lanes=(replace(lane, trials=trials),))
    return plan, header_of(plan, **more)


@pytest.mark.parametrize(
    ("calibrated", "criterion"),
    [
        (None, "unknown"),
        (calibration(keyboard=None), "unknown"),
        (calibration(display=2, keyboard=2), "met"),
        (calibration(display=10, keyboard=10), "met"),  # SD 5 and 5: bias 4.5, spread 7.1
        (calibration(display=12, keyboard=12), "not met"),  # bias 5.4
        (calibration(display=2, keyboard=2, n=1), "unknown"),
        (calibration(display=2, keyboard=2, includes="microphone", mean_ms=12.0), "not met"),
    ],
)
def test_a_vigilance_test_says_whether_its_criterion_is_met(
    calibrated: dict[str, Any] | None, criterion: str
) -> None:
    _, header = vigilance(calibration=calibrated)
    assert run_timing(header, [record(unsure=0.5)]).criterion == criterion


def test_spread_alone_can_miss_the_criterion_and_other_drills_have_none() -> None:
    told = calibration(display=20.2, keyboard=1, n=10_000)
    _, header = vigilance(calibration=told)
    assert run_timing(header, [record()]).criterion == "not met"
    _, simulated = vigilance(simulated=True)
    assert run_timing(simulated, [record()]).criterion == "unknown"
    assert run(0.1).criterion is None


# ---- where it is kept


def test_the_journal_ends_with_it_and_reading_gives_the_same(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    log = read_journal(path)
    assert log.end is not None
    assert log.end.timing == orjson.loads(to_json(timing_of(log)))
    assert timing_of(log).trials == {"good": 0, "fair": 0, "poor": 4}  # 8 ms each
    assert log.end == decode_line(encode_line(log.end))


def test_a_run_that_broke_off_has_it_too(tmp_path: Path) -> None:
    log = read_journal(write_interrupted(tmp_path))
    assert log.end is None
    assert timing_of(log).trials["poor"] == 2


def test_a_journal_from_before_it_was_kept_can_be_read() -> None:
    line = b'{"type":"end","at_ns":9,"lanes":[]}\n'
    assert decode_line(line) == RunEnd(9, (), None)


def test_a_run_without_responses_is_untimed(tmp_path: Path) -> None:
    log = read_journal(write_run(tmp_path, responder=nobody))
    assert timing_of(log).word == "untimed"


def test_exports_hold_it(tmp_path: Path) -> None:
    log = read_journal(write_run(tmp_path))
    export = Export(log, Notes())
    everything, sidecar = orjson.loads(export.json()), orjson.loads(export.sidecar("a.csv", "b.csv", "c.csv"))
    expected = orjson.loads(to_json(asdict(timing_of(log))))
    assert everything["timing"] == sidecar["timing"] == expected
    names, *rows = [line.split(",") for line in export.trials_csv().decode().splitlines()]
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    assert [each["timing"] for each in cells] == ["poor"] * 4
    assert [each["cue_late_ms"] for each in cells] == ["0"] * 4
    assert [each["cue_due_ms"] for each in cells] == [each["cue_onset_ms"] for each in cells]
    assert [each["cue_duration_ms"] for each in cells] == ["200", "210", "220", ""]
    assert {"timing", "cue_duration_ms"} <= sidecar["columns"].keys()
