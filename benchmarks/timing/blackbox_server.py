"""An X server of our own: its screen as a file, its keyboard as a connection, its focus for one window."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from Xlib import XK, X, error
from Xlib.display import Display

SIZE = (1280, 720)
START_TIMEOUT_S = 30
LEAST_WINDOW = 400
"""A window at least so wide is a program's own, px."""


@dataclass(frozen=True)
class Server:
    """A running Xvfb."""

    name: str
    picture: Path
    """The screen, in the format of X window dumps, as the server draws on it."""

    def environment(self) -> dict[str, str]:
        """For programs that are to show themselves here."""
        return {
            **{name: text for name, text in os.environ.items() if name != "WAYLAND_DISPLAY"},
            "DISPLAY": self.name,
            "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy",
            "SDL_VIDEO_WINDOW_POS": "0,0",
            "PYGAME_HIDE_SUPPORT_PROMPT": "1",
            "TMPDIR": str(self.picture.parent),  # goes with the server, whatever a program leaves
        }

    def offset(self, x: int, y: int) -> int:
        """Where in the file a pixel stands. Raises `ValueError` when it is not 32 bits of true colour."""
        with self.picture.open("rb") as opened:
            header = struct.unpack(">25I", opened.read(100))
        size, version, pixmap_format, bits, line, colours = *header[:3], header[11], header[12], header[19]
        if (version, pixmap_format, bits) != (7, 2, 32):
            raise ValueError(f"{self.picture} is not a 32-bit picture")
        return int(size + colours * 12 + y * line + x * 4)


@contextlib.contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Run a server on a display that it finds free. Raises `RuntimeError` with its words when it ends at once."""
    if shutil.which("Xvfb") is None:
        raise RuntimeError("Xvfb is not installed (on Debian: apt install xvfb)")
    read_end, write_end = os.pipe()
    log = folder / "Xvfb.log"
    with log.open("wb") as words:
        process = subprocess.Popen(
            [
                *("Xvfb", "-displayfd", str(write_end), "-fbdir", str(folder), "-nolisten", "tcp"),
                *("-noreset", "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"),
            ],
            pass_fds=[write_end],
            stdout=words,
            stderr=words,
        )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as ready:
            answered, _, _ = select.select([ready], [], [], START_TIMEOUT_S)
            number = ready.readline().strip() if answered else ""
        if not number:
            raise RuntimeError(f"Xvfb did not start: {log.read_text(errors='replace').strip()}")
        yield Server(f":{number}", folder / "Xvfb_screen0")
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Desk:
    """What a window manager would do, and what the robot needs of the server."""

    def __init__(self, server: Server) -> None:
        self._display = Display(server.name)
        self._root = self._display.screen().root
        self._finger = Display(server.name)
        """A connection that only the robot writes on."""
        self.opcode = int(self._finger.query_extension("XTEST").major_opcode)
        self._root.warp_pointer(SIZE[0] - 1, SIZE[1] - 1)
        self._display.sync()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._display.close()
        self._finger.close()

    @property
    def finger_fd(self) -> int:
        """The robot's connection."""
        return int(self._finger.display.socket.fileno())

    def keycode(self, name: str) -> int:
        """Of the key with this X name; `ValueError` when there is none."""
        code = int(self._display.keysym_to_keycode(XK.string_to_keysym(name)))
        if code == 0:
            raise ValueError(f"no key named {name!r} on this keyboard")
        return code

    def focus_program(self) -> None:
        """Give the keyboard to the uppermost program, unless it has it already."""
        window = next(
            (each for each in reversed(self._root.query_tree().children) if _is_program(each)), None
        )
        if window is None or self._display.get_input_focus().focus == window:
            return
        refused = error.CatchError(error.BadMatch, error.BadWindow)
        self._display.set_input_focus(window, X.RevertToPointerRoot, X.CurrentTime, onerror=refused)
        self._display.sync()


def _is_program(window: Any) -> bool:  # noqa: ANN401 - Xlib has no types
    try:
        shown = window.get_attributes().map_state == X.IsViewable
        return bool(shown and window.get_geometry().width >= LEAST_WINDOW)
    except (error.BadWindow, error.BadDrawable):
        return False
