from __future__ import annotations

from reactdrill.assets import data_dir
from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.library import Library
from reactdrill.engine.record import TrialRecord
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.lines import decode_line


def test_two_simulated_athletes_do_a_drill_at_once_each_in_their_own_lane() -> None:
    plan = Library((data_dir("drills"),)).load("four-choice").plan(5, athletes=2)
    clock = VirtualClock()
    athletes, journal = SimulatedAthlete(clock, seed=4), MemoryJournal()
    run_headless(
        plan, clock, cues=VirtualCues(clock), inputs=[athletes], journal=journal, observers=[athletes]
    )
    records = [each for each in map(decode_line, journal.lines) if isinstance(each, TrialRecord)]
    assert len(records) == plan.trial_count
    for lane in plan.lanes:
        mine = [record for record in records if record.lane == lane.name]
        assert sum(record.outcome == "hit" for record in mine) > len(mine) / 2
