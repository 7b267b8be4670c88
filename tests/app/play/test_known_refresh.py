"""The display's refresh is measured once for each kind of display that the window has been on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import pygame

from device_clock import DeviceClock
from reactdrill.app.play.stage import Stage
from reactdrill.station.settings import Settings

if TYPE_CHECKING:
    from reactdrill.app.window import Window
    from reactdrill.live.clock import SystemClock


class Monitor:
    """A window on a monitor that makes every flip wait for its next frame."""

    copied = False
    fullscreen = True
    size = (400, 300)

    def __init__(self, clock: DeviceClock, hz: int) -> None:
        self.surface = pygame.Surface(self.size)
        self.nominal_hz = hz
        self.flips = 0
        self._clock = clock

    def flip(self) -> None:
        frame_ns = 1_000_000_000 // self.nominal_hz
        self._clock.at_ns = (self._clock.at_ns // frame_ns + 1) * frame_ns
        self.flips += 1

    def update(self, areas: Sequence[pygame.Rect]) -> None:
        self.flip()


def test_another_monitor_is_measured_anew_and_the_same_one_is_not() -> None:
    clock = DeviceClock(1_000_000_000)
    stage = Stage(Settings(), cast("SystemClock", clock))
    monitor = Monitor(clock, 60)
    window = cast("Window", monitor)
    first = stage.refresh(window)
    flips = monitor.flips
    assert (round(1e9 / first.median_ns), first.waits) == (60, True)
    assert stage.refresh(window) is first
    assert monitor.flips == flips
    monitor.nominal_hz = 144
    second = stage.refresh(window)
    assert (round(1e9 / second.median_ns), second.waits) == (144, True)
    assert second.late_ns < first.late_ns
