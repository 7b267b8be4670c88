"""Which controls a target has when nobody has said otherwise: derived from its name and its place in the drill.

Directions lie where a hand expects them (arrows, WASD, keypad, d-pad, stick, dance mat), numbered targets on the
number keys, and everything else on the number keys and then the letters, in the drill's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from reactdrill.station.controls import device_kind

_SYNONYMS = {
    **dict.fromkeys(("front", "forward", "forwards", "top", "north", "high"), "up"),
    **dict.fromkeys(("back", "backward", "backwards", "bottom", "south", "low"), "down"),
    **dict.fromkeys(("west", "l"), "left"),
    **dict.fromkeys(("east", "r"), "right"),
    **dict.fromkeys(("center", "middle", "base", "home"), "centre"),
}
_PLACE_CONTROLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "left": ("key:left", "key:a", "key:kp-4", "pad:hat0-left", "pad:axis0-", "mat:left"),
        "right": ("key:right", "key:d", "key:kp-6", "pad:hat0-right", "pad:axis0+", "mat:right"),
        "up": ("key:up", "key:w", "key:kp-8", "pad:hat0-up", "pad:axis1-", "mat:up"),
        "down": ("key:down", "key:s", "key:kp-2", "pad:hat0-down", "pad:axis1+", "mat:down"),
        "up-left": ("key:q", "key:kp-7", "pad:hat0-up-left", "mat:up-left"),
        "up-right": ("key:e", "key:kp-9", "pad:hat0-up-right", "mat:up-right"),
        "down-left": ("key:z", "key:kp-1", "pad:hat0-down-left", "mat:down-left"),
        "down-right": ("key:c", "key:kp-3", "pad:hat0-down-right", "mat:down-right"),
        "centre": ("key:space", "key:kp-5", "pad:a", "pad:button0", "mat:centre"),
        "space": ("key:space", "pad:a", "pad:button0", "mat:centre"),
    }
)
_ANYTHING = (
    *("key:space", "pad:a", "pad:b", "pad:x", "pad:y", *(f"pad:button{n}" for n in range(4))),
    *(f"mat:{panel}" for panel in ("centre", "up", "right", "down", "left")),
    *(f"mat:{panel}" for panel in ("up-right", "down-right", "down-left", "up-left")),
)
"""Controls of the only target of a drill, when its name says no place: the nearest thing to hit."""

_SPARE = {
    "key": tuple(f"key:{name}" for name in "1234567890abcdefghijklmnopqrstuvwxyz"),
    "pad": tuple(f"pad:button{number}" for number in range(6)),
    "mat": tuple(
        f"mat:{panel}"
        for panel in ("up", "right", "down", "left", "up-right", "down-right", "down-left", "up-left")
    ),
}
"""What is dealt out in order; panels clockwise. Buttons end where start and select begin on most pads."""

ACTION_CONTROLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "pause": ("key:escape", "key:pause", "pad:back", "mat:select"),
        "coach": ("key:enter", "key:kp-enter", "pad:start", "mat:start"),
        "next": ("key:enter", "key:kp-enter", "key:space", "pad:start", "pad:a", "mat:start"),
    }
)


def place_of(target: str) -> str | None:
    """The place that a target's whole name means: `front-left` is `up-left`; None when it means none."""
    words = [_SYNONYMS.get(word, word) for word in _words(target)]
    for name in ("-".join(words), "-".join(reversed(words))):
        if name in _PLACE_CONTROLS:
            return name
    return None


def default_controls(targets: Sequence[str], taken: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Controls for each target of one athlete, best first. No control is given twice, nor one of `taken`."""
    return _Dealer(targets, taken).deal()


class _Dealer:
    """Gives controls to targets: those with a clear claim first, then the others in order."""

    def __init__(self, targets: Sequence[str], taken: Iterable[str]) -> None:
        self._targets = tuple(dict.fromkeys(targets))
        self._taken = set(taken)
        self._dealt: dict[str, list[str]] = {target: [] for target in self._targets}
        self._places: set[str] = set()

    def deal(self) -> dict[str, tuple[str, ...]]:
        for claim in (self._by_place, self._by_number, self._by_key, self._by_side):
            for target in self._targets:
                if not self._dealt[target]:
                    self._give(target, claim(target))
        if len(self._targets) == 1 and place_of(self._targets[0]) in (None, "centre", "space"):
            self._give(self._targets[0], _ANYTHING)
        for target in self._targets:
            self._deal_spare(target)
        return {target: tuple(controls) for target, controls in self._dealt.items()}

    def _give(self, target: str, controls: Iterable[str]) -> None:
        for control in controls:
            if control not in self._taken:
                self._taken.add(control)
                self._dealt[target].append(control)

    def _by_place(self, target: str) -> tuple[str, ...]:
        place = place_of(target)
        return () if place is None else self._place(place)

    def _by_side(self, target: str) -> tuple[str, ...]:
        """`left-hand` is `left` where nothing else is."""
        for word in _words(target):
            place = _SYNONYMS.get(word, word)
            if place in ("left", "right", "up", "down"):
                return self._place(place)
        return ()

    def _place(self, place: str) -> tuple[str, ...]:
        if place in self._places:
            return ()
        self._places.add(place)
        return _PLACE_CONTROLS[place]

    @staticmethod
    def _by_number(target: str) -> tuple[str, ...]:
        match = re.search(r"(\d+)$", target)
        number = int(match[1]) if match else 0
        return (f"key:{number % 10}", f"key:kp-{number % 10}") if 1 <= number <= 10 else ()

    @staticmethod
    def _by_key(target: str) -> tuple[str, ...]:
        return (f"key:{target}",) if len(target) == 1 and target.isascii() and target.isalnum() else ()

    def _deal_spare(self, target: str) -> None:
        """One control of each kind of device for a target that has none of it."""
        for kind, spare in _SPARE.items():
            if not any(device_kind(control) == kind for control in self._dealt[target]):
                free = next((control for control in spare if control not in self._taken), None)
                self._give(target, () if free is None else (free,))


def _words(target: str) -> list[str]:
    return [word for word in re.split(r"[-_\s.]+", target.lower()) if word]
