"""What kind of device a joystick is, and what its buttons are called: gamepads, dance mats, adapters.

The station's settings come first, then known dance mats, then SDL's own table of gamepads, then the shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reactdrill.station.bindings import PadKind, PadProfile


@dataclass(frozen=True, slots=True)
class JoystickFacts:
    """What SDL tells of a joystick."""

    name: str
    guid: str
    buttons: int
    axes: int
    hats: int
    mapping: Mapping[str, str] | None = None
    """SDL's layout where it knows the device as a gamepad: `{"start": "b7", "dpup": "h0.1", "leftx": "a0"}`."""

    @property
    def ids(self) -> tuple[int, int]:
        """USB vendor and product: bytes 4, 5 and 8, 9 of SDL's GUID, low byte first; zeros when it has none."""
        try:
            raw = bytes.fromhex(self.guid)
        except ValueError:
            raw = b""
        return int.from_bytes(raw[4:6], "little"), int.from_bytes(raw[8:10], "little")


@dataclass(frozen=True, slots=True)
class Layout:
    """A device's kind, and the other names of its physical controls: `button7` is `start`."""

    kind: PadKind
    aliases: Mapping[str, str]


_USB_MAT = {
    "button0": "left",
    "button1": "down",
    "button2": "up",
    "button3": "right",
    "button4": "down-left",
    "button5": "down-right",
    "button6": "up-left",
    "button7": "up-right",
    "button8": "select",
    "button9": "start",
}
"""Mats with a plug of their own: arrows in the order of the dance games, then triangle, square, cross, circle."""
_ADAPTER_MAT = {
    "button12": "up",
    "button13": "right",
    "button14": "down",
    "button15": "left",
    "button0": "down-left",
    "button1": "up-right",
    "button2": "up-left",
    "button3": "down-right",
    "button8": "select",
    "button9": "start",
}
"""Console mats on an adapter that gives each arrow a button of its own, so that opposite arrows count together."""
_STICK = {"axis0-": "left", "axis0+": "right", "axis1-": "up", "axis1+": "down"}
"""Mats and small pads that report the arrows as a stick."""
_PLAIN_PAD = {"button8": "back", "button9": "start"}

_MAT_IDS = frozenset({(0x0079, 0x0011)})
"""`USB Gamepad`: the chip in most cheap dance mats, and in some console-style pads, which can be told apart in the
settings only."""
_MAT_WORDS = ("dance", "ddr", " mat ", "l-tek", "stepmania", "pump it up")

USB_MAT = Layout("mat", MappingProxyType({**_STICK, **_USB_MAT}))
ADAPTER_MAT = Layout("mat", MappingProxyType(_ADAPTER_MAT))


def layout_of(facts: JoystickFacts, own: Mapping[str, PadProfile] = MappingProxyType({})) -> Layout:
    """The layout of a device. `own`: what the station's settings say, by the device's name or GUID."""
    said = own.get(facts.guid) or own.get(facts.name) or own.get(facts.name.strip())
    if said is not None:
        aliases = {control: place for place, control in said.places.items()}
        return Layout(said.kind, MappingProxyType(aliases))
    if _is_mat_by_name(facts):
        return ADAPTER_MAT if facts.buttons >= 16 else USB_MAT
    if facts.mapping is not None:
        return Layout("pad", MappingProxyType(aliases_of(facts.mapping)))
    if facts.hats == 0 and facts.buttons >= 16:
        return ADAPTER_MAT
    if facts.hats == 0 and facts.axes <= 2 and facts.buttons >= 10:
        return USB_MAT
    return Layout("pad", MappingProxyType(_PLAIN_PAD if facts.buttons >= 10 else {}))


def _is_mat_by_name(facts: JoystickFacts) -> bool:
    name = f" {facts.name.lower()} "
    return any(word in name for word in _MAT_WORDS) or (facts.ids in _MAT_IDS and facts.buttons >= 10)


def aliases_of(mapping: Mapping[str, str]) -> dict[str, str]:
    """Physical controls by the names of SDL's gamepad table, in our words: `{"button7": "start"}`."""
    found: dict[str, str] = {}
    for name, source in mapping.items():
        if name in _AXES:
            physical = source.lstrip("+-~")
            if physical[:1] == "a" and physical[1:].isdigit():
                found |= {f"axis{physical[1:]}{sign}": f"axis{_AXES[name]}{sign}" for sign in "-+"}
            continue
        control = _physical(source)
        if control is not None:
            found[control] = _DIRECTIONS.get(name, name)
    known = {
        *_BUTTONS,
        *_DIRECTIONS.values(),
        *(f"axis{number}{sign}" for number in range(4) for sign in "-+"),
    }
    return {control: name for control, name in found.items() if name in known and control != name}


_AXES = {"leftx": 0, "lefty": 1, "rightx": 2, "righty": 3}
_DIRECTIONS = {"dpup": "hat0-up", "dpdown": "hat0-down", "dpleft": "hat0-left", "dpright": "hat0-right"}
_BUTTONS = frozenset(
    {
        *("a", "b", "x", "y", "start", "back", "guide"),
        *("leftshoulder", "rightshoulder", "leftstick", "rightstick", "lefttrigger", "righttrigger"),
    }
)
_HAT = {"1": "up", "2": "right", "4": "down", "8": "left"}


def _physical(source: str) -> str | None:
    """`b7`, `h0.1`, `a4`, `-a1` as `button7`, `hat0-up`, `axis4+`, `axis1-`."""
    sign = "-" if source.startswith("-") else "+"
    source = source.lstrip("+-~").rstrip("~")
    number = source[1:]
    match source[:1]:
        case "b":
            return f"button{number}"
        case "a":
            return f"axis{number}{sign}"
        case "h":
            hat, _, way = number.partition(".")
            return f"hat{hat}-{_HAT[way]}" if way in _HAT else None
        case _:
            return None
