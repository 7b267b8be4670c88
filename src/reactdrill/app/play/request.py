"""What a run is asked to be, and what came of it: all that the scenes around a run need to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from reactdrill.drill.file import DrillFile
from reactdrill.drill.script import ScriptFile
from reactdrill.drill.trial import Plan
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.results.header import GUEST, Origin, RunHeader
from reactdrill.results.whose import LANE_ATHLETES

Responder = Literal["person", "script", "simulated"]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """One run of one plan."""

    drill: DrillFile
    plan: Plan
    origin: Origin = "play"
    responder: Responder = "person"
    """Who answers: the person there, the script, or a simulated athlete."""
    script: ScriptFile | None = None
    athlete: str = GUEST
    walk_back_s: float | None = None
    """Seconds before the countdown; None: as the station's settings say. 0: begin at once."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Sections of the station's settings that are other ones from this run on."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Kept in the journal's header."""

    @property
    def simulated(self) -> bool:
        """Whether no person answers."""
        return self.responder != "person"

    def by(self, athletes: Sequence[str]) -> RunRequest:
        """The same run by these athletes (codes), one for each lane in its order; lanes left over are guests'."""
        if len(self.plan.lanes) == 1:
            return replace(self, athlete=athletes[0] if athletes else GUEST)
        lanes = (lane.name for lane in self.plan.lanes)
        seated = dict(zip(lanes, athletes, strict=False))
        return replace(self, options={**self.options, LANE_ATHLETES: seated})


Ending = Literal["complete", "aborted", "cancelled"]
"""`cancelled`: left before the first trial began; nothing was kept."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What came of a run."""

    request: RunRequest
    ending: Ending
    header: RunHeader | None = None
    path: Path | None = None
    """The journal; None when cancelled."""
    trials: tuple[TrialRecord, ...] = ()
    strays: tuple[StrayRecord, ...] = ()
    quit: bool = False
    """The person wants to leave the program."""
    interrupted: bool = False
    """The program was asked to end: Ctrl-C, or a signal of the system."""
    saved: bool = True
    """Whether everything of it is on the disk."""
    notes: tuple[str, ...] = ()
    """What a person must know of it, a line each: silent run, lines that could not be saved."""
