"""Records a sink's monitor, with the arrival of every piece and what the server says of it. Its own process.

    python sound_recorder.py SECONDS FILE.npz

It prints a line when it has begun. The file holds `samples` (int16, left), `pieces` (first sample, length, arrival in
ns of `perf_counter_ns`; lost samples are there as zeros), `lost` (first sample, length) and `stated` (ns, at which
sample 0 was played according to the server).
"""

from __future__ import annotations

import ctypes
import sys
import time
from ctypes import POINTER, c_char_p, c_int, c_size_t, c_void_p
from typing import Any

import numpy as np
import numpy.typing as npt
from sound_server import MONITOR

from reactdrill.devices.sound import libpulse as pa
from reactdrill.live.priority import raise_priority

RATE = 48_000
S16LE = 3
PIECE_MS = 10
ASK_EVERY_S = 0.05


class Recorder:
    """One record stream on the monitor."""

    def __init__(self) -> None:
        self.data: list[bytes] = []
        self.pieces: list[tuple[int, int, int]] = []
        self.lost: list[tuple[int, int]] = []
        self.stated: list[tuple[int, int]] = []
        self._count = 0
        self._pa = dict(pa.libpulse())
        library = ctypes.CDLL("libpulse.so.0")
        for name, result, arguments in (
            ("stream_connect_record", c_int, (c_void_p, c_char_p, POINTER(pa.BufferAttr), c_int)),
            ("stream_set_read_callback", None, (c_void_p, pa.RequestCallback, c_void_p)),
            ("stream_peek", c_int, (c_void_p, POINTER(c_void_p), POINTER(c_size_t))),
            ("stream_drop", c_int, (c_void_p,)),
        ):
            function: Any = getattr(library, f"pa_{name}")
            function.restype, function.argtypes = result, arguments
            self._pa[name] = function
        self._on_read = pa.RequestCallback(self._read)
        self._on_timing = pa.SuccessCallback(self._timing)
        self._loop = self._pa["mainloop_new"]()
        self._context = self._pa["context_new"](self._pa["mainloop_get_api"](self._loop), b"recorder")
        self._pa["context_connect"](self._context, None, pa.CONTEXT_NO_AUTOSPAWN, None)
        while (state := self._pa["context_get_state"](self._context)) != pa.CONTEXT_READY:
            if state >= pa.BROKEN:
                raise SystemExit("no sound server")
            self._pa["mainloop_iterate"](self._loop, 1, None)
        spec = pa.SampleSpec(S16LE, RATE, 2)
        self._stream = self._pa["stream_new"](self._context, b"monitor", ctypes.byref(spec), None)
        self._pa["stream_set_read_callback"](self._stream, self._on_read, None)
        unset = pa.DEFAULT
        attr = pa.BufferAttr(unset, unset, unset, unset, PIECE_MS * RATE // 1000 * 4)
        self._pa["stream_connect_record"](self._stream, MONITOR.encode(), ctypes.byref(attr), 0)

    def run(self, seconds: float) -> None:
        """Record so long, counted from the first piece."""
        ends = asked = 0.0
        while not ends or time.perf_counter() < ends:
            self._pa["mainloop_iterate"](self._loop, 1, None)
            now = time.perf_counter()
            if self.pieces and not ends:
                ends = now + seconds
                print("recording", flush=True)
            if self.pieces and now > asked + ASK_EVERY_S:
                asked = now
                operation = self._pa["stream_update_timing_info"](self._stream, self._on_timing, None)
                self._pa["operation_unref"](operation)

    def save(self, path: str) -> None:
        """Everything, as the module says."""
        samples = np.frombuffer(b"".join(self.data), "<i2")[::2]
        np.savez(
            path,
            samples=samples,
            pieces=_table(self.pieces, 3),
            lost=_table(self.lost, 2),
            stated=_table(self.stated, 2),
        )

    def _read(self, stream: int, _: int, __: object) -> None:
        now_ns = time.perf_counter_ns()
        data, size = c_void_p(), c_size_t()
        while self._pa["stream_peek"](stream, ctypes.byref(data), ctypes.byref(size)) == 0 and size.value:
            length = size.value // 4
            self.data.append(ctypes.string_at(data.value, size.value) if data.value else bytes(size.value))
            if not data.value:
                self.lost.append((self._count, length))
            self.pieces.append((self._count, length, now_ns))
            self._count += length
            self._pa["stream_drop"](stream)

    def _timing(self, stream: int, _: int, __: object) -> None:
        now_ns, wall_ns = time.perf_counter_ns(), time.time_ns()
        told = self._pa["stream_get_timing_info"](stream)
        if told:
            info = told.contents
            at_ns = now_ns - (wall_ns - info.sec * 1_000_000_000 - info.usec * 1_000)
            first = info.write_index // 4
            self.stated.append((first, at_ns + info.sink_usec * 1_000 - first * 1_000_000_000 // RATE))


def _table(rows: list[Any], width: int) -> npt.NDArray[np.int64]:
    return np.array(rows, np.int64).reshape(-1, width)


if __name__ == "__main__":
    raise_priority()
    recorder = Recorder()
    recorder.run(float(sys.argv[1]))
    recorder.save(sys.argv[2])
