from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reactdrill.app import window as window_module
from reactdrill.app.window import Window
from reactdrill.errors import DeviceUnavailableError


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
@pytest.mark.parametrize(
    ("display", "words"),
    [
        (None, "display: there is none to open a window on; "),
        (":7777", "display: none can be opened (the environment says DISPLAY=:7777); "),
    ],
)
def test_a_window_that_nobody_could_see_is_no_window(
    monkeypatch: pytest.MonkeyPatch, display: str | None, words: str
) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(window_module, "DRM", Path("/none"))
    if display is not None:
        monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(DeviceUnavailableError) as caught:
        Window()
    assert str(caught.value).startswith(words)
    assert caught.value.exit_code == 3


def test_one_that_was_asked_for_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    window = Window()
    assert window.size == (1280, 720)
    window.close()
