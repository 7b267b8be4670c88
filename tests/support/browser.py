"""A real Chromium without a window: what it says of a page, what it draws, what it prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PLAIN = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--no-first-run",
    "--disable-dev-shm-usage",
)
_QUIET = (
    "--disable-background-networking",
    "--disable-sync",
    "--disable-component-update",
    "--disable-extensions",
)
_LOUD = ("--enable-logging=stderr", "--v=0")
_NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND"
_ITS_OWN = re.compile(r"https?://[\w.]+\.google(apis)?\.com/")
"""Where Chromium looks by itself, whatever page is open."""
_DARK = (
    "--force-dark-mode",
    "--blink-settings=preferredColorScheme=0",
    "--disable-features=WebContentsForceDark",
)


def chromium() -> str:
    """The program; the test is skipped where there is none, and fails in CI."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        reason = "Chromium is not installed; on Debian: sudo apt install chromium"
        if os.environ.get("CI") == "true" and sys.platform == "linux":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@dataclass(frozen=True)
class Browser:
    """Opens one file at a time, each with a profile of its own."""

    folder: Path

    def dom(self, page: Path) -> tuple[str, list[str]]:
        """The page as it became, and what the console said."""
        done = self._run("--dump-dom", page)
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    def requests(self, page: Path) -> list[str]:
        """Every address on a network that the page asked for, from Chromium's network log; nothing is really reached."""
        log = self.folder / "net.json"
        self._run("--dump-dom", page, f"--log-net-log={log}")
        text = log.read_text(encoding="utf-8", errors="replace")
        found = {part.split('"', 1)[0] for part in text.split('"url":"')[1:]}
        asked = (each for each in found if each.startswith(("http", "ws", "ftp")))
        return sorted(each for each in asked if not _ITS_OWN.match(each))

    def picture(self, page: Path, name: str, *, dark: bool = False, height: int = 1600) -> Path:
        """A picture of the page, 900 px wide."""
        out = self.folder / name
        self._run(f"--screenshot={out}", page, f"--window-size=900,{height}", *(_DARK if dark else ()))
        return out

    def pdf(self, page: Path, name: str) -> Path:
        """The page as it is printed."""
        out = self.folder / name
        self._run(f"--print-to-pdf={out}", page, "--no-pdf-header-footer")
        return out

    def _run(self, do: str, page: Path, *more: str) -> subprocess.CompletedProcess[str]:
        profile = f"--user-data-dir={self.folder / 'profile'}"
        words = [chromium(), *_PLAIN, *_QUIET, *_LOUD, _NOWHERE, profile, *more, do, page.as_uri()]
        return subprocess.run(
            words, capture_output=True, text=True, timeout=120, check=True, errors="replace"
        )
