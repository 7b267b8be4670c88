from __future__ import annotations

import sys

import pytest

from reactdrill.station.doctor.checks import CHECKS
from reactdrill.station.doctor.runner import run_check
from reactdrill.station.doctor.screens import (
    Flips,
    is_software,
    monitor_finding,
    no_display,
    refresh_finding,
    rendering_finding,
    server,
)

SIXTY = Flips(median_ms=16.67, sd_ms=0.05, count=120, dropped=0)


# ---- server and monitors


@pytest.mark.parametrize(
    ("driver", "environment", "level", "words"),
    [
        ("x11", {"DISPLAY": ":0"}, "ok", "X11"),
        ("x11", {"DISPLAY": "unix:0"}, "ok", "X11"),
        ("wayland", {"XDG_SESSION_TYPE": "wayland"}, "ok", "Wayland"),
        ("windows", {"SESSIONNAME": "Console"}, "ok", "Windows"),
        ("cocoa", {}, "ok", "macOS"),
        ("x11", {"DISPLAY": "localhost:10.0"}, "note", "over the network"),
        ("x11", {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "note", "Xwayland"),
        ("windows", {"SESSIONNAME": "RDP-Tcp#3"}, "note", "remote desktop"),
        ("dummy", {"SDL_VIDEODRIVER": "dummy"}, "problem", "SDL_VIDEODRIVER=dummy"),
        ("offscreen", {}, "problem", "there is no display"),
    ],
)
def test_the_desktop_is_judged(driver: str, environment: dict[str, str], level: str, words: str) -> None:
    found = server(driver, environment)
    assert (found.level, words in found.text) == (level, True)


@pytest.mark.skipif(sys.platform != "linux", reason="variables of Linux desktops")
def test_no_display_names_the_likeliest_way_out() -> None:
    assert "SSH" in no_display("no", {"SSH_CONNECTION": "1.2.3.4"}).hint
    assert "headless" in no_display("no", {}).hint
    assert "logged in there" in no_display("no", {"DISPLAY": ":0"}).hint


def test_monitors_are_listed_and_different_rates_noted() -> None:
    one = monitor_finding([(1920, 1080, 60)])
    assert (one.level, one.text) == ("ok", "0: 1920 x 1080 at 60 Hz")
    two = monitor_finding([(1920, 1080, 60), (2560, 1440, 144)])
    assert (two.level, two.text) == ("note", "0: 1920 x 1080 at 60 Hz and 1: 2560 x 1440 at 144 Hz")
    assert monitor_finding([(1920, 1080, 60), (1280, 1024, 60)]).level == "ok"
    assert monitor_finding([(1024, 768, 0)]).text == "0: 1024 x 768"


# ---- refresh


@pytest.mark.parametrize(
    ("flips", "mode_hz", "level", "words"),
    [
        (SIXTY, 60, "ok", "59.99 Hz measured (a picture each 16.67 ms, SD 0.05, n 120; 0 late)"),
        (SIXTY, 0, "ok", "59.99 Hz"),
        (SIXTY, 66, "ok", "59.99 Hz"),
        (SIXTY, 67, "note", "its mode says 67.00 Hz; the screen is not kept up with"),
        (SIXTY, 144, "note", "its mode says 144.00 Hz; the screen is not kept up with"),
        (SIXTY, 54, "note", "its mode says 54.00 Hz; pictures do not wait for the screen (no vsync)"),
        (Flips(0.4, 0.05, 120, 0), 60, "note", "no vsync"),
        (Flips(4.7, 1.5, 120, 8, uneven=31), 0, "note", "(no vsync)"),
        (Flips(16.67, 17.0, 120, 1, uneven=30), 0, "ok", "1 late"),
        (Flips(16.67, 2.0, 120, 7), 60, "note", "many pictures came late"),
        (Flips(16.67, 2.0, 120, 6), 60, "ok", "6 late"),
        (Flips(80.0, 2.0, 120, 0), 60, "problem", "far too slow"),
    ],
)
def test_measured_refresh_is_held_against_the_mode(
    flips: Flips, mode_hz: float, level: str, words: str
) -> None:
    found = refresh_finding(flips, mode_hz)
    assert (found.level, words in found.text) == (level, True)
    assert bool(found.hint) == (level != "ok")


@pytest.mark.parametrize(
    ("renderer", "software"),
    [
        ("llvmpipe (LLVM 15.0.6, 256 bits)", True),
        ("GDI Generic", True),
        ("Microsoft Basic Render Driver", True),
        ("Google SwiftShader", True),
        ("NVIDIA GeForce RTX 3060/PCIe/SSE2", False),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", False),
        ("", False),
    ],
)
def test_drawing_without_a_graphics_card_shows_in_the_name(renderer: str, software: bool) -> None:
    assert is_software(renderer) == software


@pytest.mark.parametrize(
    ("renderer", "with_ms", "without_ms", "level", "hint"),
    [
        ("llvmpipe", 6.0, 0.5, "note", "SDL_FRAMEBUFFER_ACCELERATION=0"),
        ("llvmpipe", 0.5, 0.5, "note", "install the driver"),
        ("NVIDIA GeForce", 0.2, 2.0, "ok", ""),
        ("NVIDIA GeForce", 2.0, 0.2, "note", "SDL_FRAMEBUFFER_ACCELERATION=0"),
        ("NVIDIA GeForce", 1.0, 0.9, "ok", ""),
    ],
)
def test_the_quicker_way_of_showing_is_named(
    renderer: str, with_ms: float, without_ms: float, level: str, hint: str
) -> None:
    found = rendering_finding(renderer, with_ms, without_ms)
    assert found.level == level
    assert hint in found.hint if hint else found.hint == ""
    assert f"a picture takes {min(with_ms, without_ms):.2f} ms to show" in found.text


def test_who_has_taken_the_quicker_way_already_is_told_nothing() -> None:
    found = rendering_finding("llvmpipe", 6.0, 0.5, plain_already=True)
    assert (found.level, found.hint) == ("ok", "")


# ---- the real thing


def by_name(name: str, display: str) -> dict[str, str]:
    (check,) = (check for check in CHECKS if check.name == name)
    environment = {
        "DISPLAY": display,
        "SDL_VIDEODRIVER": "x11",
        "WAYLAND_DISPLAY": "",
        "XDG_SESSION_TYPE": "",
    }
    bare = type(check)(check.name, check.doing, check.probe, check.limit_s, True, environment=environment)
    return {found.check: f"{found.level}: {found.text}" for found in run_check(bare)}


@pytest.mark.window
def test_a_real_window_is_measured(xvfb: str) -> None:
    found = by_name("refresh", xvfb)
    assert found.keys() == {"refresh", "rendering"}
    assert " Hz measured (a picture each " in found["refresh"]
    assert "n 120" in found["refresh"]
    assert "a picture takes " in found["rendering"]


@pytest.mark.window
def test_a_real_display_is_described(xvfb: str) -> None:
    found = by_name("display", xvfb)
    assert found["display"] == "ok: X11"
    assert found["monitors"].startswith("ok: 0: 1920 x 1080")


@pytest.mark.window
def test_a_display_that_is_gone_is_a_problem_in_words() -> None:
    found = by_name("display", ":9999")
    assert found["display"].startswith("problem: there is no display: no window can be opened (")
    assert by_name("refresh", ":9999") == {"refresh": "note: not measured: there is no display"}
