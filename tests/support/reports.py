"""Runs with scattered times, as people have them, for reports and exports."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from journals import Player, Responder
from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.file import changed_drill
from reactdrill.drill.library import Library
from reactdrill.drill.trial import Plan, PlannedTrial
from reactdrill.engine.events import CueShown
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.header import DrillInfo, RunHeader
from reactdrill.results.journal import JournalWriter


def person(seed: int, middle_ms: float = 230.0) -> Responder:
    """Somebody who is mostly right, a little slower on the left, sometimes away."""
    chance = random.Random(seed)

    def answers(_cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
        after = round(chance.gauss(middle_ms, 28) + chance.expovariate(1 / 70))
        missed, wrong = chance.random() < 0.03, chance.random() < 0.06
        if planned.expect.match == "none" or missed:
            return
        target = planned.expect.targets[0]
        if wrong:
            yield max(after, 120), "elsewhere"
        else:
            yield max(after, 120) + (35 if target == "left" else 0), target

    return answers


def library_run(
    folder: Path,
    drill: str = "four-choice",
    *,
    seed: int = 1,
    changes: Mapping[str, Any] | None = None,
    **more: Any,
) -> Path:
    """A run of a drill that comes with reactdrill, journaled below `folder`; `more` goes into its header."""
    file = Library.standard().load(drill)
    if changes:
        file = changed_drill(file, changes, "test")
    plan = file.plan(seed)
    info = DrillInfo(
        file.drill.name, file.drill.title, file.drill.version, file.drill.component, file.sha256, file.text
    )
    middle_ms = more.pop("middle_ms", 230.0)
    settings: dict[str, Any] = {
        "run": f"{seed:032x}", "started_utc": "2026-03-01T09:30:00.000Z", "origin": "play", "simulated": False, **more,
    }  # fmt: skip
    header = RunHeader(mode=plan.mode, drill=info, plan=plan, seed=seed, **settings)
    writer = JournalWriter.create(header, folder)
    if settings["simulated"]:
        _simulated(writer, plan, seed)
    else:
        Player(plan, writer, person(seed, middle_ms)).play().finish()
    return writer.path


def _simulated(writer: JournalWriter, plan: Plan, seed: int) -> None:
    """By the simulated athlete, who knows every kind of drill."""
    clock = VirtualClock()
    athlete = SimulatedAthlete(clock, seed=seed)
    run_headless(plan, clock, cues=VirtualCues(clock), inputs=[athlete], journal=writer, observers=[athlete])
