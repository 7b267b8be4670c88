"""Functions of SDL that pygame does not offer, from the library that pygame has loaded. Main thread only."""

from __future__ import annotations

import ctypes
from functools import cache

import pygame

_X11 = 2
"""SDL's number of X among the window systems."""


class _WindowFacts(ctypes.Structure):
    """The beginning of `SDL_SysWMinfo` as it is for X, and room for the rest."""

    _fields_ = (
        ("version", ctypes.c_uint8 * 3),
        ("system", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("more", ctypes.c_uint8 * 64),
    )


@cache
def sdl() -> ctypes.CDLL | None:
    """SDL, found through pygame's own module; None where the system does not look into a library's own libraries."""
    try:
        library = ctypes.CDLL(pygame.base.__file__)
        library.SDL_GetKeyFromScancode.argtypes = [ctypes.c_int]
        library.SDL_GetKeyFromScancode.restype = ctypes.c_int32
        library.SDL_JoystickFromInstanceID.argtypes = [ctypes.c_int32]
        library.SDL_JoystickFromInstanceID.restype = ctypes.c_void_p
        library.SDL_JoystickPath.argtypes = [ctypes.c_void_p]
        library.SDL_JoystickPath.restype = ctypes.c_char_p
        library.SDL_GetKeyboardFocus.restype = ctypes.c_void_p
        library.SDL_GetWindowWMInfo.argtypes = [ctypes.c_void_p, ctypes.POINTER(_WindowFacts)]
        library.SDL_GetWindowWMInfo.restype = ctypes.c_int
    except (AttributeError, OSError):
        return None
    return library


def joystick_path(instance: int) -> str | None:
    """Where an open joystick is in the file system; None: SDL does not know."""
    library = sdl()
    opened = None if library is None else library.SDL_JoystickFromInstanceID(instance)
    path = library.SDL_JoystickPath(opened) if library is not None and opened else None
    return path.decode("utf-8", "replace") if path else None


def focused_x11_window() -> int | None:
    """X's number of our window that has the keyboard; None: none has, or SDL does not draw on X.

    `pygame.display.get_wm_info` is not asked: pygame-ce 2.5.8 reads what SDL has not filled in there, and may crash.
    """
    library = sdl()
    window = None if library is None else library.SDL_GetKeyboardFocus()
    facts = _WindowFacts(version=(2, 0, 0))
    if library is None or not window or not library.SDL_GetWindowWMInfo(window, ctypes.byref(facts)):
        return None
    return int(facts.window) if facts.system == _X11 else None
