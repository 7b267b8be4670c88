"""The store's quick look at a journal says what the thorough one says, or leaves it to that."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from journals import (
    Player,
    header_of,
    lane as a_lane,
    nobody,
    plan as a_plan,
    response,
    simple_plan,
    trial,
    write_interrupted,
    write_run,
)
from reactdrill.drill.trial import PlannedStep
from reactdrill.errors import JournalError
from reactdrill.results.comparison import cue_condition
from reactdrill.results.journal import JournalWriter
from reactdrill.results.reader import read_journal
from reactdrill.results.store.taken import Taken, _quickly, take, taken_of


def without_plan(taken: Taken) -> Taken:
    return replace(
        taken, header=replace(taken.header, plan=simple_plan()), trial_lines=tuple(taken.trial_lines)
    )


def quickly(path: Path) -> Taken | None:
    return _quickly(path.read_bytes())


def test_both_looks_say_the_same(tmp_path: Path) -> None:
    plan = a_plan(
        a_lane([trial(0, lapse_ms=190, side="left"), trial(1, practice=True, set_index=1)], "one"),
        a_lane([trial(0, no_go=True, condition="no-go"), trial(1, catch=True)], "two"),
        seed=7,
    )
    writer = JournalWriter.create(header_of(plan, options={"athletes": {"one": "A1"}}), tmp_path)
    Player(plan, writer, extra=[response(1, "elsewhere")]).play().finish()
    paths = [
        writer.path,
        write_run(tmp_path, responder=nobody, run="b" * 32),
        write_run(tmp_path, run="c" * 32),
    ]
    for path in paths:
        quick = quickly(path)
        assert quick is not None
        assert without_plan(quick) == without_plan(taken_of(read_journal(path)))
        assert [lane.name for lane in quick.header.plan.lanes] == [
            lane.name for lane in read_journal(path).plan.lanes
        ]


def test_words_that_were_said_tell_a_run_from_one_with_tones(tmp_path: Path) -> None:
    tone, word = (PlannedStep("cue", "sound", stimulus) for stimulus in ({"tone": "low"}, {"say": "left"}))
    path = write_run(tmp_path, a_plan(a_lane([trial(0, steps=(tone,)), trial(1, steps=(word,))])))
    quick, whole = quickly(path), read_journal(path)
    assert quick is not None
    condition = cue_condition(quick.header, quick.trials)
    assert "speech-en" in condition
    assert condition == cue_condition(whole.header, whole.trials)


def test_a_run_that_broke_off_gets_the_thorough_look(tmp_path: Path) -> None:
    path = write_interrupted(tmp_path)
    assert quickly(path) is None
    assert take(path).end is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"type":"cue_shown"', b'{"type":"cue_shone"'),
        (b'{"type":"header","format":1', b'{"type":"header","format":2'),
        (b'"outcome":"hit"', b'"outcome":"hat"'),
        (b'"rt_ns":2', b'"rt_ms":2'),
        (b'"foreperiod_ns":1000000000,"steps"', b'"steps"'),
    ],
)
def test_what_is_damaged_is_left_to_who_can_name_it(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = write_run(tmp_path)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    assert quickly(path) is None
    with pytest.raises(JournalError):
        take(path)


def test_a_trial_that_stands_twice_is_damage(tmp_path: Path) -> None:
    path = write_run(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    first = next(line for line in lines if line.startswith(b'{"type":"trial"'))
    path.write_bytes(b"".join([*lines[:-1], first, lines[-1]]))
    assert quickly(path) is None
    with pytest.raises(JournalError, match="stands twice"):
        take(path)


def test_a_large_seed_is_kept_whole(tmp_path: Path) -> None:
    seed = 2**100 + 1
    path = write_run(tmp_path, simple_plan(2, seed=seed))
    assert take(path).header.seed == seed


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
def test_a_changed_byte_is_never_a_fault_of_the_program(tmp_path: Path, place: float, byte: int) -> None:
    path = tmp_path / "run.jsonl"
    whole = tmp_path / "whole.jsonl"
    if not whole.exists():
        write_run(tmp_path / "made").rename(whole)
    data = bytearray(whole.read_bytes())
    data[int(place * len(data))] = byte
    path.write_bytes(data)
    with contextlib.suppress(JournalError):
        assert take(path).header.run
