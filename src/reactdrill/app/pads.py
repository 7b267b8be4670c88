"""What the buttons of gamepads and dance mats mean in menus, as data.

SDL numbers buttons as each device does; the tables follow the devices people have. A device nobody knows gets the
commonest layout. A mat is what is a mat in runs too, with the station's own word on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from reactdrill.app.inputs import UiAction
from reactdrill.devices.pad_profiles import JoystickFacts, Layout, layout_of
from reactdrill.station.bindings import PadProfile

A = UiAction
BUTTON = "button"


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
_MAT_PLACES = {
    "left": A.LEFT,
    "down": A.DOWN,
    "up": A.UP,
    "right": A.RIGHT,
    "centre": A.ACCEPT,
    "up-left": A.ACCEPT,
    "down-left": A.ACCEPT,
    "start": A.ACCEPT,
    "up-right": A.BACK,
    "down-right": A.BACK,
    "select": A.BACK,
}
"""The corners on the left accept as start does, those on the right go back."""

_BY_NAME: tuple[tuple[tuple[str, ...], PadMap], ...] = (
    (("ps4", "dualshock 4", "dualshock4"), PLAYSTATION_4),
    (("ps5", "dualsense", "sony interactive entertainment wireless controller"), PLAYSTATION_5),
    (("switch pro", "pro controller"), SWITCH_PRO),
)


def pad_map(facts: JoystickFacts, own: Mapping[str, PadProfile] = MappingProxyType({})) -> PadMap:
    """The menu's layout of a device that is a mat in runs, or is known by its name. `own` as in `layout_of`."""
    layout = layout_of(facts, own)
    if layout.kind == "mat":
        return mat_map(layout)
    name = f"{facts.name.lower()} "
    return next((found for words, found in _BY_NAME if any(word in name for word in words)), GAMEPAD)


def mat_map(layout: Layout) -> PadMap:
    """A dance mat's panels. Arrows are buttons on most, so that two feet count; on some they are a stick too."""
    panels = {
        int(control.removeprefix(BUTTON)): _MAT_PLACES[place]
        for control, place in layout.aliases.items()
        if control.startswith(BUTTON) and place in _MAT_PLACES
    }
    return PadMap("dance mat", panels)
