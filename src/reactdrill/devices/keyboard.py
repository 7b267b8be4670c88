"""The keyboard as a response device: bound keys become responses, everything else stays with the menus."""

from __future__ import annotations

from typing import NamedTuple

from reactdrill.devices.stamping import FocusLost, KeyEdge, KeyStamper, Stamp
from reactdrill.drill.trial import Plan
from reactdrill.engine.correction import NO_INPUT_CORRECTIONS, InputCorrections
from reactdrill.engine.events import Event, Pause, Response, ResponseAction
from reactdrill.live.ports import Clock, Polled
from reactdrill.station.bindings import NO_OVERRIDES, Binding, BindingOverrides, Bindings
from reactdrill.station.controls import device_kind

NAME = "keyboard"
FOCUS_LOST = "focus-lost"
"""Source of releases that nobody's finger made: another window took the keyboard."""
HELD_AT_START = "held-at-start"
"""Source of presses of what was down already when the run began to listen."""
PAUSED = "pause"
FOCUS = "focus"
"""Reasons of a pause."""


class _Key(NamedTuple):
    """A key that is held."""

    pressed: str
    """As the stamper calls it: `key:left`."""
    keyboard: int | None
    control: str
    """As the bindings call it: `key1:left` where the second keyboard is somebody's own."""


class Keyboard:
    """All keyboards together. A key that is down counts once, however often the system repeats it.

    Everything that is told is moved back by the calibrated latency, pauses too, so that it stays in its order.
    """

    name = NAME

    def __init__(self, stamper: KeyStamper, clock: Clock, overrides: BindingOverrides = NO_OVERRIDES) -> None:
        self._stamper = stamper
        self._now_ns = clock.now_ns
        self._overrides = overrides
        self.correct(NO_INPUT_CORRECTIONS)
        self._bindings: Bindings | None = None
        self._held: dict[_Key, Binding] = {}
        self._at_start: list[Response] = []
        """Presses of what is held already; a pause key that is still down pauses nothing."""

    def correct(self, corrections: InputCorrections) -> None:
        """Take these latencies out of every stamp. For the time before a run: within one nothing may change."""
        self._correction = corrections.of(NAME)
        self._lag_ns = corrections.lag_ns

    @property
    def deadline_ns(self) -> int | None:
        """When to look at the keys next."""
        return self._stamper.deadline_ns

    def start(self, plan: Plan) -> None:
        """Listen to the keys that the plan's targets are bound to. What is held already counts as held."""
        self._bindings = Bindings.for_plan(plan, self._overrides)
        bound = frozenset(
            f"key:{control.partition(':')[2]}"
            for control in self._bindings.controls
            if device_kind(control) == "key"
        )
        self._stamper.listen(bound)
        self._held.clear()
        stamp = Stamp(self._now_ns(), 0, HELD_AT_START)
        down = sorted(self._stamper.down() & bound)
        presses = [event for control in down for event in self._edge(KeyEdge(stamp, control, down=True))]
        self._at_start = [event for event in presses if isinstance(event, Response)]

    def stop(self) -> None:
        """Give all keys back to the menus."""
        self._bindings, self._at_start = None, []
        self._stamper.listen(frozenset())

    def poll(self) -> Polled:
        """What was pressed and let go."""
        items, until_ns = self._stamper.take()
        events: list[Event] = [*self._at_start]
        self._at_start.clear()
        for item in items:
            events += self._edge(item) if isinstance(item, KeyEdge) else self._let_go_of_all(item)
        return Polled(events, until_ns - self._lag_ns)

    def _edge(self, edge: KeyEdge) -> list[Event]:
        held = self._held_as(edge)
        if not edge.down:
            if held is None:
                return []
            binding = self._held.pop(held)
            return [] if binding.is_action else [self._response(edge.stamp, held, binding, "release")]
        found = self._found(edge)
        if held is not None or found is None:
            return []
        key, binding = found
        self._held[key] = binding
        if binding.is_action:
            return [Pause(edge.stamp.at_ns + self._correction.ns, PAUSED)]
        return [self._response(edge.stamp, key, binding, "press")]

    def _found(self, edge: KeyEdge) -> tuple[_Key, Binding] | None:
        """What a key does, and as whose: a keyboard may be one lane's, or any."""
        if self._bindings is None:
            return None
        part = edge.control.partition(":")[2]
        own = () if edge.keyboard is None else (f"key{edge.keyboard}:{part}",)
        for control in (*own, edge.control):
            binding = self._bindings.find((control,))
            if binding is not None:
                return _Key(edge.control, edge.keyboard, control), binding
        return None

    def _held_as(self, edge: KeyEdge) -> _Key | None:
        """The press that a key is held by; a stamper that cannot tell keyboards apart may mean any of them."""
        for key in self._held:
            same = edge.keyboard is None or key.keyboard in (None, edge.keyboard)
            if key.pressed == edge.control and same:
                return key
        return None

    def _let_go_of_all(self, lost: FocusLost) -> list[Event]:
        """The pause first: a hold that ends because another window opened is no false start."""
        stamp = lost.stamp._replace(source=FOCUS_LOST)
        held, self._held = self._held, {}
        return [
            Pause(stamp.at_ns + self._correction.ns, FOCUS),
            *(
                self._response(stamp, key, binding, "release")
                for key, binding in held.items()
                if not binding.is_action
            ),
        ]

    def _response(self, stamp: Stamp, key: _Key, binding: Binding, action: ResponseAction) -> Response:
        at_ns, uncertainty_ns, source = stamp
        correction = self._correction
        return Response(
            at_ns + correction.ns,
            binding.target,
            action,
            NAME,
            key.control,
            source,
            correction.doubt_ns(uncertainty_ns),
            at_ns,
            correction.ns,
            binding.lane,
        )
