"""One connection to a PulseAudio server: it writes what is asked for and takes down what the server states.

After each piece it asks where the server is. The server's queue goes on when it runs dry (no prebuffering), so its
frames keep their times. Frames that come too late are lost. No sound begins among those of which that is known before
they are written; of the others the server's next answer tells, which is asked for right behind them.
"""

from __future__ import annotations

import ctypes
import threading

import numpy as np

from reactdrill.devices.sound import libpulse as pa
from reactdrill.devices.sound.dac import RATE_HZ, DacClock, frames_ns
from reactdrill.devices.sound.output import NOWHERE, Render
from reactdrill.live.clock import utc_now
from reactdrill.live.ports import Clock

AHEAD_MS = 80
"""What is asked for, from writing to leaving: less is quicker to answer, more survives a busier machine. With 50, one
cue in twenty-five came too late beside a dozen busy programs on two processors."""
REQUEST_MS = 20
"""How much is written at a time."""
SLACK = RATE_HZ // 500
"""Frames that pass from writing until the server has them."""
OLDEST_NS = 500_000_000
"""A statement further from now was not made by this clock: the wall clock was set, or the machine slept."""
NULL_SINK = "auto_null"
FRAME_BYTES = 8
GONE = "the sound server is gone"


class Link:
    """One connection to the server, used by one thread; only `wake` is for others."""

    def __init__(self, clock: Clock, render: Render, dac: DacClock, first: int) -> None:
        self._pa = pa.libpulse()
        self._clock = clock
        self._render = render
        self._dac = dac
        self._first = first
        """Number of the first frame of this connection."""
        self._written = 0
        self._length = 0
        """Frames that the server keeps queued: its choice, and another one after it has moved the stream."""
        self._read = 0
        """The first frame that the server had not taken from the queue at its last answer."""
        self._unproven: int | None = None
        """The first frame written since the last question: whether it came in time is not known yet."""
        self._asked: tuple[int, int] | None = None
        """Frames, from the first up to the second, that the answer on its way will prove to be in time, or not."""
        self.fed_ns = clock.now_ns()
        """When the server last asked for samples."""
        self.device = ""
        self._on_write = pa.RequestCallback(self._feed)
        self._on_underflow = pa.NotifyCallback(self._ran_dry)
        self._on_timing = pa.SuccessCallback(self._stated)
        self._stream: int | None = None
        self._free_lock = threading.Lock()
        """Held while another thread wakes the loop, so that it is not freed meanwhile."""
        self._loop = self._pa["mainloop_new"]()
        self._context = self._pa["context_new"](self._pa["mainloop_get_api"](self._loop), b"reactdrill")
        self._pa["context_connect"](self._context, None, pa.CONTEXT_NO_AUTOSPAWN, None)

    @property
    def next_frame(self) -> int:
        """The number of the frame that is to be written next."""
        return self._first + self._written

    @property
    def ahead_ns(self) -> int:
        """From writing to leaving."""
        return max(AHEAD_MS * 1_000_000, frames_ns(self._length))

    def turn(self) -> str | None:
        """Wait for the server and do what it wants; why that is over, or None."""
        state = self._pa["context_get_state"](
            self._context
        )  # it may have failed before anything could happen
        if state < pa.BROKEN and self._pa["mainloop_iterate"](self._loop, 1, None) < 0:
            return GONE
        state = self._pa["context_get_state"](self._context)
        if state >= pa.BROKEN:
            reason = self._pa["strerror"](self._pa["context_errno"](self._context)).decode(errors="replace")
            return f"{GONE} ({reason})" if self._stream else f"no sound server ({reason})"
        if state == pa.CONTEXT_READY and self._stream is None:
            self._connect()
        if self._stream is None:
            return None
        stream_state = self._pa["stream_get_state"](self._stream)
        if stream_state >= pa.STREAM_BROKEN:
            return NOWHERE
        if stream_state == pa.STREAM_READY:
            self._look_at_device()
        return NOWHERE if self.device == NULL_SINK else None

    def wake(self) -> None:
        """End the turn that waits. For any thread."""
        with self._free_lock:
            if self._loop is not None:
                self._pa["mainloop_wakeup"](self._loop)

    def free(self) -> None:
        """Let go of everything."""
        with self._free_lock:
            loop, self._loop = self._loop, None
        if self._stream is not None:
            self._pa["stream_disconnect"](self._stream)
            self._pa["stream_unref"](self._stream)
        self._pa["context_disconnect"](self._context)
        self._pa["context_unref"](self._context)
        self._pa["mainloop_free"](loop)

    def _connect(self) -> None:
        spec = pa.SampleSpec(pa.FLOAT32LE, RATE_HZ, 2)
        self._stream = self._pa["stream_new"](self._context, b"cues", ctypes.byref(spec), None)
        self._pa["stream_set_write_callback"](self._stream, self._on_write, None)
        self._pa["stream_set_underflow_callback"](self._stream, self._on_underflow, None)
        ahead, request = (ms * RATE_HZ // 1000 * FRAME_BYTES for ms in (AHEAD_MS, REQUEST_MS))
        attr = pa.BufferAttr(pa.DEFAULT, ahead, 0, request, pa.DEFAULT)
        self._pa["stream_connect_playback"](
            self._stream, None, ctypes.byref(attr), pa.STREAM_ADJUST_LATENCY, None, None
        )

    def _look_at_device(self) -> None:
        name: bytes | None = self._pa["stream_get_device_name"](self._stream)
        self.device = (name or b"").decode(errors="replace")

    # ---- called by libpulse from `turn`

    def _feed(self, stream: int, size: int, _: object) -> None:
        """Write what is asked for, and ask where the server is."""
        self.fed_ns = self._clock.now_ns()
        self._length = self._pa["stream_get_buffer_attr"](stream).contents.tlength // FRAME_BYTES
        wanted = size // FRAME_BYTES
        lost = self._late_by(self.next_frame)
        if lost:
            self._doubt(lost)
        if self._unproven is None:
            self._unproven = self.next_frame + lost
        data, room = ctypes.c_void_p(), ctypes.c_size_t()
        while wanted > 0:
            room.value = wanted * FRAME_BYTES
            if self._pa["stream_begin_write"](stream, ctypes.byref(data), ctypes.byref(room)) < 0:
                return
            count = min(wanted, room.value // FRAME_BYTES, lost or wanted)
            samples = (ctypes.c_float * (2 * count)).from_address(data.value or 0)
            out = np.ctypeslib.as_array(samples).reshape(-1, 2)
            out.fill(0)
            if not lost:
                self._render(out, self.next_frame)
            if self._pa["stream_write"](stream, data, count * FRAME_BYTES, None, 0, 0) < 0:
                return
            self._written += count
            wanted -= count
            lost = max(0, lost - count)
        self._ask(stream)

    def _late_by(self, frame: int) -> int:
        """How many frames, from this one on, the server is known to have passed already."""
        if not self._dac.is_running:
            return 0
        passed = max(self._read, self._dac.frame_at(self._clock.now_ns()))
        return passed - frame + SLACK if passed > frame else 0

    def _ran_dry(self, _: int, __: object) -> None:
        if self._written and self._dac.is_running:
            self._doubt(0)

    def _doubt(self, lost: int) -> None:
        length = self._length + lost
        self._dac.doubt(self.next_frame - self._length, self.next_frame + length, frames_ns(length))

    def _ask(self, stream: int) -> None:
        if self._asked is not None or self._unproven is None:
            return
        operation = self._pa["stream_update_timing_info"](stream, self._on_timing, None)
        if operation:
            self._asked, self._unproven = (self._unproven, self.next_frame), None
            self._pa["operation_unref"](operation)

    def _stated(self, stream: int, succeeded: int, _: object) -> None:
        """The server has said what it plays: its read index is ahead of the sound by what the sink holds.

        What was written right before the question and lies before the read index now came too late.
        """
        now_ns = self._clock.now_ns()
        wall_us = round(utc_now().timestamp() * 1_000_000)
        written, self._asked = self._asked, None
        self._ask(stream)
        told = self._pa["stream_get_timing_info"](stream)
        if not succeeded or not told:
            return
        info = told.contents
        age_ns = (wall_us - info.sec * 1_000_000 - info.usec) * 1_000
        if not info.playing or info.read_index_corrupt or not -OLDEST_NS < age_ns < OLDEST_NS:
            return
        self._read = self._first + info.read_index // FRAME_BYTES
        if written is not None and self._read > written[0] and self._dac.is_running:
            self._dac.lose(written[0], min(self._read, written[1]))
            self._doubt(self._read - written[0])
        frame = info.read_index // FRAME_BYTES - round(info.sink_usec * RATE_HZ / 1_000_000)
        if frame >= 0:
            self._dac.state(self._first + frame, now_ns - age_ns)
