"""Kill -9 in the middle of runs, again and again: is every finished trial in the store?

A child plays drills one after another with a simulated athlete in virtual time, each journaled through the real
writer, and says through a pipe which trials it has finished. After a random time it is killed. Then the store
takes the journals in, as after a crash, and what it holds is compared with what the child said.

    python benchmarks/crash.py            # 200 kills
    python benchmarks/crash.py --quick    # 20 kills
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchtable import place_of, station, table_head, table_row, write_json

from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.library import Library
from reactdrill.drill.planner import plan
from reactdrill.engine.commands import Command, Record
from reactdrill.engine.events import Event
from reactdrill.live.clock import VirtualClock, utc_now
from reactdrill.live.replay import run_headless
from reactdrill.results.header import DrillInfo, RunHeader, utc_text
from reactdrill.results.journal import JournalWriter
from reactdrill.results.store import Store

DRILL = "four-choice"
KILL_WITHIN_S = 0.4
PACE_S = 0.001
"""Between trials, so that most kills fall within a run and not on the beginning of one."""


@dataclass
class Tally:
    """What came of all the kills."""

    kills: int = 0
    runs: int = 0
    interrupted: int = 0
    finished: int = 0
    """Trials whose `append` had returned, by the child's own account."""
    stored: int = 0
    missing: int = 0
    """Finished and not in the store: must be 0."""
    unspoken: int = 0
    """In the store, killed between saving and saying so."""
    damaged: int = 0
    """Journals that could not be read: must be 0."""


class Teller:
    """Says through the pipe that a trial is finished, after the journal has it."""

    def __init__(self, run: str) -> None:
        self._run = run

    def saw(self, item: Event | Command) -> None:
        """Observe the loop."""
        if isinstance(item, Record):
            record = item.record
            os.write(1, f"{self._run} {record.lane} {record.trial} {record.attempt}\n".encode())
            time.sleep(PACE_S)


def play_for_ever(folder: Path) -> None:
    """Be the child."""
    file = Library.standard().load(DRILL)
    drill = file.drill
    seed = 0
    while True:
        seed += 1
        planned = plan(drill, seed, sha256=file.sha256)
        info = DrillInfo(drill.name, drill.title, drill.version, drill.component, file.sha256, file.text)
        header = RunHeader(
            started_utc=utc_text(utc_now()),
            origin="replay",
            simulated=True,
            mode=planned.mode,
            drill=info,
            plan=planned,
            seed=seed,
        )
        clock = VirtualClock()
        athlete = SimulatedAthlete(clock, seed)
        run_headless(
            planned,
            clock,
            cues=VirtualCues(clock),
            inputs=[athlete],
            journal=JournalWriter.create(header, folder),
            observers=[athlete, Teller(header.run)],
        )


def kill_once(folder: Path, chooser: random.Random) -> set[tuple[str, ...]]:
    """Start a child, kill it while it plays, and return the trials it said were finished."""
    command = [sys.executable, __file__, "--child", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(chooser.uniform(0, KILL_WITHIN_S))
        child.send_signal(signal.SIGKILL)
        said = first + child.stdout.read()
    if child.returncode != -signal.SIGKILL:
        sys.exit(f"the child ended by itself with code {child.returncode}: nothing was measured")
    return {tuple(line.split()) for line in said.decode().splitlines()}


def stored_trials(store: Store) -> set[tuple[str, ...]]:
    """Every trial in the store."""
    return {
        (run.id, record.lane, str(record.trial), str(record.attempt))
        for run in store.runs()
        for record in store.trials(run.id)
    }


def measure(kills: int, seed: int) -> Tally:
    """Kill as often as asked and count."""
    chooser = random.Random(seed)
    tally = Tally()
    for _ in range(kills):
        with tempfile.TemporaryDirectory() as home:
            runs = Path(home) / "runs"
            runs.mkdir()
            finished = kill_once(runs, chooser)
            with Store(Path(home) / "results.sqlite3", runs=runs) as store:
                report = store.ingest_folder()
                stored = stored_trials(store)
                tally.runs += len(store.runs())
        tally.kills += 1
        tally.interrupted += report.interrupted
        tally.finished += len(finished)
        tally.stored += len(stored)
        tally.missing += len(finished - stored)
        tally.unspoken += len(stored - finished)
        tally.damaged += len(report.damaged)
    return tally


def table(tally: Tally) -> str:
    """The result as a markdown table."""
    rows = {
        "kill -9": tally.kills,
        "runs begun": tally.runs,
        "runs broken off and recovered": tally.interrupted,
        "trials finished (as the killed process said)": tally.finished,
        "trials in the store": tally.stored,
        "saved, killed before it could say so": tally.unspoken,
        "**finished trials lost**": tally.missing,
        "**journals unreadable**": tally.damaged,
    }
    return "\n".join([table_head(["crash test", "count"]), *map(table_row, rows.items())])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; returns 1 when anything was lost."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--quick", action="store_true", help="20 kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the counts here as well")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.child is not None:
        play_for_ever(chosen.child)
    tally = measure(20 if chosen.quick else chosen.kills, chosen.seed)
    print(table(tally))
    where = station()
    print(f"\n{place_of(where)}")
    write_json(chosen.json, where, counts=asdict(tally))
    return 1 if tally.missing or tally.damaged else 0


if __name__ == "__main__":
    sys.exit(main())
