"""What the set-up screens share: a list of things to choose, each with its present value."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import ListScene, frame
from reactdrill.app.theme import Look
from reactdrill.app.widgets import AnyWidget, Button, ListState, ListView, Row, Told
from reactdrill.errors import ReactDrillError

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that something can have."""

    value: Value
    title: str
    detail: str = ""


class RowsScene(ListScene):
    """A title, a list, and beside or below it something to look at. Accepting a row is answered by `chosen`."""

    @property
    @abstractmethod
    def title(self) -> str:
        """Of the screen."""

    @abstractmethod
    def listed(self) -> Sequence[Row]:
        """The rows as they are now."""

    def chosen(self, row: str) -> Transition | None:
        """Answer to a row that was accepted."""
        del row
        return None

    def aside(self, look: Look) -> AnyWidget | None:
        """What is shown beside the list; None: the list has all the room."""
        del look
        return None

    def buttons(self) -> dict[str, Button]:
        """Below the list."""
        return {}

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The list, with what belongs to it beside it, or below it on a tall screen."""
        made = frame(look, box, self.title, back=True, buttons=self.buttons())
        every = ListView(tuple(self.listed()))
        beside = self.aside(look)
        if beside is None:
            return [*made.placed, Placed("list", made.body, every)]
        split = rows if box.portrait else columns
        places = split(made.body, {"list": Share(1.35), "aside": Share()}, look.gap)
        return [*made.placed, Placed("list", places["list"], every), Placed("aside", places["aside"], beside)]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Back, or a row."""
        if signal.id == "back":
            return self.leaving()
        if signal.id == "list" and signal.told is Told.ACTIVATED:
            return self.chosen(str(signal.value))
        if signal.id == "list":
            self.moved()
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK is the way back."""
        return self.leaving() if action is UiAction.BACK else super().on_action(action)

    def leaving(self) -> Transition:
        """By the way back, with whatever comes of this screen."""
        return Pop()

    def moved(self) -> None:
        """Another row has the focus."""

    @property
    def row(self) -> str | None:
        """The row that has the focus."""
        every = tuple(self.listed())
        state = self.page.state("list")
        row = ListView(every).chosen(state)
        return None if row is None else row.id

    def change(self, section: str, **values: object) -> Transition | None:
        """Change the settings, on the disk too; what cannot be written is said."""
        try:
            self.program.change(section, **values)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        self.refresh()
        return None


class ChoiceScene(RowsScene):
    """One of several values. Leaves with its number among the choices; None when nothing was chosen."""

    def __init__(self, program: Program, title: str, choices: Sequence[Choice], current: Value) -> None:
        super().__init__(program)
        self._title = title
        self.choices = tuple(choices)
        self._current = current
        now = next((str(n) for n, each in enumerate(self.choices) if each.value == current), None)
        self.page.set_state("list", ListState(chosen=now))

    @property
    def title(self) -> str:
        """What is chosen."""
        return self._title

    def listed(self) -> Sequence[Row]:
        """The choices; the present one has a tick."""
        return [
            Row(str(number), each.title, each.detail, icon="check" if each.value == self._current else "ring")
            for number, each in enumerate(self.choices)
        ]

    def chosen(self, row: str) -> Transition | None:
        """Leave with it."""
        return Pop(int(row))
