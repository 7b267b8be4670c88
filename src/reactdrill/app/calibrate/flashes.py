"""A window that turns white now and then, for a light sensor before it."""

from __future__ import annotations

from reactdrill.app.window import Window
from reactdrill.devices.sensed import Told, counted, nobody
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.messages import LIGHT_SENSOR
from reactdrill.pods.sensing import Stimulate, measure_sensor

DARK_NS = 400_000_000


def sense_display(window: Window, desk: PodDesk, count: int, begins: Told = nobody) -> list[int]:
    """Latencies of `count` white pictures at the first controller's light sensor, ns.

    Raises `DeviceUnavailableError` when the sensor sees nothing, or something before anything is shown.
    """
    fill(window, 0)
    shows = counted(white_flashes(window, desk), begins)
    readings = measure_sensor(desk, desk.field.controllers[0], LIGHT_SENSOR, shows, count=count)
    return [reading.latency_ns for reading in readings]


def white_flashes(window: Window, desk: PodDesk) -> Stimulate:
    """Turns the window dark for a while, then white; the middle of the flip and half its length."""

    def show() -> tuple[int, int]:
        fill(window, 0)
        desk.wait(DARK_NS)
        desk.take_sensed()
        window.surface.fill((255, 255, 255))
        begun_ns = desk.clock.now_ns()
        window.flip()
        ended_ns = desk.clock.now_ns()
        return (begun_ns + ended_ns) // 2, (ended_ns - begun_ns + 1) // 2

    return show


def fill(window: Window, level: int) -> None:
    """The whole window in one grey, 0 to 255."""
    window.surface.fill((level, level, level))
    window.flip()
