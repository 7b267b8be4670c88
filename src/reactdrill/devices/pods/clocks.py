"""Host time of what the controllers stamp: one mapping for each, frozen for each trial of each lane."""

from __future__ import annotations

from typing import NamedTuple

from reactdrill.engine.events import ClockStamp
from reactdrill.pods.clocksync import ClockEstimate
from reactdrill.pods.controller import Controller

MOST_GUARD_NS = 2_000_000


class Stamped(NamedTuple):
    """A stamp in host time."""

    at_ns: int
    uncertainty_ns: int
    clock: ClockStamp


class _Frozen(NamedTuple):
    boot: int
    estimate: ClockEstimate


class FieldClocks:
    """The clocks of all controllers."""

    def __init__(self) -> None:
        self._frozen: dict[tuple[str, str], _Frozen] = {}
        """By controller and lane."""

    def freeze(self, controller: Controller, lane: str) -> ClockEstimate | None:
        """The mapping of the lane's trial; the best that is known now where none is frozen yet."""
        frozen = self._valid(controller, lane)
        if frozen is not None:
            return frozen
        if controller.link is None or controller.hello is None:
            return None
        estimate = controller.link.sync.estimate(fresh=True)
        if estimate is not None:
            self._frozen[controller.name, lane] = _Frozen(controller.hello.boot_id, estimate)
        return estimate

    def thaw(self, lane: str | None = None, controller: Controller | None = None) -> None:
        """Let go of the mappings of a lane, of a controller, or of all."""
        self._frozen = {
            key: frozen
            for key, frozen in self._frozen.items()
            if (controller is not None and key[0] != controller.name) or (lane is not None and key[1] != lane)
        }

    def estimate(self, controller: Controller, lane: str) -> ClockEstimate | None:
        """The frozen mapping, or between trials what is known now."""
        frozen = self._valid(controller, lane)
        if frozen is not None or controller.link is None:
            return frozen
        return controller.link.sync.estimate()

    def stamp(self, controller: Controller, lane: str, tick: int, own_ns: int) -> Stamped | None:
        """A tick of 32 bits in host time. `own_ns`: the 95 % half-width of the stamp on the board's clock."""
        estimate = self.estimate(controller, lane)
        if estimate is None or controller.link is None or controller.hello is None:
            return None
        ticks = controller.link.unwrap(tick)
        mapping = estimate.mapping
        at_ns = mapping.host_ns(ticks)
        clock = ClockStamp(
            controller.name,
            controller.hello.boot_id,
            ticks,
            mapping.tick_hz,
            mapping.offset_ns,
            mapping.rate_ppb,
            own_ns,
            estimate.rate_uncertainty_ppb,
        )
        return Stamped(at_ns, estimate.uncertainty_at_ns(at_ns) + own_ns, clock)

    def complete_until_ns(self, controller: Controller) -> int | None:
        """The time up to which a controller that is ready has told everything; None: not known.

        A mapping that is yet to be frozen may put a tick a little earlier than today's: that much is held back.
        """
        link = controller.link
        live = None if link is None else link.sync.estimate()
        if link is None or live is None or link.complete_ticks is None:
            return None
        frozen = [each.estimate for key, each in self._frozen.items() if key[0] == controller.name]
        until_ns = min(each.mapping.host_ns(link.complete_ticks) for each in (live, *frozen))
        return until_ns - min(2 * live.uncertainty_ns, MOST_GUARD_NS)

    def _valid(self, controller: Controller, lane: str) -> ClockEstimate | None:
        frozen = self._frozen.get((controller.name, lane))
        if frozen is None or controller.hello is None or frozen.boot != controller.hello.boot_id:
            return None
        return frozen.estimate
