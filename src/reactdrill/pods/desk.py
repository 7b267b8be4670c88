"""Questions to pods, one after the other, for whoever sets them up: ask and wait, light one, wait for a tap."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TypeVar

from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.pods.controller import Controller, Gone, Stage
from reactdrill.pods.field import Pod, PodField
from reactdrill.pods.link_events import Answered, Happened
from reactdrill.pods.messages import (
    MAJOR,
    MINOR,
    BoardIs,
    Counts,
    CountsIs,
    GetBoard,
    GetInput,
    Hello,
    HelloIs,
    Identify,
    InputIs,
    Message,
    Nack,
    NackReason,
    Sensor,
    Status,
    StatusIs,
    Tap,
)

MS = 1_000_000
ANSWER_NS = 2_000 * MS
STEP_NS = 20 * MS
FLASH_WAIT_NS = 400 * MS
TRIES = 5
Colour = tuple[int, int, int]
GREEN: Colour = (0, 255, 60)
M = TypeVar("M", bound=Message)


class Touch(NamedTuple):
    """A pod was pressed or let go."""

    pod: Pod
    pressed: bool
    tick: int
    """On its controller's clock, not wrapped."""
    tap: Tap


class PodDesk:
    """A field that nothing else uses."""

    def __init__(self, field: PodField, clock: Clock) -> None:
        self.field = field
        self.clock = clock
        self._answers: dict[tuple[str, int], Message] = {}
        self._touches: deque[Touch] = deque()
        self._sensed: deque[tuple[Controller, Sensor]] = deque()

    # ---- asking

    def ask(self, controller: Controller, message: Message) -> Message:
        """Send a command and wait for its answer, a refusal included.

        Raises `DeviceUnavailableError` when the controller goes or does not answer.
        """
        key = (controller.name, controller.send(message))
        ends_ns = self.clock.now_ns() + ANSWER_NS
        while key not in self._answers:
            if not controller.ready or self.clock.now_ns() >= ends_ns:
                raise controller.problem or DeviceUnavailableError(
                    controller.name, "it does not answer", "unplug the cable and plug it in again"
                )
            self.turn(ends_ns)
        return self._answers.pop(key)

    def get(self, controller: Controller, message: Message, kind: type[M]) -> M:
        """As `ask`, for an answer of one kind. Raises `DeviceUnavailableError` with the reason of a refusal."""
        answer = self.ask(controller, message)
        if isinstance(answer, kind):
            return answer
        why = NackReason(answer.reason).name.lower() if isinstance(answer, Nack) else type(answer).__name__
        hint = "the firmware may be older than this program: `reactdrill pods flash`"
        raise DeviceUnavailableError(controller.name, f"it refused {type(message).__name__} ({why})", hint)

    def status(self, controller: Controller) -> StatusIs:
        """How a board is."""
        return self.get(controller, Status(), StatusIs)

    def board(self, controller: Controller) -> BoardIs:
        """A board's settings."""
        return self.get(controller, GetBoard(), BoardIs)

    def counts(self, pod: Pod) -> CountsIs:
        """What a pod's sensor has seen since its board's start."""
        return self.get(pod.controller, Counts(pod.index), CountsIs)

    def settings(self, pod: Pod) -> InputIs:
        """A pod's sensor settings."""
        return self.get(pod.controller, GetInput(pod.index), InputIs)

    def number_anew(self, controller: Controller) -> None:
        """After other settings of a board: ask who it is now, and number the pods anew."""
        controller.hello = self.get(controller, Hello(MAJOR, MINOR, 0), HelloIs)
        self.field.number_pods()

    def light(self, pod: Pod, colour: Colour = GREEN, ms: int = 1500) -> None:
        """Light one pod; waits where that would flash too often."""
        for _ in range(TRIES):
            answer = self.ask(pod.controller, Identify(pod.index, *colour, 255, ms))
            if not isinstance(answer, Nack) or answer.reason != NackReason.FLASH_LIMIT:
                return
            self.wait(FLASH_WAIT_NS)

    # ---- waiting

    def turn(self, until_ns: int) -> None:
        """Wait for the next thing to do at most until a time, and do it.

        Raises `DeviceUnavailableError` when a controller that was ready is pulled out.
        """
        due_ns = self.field.deadline_ns
        now_ns = self.clock.now_ns()
        next_ns = now_ns + STEP_NS if due_ns is None else min(due_ns, now_ns + STEP_NS)
        self.clock.wait(min(until_ns, max(next_ns, now_ns + 1)))
        for controller, event in self.field.poll():
            self._take(controller, event)

    def wait(self, for_ns: int) -> None:
        """Let time pass."""
        ends_ns = self.clock.now_ns() + for_ns
        while self.clock.now_ns() < ends_ns:
            self.turn(ends_ns)

    def touches(self, for_ns: int | None = None) -> Iterator[Touch]:
        """Presses and releases as they come; for a time, or for ever. What came before is told first."""
        ends_ns = None if for_ns is None else self.clock.now_ns() + for_ns
        while True:
            while self._touches:
                yield self._touches.popleft()
            now_ns = self.clock.now_ns()
            if ends_ns is not None and now_ns >= ends_ns:
                return
            self.turn(now_ns + STEP_NS if ends_ns is None else ends_ns)

    def wait_for_press(self, for_ns: int | None = None) -> Pod | None:
        """The next pod that is pressed from now on; None when none is in time."""
        self._touches.clear()
        return next((touch.pod for touch in self.touches(for_ns) if touch.pressed), None)

    def take_sensed(self) -> list[tuple[Controller, Sensor]]:
        """What the light and sound sensors have told since the last call."""
        sensed = list(self._sensed)
        self._sensed.clear()
        return sensed

    def _take(self, controller: Controller, event: object) -> None:
        match event:
            case Answered():
                self._answers[controller.name, event.ticket] = event.answer
            case Happened(event=Tap() as tap):
                pod = self.field.pod_at(controller, tap.pod)
                if pod is not None and controller.link is not None:
                    self._touches.append(Touch(pod, bool(tap.edge), controller.link.unwrap(tap.tick), tap))
            case Happened(event=Sensor() as sensor):
                self._sensed.append((controller, sensor))
            case Gone():
                self._answers = {key: one for key, one in self._answers.items() if key[0] != controller.name}
                if controller.stage in (Stage.ABSENT, Stage.REFUSED) and controller.problem is not None:
                    raise controller.problem
