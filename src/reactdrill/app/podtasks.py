"""What is done with pods from the screens: looked over, lit one by one, given their places, made more or less sensitive.

A task is a job of the background. It opens the pods, tells the screen how far it is, and lets go of them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from reactdrill.app.background import Checkpoint
from reactdrill.app.tasks import TURN_NS, Said, Task, Watchful
from reactdrill.devices.pods.opening import OpenedPods, make_pods, parse_ports
from reactdrill.errors import DeviceUnavailableError
from reactdrill.i18n import tr
from reactdrill.live.ports import Clock
from reactdrill.pods.check import check_field
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import Pod
from reactdrill.pods.messages import InputIs
from reactdrill.pods.sensitivity import set_level

MS = 1_000_000
TAP_NS = 80 * MS
"""How long a tap on a simulated pod lasts."""
PATIENCE_NS = 20_000 * MS
"""How long a pod waits to be tapped."""
RELIGHT_NS = 1_700 * MS
LIT_MS = 1_500


class PodTask(Task):
    """One task with pods."""

    def __init__(self, ports: Sequence[str], clock: Clock) -> None:
        """`clock`: of its own, because another thread waits by it. Raises `UsageError` for ports that cannot be."""
        super().__init__()
        self._ports = parse_ports(ports)
        self._clock = clock
        self._taps: deque[int] = deque()
        self._held: tuple[int, int] | None = None
        """The simulated pod that is down, and until when, ns."""
        self._opened: OpenedPods | None = None

    @abstractmethod
    def work(self, desk: PodDesk) -> None:
        """Do it."""

    def tap(self, number: int) -> None:
        """Tap a simulated pod."""
        self._taps.append(number)

    def run(self, checkpoint: Checkpoint) -> None:
        """The job. Raises `DeviceUnavailableError` when the pods cannot be had."""
        with self._desk(checkpoint) as desk:
            self.work(desk)

    @contextmanager
    def _desk(self, checkpoint: Checkpoint) -> Iterator[PodDesk]:
        clock = Watchful(self._clock, checkpoint)
        self._opened = make_pods(self._ports, clock)
        field = self._opened.field
        try:
            field.open(partly=True)
            pods = tuple(pod.number for pod in field.pods if self._opened.board_of(pod.number))
            self.now = replace(self.now, simulated=pods)
            yield PodDesk(field, clock)
        finally:
            field.close()

    def pressed(self, desk: PodDesk, for_ns: int) -> Pod | None:
        """The next pod that is pressed in time, and lets go again; None for none, and when the task is stopped."""
        ends_ns = desk.clock.now_ns() + for_ns
        while desk.clock.now_ns() < ends_ns and not self.stopped:
            self._play_taps(desk.clock.now_ns())
            pod = desk.wait_for_press(TURN_NS)
            if pod is not None:
                self._let_go(desk)
                return pod
        return None

    def _play_taps(self, now_ns: int) -> None:
        """Tap what was tapped on the screen, one after the other."""
        assert self._opened is not None
        if self._held is None and self._taps:
            number = self._taps.popleft()
            found = self._opened.board_of(number)
            if found is not None:
                found[0].tap(found[1], now_ns)
                self._held = (number, now_ns + TAP_NS)

    def _let_go(self, desk: PodDesk) -> None:
        if self._held is None or self._opened is None:
            return
        found = self._opened.board_of(self._held[0])
        desk.wait(max(0, self._held[1] - desk.clock.now_ns()))
        if found is not None:
            found[0].tap(found[1], desk.clock.now_ns(), down=False)
        self._held = None
        desk.wait(2 * TAP_NS)


class CheckTask(PodTask):
    """Look for what is wrong."""

    def work(self, desk: PodDesk) -> None:
        """Listen for a while, and tell of each pod."""
        self.ask(tr("Listening: touch no pod"))
        for finding in check_field(desk):
            hint = f"{finding.text}; {finding.hint}" if finding.hint else finding.text
            good = finding.level != "problem"
            self.say(Said(finding.what, hint, good, None if good else finding.pod))
        bad = any(not line.good for line in self.now.lines)
        self.ask(tr("Something is wrong") if bad else tr("The pods are ready"))


class WalkTask(PodTask):
    """Light each pod in turn until it is tapped: lamp and sensor of one pod belong together."""

    def work(self, desk: PodDesk) -> None:
        """From the first pod to the last."""
        for pod in desk.field.pods:
            if not self.stopped:
                self.ask(tr("Tap the pod that is lit: {number}", number=pod.number))
                self._walk(desk, pod)
        bad = any(not line.good for line in self.now.lines)
        self.ask(tr("Something is wrong") if bad else tr("Every pod lights and feels"))

    def _walk(self, desk: PodDesk, pod: Pod) -> None:
        ends_ns = desk.clock.now_ns() + PATIENCE_NS
        touched = None
        while touched is None and desk.clock.now_ns() < ends_ns and not self.stopped:
            desk.light(pod, ms=LIT_MS)
            touched = self.pressed(desk, RELIGHT_NS)
        name = tr("Pod {number}", number=pod.number)
        if touched is None:
            self.say(Said(name, tr("It was not tapped, or does not feel it."), good=False, pod=pod.number))
        elif touched.number != pod.number:
            other = tr(
                "It lit up, and pod {number} was tapped: are two cables swapped?", number=touched.number
            )
            self.say(Said(name, other, good=False))
        else:
            self.say(Said(name, tr("lights and feels")))


class AssignTask(PodTask):
    """Ask for a tap for each target."""

    def __init__(self, ports: Sequence[str], clock: Clock, targets: Mapping[str, str]) -> None:
        """`targets`: names, and what people call them."""
        super().__init__(ports, clock)
        self._targets = dict(targets)
        self.chosen: dict[str, int] = {}
        """The pods' numbers, by target."""

    def work(self, desk: PodDesk) -> None:
        """Target by target, until they or the pods are used up."""
        for target, title in self._targets.items():
            if len(self.chosen) == len(desk.field.pods):
                self.say(Said(title, tr("No pod is left: it stays on the screen."), good=False))
                continue
            self.ask(tr("Tap the pod for {target}", target=title))
            pod = self._free(desk)
            if pod is None:
                return
            self.chosen[target] = pod.number
            self.say(Said(title, tr("Pod {number}", number=pod.number)))
            desk.light(pod, ms=800)
        self.ask(tr("Each pod has its place"))

    def _free(self, desk: PodDesk) -> Pod | None:
        while not self.stopped:
            pod = self.pressed(desk, PATIENCE_NS)
            if pod is not None and pod.number not in self.chosen.values():
                return pod
            if pod is not None:
                self.ask(tr("Pod {number} is taken: tap another", number=pod.number))
        return None


class SensitivityTask(PodTask):
    """Give every pod the same sensitivity."""

    def __init__(self, ports: Sequence[str], clock: Clock, level: int) -> None:
        """`level`: 1 (hard hits) to 5 (the lightest touch)."""
        super().__init__(ports, clock)
        self._level = level

    def work(self, desk: PodDesk) -> None:
        """Pod by pod; what cannot be set is told."""
        for pod in desk.field.pods:
            name = tr("Pod {number}", number=pod.number)
            try:
                desk.get(pod.controller, set_level(desk.settings(pod), self._level), InputIs)
            except DeviceUnavailableError as error:
                self.say(Said(name, str(error), good=False))
            else:
                self.say(Said(name, tr("Sensitivity {level}", level=self._level)))
        self.ask(tr("Done"))
