"""Recorders: a stand-in for `parec` on the path, and one for `sounddevice`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reactdrill.devices.recorder import PortAudioRecorder, PulseRecorder, open_recorder
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock

POSIX = pytest.mark.skipif(os.name == "nt", reason="PulseAudio is not there on Windows")
PAREC = """\
import os, struct, sys
assert "--device=a mic" in sys.argv, sys.argv
for number in range(40):
    os.write(1, struct.pack("<3h", number, number, number)[:5])  # torn in the middle of a sample
    os.write(1, struct.pack("<h", number)[1:])
import signal
signal.pause()
"""


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all the path there is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@POSIX
def test_everything_parec_writes_is_kept_to_the_sample(path: Path) -> None:
    script = path / "parec.py"
    script.write_text(PAREC, encoding="utf-8")
    put(
        path, "parec", f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n'
    )  # a path may have a space in it
    put(path, "pactl", "#!/bin/sh\necho 'Default Source: a mic'\n")
    clock = SystemClock()
    begun_ns = clock.now_ns()
    recorder = open_recorder(clock)
    assert isinstance(recorder, PulseRecorder)
    gives_up_ns = begun_ns + 30_000_000_000
    while recorder._kept._count < 120 and clock.now_ns() < gives_up_ns:
        clock.wait(clock.now_ns() + 5_000_000)
    recording = recorder.stop()
    assert recorder.begun
    assert recording.source == "a mic"
    assert not recording.is_monitor
    assert np.array_equal(recording.samples, np.repeat(np.arange(40, dtype=np.int16), 3))
    assert [piece.first for piece in recording.pieces] == list(
        np.cumsum([0, *[piece.length for piece in recording.pieces[:-1]]])
    )
    assert all(begun_ns < piece.at_ns for piece in recording.pieces)


@POSIX
def test_a_server_without_a_source_is_told(path: Path) -> None:
    put(path, "parec", "#!/bin/sh\n")
    put(path, "pactl", "#!/bin/sh\necho 'Default Source: '\n")
    with pytest.raises(DeviceUnavailableError, match="knows of none; plug one in"):
        open_recorder(SystemClock())


def test_without_anything_to_record_with_the_way_out_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(DeviceUnavailableError, match="pip install sounddevice"):
        open_recorder(SystemClock())


class FakeLibrary:
    """As much of `sounddevice` as is used."""

    class PortAudioError(Exception):
        """Its own."""

    def __init__(self, *, fails: bool = False) -> None:
        self.fails = fails
        self.closed = False
        self.callback: Callable[..., None] | None = None

    def query_devices(self, kind: str) -> dict[str, str]:
        return {"name": f"the {kind}"}

    def RawInputStream(self, *, callback: Callable[..., None], **_settings: Any) -> FakeLibrary:  # noqa: N802
        if self.fails:
            raise self.PortAudioError("no device")
        self.callback = callback
        return self

    def start(self) -> None:
        assert self.callback is not None
        self.callback(np.arange(480, dtype="<i2").tobytes(), 480, None, None)

    def stop(self) -> None:
        raise self.PortAudioError("gone")

    def close(self) -> None:
        self.closed = True


def test_portaudio_calls_and_what_it_told_is_kept_even_when_it_has_gone() -> None:
    library = FakeLibrary()
    recorder = PortAudioRecorder(SystemClock(), library)
    assert recorder.begun
    recording = recorder.stop()
    assert library.closed
    assert recording.source == "the input"
    assert np.array_equal(recording.samples, np.arange(480))


def test_no_input_is_told() -> None:
    with pytest.raises(DeviceUnavailableError, match="no device; plug one in"):
        PortAudioRecorder(SystemClock(), FakeLibrary(fails=True))
