"""Pods between runs: what stands next to the athlete starts, repeats and goes on, as the coach's remote does.

While a screen says what its pods are for, the first of them stand for it: they light up, their numbers are named on the
screen, and a tap acts once. After a run or a change of screen they keep still for two seconds, so that the last tap of
a drill presses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reactdrill.app.play.station_pods import StationPods
    from reactdrill.pods.field import Pod

LOCKOUT_NS = 2_000_000_000
RELIGHT_NS = 1_700_000_000
LIT_MS = 1_500
POLL_NS = 20_000_000
COLOURS = ((0, 255, 60), (0, 60, 255))
"""Of the first and the second pod, red green blue: they differ in brightness and place as well."""


class NoRemote:
    """A station without pods."""

    acting: Mapping[str, int] = {}
    """What a tap does, by the name that the screen gave, and the pod's number; empty while a tap does nothing."""
    due_ns: int | None = None
    """When to listen next."""
    gone: tuple[str, ...] = ()
    """Controllers that were there and do not answer."""

    def listen(self, who: object, wanted: Sequence[str], now_ns: int) -> str | None:
        """What was asked for by a tap since the last call; None for nothing.

        `who`: the screen that asks; another one begins with a lockout. `wanted`: names of what taps may do, at most
        one pod for each.
        """
        del who, wanted, now_ns
        return None

    def dark(self) -> None:
        """Put the pods out and begin anew: a run takes them, or has just given them back."""

    def let_go(self) -> None:
        """Somebody else wants the ports."""


class PodRemote(NoRemote):
    """The station's pods. `station`: asked each time, since its settings may change; None where it has no pods."""

    def __init__(
        self, station: Callable[[], StationPods | None], left_out: Callable[[], Sequence[int]]
    ) -> None:
        self._station, self._left_out = station, left_out
        self._who: object = None
        self._wanted: tuple[str, ...] = ()
        self._armed_ns: int | None = None
        self._relight_ns = 0
        self.acting = {}

    def listen(self, who: object, wanted: Sequence[str], now_ns: int) -> str | None:
        """As said."""
        station = self._station() if wanted else None
        if station is None:
            self._stop()
            return None
        self.due_ns = now_ns + POLL_NS
        if who is not self._who or tuple(wanted) != self._wanted or self._armed_ns is None:
            self._who, self._wanted = who, tuple(wanted)
            self._armed_ns = now_ns + LOCKOUT_NS
        pressed = station.pressed()
        self.gone = station.gone
        if now_ns < self._armed_ns:
            self.acting = {}
            return None
        pods = self._pods(station)
        self.acting = {name: pod.number for name, pod in zip(self._wanted, pods, strict=False)}
        tapped = next((name for name, number in self.acting.items() if number in pressed), None)
        if tapped is not None:
            self.dark()
        elif now_ns >= self._relight_ns:
            self._relight_ns = now_ns + RELIGHT_NS
            for pod, colour in zip(pods[: len(self._wanted)], COLOURS, strict=False):
                station.light(pod, colour, LIT_MS)
        return tapped

    def dark(self) -> None:
        """As said."""
        self._armed_ns, self.acting, self._relight_ns = None, {}, 0
        station = self._station() if self._who is not None else None
        if station is not None:
            station.dark()

    def let_go(self) -> None:
        """As said."""
        if self._who is not None:
            station = self._station()
            self._who, self.due_ns, self.gone, self.acting = None, None, (), {}
            if station is not None:
                station.close()

    def _stop(self) -> None:
        """Nobody listens for a while."""
        if self.due_ns is not None:
            self.dark()
            self.due_ns, self.gone = None, ()
            station = self._station()
            if station is not None:
                station.rest()

    def _pods(self, station: StationPods) -> list[Pod]:
        left_out = set(self._left_out())
        return [pod for pod in station.ready_pods if pod.number not in left_out]
