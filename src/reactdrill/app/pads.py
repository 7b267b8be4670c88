"""What the buttons of gamepads and dance mats mean in menus, as data.

SDL numbers buttons as each device does; the tables follow the devices people have. A device nobody knows gets the
commonest layout. What buttons mean in a run is another matter: bindings of the station say that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reactdrill.app.inputs import UiAction

A = UiAction


@dataclass(frozen=True, slots=True)
class PadMap:
    """One kind of device. Hats always mean directions."""

    name: str
    buttons: Mapping[int, UiAction]
    axes: Mapping[int, tuple[UiAction, UiAction]] = field(
        default_factory=lambda: {0: (A.LEFT, A.RIGHT), 1: (A.UP, A.DOWN)}
    )
    """What pushing an axis to its negative and its positive end means."""


GAMEPAD = PadMap(
    "gamepad",
    {
        0: A.ACCEPT,
        1: A.BACK,
        3: A.MENU,
        4: A.PREVIOUS_PAGE,
        5: A.NEXT_PAGE,
        6: A.BACK,
        7: A.PAUSE,
    },
)
PLAYSTATION_4 = PadMap(
    "PlayStation 4",
    {
        0: A.ACCEPT,
        1: A.BACK,
        3: A.MENU,
        4: A.BACK,
        6: A.PAUSE,
        9: A.PREVIOUS_PAGE,
        10: A.NEXT_PAGE,
        11: A.UP,
        12: A.DOWN,
        13: A.LEFT,
        14: A.RIGHT,
    },
)
PLAYSTATION_5 = PadMap(
    "PlayStation 5",
    {0: A.ACCEPT, 1: A.BACK, 2: A.MENU, 4: A.PREVIOUS_PAGE, 5: A.NEXT_PAGE, 8: A.BACK, 9: A.PAUSE},
)
SWITCH_PRO = PadMap(
    "Switch Pro",
    {
        0: A.ACCEPT,
        1: A.BACK,
        3: A.MENU,
        4: A.BACK,
        6: A.PAUSE,
        9: A.PREVIOUS_PAGE,
        10: A.NEXT_PAGE,
        11: A.UP,
        12: A.DOWN,
        13: A.LEFT,
        14: A.RIGHT,
    },
)
DANCE_MAT = PadMap(
    "dance mat",
    {
        0: A.LEFT,
        1: A.DOWN,
        2: A.UP,
        3: A.RIGHT,
        4: A.ACCEPT,
        5: A.BACK,
        6: A.ACCEPT,
        7: A.BACK,
        8: A.BACK,
        9: A.ACCEPT,
    },
)
"""Arrows are buttons, so that two feet count; corners and start accept or go back."""

_BY_NAME: tuple[tuple[tuple[str, ...], PadMap], ...] = (
    (("dance", "ddr", "mat ", "l-tek", "stepmania"), DANCE_MAT),
    (("ps4", "dualshock 4", "dualshock4"), PLAYSTATION_4),
    (("ps5", "dualsense", "sony interactive entertainment wireless controller"), PLAYSTATION_5),
    (("switch pro", "pro controller"), SWITCH_PRO),
)


def pad_map(device: str) -> PadMap:
    """The layout for a device, by the name it gives itself."""
    name = f"{device.lower()} "
    return next((found for words, found in _BY_NAME if any(word in name for word in words)), GAMEPAD)
