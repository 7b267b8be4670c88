"""Every drill that comes with reactdrill, played by a simulated athlete, is told in numbers that can be believed."""

from __future__ import annotations

from math import isfinite

import pytest

from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.library import Library
from reactdrill.drill.trial import Mode
from reactdrill.engine.events import Event
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.header import lapse_threshold_ns
from reactdrill.results.journal import MemoryJournal
from reactdrill.results.stated import stated_in
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.telling import tell

LIBRARY = Library.standard()
FAMILY_OF = {
    "pvt": "pvt", "pvt-brief": "pvt-b", "go-no-go": "go-no-go", "stop-signal": "stop-signal", "stroop": "conflict",
    "simon-side": "conflict", "flanker": "conflict", "see-not-hear": "conflict", "home-base": "movement",
    "memory-span": "span", "growing-sequence": "span", "keep-the-beat": "rhythm", "next-beat": "timing-error",
    "moving-target": "timing-error", "focus": "go-no-go", "hop-on-signal": "asymmetry-limb", "two-players": "race",
}  # fmt: skip


class Records(MemoryJournal):
    """Keeps the records themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[TrialRecord] = []

    def append(self, item: Event | TrialRecord | StrayRecord) -> None:
        if isinstance(item, TrialRecord):
            self.records.append(item)


def told(name: str, mode: Mode) -> dict[str, tuple[Result, ...]]:
    file = LIBRARY.load(name)
    plan, clock, journal = file.plan(3, mode), VirtualClock(), Records()
    athlete = SimulatedAthlete(clock, 5)
    run_headless(plan, clock, cues=VirtualCues(clock), inputs=[athlete], journal=journal, observers=[athlete])
    assert journal.records
    score = stated_in(file.text).score
    quick = Settings(resamples=20)
    return tell(journal.records, lapse_ns=lapse_threshold_ns(plan), score=score, settings=quick)


@pytest.mark.parametrize("name", sorted(LIBRARY.paths()))
def test_every_figure_of_a_drill_is_a_number_or_a_reason(name: str) -> None:
    for mode in LIBRARY.load(name).drill.modes:
        for results in told(name, mode).values():
            for each in (each for result in results for each in result.figures):
                assert each.reason if each.value is None else isfinite(each.value), each
            if mode != "sensor":
                assert {result.family for result in results} <= {"score"}


@pytest.mark.parametrize(("name", "family"), FAMILY_OF.items())
def test_a_drill_is_told_by_the_family_of_its_paradigm(name: str, family: str) -> None:
    for results in told(name, "sensor").values():
        (found,) = [result for result in results if result.family == family]
        assert found.n > 0
        assert any(each.value is not None for each in found.figures)
