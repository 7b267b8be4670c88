"""Listens to the system's microphone: by PulseAudio's or PipeWire's `parec`, else by the package `sounddevice`."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from typing import Any, Protocol

import numpy as np

from reactdrill.devices.sound.quiet import quiet_stderr
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import Clock
from reactdrill.station.calibration.clicks import RATE_HZ, Piece, Recording
from reactdrill.station.doctor.tools import asked

DEVICE = "microphone"
PIECE_MS = 10
READ_BYTES = 65_536
INSTALL = "`pip install sounddevice`, or on Linux the package pulseaudio-utils, lets reactdrill listen"


class Recorder(Protocol):
    """A microphone that is being listened to."""

    @property
    def begun(self) -> bool:
        """Whether anything has come yet."""

    def stop(self) -> Recording:
        """Stop, and hand over everything. Only once."""


def open_recorder(clock: Clock) -> Recorder:
    """Listen to the system's default microphone. Raises `DeviceUnavailableError` when nothing can be listened to."""
    if shutil.which("parec") is not None and (info := asked("pactl", "info")) is not None:
        return PulseRecorder(clock, _default_source(info))
    return PortAudioRecorder(clock, _sounddevice())


def _default_source(info: str) -> str:
    said = [
        line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("Default Source:")
    ]
    if not said or not said[0]:
        hint = "plug one in, and choose it in the system's sound settings"
        raise DeviceUnavailableError(DEVICE, "the sound server knows of none", hint)
    return said[0]


class _Kept:
    """Pieces as they come; any thread may add."""

    def __init__(self, clock: Clock) -> None:
        self._now_ns = clock.now_ns
        self._data: list[bytes] = []
        self._pieces: list[Piece] = []
        self._count = 0

    @property
    def begun(self) -> bool:
        """Whether anything has come yet."""
        return bool(self._pieces)

    def add(self, data: bytes) -> None:
        """Keep whole samples with the time they came at."""
        now_ns = self._now_ns()
        count = len(data) // 2
        self._data.append(data)
        self._pieces.append(Piece(self._count, count, now_ns))
        self._count += count

    def recording(self, source: str) -> Recording:
        """Everything."""
        return Recording(np.frombuffer(b"".join(self._data), "<i2"), tuple(self._pieces), source)


class PulseRecorder:
    """`parec`, and a thread that blocks on its pipe."""

    def __init__(self, clock: Clock, source: str) -> None:
        """Start to listen to a source of the sound server."""
        self._source = source
        self._kept = _Kept(clock)
        command = ["parec", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1"]
        self._process = subprocess.Popen(  # noqa: S603 - the source is the sound server's own word
            [*command, f"--latency-msec={PIECE_MS}", f"--device={source}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._thread = threading.Thread(target=self._read, name="parec", daemon=True)
        self._thread.start()

    @property
    def begun(self) -> bool:
        """As `Recorder`."""
        return self._kept.begun

    def stop(self) -> Recording:
        """As `Recorder`."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return self._kept.recording(self._source)

    def _read(self) -> None:
        assert self._process.stdout is not None
        pipe = self._process.stdout.fileno()
        rest = b""
        while data := os.read(pipe, READ_BYTES):
            data = rest + data
            whole = len(data) // 2 * 2
            rest = data[whole:]
            if whole:
                self._kept.add(data[:whole])


def _sounddevice() -> Any:  # noqa: ANN401 - has no types
    try:
        with quiet_stderr():
            import sounddevice  # noqa: PLC0415 - loads PortAudio, which looks at every device
    except (ImportError, OSError) as error:
        raise DeviceUnavailableError(DEVICE, f"nothing here can record ({error})", INSTALL) from error
    return sounddevice


class PortAudioRecorder:
    """The default input by PortAudio, which calls from a thread of its own."""

    def __init__(self, clock: Clock, library: Any) -> None:  # noqa: ANN401 - has no types
        """Start to listen. Raises `DeviceUnavailableError` when there is no input."""
        self._kept = _Kept(clock)
        try:
            self._source = str(library.query_devices(kind="input")["name"])
            self._stream = library.RawInputStream(
                samplerate=RATE_HZ,
                channels=1,
                dtype="int16",
                blocksize=RATE_HZ * PIECE_MS // 1000,
                latency="low",
                callback=self._came,
            )
            self._stream.start()
        except (library.PortAudioError, ValueError) as error:
            hint = "plug one in, and allow programs to use it"
            raise DeviceUnavailableError(DEVICE, str(error), hint) from error

    @property
    def begun(self) -> bool:
        """As `Recorder`."""
        return self._kept.begun

    def stop(self) -> Recording:
        """As `Recorder`."""
        with contextlib.suppress(Exception):  # a device that has gone meanwhile: what it told is kept
            self._stream.stop()
        with contextlib.suppress(Exception):
            self._stream.close()
        return self._kept.recording(self._source)

    def _came(self, data: Any, _frames: int, _time: object, _status: object) -> None:  # noqa: ANN401
        self._kept.add(bytes(data))
