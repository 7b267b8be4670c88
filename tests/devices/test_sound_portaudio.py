"""The stream by PortAudio, with a library of the test's own: no sound card is touched."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from device_clock import MS, DeviceClock
from reactdrill.devices.sound import portaudio
from reactdrill.devices.sound.dac import DacClock
from reactdrill.devices.sound.portaudio import AHEAD_S, FLOOR_NS, STALLED_NS, PortAudioOutput
from reactdrill.devices.sound.samples import Frames
from reactdrill.errors import DeviceUnavailableError

PATIENCE_S = 30


class FakeStream:
    def __init__(self, library: FakeLibrary, callback: Any) -> None:
        self.callback = callback
        self.device = 3
        self.latency = 0.02
        self.active = False
        self.closed = False
        self._library = library

    @property
    def time(self) -> float:
        """PortAudio's clock has another zero than ours."""
        return self._library.clock.at_ns / 1e9 - 500

    def start(self) -> None:
        self.active = True

    def close(self, ignore_errors: bool) -> None:
        self.active, self.closed = False, True


class FakeLibrary:
    """As the package sounddevice."""

    def __init__(self, clock: DeviceClock) -> None:
        self.clock = clock
        self.streams: list[FakeStream] = []
        self.missing = False
        self.looked = 0

    def OutputStream(self, **said: Any) -> FakeStream:  # noqa: N802 - the package's own name
        assert (said["samplerate"], said["channels"], said["dtype"]) == (48_000, 2, "float32")
        if self.missing:
            raise ValueError("Error querying device -1")
        self.streams.append(FakeStream(self, said["callback"]))
        return self.streams[-1]

    def query_devices(self, device: int) -> dict[str, str]:
        return {"name": "TV (HDMI)"}

    def _terminate(self) -> None:
        self.looked += 1

    def _initialize(self) -> None:
        pass


class WakingClock(DeviceClock):
    """Tells when it was woken."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = threading.Event()

    def wake(self) -> None:
        self.woken.set()


class Room:
    def __init__(self) -> None:
        self.clock = WakingClock()
        self.library = FakeLibrary(self.clock)
        self.dac = DacClock()
        self.rendered: list[tuple[int, int]] = []
        self.output = PortAudioOutput(self.clock, self._render, self.dac, self.library)

    def _render(self, out: Frames, first: int) -> None:
        assert not out.any()
        self.rendered.append((first, len(out)))
        out[:] = 0.5

    def feed(
        self, count: int, *, leaves_in_ms: float = 20, underflow: bool = False, silent: bool = False
    ) -> None:
        """What the driver does every few milliseconds."""
        stream = self.library.streams[-1]
        out = np.full((count, 2), 7, np.float32)
        now = stream.time
        leaves = 0.0 if silent else now + leaves_in_ms / 1000
        times = SimpleNamespace(outputBufferDacTime=leaves, currentTime=now)
        stream.callback(out, count, times, SimpleNamespace(output_underflow=underflow))
        assert (out == 0.5).all()


def problem_of(room: Room) -> str | None:
    return room.output.problem


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(portaudio, "RETRY_S", 0.001)
    room = Room()
    yield room
    room.output.close()


def test_frames_are_numbered_on_and_stamped_with_the_drivers_word(room: Room) -> None:
    room.feed(256)
    room.clock.advance(256 / 48)
    room.feed(128)
    assert room.rendered == [(0, 256), (256, 128)]
    at_ns, uncertainty_ns = room.dac.stamp(256)
    assert at_ns == pytest.approx(room.clock.at_ns + 20 * MS, abs=1000)
    assert uncertainty_ns == pytest.approx(FLOOR_NS, abs=2000)


def test_a_driver_that_does_not_say_is_taken_to_be_as_late_as_was_asked_for(room: Room) -> None:
    room.feed(256, silent=True)
    assert room.dac.stamp(0).at_ns == pytest.approx(room.clock.at_ns + AHEAD_S * 1e9, abs=1000)


def test_running_dry_is_doubted(room: Room) -> None:
    room.feed(480, underflow=True)
    assert room.dac.stamp(100).uncertainty_ns == 40 * MS


def test_the_device_is_named_and_known_to_be_late(room: Room) -> None:
    assert (room.output.facts.device, room.output.facts.kind) == ("TV (HDMI)", "tv")
    assert room.output.facts.ahead_ns == 20 * MS
    assert room.output.problem is None


def test_a_device_that_asks_for_nothing_any_more_is_a_problem(room: Room) -> None:
    room.clock.advance(STALLED_NS / MS + 1)
    assert room.output.problem == "the sound device has stopped playing"


def test_a_device_that_goes_is_looked_for_until_one_is_there(room: Room) -> None:
    room.feed(256)
    room.library.missing = True
    room.library.streams[-1].active = False
    assert room.clock.woken.wait(PATIENCE_S)
    assert problem_of(room) == "the sound device is gone"
    assert not room.dac.is_running
    room.clock.woken.clear()
    room.library.missing = False
    assert room.clock.woken.wait(PATIENCE_S)
    assert problem_of(room) is None
    assert room.library.streams[0].closed
    assert room.library.looked
    room.feed(10)
    assert room.rendered[-1] == (256, 10)


def test_without_a_device_there_is_a_clear_line() -> None:
    library = FakeLibrary(DeviceClock())
    library.missing = True
    with pytest.raises(DeviceUnavailableError, match="connect a sound device"):
        PortAudioOutput(library.clock, lambda out, first: None, DacClock(), library)
