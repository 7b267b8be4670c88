"""Keyboards: what is plugged in, what the desktop does to keys, and whether the kernel's own events may be read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reactdrill.station.doctor.finding import Finding, listed, note, ok
from reactdrill.station.doctor.tools import inside, text_of

INPUT_DEVICES = Path("/proc/bus/input/devices")
EVENTS = Path("/dev/input")
BLUETOOTH_BUS = 0x05
KEY_A = 30
KEY_SPACE = 57
ROLLOVER_ADVICE = (
    "hold two keys of a drill in a text editor and press a third: where it does not appear, choose keys farther "
    "apart (Shift, Ctrl and Alt always get through) or a gamepad"
)


@dataclass(frozen=True, slots=True)
class InputDevice:
    """One block of /proc/bus/input/devices."""

    name: str
    bus: int
    handlers: tuple[str, ...]
    keys: int
    """Bit n is set where the device has the kernel's key n."""

    @property
    def is_keyboard(self) -> bool:
        """Whether a person can type on it: a power button is no keyboard."""
        return bool(self.keys >> KEY_A & 1 and self.keys >> KEY_SPACE & 1)

    @property
    def is_pad(self) -> bool:
        """A gamepad, joystick or dance mat."""
        return any(handler.startswith("js") for handler in self.handlers)


def parse_input_devices(text: str, word_bits: int = 64) -> tuple[InputDevice, ...]:
    """Read /proc/bus/input/devices; key maps there are hexadecimal words of `word_bits` without leading zeros."""
    return tuple(_device(block, word_bits) for block in text.strip().split("\n\n") if block.strip())


def _device(block: str, word_bits: int) -> InputDevice:
    def field(pattern: str) -> str:
        found = re.search(pattern, block, re.MULTILINE)
        return found.group(1).strip() if found else ""

    keys = 0
    for word in field(r"^B: KEY=(.*)$").split():
        keys = keys << word_bits | int(word, 16)
    return InputDevice(
        name=field(r'^N: Name="(.*)"$'),
        bus=int(field(r"^I: Bus=([0-9a-fA-F]+)") or "0", 16),
        handlers=tuple(field(r"^H: Handlers=(.*)$").split()),
        keys=keys,
    )


# ---- keyboards


def keyboards() -> Sequence[Finding]:
    """What is plugged in (Linux tells), and what keyboards can do."""
    if not INPUT_DEVICES.exists():
        return (rollover(),)
    word_bits = 64 if sys.maxsize > 2**32 else 32
    return keyboard_findings(parse_input_devices(text_of(INPUT_DEVICES), word_bits))


def keyboard_findings(devices: Sequence[InputDevice]) -> Sequence[Finding]:
    """Name the keyboards, and warn of wireless ones."""
    found = [device for device in devices if device.is_keyboard]
    wireless = [device.name for device in found if device.bus == BLUETOOTH_BUS]
    if not found:
        return (
            note("keyboard", "no keyboard is plugged in", "gamepads, mats and the mouse work without one"),
        )
    names = listed([device.name for device in found])
    if wireless:
        return (
            note(
                "keyboard",
                "{names}; by Bluetooth: {wireless}",
                "Bluetooth adds an unknown, changing time to every key: use a keyboard with a cable for times",
                names=names,
                wireless=listed(wireless),
            ),
            rollover(),
        )
    return (ok("keyboard", "{names}", names=names), rollover())


def rollover() -> Finding:
    """The limit that no program can see: a key that the keyboard itself swallows sends nothing."""
    return ok(
        "keyboard",
        "many keyboards swallow a third key held with two others (often arrows with Space; Q, W or A with S)",
        ROLLOVER_ADVICE,
    )


# ---- kernel events


def kernel_events() -> Sequence[Finding]:
    """Whether keys and pads can be read where the kernel stamps them."""
    if sys.platform != "linux":
        return ()
    paths = list(inside(EVENTS, "event*"))
    return (event_finding(len(paths), sum(os.access(path, os.R_OK) for path in paths)),)


def event_finding(count: int, readable: int) -> Finding:
    """Judge how many of the kernel's input devices may be read."""
    if not count:
        return ok("input-events", "the kernel offers no input devices here; keys come through the desktop")
    if readable == count:
        return ok("input-events", "keys and pads can be timed by the kernel ({count} devices)", count=count)
    return ok(
        "input-events",
        "{readable} of {count} input devices can be timed by the kernel; the others come through the desktop",
        "nothing need be done; `sudo usermod -aG input $USER` and logging in again would allow it, to every program "
        "you run",
        readable=readable,
        count=count,
    )
