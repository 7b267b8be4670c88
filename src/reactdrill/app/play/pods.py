"""The pods as one run uses them, and what is told of them in the journal's header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reactdrill.app.play.note import Note
from reactdrill.app.play.podfield import PodFigure
from reactdrill.devices.pods.device import PodDevice
from reactdrill.devices.pods.opening import OpenedPods
from reactdrill.devices.pods.router import LightRouter
from reactdrill.drill.fewer import Place
from reactdrill.drill.trial import Plan
from reactdrill.i18n import marked
from reactdrill.live.ports import Clock, CueDevice
from reactdrill.pods.controller import Controller
from reactdrill.pods.messages import Board, LedKind
from reactdrill.station.settings import Settings


class RunPods:
    """The pods as one run uses them."""

    def __init__(
        self,
        opened: OpenedPods,
        plan: Plan,
        settings: Settings,
        clock: Clock,
        *,
        gone: Sequence[int] = (),
        without: Sequence[str] = (),
    ) -> None:
        """`gone`: numbers of pods that were there and are lost. `without`: targets that the plan leaves out for that."""
        said = settings.pods
        self._opened = opened
        self._clock = clock
        self._left_out = frozenset((*said.left_out, *gone))
        self.device = PodDevice(
            opened.field,
            clock,
            settings.bindings.targets,
            left_out=self._left_out,
            brightness=max(1, round(255 * said.brightness)),
            marks=said.ttl_marks,
        )
        self.device.prepare(plan)
        self.lacking = self._lacking(plan)
        """Which targets have no pod; None where all have one."""
        self.missing = list(_missing(gone, without))
        """Pods and targets that this run has to do without, because pods are lost: a line each."""
        self.notes = [*self.missing, *self._notes(said.left_out)]
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
        lit = lit_places(plan)
        without = sorted({target for lane, target in lit if not self.device.serves(lane, target)})
        if not without:
            return None
        text = marked("No pod was left for {targets}: lit on the screen")
        return Note(text, {"targets": ", ".join(without)})


def lit_places(plan: Plan) -> set[Place]:
    """Lane and target of every light."""
    return {
        (lane.name, step.target)
        for lane in plan.lanes
        for trial in lane.trials
        for step in trial.steps
        if step.channel == "light" and step.target is not None
    }


def _missing(gone: Sequence[int], without: Sequence[str]) -> Iterator[Note]:
    if gone:
        numbers = ", ".join(map(str, gone))
        yield Note(marked("Left out, because they are gone: pod {numbers}"), {"numbers": numbers})
    if without:
        targets = ", ".join(without)
        yield Note(marked("Without {targets}: no pod is left for them"), {"targets": targets})


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
