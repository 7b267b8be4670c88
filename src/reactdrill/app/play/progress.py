"""What a run shows between its trials, gathered from what the loop publishes. Pure: no drawing, no clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from reactdrill.drill.places import LIGHT_SIZE
from reactdrill.drill.trial import ANY_TARGET, Plan, PlannedTrial, Side
from reactdrill.engine.commands import (
    Await,
    Command,
    Feedback,
    Finish,
    Paused,
    Record,
    Rest,
    SetBegins,
    ShowCue,
    Stray,
    TrialBegins,
)
from reactdrill.engine.events import CueShown, Event, Resume
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.i18n import TextTable, tr

OUTCOME_WORDS: Mapping[str, str] = TextTable(
    {
        "hit": "Hit",
        "wrong_target": "Wrong target",
        "miss": "Missed",
        "false_start": "Too early",
        "commission": "Do not answer this one",
        "correct_rejection": "Right: you waited",
        "stopped": "Right: you stopped",
        "stop_failed": "Try to stop",
        "completed": "Done",
    }
)
DRAWING_NS = 60_000_000
"""Drawing and showing a screen is done well within this."""
GOOD_OUTCOMES = frozenset({"hit", "correct_rejection", "stopped", "completed"})


@dataclass(slots=True)
class LaneProgress:
    """One lane, as people follow it."""

    name: str
    planned: int
    """Trials of the present set."""
    timed: bool = False
    """The set ends by time, hits or strikes before its planned trials: no total is shown."""
    set: int = 0
    """0-based, practice not counted."""
    done: int = 0
    side: Side | None = None
    practice: bool = False
    prompt: str = ""
    """What the athlete has to do before the trial can begin."""
    feedback: str = ""
    counted: tuple[Mapping[str, Any], int] | None = None
    """The counter of the trial that has just ended, and the time at which it stands, ns."""
    good: bool = True
    resting_until_ns: int | None = None
    next_side: Side | None = None
    task: str = ""
    """What is done besides in the present set, in a rest in the coming one."""
    paused: str | None = None
    devices_lost: tuple[str, ...] = ()
    finished: bool = False
    begun: bool = False
    open: bool = False
    """A trial's clock runs."""
    cue_seen: bool = False
    """A cue of the open trial has begun."""

    @property
    def share(self) -> float:
        """How much of the set is done, 0 to 1."""
        return min(1.0, self.done / self.planned) if self.planned else 0.0


class RunProgress:
    """Watches a run (an observer of the loop) and keeps what its screen shows.

    `changed` is true when something outside a response window has changed since it was last cleared.
    """

    def __init__(self, plan: Plan, titles: dict[str, str] | None = None) -> None:
        self.plan = plan
        self.lanes = {
            lane.name: LaneProgress(lane.name, len(lane.trials), task=task_words(lane.sets[0].task))
            for lane in plan.lanes
        }
        self.sets = max(sum(not each.practice for each in lane.sets) for lane in plan.lanes)
        """Sets besides practice."""
        self.changed = True
        self.trials: list[TrialRecord] = []
        self.strays: list[StrayRecord] = []
        self._due_ns: dict[tuple[str, str], int] = {}
        """When cues are due that have been asked for and not shown, by lane and step."""
        self.lights = _lights(plan)
        """Places of the lights that the plan can light, for their unlit outlines."""
        self.counters = _counters(plan)
        """The plan's counters as they are shown, for their frames."""
        self._counter: dict[str, Mapping[str, Any] | None] = {}
        """That of each lane's last trial."""
        self._titles = titles or {}
        self._notes: dict[type, Callable[[Any], None]] = {
            ShowCue: self._cue_asked_for,
            CueShown: self._cue_shown,
            Record: self._record,
            Stray: self._stray,
            Feedback: self._feedback,
            Await: self._await,
            TrialBegins: self._begins,
            SetBegins: self._set_begins,
            Rest: self._rest,
            Paused: self._paused,
            Resume: self._resume,
            Finish: self._finish,
        }

    @property
    def paused(self) -> bool:
        """Whether any lane holds still."""
        return any(lane.paused is not None for lane in self.lanes.values())

    def saw(self, item: Event | Command) -> None:
        """Take note of what the loop publishes."""
        note = self._notes.get(type(item))
        if note is not None:
            note(item)

    def may_draw(self, now_ns: int) -> bool:
        """Whether the screen may change now without coming near a cue or its response window."""
        soon_ns = now_ns + DRAWING_NS
        quiet = all(not lane.open or not lane.cue_seen for lane in self.lanes.values())
        return quiet and min(self._due_ns.values(), default=soon_ns + 1) > soon_ns

    def _cue_shown(self, item: CueShown) -> None:
        lane = self.lanes[item.lane]
        lane.cue_seen = lane.open
        self._due_ns.pop((item.lane, item.step), None)

    def _cue_asked_for(self, item: ShowCue) -> None:
        self._due_ns[item.lane, item.cue.id] = item.due_ns

    def _stray(self, item: Stray) -> None:
        self.strays.append(item.record)

    def _finish(self, item: Finish) -> None:
        self.lanes[item.lane].finished = True

    def _record(self, item: Record) -> None:
        record = item.record
        self.trials.append(record)
        lane = self.lanes[record.lane]
        lane.prompt = ""
        lane.open = lane.cue_seen = False
        self._due_ns = {key: due for key, due in self._due_ns.items() if key[0] != record.lane}
        if record.outcome != "aborted":
            lane.done += 1
        self.changed = True

    def _feedback(self, item: Feedback) -> None:
        lane = self.lanes[item.lane]
        lane.good = item.outcome in GOOD_OUTCOMES
        lane.feedback = OUTCOME_WORDS.get(item.outcome, item.outcome)
        if item.rt_ns is not None and item.outcome == "hit":
            lane.feedback = f"{item.rt_ns / 1e6:.0f} ms"
            counter = self._counter.get(item.lane)
            lane.counted = None if counter is None else (counter, item.rt_ns)
        self.changed = True

    def _await(self, item: Await) -> None:
        if item.trial.begin.lane is None:  # the partner is being told what to do
            self.lanes[item.lane].prompt = self.prompt_for(item.trial)
        self.changed = True

    def prompt_for(self, trial: PlannedTrial) -> str:
        """What a waiting trial asks of the athlete."""
        begin = trial.begin
        if begin.kind == "coach":
            return tr("Coach: press when ready")
        target = begin.target or ANY_TARGET
        name = self._titles.get(target) or tr(target.replace("-", " "))
        if begin.kind == "hold":
            return tr("Take and hold {target}", target=name)
        return tr("Press {target} to begin", target=name)

    def _begins(self, item: TrialBegins) -> None:
        lane = self.lanes[item.lane]
        lane.open = True
        self._counter[item.lane] = next(iter(_counters_of(item.planned)), None)
        lane.counted = None
        if lane.prompt or lane.feedback:
            lane.prompt = lane.feedback = ""
            self.changed = True

    def _set_begins(self, item: SetBegins) -> None:
        lane = self.lanes[item.lane]
        sets = next(each.sets for each in self.plan.lanes if each.name == item.lane)
        until = sets[item.set].until
        lane.planned, lane.timed = until.trials, (until.time_ns or until.hits or until.strikes) is not None
        lane.set = sum(not each.practice for each in sets[: item.set])
        lane.done, lane.side, lane.practice = 0, item.side, item.practice
        lane.task = task_words(sets[item.set].task)
        lane.resting_until_ns, lane.begun = None, True
        self.changed = True

    def _rest(self, item: Rest) -> None:
        lane = self.lanes[item.lane]
        lane.resting_until_ns, lane.next_side, lane.paused = item.until_ns, item.side, None
        sets = next(each.sets for each in self.plan.lanes if each.name == item.lane)
        lane.task = task_words(sets[item.set].task)
        lane.feedback = lane.prompt = ""
        lane.counted = None
        self.changed = True

    def _paused(self, item: Paused) -> None:
        lane = self.lanes[item.lane]
        lane.paused, lane.devices_lost = item.reason, item.devices
        lane.prompt = lane.feedback = ""
        lane.counted = None
        self.changed = True

    def _resume(self, _: Resume) -> None:
        for lane in self.lanes.values():
            lane.paused, lane.devices_lost = None, ()
        self.changed = True


def task_words(task: Mapping[str, Any] | None) -> str:
    """What is done besides: `Count aloud: 93, 86, …`; empty when nothing is."""
    if task is None:
        return ""
    start, by = int(task["start"]), int(task["by"])
    return tr("Count aloud: {numbers} …", numbers=f"{start}, {start - by}, {start - 2 * by}")


def _lights(plan: Plan) -> tuple[tuple[float, float, float], ...]:
    """Place and size of every light."""
    cues = (
        step.stimulus
        for lane in plan.lanes
        for trial in lane.trials
        for step in trial.steps
        if step.channel == "light"
    )
    places = {(float(cue["at"][0]), float(cue["at"][1]), float(cue.get("size", LIGHT_SIZE))) for cue in cues}
    return tuple(sorted(places))


def _counters_of(trial: PlannedTrial) -> list[Mapping[str, Any]]:
    return [step.stimulus for step in trial.steps if "counter" in step.stimulus]


def _counters(plan: Plan) -> tuple[Mapping[str, Any], ...]:
    found = [each for lane in plan.lanes for trial in lane.trials for each in _counters_of(trial)]
    return tuple({repr(sorted(each.items())): each for each in found}.values())
