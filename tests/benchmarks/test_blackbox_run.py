"""The black box in small: the program in a real window, keys pressed by the robot.

Nothing is asserted that a busy machine can spoil: no time, only that each press was told once and who stamped it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xvfb import XvfbServer

BLACKBOX = Path(__file__).parents[2] / "benchmarks" / "timing" / "blackbox.py"
PRESSES = 300


@pytest.mark.window
def test_every_press_of_a_burst_is_in_the_journal_once(xvfb_server: XvfbServer, tmp_path: Path) -> None:
    """`xvfb_server` only says whether there can be one: the black box starts its own."""
    wanted = ["--programs", "reactdrill", "--n", "0", "--bursts", str(PRESSES)]
    kept = ["--state", str(tmp_path / "state"), "--json", str(tmp_path / "figures.json")]
    command = [sys.executable, str(BLACKBOX), *wanted, *kept]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    bursts = json.loads((tmp_path / "figures.json").read_text())["bursts"]
    assert bursts["injected"] >= PRESSES
    assert [bursts[name] for name in ("told", "lost", "phantom", "doubled")] == [bursts["injected"], 0, 0, 0]
    assert set(bursts["sources"]) <= {"x11-arrival", "x11-server"}
