"""One line of text to type: a search, a name, a note."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import Typed, UiAction, UiEvent
from reactdrill.app.layout import Box, Part, Px, Share, columns
from reactdrill.app.theme import Ground, Ink, Look, TextRole
from reactdrill.app.widgets.base import Reply, State, Told, Widget
from reactdrill.draw.text import line_width, text_height


@dataclass(frozen=True, slots=True)
class FieldState(State):
    """What was typed and where the caret stands, counted in characters."""

    text: str = ""
    caret: int = 0


@dataclass(frozen=True, slots=True)
class TextField(Widget[FieldState]):
    """Tells the scene the whole text whenever it changes, and on ACCEPT."""

    placeholder: str = ""
    icon: str | None = None
    limit: int = 80
    """Longest text, characters."""

    def takes_focus(self, box: Box, look: Look) -> bool:
        """Always."""
        del box, look
        return True

    @property
    def typing(self) -> bool:
        """Keys are text while it has the focus."""
        return True

    @property
    def hover(self) -> bool:
        """The pointer has to click: passing over must not turn keys into text."""
        return False

    def fresh(self) -> FieldState:
        """Empty."""
        return FieldState()

    def height_for(self, look: Look, width: int) -> int:
        """One line with room around it."""
        del width
        return text_height(look.text_px(TextRole.BODY)) + 2 * look.px(0.021) + 2 * look.halo

    def draw(self, canvas: Canvas, box: Box, state: FieldState) -> None:
        """The text around the caret, or the placeholder."""
        look, frame = canvas.look, box.inset(canvas.look.halo)
        canvas.rounded(frame, look.ground(Ground.SURFACE), look.radius)
        canvas.outline(frame, look.theme.outline, look.edge, look.radius)
        if state.focused:
            canvas.ring(box)
        size = look.text_px(TextRole.BODY)
        wanted: dict[str, Part] = {"text": Share()}
        if self.icon is not None:
            wanted = {"icon": Px(round(size * 0.8)), **wanted}
        parts = columns(frame.inset(look.px(0.022), look.edge), wanted, gap=look.px(0.014))
        if self.icon is not None:
            canvas.shape(self.icon, parts["icon"], Ink.MUTED)
        self._draw_text(canvas, parts["text"], state, size)

    def handle(self, event: UiEvent, box: Box, look: Look, state: FieldState) -> Reply[FieldState]:
        """Type, erase, move the caret."""
        del box, look
        if isinstance(event, Typed):
            return self._insert(event.text, state)
        if event is UiAction.ACCEPT:
            return Reply(state, told=Told.ACTIVATED, value=state.text)
        if event is UiAction.ERASE:
            return self._erase(state.caret - 1, state)
        if event is UiAction.ERASE_AFTER:
            return self._erase(state.caret, state)
        return self._move(event, state)

    def _insert(self, typed: str, state: FieldState) -> Reply[FieldState]:
        clean = "".join(c for c in typed if c.isprintable())[: self.limit - len(state.text)]
        if not clean:
            return Reply(state)
        text = state.text[: state.caret] + clean + state.text[state.caret :]
        return Reply(replace(state, text=text, caret=state.caret + len(clean)), told=Told.CHANGED, value=text)

    def _erase(self, at: int, state: FieldState) -> Reply[FieldState]:
        if not 0 <= at < len(state.text):
            return Reply(state)
        text = state.text[:at] + state.text[at + 1 :]
        return Reply(replace(state, text=text, caret=at), told=Told.CHANGED, value=text)

    def _move(self, event: UiEvent, state: FieldState) -> Reply[FieldState]:
        goals = {
            UiAction.LEFT: state.caret - 1,
            UiAction.RIGHT: state.caret + 1,
            UiAction.FIRST: 0,
            UiAction.LAST: len(state.text),
        }
        goal = goals.get(event, -1) if isinstance(event, UiAction) else -1
        if not 0 <= goal <= len(state.text):
            return Reply(state, used=False)
        return Reply(replace(state, caret=goal))

    def _draw_text(self, canvas: Canvas, box: Box, state: FieldState, size: int) -> None:
        caret_width = max(2, 2 * canvas.look.edge)
        room = Box(box.x, box.y, max(0, box.w - 2 * caret_width), box.h)
        if not state.text:
            canvas.text(self.placeholder, room, ink=Ink.MUTED, ground=Ground.SURFACE, lines=1)
        start = _first_seen(state, room.w, size)
        shown = _head(state.text[start:], room.w, size)
        if shown:
            canvas.text(shown, room, ground=Ground.SURFACE, lines=1, size=size)
        if state.focused:
            x = box.x + line_width(state.text[start : state.caret], size)
            canvas.fill(
                box.placed(caret_width, round(size * 1.2), 0.0).moved(x - box.x), canvas.look.ink(Ink.ACCENT)
            )


def _first_seen(state: FieldState, width: int, size: int) -> int:
    """The first character to show, so that the caret is seen."""
    start = 0
    while start < state.caret and line_width(state.text[start : state.caret], size) > width:
        start += 1
    return start


def _head(text: str, width: int, size: int) -> str:
    """As much of the beginning as fits."""
    end = len(text)
    while end > 0 and line_width(text[:end], size) > width:
        end -= 1
    return text[:end]
