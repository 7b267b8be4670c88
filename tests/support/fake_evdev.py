"""Input devices that a test moves: files to be found, and pipes that say what the kernel would."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from reactdrill.devices.stampers.evdev_wire import (
    ABS,
    KEY,
    SYN,
    SYN_DROPPED,
    SYN_REPORT,
    DeviceFacts,
    InputEvent,
    Range,
    packed,
)

KEYBOARD = DeviceFacts("USB Keyboard", frozenset(range(1, 120)))
OTHER_KEYBOARD = DeviceFacts("Second Keyboard", frozenset(range(1, 120)))
POWER_BUTTON = DeviceFacts("Power Button", frozenset({116}))
PAD = DeviceFacts(
    "Gamepad",
    frozenset({0x130, 0x131, 0x133, 0x134, 0x13A}),
    {
        0: Range(-32768, 32767),
        1: Range(-32768, 32767),
        2: Range(0, 255),
        0x10: Range(-1, 1),
        0x11: Range(-1, 1),
    },
)
MAT = DeviceFacts("Dance mat", frozenset({0x120, 0x121, 0x122, 0x123}))


@dataclass
class FakeKernel:
    """A folder of devices and the other end of each."""

    folder: Path
    facts: dict[str, DeviceFacts] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    """Names of devices in the order of opening, refusals left out."""
    _ends: dict[str, int] = field(default_factory=dict)

    def plug(self, number: int, facts: DeviceFacts, *, readable: bool = True) -> str:
        """Plug a device in; its path."""
        path = self.folder / f"event{number}"
        path.touch()
        self.facts[path.name] = facts
        if not readable:
            self.forbidden.add(path.name)
        return str(path)

    def open(self, path: Path) -> tuple[int, DeviceFacts]:
        """As the reader opens it."""
        if path.name in self.forbidden:
            raise PermissionError(13, "Permission denied", str(path))
        if path.name not in self.facts:
            raise OSError(19, "No such device")
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self._ends[path.name] = theirs
        self.opened.append(path.name)
        return ours, self.facts[path.name]

    def say(self, number: int, *events: tuple[int, int, int, int]) -> None:
        """Stamp, kind, code and value of each event."""
        data = b"".join(packed(InputEvent(*event)) for event in events)
        os.write(self._ends[f"event{number}"], data)

    def key(self, number: int, at_ns: int, code: int, value: int) -> None:
        """A key or button, and the end of its report."""
        self.say(number, (at_ns, KEY, code, value), (at_ns, SYN, SYN_REPORT, 0))

    def axis(self, number: int, at_ns: int, code: int, value: int) -> None:
        """An axis or hat, and the end of its report."""
        self.say(number, (at_ns, ABS, code, value), (at_ns, SYN, SYN_REPORT, 0))

    def drop(self, number: int, at_ns: int) -> None:
        """The kernel threw events away; the report goes on."""
        self.say(number, (at_ns, SYN, SYN_DROPPED, 0))

    def unplug(self, number: int) -> None:
        """Pull it out."""
        os.close(self._ends.pop(f"event{number}"))
        (self.folder / f"event{number}").unlink()
        del self.facts[f"event{number}"]

    def close(self) -> None:
        """Let go of everything."""
        for end in self._ends.values():
            os.close(end)
        self._ends.clear()
