"""A stream to PulseAudio, or to PipeWire, which speaks its language; the server states which frame leaves when.

A thread of its own, which a run raises with its others, runs libpulse's main loop and finds the server again when it
has gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from reactdrill.devices.sound import libpulse as pa
from reactdrill.devices.sound.dac import DacClock
from reactdrill.devices.sound.output import NOWHERE, NobodyHearsError, OutputFacts, Render
from reactdrill.devices.sound.pulse_link import AHEAD_MS, Link
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock

PATIENCE_S = 3.0
"""How long opening may take."""
RETRY_S = 1.0
"""How long after the server has gone it is looked for again."""
STALLED_NS = 1_000_000_000
"""A server that has asked for nothing so long does not play."""
FLOOR_NS = 400_000
"""The server's statements agree among themselves to 0.02 ms, and with the arrival of the samples at an independent
recorder, whose own delay is in it, to 0.1 ms, 0.4 ms on a busy machine (PulseAudio 16.1, null sink; docs/timing.md)."""


def open_pulse(clock: Clock) -> Callable[[Render, DacClock], PulseOutput]:
    """What opens the system's default output.

    It raises `DeviceUnavailableError` without libpulse or a server, and `NobodyHearsError` when the server has no
    output.
    """

    def opened(render: Render, dac: DacClock) -> PulseOutput:
        try:
            pa.libpulse()
        except (OSError, AttributeError) as error:
            hint = "install libpulse0 (Debian) or pulseaudio-libs (Fedora)"
            raise DeviceUnavailableError("sound", f"libpulse cannot be loaded ({error})", hint) from error
        output = PulseOutput(clock, render, dac)
        output.wait_until_ready()
        return output

    return opened


class PulseOutput:
    """An output that finds the server again when it goes away and comes back."""

    source = "pulse-stream"

    def __init__(self, clock: Clock, render: Render, dac: DacClock) -> None:
        self._clock = clock
        self._render = render
        self._dac = dac
        dac.floor_ns = FLOOR_NS
        self._problem: str | None = "the sound server does not answer"
        self._closing = threading.Event()
        self._settled = threading.Event()
        """Set once it plays, or the first attempt has failed."""
        self._link: Link | None = None
        self._facts = OutputFacts("", AHEAD_MS * 1_000_000)
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def wait_until_ready(self) -> None:
        """Return when it plays. Raises `DeviceUnavailableError`, closed, when it cannot."""
        self._settled.wait(PATIENCE_S)
        problem = self._problem
        if problem is not None:
            self.close()
            if problem == NOWHERE:
                raise NobodyHearsError
            raise DeviceUnavailableError("sound", problem, "start PulseAudio or PipeWire")

    @property
    def facts(self) -> OutputFacts:
        """Where the samples go at present."""
        return self._facts

    @property
    def problem(self) -> str | None:
        """Why nothing can be heard at present; None while it plays."""
        if self._problem is None:
            link = self._link
            if link is not None and self._clock.now_ns() - link.fed_ns > STALLED_NS:
                return "the sound server has stopped playing"
        return self._problem

    def close(self) -> None:
        """Stop at once. May be called twice."""
        self._closing.set()
        link = self._link
        if link is not None:
            link.wake()
        self._thread.join(PATIENCE_S)

    # ---- the thread

    def _run(self) -> None:
        first = 0
        while not self._closing.is_set():
            self._link = link = Link(self._clock, self._render, self._dac, first)
            self._play(link)
            first = link.next_frame
            link.free()
            self._dac.forget()
            self._settled.set()
            self._clock.wake()
            self._closing.wait(RETRY_S)
        self._problem = self._problem or "closed"

    def _play(self, link: Link) -> None:
        while not self._closing.is_set():
            problem = link.turn()
            if problem is not None:
                self._problem = problem
                return
            if link.device != self._facts.device:
                self._facts = OutputFacts(link.device, link.ahead_ns)
            if self._problem is not None and self._dac.is_running:
                self._problem = None
                self._settled.set()
                self._clock.wake()
