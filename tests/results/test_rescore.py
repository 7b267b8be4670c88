from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from journals import (
    MS,
    SECOND,
    Player,
    aborting,
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
    write_run,
)
from reactdrill.engine.events import DeviceBack, DeviceLost, Event, Pause, Response, Resume, Tick
from reactdrill.engine.run import Run
from reactdrill.errors import JournalError
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.lines import encode_line
from reactdrill.results.reader import RunLog, read_journal
from reactdrill.results.rescore import rescore


def log_of(folder: Path, data: bytes) -> RunLog:
    path = folder / "run.jsonl"
    path.write_bytes(data)
    return read_journal(path)


def test_a_run_scores_the_same_byte_for_byte(tmp_path: Path) -> None:
    log = read_journal(write_run(tmp_path))
    result = rescore(log)
    assert result.same
    assert result.lines == log.trial_lines
    assert (result.added, result.difference) == (0, None)


targets = st.sampled_from(["left", "right", "nowhere"])
happenings = st.one_of(
    st.builds(lambda at, target: response(at * MS, target, "tap"), st.integers(0, 9000), targets),
    st.builds(lambda at: Pause(at * MS, "escape"), st.integers(0, 9000)),
    st.builds(lambda at: Resume(at * MS), st.integers(0, 9000)),
    st.builds(lambda at: DeviceLost(at * MS, "keyboard", ("left",)), st.integers(0, 9000)),
    st.builds(lambda at: DeviceBack(at * MS, "keyboard"), st.integers(0, 9000)),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(extra=st.lists(happenings, max_size=15), hits=st.booleans(), lanes=st.booleans())
def test_whatever_happened_scores_the_same(
    tmp_path: Path, extra: list[Event], hits: bool, lanes: bool
) -> None:
    chosen = (
        a_plan(
            a_lane([trial(0), trial(1, catch=True), trial(2, no_go=True)], "one", ("left",)),
            a_lane([trial(0, "right", set_index=0), trial(1, "right", set_index=1)], "two", ("right",)),
        )
        if lanes
        else simple_plan(4)
    )
    ending: list[Event] = [Resume(20 * SECOND), aborting(60_000)]
    journal, _ = played(chosen, quick if hits else nobody, extra=[*extra, *ending])
    log = log_of(tmp_path, journal.data)
    assert rescore(log).same, rescore(log).difference


def test_a_late_event_needs_the_tick_that_was_journaled_with_it(tmp_path: Path) -> None:
    chosen = simple_plan(1)
    header = header_of(chosen)
    cue, late = Player(chosen, MemoryJournal()).play(), response(1_790 * MS, "left")
    first = [event for event in _events(cue) if event.at_ns <= SECOND]
    run, journal = Run(chosen), MemoryJournal(header)
    for event in [*first, Tick(1_900 * MS), late]:
        journal.append(event)
        for command in run.handle(event):
            if hasattr(command, "record"):
                journal.append(command.record)
    log = log_of(tmp_path, journal.data)
    assert [each.outcome for each in log.trials] == ["miss"]
    assert len(log.strays) == 1
    assert rescore(log).same
    without = [line for line in journal.lines if not line.startswith(b'{"type":"tick"')]
    assert not rescore(log_of(tmp_path, b"".join(without))).same


def _events(player: Player) -> list[Event]:
    from reactdrill.results.lines import decode_line

    journal = player.journal
    assert isinstance(journal, MemoryJournal)
    decoded = [decode_line(line) for line in journal.lines]
    return [item for item in decoded if hasattr(item, "at_ns") and not hasattr(item, "reason")]  # type: ignore[misc]


def test_an_interrupted_run_scores_the_same(tmp_path: Path) -> None:
    result = rescore(read_journal(write_interrupted(tmp_path, after=3)))
    assert result.same
    assert len(result.lines) == 3


def test_a_record_that_was_torn_is_found_again_in_its_events(tmp_path: Path) -> None:
    journal, player = played(simple_plan(2))
    lines = journal.lines[:-1]
    last = max(number for number, line in enumerate(lines) if line.startswith(b'{"type":"trial"'))
    log = log_of(tmp_path, b"".join(lines[:last]) + lines[last][:40])
    result = rescore(log)
    assert (len(log.trials), result.same, result.added) == (1, True, 1)
    assert result.lines[-1] == encode_line(player.records[-1])


def changed(lines: list[bytes], number: int, **fields: object) -> bytes:
    at = [place for place, line in enumerate(lines) if line.startswith(b'{"type":"trial"')][number]
    line = orjson.dumps(orjson.loads(lines[at]) | fields) + b"\n"
    return b"".join([*lines[:at], line, *lines[at + 1 :]])


def test_a_changed_result_is_named_in_words(tmp_path: Path) -> None:
    journal, _ = played(simple_plan(3))
    result = rescore(log_of(tmp_path, changed(journal.lines, 1, outcome="miss")))
    assert not result.same
    assert result.difference == (
        'result 2: lane main, trial 1, attempt 1: outcome is "miss" in the journal, "hit" rescored'
    )


def test_missing_and_additional_results_are_named(tmp_path: Path) -> None:
    journal, player = played(simple_plan(2))
    results = [place for place, line in enumerate(journal.lines) if line.startswith(b'{"type":"trial"')]
    short = [line for place, line in enumerate(journal.lines) if place != results[-1]]
    result = rescore(log_of(tmp_path, b"".join(short)))
    assert result.difference == "result 2: lane main, trial 1, attempt 1 is not in the journal"
    more = [*journal.lines[:-1], encode_line(replace(player.records[-1], trial=7)), journal.lines[-1]]
    result = rescore(log_of(tmp_path, b"".join(more)))
    assert result.difference == "result 3: lane main, trial 7, attempt 1 is in the journal only"


def test_events_of_another_plan_are_refused_in_words(tmp_path: Path) -> None:
    journal, _ = played(simple_plan(2))
    lines = [line.replace(b'"lane":"main","trial"', b'"lane":"else","trial"') for line in journal.lines[1:]]
    log = log_of(tmp_path, b"".join([journal.lines[0], *lines]))
    with pytest.raises(JournalError, match="its events do not fit its plan"):
        rescore(log)


def test_strays_are_part_of_the_comparison(tmp_path: Path) -> None:
    journal, player = played(simple_plan(2), extra=[Response(9 * MS, "x", "tap", "d", "c", "s", 1, 9)])
    assert len(player.strays) == 1
    log = log_of(tmp_path, journal.data.replace(b'"reason":"no_lane"', b'"reason":"late"'))
    assert rescore(log).difference is not None
    assert "a stray tap of x" in str(rescore(log).difference)
