"""A simulated athlete: answers any drill as a person might, for demonstrations, teaching and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from random import Random
from typing import Any, Literal

from reactdrill.devices.agenda import Agenda
from reactdrill.drill.trial import ANY_TARGET, COACH, LanePlan, Mode, Plan, PlannedTrial
from reactdrill.engine.commands import Await, Command, Paused, Record, TrialBegins
from reactdrill.engine.events import CueShown, Event, Response, ResponseAction
from reactdrill.live.ports import Clock, Polled

DEVICE = "simulated"
MS = 1_000_000
FASTEST_NS = 130 * MS
"""No simulated reaction is faster; people are not either."""
STOPPING_NS = 200 * MS
"""How long before its press a response can still be withheld on a stop signal."""


@dataclass(frozen=True, slots=True)
class AthleteProfile:
    """How someone reacts: an ex-Gaussian reaction time (normal plus exponential), and how often they err."""

    mu_ms: float = 260.0
    sigma_ms: float = 30.0
    tau_ms: float = 60.0
    accuracy: float = 0.96
    """Share of answers on the right target, and of no-go cues withheld."""
    miss_rate: float = 0.01
    false_start_rate: float = 0.02
    movement_ms: float = 330.0
    """From leaving home to reaching a near target; also from one target to the next."""
    hold_ms: float = 80.0
    """How long a press lasts."""
    settle_ms: float = 500.0
    """How long until the athlete stands on a hold again, or presses a start."""


Add = Callable[[str, str, ResponseAction, int], None]
Behaviour = Literal["answers", "never", "hammers"]


class SimulatedAthlete:
    """A response device for all lanes of a run. It must be among the loop's observers as well.

    `answers` does the task; `never` does nothing at all; `hammers` presses every target in turn without looking.
    The same seed and the same onsets give the same responses.
    """

    name = DEVICE

    def __init__(
        self,
        clock: Clock,
        seed: int,
        profile: AthleteProfile | None = None,
        behaviour: Behaviour = "answers",
    ) -> None:
        self._now_ns = clock.now_ns
        self._random = Random(seed)  # noqa: S311 - an athlete, not a secret
        self._profile = AthleteProfile() if profile is None else profile
        self._agenda = Agenda()
        self._mode: Mode = "sensor"
        self._lanes: dict[str, LanePlan] = {}
        self._open: dict[tuple[str, int], PlannedTrial] = {}
        """Trials as they began, by lane and number."""
        self._held: set[tuple[str, str]] = set()
        """Lane and target of what is stood on."""
        self._seen: dict[type, Callable[[Any], None]] = {}
        if behaviour == "answers":
            self._seen = {
                TrialBegins: self._saw_begin,
                CueShown: self._saw_onset,
                Await: self._saw_await,
                Record: self._saw_record,
                Paused: self._saw_paused,
            }
        self._hammer = _Hammer() if behaviour == "hammers" else None

    @property
    def deadline_ns(self) -> int | None:
        """When the next press or release is due."""
        return self._agenda.deadline_ns

    def start(self, plan: Plan) -> None:
        """Read the plan, as an athlete reads the instructions."""
        self._mode = plan.mode
        self._lanes = {lane.name: lane for lane in plan.lanes}
        if self._hammer is not None:
            self._hammer.begin(plan, self._now_ns(), self._add)

    def poll(self) -> Polled:
        """What was pressed and let go by now."""
        polled = self._agenda.take(self._now_ns())
        if self._hammer is not None and polled.events:
            self._hammer.go_on(self._agenda.promised_ns, self._add)
        return polled

    def stop(self) -> None:
        """Stop pressing."""
        self._agenda.drop(lambda _: True)
        self._seen = {}
        self._hammer = None

    def saw(self, item: Event | Command) -> None:
        """See what anyone in the room could see."""
        seen = self._seen.get(type(item))
        if seen is not None:
            seen(item)

    # ---- what is seen

    def _saw_begin(self, command: TrialBegins) -> None:
        """Stand where a release is wanted, and now and then go too early."""
        trial = self._open[command.lane, command.trial] = command.planned
        expect = trial.expect
        if self._mode != "sensor":
            return
        if expect.action == "release" and expect.targets:
            self._stand(command.lane, expect.targets[0], self._soon_ns())
        is_quiet = expect.match == "none" and not trial.catch
        if not is_quiet and self._random.random() < self._profile.false_start_rate:
            at_ns = command.at_ns + trial.foreperiod_ns - self._random.randrange(30 * MS, 400 * MS)
            if at_ns > self._agenda.promised_ns:
                self._act(command.lane, trial, self._choose(command.lane, trial), at_ns)

    def _saw_onset(self, event: CueShown) -> None:
        trial = self._open.get((event.lane, event.trial)) or self._lanes[event.lane].trials[event.trial]
        step = next(step for step in trial.steps if step.id == event.step)
        if step.role == "stop":
            self._withhold(event.lane, event.at_ns + STOPPING_NS)
        elif trial.reference is not None and trial.reference.step == step.id:
            self._answer(event, trial)

    def _saw_await(self, command: Await) -> None:
        """Do what the trial waits for: stand on the hold, press the start, or say go as the coach."""
        begin = command.trial.begin
        at_ns = max(command.at_ns + round(self._profile.settle_ms * MS), self._soon_ns())
        if begin.kind == "coach":
            self._press(command.lane, COACH, at_ns)
        elif begin.target is not None and begin.lane in (None, command.lane):
            if begin.kind == "hold":
                self._held.discard((command.lane, begin.target))
                self._stand(command.lane, begin.target, at_ns)
            else:
                self._press(command.lane, begin.target, at_ns)

    def _saw_record(self, command: Record) -> None:
        if command.record.outcome == "aborted":
            self._change_mind(command.record.lane)

    def _saw_paused(self, command: Paused) -> None:
        self._change_mind(command.lane)

    # ---- what is decided

    def _answer(self, event: CueShown, trial: PlannedTrial) -> None:
        """Respond to the cue that counts, or not."""
        if self._mode != "sensor":
            if self._mode == "observer":
                self._press(event.lane, COACH, event.at_ns + self._random.randrange(900 * MS, 2500 * MS))
            return
        profile, random = self._profile, self._random
        assert trial.reference is not None
        if trial.expect.match == "none" and not any(step.role == "stop" for step in trial.steps):
            if random.random() < profile.accuracy:
                return
        elif random.random() < profile.miss_rate:
            return
        due_ns = event.at_ns + trial.reference.offset_ns
        if trial.reference.early_ns:
            at_ns = due_ns + round(random.gauss(0.0, profile.sigma_ms) * 1000) * 1000
        else:
            at_ns = due_ns + self._reaction_ns()
        self._act(event.lane, trial, self._choose(event.lane, trial), max(at_ns, self._soon_ns()))

    def _reaction_ns(self) -> int:
        """One draw, in whole microseconds."""
        profile, random = self._profile, self._random
        drawn_ms = random.gauss(profile.mu_ms, profile.sigma_ms) + random.expovariate(1 / profile.tau_ms)
        return max(FASTEST_NS, round(drawn_ms * 1000) * 1000)

    def _choose(self, lane: str, trial: PlannedTrial) -> list[str]:
        """The targets to go for, in order; now and then a wrong first one."""
        everything = self._lanes[lane].targets
        expect = trial.expect
        lit = [step.target for step in trial.steps if step.target is not None and step.role != "stop"]
        wanted = list(expect.targets) or lit or list(everything)
        if ANY_TARGET in wanted:
            wanted = list(everything)
        if not wanted:
            return []
        if expect.match in ("any", "none"):
            wanted = [self._random.choice(wanted)]
        elif expect.match == "count":
            wanted = [self._random.choice(wanted)] * expect.count
        elif expect.match == "all":
            self._random.shuffle(wanted)
        others = [target for target in everything if target not in (*wanted, expect.home)]
        if others and expect.match != "none" and self._random.random() >= self._profile.accuracy:
            wanted[0] = self._random.choice(others)
        return wanted

    def _act(self, lane: str, trial: PlannedTrial, targets: list[str], at_ns: int) -> None:
        """Press, release, or leave home and reach."""
        move_ns = round(self._profile.movement_ms * MS)
        home = trial.expect.home
        if home is not None and (lane, home) in self._held:
            self._let_go(lane, home, at_ns)
            at_ns += self._random.randrange(move_ns // 2, move_ns * 2)
        for target in targets:
            if trial.expect.action == "release":
                self._let_go(lane, target, at_ns)
            else:
                self._press(lane, target, at_ns)
            at_ns += self._random.randrange(move_ns // 2, move_ns * 2)

    def _withhold(self, lane: str, from_ns: int) -> None:
        """Take back the presses that are still far enough away, each with its release."""
        prefix = f"sim:{lane}:"
        taken: set[str] = set()

        def unwanted(event: Event) -> bool:
            if (
                not isinstance(event, Response)
                or event.at_ns < from_ns
                or not event.control.startswith(prefix)
            ):
                return False
            if event.action == "press":
                taken.add(event.control)
                self._held.discard((lane, event.target))
            return event.control in taken

        self._agenda.drop(unwanted)

    def _change_mind(self, lane: str) -> None:
        """Forget what was about to be done; what is down comes up."""
        self._withhold(lane, self._agenda.promised_ns + 1)

    # ---- what is done

    def _soon_ns(self) -> int:
        return self._agenda.promised_ns + 1

    def _stand(self, lane: str, target: str, at_ns: int) -> None:
        if (lane, target) not in self._held:
            self._held.add((lane, target))
            self._add(lane, target, "press", at_ns)

    def _let_go(self, lane: str, target: str, at_ns: int) -> None:
        if (lane, target) in self._held:
            self._held.discard((lane, target))
            self._add(lane, target, "release", at_ns)

    def _press(self, lane: str, target: str, at_ns: int) -> None:
        self._add(lane, target, "press", at_ns)
        self._add(lane, target, "release", at_ns + round(self._profile.hold_ms * MS))

    def _add(self, lane: str, target: str, action: ResponseAction, at_ns: int) -> None:
        whose = lane if len(self._lanes) > 1 and target != COACH else None
        control = f"sim:{lane}:{target}"
        self._agenda.add(Response(at_ns, target, action, DEVICE, control, DEVICE, 0, at_ns, 0, whose))


class _Hammer:
    """Presses everything in turn, for as long as it is let."""

    EVERY_NS = 45 * MS
    DOWN_NS = 20 * MS

    def __init__(self) -> None:
        self._order: Iterator[tuple[str, str]] = iter(())
        self._last_ns = 0

    def begin(self, plan: Plan, now_ns: int, add: Add) -> None:
        """Start a round of all targets of all lanes, the coach's included."""
        targets = [(lane.name, target) for lane in plan.lanes for target in (*lane.targets, COACH)]
        self._order = cycle(targets)
        self._last_ns = now_ns
        self.go_on(now_ns + self.DOWN_NS, add)

    def go_on(self, now_ns: int, add: Add) -> None:
        """Add the next press when the last one is over."""
        if now_ns >= self._last_ns + self.DOWN_NS:
            self._last_ns = max(self._last_ns + self.EVERY_NS, now_ns + 1)
            lane, target = next(self._order)
            add(lane, target, "press", self._last_ns)
            add(lane, target, "release", self._last_ns + self.DOWN_NS)
