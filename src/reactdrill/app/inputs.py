"""What a person can do to a screen, in words that no device owns.

Keyboard, mouse, gamepad and dance mat all end up as these few events; scenes and widgets know nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class UiAction(StrEnum):
    """One thing asked for, by whatever key, button or step."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    NEXT = "next"
    """The next thing in reading order."""
    PREVIOUS = "previous"
    ACCEPT = "accept"
    BACK = "back"
    MENU = "menu"
    PAUSE = "pause"
    PREVIOUS_PAGE = "previous_page"
    NEXT_PAGE = "next_page"
    FIRST = "first"
    LAST = "last"
    ERASE = "erase"
    """Delete the character before the caret."""
    ERASE_AFTER = "erase_after"
    FULLSCREEN = "fullscreen"
    QUIT = "quit"


DIRECTIONS = (UiAction.UP, UiAction.DOWN, UiAction.LEFT, UiAction.RIGHT)
OPPOSITE = {
    UiAction.UP: UiAction.DOWN,
    UiAction.DOWN: UiAction.UP,
    UiAction.LEFT: UiAction.RIGHT,
    UiAction.RIGHT: UiAction.LEFT,
}
REPEATING = frozenset(
    {
        *DIRECTIONS,
        UiAction.NEXT,
        UiAction.PREVIOUS,
        UiAction.NEXT_PAGE,
        UiAction.PREVIOUS_PAGE,
        UiAction.ERASE,
        UiAction.ERASE_AFTER,
    }
)
"""Actions that go on while held. Nothing that decides or leaves is among them."""


class PointerKind(StrEnum):
    """What the pointer did."""

    MOVE = "move"
    PRESS = "press"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The mouse or a finger, in window pixels."""

    kind: PointerKind
    x: int
    y: int
    held: bool = False
    """MOVE only: the main button is down."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A turn of the wheel over a point; positive is away from the person, towards the top of a list."""

    steps: float
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Typed:
    """Text from the keyboard or an input method."""

    text: str


@dataclass(frozen=True, slots=True)
class WindowFocus:
    """The window gained or lost the keyboard."""

    gained: bool


UiEvent = UiAction | Pointer | Wheel | Typed | WindowFocus
