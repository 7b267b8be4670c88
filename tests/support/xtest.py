"""Real input on an X display through the XTEST extension, as a person's hands would give it."""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING, Any, Self

from Xlib import XK, X, error
from Xlib.display import Display
from Xlib.ext import xtest

if TYPE_CHECKING:
    from types import TracebackType


class XTest:
    """Keyboard and pointer of one display; every call returns once the server has acted on it.

    There is no window manager on a test server, so a window gets the focus only when `focus` gives it.
    """

    def __init__(self, display_name: str) -> None:
        self._display = Display(display_name)
        self._root = self._display.screen().root
        self._title_atom = self._display.intern_atom("_NET_WM_NAME")
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._display.close()

    def press(self, key: str) -> None:
        """Hold down the key with this X name (`space`, `Left`, `a`); ValueError when there is none."""
        self._inject(X.KeyPress, self._keycode(key))

    def release(self, key: str) -> None:
        """Let go of a key."""
        self._inject(X.KeyRelease, self._keycode(key))

    def tap(self, key: str) -> None:
        """Press and release a key."""
        self.press(key)
        self.release(key)

    def move(self, x: int, y: int) -> None:
        """Put the pointer at a place on the screen, in pixels from its top left."""
        self._inject(X.MotionNotify, 0, x=x, y=y)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click at a place on the screen."""
        self.move(x, y)
        self._inject(X.ButtonPress, button)
        self._inject(X.ButtonRelease, button)

    def wait_for_window(self, title: str, timeout_s: float = 10) -> int:
        """Wait until a window on the screen has this in its title, and give its id; TimeoutError when none comes.

        Woken by the server's own events: a window that is there already is found at once.
        """
        give_up_at = time.monotonic() + timeout_s
        while True:
            for window in self._shown_windows():
                if title in self._title(window):
                    return int(window.id)
            remaining = give_up_at - time.monotonic()
            if remaining <= 0:
                raise TimeoutError(f"no window titled {title!r} within {timeout_s} s")
            self._next_events(remaining)

    def focus(self, window_id: int) -> None:
        """Give the keyboard to a window; ValueError when the window is not on the screen."""
        refusal = error.CatchError(error.BadMatch, error.BadWindow)
        self._display.set_input_focus(window_id, X.RevertToPointerRoot, X.CurrentTime, onerror=refusal)
        self._display.sync()
        if refusal.get_error() is not None:
            raise ValueError(f"window {window_id} cannot take the focus: it is not on the screen")

    def unfocus(self) -> None:
        """Take the keyboard away from every window, as another program coming to the front does."""
        self._display.set_input_focus(X.NONE, X.RevertToNone, X.CurrentTime)
        self._display.sync()

    def _inject(self, kind: int, detail: int, **where: int) -> None:
        xtest.fake_input(self._display, kind, detail, **where)
        self._display.sync()

    def _keycode(self, key: str) -> int:
        keycode = int(self._display.keysym_to_keycode(XK.string_to_keysym(key)))
        if keycode == 0:
            raise ValueError(f"no key named {key!r} on this keyboard")
        return keycode

    def _shown_windows(self) -> list[Any]:
        return [window for window in self._root.query_tree().children if _is_shown(window)]

    def _title(self, window: Any) -> str:
        try:
            return str(window.get_full_text_property(self._title_atom) or "")
        except error.BadWindow:
            return ""

    def _next_events(self, timeout_s: float) -> None:
        if not self._display.pending_events():
            select.select([self._display.fileno()], [], [], timeout_s)
        while self._display.pending_events():
            self._display.next_event()


def _is_shown(window: Any) -> bool:
    try:
        window.change_attributes(event_mask=X.PropertyChangeMask)  # so that a title set later wakes us
        return bool(window.get_attributes().map_state == X.IsViewable)
    except error.BadWindow:  # gone since it was listed
        return False
