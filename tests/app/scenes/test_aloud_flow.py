"""Reading aloud on the briefing: there where the system has a voice, and silent as soon as one goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from offscreen import Hands, program

from reactdrill.app.program import Brief
from reactdrill.app.scenes.briefing import BriefingScene

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="the stand-in is called espeak-ng"
)


def briefing(folder: Path, monkeypatch: pytest.MonkeyPatch, *, voice: bool) -> tuple[Hands, BriefingScene]:
    path = folder / "bin" / "espeak-ng"
    path.parent.mkdir()
    if voice:
        path.write_text("#!/bin/sh\nexec /bin/sleep 600\n", encoding="utf-8")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent))
    one = program(folder)
    scene = BriefingScene(one, Brief(one.library.load("two-choice")))
    hands = Hands(one, scene)
    hands.wait()
    return hands, scene


def reads(scene: BriefingScene) -> bool:
    return scene._reader.reading


def test_where_there_is_no_voice_there_is_no_button(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hands, _ = briefing(tmp_path, monkeypatch, voice=False)
    assert "Read aloud" not in hands.texts
    hands.close()


def test_it_is_read_until_the_button_is_pressed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands, scene = briefing(tmp_path, monkeypatch, voice=True)
    hands.click("aloud")
    assert reads(scene)
    hands.click("aloud")
    assert not reads(scene)
    hands.close()


@pytest.mark.parametrize("way", ["start", "back"])
def test_it_is_silent_when_one_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    hands, scene = briefing(tmp_path, monkeypatch, voice=True)
    hands.click("aloud")
    assert reads(scene)
    hands.click(way)
    assert not reads(scene)
    hands.close()
