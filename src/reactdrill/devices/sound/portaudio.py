"""A stream by PortAudio, with the Python package `sounddevice`: Windows, macOS, and Linux without a sound server.

The package's wheels bring PortAudio along for Windows and macOS; on Linux the system's own is loaded.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from typing import Any

from reactdrill.devices.sound.dac import RATE_HZ, DacClock, frames_ns
from reactdrill.devices.sound.output import OutputFacts, Render
from reactdrill.devices.sound.quiet import quiet_stderr
from reactdrill.devices.sound.samples import Frames
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock

AHEAD_S = 0.03
RETRY_S = 1.0
STALLED_NS = 1_000_000_000
"""A device that has asked for nothing so long is gone."""
FLOOR_NS = 2_500_000
"""The driver's statements were off by up to 2.4 ms all alike, depending on the size of its blocks (PortAudio 19.6
through ALSA on a PulseAudio null sink; docs/timing.md)."""
INSTALL = "pip install sounddevice"


def open_portaudio(clock: Clock) -> Callable[[Render, DacClock], PortAudioOutput]:
    """What opens the system's default output. It raises `DeviceUnavailableError` when something is missing."""

    def opened(render: Render, dac: DacClock) -> PortAudioOutput:
        return PortAudioOutput(clock, render, dac, _library())

    return opened


def _library() -> Any:  # noqa: ANN401 - has no types
    try:
        with quiet_stderr():
            import sounddevice  # noqa: PLC0415 - loads PortAudio, which looks at every device
    except ImportError as error:
        raise DeviceUnavailableError("sound", "the package sounddevice is not installed", INSTALL) from error
    except OSError as error:
        hint = "on Debian: sudo apt install libportaudio2" if sys.platform == "linux" else INSTALL
        raise DeviceUnavailableError("sound", f"PortAudio cannot be loaded ({error})", hint) from error
    return sounddevice


class PortAudioOutput:
    """An output that opens the default device again when it has gone and another is there."""

    source = "portaudio-stream"

    def __init__(self, clock: Clock, render: Render, dac: DacClock, library: Any) -> None:  # noqa: ANN401
        """Open the default device. Raises `DeviceUnavailableError` when it cannot be opened."""
        self._clock = clock
        self._render = render
        self._dac = dac
        dac.floor_ns = FLOOR_NS
        self._library = library
        self._written = 0
        self._fed_ns = clock.now_ns()
        self._problem: str | None = None
        self._closing = threading.Event()
        self._stream: Any = None
        self._facts = OutputFacts("", round(AHEAD_S * 1e9))
        self._begin()
        self._thread = threading.Thread(target=self._watch, name="sound", daemon=True)
        self._thread.start()

    @property
    def facts(self) -> OutputFacts:
        """Where the samples go at present."""
        return self._facts

    @property
    def problem(self) -> str | None:
        """Why nothing can be heard at present; None while it plays."""
        if self._problem is None and self._clock.now_ns() - self._fed_ns > STALLED_NS:
            return "the sound device has stopped playing"
        return self._problem

    def close(self) -> None:
        """Stop at once. May be called twice."""
        self._closing.set()
        self._thread.join()
        self._end()

    def _begin(self) -> None:
        try:
            with quiet_stderr():
                stream = self._stream = self._library.OutputStream(
                    samplerate=RATE_HZ, channels=2, dtype="float32", latency=AHEAD_S, callback=self._feed
                )
                stream.start()
        except Exception as error:  # PortAudioError, and ValueError when there is no device at all
            self._end()
            problem = f"PortAudio cannot open a device ({error})"
            raise DeviceUnavailableError("sound", problem, "connect a sound device") from error
        name = str(self._library.query_devices(stream.device)["name"])
        self._facts = OutputFacts(name, round(float(stream.latency) * 1e9))
        self._fed_ns = self._clock.now_ns()

    def _end(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(Exception):  # a device that is gone cannot be closed
                stream.close(ignore_errors=True)
        self._dac.forget()

    def _watch(self) -> None:
        """Notice that the device is gone, and look for one again."""
        while not self._closing.wait(RETRY_S):
            stream = self._stream
            if stream is not None and stream.active:
                continue
            if self._problem is None:
                self._problem = "the sound device is gone"
                self._clock.wake()
            self._end()
            with contextlib.suppress(DeviceUnavailableError):
                self._look_again()
                self._begin()
                self._problem = None
                self._clock.wake()

    def _look_again(self) -> None:
        """PortAudio lists devices when it starts, and never again."""
        with contextlib.suppress(Exception), quiet_stderr():
            self._library._terminate()  # noqa: SLF001 - the package's documented way to list devices anew
            self._library._initialize()  # noqa: SLF001

    def _feed(self, out: Frames, count: int, times: Any, status: Any) -> None:  # noqa: ANN401
        """Fill what the driver asks for. Called in PortAudio's thread."""
        stream = self._stream
        self._fed_ns = self._clock.now_ns()
        leaves_s = times.outputBufferDacTime or times.currentTime + AHEAD_S
        if stream is not None:
            ahead_ns = round((leaves_s - stream.time) * 1e9)
            self._dac.state(self._written, self._clock.now_ns() + ahead_ns)
        if status.output_underflow:
            length = count + round(AHEAD_S * RATE_HZ)
            self._dac.doubt(self._written - length, self._written + length, frames_ns(length))
        out.fill(0)
        self._render(out, self._written)
        self._written += count
