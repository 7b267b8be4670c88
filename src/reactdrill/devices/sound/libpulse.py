"""The part of libpulse that a stream needs, by ctypes: every Linux desktop has it, with PulseAudio or PipeWire.

Names and values are those of PulseAudio's client header files, version 16.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_int64, c_long, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from functools import cache
from typing import Any

DEFAULT = 0xFFFF_FFFF
FLOAT32LE = 5
CONTEXT_NO_AUTOSPAWN = 0x0001
CONTEXT_READY = 4
STREAM_READY = 2
BROKEN = 5
"""Contexts in this state or a later one have failed or ended."""
STREAM_BROKEN = 3
STREAM_INTERPOLATE_TIMING = 0x0002
STREAM_AUTO_TIMING_UPDATE = 0x0008
STREAM_ADJUST_LATENCY = 0x2000

RequestCallback = ctypes.CFUNCTYPE(None, c_void_p, c_size_t, c_void_p)
NotifyCallback = ctypes.CFUNCTYPE(None, c_void_p, c_void_p)
SuccessCallback = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_void_p)


class SampleSpec(ctypes.Structure):
    """`pa_sample_spec`."""

    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class BufferAttr(ctypes.Structure):
    """`pa_buffer_attr`, in bytes; `DEFAULT` leaves a field to the server."""

    _fields_ = (
        ("maxlength", c_uint32),
        ("tlength", c_uint32),
        ("prebuf", c_uint32),
        ("minreq", c_uint32),
        ("fragsize", c_uint32),
    )


class TimingInfo(ctypes.Structure):
    """`pa_timing_info`: indices in bytes, delays in µs, `sec` and `usec` by the wall clock."""

    _fields_ = (
        ("sec", c_long),
        ("usec", c_long),
        ("synchronized_clocks", c_int),
        ("sink_usec", c_uint64),
        ("source_usec", c_uint64),
        ("transport_usec", c_uint64),
        ("playing", c_int),
        ("write_index_corrupt", c_int),
        ("write_index", c_int64),
        ("read_index_corrupt", c_int),
        ("read_index", c_int64),
        ("configured_sink_usec", c_uint64),
        ("configured_source_usec", c_uint64),
        ("since_underrun", c_int64),
    )


_P = c_void_p
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "mainloop_new": (_P,),
    "mainloop_free": (None, _P),
    "mainloop_get_api": (_P, _P),
    "mainloop_iterate": (c_int, _P, c_int, _P),
    "mainloop_wakeup": (None, _P),
    "context_new": (_P, _P, c_char_p),
    "context_connect": (c_int, _P, c_char_p, c_int, _P),
    "context_disconnect": (None, _P),
    "context_unref": (None, _P),
    "context_get_state": (c_int, _P),
    "context_errno": (c_int, _P),
    "strerror": (c_char_p, c_int),
    "operation_unref": (None, _P),
    "stream_new": (_P, _P, c_char_p, POINTER(SampleSpec), _P),
    "stream_unref": (None, _P),
    "stream_connect_playback": (c_int, _P, c_char_p, POINTER(BufferAttr), c_int, _P, _P),
    "stream_disconnect": (c_int, _P),
    "stream_get_state": (c_int, _P),
    "stream_get_device_name": (c_char_p, _P),
    "stream_get_buffer_attr": (POINTER(BufferAttr), _P),
    "stream_set_write_callback": (None, _P, RequestCallback, _P),
    "stream_set_underflow_callback": (None, _P, NotifyCallback, _P),
    "stream_begin_write": (c_int, _P, POINTER(c_void_p), POINTER(c_size_t)),
    "stream_write": (c_int, _P, _P, c_size_t, _P, c_int64, c_int),
    "stream_update_timing_info": (_P, _P, SuccessCallback, _P),
    "stream_get_timing_info": (POINTER(TimingInfo), _P),
}


@cache
def libpulse() -> dict[str, Callable[..., Any]]:
    """Its functions by their names without `pa_`. Raises `OSError` where the library is not there."""
    library = ctypes.CDLL("libpulse.so.0")
    functions: dict[str, Callable[..., Any]] = {}
    for name, (result, *arguments) in _SIGNATURES.items():
        function = getattr(library, f"pa_{name}")
        function.restype, function.argtypes = result, arguments
        functions[name] = function
    return functions
