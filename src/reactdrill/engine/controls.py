"""What an athlete's devices are doing: which controls are down, which devices were used, which are gone."""

from __future__ import annotations

from collections.abc import Iterable

from reactdrill.engine.events import Response


class Controls:
    """The controls of one lane."""

    __slots__ = ("_down", "_lost", "_up", "_used")

    def __init__(self) -> None:
        self._down: dict[str, tuple[str, str]] = {}
        """Target and device of every control that is down."""
        self._up: set[str] = set()
        """Controls that were down before."""
        self._used: set[str] = set()
        self._lost: list[str] = []

    @property
    def lost(self) -> tuple[str, ...]:
        """Devices that are gone, in the order of their going."""
        return tuple(self._lost)

    def note(self, response: Response) -> bool:
        """Remember a press or a release. False when it changes nothing.

        That is a held key that repeats, a release that is told twice, or one that leaves its target held by
        another control.
        """
        self._used.add(response.device)
        control = response.control
        if response.action == "press":
            if control in self._down:
                return False
            self._down[control] = (response.target, response.device)
            self._up.discard(control)
        elif response.action == "release":
            if control in self._up:
                return False
            self._down.pop(control, None)
            self._up.add(control)
            return not self._down or not self.holds(response.target)
        return True

    def holds(self, target: str | None) -> bool:
        """Whether a target is held by any control."""
        return any(held == target for held, _ in self._down.values())

    def lose(self, device: str, targets: Iterable[str], unserved: Iterable[str]) -> bool:
        """Let go of what a device held. True when the lane, which has `targets`, is in need of it.

        `unserved`: targets that no other device serves now.
        """
        gone = [control for control, (_, held_by) in self._down.items() if held_by == device]
        for control in gone:
            del self._down[control]
        if device in self._lost or not (device in self._used or set(targets) & set(unserved)):
            return False
        self._lost.append(device)
        return True

    def regain(self, device: str) -> bool:
        """Note that a device has returned. False when it was not missed."""
        if device not in self._lost:
            return False
        self._lost.remove(device)
        return True
