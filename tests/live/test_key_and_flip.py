"""Keys that are pressed while the program is inside a flip: each is judged by its stamp, none is lost."""

from __future__ import annotations

from typing import Any

import pytest

from fakeroom import rescored
from plans import MS, simple_plan
from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueShown, Event
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.run import Run
from reactdrill.live.loop import Loop
from reactdrill.live.ports import Polled
from reactdrill.live.watchdog import Watchdog
from reactdrill.results.lines import trial_lines
from reactdrill.results.quality import rate
from reactdrill.testing import ManualResponder, MemoryJournal, VirtualCues, Watcher
from troubled_clock import TroubledClock

FLIP_NS = 16 * MS


class SlowFlips(VirtualCues):
    """Each onset is a flip that keeps the thread for a frame; it is stamped as the screen does."""

    def __init__(self, clock: TroubledClock) -> None:
        super().__init__(clock)
        self._room = clock
        self._flips: list[ShowCue] = []

    @property
    def deadline_ns(self) -> int | None:
        return min((command.due_ns for command in self._flips), default=None)

    def schedule(self, command: ShowCue) -> None:
        self._flips.append(command)

    def poll(self) -> Polled:
        before_ns = self._room.now_ns()
        due = [command for command in self._flips if command.due_ns <= before_ns]
        if not due:
            return Polled((), before_ns)
        (command,) = due
        self._flips.remove(command)
        self._room.wait(before_ns + FLIP_NS)
        middle_ns, half_ns = before_ns + FLIP_NS // 2, FLIP_NS // 2
        key = (command.lane, command.trial, command.attempt, command.cue.id)
        events: list[Event] = [CueShown(middle_ns, *key, "flip", half_ns, middle_ns)]
        return Polled(events, middle_ns)


def played(*presses_ms: float, **window: Any) -> TrialRecord:
    """One trial whose flip lasts from 1000 to 1016 ms, with these presses."""
    plan = simple_plan(1, **window)
    clock = TroubledClock()
    keys, watcher, journal = ManualResponder(clock), Watcher(), MemoryJournal()
    for at in presses_ms:
        keys.respond("left", round(at * MS), action="tap", uncertainty_ns=100_000)
    loop = Loop(
        Run(plan),
        clock,
        cues=dict.fromkeys(("screen", "light", "sound"), SlowFlips(clock)),
        inputs=[keys],
        journal=journal,
        observers=[watcher],
        watchdog=Watchdog(read_clocks=clock.read),
    )
    loop.start()
    while not loop.done:
        loop.step()
    assert rescored(journal, Run(plan)) == list(trial_lines(journal.lines))
    (record,) = watcher.records
    assert len(record.responses) + len(watcher.strays) == len(presses_ms)
    return record


@pytest.mark.parametrize("at", [1000, 1003, 1007.999999, 1008, 1012, 1016, 1107.999999])
def test_a_key_inside_the_flip_is_too_early_to_be_an_answer(at: float) -> None:
    record = played(at)
    assert (record.outcome, record.early) == ("false_start", 1)
    assert record.responses[0].verdict == "early"


@pytest.mark.parametrize("at", [1003, 1012])
def test_the_answer_that_follows_counts_where_false_starts_go_on(at: float) -> None:
    record = played(at, 1258, false_start="continue")
    assert (record.outcome, record.rt_ns, record.early) == ("hit", 250 * MS, 1)


def test_an_answer_after_a_long_flip_is_as_unsure_as_the_flip() -> None:
    record = played(1258)
    assert (record.outcome, record.rt_ns) == ("hit", 250 * MS)
    assert record.rt_uncertainty_ns == 8_000_625
    assert rate(record) == "poor"


def test_a_flip_of_one_frame_is_no_standstill() -> None:
    assert played(1258).flags == ()
