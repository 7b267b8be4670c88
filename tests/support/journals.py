"""Plans made by hand, and runs of them through the real engine in virtual time, journaled as a loop would."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reactdrill.drill.trial import (
    Begin,
    Expect,
    LanePlan,
    Plan,
    PlannedSet,
    PlannedStep,
    PlannedTrial,
    Reference,
    Side,
    Until,
    Window,
)
from reactdrill.engine.commands import ClearCue, Command, Finish, Record, ShowCue, Stray
from reactdrill.engine.events import Abort, CueEnded, CueShown, Event, Response, Start, Tick
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.engine.run import Run
from reactdrill.live.ports import Journal
from reactdrill.results.header import DrillInfo, RunHeader
from reactdrill.results.journal import JournalWriter, MemoryJournal

MS = 1_000_000
SECOND = 1_000_000_000
STARTED = "2026-03-01T09:30:00.000Z"

Responder = Callable[[CueShown, PlannedTrial], Iterable[tuple[int, str]]]
"""What an athlete does about a cue: (milliseconds after its onset, target) for each press."""


def trial(
    index: int,
    target: str = "left",
    *,
    condition: str = "go",
    no_go: bool = False,
    practice: bool = False,
    catch: bool = False,
    side: Side | None = None,
    set_index: int = 0,
    window_ms: int = 800,
    lapse_ms: int | None = None,
    steps: tuple[PlannedStep, ...] | None = None,
    **more: Any,
) -> PlannedTrial:
    """One visual trial with a foreperiod of a second."""
    role = "no_go" if no_go else "go"
    cue = PlannedStep("cue", "screen", {"shape": "disc", "size": 0.4}, role=role, target=target)  # type: ignore[arg-type]
    expect = Expect(match="none") if no_go else Expect(targets=(target,))
    window = Window(window_ms * MS, iti_ns=500 * MS, lapse_ns=None if lapse_ms is None else lapse_ms * MS)
    return PlannedTrial(
        index=index,
        set=set_index,
        condition=condition,
        variables={"where": target},
        foreperiod_ns=SECOND,
        steps=() if catch else steps or (cue,),
        expect=expect,
        window=window,
        reference=None if catch else Reference("cue"),
        side=side,
        practice=practice,
        catch=catch,
        **more,
    )


def lane(
    trials: Sequence[PlannedTrial], name: str = "main", targets: tuple[str, ...] = ("left", "right")
) -> LanePlan:
    """A lane whose sets are those its trials name."""
    sets = []
    for index, group in itertools.groupby(trials, key=lambda each: each.set):
        inside = list(group)
        first = inside[0]
        sets.append(
            PlannedSet(index, first.index, Until(len(inside)), side=first.side, practice=first.practice)
        )
    return LanePlan(name, targets, tuple(sets), tuple(trials))


def plan(*lanes: LanePlan, drill: str = "four-choice", **more: Any) -> Plan:
    """A plan of these lanes."""
    settings = {"drill_version": 1, "drill_sha256": "0" * 64, "mode": "sensor", "feedback": "none", **more}
    return Plan(drill=drill, lanes=lanes, **settings)


def simple_plan(count: int = 4, **more: Any) -> Plan:
    """Left and right in turn."""
    return plan(lane([trial(index, ("left", "right")[index % 2]) for index in range(count)]), **more)


def header_of(
    chosen: Plan, *, run: str = "a" * 32, started_utc: str = STARTED, text: str = 'name = "x"\n', **more: Any
) -> RunHeader:
    """A header for a plan; `text`: of its drill file."""
    info = DrillInfo(chosen.drill, chosen.drill.replace("-", " ").title(), 1, "reaction", "0" * 64, text)
    settings: dict[str, Any] = {"origin": "play", "simulated": False, "seed": chosen.seed, **more}
    return RunHeader(run=run, started_utc=started_utc, mode=chosen.mode, drill=info, plan=chosen, **settings)


def quick(cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
    """Hit every target; each trial a little slower than the one before."""
    if planned.expect.match != "none":
        yield 200 + 10 * planned.index, planned.expect.targets[0]


def nobody(_cue: CueShown, _planned: PlannedTrial) -> Iterable[tuple[int, str]]:
    """Never respond."""
    return ()


def response(at_ns: int, target: str, action: str = "press") -> Response:
    """A key."""
    return Response(at_ns, target, action, "keyboard", f"key:{target}", "x11", 500_000, at_ns)  # type: ignore[arg-type]


class Player:
    """Plays a plan in virtual time and journals it the way the loop does."""

    def __init__(
        self,
        chosen: Plan,
        journal: Journal,
        responder: Responder = quick,
        extra: Iterable[Event] = (),
        stop_after: int | None = None,
    ) -> None:
        self.journal = journal
        self.records: list[TrialRecord] = []
        self.strays: list[StrayRecord] = []
        self.finishes: list[Finish] = []
        self._trials = {lane.name: lane.trials for lane in chosen.lanes}
        self._run = Run(chosen)
        self._responder = responder
        self._stop_after = stop_after
        self._count = itertools.count()
        self._due: list[tuple[int, int, Event]] = []
        self.now_ns = 0
        self._ticked: Tick | None = None
        for event in (Start(0), *extra):
            self._add(event)

    def play(self) -> Player:
        """Run to the end (or until `stop_after` records); the journal stays open."""
        while not self._run.done and not self._stopped():
            deadline_ns = self._run.deadline_ns
            if self._due and (deadline_ns is None or self._due[0][0] <= deadline_ns):
                event = heapq.heappop(self._due)[2]
                if self._ticked is not None and event.at_ns <= self._ticked.at_ns:
                    self.journal.append(self._ticked)  # time went first: only this tells a rescorer so
                    self._ticked = None
                self.journal.append(event)
            else:
                assert deadline_ns is not None, "nothing will ever happen"
                event = self._ticked = Tick(deadline_ns)
            self.now_ns = max(self.now_ns, event.at_ns)
            self._obey(self._run.handle(event))
            if isinstance(event, CueShown):
                self._respond(event)
        return self

    def finish(self) -> Player:
        """End and close the journal."""
        self.journal.end(self.now_ns, self.finishes)
        self.journal.close()
        return self

    def _stopped(self) -> bool:
        return self._stop_after is not None and len(self.records) >= self._stop_after

    def _add(self, event: Event) -> None:
        heapq.heappush(self._due, (event.at_ns, next(self._count), event))

    def _obey(self, commands: Iterable[Command]) -> None:
        for command in commands:
            if isinstance(command, ShowCue):
                self._show(command)
            elif isinstance(command, ClearCue):
                at_ns = max(command.due_ns, self.now_ns)
                self._add(CueEnded(at_ns, command.lane, command.trial, command.attempt, command.step))
            elif isinstance(command, Record):
                self.records.append(command.record)
                self.journal.append(command.record)
            elif isinstance(command, Stray):
                self.strays.append(command.record)
                self.journal.append(command.record)
            elif isinstance(command, Finish):
                self.finishes.append(command)

    def _show(self, command: ShowCue) -> None:
        at_ns = max(command.due_ns, self.now_ns)
        self._add(
            CueShown(
                at_ns, command.lane, command.trial, command.attempt, command.cue.id, "virtual", 8 * MS, at_ns
            )
        )

    def _respond(self, cue: CueShown) -> None:
        planned = self._trials[cue.lane][cue.trial]
        for after_ms, target in self._responder(cue, planned):
            at_ns = cue.at_ns + after_ms * MS
            self._add(response(at_ns, target))
            self._add(response(at_ns + 50 * MS, target, "release"))


def played(chosen: Plan, responder: Responder = quick, **more: Any) -> tuple[MemoryJournal, Player]:
    """A whole run in memory, with its header."""
    header_more = {key: more.pop(key) for key in list(more) if key in RunHeader.__dataclass_fields__}
    journal = MemoryJournal(header_of(chosen, **header_more))
    player = Player(chosen, journal, responder, **more).play().finish()
    return journal, player


def write_run(folder: Path, chosen: Plan | None = None, responder: Responder = quick, **more: Any) -> Path:
    """A whole run in a file below `folder`, through the real writer; returns the journal's path."""
    chosen = chosen or simple_plan()
    writer = JournalWriter.create(header_of(chosen, **more), folder)
    Player(chosen, writer, responder).play().finish()
    return writer.path


def write_interrupted(folder: Path, after: int = 2, **more: Any) -> Path:
    """A run that was killed after some records: no end line, no lock."""
    chosen = simple_plan(after + 2)
    journal = MemoryJournal(header_of(chosen, **more))
    Player(chosen, journal, stop_after=after).play()
    path = folder / f"interrupted-{more.get('run', 'a' * 32)[:8]}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(journal.data)
    return path


def aborting(at_ms: int, reason: str = "quit") -> Abort:
    """The athlete leaves."""
    return Abort(at_ms * MS, reason)


def with_begin(planned: PlannedTrial, begin: Begin) -> PlannedTrial:
    """The same trial, begun otherwise."""
    return replace(planned, begin=begin)
