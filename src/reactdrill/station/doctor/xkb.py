"""Sticky keys, slow keys and key repeat, as the desktop has them set."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.station.doctor.finding import Finding, listed, note, ok
from reactdrill.station.doctor.tools import asked

CORE_KEYBOARD = 0x100
ALL_CONTROLS = 0xF8001FFF
REPEAT, SLOW, BOUNCE, STICKY, MOUSE = (1 << bit for bit in range(5))
OFF_ADVICE = (
    "switch this off in the system's accessibility settings: it delays, swallows or invents key presses"
)


@dataclass(frozen=True, slots=True)
class KeySettings:
    """What the desktop does to keys. None: it does not tell."""

    sticky: bool
    slow: bool
    bounce: bool
    mouse: bool = False
    repeat: bool | None = None
    repeat_delay_ms: int = 0
    repeat_interval_ms: int = 0
    shortcut: bool = False
    """Pressing Shift five times switches sticky keys on."""


def key_settings() -> Sequence[Finding]:
    """Ask the desktop."""
    if sys.platform == "win32":
        found: KeySettings | None = _windows_settings()
    elif os.environ.get("WAYLAND_DISPLAY"):
        found = _gnome_settings()
    elif os.environ.get("DISPLAY"):
        found = x11_settings()
    else:
        found = None
    return judged(found)


def judged(found: KeySettings | None) -> Sequence[Finding]:
    """Say what stands in the way of quick keys."""
    if found is None:
        return (
            ok(
                "key-settings",
                "cannot tell whether sticky or slow keys are on",
                "look into the system's accessibility settings and switch them off",
            ),
        )
    names = ("sticky keys", "slow keys", "bounce keys", "mouse keys")
    values = (found.sticky, found.slow, found.bounce, found.mouse)
    on = [name for name, value in zip(names, values, strict=True) if value]
    if on:
        return (note("key-settings", f"{listed(on)} are on", OFF_ADVICE),)
    if found.shortcut:
        return (
            note(
                "key-settings",
                "pressing Shift five times would switch sticky keys on",
                "switch that shortcut off in Settings, Accessibility, Keyboard",
            ),
        )
    return (_repeat(found),)


def _repeat(found: KeySettings) -> Finding:
    if not found.repeat:
        return ok("key-settings", "sticky and slow keys are off")
    return ok(
        "key-settings",
        "sticky and slow keys are off; held keys repeat after {delay} ms, every {interval} ms (never counted)",
        delay=found.repeat_delay_ms,
        interval=found.repeat_interval_ms,
    )


# ---- X11


class _Mods(ctypes.Structure):
    _fields_ = (("mask", ctypes.c_ubyte), ("real", ctypes.c_ubyte), ("virtual", ctypes.c_ushort))


class XkbControls(ctypes.Structure):
    """The beginning of XkbControlsRec."""

    _fields_ = (
        ("mouse_button", ctypes.c_ubyte),
        ("groups", ctypes.c_ubyte),
        ("groups_wrap", ctypes.c_ubyte),
        ("internal", _Mods),
        ("ignore_lock", _Mods),
        ("enabled", ctypes.c_uint),
        ("repeat_delay", ctypes.c_ushort),
        ("repeat_interval", ctypes.c_ushort),
        ("slow_delay", ctypes.c_ushort),
        ("bounce_delay", ctypes.c_ushort),
    )


class XkbDescription(ctypes.Structure):
    """The beginning of XkbDescRec."""

    _fields_ = (
        ("display", ctypes.c_void_p),
        ("flags", ctypes.c_ushort),
        ("device", ctypes.c_ushort),
        ("first_key", ctypes.c_ubyte),
        ("last_key", ctypes.c_ubyte),
        ("controls", ctypes.POINTER(XkbControls)),
    )


def load_xlib() -> ctypes.CDLL | None:
    """Load libX11 with the types of what is used here; None where it is not installed."""
    name = ctypes.util.find_library("X11") or "libX11.so.6"
    try:
        x11 = ctypes.CDLL(name)
    except OSError:
        return None
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    x11.XkbAllocKeyboard.restype = ctypes.POINTER(XkbDescription)
    x11.XkbGetControls.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(XkbDescription)]
    return x11


def x11_settings() -> KeySettings | None:
    """Ask the X server that DISPLAY names. Run in a process of its own: Xlib ends it when the server dies."""
    x11 = load_xlib()
    display = x11.XOpenDisplay(None) if x11 is not None else None
    if x11 is None or not display:
        return None
    try:
        keyboard = x11.XkbAllocKeyboard()
        if not keyboard or x11.XkbGetControls(display, ALL_CONTROLS, keyboard) != 0:
            return None
        return from_controls(keyboard.contents.controls.contents)
    finally:
        x11.XCloseDisplay(display)


def from_controls(controls: XkbControls) -> KeySettings:
    """Read the bits."""
    on: int = controls.enabled
    return KeySettings(
        sticky=bool(on & STICKY),
        slow=bool(on & SLOW),
        bounce=bool(on & BOUNCE),
        mouse=bool(on & MOUSE),
        repeat=bool(on & REPEAT),
        repeat_delay_ms=controls.repeat_delay,
        repeat_interval_ms=controls.repeat_interval,
    )


# ---- other desktops


def _gnome_settings() -> KeySettings | None:
    answers = {
        key: asked("gsettings", "get", "org.gnome.desktop.a11y.keyboard", f"{key}-enable")
        for key in ("stickykeys", "slowkeys", "bouncekeys", "mousekeys")
    }
    if any(answer is None for answer in answers.values()):
        return None
    sticky, slow, bounce, mouse = ((answer or "").strip() == "true" for answer in answers.values())
    return KeySettings(sticky=sticky, slow=slow, bounce=bounce, mouse=mouse)


class _Sticky(ctypes.Structure):
    _fields_ = (("size", ctypes.c_uint32), ("flags", ctypes.c_uint32))


class _Filter(ctypes.Structure):
    _fields_ = tuple(
        (name, ctypes.c_uint32) for name in ("size", "flags", "wait", "delay", "repeat", "bounce")
    )


def _windows_settings() -> KeySettings:
    """SystemParametersInfo; the flags are `ON` (1) and, for sticky keys, `HOTKEYACTIVE` (4)."""
    ask = ctypes.windll.user32.SystemParametersInfoW  # type: ignore[attr-defined,unused-ignore]
    sticky = _Sticky(size=ctypes.sizeof(_Sticky))
    filtering = _Filter(size=ctypes.sizeof(_Filter))
    ask(0x003A, sticky.size, ctypes.byref(sticky), 0)
    ask(0x0032, filtering.size, ctypes.byref(filtering), 0)
    return KeySettings(
        sticky=bool(sticky.flags & 1),
        slow=bool(filtering.flags & 1) and filtering.wait > 0,
        bounce=bool(filtering.flags & 1) and filtering.bounce > 0,
        shortcut=bool(sticky.flags & 4),
    )
