"""Things to read that may be longer than their place: a column of still widgets that scrolls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import Pointer, PointerKind, UiAction, UiEvent, Wheel
from reactdrill.app.layout import Box
from reactdrill.app.scroll import Scroll
from reactdrill.app.theme import Look
from reactdrill.app.widgets.base import Reply, State, Still, Widget
from reactdrill.app.widgets.scrollbar import bar_room, drag_bar, draw_bar, on_bar

STEP_SHARE = 0.12
"""One press of an arrow or one notch of the wheel."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A drag that is going on: where it began, where the content stood, and whether it holds the bar."""

    y: int
    offset: int
    bar: bool


@dataclass(frozen=True, slots=True)
class ScrollState(State):
    """The place scrolled to."""

    scroll: Scroll = field(default_factory=Scroll)
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class ScrollArea(Widget[ScrollState]):
    """Paragraphs, tables and plots one below the other. Takes the focus only where it does not all fit."""

    children: tuple[Still, ...]
    gap_share: float = 0.02

    def takes_focus(self, box: Box, look: Look) -> bool:
        """Only where something is out of sight."""
        return self._sized(box, look, self.fresh()).needed

    @property
    def hover(self) -> bool:
        """Passing over something to read leaves the focus on the button."""
        return False

    def fresh(self) -> ScrollState:
        """At the top."""
        return ScrollState()

    def height_for(self, look: Look, width: int) -> int:
        """All children at their own heights."""
        places = self._places(look, Box(0, 0, self._inner_width(look, width), 0))
        return (places[-1].bottom if places else 0) + 2 * _margin(look)

    def draw(self, canvas: Canvas, box: Box, state: ScrollState) -> None:
        """Draw what is in sight, and a scroll bar where something is not."""
        look, scroll = canvas.look, self._sized(box, canvas.look, state)
        if state.focused:
            canvas.ring(box)
        view = _view(box, look)
        with canvas.clipped(view):
            column = Box(view.x, view.y - scroll.offset, self._inner_width(look, box.w), 0)
            for child, place in zip(self.children, self._places(look, column), strict=True):
                if canvas.seen(place):
                    child.draw(canvas, place, State())
        draw_bar(canvas, view, scroll)

    def handle(self, event: UiEvent, box: Box, look: Look, state: ScrollState) -> Reply[ScrollState]:
        """Scroll; at either end an arrow is left to the focus."""
        state = replace(state, scroll=self._sized(box, look, state))
        if isinstance(event, UiAction):
            return self._on_action(event, look, state)
        if isinstance(event, Wheel):
            return self._to(state.scroll.by(round(-event.steps * look.px(STEP_SHARE))), state)
        if isinstance(event, Pointer):
            return self._on_pointer(event, _view(box, look), look, state)
        return Reply(state, used=False)

    def _on_action(self, action: UiAction, look: Look, state: ScrollState) -> Reply[ScrollState]:
        scroll, step, page = state.scroll, look.px(STEP_SHARE), round(state.scroll.view * 0.9)
        goals = {
            UiAction.UP: scroll.by(-step),
            UiAction.DOWN: scroll.by(step),
            UiAction.PREVIOUS_PAGE: scroll.by(-page),
            UiAction.NEXT_PAGE: scroll.by(page),
            UiAction.FIRST: scroll.to(0),
            UiAction.LAST: scroll.to(scroll.limit),
        }
        goal = goals.get(action, scroll)
        return Reply(state, used=False) if goal == scroll else self._to(goal, state)

    def _on_pointer(self, event: Pointer, view: Box, look: Look, state: ScrollState) -> Reply[ScrollState]:
        if event.kind is PointerKind.PRESS:
            bar = state.scroll.needed and on_bar(view, look, event)
            return Reply(replace(state, hold=Hold(event.y, state.scroll.offset, bar)))
        if event.kind is PointerKind.RELEASE:
            return Reply(replace(state, hold=None))
        if state.hold is None:
            return Reply(state, used=False)
        began, distance = state.scroll.to(state.hold.offset), event.y - state.hold.y
        if state.hold.bar:
            return self._to(drag_bar(view, look, began, distance), state)
        return self._to(began.by(-distance), state)

    def _to(self, scroll: Scroll, state: ScrollState) -> Reply[ScrollState]:
        return Reply(replace(state, scroll=scroll))

    def _inner_width(self, look: Look, width: int) -> int:
        return max(1, width - 2 * look.halo - bar_room(look))

    def _sized(self, box: Box, look: Look, state: ScrollState) -> Scroll:
        content = self.height_for(look, box.w) - 2 * _margin(look)
        return state.scroll.sized(content, _view(box, look).h)

    def _places(self, look: Look, column: Box) -> list[Box]:
        places: list[Box] = []
        y = column.y
        for child in self.children:
            height = child.height_for(look, column.w)
            places.append(Box(column.x, y, column.w, height))
            y += height + look.px(self.gap_share)
        return places


def _margin(look: Look) -> int:
    """Above and below the content: the ring, and some air."""
    return look.halo + look.gap // 3


def _view(box: Box, look: Look) -> Box:
    return box.inset(look.halo, _margin(look))
