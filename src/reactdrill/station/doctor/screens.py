"""The display: what shows the windows, how large and how quick it is, and whether pictures keep its time."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reactdrill.errors import DeviceUnavailableError
from reactdrill.station.doctor.finding import Fact, Finding, Level, listed, note, ok, own, problem

SERVERS = {
    "x11": "X11",
    "wayland": "Wayland",
    "windows": "Windows",
    "cocoa": "macOS",
    "KMSDRM": "the bare console (KMS)",
}
UNSEEN = ("dummy", "offscreen", "evdev")
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software", "swiftshader", "gdi generic", "basic render")
"""Names of what draws without a graphics card."""
PACED_FLIPS = 120
FREE_FLIPS = 40
OFF = 0.10
"""A rate this far from the mode's, as a share of it, is not that mode's."""
UNSTEADY = 0.25
"""Share of uneven gaps above which nothing paces the flips; a few belong to a busy computer."""
SLOW_MS = 50.0
"""Fewer than 20 pictures a second: cues cannot be shown as drills ask."""
MANY_DROPPED = 0.05
QUICKER = 0.8
"""A way of showing pictures is called quicker when it takes less than this share of the other's time."""


# ---- server and monitors


def displays() -> Sequence[Finding]:
    """Which desktop this is, and its monitors."""
    from reactdrill.devices.survey import look_at_displays  # noqa: PLC0415 - loads pygame

    try:
        video = look_at_displays()
    except DeviceUnavailableError as error:
        return (no_display(error.problem, os.environ),)
    if video.driver in UNSEEN:
        return (server(video.driver, os.environ),)
    monitors = [(*each.size, each.refresh_hz) for each in video.displays]
    return (server(video.driver, os.environ), monitor_finding(monitors))


def no_display(why: str, environment: Mapping[str, str]) -> Finding:
    """Say that no window can be opened, and the likeliest way out."""
    if environment.get("SSH_CONNECTION"):
        hint = "you are on another computer's terminal (SSH): start reactdrill at the machine itself"
    elif sys.platform == "linux" and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        hint = "start it from a desktop session; without one, only `demo` and `replay --headless` work"
    else:
        hint = "start it from a desktop session, as the person who is logged in there"
    return problem("display", "there is no display: no window can be opened ({why})", hint, why=why)


def server(driver: str, environment: Mapping[str, str]) -> Finding:
    """Name the desktop and what is known to stand in the way of timing there."""
    if driver in UNSEEN and not environment.get("SDL_VIDEODRIVER"):
        return no_display("SDL draws off-screen", environment)
    if driver in UNSEEN:
        return problem(
            "display",
            "windows are drawn where nobody sees them (SDL_VIDEODRIVER={driver})",
            "take that variable out of your environment",
            driver=driver,
        )
    if environment.get("DISPLAY", ":").partition(":")[0] not in ("", "unix") and driver == "x11":
        return note(
            "display",
            "windows are sent to another computer over the network (X11)",
            "start reactdrill at the machine whose screen you look at",
        )
    if environment.get("SESSIONNAME", "").upper().startswith("RDP"):
        return note(
            "display",
            "this is a remote desktop",
            "start reactdrill at the machine itself: pictures arrive late",
        )
    if driver == "x11" and environment.get("XDG_SESSION_TYPE") == "wayland":
        return note(
            "display",
            "X11 within Wayland (Xwayland)",
            "keys and pictures take a detour: for times, log in to an X11 session or set SDL_VIDEODRIVER=wayland",
        )
    return ok("display", own(SERVERS.get(driver, driver)))


def monitor_finding(monitors: Sequence[tuple[int, int, int]]) -> Finding:
    """List width, height and refresh of each monitor."""
    listing = listed([_monitor(number, *each) for number, each in enumerate(monitors)])
    rates = {rate for _, _, rate in monitors if rate}
    if len(rates) > 1:
        return note(
            "monitors",
            "{monitors}",
            "their refresh rates differ, and a desktop may pace a window by the wrong one: look at `refresh`, or "
            "switch the others off",
            monitors=listing,
        )
    return ok("monitors", "{monitors}", monitors=listing)


def _monitor(number: int, width: int, height: int, rate: int) -> str:
    return f"{number}: {width} x {height}{f' at {rate} Hz' if rate else ''}"


# ---- refresh


def refresh() -> Sequence[Finding]:
    """Open the window that the settings ask for, time its pictures, and see which way of showing them is quicker."""
    from reactdrill.devices import survey  # noqa: PLC0415 - loads pygame
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    plain_already = os.environ.get("SDL_FRAMEBUFFER_ACCELERATION") == "0"
    told = load_settings().settings.display
    spec = survey.WindowSpec((told.size[0], told.size[1]), told.fullscreen, told.display)
    try:
        video = survey.look_at_displays()
        if video.driver in UNSEEN:
            return (_unmeasured(),)
        paced = survey.time_flips(spec, PACED_FLIPS)
        unpaced = [
            survey.time_flips(replace(spec, vsync=False, accelerated=each), FREE_FLIPS).measured.median_ns
            / 1e6
            for each in (True, False)
        ]
    except DeviceUnavailableError:
        return (_unmeasured(),)
    measured = paced.measured
    flips = Flips(measured.median_ns / 1e6, measured.sd_ns / 1e6, measured.n, paced.dropped, paced.uneven)
    mode_hz = video.displays[told.display].refresh_hz if told.display < len(video.displays) else 0
    return (
        refresh_finding(flips, mode_hz),
        rendering_finding(survey.graphics_driver(), *unpaced, plain_already=plain_already),
    )


def _unmeasured() -> Finding:
    return note("refresh", "not measured: there is no display")


@dataclass(frozen=True, slots=True)
class Flips:
    """What a series of pictures took, ms."""

    median_ms: float
    sd_ms: float
    count: int
    dropped: int
    """Pictures that came more than half a refresh late."""
    uneven: int = 0
    """Gaps that differ from the median by more than a fifth of it."""


def refresh_finding(flips: Flips, mode_hz: float) -> Finding:
    """Judge measured flips against the mode's refresh (0: it does not tell)."""
    said = "{hz:.2f} Hz measured (a picture each {median:.2f} ms, SD {sd:.2f}, n {count}; {dropped} late)"
    facts: dict[str, Fact] = {
        "hz": 1000 / flips.median_ms,
        "median": flips.median_ms,
        "sd": flips.sd_ms,
        "count": flips.count,
        "dropped": flips.dropped,
        "mode": mode_hz,
    }
    level, addition, hint = _verdict(flips, mode_hz)
    return Finding("refresh", level, said + addition, hint, facts)


def _verdict(flips: Flips, mode_hz: float) -> tuple[Level, str, str]:
    hz = 1000 / flips.median_ms
    if flips.median_ms > SLOW_MS:
        return "problem", "; far too slow", "update the graphics driver, or make the window smaller"
    if (mode_hz and hz > mode_hz * (1 + OFF)) or flips.uneven > flips.count * UNSTEADY:
        return "note", _against(mode_hz, "; pictures do not wait for the screen (no vsync)"), NO_VSYNC
    if mode_hz and hz < mode_hz * (1 - OFF):
        return "note", _against(mode_hz, "; the screen is not kept up with"), TOO_SLOW
    if flips.dropped > flips.count * MANY_DROPPED:
        return "note", "; many pictures came late", DROPPED
    return "ok", "", ""


def _against(mode_hz: float, verdict: str) -> str:
    return f", its mode says {{mode:.2f}} Hz{verdict}" if mode_hz else verdict


NO_VSYNC = (
    "cues may appear up to one refresh later than recorded: switch vertical sync on in the graphics driver's settings, "
    "play in full screen, and update the driver"
)
TOO_SLOW = "make the window smaller, end other programs, or update the graphics driver"
DROPPED = "end other programs and switch desktop effects off; trials with a late picture are marked"


# ---- what draws


def is_software(renderer: str) -> bool:
    """Whether the driver's name is that of a program which draws without a graphics card."""
    return any(word in renderer.lower() for word in SOFTWARE)


def rendering_finding(
    renderer: str, with_renderer_ms: float, without_ms: float, *, plain_already: bool = False
) -> Finding:
    """Judge what draws, and the time one picture takes with and without SDL's renderer in between.

    `plain_already`: the environment asks SDL to do without it.
    """
    plain_wins = without_ms < with_renderer_ms * QUICKER
    way, other = ("without", "with") if without_ms < with_renderer_ms else ("with", "without")
    drawn = "drawn by the processor ({renderer})" if is_software(renderer) else "drawn by {renderer}"
    said = (
        f"{drawn}; a picture takes {{quicker:.2f}} ms to show {way} SDL's renderer, {{slower:.2f}} {other} it"
    )
    facts: dict[str, Fact] = {
        "renderer": renderer or "no OpenGL",
        "quicker": min(with_renderer_ms, without_ms),
        "slower": max(with_renderer_ms, without_ms),
    }
    hint = ""
    if plain_wins and not plain_already:
        hint = "set SDL_FRAMEBUFFER_ACCELERATION=0 in your environment: it is quicker here"
    elif is_software(renderer) and not plain_wins:
        hint = "a graphics card or its driver is missing: install the driver if there is a card"
    return Finding("rendering", "note" if hint else "ok", said, hint, facts)
