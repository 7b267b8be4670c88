"""From the kernel's number of a key to the control that SDL's events of the same key are given.

SDL alone knows what the present layout makes of a key, and it is asked: so both tell of the same control, whatever is
printed on the keyboard.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reactdrill.devices.key_names import key_control
from reactdrill.devices.stampers.sdl_symbols import sdl

X11_FIRST = 8
"""What X adds to the kernel's numbers."""

_RUNS = (
    (1, (41, *range(30, 40), 45, 46, 42, 43)),  # escape, digits, minus, equals, backspace, tab
    (16, (20, 26, 8, 21, 23, 28, 24, 12, 18, 19, 47, 48, 40, 224)),  # q to p, brackets, enter, control
    (30, (4, 22, 7, 9, 10, 11, 13, 14, 15, 51, 52, 53, 225, 49)),  # a to apostrophe, grave, shift, backslash
    (
        44,
        (29, 27, 6, 25, 5, 17, 16, 54, 55, 56, 229, 85, 226, 44, 57),
    ),  # z to slash, shift, *, alt, space, caps
    (59, (*range(58, 68), 83, 71)),  # F1 to F10, the locks
    (71, (95, 96, 97, 86, 92, 93, 94, 87, 89, 90, 91, 98, 99)),  # the keypad
    (86, (100, 68, 69, 135, 146, 147, 138, 136, 139, 140)),  # <>, F11, F12, Japanese keys
    (96, (88, 228, 84, 70, 230)),  # keypad enter, control, keypad divide, print, alt
    (102, (74, 82, 75, 80, 79, 77, 81, 78, 73, 76)),  # the island with the arrows
    (117, (103,)),  # keypad equals
    (119, (72,)),  # pause
    (122, (144, 145, 137, 227, 231, 101)),  # Korean keys, yen, metas, menu
    (183, tuple(range(104, 116))),  # F13 to F24
)
SCANCODES: Mapping[int, int] = MappingProxyType(
    {first + place: code for first, codes in _RUNS for place, code in enumerate(codes)}
)
"""SDL's scancode (the USB usage) by the kernel's number, from linux/input-event-codes.h and the USB HID tables."""

_ARROWS = {110: 0xFF50, 111: 0xFF52, 113: 0xFF51, 114: 0xFF53, 116: 0xFF54}
"""Where X has Home and the arrows when it numbers keys as the kernel does."""


def controls_by_code() -> dict[int, str]:
    """The control of each key by the kernel's number, in the layout of now. Main thread only; empty: SDL cannot say."""
    library = sdl()
    if library is None:
        return {}
    key_of = library.SDL_GetKeyFromScancode
    return {code: key_control(key_of(scancode), scancode) for code, scancode in SCANCODES.items()}


def numbers_as_the_kernel(keysyms: Mapping[int, int]) -> bool:
    """Whether an X server's key numbers are the kernel's plus eight, by what stands on its keys."""
    return sum(keysyms.get(code) == sign for code, sign in _ARROWS.items()) >= len(_ARROWS) - 1
