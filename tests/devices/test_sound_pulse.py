"""The stream to PulseAudio: what it writes, against functions of the test's own, and a private server where there is one."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from device_clock import MS, DeviceClock
from reactdrill.devices.sound import libpulse as pa, pulse, pulse_link
from reactdrill.devices.sound.dac import DacClock
from reactdrill.devices.sound.output import NobodyHearsError
from reactdrill.devices.sound.pulse import open_pulse
from reactdrill.devices.sound.pulse_link import SLACK
from reactdrill.devices.sound.samples import Frames
from reactdrill.devices.sound.stream import StreamSound
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ShowCue
from reactdrill.engine.events import CueShown, DeviceBack, DeviceLost, Event
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock

PATIENCE_S = 60
LENGTH = 1440
FRAME_BYTES = 8
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


class FakeServer:
    """The functions of libpulse that one connection uses."""

    def __init__(self) -> None:
        self.written = b""
        self.room = 1 << 16
        self.attr = pa.BufferAttr(0, LENGTH * FRAME_BYTES, 0, 0, 0)
        self.info = pa.TimingInfo()
        self.info.playing = 1
        self.asked = 0
        self._buffer = ctypes.create_string_buffer(1 << 17)

    def functions(self) -> dict[str, Callable[..., Any]]:
        found: dict[str, Callable[..., Any]] = dict.fromkeys(pa._SIGNATURES, lambda *_: 1)
        found["stream_get_buffer_attr"] = lambda _: ctypes.pointer(self.attr)
        found["stream_get_timing_info"] = lambda _: ctypes.pointer(self.info)
        found["stream_begin_write"] = self._begin
        found["stream_write"] = self._write
        found["stream_update_timing_info"] = self._update
        return found

    def _begin(self, stream: int, data: Any, size: Any) -> int:
        size._obj.value = min(size._obj.value, self.room)
        data._obj.value = ctypes.addressof(self._buffer)
        return 0

    def _write(self, stream: int, data: Any, size: int, *_: object) -> int:
        self.written += ctypes.string_at(data.value, size)
        return 0

    def _update(self, *_: object) -> int:
        self.asked += 1
        return 1

    @property
    def heard(self) -> Frames:
        return np.frombuffer(self.written, np.float32).reshape(-1, 2)


class Link:
    """One connection on the fake server."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, first: int = 0) -> None:
        self.server = FakeServer()
        monkeypatch.setattr(pa, "libpulse", self.server.functions)
        monkeypatch.setattr(pulse_link, "utc_now", lambda: NOW)
        self.clock = DeviceClock()
        self.dac = DacClock()
        self.rendered: list[tuple[int, int]] = []
        self.link = pulse_link.Link(self.clock, self._render, self.dac, first)

    def _render(self, out: Frames, first: int) -> None:
        assert not out.any()
        self.rendered.append((first, len(out)))
        out[:] = 0.25

    def feed(self, frames: int) -> None:
        self.link._feed(1, frames * FRAME_BYTES, None)

    def state(self, read: int, sink_ms: float, age_ms: float = 0) -> None:
        """The server's answer: what it has read, and what its sink still holds."""
        info = self.server.info
        info.read_index, info.sink_usec = read * FRAME_BYTES, round(sink_ms * 1000)
        wall_us = round(NOW.timestamp() * 1_000_000) - round(age_ms * 1000)
        info.sec, info.usec = divmod(wall_us, 1_000_000)
        self.link._stated(1, 1, None)


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Link:
    return Link(monkeypatch)


def test_what_the_server_asks_for_is_rendered_into_its_memory(link: Link) -> None:
    link.feed(LENGTH)
    link.feed(480)
    assert link.rendered == [(0, LENGTH), (LENGTH, 480)]
    assert (link.server.heard == 0.25).all()
    assert len(link.server.heard) == link.link.next_frame == LENGTH + 480


def test_a_server_with_little_room_is_fed_in_parts(link: Link) -> None:
    link.server.room = 500 * FRAME_BYTES
    link.feed(1200)
    assert link.rendered == [(0, 500), (500, 500), (1000, 200)]


def test_one_question_is_asked_at_a_time(link: Link) -> None:
    link.feed(LENGTH)
    link.feed(480)
    assert link.server.asked == 1
    link.state(480, 10)
    assert link.server.asked == 2  # for what was written meanwhile
    link.state(960, 10)
    assert link.server.asked == 2
    link.feed(480)
    assert link.server.asked == 3


def test_the_frame_that_is_heard_is_what_was_read_less_what_the_sink_holds(link: Link) -> None:
    link.feed(LENGTH)
    link.state(960, 10, age_ms=2)
    assert link.dac.newest == 480
    assert link.dac.stamp(480).at_ns == pytest.approx(link.clock.at_ns - 2 * MS, abs=1000)


def test_frames_are_numbered_on_after_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    link = Link(monkeypatch, first=10_000)
    link.feed(LENGTH)
    link.state(960, 10)
    assert link.rendered == [(10_000, LENGTH)]
    assert link.dac.newest == 10_480


@pytest.mark.parametrize("age_ms", [-3_600_000, 5_000])
def test_a_wall_clock_that_was_set_is_not_believed(link: Link, age_ms: float) -> None:
    link.state(960, 10, age_ms)
    assert not link.dac.is_running


def test_a_stream_that_does_not_play_states_nothing(link: Link) -> None:
    link.server.info.playing = 0
    link.state(960, 10)
    assert not link.dac.is_running


def test_frames_that_would_come_too_late_are_silent_and_doubted_and_sound_begins_after_them(
    link: Link,
) -> None:
    link.feed(LENGTH)
    link.state(960, 10)
    link.clock.advance(
        (LENGTH - 480 + 1_000) / 48
    )  # the server has played all it had, and 1000 frames of silence
    link.feed(LENGTH + 1_000)
    lost = 1_000 + SLACK
    assert link.rendered[1:] == [(LENGTH + lost, LENGTH - SLACK)]
    assert not link.server.heard[LENGTH : LENGTH + lost].any()
    assert link.dac.stamp(LENGTH + lost).uncertainty_ns > 20 * MS
    assert link.dac.stamp(LENGTH + lost + 10_000).uncertainty_ns < 10 * MS


def test_frames_that_turn_out_to_have_come_too_late_are_told_as_lost(link: Link) -> None:
    link.feed(LENGTH)
    link.state(960, 10)
    link.feed(480)
    link.state(LENGTH + 100, 10)  # the server had read so far when they came
    assert [link.dac.heard_from(frame) for frame in (LENGTH - 1, LENGTH, LENGTH + 99, LENGTH + 100)] == [
        LENGTH - 1,
        LENGTH + 100,
        LENGTH + 100,
        LENGTH + 100,
    ]
    assert link.dac.stamp(LENGTH).uncertainty_ns > 20 * MS


def test_frames_that_came_in_time_are_not_lost(link: Link) -> None:
    link.feed(LENGTH)
    for number in range(1, 10):
        link.state(480 * number, 10)
        link.feed(480)
    assert all(link.dac.heard_from(frame) == frame for frame in range(0, link.link.next_frame, 100))


def test_a_longer_queue_after_a_move_is_no_loss(link: Link) -> None:
    link.feed(LENGTH)
    link.server.room = 10 * LENGTH * FRAME_BYTES
    link.server.attr.tlength = 10 * LENGTH * FRAME_BYTES
    link.feed(9 * LENGTH)
    assert link.rendered[-1] == (LENGTH, 9 * LENGTH)


def test_an_underflow_that_the_server_tells_of_is_doubted(link: Link) -> None:
    link.feed(LENGTH)
    link.state(960, 10)
    link.link._ran_dry(1, None)
    assert link.dac.stamp(LENGTH).uncertainty_ns == 30 * MS


def test_without_the_library_there_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> None:
        raise OSError("libpulse.so.0: cannot open shared object file")

    monkeypatch.setattr(pa, "libpulse", nothing)
    with pytest.raises(DeviceUnavailableError, match="libpulse cannot be loaded") as raised:
        open_pulse(DeviceClock())(lambda out, first: None, DacClock())
    assert "libpulse0" in raised.value.hint


# ---- a real server, where PulseAudio is installed. No time is asserted: only what happens, and in which order.

real = pytest.mark.skipif(
    shutil.which("pulseaudio") is None or shutil.which("pactl") is None, reason="PulseAudio is not installed"
)


class Server:
    """A private PulseAudio."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *modules: str) -> None:
        self.stop()
        command = ["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"]
        command += [f"--load={each}" for each in modules]
        command += [f"--load=module-native-protocol-unix auth-anonymous=1 socket={self._socket}"]
        private = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"), str(self._folder))
        environment = {**os.environ, **private, "PULSE_RUNTIME_PATH": str(self._folder)}
        nowhere = subprocess.DEVNULL
        self._process = subprocess.Popen(command, env=environment, stdout=nowhere, stderr=nowhere)
        asked = ["pactl", "--server", f"unix:{self._socket}", "info"]
        for _ in range(200):
            if subprocess.run(asked, capture_output=True, env=environment, check=False).returncode == 0:
                return
        pytest.skip("PulseAudio does not start here")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self._socket.unlink(missing_ok=True)


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("pulse")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{folder / 'native'}")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setattr(pulse, "PATIENCE_S", PATIENCE_S)
    server = Server(folder)
    yield server
    server.stop()


def until(sound: StreamSound, clock: SystemClock, wanted: type[Event]) -> Event:
    """Go on until the device tells of it."""
    ends_ns = clock.now_ns() + PATIENCE_S * 1000 * MS
    while clock.now_ns() < ends_ns:
        for event in sound.poll().events:
            if isinstance(event, wanted):
                return event
        deadline_ns = sound.deadline_ns
        clock.wait(ends_ns if deadline_ns is None else deadline_ns)
    pytest.fail(f"no {wanted.__name__}")


@real
def test_a_cue_is_played_the_server_goes_and_comes_back(server: Server) -> None:
    server.start("module-null-sink sink_name=hdmi-null rate=48000")
    clock = SystemClock()
    sound = StreamSound(clock, open_pulse(clock))
    try:
        assert (sound.facts.device, sound.facts.kind) == ("hdmi-null", "tv")
        due_ns = clock.now_ns() + 100 * MS
        sound.schedule(ShowCue("main", 0, 1, PlannedStep("cue", "sound", {"tone": "beep"}), due_ns))
        shown = until(sound, clock, CueShown)
        assert isinstance(shown, CueShown)
        assert shown.source == "pulse-stream"
        server.stop()
        until(sound, clock, DeviceLost)
        server.start("module-null-sink sink_name=other rate=48000")
        until(sound, clock, DeviceBack)
        assert sound.facts.device == "other"
    finally:
        sound.close()
        sound.close()


@real
def test_a_server_with_nothing_to_play_to_is_no_sound(server: Server) -> None:
    server.start("module-always-sink")
    with pytest.raises(NobodyHearsError):
        open_pulse(SystemClock())(lambda out, first: None, DacClock())


def test_a_server_that_is_not_there_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        pa.libpulse()
    except OSError:
        pytest.skip("libpulse is not installed")
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nothing'}")
    monkeypatch.setenv("HOME", str(tmp_path))
    before = threading.active_count()
    with pytest.raises(DeviceUnavailableError, match="no sound server"):
        open_pulse(SystemClock())(lambda out, first: None, DacClock())
    assert threading.active_count() == before
