"""The loop when something is wrong: devices that stand still, people who interrupt, journals that refuse."""

from __future__ import annotations

import pytest

from fakeroom import Cues, Inputs, RefusingJournal, Room
from lab import abort, pause, press, release, resume, tap
from plans import MS, simple_plan
from reactdrill.engine.commands import Paused
from reactdrill.engine.events import Abort, Pause, Resume
from reactdrill.errors import JournalError
from reactdrill.live.clock import StandstillError, VirtualClock
from reactdrill.live.loop import PATIENCE_NS
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.lines import encode_line, trial_lines


def test_a_device_that_lags_without_a_word_is_asked_again_until_it_has_caught_up() -> None:
    clock = VirtualClock()
    silent = Inputs(clock, silent=True).at(tap(1499), late_ms=40)
    room = Room(simple_plan(1), inputs=[silent], clock=clock).play()
    assert room.outcomes == ["hit"]
    assert 1539 * MS <= clock.now_ns() <= 1541 * MS


def test_a_device_that_says_when_is_asked_only_then() -> None:
    room = Room(simple_plan(1))
    room.keys.at(tap(1499), late_ms=400)
    room.play()
    assert room.keys.polls < 10


def test_a_device_that_stands_still_for_good_stops_the_run_but_not_the_person() -> None:
    room = Room(simple_plan(2))
    room.keys.lag_from_ns = 1200 * MS
    with pytest.raises(StandstillError):
        room.play()
    assert room.outcomes == []
    asked_ns = room.clock.now_ns()
    room.loop.post(Abort(asked_ns, "quit"))
    room.play()
    assert (room.outcomes, room.loop.finishes[0].detail) == (["miss", "aborted"], "quit")
    assert room.clock.now_ns() == asked_ns + PATIENCE_NS


def test_what_a_device_tells_after_patience_ended_is_late() -> None:
    clock = VirtualClock()
    keys = Inputs(clock).at(tap(1300), late_ms=2000)
    room = Room(simple_plan(1), inputs=[keys], clock=clock)
    room.play(until_ms=1400)
    room.loop.post(pause(1400))
    room.play(until_ms=4000)
    assert room.outcomes == ["aborted"]
    assert room.records[0].ended_ns == 1400 * MS
    assert b'"reason":"late"' in room.journal.data
    room.loop.post(Resume(clock.now_ns()))
    assert room.play().outcomes == ["aborted", "miss"]


def test_a_pause_waits_for_what_happened_before_it() -> None:
    room = Room(simple_plan(1))
    room.keys.at(tap(1300), late_ms=100)
    room.play(until_ms=1320)
    room.loop.post(pause(1320))
    room.play()
    assert room.outcomes == ["hit"]


def test_a_post_ends_the_wait_it_is_made_in() -> None:
    class Wakes(VirtualClock):
        woken = 0

        def wake(self) -> None:
            self.woken += 1

    clock = Wakes()
    room = Room(simple_plan(1), clock=clock)
    room.play(until_ms=500)
    before = clock.woken
    room.loop.post(abort(900))
    assert (clock.woken, room.loop.deadline_ns) == (before + 1, 900 * MS)


def test_an_interruption_is_taken_at_its_stamp() -> None:
    room = Room(simple_plan(1))
    room.keys.at(tap(1300))
    room.play(until_ms=400)
    room.loop.post(pause(1250))
    room.loop.post(resume(2000))
    room.play()
    assert [(each.outcome, each.ended_ns) for each in room.records] == [
        ("aborted", 1250 * MS),
        ("miss", 4500 * MS),
    ]


class Racing(VirtualClock):
    """Real time goes on between any two looks at the clock."""

    def now_ns(self) -> int:
        self._now_ns += 100_000
        return self._now_ns


def test_a_deadline_that_passes_between_two_looks_at_the_clock_is_not_slept_over() -> None:
    clock = Racing()
    far = Inputs(clock, "far").at(tap(60_000, "nowhere"))
    room = Room(simple_plan(1, foreperiod=0.1, response=0.1), inputs=[far], clock=clock)
    room.loop.start()
    while not room.loop.done:
        room.loop.step()
    assert clock._now_ns < 100 * MS


def test_a_journal_that_refuses_pauses_the_run_and_loses_nothing() -> None:
    journal = RefusingJournal(refuse_from=3, refuse_to=5)
    room = Room(simple_plan(2), journal=journal)
    room.keys.at(press(1300), release(1400), press(5300))
    room.play(until_ms=2000)
    (paused,) = [item for item in room.watcher.seen if isinstance(item, Paused)]
    assert paused.reason == "journal: no space left on the disk"
    assert isinstance(room.loop.trouble, JournalError)
    room.loop.post(resume(2000))
    room.play(until_ms=None)
    room.loop.stop()
    records = [encode_line(record) for record in room.records]
    assert list(trial_lines(journal.lines)) == records
    assert len(records) == 3 - 1
    assert journal.number == len(journal.lines) - 1
    assert (journal.ends, journal.closes) == (1, 1)


def test_trouble_pauses_once_and_again_only_after_somebody_went_on() -> None:
    class Hopeless(MemoryJournal):
        def append(self, item: object) -> None:
            raise JournalError("run.jsonl", "gone")

    room = Room(simple_plan(1), journal=Hopeless())
    room.play(until_ms=3000)
    assert len([item for item in room.watcher.seen if isinstance(item, Pause)]) == 1
    room.loop.post(resume(3000))
    room.play(until_ms=6000)
    assert len([item for item in room.watcher.seen if isinstance(item, Pause)]) == 2


def test_trouble_at_the_end_and_at_closing_is_kept_for_the_caller() -> None:
    class Full(MemoryJournal):
        def end(self, at_ns: int, finishes: object) -> None:
            raise JournalError("run.jsonl", "full at the end")

        def close(self) -> None:
            raise JournalError("run.jsonl", "full at closing")

    room = Room(simple_plan(1), journal=Full()).play()
    assert room.loop.done
    assert str(room.loop.trouble) == "run.jsonl: full at the end"
    room.loop.stop()
    assert str(room.loop.trouble) == "run.jsonl: full at closing"


def test_cues_that_come_late_are_timed_from_their_onset() -> None:
    clock = VirtualClock()
    room = Room(simple_plan(1), cues=Cues(clock, late_ms=30), clock=clock)
    room.keys.at(tap(1330))
    assert room.play().records[0].rt_ns == 300 * MS
