"""Joysticks that exist in SDL only, driven through the very library that pygame has loaded."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pygame

GAMEPAD = 1
DANCE_PAD = 5
HAT_VALUES = {(0, 1): 1, (1, 0): 2, (0, -1): 4, (-1, 0): 8}
"""SDL's bits by x and y; diagonals are sums."""


class _Description(ctypes.Structure):
    """SDL_VirtualJoystickDesc of SDL 2.24 and later, version 1."""

    _fields_ = (
        *((name, ctypes.c_uint16) for name in ("version", "type", "naxes", "nbuttons", "nhats")),
        *((name, ctypes.c_uint16) for name in ("vendor_id", "product_id", "padding")),
        *((name, ctypes.c_uint32) for name in ("button_mask", "axis_mask")),
        ("name", ctypes.c_char_p),
        *((name, ctypes.c_void_p) for name in ("userdata", "update", "set_player", "rumble", "triggers")),
        *((name, ctypes.c_void_p) for name in ("set_led", "send_effect")),
    )


@dataclass(frozen=True)
class PadModel:
    """What a virtual device says of itself."""

    name: str = "Test Pad"
    buttons: int = 15
    axes: int = 6
    hats: int = 1
    vendor: int = 0
    product: int = 0
    kind: int = GAMEPAD


USB_MAT = PadModel("USB Gamepad ", buttons=10, axes=2, hats=0, vendor=0x0079, product=0x0011, kind=DANCE_PAD)


class VirtualPad:
    """One joystick, plugged in when it is made. Its moves arrive with the next look into SDL's queue.

    Opened by itself as well, so that it can be moved before anybody else has opened it.
    """

    def __init__(self, model: PadModel | None = None) -> None:
        self.model = PadModel() if model is None else model
        self._sdl = sdl_library()
        asked = _Description(
            version=1,
            type=self.model.kind,
            naxes=self.model.axes,
            nbuttons=self.model.buttons,
            nhats=self.model.hats,
            vendor_id=self.model.vendor,
            product_id=self.model.product,
            name=self.model.name.encode(),
        )
        self._place = self._sdl.SDL_JoystickAttachVirtualEx(ctypes.byref(asked))
        assert self._place >= 0, "SDL has no virtual joysticks"
        self.instance = int(self._sdl.SDL_JoystickGetDeviceInstanceID(self._place))
        self._handle = self._sdl.SDL_JoystickOpen(self._place)
        self._plugged = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def button(self, number: int, *, down: bool) -> None:
        """Press or let go of a button."""
        self._done(self._sdl.SDL_JoystickSetVirtualButton(self._handle, number, int(down)))

    def axis(self, number: int, value: float) -> None:
        """Push an axis, -1 to 1."""
        self._done(self._sdl.SDL_JoystickSetVirtualAxis(self._handle, number, round(value * 32767)))

    def hat(self, x: int, y: int, number: int = 0) -> None:
        """Push a hat; y grows upwards."""
        bits = HAT_VALUES.get((x, 0), 0) | HAT_VALUES.get((0, y), 0)
        self._done(self._sdl.SDL_JoystickSetVirtualHat(self._handle, number, bits))

    def unplug(self) -> None:
        """Pull it out. May be called twice."""
        if not self._plugged:
            return
        self._plugged = False
        for place in range(int(self._sdl.SDL_NumJoysticks())):
            if self._sdl.SDL_JoystickGetDeviceInstanceID(place) == self.instance:
                self._done(self._sdl.SDL_JoystickDetachVirtual(place))
                return
        raise AssertionError(f"{self.model.name} is not plugged in")

    @staticmethod
    def _done(result: int) -> None:
        assert result == 0, "SDL refused to move the virtual joystick"


def sdl_library() -> Any:
    """The SDL that pygame uses: the file in its wheel, found among what this process has mapped."""
    library = ctypes.CDLL(str(_sdl_file()))
    library.SDL_JoystickOpen.restype = ctypes.c_void_p
    for name in ("Button", "Axis", "Hat"):
        kind = ctypes.c_int16 if name == "Axis" else ctypes.c_uint8
        getattr(library, f"SDL_JoystickSetVirtual{name}").argtypes = [ctypes.c_void_p, ctypes.c_int, kind]
    return library


def _sdl_file() -> Path:
    if sys.platform == "linux":
        for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
            if "libSDL2-2" in line:
                return Path(line.split(maxsplit=5)[5])
    for folder in (Path(pygame.__file__).parent, *Path(pygame.__file__).parent.parent.glob("pygame*.libs")):
        for pattern in ("SDL2.dll", "libSDL2-2*", ".dylibs/libSDL2-2*"):
            for found in folder.glob(pattern):
                return found
    raise FileNotFoundError("pygame's own SDL2 was not found")
