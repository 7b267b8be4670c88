"""What every widget is: an immutable description that draws itself and answers to events.

A widget never changes. What does change (text typed, row chosen, place scrolled to) is its state, which the page
keeps and hands back; `handle` gives the next state and what the scene should hear of.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import Pointer, PointerKind, UiAction, UiEvent
from reactdrill.app.layout import Box
from reactdrill.app.theme import Look


@dataclass(frozen=True, slots=True)
class State:
    """What the page knows of any widget."""

    focused: bool = False
    pressed: bool = False


S = TypeVar("S", bound=State)
Value = str | int | bool | None


class Told(StrEnum):
    """What a widget tells its scene."""

    ACTIVATED = "activated"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Reply(Generic[S]):
    """A widget's answer to an event."""

    state: S
    used: bool = True
    """Unused events go on to the focus, and then to the scene."""
    told: Told | None = None
    value: Value = None


class Widget(ABC, Generic[S]):
    """One thing on a screen."""

    __slots__ = ()

    def takes_focus(self, box: Box, look: Look) -> bool:
        """Whether it takes part in the focus, standing in `box`."""
        del box, look
        return False

    @property
    def typing(self) -> bool:
        """Whether keys are text while it has the focus."""
        return False

    @property
    def hover(self) -> bool:
        """Whether the pointer passing over it brings the focus."""
        return True

    @abstractmethod
    def fresh(self) -> S:
        """The state before anything happened."""

    @abstractmethod
    def height_for(self, look: Look, width: int) -> int:
        """The height it wants at a width, px."""

    @abstractmethod
    def draw(self, canvas: Canvas, box: Box, state: S) -> None:
        """Draw inside `box`.

        What is seen stands `look.halo` away from the left and right edges, and a control's from all four: the
        focus ring goes there, and everything lines up whether it can have one or not.
        """

    def handle(self, event: UiEvent, box: Box, look: Look, state: S) -> Reply[S]:
        """Answer to an action while focused, or to the pointer over `box`."""
        del event, box, look
        return Reply(state, used=False)


AnyWidget = Widget[Any]


class Still(Widget[State]):
    """A widget that only shows something."""

    __slots__ = ()

    def fresh(self) -> State:
        """The state before anything happened."""
        return State()


class Pressable(Still):
    """A widget that does one thing when accepted or clicked."""

    __slots__ = ()

    def takes_focus(self, box: Box, look: Look) -> bool:
        """Whether it takes part in the focus."""
        del box, look
        return True

    def told_value(self) -> Value:
        """What the scene hears with the activation."""
        return None

    def handle(self, event: UiEvent, box: Box, look: Look, state: State) -> Reply[State]:
        """Accept activates; a click activates when it is released where it began."""
        del look
        if event is UiAction.ACCEPT:
            return Reply(state, told=Told.ACTIVATED, value=self.told_value())
        if isinstance(event, Pointer):
            inside = box.has(event.x, event.y)
            if event.kind is PointerKind.PRESS:
                return Reply(State(state.focused, pressed=inside))
            if event.kind is PointerKind.RELEASE:
                clicked = state.pressed and inside
                told = Told.ACTIVATED if clicked else None
                return Reply(State(state.focused), told=told, value=self.told_value() if clicked else None)
        return Reply(state, used=False)
