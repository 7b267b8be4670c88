"""Every drill of the library, run through the real loop with a simulated athlete, scores the same again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.library import Library
from reactdrill.drill.planner import plan
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.annotations import Notes
from reactdrill.results.header import DrillInfo, RunHeader
from reactdrill.results.journal import JournalWriter
from reactdrill.results.reader import read_journal
from reactdrill.results.rescore import rescore
from reactdrill.results.summaries import summaries_of


@pytest.mark.parametrize("name", sorted(Library.standard().paths()))
def test_a_drill_scores_the_same_again(name: str, tmp_path: Path) -> None:
    file = Library.standard().load(name)
    drill = file.drill
    planned = plan(drill, 11, sha256=file.sha256)
    header = RunHeader(
        started_utc="2026-03-01T09:30:00.000Z",
        origin="replay",
        simulated=True,
        mode=planned.mode,
        drill=DrillInfo(drill.name, drill.title, drill.version, drill.component, file.sha256, file.text),
        plan=planned,
        seed=11,
    )
    clock = VirtualClock()
    athlete = SimulatedAthlete(clock, 11)
    writer = JournalWriter.create(header, tmp_path)
    run_headless(
        planned, clock, cues=VirtualCues(clock), inputs=[athlete], journal=writer, observers=[athlete]
    )
    log = read_journal(writer.path)
    assert log.plan == planned
    assert log.end is not None
    again = rescore(log)
    assert again.same, again.difference
    presented = {end.lane: end.presented for end in log.end.lanes}
    for summary in summaries_of(log, Notes()):
        counted = summary.counts.presented + summary.practice + summary.catch_trials
        assert counted == presented[summary.lane]
