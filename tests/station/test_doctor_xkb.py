from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Self

import pytest

from reactdrill.station.doctor import xkb
from reactdrill.station.doctor.xkb import BOUNCE, CORE_KEYBOARD, MOUSE, SLOW, STICKY, KeySettings, judged

OFF = KeySettings(sticky=False, slow=False, bounce=False)


@pytest.mark.parametrize(
    ("found", "level", "text"),
    [
        (None, "ok", "cannot tell whether sticky or slow keys are on"),
        (OFF, "ok", "sticky and slow keys are off"),
        (KeySettings(sticky=True, slow=False, bounce=False), "note", "sticky keys are on"),
        (
            KeySettings(sticky=True, slow=True, bounce=True),
            "note",
            "sticky keys, slow keys and bounce keys are on",
        ),
        (
            KeySettings(sticky=False, slow=False, bounce=False, shortcut=True),
            "note",
            "pressing Shift five times would switch sticky keys on",
        ),
        (
            KeySettings(False, False, False, repeat=True, repeat_delay_ms=660, repeat_interval_ms=40),
            "ok",
            "sticky and slow keys are off; held keys repeat after 660 ms, every 40 ms (never counted)",
        ),
    ],
)
def test_what_the_desktop_does_to_keys_is_said(found: KeySettings | None, level: str, text: str) -> None:
    (finding,) = judged(found)
    assert (finding.level, finding.text) == (level, text)


def test_without_a_desktop_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    (finding,) = xkb.key_settings()
    assert finding.text.startswith("cannot tell")


def test_gnome_is_asked_on_wayland(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(
        xkb, "asked", lambda *words: "true\n" if words[-1] == "slowkeys-enable" else "false\n"
    )
    (finding,) = xkb.key_settings()
    assert (finding.level, finding.text) == ("note", "slow keys are on")


def test_another_wayland_desktop_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(xkb, "asked", lambda *_: None)
    (finding,) = xkb.key_settings()
    assert finding.text.startswith("cannot tell")


@pytest.fixture
def switches(xvfb: str) -> Iterator[Switches]:
    """The real switches of the private X server, put back as they were."""
    with Switches(xvfb) as found:
        yield found


class Switches:
    """Turns keyboard controls of an X server on and off."""

    def __init__(self, display: str) -> None:
        x11 = xkb.load_xlib()
        assert x11 is not None
        x11.XkbChangeEnabledControls.argtypes = [ctypes.c_void_p, *[ctypes.c_uint] * 3]
        x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self._x11 = x11
        self._display = x11.XOpenDisplay(display.encode())

    def __enter__(self) -> Self:
        return self

    def turn_on(self, bits: int) -> None:
        """Leave just these of the four on."""
        all_four = STICKY | SLOW | BOUNCE | MOUSE
        assert self._x11.XkbChangeEnabledControls(self._display, CORE_KEYBOARD, all_four, bits)
        self._x11.XSync(self._display, 0)

    def __exit__(self, *_: object) -> None:
        self.turn_on(0)
        self._x11.XCloseDisplay(self._display)


@pytest.mark.window
@pytest.mark.parametrize(
    ("bits", "on"), [(0, []), (STICKY, ["sticky"]), (SLOW | BOUNCE, ["slow", "bounce"]), (MOUSE, ["mouse"])]
)
def test_a_real_x_server_is_understood(
    bits: int, on: list[str], switches: Switches, xvfb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    switches.turn_on(bits)
    monkeypatch.setenv("DISPLAY", xvfb)
    found = xkb.x11_settings()
    assert found is not None
    assert [name for name in ("sticky", "slow", "bounce", "mouse") if getattr(found, name)] == on
    assert found.repeat_delay_ms > found.repeat_interval_ms > 0


@pytest.mark.window
def test_a_server_that_is_not_there_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":9999")
    assert xkb.x11_settings() is None


@pytest.mark.parametrize(
    ("sticky", "filtering", "wait", "bounce", "expected"),
    [
        (0, 0, 1000, 500, KeySettings(sticky=False, slow=False, bounce=False)),
        (5, 0, 0, 0, KeySettings(sticky=True, slow=False, bounce=False, shortcut=True)),
        (4, 1, 1000, 0, KeySettings(sticky=False, slow=True, bounce=False, shortcut=True)),
        (0, 1, 0, 500, KeySettings(sticky=False, slow=False, bounce=True)),
    ],
)
def test_windows_keys_are_read_from_their_structures(
    sticky: int,
    filtering: int,
    wait: int,
    bounce: int,
    expected: KeySettings,
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answer(what: int, size: int, reference: Any, _: int) -> None:
        told = reference._obj
        assert size == ctypes.sizeof(told) == told.size
        if what == 0x003A:
            told.flags = sticky
        else:
            told.flags, told.wait, told.bounce = filtering, wait, bounce

    user32 = SimpleNamespace(SystemParametersInfoW=answer)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    assert xkb._windows_settings() == expected
