from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from journals import (
    MS,
    aborting,
    header_of,
    lane as a_lane,
    nobody,
    plan as a_plan,
    played,
    response,
    simple_plan,
    trial,
    write_interrupted,
)
from reactdrill.engine.events import Event, Pause, Resume, Tick
from reactdrill.errors import JournalError
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.lines import encode_line
from reactdrill.results.reader import read_header, read_journal


def in_file(folder: Path, data: bytes) -> Path:
    path = folder / "run.jsonl"
    path.write_bytes(data)
    return path


def test_everything_comes_back_in_order(tmp_path: Path) -> None:
    journal, player = played(simple_plan(), extra=[response(700 * MS, "right", "tap")])
    log = read_journal(in_file(tmp_path, journal.data))
    assert log.header == header_of(simple_plan())
    assert log.plan == simple_plan()
    assert list(log.trials) == player.records
    assert list(log.strays) == player.strays
    assert log.lines == tuple(journal.lines)
    assert log.started_ns == 0
    assert log.end is not None
    assert log.end.lanes[0].presented == len(player.records)
    assert not log.torn


def test_a_run_without_an_end_is_interrupted(tmp_path: Path) -> None:
    log = read_journal(write_interrupted(tmp_path, after=2))
    assert log.end is None
    assert len(log.trials) == 2
    assert not log.torn


def test_a_tick_in_a_journal_is_an_event(tmp_path: Path) -> None:
    journal = MemoryJournal(header_of(simple_plan()))
    journal.append(Tick(5))
    assert read_journal(in_file(tmp_path, journal.data)).events == (Tick(5),)


SMALL = played(simple_plan(2))[0]
HEADER_SIZE = len(SMALL.lines[0])


def test_a_journal_cut_at_any_byte_gives_everything_whole_before_the_cut(tmp_path: Path) -> None:
    data, path = SMALL.data, tmp_path / "run.jsonl"
    ends = []
    position = 0
    for line in SMALL.lines:
        position += len(line)
        ends.append(position)
    for cut in range(HEADER_SIZE - 1, len(data)):
        path.write_bytes(data[:cut])
        log = read_journal(path)
        whole = sum(end - 1 <= cut for end in ends)  # a line that lacks only its newline is whole
        assert log.lines == tuple(SMALL.lines[:whole]), cut
        assert log.torn == (cut not in ends)
        assert log.end is None or cut == len(data) - 1


def test_a_journal_cut_within_its_header_is_said_to_be_so(tmp_path: Path) -> None:
    for cut in range(HEADER_SIZE - 1):
        path = in_file(tmp_path, SMALL.data[:cut])
        with pytest.raises(JournalError, match="is empty" if cut == 0 else "the header is cut short"):
            read_journal(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    presses=st.lists(
        st.tuples(st.integers(0, 8000), st.sampled_from(["left", "right", "home"])), max_size=12
    ),
    pause=st.none() | st.integers(0, 6000),
    leave=st.none() | st.integers(0, 6000),
    cut=st.floats(0, 1),
)
def test_any_run_cut_anywhere_keeps_its_beginning(
    tmp_path: Path, presses: list[tuple[int, str]], pause: int | None, leave: int | None, cut: float
) -> None:
    extra: list[Event] = [response(at * MS, target, "tap") for at, target in presses]
    if pause is not None:
        extra += [Pause(pause * MS, "escape"), Resume((pause + 500) * MS)]
    if leave is not None:
        extra.append(aborting(leave))
    journal, player = played(simple_plan(3), nobody, extra=sorted(extra, key=lambda e: e.at_ns))
    data = journal.data
    at = len(journal.lines[0]) + int(cut * (len(data) - len(journal.lines[0])))
    log = read_journal(in_file(tmp_path, data[:at]))
    assert data.startswith(b"".join(log.lines)[:at])
    assert list(log.trials) == player.records[: len(log.trials)]
    assert list(log.strays) == player.strays[: len(log.strays)]
    lost = data[at - 1 :] if log.torn else data[at:]
    assert len(log.trials) + lost.count(b'{"type":"trial"') >= len(player.records) - 1


def test_room_that_was_never_filled_is_a_torn_end(tmp_path: Path) -> None:
    log = read_journal(in_file(tmp_path, SMALL.data + b"\0" * 512))
    assert log.torn
    assert log.lines == tuple(SMALL.lines)


def damaged(position: int, line: bytes) -> bytes:
    lines = list(SMALL.lines)
    lines[position] = line
    return b"".join(lines)


@pytest.mark.parametrize(
    ("data", "where", "problem"),
    [
        (b"", "", "is empty"),
        (b"\x7fELF\x02\x01\x00\x00", ":1", "not a reactdrill journal"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ":1", "not a reactdrill journal"),
        (b"name,rt\n1,2\n", ":1", "not a reactdrill journal"),
        (b'{"type":"start","at_ns":1}\n', ":1", "not a reactdrill journal: no header"),
        (b'{"type":"header","format":1}\n', ":1", "missing"),
        (damaged(3, b"garbage\n"), ":4", "damaged: not a line of JSON"),
        (damaged(3, b'{"type":"start"}\n'), ":4", "damaged: at_ns missing"),
        (damaged(3, b"\xff\xfe\n"), ":4", "damaged"),
        (damaged(3, SMALL.lines[0]), ":4", "damaged: a second header"),
        (damaged(3, SMALL.lines[-1]), ":4", "damaged: lines after the end of the run"),
        (damaged(1, SMALL.lines[4]), "", "lane main, trial 0, attempt 1 stands twice"),
    ],
)
def test_bad_files_are_named_with_line_reason_and_advice(
    tmp_path: Path, data: bytes, where: str, problem: str
) -> None:
    path = in_file(tmp_path, data)
    with pytest.raises(JournalError) as caught:
        read_journal(path)
    assert str(caught.value).startswith(f"{path}{where}: ")
    assert problem in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_newer_format_asks_for_an_update(tmp_path: Path) -> None:
    header = orjson.loads(SMALL.lines[0]) | {"format": 2, "surprise": True}
    path = in_file(tmp_path, orjson.dumps(header) + b"\n" + b'{"type":"new_thing"}\n')
    with pytest.raises(JournalError, match=r"journal format 2 is newer .* update reactdrill"):
        read_journal(path)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot be read"):
        read_journal(tmp_path / "nowhere.jsonl")
    with pytest.raises(JournalError, match="cannot be read"):
        read_journal(tmp_path)


def test_the_header_can_be_read_alone(tmp_path: Path) -> None:
    path = in_file(tmp_path, SMALL.lines[0] + b"anything at all")
    assert read_header(path) == header_of(simple_plan(2))
    with pytest.raises(JournalError, match="is empty"):
        read_header(in_file(tmp_path, b""))
    with pytest.raises(JournalError, match="no header"):
        read_header(in_file(tmp_path, encode_line(Tick(1))))


def test_lanes_sets_and_practice_come_back(tmp_path: Path) -> None:
    lanes = (
        a_lane([trial(0, practice=True), trial(1, set_index=1, side="left")], "one", ("left",)),
        a_lane([trial(0, "right", catch=True), trial(1, "right", no_go=True)], "two", ("right",)),
    )
    journal, player = played(a_plan(*lanes))
    log = read_journal(in_file(tmp_path, journal.data))
    assert log.plan == a_plan(*lanes)
    assert {(each.lane, each.outcome) for each in log.trials} == {
        ("one", "hit"),
        ("two", "correct_rejection"),
    }
    assert list(log.trials) == player.records
