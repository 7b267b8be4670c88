"""Whole runs whose cues are sounds, on a stream in the test's time: nothing is lost when the device vanishes."""

from __future__ import annotations

import pytest

from device_clock import MS, DeviceClock
from fake_output import FakeOutput
from plans import plan_of, trial
from reactdrill.devices.sound.dac import DacClock
from reactdrill.devices.sound.output import Render
from reactdrill.devices.sound.stream import StreamSound
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import Paused
from reactdrill.engine.events import CueShown, Resume
from reactdrill.engine.run import Run
from reactdrill.live.loop import Loop
from reactdrill.testing import MemoryJournal, SimulatedAthlete, Watcher

TRIALS = 3
SECOND = 1_000 * MS


class StreamingClock(DeviceClock):
    """Time that feeds the output on its way."""

    output: FakeOutput | None = None

    def wait(self, deadline_ns: int | None) -> None:
        """Go there in the output's own steps, but not far: whoever breaks it wants to see the run between."""
        at_most_ns = self.at_ns + 20 * MS
        deadline_ns = at_most_ns if deadline_ns is None else min(deadline_ns, at_most_ns)
        while self.output is not None and self.output.due_ns <= deadline_ns:
            super().wait(self.output.due_ns)
            self.output.work(self.at_ns)
        super().wait(deadline_ns)


class Room:
    def __init__(self, seed: int = 1) -> None:
        self.clock = StreamingClock()
        sound = StreamSound(self.clock, self._opened)
        athlete = SimulatedAthlete(self.clock, seed=seed)
        self.watcher = Watcher()
        step = PlannedStep("cue", "sound", {"tone": "beep"}, target="left")
        self.loop = Loop(
            Run(plan_of(*[trial(step)] * TRIALS)),
            self.clock,
            cues={"sound": sound},
            inputs=[athlete],
            journal=MemoryJournal(),
            observers=[athlete, self.watcher],
        )
        self.loop.start()

    def _opened(self, render: Render, dac: DacClock) -> FakeOutput:
        self.output = self.clock.output = FakeOutput(self.clock, render, dac)
        return self.output

    def run_until(self, at_ns: int) -> None:
        while not self.loop.done and self.clock.at_ns < at_ns:
            self.loop.step()

    @property
    def pauses(self) -> list[str]:
        return [item.reason for item in self.watcher.items if isinstance(item, Paused)]


def test_a_run_of_sounds_is_timed_by_what_was_heard() -> None:
    room = Room()
    room.run_until(room.clock.at_ns + 60 * SECOND)
    records = room.watcher.records
    assert len(records) == TRIALS
    assert all(record.outcome != "aborted" for record in records)
    shown = [item for item in room.watcher.items if isinstance(item, CueShown)]
    assert len(shown) == TRIALS
    assert not room.pauses


@pytest.mark.parametrize("after_ms", [500, 1150, 1210, 1260, 1310, 1400, 2500, 2700])
def test_a_device_that_vanishes_pauses_the_run_and_every_trial_is_done_in_the_end(after_ms: int) -> None:
    room = Room()
    room.run_until(room.clock.at_ns + after_ms * MS)
    room.output.problem = "the sound server is gone"
    room.run_until(room.clock.at_ns + 100 * MS)
    assert room.pauses == ["device_lost: sound"]
    room.run_until(room.clock.at_ns + 3 * SECOND)
    assert room.pauses == ["device_lost: sound"]
    room.output.problem = None
    room.run_until(room.clock.at_ns + 100 * MS)
    assert room.pauses == ["device_lost: sound", "device_back: sound"]
    room.loop.post(Resume(room.clock.at_ns))
    room.run_until(room.clock.at_ns + 60 * SECOND)
    assert room.loop.done
    done = [record.trial for record in room.watcher.records if record.outcome != "aborted"]
    assert sorted(done) == list(range(TRIALS))
    aborted = [record.reason for record in room.watcher.records if record.outcome == "aborted"]
    assert set(aborted) <= {"device_lost: sound"}
