"""Whole runs in virtual time."""

from __future__ import annotations

import pytest

from fakeroom import Cues, Inputs, RefusingJournal, Watcher
from lab import tap
from plans import MS, simple_plan
from reactdrill.drill.trial import Begin
from reactdrill.engine.commands import Record
from reactdrill.errors import JournalError
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import STALLED, run_headless
from reactdrill.results.journal import MemoryJournal


def test_a_run_goes_to_its_end_and_closes_its_journal() -> None:
    clock, watcher, journal = VirtualClock(), Watcher(), RefusingJournal(0, 0)
    keys = Inputs(clock).at(tap(1300))
    loop = run_headless(
        simple_plan(2), clock, cues=Cues(clock), inputs=[keys], journal=journal, observers=[watcher]
    )
    assert loop.done
    assert [item.record.outcome for item in watcher.seen if isinstance(item, Record)] == ["hit", "miss"]
    assert (journal.ends, journal.closes, keys.stops) == (1, 1, 1)


def test_a_run_in_which_nothing_can_happen_is_aborted() -> None:
    clock = VirtualClock()
    chosen = simple_plan(1, begin=Begin("hold", "home"))
    loop = run_headless(chosen, clock, cues=Cues(clock), inputs=[Inputs(clock)], journal=MemoryJournal())
    assert (loop.finishes[0].reason, loop.finishes[0].detail) == ("aborted", STALLED)


def test_a_run_whose_device_stands_still_is_aborted() -> None:
    clock = VirtualClock()
    keys = Inputs(clock)
    keys.lag_from_ns = 1200 * MS
    loop = run_headless(simple_plan(9), clock, cues=Cues(clock), inputs=[keys], journal=MemoryJournal())
    assert loop.finishes[0].detail == STALLED


@pytest.mark.parametrize("lags", [False, True])
def test_a_run_that_cannot_be_kept_is_aborted_and_says_so(*, lags: bool) -> None:
    clock = VirtualClock()
    journal = RefusingJournal(1, 3)
    keys = Inputs(clock)
    keys.lag_from_ns = 1200 * MS if lags else None
    with pytest.raises(JournalError, match="no space left"):
        run_headless(simple_plan(9), clock, cues=Cues(clock), inputs=[keys], journal=journal)
    assert (journal.ends, journal.closes) == (1, 1)
