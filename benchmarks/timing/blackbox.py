"""A virtual black box: how far reaction times that programs tell are from those that really were.

An X server without a screen shows the program. A robot watches one pixel of its framebuffer, waits a random 150 to
400 ms, and presses a key at a known time. What the program tells is compared with that.

    python benchmarks/timing/blackbox.py                          # everything that is installed: about 25 minutes
    python benchmarks/timing/blackbox.py --quick                  # a look: a few minutes
    python benchmarks/timing/blackbox.py --programs reactdrill,reference
    python benchmarks/timing/blackbox.py --install all            # the other programs, each for itself, once
    python benchmarks/timing/blackbox.py --resume                 # go on after an interruption, block by block

docs/timing.md tells the method and its limits.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from blackbox_block import Block, BlockError, Bursts, run_block, run_bursts
from blackbox_figures import Figures, figures, spread
from blackbox_programs import (
    BURSTS,
    INSTALLABLE,
    PROGRAMS,
    AbsentError,
    Program,
    cache_folder,
    install,
    version,
)
from blackbox_robot import RobotError
from blackbox_server import Server, running_server
from blackbox_table import report

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchtable import processor

N, QUICK_N = 200, 20
ROUNDS = 2
PRESSES, QUICK_PRESSES = 10_000, 300
TRIAL_S = 0.38
START_S = 6.5
TRIES = 2


@dataclass(frozen=True)
class Task:
    """One block to do."""

    program: Program
    command: tuple[str, ...]
    round: int
    n: int
    """Trials under each condition."""

    @property
    def name(self) -> str:
        """Of its file."""
        return f"{self.round}-{self.program.name}-{self.n}"

    @property
    def takes_s(self) -> float:
        """About so long."""
        return START_S + self.n * len(self.program.conditions) * TRIAL_S


def parser() -> argparse.ArgumentParser:
    """The options."""
    names = ", ".join(program.name for program in PROGRAMS)
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    made.add_argument("--programs", metavar="NAME,...", help=f"only these: {names}; all of them by default")
    made.add_argument(
        "--n",
        type=int,
        help=f"trials under each condition ({N}; twice as many for reactdrill; 0: only bursts)",
    )
    made.add_argument("--minutes", type=float, help="as many trials as fit into about so long")
    made.add_argument("--rounds", type=int, default=ROUNDS, help=f"blocks of each program ({ROUNDS})")
    made.add_argument("--bursts", type=int, metavar="PRESSES", help=f"presses in bursts ({PRESSES}; 0: none)")
    made.add_argument(
        "--quick", action="store_true", help=f"one round, {QUICK_N} trials, {QUICK_PRESSES} presses"
    )
    made.add_argument("--json", type=Path, metavar="FILE", help="write figures and every trial to this file")
    made.add_argument("--out", type=Path, metavar="FILE", help="write the tables to this file as well")
    made.add_argument(
        "--resume", action="store_true", help="keep the blocks that an interrupted call has finished"
    )
    made.add_argument("--state", type=Path, metavar="FOLDER", help="where finished blocks are kept")
    made.add_argument(
        "--install", metavar="NAME,...", help=f"install and end: {', '.join(INSTALLABLE)}, or all"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 when a block has failed."""
    options = parser().parse_args(arguments)
    cache = cache_folder()
    if options.install:
        for name in INSTALLABLE if options.install == "all" else options.install.split(","):
            install(name, cache)
        return 0
    state = options.state or cache / "state"
    if not options.resume:
        shutil.rmtree(state, ignore_errors=True)
    state.mkdir(parents=True, exist_ok=True)
    tasks, absent = _tasks(options, cache)
    machine = _machine(tasks, cache)
    failed = _work_through(tasks, state, cache)
    bursts = _do_bursts(_presses(options), state, cache, failed)
    found = _figures(tasks, state)
    for each in failed:
        _say(f"failed: {each}")
    machine["load average at the end"] = _load_average()
    titles = {program.name: program.title for program in PROGRAMS}
    text = report(found, titles, bursts=bursts, absent=absent, machine=machine)
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")
    if options.json:
        blocks = {task.name: _read(state / f"{task.name}.json") for task in tasks}
        _write(
            options.json,
            {
                "figures": [each.as_dict() for each in found],
                "bursts": None if bursts is None else {**bursts, "spread": _plain(bursts["spread"])},
                "absent": absent,
                "failed": failed,
                "machine": machine,
                "blocks": blocks,
            },
        )
    return 1 if failed else 0


# ---- what is to be done


def _tasks(options: argparse.Namespace, cache: Path) -> tuple[list[Task], dict[str, str]]:
    """In the order of doing, so that programs take turns; and who cannot take part, with the reason."""
    present: list[tuple[Program, tuple[str, ...]]] = []
    absent: dict[str, str] = {}
    for program in _wanted(options.programs):
        try:
            present.append((program, tuple(program.command(cache))))
        except AbsentError as error:
            absent[program.name] = str(error)
            _say(f"{program.name}: skipped, {error}")
    rounds = 1 if options.quick else options.rounds
    n = (QUICK_N if options.quick else N) if options.n is None else options.n
    if options.minutes is not None:
        starts_s = rounds * START_S * len(present)
        trials = sum(program.share * len(program.conditions) for program, _ in present)
        n = max(10, round((options.minutes * 60 - starts_s) / (TRIAL_S * trials))) if trials else n
    tasks = [
        Task(program, command, number, max(2, round(n * program.share / rounds)))
        for number in range(rounds)
        for program, command in present
        if n
    ]
    return tasks, absent


def _wanted(names: str | None) -> list[Program]:
    known = {program.name: program for program in PROGRAMS}
    wanted = list(known) if names is None else names.split(",")
    unknown = [name for name in wanted if name not in known]
    if unknown:
        sys.exit(f"no program is named {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[name] for name in wanted]


def _presses(options: argparse.Namespace) -> int:
    if options.bursts is not None:
        return int(options.bursts)
    if options.programs is not None and "reactdrill" not in options.programs.split(","):
        return 0
    return QUICK_PRESSES if options.quick else PRESSES


# ---- doing it


def _work_through(tasks: Sequence[Task], state: Path, cache: Path) -> list[str]:
    """Do what is not done yet; what failed twice."""
    left = [task for task in tasks if not (state / f"{task.name}.json").exists()]
    failed = []
    for place, task in enumerate(left):
        minutes = sum(each.takes_s for each in left[place:]) / 60
        conditions = " and ".join(task.program.conditions)
        _say(
            f"[{place + 1}/{len(left)}] round {task.round + 1}, {task.program.name}: {task.n} trials {conditions};"
            f" {minutes:.0f} minutes left"
        )
        problem = _try(task, state, cache)
        if problem:
            failed.append(problem)
    return failed


def _try(task: Task, state: Path, cache: Path) -> str:
    """What went wrong in the end; empty when all is well."""

    def block(server: Server) -> Block:
        return run_block(task.program, task.command, server=server, cache=cache, number=task.round, n=task.n)

    return _kept(block, state / f"{task.name}.json")


def _kept(measure: Callable[[Server], Block | Bursts], file: Path) -> str:
    """Measure on a fresh server, twice if need be, and keep what came of it. What went wrong; empty: nothing."""
    problem = ""
    for _ in range(TRIES):
        try:
            with _fresh_server() as server:
                done = measure(server)
        except (BlockError, RobotError) as error:
            problem = f"{file.stem}: {error}"
            _say(problem)
        else:
            _write(file, asdict(done))
            return ""
    return problem


def _do_bursts(count: int, state: Path, cache: Path, failed: list[str]) -> dict[str, Any] | None:
    """Of the bursts, or None where there were none."""
    if not count:
        return None
    file = state / f"bursts-{count}.json"
    if not file.exists():
        _say(f"{count} presses in bursts")
        command = BURSTS.command(cache)
        problem = _kept(lambda server: run_bursts(command, server=server, cache=cache, count=count), file)
        if problem:
            failed.append(problem)
            return None
    told = _read(file)
    return {**told, "spread": spread(told.pop("errors_ns"))}


@contextlib.contextmanager
def _fresh_server() -> Iterator[Server]:
    """An X server for one block, its files in a folder of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="reactdrill-blackbox-") as folder,
        running_server(Path(folder)) as server,
    ):
        yield server


# ---- what came of it


def _figures(tasks: Sequence[Task], state: Path) -> list[Figures]:
    """First all programs undisturbed, then all under load."""
    parts: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for task in tasks:
        block = _read(state / f"{task.name}.json")
        for part in () if block is None else block["conditions"]:
            parts.setdefault((part["condition"], task.program.name), []).append(part)
    ordered = sorted(parts, key=lambda key: key[0] != "quiet")
    return [figures(program, condition, parts[condition, program]) for condition, program in ordered]


def _machine(tasks: Sequence[Task], cache: Path) -> dict[str, str]:
    programs = {
        task.program.environment or task.program.name: said
        for task in tasks
        if (said := version(task.program, cache))
    }
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "reactdrill": f"{installed_version('reactdrill')}{_commit()}",
        **{f"program {name}": said for name, said in programs.items()},
        "load average at the beginning": _load_average(),
    }


def _commit() -> str:
    if shutil.which("git") is None:
        return ""
    said = subprocess.run(
        ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f" ({said.stdout.strip()})" if said.returncode == 0 else ""


def _load_average() -> str:
    return " ".join(f"{each:.2f}" for each in os.getloadavg())


def _plain(found: Any) -> Any:  # noqa: ANN401 - a spread or nothing
    return None if found is None else asdict(found)


def _read(file: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def _write(file: Path, what: object) -> None:
    """In one step, so that an interruption leaves no half of it."""
    fresh = file.with_name(file.name + ".part")
    fresh.write_text(json.dumps(what), encoding="utf-8")
    fresh.replace(file)


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
