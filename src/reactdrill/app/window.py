"""The program's window: size, fullscreen, display, refresh and everything the desktop has to be told.

One window at a time, through `pygame.display`, so that pygame and pygame-ce behave alike. Sizes are pixels of the
surface.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pygame

from reactdrill.app.layout import Box
from reactdrill.assets import image_path
from reactdrill.devices.refresh import measure_refresh
from reactdrill.errors import AssetMissingError, DeviceUnavailableError
from reactdrill.live.clock import SystemClock

MIN_SIZE = (480, 480)
DEFAULT_SIZE = (1280, 720)
ICON = "icon-64.png"
UNSEEN = ("dummy", "offscreen", "evdev")
"""SDL's drivers that show nothing: what it falls back to where there is no display."""
DRM = Path("/dev/dri")
"""Where Linux shows its graphics cards; those that can draw have a `renderD…` there."""
NVIDIA = Path("/dev/nvidia0")
"""A card that draws and need not show itself there."""
ACCELERATION = "SDL_FRAMEBUFFER_ACCELERATION"
FLIPS = 8
SLOW_FLIP_NS = 4_000_000
"""Copying the picture takes less, 0.3 ms where it is shared with the server; if not, the other way is tried."""


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How a window is opened. What the system does not grant is done without; `Window` tells what was granted."""

    size: tuple[int, int] = DEFAULT_SIZE
    fullscreen: bool = False
    display: int = 0
    """0-based; a display that is not there counts as the first."""
    vsync: bool | None = None
    """Whether flips wait for the display. None: not where that means to draw in software, which takes 8 to 30 ms."""
    accelerated: bool | None = None
    """Whether SDL shows the surface through a renderer. None: SDL chooses where a graphics card draws; where none does,
    what is measured to be quicker."""
    title: str = "reactdrill"


class Window:
    """The open window. Only one at a time; raises `DeviceUnavailableError` when there is no display."""

    def __init__(self, options: WindowOptions | None = None) -> None:
        self.options = options or WindowOptions()
        self.fullscreen = self.options.fullscreen
        self.vsync_asked = not _draws_in_software() if self.options.vsync is None else self.options.vsync
        """False once the system has refused it. That it was not refused proves nothing: measure the flips."""
        self._windowed = _at_least_minimum(self.options.size)
        to_be_tried = _set_hints(self.options)
        try:
            self._open()
            if to_be_tried and pygame.display.get_driver() not in UNSEEN:
                self._try_ways()
        except pygame.error as error:
            hint = "start it from a desktop session, or run it without a window where the command allows"
            raise DeviceUnavailableError("display", str(error), hint) from error

    @property
    def surface(self) -> pygame.Surface:
        """What is drawn on. Another one after every change of size: ask anew for each frame."""
        surface = pygame.display.get_surface()
        if surface is None:
            raise DeviceUnavailableError("display", "the window is closed")
        return surface

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the surface."""
        return self.surface.get_size()

    @property
    def windowed_size(self) -> tuple[int, int]:
        """Width and height that it has when it is not fullscreen."""
        return self._windowed if self.fullscreen else self.size

    @property
    def box(self) -> Box:
        """The whole surface."""
        return Box(0, 0, *self.size)

    @property
    def display(self) -> int:
        """The display asked for, or the first one where that is not there."""
        return self.options.display if 0 <= self.options.display < pygame.display.get_num_displays() else 0

    @property
    def copied(self) -> bool:
        """Whether an X server copies each picture before `flip` returns, with no renderer between."""
        by_renderer = self.vsync_asked or os.environ.get(ACCELERATION) != "0"
        return pygame.display.get_driver() == "x11" and not by_renderer

    @property
    def nominal_hz(self) -> int:
        """What the system says of the refresh rate of the display that the window is on; 0: nothing."""
        ask = getattr(pygame.display, "get_current_refresh_rate", None)
        return 0 if ask is None else int(ask())

    def flip(self) -> None:
        """Show what was drawn; blocks for the display's refresh where vsync was granted."""
        pygame.display.flip()

    def update(self, areas: Sequence[pygame.Rect]) -> None:
        """Show what was drawn in these areas; the rest stays as it was shown last."""
        pygame.display.update(list(areas))

    def toggle_fullscreen(self) -> None:
        """Between the whole display and the window as it was."""
        self.reopen(fullscreen=not self.fullscreen)

    def reopen(self, *, display: int | None = None, fullscreen: bool | None = None) -> None:
        """Go to another display, or between the whole of it and the window as it was."""
        self._windowed = _at_least_minimum(self.windowed_size)
        self.fullscreen = self.fullscreen if fullscreen is None else fullscreen
        self.options = replace(self.options, display=self.options.display if display is None else display)
        self._open()

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size, px, but never one too small to read; not while it is fullscreen."""
        if self.fullscreen:
            return
        self._windowed = _at_least_minimum(size)
        handle = _sdl_window()
        if handle is None:
            self._open()
        else:
            handle.size = self._windowed

    def resized(self) -> None:
        """To be called after the person changed the size: grows a window that became too small to read."""
        if _at_least_minimum(self.size) != self.size:
            self.resize(self.size)

    def close(self) -> None:
        """Close the window and let the screensaver work again."""
        if pygame.display.get_init():
            pygame.display.set_allow_screensaver(True)
            pygame.display.quit()

    def _try_ways(self) -> None:
        """Copying the picture is the quickest way as a rule; where it is slow, the renderer may be quicker."""
        copied_ns = self._flip_ns()
        if copied_ns <= SLOW_FLIP_NS:
            return
        os.environ[ACCELERATION] = "1"
        self._open()
        if self._flip_ns() >= copied_ns:
            os.environ[ACCELERATION] = "0"
            self._open()

    def _flip_ns(self) -> int:
        return measure_refresh(self, SystemClock(), FLIPS).median_ns

    def _open(self) -> None:
        # A second set_mode while vsync is on leaves a dead picture on some systems and corrupts memory on others.
        pygame.display.quit()
        _init_where_it_is_seen()
        pygame.display.set_allow_screensaver(False)
        pygame.display.set_caption(self.options.title)
        size = (0, 0) if self.fullscreen else self._windowed
        flags = pygame.FULLSCREEN if self.fullscreen else pygame.RESIZABLE
        _set_icon()
        with warnings.catch_warnings():
            # pygame warns where vsync has to go through slow software: measuring the flips shows it better.
            warnings.simplefilter("ignore")
            try:
                pygame.display.set_mode(size, flags, display=self.display, vsync=int(self.vsync_asked))
            except pygame.error:
                if not self.vsync_asked:
                    raise
                self.vsync_asked = False
                pygame.display.set_mode(size, flags, display=self.display)
        _set_minimum_size()


def display_sizes() -> tuple[tuple[int, int], ...]:
    """Width and height of each display that is there, px; its place is its number. Opens the video part of SDL."""
    pygame.display.init()
    return tuple((width, height) for width, height in pygame.display.get_desktop_sizes())


def _at_least_minimum(size: tuple[int, int]) -> tuple[int, int]:
    return max(size[0], MIN_SIZE[0]), max(size[1], MIN_SIZE[1])


def _set_hints(options: WindowOptions) -> bool:
    """What SDL reads when its video part starts. A value that the person has set in the environment stays.

    Whether the way to show pictures is still to be tried out.
    """
    chosen = options.accelerated is not None or ACCELERATION in os.environ or not _draws_in_software()
    if options.accelerated is not None:
        os.environ[ACCELERATION] = str(int(options.accelerated))
    elif not chosen:
        os.environ[ACCELERATION] = "0"
    # Without it Windows scales the picture up by itself on dense displays, and it is no longer sharp.
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    # Clicking into an unfocused window means the button, not only the window.
    os.environ.setdefault("SDL_MOUSE_FOCUS_CLICKTHROUGH", "1")
    os.environ.setdefault("SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS", "0")
    return not chosen


def _init_where_it_is_seen() -> None:
    """Start SDL's video part. Raises `pygame.error` where it would show its windows to nobody, unless that was asked for."""
    if os.environ.get("SDL_VIDEODRIVER"):
        pygame.display.init()
        return
    named = [f"{name}={os.environ[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if not named and _has_no_graphics_card():
        raise pygame.error("there is none to open a window on")
    pygame.display.init()
    if pygame.display.get_driver() in UNSEEN:
        pygame.display.quit()
        raise pygame.error(f"none can be opened (the environment says {', '.join(named) or 'of none'})")


def _has_no_graphics_card() -> bool:
    """Whether there is nothing to show pictures on but a server somewhere."""
    return sys.platform == "linux" and not DRM.is_dir()


def _draws_in_software() -> bool:
    """Whether SDL's renderer would be drawn by the processor: a 1080p flip took 18 ms so, and 0.25 ms without it."""
    return sys.platform == "linux" and not NVIDIA.exists() and not any(DRM.glob("renderD*"))


def _set_icon() -> None:
    try:
        pygame.display.set_icon(pygame.image.load(str(image_path(ICON))))
    except (AssetMissingError, pygame.error):
        return  # a window without its icon works as well


def _set_minimum_size() -> None:
    """Tell the desktop how small the window may get, where pygame has a way to; `resized` guards the rest."""
    handle = _sdl_window()
    if handle is not None and hasattr(handle, "minimum_size"):
        handle.minimum_size = MIN_SIZE


def _sdl_window() -> pygame.Window | None:
    """The display's window as an object, where this pygame has one."""
    with warnings.catch_warnings():
        # It is to go away once drawing goes through it too; until then it is the only way to these properties.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return pygame.Window.from_display_module()
        except (AttributeError, pygame.error):
            return None
