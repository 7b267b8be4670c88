"""How late light, sound and keys are, by a controller's sensors: its clock stamps what the computer only asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from reactdrill.errors import DeviceUnavailableError
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.messages import LIGHT_SENSOR, GetInput, InputFlag, InputIs, Sensor, SetInput

MS = 1_000_000
WAIT_NS = 600 * MS
"""No display and no loudspeaker worth calibrating is later."""
LOCKOUT_MS = 100
"""A display that flickers and a tone's own cycles are one event."""


class Reading(NamedTuple):
    """One latency."""

    latency_ns: int
    """From the stamp of what was asked for to the sensor's edge."""
    uncertainty_ns: int
    """95 % half-width: of the stamp, the clock's mapping and the edge."""


Stimulate = Callable[[], tuple[int, int]]
"""Shows or plays something; the time at which it should begin and how unsure that is, ns."""


def measure_sensor(
    desk: PodDesk,
    controller: Controller,
    number: int,
    stimulate: Stimulate,
    *,
    count: int = 30,
    rest_ns: int = 900 * MS,
) -> list[Reading]:
    """Latencies of `count` stimuli at the light (16) or the sound (17) sensor of a controller.

    A stimulus that the sensor does not see within 0.6 s is left out. `rest_ns`: from one to the next, and enough for the
    limit of three flashes. The sensor is as it was before afterwards: an open pin hears the mains. Raises `DeviceUnavailableError` when the sensor sees nothing at all, or is never quiet.
    """
    with _switched_on(desk, controller, number):
        desk.take_sensed()
        desk.wait(rest_ns)
        if any(_edges(desk, controller, number)):
            hint = "shade it, or turn its trimmer back until it is quiet"
            problem = f"the {_name(number)} sensor sees something already"
            raise DeviceUnavailableError(controller.name, problem, hint)
        found = [_reading(desk, controller, number, stimulate, rest_ns) for _ in range(count)]
    readings = [reading for reading in found if reading is not None]
    if not readings:
        hint = "hold it to the middle of the picture or before the loudspeaker, and turn its trimmer up"
        raise DeviceUnavailableError(controller.name, f"the {_name(number)} sensor saw nothing", hint)
    return readings


def _reading(
    desk: PodDesk, controller: Controller, number: int, stimulate: Stimulate, rest_ns: int
) -> Reading | None:
    """One latency; None where the sensor saw nothing in time."""
    began_ns, unsure_ns = stimulate()
    edge = _wait_for_edge(desk, controller, number)
    link = controller.link
    estimate = None if link is None else link.sync.estimate(fresh=True)
    reading = None
    if edge is not None and link is not None and estimate is not None:
        at_ns = estimate.mapping.host_ns(link.unwrap(edge.tick))
        reading = Reading(at_ns - began_ns, unsure_ns + estimate.uncertainty_at_ns(at_ns))
    desk.wait(rest_ns)
    desk.take_sensed()
    return reading


@contextmanager
def _switched_on(desk: PodDesk, controller: Controller, number: int) -> Iterator[None]:
    before = desk.get(controller, GetInput(number), InputIs)
    flags = before.flags | InputFlag.ENABLED
    desk.get(controller, SetInput(number, flags, LOCKOUT_MS, 0, before.level), InputIs)
    try:
        yield
    finally:
        if controller.ready:
            as_it_was = SetInput(number, before.flags, before.lockout_ms, before.confirm_100us, before.level)
            desk.get(controller, as_it_was, InputIs)


def match_presses(taps_ns: Sequence[int], keys_ns: Sequence[int], most_ns: int = 200 * MS) -> list[int]:
    """Latencies of a key, ns, from taps of a switch that lies on it and the stamps of its presses.

    A press belongs to the last tap before it that no other press belongs to; one that is later than `most_ns`, or that
    has no tap, is left out.
    """
    found, taken = [], -1
    for key_ns in sorted(keys_ns):
        before = [place for place, tap_ns in enumerate(sorted(taps_ns)) if taken < place and tap_ns <= key_ns]
        if before and key_ns - sorted(taps_ns)[before[-1]] <= most_ns:
            taken = before[-1]
            found.append(key_ns - sorted(taps_ns)[taken])
    return found


def _edges(desk: PodDesk, controller: Controller, number: int) -> list[Sensor]:
    return [
        sensor
        for owner, sensor in desk.take_sensed()
        if owner is controller and sensor.input == number and sensor.edge
    ]


def _wait_for_edge(desk: PodDesk, controller: Controller, number: int) -> Sensor | None:
    ends_ns = desk.clock.now_ns() + WAIT_NS
    while desk.clock.now_ns() < ends_ns:
        for edge in _edges(desk, controller, number):
            return edge
        desk.turn(ends_ns)
    return None


def _name(number: int) -> str:
    return "light" if number == LIGHT_SENSOR else "sound"
