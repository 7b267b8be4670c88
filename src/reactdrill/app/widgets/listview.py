"""A list of rows that scrolls: wheel, drag, keys and scroll bar, with the chosen row always in sight."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import Pointer, PointerKind, UiAction, UiEvent, Wheel
from reactdrill.app.layout import Box
from reactdrill.app.scroll import Scroll
from reactdrill.app.theme import Ground, Ink, Look
from reactdrill.app.widgets.base import Reply, State, Told, Widget
from reactdrill.app.widgets.listrow import Row, RowShape, row_shape
from reactdrill.app.widgets.scrollbar import bar_room, drag_bar, draw_bar, on_bar

DRAG_SHARE = 0.015
"""How far the pointer travels before a press becomes a drag."""
SQUEEZE = 0.1
"""How much lower or taller rows may get so that whole rows fill the list."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A press that is not over: where it began and what it holds."""

    y: int
    offset: int
    """Where the list stood when it began."""
    bar: bool
    dragging: bool = False


@dataclass(frozen=True, slots=True)
class ListState(State):
    """The chosen row and the place scrolled to."""

    chosen: str | None = None
    """Id of the row; None or an id that is gone: the first row."""
    scroll: Scroll = field(default_factory=Scroll)
    grip: Grip | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """A list as it stands in a box: everything drawing and pointing need, worked out once."""

    box: Box
    look: Look
    shape: RowShape
    height: int
    """Of a row."""
    index: int
    """Of the chosen row."""
    count: int
    scroll: Scroll

    def place(self, index: int) -> Box:
        """Where a row stands, which may be out of sight."""
        width = self.box.w - (bar_room(self.look) if self.scroll.needed else 0)
        return Box(self.box.x, self.box.y + index * self.height - self.scroll.offset, width, self.height)

    def at(self, event: Pointer) -> int | None:
        """The row under the pointer."""
        if not self.box.has(event.x, event.y) or (self.scroll.needed and on_bar(self.box, self.look, event)):
            return None
        index = (event.y - self.box.y + self.scroll.offset) // self.height
        return index if index < self.count else None


@dataclass(frozen=True, slots=True)
class ListView(Widget[ListState]):
    """Rows of equal height. Tells the scene the id of a row that is chosen (changed) or accepted (activated)."""

    rows: tuple[Row, ...]
    empty: str = ""
    """What to say when there are no rows."""

    def takes_focus(self, box: Box, look: Look) -> bool:
        """An empty list has nothing to choose."""
        del box, look
        return bool(self.rows)

    def fresh(self) -> ListState:
        """Nothing chosen yet: the first row counts."""
        return ListState()

    def height_for(self, look: Look, width: int) -> int:
        """All rows without scrolling."""
        return row_shape(self.rows, look, width).height * max(1, len(self.rows))

    def chosen(self, state: ListState) -> Row | None:
        """The row that is chosen; None in an empty list."""
        return self.rows[self._index(state)] if self.rows else None

    def stand(self, box: Box, look: Look, state: ListState) -> Stand:
        """Where everything stands, with the chosen row in sight."""
        shape = row_shape(self.rows, look, box.w - bar_room(look))
        height, count, index = shape.height, len(self.rows), self._index(state)
        if height * count > box.h:
            even = max(1, box.h // max(1, round(box.h / height)))
            height = even if abs(even - height) <= SQUEEZE * height else height
        scroll = state.scroll.sized(height * count, box.h).showing(index * height, (index + 1) * height)
        return Stand(box, look, shape, height, index, count, scroll)

    def draw(self, canvas: Canvas, box: Box, state: ListState) -> None:
        """Draw the rows in sight, and a scroll bar where some are not."""
        if not self.rows:
            canvas.text(self.empty, box, ink=Ink.MUTED, ground=Ground.PAGE, across=0.5)
            return
        stand = self.stand(box, canvas.look, state)
        with canvas.clipped(box):
            for index, row in enumerate(self.rows):
                place, chosen = stand.place(index), index == stand.index
                if canvas.seen(place):
                    stand.shape.draw(canvas, row, place, chosen=chosen, focused=chosen and state.focused)
        draw_bar(canvas, box, stand.scroll)

    def handle(self, event: UiEvent, box: Box, look: Look, state: ListState) -> Reply[ListState]:
        """Move the choice, scroll, accept."""
        stand = self.stand(box, look, state)
        state = replace(state, scroll=stand.scroll)
        if not self.rows:
            return Reply(state, used=False)
        if isinstance(event, UiAction):
            return self._on_action(event, stand, state)
        if isinstance(event, Wheel):
            return self._scrolled(state.scroll.by(round(-event.steps * stand.height)), stand, state)
        if isinstance(event, Pointer):
            return self._on_pointer(event, stand, state)
        return Reply(state, used=False)

    def _on_action(self, action: UiAction, stand: Stand, state: ListState) -> Reply[ListState]:
        index, last = stand.index, stand.count - 1
        page = max(1, stand.box.h // stand.height - 1)
        goals = {
            UiAction.UP: index - 1,
            UiAction.DOWN: index + 1,
            UiAction.PREVIOUS_PAGE: max(0, index - page),
            UiAction.NEXT_PAGE: min(last, index + page),
            UiAction.FIRST: 0,
            UiAction.LAST: last,
        }
        if action is UiAction.ACCEPT:
            return Reply(state, told=Told.ACTIVATED, value=self.rows[index].id)
        goal = goals.get(action, -1)
        return self._choose(goal, stand, state) if 0 <= goal <= last else Reply(state, used=False)

    def _choose(self, index: int, stand: Stand, state: ListState) -> Reply[ListState]:
        row = self.rows[index]
        scroll = state.scroll.showing(index * stand.height, (index + 1) * stand.height)
        after = replace(state, chosen=row.id, scroll=scroll)
        return Reply(after) if index == stand.index else Reply(after, told=Told.CHANGED, value=row.id)

    def _scrolled(self, scroll: Scroll, stand: Stand, state: ListState) -> Reply[ListState]:
        """Scroll, and move the choice to the nearest row that is still wholly in sight."""
        first = -(-scroll.offset // stand.height)
        final = max(first, (scroll.offset + stand.box.h) // stand.height - 1)
        index = min(max(stand.index, first), final, stand.count - 1)
        return self._choose(index, stand, replace(state, scroll=scroll))

    def _on_pointer(self, event: Pointer, stand: Stand, state: ListState) -> Reply[ListState]:
        if event.kind is PointerKind.PRESS:
            bar = stand.scroll.needed and on_bar(stand.box, stand.look, event)
            state = replace(state, grip=Grip(event.y, state.scroll.offset, bar), pressed=not bar)
        elif event.kind is PointerKind.RELEASE:
            return self._release(event, stand, state)
        elif state.grip is not None:
            return self._drag(event, state.grip, stand, state)
        index = stand.at(event)
        return Reply(state) if index is None else self._choose(index, stand, state)

    def _release(self, event: Pointer, stand: Stand, state: ListState) -> Reply[ListState]:
        after, grip = replace(state, grip=None, pressed=False), state.grip
        clicked = grip is not None and not grip.dragging and stand.at(event) == stand.index
        if not clicked:
            return Reply(after)
        return Reply(after, told=Told.ACTIVATED, value=self.rows[stand.index].id)

    def _drag(self, event: Pointer, grip: Grip, stand: Stand, state: ListState) -> Reply[ListState]:
        distance = event.y - grip.y
        if not grip.dragging and abs(distance) < stand.look.px(DRAG_SHARE):
            return Reply(state)
        began = state.scroll.to(grip.offset)
        scroll = drag_bar(stand.box, stand.look, began, distance) if grip.bar else began.by(-distance)
        after = replace(state, grip=replace(grip, dragging=True), pressed=False)
        return self._scrolled(scroll, stand, after)

    def _index(self, state: ListState) -> int:
        return next((i for i, row in enumerate(self.rows) if row.id == state.chosen), 0)
