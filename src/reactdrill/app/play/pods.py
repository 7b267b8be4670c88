"""The pods of a run: opened with the first run that wants them, kept for the next, told of in the journal's header."""

from __future__ import annotations

from typing import Any

from reactdrill.app.canvas import Canvas
from reactdrill.app.play.backdrop import Told, draw_told
from reactdrill.app.play.note import Note
from reactdrill.app.play.podfield import PodFigure
from reactdrill.app.theme import Look, run_theme
from reactdrill.app.window import Window
from reactdrill.devices.pods.device import PodDevice
from reactdrill.devices.pods.opening import OpenedPods, make_pods, parse_ports
from reactdrill.devices.pods.router import LightRouter
from reactdrill.draw.colours import Colour
from reactdrill.drill.trial import Plan
from reactdrill.i18n import marked, tr
from reactdrill.live.ports import Clock, CueDevice
from reactdrill.pods.controller import Controller, Ready, Stage
from reactdrill.pods.field import Pod
from reactdrill.pods.link_events import Happened
from reactdrill.pods.messages import AllOff, Board, Identify, LedKind, Tap
from reactdrill.station.settings import Settings


class StationPods:
    """The controllers that the station's settings name."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        """Raises `UsageError` when the settings name ports that cannot be."""
        self._settings = settings
        self._clock = clock
        self._ports = parse_ports(settings.pods.ports)
        self.opened: OpenedPods | None = None
        """What is talked to; None before the first run or screen that wants pods, and after `close`."""

    def use(self, settings: Settings) -> None:
        """Other settings from the next run on. Raises `UsageError` as at first."""
        ports = parse_ports(settings.pods.ports)
        if ports != self._ports:
            self.close()
        self._settings, self._ports = settings, ports

    @property
    def wanted(self) -> bool:
        """Whether there are any."""
        return bool(self._ports)

    def for_run(self, plan: Plan, window: Window) -> RunPods:
        """Wait until all controllers are ready, and say so. Raises `DeviceUnavailableError` with what to do."""
        self._say(window, Told(tr("Pods"), tr("Connecting")))
        if self.opened is None:
            self.opened = make_pods(self._ports, self._clock)
        self.opened.field.open()
        return RunPods(self.opened, plan, self._settings, self._clock)

    # ---- between runs

    @property
    def ready_pods(self) -> tuple[Pod, ...]:
        """Pods of controllers that can be used now."""
        field = None if self.opened is None else self.opened.field
        return () if field is None else tuple(pod for pod in field.pods if pod.controller.ready)

    @property
    def gone(self) -> tuple[str, ...]:
        """Names of controllers that were there and do not answer now."""
        known = () if self.opened is None else self.opened.field.controllers
        return tuple(each.name for each in known if each.hello is not None and each.stage is Stage.ABSENT)

    def pressed(self) -> set[int]:
        """Numbers of pods that were pressed since this was asked last. Opens what is not open; waits for nothing."""
        if self.opened is None:
            self.opened = make_pods(self._ports, self._clock)
        field, pressed = self.opened.field, set()
        for controller, event in field.poll():
            if isinstance(event, Ready):
                field.number_pods()
            elif isinstance(event, Happened) and isinstance(event.event, Tap) and event.event.edge:
                pod = field.pod_at(controller, event.event.pod)
                pressed |= set() if pod is None else {pod.number}
        return pressed

    def light(self, pod: Pod, colour: Colour, ms: int) -> None:
        """Light a pod for a while, as no cue. A board that would flash too often refuses."""
        brightness = max(1, round(255 * self._settings.pods.brightness))
        pod.controller.send(Identify(pod.index, *colour, brightness, ms))

    def dark(self) -> None:
        """Put every pod out."""
        for controller in () if self.opened is None else self.opened.field.controllers:
            if controller.ready:
                controller.send(AllOff())

    def rest(self) -> None:
        """Nobody will ask for a while."""
        if self.opened is not None:
            self.opened.field.rest()

    def close(self) -> None:
        """Let go of the ports; they are opened again when they are wanted."""
        if self.opened is not None:
            self.opened.field.close()
            self.opened = None

    # ---- helpers

    def _say(self, window: Window, told: Told) -> None:
        surface = window.surface
        theme = run_theme(self._settings.display.theme)
        canvas = Canvas(surface, Look(theme, min(surface.get_size())))
        canvas.clear()
        draw_told(canvas, canvas.box.inset(canvas.look.gap), told)
        window.flip()


class RunPods:
    """The pods as one run uses them."""

    def __init__(self, opened: OpenedPods, plan: Plan, settings: Settings, clock: Clock) -> None:
        said = settings.pods
        self._opened = opened
        self._clock = clock
        self._left_out = frozenset(said.left_out)
        self.device = PodDevice(
            opened.field,
            clock,
            settings.bindings.targets,
            left_out=said.left_out,
            brightness=max(1, round(255 * said.brightness)),
            marks=said.ttl_marks,
        )
        self.device.prepare(plan)
        self.lacking = self._lacking(plan)
        """Which targets have no pod; None where all have one."""
        self.notes = self._notes(said.left_out)
        self.figure = PodFigure(opened, self.device, plan, clock) if opened.boards else None
        """Drawn and clicked where pods are simulated."""

    @property
    def simulated(self) -> bool:
        """Whether any of them is no hardware: such a run is marked."""
        return self._opened.field.simulated

    def lights(self, screen: CueDevice) -> CueDevice:
        """What presents the channel `light`."""
        return LightRouter(self.device, screen, self._clock)

    @property
    def spare(self) -> int | None:
        """The first pod that stands for no target: a tap on it pauses. None where every pod is at work."""
        return self._first(spare=True)

    @property
    def resumes(self) -> int | None:
        """The pod that goes on after a pause: the spare one, or the first where none is. None without a pod."""
        return self.spare or self._first(spare=False)

    def _first(self, *, spare: bool) -> int | None:
        busy = {pod.number for pods in self.device.pods.values() for pod in pods} if spare else set()
        usable = (pod.number for pod in self._opened.field.pods if pod.controller.ready)
        return next((each for each in usable if each not in busy and each not in self._left_out), None)

    def keep_awake(self) -> None:
        """Between the opening and the start of a run: nothing that happens counts yet."""
        self.device.poll()

    def rest(self) -> None:
        """The run is over."""
        self.device.stop()
        self.device.poll()
        self._opened.field.rest()

    def facts(self) -> list[dict[str, Any]]:
        """A line for each controller in the run's header."""
        return [_facts(one) for one in self._opened.field.controllers]

    def _notes(self, left_out: list[int]) -> list[Note]:
        notes = [] if self.lacking is None else [self.lacking]
        if left_out:
            numbers = ", ".join(map(str, sorted(left_out)))
            notes.insert(
                0, Note(marked("Left out, as the settings say: pod {numbers}"), {"numbers": numbers})
            )
        return notes

    def _lacking(self, plan: Plan) -> Note | None:
        lit = {
            (lane.name, step.target)
            for lane in plan.lanes
            for trial in lane.trials
            for step in trial.steps
            if step.channel == "light" and step.target is not None
        }
        without = sorted({target for lane, target in lit if not self.device.serves(lane, target)})
        if not without:
            return None
        text = marked("No pod was left for {targets}: lit on the screen")
        return Note(text, {"targets": ", ".join(without)})


def _facts(controller: Controller) -> dict[str, Any]:
    hello, link = controller.hello, controller.link
    estimate = None if link is None else link.sync.estimate()
    facts: dict[str, Any] = {"name": controller.name, "source": "pod"}
    if hello is not None:
        facts |= {
            "board": _name(Board, hello.board),
            "board_id": hello.board_id,
            "boot_id": hello.boot_id,
            "firmware": hello.firmware,
            "protocol": f"{hello.major}.{hello.minor}",
            "pods": hello.pods,
            "lights": _name(LedKind, hello.led_kind),
            "simulated": hello.simulated,
        }
    if estimate is not None:
        facts |= {
            "rate_ppb": estimate.mapping.rate_ppb,
            "rate_uncertainty_ppb": estimate.rate_uncertainty_ppb,
            "uncertainty_ns": estimate.uncertainty_ns,
        }
    return facts


def _name(numbers: type[Board | LedKind], value: int) -> str:
    try:
        return numbers(value).name.lower()
    except ValueError:
        return str(value)
