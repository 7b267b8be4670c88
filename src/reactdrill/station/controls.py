"""The names of physical controls, as people write them: `key:left`, `pad:button2`, `pad:hat0-up`, `mat:left`, `pod:3`.

A keyboard has keys (`key1:` is the second keyboard's), a gamepad has buttons, hats and axes, a dance mat has panels, and LED pods have numbers from 1 on.
`pad:` means any gamepad and `pad1:` the second one; the same holds for `mat:`. Pure text: no device is touched here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from reactdrill.i18n import tr, tr_in

PLACES = ("left", "right", "up", "down", "up-left", "up-right", "down-left", "down-right")
"""The eight directions, as hats and mats name them."""
PANELS = (*PLACES, "centre", "start", "select")
"""Places of a dance mat."""
PAD_NAMES = (
    *("a", "b", "x", "y", "start", "back", "guide"),
    *("leftshoulder", "rightshoulder", "leftstick", "rightstick", "lefttrigger", "righttrigger"),
)
"""Buttons of a gamepad whose layout is known; `a` is the lowest of the four, whatever is printed on it."""

_NAMED_KEYS = (
    *("left", "right", "up", "down", "space", "enter", "escape", "tab", "backspace", "delete", "insert"),
    *("home", "end", "page-up", "page-down", "pause", "print-screen", "scroll-lock", "caps-lock", "num-lock"),
    *("left-shift", "right-shift", "left-ctrl", "right-ctrl", "left-alt", "right-alt", "left-meta", "menu"),
    *("alt-gr", "help", "clear", "power", "sys-req", "ac-back"),
    *("right-meta", "kp-enter", "kp-plus", "kp-minus", "kp-times", "kp-divide", "kp-point", "kp-equals"),
    *(f"kp-{digit}" for digit in range(10)),
    *(f"f{number}" for number in range(1, 25)),
)
KEYS = frozenset(_NAMED_KEYS)
"""Keys with a name of more than one character; every other key is named by the character on it."""

_SCAN = re.compile(r"scan-\d{1,3}")
"""A key without a name, by the place on the keyboard."""
_PAD_CONTROL = re.compile(r"button\d{1,3}|axis\d{1,2}[+-]|hat\d-(" + "|".join(PLACES) + ")")
_COMMON = (
    *(f"button{number}" for number in range(16)),
    *(f"hat0-{place}" for place in PLACES),
    *(f"axis{number}{sign}" for number in range(6) for sign in "+-"),
)
_POD = re.compile(r"[1-9]\d?")
_KEYBOARD = re.compile(r"key(\d{0,2})")
_DEVICE = re.compile(r"(pad|mat)(\d{0,2})")

ARROWS: Mapping[str, str] = MappingProxyType(
    {
        "left": "←",
        "right": "→",
        "up": "↑",
        "down": "↓",
        "up-left": "↖",
        "up-right": "↗",
        "down-left": "↙",
        "down-right": "↘",
    }
)


def control_problem(control: str) -> tuple[str, str] | None:
    """What is wrong with a control's name and what to do about it; None for a good name."""
    device, colon, part = control.partition(":")
    if not colon:
        return f"{control!r} does not say which device", f"write key:{control} or pad:{control}"
    if _KEYBOARD.fullmatch(device):
        if part in KEYS or _SCAN.fullmatch(part):
            return None
        if len(part) == 1 and not part.isspace() and part == part.lower():
            return None
        return f"no key is called {part!r}", _nearest(part, KEYS, "write key:space, key:left or key:a")
    if device == "pod":
        if _POD.fullmatch(part):
            return None
        return f"no pod is called {part!r}", "pods are numbered: write pod:1, pod:2 …"
    match = _DEVICE.fullmatch(device)
    if match is None:
        return (
            f"no device is called {device!r}",
            "there are key:, pad:, mat: and pod:, or pad0:, pad1:, key0: for one of several",
        )
    named = PANELS if match[1] == "mat" else PAD_NAMES
    if part in named or _PAD_CONTROL.fullmatch(part):
        return None
    examples = (
        "write button0, hat0-left or axis0+" if match[1] == "pad" else "write left, up-left, start or button0"
    )
    return f"a {match[1]} has no control {part!r}", _nearest(part, (*named, *_COMMON), examples)


def device_kind(control: str) -> str:
    """`key`, `pad`, `mat` or `pod`."""
    return control.partition(":")[0].rstrip("0123456789")


def describe_control(control: str, *, arrows: bool = True) -> str:
    """A control in a person's words: `←`, `A`, `Space`, `pad button 2`, `mat ←`.

    Without `arrows` directions are words: the program's font has no arrows.
    """
    device, _, part = control.partition(":")
    if match := _KEYBOARD.fullmatch(device):
        key = _describe_key(part, arrows=arrows)
        return tr("keyboard {number}: {key}", number=int(match[1]) + 1, key=key) if match[1] else key
    if device == "pod":
        return tr("pod {number}", number=part)
    number = device[3:]
    owner = f"{tr(device[:3])} {int(number) + 1}" if number else tr(device)
    return f"{owner} {_describe_part(part, arrows=arrows)}"


def _describe_key(part: str, *, arrows: bool) -> str:
    if part in ARROWS:
        return _direction(part, arrows=arrows) if arrows else tr(f"{part} arrow")
    if part.startswith("kp-"):
        return tr("keypad {key}", key=part[3:])
    if len(part) == 1 or re.fullmatch(r"f\d+", part):
        return part.upper()
    return tr_in("key", part.replace("-", " ").capitalize())


def _describe_part(part: str, *, arrows: bool) -> str:
    if match := re.fullmatch(r"(hat|axis|button)(\d+)-?(.*)", part):
        what, number, rest = match.groups()
        if what == "button":
            return tr("button {number}", number=number)
        if what == "hat":
            return _direction(rest, arrows=arrows)
        return tr("axis {name}", name=f"{number}{part[-1]}")
    return _direction(part, arrows=arrows)


def _direction(place: str, *, arrows: bool) -> str:
    words = tr(place.replace("-", " "))
    return ARROWS.get(place, words) if arrows else words


def _nearest(name: str, known: Iterable[str], otherwise: str) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=2)
    return f"did you mean {' or '.join(close)}?" if close else otherwise
