"""How many trials a second a headless run does: engine, loop, virtual devices and journal together.

The library's four-choice drill, 20 000 trials, each answered by a press and its release. Planning is not counted;
writing the header with the whole plan and closing the journal are.

    python benchmarks/replay_speed.py                    # three runs of each kind, the median is shown
    python benchmarks/replay_speed.py --quick            # 2 000 trials, once
    python benchmarks/replay_speed.py --json speed.json  # the table as data too
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchtable import place_of, station, table_head, table_row, write_json

from reactdrill.devices.scripted import ScriptedResponder, ScriptedResponse
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.file import DrillFile
from reactdrill.drill.library import Library
from reactdrill.drill.planner import plan
from reactdrill.drill.trial import Plan
from reactdrill.engine.events import Event
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.live.clock import VirtualClock, utc_now
from reactdrill.live.ports import Journal
from reactdrill.live.replay import run_headless
from reactdrill.results.header import DrillInfo, RunHeader, utc_text
from reactdrill.results.journal import JournalWriter, MemoryJournal

DRILL = "four-choice"
SEED = 1
REACTION_NS = 350_000_000
TRIALS, QUICK_TRIALS = 20_000, 2_000
ROUNDS = 3
HEAD = ("journal", "trials", "trials a second", "µs a trial", "of it processor", "aim a second", "reached")


class NoJournal:
    """Keeps nothing: what is left is the engine, the loop and the devices."""

    def append(self, item: Event | TrialRecord | StrayRecord) -> None:
        """Forget it."""

    def end(self, at_ns: int, finishes: Sequence[object]) -> None:
        """Nothing to mark."""

    def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True)
class Kind:
    """A kind of journal and the speed that is aimed at with it."""

    name: str
    journal: Callable[[], Journal]
    aim_per_s: int | None


@dataclass(frozen=True)
class Result:
    """The median of some runs."""

    journal: str
    trials: int
    rounds: int
    seconds: float
    trials_per_s: float
    us_per_trial: float
    cpu_us_per_trial: float
    """Processor time: what is left of it when other programs are busy too."""
    aim_per_s: int | None


def long_plan(file: DrillFile, trials: int) -> Plan:
    """The drill with one set of so many trials and no practice."""
    until = file.drill.until.model_copy(update={"trials": trials})
    drill = file.drill.model_copy(update={"until": until, "practice": None})
    return plan(drill, SEED, sha256=file.sha256)


def header_for(file: DrillFile, planned: Plan) -> RunHeader:
    """What a replayed run's journal begins with."""
    drill = file.drill
    info = DrillInfo(drill.name, drill.title, drill.version, drill.component, file.sha256, file.text)
    return RunHeader(
        started_utc=utc_text(utc_now()),
        origin="replay",
        simulated=True,
        mode=planned.mode,
        drill=info,
        plan=planned,
        seed=SEED,
    )


def kinds(file: DrillFile, planned: Plan, folder: Path) -> list[Kind]:
    """Without a journal, in memory, on disk."""
    return [
        Kind("none", NoJournal, None),
        Kind("memory", lambda: MemoryJournal(header_for(file, planned)), 10_000),
        Kind("disk", lambda: JournalWriter.create(header_for(file, planned), folder), 2_000),
    ]


def seconds_of_run(planned: Plan, kind: Kind) -> tuple[float, float]:
    """Run the plan once, every trial presented: seconds by the wall and of the processor."""
    clock = VirtualClock()
    (lane,) = planned.lanes
    responder = ScriptedResponder(
        clock,
        {
            (lane.name, trial.index, 1): (ScriptedResponse(trial.expect.targets[0], REACTION_NS),)
            for trial in lane.trials
        },
    )
    begun, cpu_begun = time.perf_counter(), time.process_time()
    loop = run_headless(
        planned,
        clock,
        cues=VirtualCues(clock),
        inputs=[responder],
        journal=kind.journal(),
        observers=[responder],
    )
    taken = time.perf_counter() - begun, time.process_time() - cpu_begun
    if loop.finishes[0].presented != planned.trial_count:
        raise SystemExit(f"only {loop.finishes[0].presented} of {planned.trial_count} trials were presented")
    return taken


def measure(trials: int, rounds: int) -> list[Result]:
    """Every kind of journal in turn, so often; the median of each."""
    file = Library.standard().load(DRILL)
    planned = long_plan(file, trials)
    with tempfile.TemporaryDirectory() as folder:
        chosen = kinds(file, planned, Path(folder))
        times: dict[str, list[tuple[float, float]]] = {kind.name: [] for kind in chosen}
        for _ in range(rounds):
            for kind in chosen:
                times[kind.name].append(seconds_of_run(planned, kind))
    return [result_of(kind, trials, times[kind.name]) for kind in chosen]


def result_of(kind: Kind, trials: int, times: list[tuple[float, float]]) -> Result:
    """The table's row."""
    seconds = median(wall for wall, _ in times)
    cpu = median(cpu for _, cpu in times)
    return Result(
        journal=kind.name,
        trials=trials,
        rounds=len(times),
        seconds=seconds,
        trials_per_s=trials / seconds,
        us_per_trial=1e6 * seconds / trials,
        cpu_us_per_trial=1e6 * cpu / trials,
        aim_per_s=kind.aim_per_s,
    )


def table(results: list[Result]) -> str:
    """Markdown."""
    lines = [table_head(HEAD)]
    for each in results:
        aim = "" if each.aim_per_s is None else f"{each.aim_per_s:,}"
        reached = "" if each.aim_per_s is None else ("yes" if each.trials_per_s >= each.aim_per_s else "no")
        figures = f"{each.us_per_trial:.1f}", f"{each.cpu_us_per_trial:.1f}"
        lines.append(
            table_row((each.journal, f"{each.trials:,}", f"{each.trials_per_s:,.0f}", *figures, aim, reached))
        )
    return "\n".join([*lines, "", f"Median of {results[0].rounds}."])


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_TRIALS} trials, once")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results here as well")
    options = parser.parse_args()
    results = measure(QUICK_TRIALS, 1) if options.quick else measure(TRIALS, ROUNDS)
    where = station()
    print(table(results), place_of(where))
    write_json(options.json, where, results=[asdict(each) for each in results])
    return 0


if __name__ == "__main__":
    sys.exit(main())
