"""The drill that reactdrill is measured with, and what its journal says in the words of an adapter.

    reactdrill_drill.py COUNT SEED [stall|bursts|plain]

starts the program as a person would from a terminal, in a process of its own with a home folder of its own, and tells
what the journal holds when it has ended. `stall` burns 30 ms of Python in every frame of its main thread; `bursts`
tells of presses instead of trials; `plain` takes away the right to raise a priority, as on most people's machines.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from told import LEAST_MS, MOST_MS, SIZE, WINDOW_MS, foreperiods_ms, given, tell_probe, tell_trial

from reactdrill.engine.events import Response
from reactdrill.results.quality import timing_of_trial
from reactdrill.results.reader import RunLog, read_journal

PLACE = (SIZE[0] // 2 - round(0.66 * SIZE[1] / 2), SIZE[1] // 2)
STALLED = Path(__file__).resolve().with_name("reactdrill_stalled.py")
STALLED_MORE_MS = 120
"""So much longer are waits in a program that looks at its cues every 47 ms: else it takes one away and shows the next at once."""
DRILL = f"""
format = 1
name = "measured"
title = "Measured"
component = "reaction"
trains = ["reaction time"]
order = {{ kind = "fixed" }}
foreperiod = {{ kind = "uniform", min_ms = {LEAST_MS}, max_ms = {MOST_MS} }}
until = {{ trials = 1 }}
window = {{ response_ms = {WINDOW_MS}, iti_ms = 10 }}
targets = [{{ name = "left" }}, {{ name = "right" }}, {{ name = "up" }}, {{ name = "down" }}]

[text]
summary = "One place."
instructions = ["Press when it is lit."]

[[sources]]
text = "Made for measuring."
marker = "G"

[[trial]]
name = "light"
steps = [{{ light = {{ colour = "sky" }}, target = "left" }}]
"""
SETTINGS = """
[run]
walk_back_s = 0
spoken_countdown = false
"""


def script(waits_ms: list[float]) -> str:
    """Every trial with its wait."""
    trials = [f'[[trials]]\ntrial = "light"\nforeperiod_ms = {wait:.3f}' for wait in waits_ms]
    return "\n".join(['format = 1\ntitle = "Measured"\ndrill = "measured.toml"', *trials])


def lay_out(folder: Path, waits_ms: list[float]) -> Path:
    """Write drill, script and settings; the script."""
    home = folder / "home" / "config"
    home.mkdir(mode=0o700, parents=True)
    (home / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "measured.toml").write_text(DRILL, encoding="utf-8")
    file = folder / "script.toml"
    file.write_text(script(waits_ms), encoding="utf-8")
    return file


def play(folder: Path, file: Path, way: str) -> None:
    """Until the run has ended. SIGTERM is passed on: the program then ends in order."""
    if way == "plain":
        give_up_priority()
    entry = [str(STALLED)] if way == "stall" else ["-m", "reactdrill"]
    environment = {**os.environ, "REACTDRILL_HOME": str(folder / "home")}
    with (folder / "words").open("wb") as words:
        command = [sys.executable, *entry, "replay", str(file), "--responder", "person"]
        program = subprocess.Popen(command, env=environment, stdout=words, stderr=subprocess.STDOUT)
        signal.signal(signal.SIGTERM, lambda *_: program.send_signal(signal.SIGTERM))
        program.wait()


def give_up_priority() -> None:
    """For this process and those that it starts: without the right to nice values and policies, root has none either."""
    drop_from_bounding_set, may_set_nice = 24, 23
    ctypes.CDLL(None).prctl(drop_from_bounding_set, may_set_nice)


def journal(folder: Path) -> RunLog:
    """The run."""
    path = next((folder / "home").rglob("*.jsonl"), None)
    if path is None:
        sys.exit("no run was kept; the program said: " + (folder / "words").read_text(errors="replace"))
    return read_journal(path)


def tell_trials(log: RunLog) -> None:
    """As every adapter does. Presses outside of a window are counted with the trial before."""
    strays = Counter(stray.after_trial for stray in log.strays if stray.action == "press")
    for record in log.trials:
        presses = [each for each in record.responses if each.action == "press"]
        hit = record.outcome == "hit"
        tell_trial(
            record.trial,
            onset=record.cues[0].onset_ns,
            response=presses[0].at_ns if hit else None,
            rt=record.rt_ns,
            uncertainty=record.rt_uncertainty_ns,
            rated=timing_of_trial(record, log.header) == "good",
            extra=len(presses) - hit + strays[record.trial],
            source=presses[0].source if hit else None,
        )


def tell_presses(log: RunLog) -> None:
    """For bursts: each press that reached the journal, in order, as a line of its own."""
    presses = (event for event in log.events if isinstance(event, Response) and event.action == "press")
    for number, event in enumerate(presses):
        told = {"control": event.control, "response": event.at_ns, "source": event.source}
        print(json.dumps({"press": number, **told}))


def main() -> None:
    count, seed = given()
    way = sys.argv[3] if len(sys.argv) > 3 else ""
    tell_probe(PLACE)
    with tempfile.TemporaryDirectory(prefix="reactdrill-timing-") as name:
        folder = Path(name)
        more_ms = STALLED_MORE_MS if way == "stall" else 0
        play(folder, lay_out(folder, [more_ms + wait_ms for wait_ms in foreperiods_ms(count, seed)]), way)
        log = journal(folder)
    (tell_presses if way == "bursts" else tell_trials)(log)
    discipline = log.header.station.get("discipline", {})
    print("discipline", json.dumps(discipline), "keys", log.header.devices)


if __name__ == "__main__":
    main()
