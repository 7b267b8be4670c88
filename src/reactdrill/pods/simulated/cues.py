"""A simulated board's cues: scheduled, open, over, and the limit of three flashes in a second."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

from reactdrill.pods.messages import TICK_HZ, Light, LightFlag, LightOut

ONE_FLASH = TICK_HZ * 5 // 1000
FLASHES = 3

Colour = tuple[int, int, int]


@dataclass(slots=True)
class SimCue:
    """One cue."""

    light: Light
    at: int
    """Tick at which its light is to go on."""
    rule: LightOut
    on_tick: int | None = None
    off_tick: int | None = None
    tap_tick: int | None = None

    @property
    def colour(self) -> Colour:
        """What it shows."""
        light = self.light
        return (light.red, light.green, light.blue)

    @property
    def edge(self) -> bool:
        """Which edge counts for it: the press, or the release."""
        return not self.light.flags & LightFlag.RELEASE_COUNTS

    @property
    def window_ends(self) -> int | None:
        """Last tick of its window; None: no end, or not open yet."""
        if self.on_tick is None or not self.light.window_ticks or self.rule is LightOut.NONE:
            return None
        return self.on_tick + self.light.window_ticks

    @property
    def light_ends(self) -> int | None:
        """Tick at which its light goes out before the cue is over."""
        if self.on_tick is None or not self.light.on_ticks or self.off_tick is not None:
            return None
        return self.on_tick + self.light.on_ticks


class Due(NamedTuple):
    """The next thing that a cue does by itself."""

    tick: int
    what: str
    """`begin`, `dark` or `over`, in the order in which they are done at one tick: see `ORDER`."""
    cue: SimCue


ORDER = {"dark": 0, "over": 1, "begin": 2}


def next_due(cues: list[SimCue]) -> Due | None:
    """What happens first; a window is over with the tick after its last."""
    dues = []
    for cue in cues:
        if cue.on_tick is None:
            dues.append(Due(cue.at, "begin", cue))
            continue
        if cue.light_ends is not None:
            dues.append(Due(cue.light_ends, "dark", cue))
        if cue.window_ends is not None:
            dues.append(Due(cue.window_ends + 1, "over", cue))
    return min(dues, key=lambda due: (due.tick, ORDER[due.what]), default=None)


class FlashLimit:
    """When lights go on and went on: no fourth flash begins within any second."""

    def __init__(self) -> None:
        self._flashes: deque[int] = deque(maxlen=64)

    def refuses(self, at: int) -> int:
        """By how many ms a light at tick `at` would have to come later; 0: it may come."""
        later = at
        while self._too_many(later):
            later += TICK_HZ // 1000
        return (later - at) * 1000 // TICK_HZ

    def add(self, at: int) -> None:
        """A light goes on."""
        if not any(abs(at - flash) <= ONE_FLASH for flash in self._flashes):
            self._flashes.append(at)

    def move(self, planned: int, happened: int) -> None:
        """It went on at another time, or (the same) as planned."""
        if planned != happened and planned in self._flashes:
            self._flashes.remove(planned)
            self.add(happened)

    def drop(self, at: int) -> None:
        """It will not go on."""
        if at in self._flashes:
            self._flashes.remove(at)

    def _too_many(self, at: int) -> bool:
        near = sorted(flash for flash in self._flashes if abs(flash - at) <= TICK_HZ)
        if any(abs(flash - at) <= ONE_FLASH for flash in near):
            return False
        all_of = sorted([*near, at])
        return any(
            all_of[place + FLASHES] - all_of[place] <= TICK_HZ for place in range(len(all_of) - FLASHES)
        )
