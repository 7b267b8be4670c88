"""All pods of all controllers as one field, numbered from 1 in the order of the controllers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.pods.controller import Controller, ControllerEvent, Stage

OPENING_NS = 9_000_000_000
"""A boot loader's two seconds, a greeting and a settling, twice over."""
ABSENT_NS = 1_000_000_000
STEP_NS = 10_000_000


@dataclass(frozen=True, slots=True)
class Pod:
    """One pod of the field."""

    number: int
    """From 1 over all controllers: what a person calls it."""
    controller: Controller
    index: int
    """From 0 on its controller."""

    @property
    def control(self) -> str:
        """Its name in bindings and records."""
        return f"pod:{self.number}"


class PodField:
    """Several controllers. Pods are known once all controllers have been ready."""

    def __init__(self, controllers: Sequence[Controller], clock: Clock) -> None:
        self.controllers = tuple(controllers)
        self.pods: tuple[Pod, ...] = ()
        self._clock = clock

    @property
    def deadline_ns(self) -> int | None:
        """When to poll next."""
        dues = [due for one in self.controllers if (due := one.deadline_ns) is not None]
        return min(dues, default=None)

    @property
    def simulated(self) -> bool:
        """Whether any of it is no hardware."""
        return any(one.hello is not None and one.hello.simulated for one in self.controllers)

    def poll(self) -> Iterator[tuple[Controller, ControllerEvent]]:
        """Turn every controller; what happened, controller by controller."""
        for controller in self.controllers:
            for event in controller.poll():
                yield controller, event

    def open(self, wait_ns: int = OPENING_NS, *, partly: bool = False) -> None:
        """Wait until every controller is ready, and number the pods.

        Raises `DeviceUnavailableError` with the first problem when one does not become ready in time; with `partly`
        only when none does.
        """
        self.wait_ready(wait_ns)
        missing = [one for one in self.controllers if not one.ready]
        if missing and not (partly and len(missing) < len(self.controllers)):
            raise missing[0].problem or DeviceUnavailableError(
                missing[0].name, "the pods do not answer", "unplug the cable and plug it in again"
            )
        self.number_pods()

    def wait_ready(self, wait_ns: int = OPENING_NS) -> bool:
        """Turn until every controller is ready or will not be, or the time is over. False when one is not ready.

        One that cannot be opened is tried for a second.
        """
        begun_ns = self._clock.now_ns()
        ends_ns = begun_ns + wait_ns
        while not all(self._is_known(one, begun_ns) for one in self.controllers):
            now_ns = self._clock.now_ns()
            if now_ns >= ends_ns:
                break
            for _ in self.poll():
                pass
            due_ns = self.deadline_ns
            next_ns = now_ns + STEP_NS if due_ns is None else due_ns
            self._clock.wait(min(ends_ns, max(now_ns + 1, next_ns)))
        return all(one.ready for one in self.controllers)

    def _is_known(self, controller: Controller, begun_ns: int) -> bool:
        if controller.stage is Stage.ABSENT and controller.problem is not None:
            return self._clock.now_ns() - begun_ns >= ABSENT_NS
        return controller.ready or controller.stage is Stage.REFUSED

    def number_pods(self) -> None:
        """Give every pod of the controllers that have been ready its number."""
        places = [
            (one, index)
            for one in self.controllers
            if one.hello is not None and one.stage is not Stage.REFUSED
            for index in range(one.hello.pods)
        ]
        self.pods = tuple(Pod(number, *place) for number, place in enumerate(places, start=1))

    def pod(self, number: int) -> Pod | None:
        """The pod with a number; None when there is none."""
        return self.pods[number - 1] if 1 <= number <= len(self.pods) else None

    def pod_at(self, controller: Controller, index: int) -> Pod | None:
        """The pod that a controller means."""
        return next((pod for pod in self.pods if pod.controller is controller and pod.index == index), None)

    def rest(self) -> None:
        """Nobody will poll for a while; `open` again before the pods are used again."""
        for controller in self.controllers:
            controller.rest()

    def close(self) -> None:
        """Let go of every controller. May be called twice."""
        for controller in self.controllers:
            controller.close()
