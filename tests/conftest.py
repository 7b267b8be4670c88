"""Fixtures for the whole suite: private folders for every test, and a private X server for window tests."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest

from xvfb import XvfbServer, running_xvfb, save_png, xvfb_available

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from command import Command
    from xtest import XTest


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that starts the tests in the background has them ignore Ctrl-C, and all programs that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)


# How quick a machine is says nothing of the program: other work may take the processor at any time.
hypothesis.settings.register_profile(
    "shared machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("shared machine")


class Screenshot(Protocol):
    """Copy the X server's screen as (height, width, 3) RGB; with a name, keep it as `NAME.png` too."""

    def __call__(self, name: str | None = None) -> NDArray[np.uint8]:
        """Take it now."""


@pytest.fixture(autouse=True)
def private_folders(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    """Keep every test away from the real user folders, the real screen and the real sound card.

    A display that a test leaves open is closed: the next one may be for another driver. Whatever language the machine
    speaks, a test begins in English and leaves in it.
    """
    monkeypatch.setenv("REACTDRILL_HOME", str(tmp_path / "reactdrill-home"))
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path_factory.getbasetemp() / "matplotlib"))
    monkeypatch.delenv("REACTDRILL_STORE", raising=False)
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    monkeypatch.setenv("REACTDRILL_LANG", "en")
    if request.node.get_closest_marker("window"):
        monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    else:
        monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    yield
    pygame = sys.modules.get("pygame")
    if pygame is not None and pygame.display.get_init():
        pygame.quit()
    i18n = sys.modules.get("reactdrill.i18n")
    if i18n is not None:
        i18n.use_language("en")


@pytest.fixture(scope="session")
def xvfb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XvfbServer]:
    """Run one X server of our own for the session; it never touches the screen of whoever runs the tests."""
    if not xvfb_available():
        reason = "Xvfb is not installed; on Debian: sudo apt install xvfb"
        if os.environ.get("CI") == "true" and sys.platform == "linux":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_xvfb(tmp_path_factory.mktemp("xvfb")) as server:
        yield server


@pytest.fixture
def xvfb(xvfb_server: XvfbServer) -> str:
    """Name the display of the private X server, for `DISPLAY`."""
    return xvfb_server.display


@pytest.fixture
def xtest(xvfb_server: XvfbServer) -> Iterator[XTest]:
    """Give hands: real keys, pointer and focus on the private X server."""
    from xtest import XTest

    with XTest(xvfb_server.display) as hands:
        yield hands


@pytest.fixture
def screenshot(xvfb_server: XvfbServer, tmp_path: Path) -> Screenshot:
    """Give a function that copies the private X server's screen.

    Images go to the folder named by REACTDRILL_SCREENSHOTS, or to the test's own.
    """
    from pathlib import Path

    folder = Path(os.environ.get("REACTDRILL_SCREENSHOTS", tmp_path))

    def take(name: str | None = None) -> NDArray[np.uint8]:
        image = xvfb_server.screen()
        if name is not None:
            folder.mkdir(parents=True, exist_ok=True)
            save_png(image, folder / f"{name}.png")
        return image

    return take


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `reactdrill ARGUMENTS` in this process."""
    from command import Command

    return Command(capsys)
