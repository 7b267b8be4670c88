"""Who sits where when several athletes do the same drill at once: each lane has its own pad and half the keyboard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

LEFT_KEYS = frozenset(f"key:{name}" for name in ("space", *"12345qwertasdfgzxcvb"))
"""The half of the keyboard under the left hand: the first lane's."""
RIGHT_KEYS = frozenset(
    f"key:{name}"
    for name in ("left", "right", "up", "down", *"67890yuiophjklnm", *(f"kp-{digit}" for digit in range(10)))
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One lane's share of the controls. Without a lane of its own: everything."""

    lane: str | None = None
    devices: Mapping[str, str] = field(default_factory=dict)
    """From a kind of device to this lane's one of it: `pad` to `pad1`."""
    not_mine: frozenset[str] = frozenset()
    """Keys that lie on another lane's side."""
    has_keyboard: bool = True
    """Whether keys that the station's settings name are this lane's."""

    def own(self, control: str) -> str | None:
        """A control as this lane has it: `pad:a` is its own pad's; None when it is another lane's."""
        if self.lane is None:
            return control
        device, _, part = control.partition(":")
        if device == "key" and "key" not in self.devices:
            return control if self.has_keyboard else None
        mine = self.devices.get(device.rstrip("0123456789"))
        return f"{mine}:{part}" if device in (mine, device.rstrip("0123456789")) else None

    def defaults(self, control: str) -> str:
        """A default control as this lane has it."""
        device, colon, part = control.partition(":")
        return f"{self.devices.get(device, device)}{colon}{part}"


def seats_for(lanes: Mapping[str, Sequence[str]], device_lanes: Mapping[str, str]) -> Iterable[Seat]:
    """One seat for each lane, in order. `device_lanes` says which lane holds a device; others go by number.

    A lane that holds a keyboard of its own (`key1`) has all its keys; the others share what is left, half each.
    """
    devices: dict[str, dict[str, str]] = {lane: {} for lane in lanes}
    for kind in ("pad", "mat"):
        free = (name for number in count() if (name := f"{kind}{number}") not in device_lanes)
        for lane in lanes:
            held = [one for one, owner in device_lanes.items() if owner == lane and one.startswith(kind)]
            devices[lane][kind] = held[0] if held else next(free)
    for device, owner in device_lanes.items():
        if device.startswith("key") and owner in devices:
            devices[owner].setdefault("key", device)
    sides = (RIGHT_KEYS, LEFT_KEYS)
    for place, lane in enumerate(lanes):
        shares = place < len(sides) and "key" not in devices[lane]
        not_mine = sides[place] if shares else frozenset()
        yield Seat(lane, devices[lane], not_mine, has_keyboard=place == 0)
