"""Functions of SDL that pygame does not offer, from the library that pygame has loaded. Main thread only."""

from __future__ import annotations

import ctypes
from functools import cache

import pygame


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
    except (AttributeError, OSError):
        return None
    return library


def joystick_path(instance: int) -> str | None:
    """Where an open joystick is in the file system; None: SDL does not know."""
    library = sdl()
    opened = None if library is None else library.SDL_JoystickFromInstanceID(instance)
    path = library.SDL_JoystickPath(opened) if library is not None and opened else None
    return path.decode("utf-8", "replace") if path else None
