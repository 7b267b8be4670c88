"""The pods of the station: opened with the first run or screen that wants them, and kept for the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reactdrill.app.canvas import Canvas
from reactdrill.app.play.backdrop import Told, draw_told
from reactdrill.app.play.pods import RunPods, lit_places
from reactdrill.app.play.request import RunRequest
from reactdrill.app.theme import Look, run_theme
from reactdrill.app.window import Window
from reactdrill.devices.pods.opening import OpenedPods, make_pods, parse_ports
from reactdrill.draw.colours import Colour
from reactdrill.drill.fewer import without_targets
from reactdrill.i18n import tr
from reactdrill.live.ports import Clock
from reactdrill.pods.controller import Ready, Stage
from reactdrill.pods.field import Pod
from reactdrill.pods.link_events import Happened
from reactdrill.pods.messages import AllOff, Identify, Tap
from reactdrill.results.comparison import WITHOUT
from reactdrill.station.pod_targets import pods_for_plan
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

    def for_run(self, request: RunRequest, window: Window) -> tuple[RunPods, RunRequest]:
        """Wait until the controllers are ready, and say so; the pods, and the run as it can be done with them.

        Controllers that were there before and are gone are left out, with their pods. Raises
        `DeviceUnavailableError` with what to do where one has never been there, or none is left.
        """
        self._say(window, Told(tr("Pods"), tr("Connecting")))
        if self.opened is None:
            self.opened = make_pods(self._ports, self._clock)
        field = self.opened.field
        field.open(partly=all(one.hello is not None for one in field.controllers))
        gone = [pod.number for pod in field.pods if not pod.controller.ready]
        fitted = self._fitted(request, gone)
        return RunPods(
            self.opened, fitted.plan, self._settings, self._clock, gone=gone, without=_without(fitted)
        ), fitted

    def _fitted(self, request: RunRequest, gone: Sequence[int]) -> RunRequest:
        """Without targets that no pod is left for, where pods are lost or left out and the drill allows it."""
        out = {*gone, *self._settings.pods.left_out}
        assert self.opened is not None
        if not out or request.script is not None:
            return request
        own, count = self._settings.bindings.targets, len(self.opened.field.pods)
        lit = lit_places(request.plan)
        lost = lit & (
            pods_for_plan(request.plan, own, count).keys()
            - pods_for_plan(request.plan, own, count, out).keys()
        )
        plan = without_targets(request.drill.drill, request.plan, lost) if lost else None
        if plan is None:
            return request
        names = sorted({target for _, target in lost})
        return replace(request, plan=plan, options={**request.options, WITHOUT: names})

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


def _without(request: RunRequest) -> Sequence[str]:
    names: Sequence[str] = request.options.get(WITHOUT, ())
    return names
