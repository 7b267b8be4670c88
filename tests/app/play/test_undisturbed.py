"""Between a cue and its response nothing is imported, opened, started or collected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from robot import DRILL

PROGRAM = """
import gc, json, sys
from pathlib import Path

from reactdrill.app.play.progress import RunProgress
from reactdrill.app.play.request import RunRequest
from reactdrill.app.play.stage import Stage
from reactdrill.app.window import Window, WindowOptions
from reactdrill.drill.file import load_drill
from reactdrill.engine.commands import Record
from reactdrill.engine.events import CueShown
from reactdrill.live.clock import SystemClock
from reactdrill.station.settings import Settings

folder = Path(sys.argv[1])
awaited, caught, cues = set(), [], []
saw = RunProgress.saw


def watched(self, item):
    if type(item) is CueShown:
        awaited.add(item.lane)
        cues.append(item)
        assert not gc.isenabled()
    elif type(item) is Record:
        awaited.discard(item.record.lane)
    saw(self, item)


def hook(event, arguments):
    if awaited and event.split(".")[0] in ("import", "open", "compile", "exec", "subprocess", "socket", "shutil"):
        caught.append(f"{event} {arguments[:1]}")


RunProgress.saw = watched
file = load_drill(folder / "robot.toml")
stage = Stage(Settings(), SystemClock(), folder / "runs")
window = Window(WindowOptions(size=(640, 480)))
sys.addaudithook(hook)
outcome = stage.play(window, RunRequest(file, file.plan(3), origin="demo", responder="simulated"))
window.close()
print(json.dumps({"ending": outcome.ending, "cues": len(cues), "caught": caught, "gc": gc.isenabled()}))
"""


def test_nothing_comes_between_a_cue_and_its_response(tmp_path: Path) -> None:
    (tmp_path / "robot.toml").write_text(DRILL.replace("trials = 4", "trials = 2"), encoding="utf-8")
    environment = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["ending"] == "complete", done.stdout
    assert told["cues"] > 0
    assert told["caught"] == []
    assert told["gc"]
