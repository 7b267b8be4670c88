"""One screen's widgets: where they stand, which has the focus, and who answers to an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reactdrill.app.canvas import Canvas
from reactdrill.app.focus import Focus, FocusItem
from reactdrill.app.inputs import DIRECTIONS, Pointer, PointerKind, Typed, UiAction, UiEvent, Wheel
from reactdrill.app.layout import Box
from reactdrill.app.scroll import Scroll
from reactdrill.app.theme import Look
from reactdrill.app.widgets.base import AnyWidget, State, Told, Value

WHEEL_SHARE = 0.12
"""How far one notch scrolls a page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A widget on its place. Ids are unique on a page and keep a widget's state from layout to layout."""

    id: str
    box: Box
    widget: AnyWidget
    scrolls: bool = False
    """Whether it moves with the page's viewport; then its box may reach past it."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What a widget told the scene."""

    id: str
    told: Told
    value: Value = None


class Page:
    """Draws a screen's widgets and sends each event to the one it is for.

    `lay` may be called as often as the scene likes: what was typed, chosen and focused stays, by id.
    """

    def __init__(self) -> None:
        self.placed: tuple[Placed, ...] = ()
        self.focus = Focus()
        self.viewport: Box | None = None
        self.scroll = Scroll()
        self._look: Look | None = None
        self._states: dict[str, Any] = {}
        self._grabbed: str | None = None

    def lay(
        self,
        placed: Sequence[Placed],
        look: Look,
        *,
        first: str | None = None,
        viewport: Box | None = None,
    ) -> None:
        """Put widgets on their places. `first` has the focus when nothing has it yet.

        Widgets that scroll are seen through `viewport`. Raises `ValueError` for two widgets of one id.
        """
        ids = [each.id for each in placed]
        if len(set(ids)) != len(ids):
            raise ValueError(f"two widgets share an id: {sorted(ids)}")
        self.placed, self._look, self.viewport = tuple(placed), look, viewport
        if viewport is not None:
            bottom = max((each.box.bottom for each in placed if each.scrolls), default=viewport.y)
            self.scroll = self.scroll.sized(bottom - viewport.y, viewport.h)
        for each in placed:
            self._states.setdefault(each.id, each.widget.fresh())
        self.focus = self.focus.over(self._items())
        if self.focus.current is None and self.focus.items:
            self.focus = self.focus.on(first) if first in self.focus.ids else self.focus.moved(UiAction.NEXT)
        self._reveal()

    def state(self, widget_id: str) -> Any:  # noqa: ANN401 - each widget has its own kind of state
        """The state of a widget. Raises `KeyError` when there never was one of that id."""
        return self._states[widget_id]

    def set_state(self, widget_id: str, state: State) -> None:
        """Give a widget a state, for instance a row to begin with."""
        self._states[widget_id] = state

    def focus_on(self, widget_id: str) -> None:
        """Move the focus. Raises `ValueError` when no widget of that id can have it."""
        self.focus = self.focus.on(widget_id)
        self._reveal()

    @property
    def typing(self) -> bool:
        """Whether keys are text now."""
        placed = self._find(self.focus.current)
        return placed is not None and placed.widget.typing

    def handle(self, event: UiEvent) -> Signal | None:
        """Send an event to its widget, or move the focus; what the widget told is given back."""
        if isinstance(event, Pointer):
            return self._on_pointer(event)
        if isinstance(event, Wheel):
            return self._on_wheel(event)
        if not isinstance(event, (UiAction, Typed)):
            return None
        used, signal = self._send(self.focus.current, event)
        if not used and isinstance(event, UiAction):
            self._on_unused(event)
        return signal

    def give(self, widget_id: str, event: UiEvent) -> Signal | None:
        """Send an event to a widget that has not got the focus, such as text that is typed for a search."""
        return self._send(widget_id, event)[1]

    def draw(self, canvas: Canvas) -> None:
        """Draw every widget; those that scroll, inside the viewport."""
        for each in self.placed:
            box = self._box(each)
            state = replace(self._states[each.id], focused=each.id == self.focus.current)
            with canvas.clipped(self._opening(each, canvas.box)):
                if canvas.seen(box):
                    each.widget.draw(canvas, box, state)

    def _on_unused(self, action: UiAction) -> None:
        if action in (*DIRECTIONS, UiAction.NEXT, UiAction.PREVIOUS):
            self.focus = self.focus.moved(action)
            self._reveal()
        elif self.viewport is not None and action in (UiAction.NEXT_PAGE, UiAction.PREVIOUS_PAGE):
            way = 1 if action is UiAction.NEXT_PAGE else -1
            self._scroll_by(way * round(self.viewport.h * 0.9))

    def _on_pointer(self, event: Pointer) -> Signal | None:
        under = self._under(event.x, event.y)
        if event.kind is PointerKind.PRESS:
            self._grabbed = under
        target = self._grabbed or under
        placed = self._find(target)
        if placed is None:
            return None
        takes = event.kind is PointerKind.PRESS or (placed.widget.hover and self._grabbed is None)
        if takes and not self._typing_elsewhere(event, placed):
            self.focus = self.focus.on(target)
        if event.kind is PointerKind.RELEASE:
            self._grabbed = None
        return self._send(target, event)[1]

    def _typing_elsewhere(self, event: Pointer, placed: Placed) -> bool:
        """Whether text is being typed, which the pointer passing over something else must not end."""
        return self.typing and event.kind is PointerKind.MOVE and placed.id != self.focus.current

    def _on_wheel(self, event: Wheel) -> Signal | None:
        used, signal = self._send(self._under(event.x, event.y), event)
        if not used and self._look is not None:
            self._scroll_by(round(-event.steps * self._look.px(WHEEL_SHARE)))
        return signal

    def _send(self, target: str | None, event: UiEvent) -> tuple[bool, Signal | None]:
        placed = self._find(target)
        if placed is None or self._look is None:
            return False, None
        reply = placed.widget.handle(event, self._box(placed), self._look, self._states[placed.id])
        self._states[placed.id] = reply.state
        signal = None if reply.told is None else Signal(placed.id, reply.told, reply.value)
        return reply.used, signal

    def _scroll_by(self, distance: int) -> None:
        """Scroll the page, and take the focus along when it would leave the viewport."""
        self.scroll = self.scroll.by(distance)
        self.focus = self.focus.over(self._items())
        current = self._find(self.focus.current)
        if self.viewport is None or current is None or not current.scrolls:
            return
        if not self.viewport.holds(self._box(current)):
            seen = [item for item in self.focus.items if self._wholly_seen(item)]
            if seen:
                nearest = min(seen, key=lambda item: abs(item.box.cy - self._box(current).cy))
                self.focus = self.focus.on(nearest.id)

    def _wholly_seen(self, item: FocusItem) -> bool:
        placed = self._find(item.id)
        assert placed is not None
        return placed.scrolls and self.viewport is not None and self.viewport.holds(item.box)

    def _reveal(self) -> None:
        current = self._find(self.focus.current)
        if self.viewport is None or current is None or not current.scrolls:
            return
        top = current.box.y - self.viewport.y
        self.scroll = self.scroll.showing(top, top + current.box.h)
        self.focus = self.focus.over(self._items())

    def _items(self) -> tuple[FocusItem, ...]:
        return tuple(FocusItem(each.id, self._box(each)) for each in self.placed if self._takes_focus(each))

    def _under(self, x: int, y: int) -> str | None:
        at = (each for each in reversed(self.placed) if self._takes_focus(each))
        return next((each.id for each in at if self._box(each).has(x, y) and self._reaches(each, x, y)), None)

    def _takes_focus(self, placed: Placed) -> bool:
        return self._look is not None and placed.widget.takes_focus(placed.box, self._look)

    def _reaches(self, placed: Placed, x: int, y: int) -> bool:
        return not placed.scrolls or self.viewport is None or self.viewport.has(x, y)

    def _find(self, widget_id: str | None) -> Placed | None:
        return next((each for each in self.placed if each.id == widget_id), None)

    def _box(self, placed: Placed) -> Box:
        return placed.box.moved(dy=-self.scroll.offset) if placed.scrolls else placed.box

    def _opening(self, placed: Placed, everything: Box) -> Box:
        return self.viewport if placed.scrolls and self.viewport is not None else everything
