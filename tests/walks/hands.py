"""What somebody presses with: a keyboard through the X server, or a dance mat that SDL has plugged in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from reactdrill.app.inputs import UiAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtual_pad import VirtualPad
    from xtest import XTest

KEYSYMS = {"left": "Left", "right": "Right", "up": "Up", "down": "Down", "space": "space", "enter": "Return"}


class Hands(Protocol):
    """What somebody presses with."""

    kind: str
    """Of device, as bindings name it: `key`, `mat`."""

    def do(self, action: UiAction) -> None:
        """Do something in a menu."""

    def hit(self, control: str) -> None:
        """Press and let go a control of a run, such as `left`."""


@dataclass
class Keys:
    """A keyboard."""

    xtest: XTest
    kind: str = "key"

    ACTIONS = {  # noqa: RUF012 - a table
        UiAction.UP: "Up",
        UiAction.DOWN: "Down",
        UiAction.LEFT: "Left",
        UiAction.RIGHT: "Right",
        UiAction.ACCEPT: "Return",
        UiAction.BACK: "Escape",
    }

    def do(self, action: UiAction) -> None:
        """As `Hands`."""
        self.xtest.tap(self.ACTIONS[action])

    def hit(self, control: str) -> None:
        """As `Hands`."""
        self.xtest.tap(KEYSYMS.get(control, control))


@dataclass
class Mat:
    """A dance mat with a plug of its own, plugged in with the first step: by then the program is there."""

    plug: Callable[[], VirtualPad]
    kind: str = "mat"

    BUTTONS = {"left": 0, "down": 1, "up": 2, "right": 3, "select": 8, "start": 9}  # noqa: RUF012 - a table
    ACTIONS = {  # noqa: RUF012 - a table
        UiAction.UP: "up",
        UiAction.DOWN: "down",
        UiAction.LEFT: "left",
        UiAction.RIGHT: "right",
        UiAction.ACCEPT: "start",
        UiAction.BACK: "select",
    }

    @cached_property
    def pad(self) -> VirtualPad:
        """The mat; SDL tells of it a moment later."""
        made = self.plug()
        time.sleep(1.0)
        return made

    def do(self, action: UiAction) -> None:
        """As `Hands`."""
        self.hit(self.ACTIONS[action])

    def hit(self, control: str) -> None:
        """As `Hands`: a foot stays for a moment."""
        self.pad.button(self.BUTTONS[control], down=True)
        time.sleep(0.08)
        self.pad.button(self.BUTTONS[control], down=False)
