"""Pods as one device: cues of the channel `light`, and responses, both stamped by the pods' own clocks.

One mapping from a controller's clock to host time is frozen for each trial of each lane, so that a reaction time is
the difference of two stamps of one clock. Up to when a controller has told everything it says itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter

from reactdrill.devices.pods.clocks import FieldClocks
from reactdrill.devices.pods.cues import ROUNDS, WRAP, Key, SentCues
from reactdrill.devices.pods.lights import light_for
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import ClearCue, Command, Record, ShowCue, TrialBegins
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, DeviceBack, DeviceLost, Event, Response
from reactdrill.live.ports import Clock, Polled
from reactdrill.pods.controller import Controller, ControllerEvent, Gone, Ready
from reactdrill.pods.field import Pod, PodField
from reactdrill.pods.link_events import Answered, Happened
from reactdrill.pods.messages import Light, Lit, Mark, Nack, Out, OutFlag, Tap, TapFlag
from reactdrill.station.pod_targets import pods_for_plan

SOURCE = "pod"
SIMULATED_SOURCE = "pod-simulated"
HELD_AT_START = "held-at-start"
STAMP_NS = 4_000
"""95 % half-width of a stamp on a board's clock: a tick, and what other interrupts delay one by."""
INTERRUPTS_OFF_NS = 600_000
HIDDEN_NS = 100_000_000
"""An edge that was hidden in a lockout happened some time within it."""
MARK_100US = 100

_by_stamp = attrgetter("at_ns")


class PodDevice:
    """A `CueDevice`, a `ResponseDevice` and an `Observer`: all pods of a station.

    The loop has to be given it as an observer as well, so that it knows when trials begin and end.
    """

    name = "pods"

    def __init__(
        self,
        field: PodField,
        clock: Clock,
        own: Mapping[str, Sequence[str]] | None = None,
        *,
        left_out: Collection[int] = (),
        brightness: int = 255,
        marks: bool = False,
    ) -> None:
        """`own`: the controls that the station gives targets. `left_out`: pods that are not used.

        `brightness`: 1 to 255. `marks`: a pulse on the boards' TTL output at each cue of the screen and the speakers.
        """
        self.field = field
        self._clock = clock
        self._own = own or {}
        self._left_out = left_out
        self._brightness = brightness
        self._marks = marks
        self._mark = 0
        self._plan: Plan | None = None
        self._pods: dict[tuple[str, str], tuple[Pod, ...]] = {}
        self._places: dict[tuple[str, int], tuple[str, str]] = {}
        """Lane and target of each pod, by controller and index."""
        self._shared = False
        """Whether lanes have targets of the same name."""
        self._cues = SentCues()
        self._clocks = FieldClocks()
        self._lost: set[str] = set()
        self._since_ns: dict[str, int] = {}
        """Since when what a controller tells counts."""
        self._told: list[Event] = []
        self._pressed: set[int] = set()
        self._clears: list[ClearCue] = []
        self._promised_ns = clock.now_ns()

    # ---- the ports

    @property
    def deadline_ns(self) -> int | None:
        """When a controller wants to be asked, or a cue is to be taken away."""
        dues = [command.due_ns for command in self._clears]
        if self._told:
            dues.append(self._clock.now_ns())
        if (due_ns := self.field.deadline_ns) is not None:
            dues.append(due_ns)
        return min(dues, default=None)

    def prepare(self, plan: Plan) -> None:
        """Know which pod stands for which target."""
        numbers = pods_for_plan(plan, self._own, len(self.field.pods), self._left_out)
        pods = self.field.pods
        self._pods = {place: tuple(pods[number - 1] for number in mine) for place, mine in numbers.items()}
        self._places = {
            (pod.controller.name, pod.index): place for place, mine in self._pods.items() for pod in mine
        }
        names = [target for lane in plan.lanes for target in lane.targets]
        self._shared = len(set(names)) < len(names)

    def start(self, plan: Plan) -> None:
        """Listen. A pod that is held down already counts as held; a controller that is not ready is lost."""
        self.prepare(plan)
        self._plan = plan
        self._clocks.thaw()
        self._lost.clear()
        self._pressed.clear()
        now_ns = self._clock.now_ns()
        for controller in self.field.controllers:
            self._since_ns[controller.name] = now_ns
            if controller.ready:
                self._hold(controller, now_ns)
            else:
                self._lose(controller)

    def stop(self) -> None:
        """Put out what is lit, and listen no more. May be called twice."""
        for cue in self._cues:
            self._cues.cancel(cue.key)
            self._cues.over(cue)
        self._told.clear()
        self._clears.clear()
        self._plan = None

    @property
    def pods(self) -> Mapping[tuple[str, str], tuple[Pod, ...]]:
        """The pods of each lane's targets, as prepared."""
        return self._pods

    def take_pressed(self) -> set[int]:
        """Numbers of the pods that were pressed since this was asked last, those without a target too."""
        pressed, self._pressed = self._pressed, set()
        return pressed

    def serves(self, lane: str, target: str | None) -> bool:
        """Whether a target has a pod."""
        return target is not None and (lane, target) in self._pods

    def schedule(self, command: ShowCue) -> None:
        """Send a cue to its pod."""
        key = (command.lane, command.trial, command.attempt, command.cue.id)
        if self._plan is None or not self.serves(command.lane, command.cue.target):
            self._fail(key, "its target has no pod")
            return
        assert command.cue.target is not None
        pod = self._pods[command.lane, command.cue.target][0]
        controller = pod.controller
        estimate = self._clocks.freeze(controller, command.lane) if controller.ready else None
        if estimate is None:
            self._fail(key, f"{controller.name} is gone")
            return
        lane = next(each for each in self._plan.lanes if each.name == command.lane)
        light = light_for(
            command,
            lane.trials[command.trial],
            self._plan.mode,
            estimate.mapping,
            pod=pod.index,
            token=self._cues.next_round(controller),
            now_ns=self._clock.now_ns(),
            brightness=self._brightness,
        )
        self._cues.send(key, pod, light)

    def clear(self, command: ClearCue) -> None:
        """Take a cue away, or see to it when the time has come."""
        if command.due_ns > self._clock.now_ns():
            self._clears.append(command)
        else:
            self._cues.cancel((command.lane, command.trial, command.attempt, command.step))

    def poll(self) -> Polled:
        """What the pods have told, and up to when that is all."""
        now_ns = self._clock.now_ns()
        due = [command for command in self._clears if command.due_ns <= now_ns]
        self._clears = [command for command in self._clears if command.due_ns > now_ns]
        for command in due:
            self.clear(command)
        for controller, event in self.field.poll():
            self._take(controller, event)
        events, self._told = sorted(self._told, key=_by_stamp), []
        self._promise()
        return Polled(events if self._plan is not None else (), self._promised_ns)

    def saw(self, item: Event | Command) -> None:
        """Freeze the clocks when a trial begins, and let them go with its record."""
        if isinstance(item, TrialBegins):
            self._clocks.thaw(item.lane)
            for controller in self.field.controllers:
                if controller.ready:
                    self._clocks.freeze(controller, item.lane)
        elif isinstance(item, Record):
            self._clocks.thaw(item.record.lane)
        elif self._marks and isinstance(item, ShowCue) and item.cue.channel != "light":
            self._pulse(item)

    # ---- what controllers tell

    def _take(self, controller: Controller, event: ControllerEvent) -> None:
        match event:
            case Ready():
                self._on_ready(controller)
            case Gone():
                self._lose(controller)
            case Answered(answer=Nack() as nack) if nack.of == Light.TYPE:
                cue = self._cues.find(controller, ticket=event.ticket)
                reason = None if cue is None else self._cues.refused(cue, nack)
                if cue is not None and reason is not None:
                    self._fail(cue.key, reason)
            case Happened(event=Tap() as tap):
                self._on_tap(controller, tap)
            case Happened(event=Lit() as lit):
                self._on_lit(controller, lit)
            case Happened(event=Out() as out):
                self._on_out(controller, out)

    def _on_ready(self, controller: Controller) -> None:
        now_ns = self._clock.now_ns()
        self._since_ns[controller.name] = now_ns
        if controller.name in self._lost:
            self._lost.discard(controller.name)
            self._told.append(DeviceBack(now_ns, controller.name))
            self._hold(controller, now_ns)

    def _lose(self, controller: Controller) -> None:
        name = controller.name
        self._cues.drop(controller)
        self._clocks.thaw(controller=controller)
        if self._plan is not None and name not in self._lost:
            targets = {place[1] for (owner, _), place in self._places.items() if owner == name}
            if not targets:
                return  # none of its pods is at work
            self._lost.add(name)
            self._told.append(DeviceLost(self._clock.now_ns(), name, tuple(sorted(targets))))

    def _hold(self, controller: Controller, at_ns: int) -> None:
        for index in sorted(controller.down):
            pod, place = self._bound(controller, index)
            if pod is not None and place is not None:
                lane = place[0] if self._shared else None
                device, control = controller.name, pod.control
                self._told.append(
                    Response(at_ns, place[1], "press", device, control, HELD_AT_START, 0, at_ns, 0, lane)
                )

    def _on_tap(self, controller: Controller, tap: Tap) -> None:
        pod, place = self._bound(controller, tap.pod)
        if pod is not None and tap.edge:
            self._pressed.add(pod.number)
        if pod is None or place is None:
            return
        stamp = self._clocks.stamp(controller, place[0], tap.tick, _own_uncertainty_ns(tap))
        if stamp is None or stamp.at_ns < self._since_ns.get(controller.name, 0):
            return  # it happened while the controller was away
        self._told.append(
            Response(
                stamp.at_ns,
                place[1],
                "press" if tap.edge else "release",
                controller.name,
                pod.control,
                _source(controller),
                stamp.uncertainty_ns,
                stamp.at_ns,
                0,
                place[0] if self._shared else None,
                stamp.clock,
            )
        )

    def _on_lit(self, controller: Controller, lit: Lit) -> None:
        cue = self._cues.find(controller, token=lit.round)
        if cue is None:
            return
        cue.lit = True
        stamp = self._clocks.stamp(controller, cue.key[0], lit.on_tick, STAMP_NS)
        if stamp is not None:
            at_ns, unsure_ns, clock = stamp
            self._told.append(CueShown(at_ns, *cue.key, _source(controller), unsure_ns, at_ns, 0, clock))

    def _on_out(self, controller: Controller, out: Out) -> None:
        cue = self._cues.find(controller, token=out.round)
        if cue is None:
            return
        self._cues.over(cue)
        if cue.lit and out.flags & OutFlag.OFF_VALID:
            stamp = self._clocks.stamp(controller, cue.key[0], out.off_tick, STAMP_NS)
            if stamp is not None:
                self._told.append(CueEnded(stamp.at_ns, *cue.key))

    # ---- helpers

    def _bound(self, controller: Controller, index: int) -> tuple[Pod | None, tuple[str, str] | None]:
        """A pod, and the lane and target it stands for in this run."""
        if self._plan is None:
            return None, None
        return self.field.pod_at(controller, index), self._places.get((controller.name, index))

    def _fail(self, key: Key, reason: str) -> None:
        self._told.append(CueFailed(self._clock.now_ns(), *key, reason))

    def _promise(self) -> None:
        """The time up to which every controller has told everything; one that is gone has nothing more to tell."""
        untils = [self._clock.now_ns()]
        for controller in self.field.controllers:
            if controller.ready:
                until_ns = self._clocks.complete_until_ns(controller)
                untils.append(self._promised_ns if until_ns is None else until_ns)
        self._promised_ns = max(self._promised_ns, min(untils))

    def _pulse(self, command: ShowCue) -> None:
        """A pulse on every board when a cue of another device is due."""
        for controller in self.field.controllers:
            estimate = self._clocks.estimate(controller, command.lane)
            if controller.ready and estimate is not None:
                self._mark = self._mark % ROUNDS + 1
                at = estimate.mapping.ticks(command.due_ns) % WRAP
                controller.send(Mark(self._mark, 0, at, MARK_100US))


def _source(controller: Controller) -> str:
    return SIMULATED_SOURCE if controller.hello is not None and controller.hello.simulated else SOURCE


def _own_uncertainty_ns(tap: Tap) -> int:
    if tap.flags & TapFlag.HIDDEN:
        return HIDDEN_NS
    return INTERRUPTS_OFF_NS if tap.flags & TapFlag.INTERRUPTS_OFF else STAMP_NS
