"""What SDL sees on this machine, as plain data: displays, the graphics driver, sound outputs, gamepads and mats.

Each function opens the part of SDL that it asks and may take seconds, crash or hang with a bad driver: call it in a
process of its own.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from dataclasses import dataclass
from itertools import pairwise

import pygame

from reactdrill.devices.gamepad import facts_of
from reactdrill.devices.pad_profiles import JoystickFacts
from reactdrill.devices.refresh import RefreshMeasurement, measure_refresh
from reactdrill.devices.sound.quiet import quiet_stderr
from reactdrill.draw.colours import BACKGROUND
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import SystemClock

GL_RENDERER = 0x1F01


@dataclass(frozen=True, slots=True)
class DisplayInfo:
    """One display."""

    size: tuple[int, int]
    """Width and height, px."""
    refresh_hz: int
    """What its mode promises; 0: it does not tell."""


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The video side."""

    driver: str
    """SDL's name: `x11`, `wayland`, `windows`, `cocoa`; `dummy` and `offscreen` show nothing."""
    displays: tuple[DisplayInfo, ...]


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """The sound side, as the mixer opened it."""

    driver: str
    """SDL's name, such as `pulseaudio`; empty where pygame does not tell."""
    outputs: tuple[str, ...]
    """Every output that SDL lists, by the name that people see."""
    frequency: int
    """Samples a second."""


@dataclass(frozen=True, slots=True)
class PadInfo:
    """A gamepad, joystick or dance mat."""

    facts: JoystickFacts
    power: str
    """`empty`, `low`, `medium`, `full`, `max`, `wired` or `unknown`."""


def sdl_version() -> str:
    """The SDL that pygame runs on."""
    return ".".join(map(str, pygame.get_sdl_version()))


def look_at_displays() -> VideoInfo:
    """Ask for the displays. Raises `DeviceUnavailableError` when SDL finds none."""
    try:
        pygame.display.init()
        sizes = pygame.display.get_desktop_sizes()
        driver = pygame.display.get_driver()
    except pygame.error as error:
        raise DeviceUnavailableError("display", str(error), "start it from a desktop session") from error
    rates = _refresh_rates(len(sizes))
    return VideoInfo(
        driver,
        tuple(DisplayInfo((width, height), rate) for (width, height), rate in zip(sizes, rates, strict=True)),
    )


def _refresh_rates(count: int) -> list[int]:
    """Where pygame has a way to ask; pygame 2.6 has none."""
    ask = getattr(pygame.display, "get_desktop_refresh_rates", None)
    rates: list[int] = [] if ask is None else ask()
    return [*rates, *[0] * count][:count]


def graphics_driver() -> str:
    """The name of what draws OpenGL, such as `llvmpipe (LLVM 15.0.6, 256 bits)`; empty where there is no OpenGL."""
    try:
        pygame.display.init()
        pygame.display.set_mode((64, 64), pygame.OPENGL | pygame.HIDDEN)
        ask = _gl_library().glGetString
    except (pygame.error, OSError, AttributeError):
        return ""
    ask.restype, ask.argtypes = ctypes.c_char_p, [ctypes.c_uint]
    try:
        name: bytes | None = ask(GL_RENDERER)
    finally:
        pygame.display.quit()
    return (name or b"").decode(errors="replace")


def _gl_library() -> ctypes.CDLL:
    if sys.platform == "win32":
        return ctypes.CDLL("opengl32")
    if sys.platform == "darwin":
        return ctypes.CDLL("/System/Library/Frameworks/OpenGL.framework/OpenGL")
    return ctypes.CDLL(ctypes.util.find_library("GL") or "libGL.so.1")


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """How a window is opened to be measured."""

    size: tuple[int, int]
    fullscreen: bool = False
    display: int = 0
    vsync: bool = True
    accelerated: bool | None = None
    """Whether SDL shows the picture through a renderer; None leaves the choice to SDL and the environment."""


@dataclass(frozen=True, slots=True)
class FlipTimes:
    """Pictures shown one after the other."""

    measured: RefreshMeasurement
    dropped: int
    """Gaps longer than one and a half of the median."""
    uneven: int
    """Gaps that differ from the median by more than a fifth of it."""


def time_flips(spec: WindowSpec, count: int) -> FlipTimes:
    """Open a window, show `count` pictures and time them.

    `accelerated` stays in this process's environment. Raises `DeviceUnavailableError` when no window can be opened.
    """
    if spec.accelerated is not None:
        os.environ["SDL_FRAMEBUFFER_ACCELERATION"] = str(int(spec.accelerated))
    clock = _NotingClock()
    try:
        pygame.display.init()
        _open(spec)
        measured = measure_refresh(_Painted(), clock, count)
    except pygame.error as error:
        raise DeviceUnavailableError("display", str(error), "start it from a desktop session") from error
    finally:
        pygame.display.quit()
    middle_ns = measured.median_ns
    gaps_ns = [after - before for before, after in pairwise(clock.stamps)]
    return FlipTimes(
        measured,
        dropped=sum(gap_ns > 1.5 * middle_ns for gap_ns in gaps_ns),
        uneven=sum(abs(gap_ns - middle_ns) > 0.2 * middle_ns for gap_ns in gaps_ns),
    )


def _open(spec: WindowSpec) -> None:
    size = (0, 0) if spec.fullscreen else spec.size
    flags = pygame.FULLSCREEN if spec.fullscreen else 0
    display = spec.display if spec.display < pygame.display.get_num_displays() else 0
    try:
        pygame.display.set_mode(size, flags, display=display, vsync=int(spec.vsync))
    except pygame.error:
        if not spec.vsync:
            raise
        pygame.display.set_mode(size, flags, display=display)
    pygame.display.set_caption("reactdrill doctor")


class _NotingClock(SystemClock):
    """Keeps every reading."""

    def __init__(self) -> None:
        super().__init__()
        self.stamps: list[int] = []

    def now_ns(self) -> int:
        now_ns = super().now_ns()
        self.stamps.append(now_ns)
        return now_ns


class _Painted:
    """The open window, with a picture that changes a little at every flip so that it has to be shown."""

    def __init__(self) -> None:
        self._count = 0

    @property
    def surface(self) -> pygame.Surface:
        surface = pygame.display.get_surface()
        assert surface is not None, "the window is open while it is measured"
        return surface

    def flip(self) -> None:
        self._count += 1
        surface = self.surface
        surface.fill(BACKGROUND)
        pygame.draw.rect(
            surface, "#303848", (self._count * 4 % surface.get_width(), 0, 40, surface.get_height())
        )
        pygame.event.pump()
        pygame.display.flip()


def look_at_sound(buffer: int) -> AudioInfo:
    """Open the mixer as a run does, 48 kHz stereo with `buffer` samples, and list the outputs.

    Raises `DeviceUnavailableError` when there is no sound card or no sound server that takes it.
    """
    try:
        with quiet_stderr():
            pygame.mixer.init(48000, -16, 2, buffer, allowedchanges=0)
    except pygame.error as error:
        raise DeviceUnavailableError("sound", str(error), "drills run without sound, marked so") from error
    try:
        opened = pygame.mixer.get_init()
        driver = getattr(pygame.mixer, "get_driver", str)()
        return AudioInfo(driver, _outputs(), opened[0] if opened else 0)
    finally:
        pygame.mixer.quit()


def _outputs() -> tuple[str, ...]:
    try:
        from pygame._sdl2.audio import get_audio_device_names  # noqa: PLC0415 - not in every build of pygame

        return tuple(get_audio_device_names(False))  # outputs, not microphones
    except (ImportError, pygame.error):
        return ()


def look_at_pads() -> tuple[PadInfo, ...]:
    """Every gamepad, joystick and mat that is plugged in. Raises `DeviceUnavailableError` when SDL cannot look."""
    try:
        pygame.display.init()  # some systems tell a program without the video side nothing of gamepads
    except pygame.error:
        pygame.display.quit()
    try:
        pygame.joystick.init()
        return tuple(_pad(place) for place in range(pygame.joystick.get_count()))
    except pygame.error as error:
        raise DeviceUnavailableError("gamepad", str(error), "plug it in again") from error


def _pad(place: int) -> PadInfo:
    pad = pygame.joystick.Joystick(place)
    return PadInfo(facts_of(place, pad), pad.get_power_level())
