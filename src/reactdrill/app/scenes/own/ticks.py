"""Several things out of a list, each with a tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reactdrill.app.page import Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import Button, Kind, Row


class TicksScene(RowsScene):
    """Accepting a row turns its tick over. Leaves with the ids that have one, in the list's order, or with None."""

    def __init__(
        self,
        program: Program,
        title: str,
        rows: Sequence[Row],
        on: Iterable[str],
        *,
        done: str,
        at_least: int = 1,
    ) -> None:
        super().__init__(program)
        self._title, self._done, self._at_least = title, done, at_least
        self.rows, self.on = tuple(rows), set(on)

    @property
    def title(self) -> str:
        """What is chosen."""
        return self._title

    def listed(self) -> Sequence[Row]:
        """The rows, with a tick or a ring for their icons."""
        return [self._ticked(each) for each in self.rows]

    def buttons(self) -> dict[str, Button]:
        """Ready."""
        return {"done": Button(self._done, "check", Kind.PRIMARY, enabled=len(self.on) >= self._at_least)}

    def chosen(self, row: str) -> Transition | None:
        """It has a tick now, or none any more."""
        self.on ^= {row}
        self.refresh()
        return None

    def on_signal(self, signal: Signal) -> Transition | None:
        """A row, ready, or back."""
        if signal.id == "done":
            return self.ready(tuple(each.id for each in self.rows if each.id in self.on))
        return super().on_signal(signal)

    def ready(self, on: tuple[str, ...]) -> Transition:
        """Answer to the button."""
        return Pop(on)

    def _ticked(self, row: Row) -> Row:
        here = row.id in self.on
        icon, ink = ("check", Ink.GOOD) if here else ("ring", Ink.MUTED)
        return Row(row.id, row.title, row.detail, row.note, icon, ink)
