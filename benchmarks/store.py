"""How fast the store takes journals in, and how fast history pages and leaderboards come out of it, as it grows.

A club that never was: 200 athletes, five drills of the library, 50 trials a run (see synthetic_club.py). At 10 000,
100 000 and 1 000 000 trials: how many trials a second went in, the page of one athlete and drill (all points, best,
verdict, trend), the leaderboard of a drill over all athletes, and the size. SQLite in a file, and PostgreSQL on a
server that is started for it (or on one that is named: its database must be empty). Then the report of an athlete with
a hundred runs (see report_time.py).

    python benchmarks/store.py                      # both, up to a million trials
    python benchmarks/store.py --quick              # up to 10 000 trials
    python benchmarks/store.py --only sqlite        # or postgres
    python benchmarks/store.py --postgres URL       # a server of your own
    python benchmarks/store.py --json store.json    # the table as data too
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from benchtable import place_of, station, table_head, table_row, write_json
from report_time import report_time, said as report_said
from synthetic_club import ATHLETES, DRILLS, TRIALS, Template, code, templates, write_journals

from postgres import missing, running_server
from reactdrill.results.store import Store
from reactdrill.results.store.database import open_database

SIZES, QUICK = (10_000, 100_000, 1_000_000), (2_500, 10_000)
CHUNK = 500
"""Runs that come in at once: their journals are written, taken in and deleted, so that a disk need not hold all."""
ASKED = 25
"""Times that a query is asked, of another athlete or drill each time."""
EVERYBODY = [code(number) for number in range(ATHLETES)]
AIMS = {"sqlite": 20_000, "postgres": 5_000}
HISTORY_MS, LEADERBOARD_MS = 50.0, 100.0
HEAD = (
    *("store", "trials", "runs", "in, trials/s", "by processor time", "page ms", "worst", "points"),
    *("board ms", "worst", "MB"),
)


@dataclass(frozen=True)
class Row:
    """The store at one size."""

    store: str
    trials: int
    runs: int
    trials_per_s: float
    """Of the ingest that led to this size."""
    cpu_trials_per_s: float
    """The same by this program's processor time: what is left of it when other programs are busy too."""
    history_ms: float
    history_worst_ms: float
    points: int
    """On the history page that is asked for."""
    leaderboard_ms: float
    leaderboard_worst_ms: float
    megabytes: float


def timed(ask: Callable[[int], object]) -> tuple[float, float]:
    """Median and worst of some calls, ms."""
    taken = []
    for number in range(ASKED):
        begun = time.perf_counter()
        ask(number)
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken), max(taken)


def grow(store: Store, known: tuple[Template, ...], first: int, last: int) -> tuple[float, float]:
    """Bring runs `first` to `last` in; seconds by the wall and of the processor, without writing the journals."""
    wall = cpu = 0.0
    for begin in range(first, last, CHUNK):
        folder = store.runs_folder / f"{begin:07d}"
        count = min(CHUNK, last - begin)
        write_journals(folder, begin, count, known)
        begun, cpu_begun = time.perf_counter(), time.process_time()
        report = store.ingest_folder()
        wall += time.perf_counter() - begun
        cpu += time.process_time() - cpu_begun
        if report.new != count:
            raise SystemExit(f"{report.new} of {count} runs were taken in: {report.damaged[:1]}")
        shutil.rmtree(folder)
    return wall, cpu


def measure(name: str, where: str | Path, sizes: Sequence[int], known: tuple[Template, ...]) -> Iterator[Row]:
    """Grow a store from size to size."""
    with tempfile.TemporaryDirectory() as folder, Store(where, runs=Path(folder) / "runs") as store:
        done = 0
        for trials in sizes:
            runs = trials // TRIALS
            wall, cpu = grow(store, known, done, runs)
            added, done = (runs - done) * TRIALS, runs
            page = timed(
                lambda number: store.progress(code(number * 7 % ATHLETES), DRILLS[number % len(DRILLS)])
            )
            board = timed(lambda number: store.leaderboard_of(EVERYBODY, DRILLS[number % len(DRILLS)]))
            points = len(store.progress(code(0), DRILLS[0]).points)
            yield Row(name, trials, runs, added / wall, added / cpu, *page, points, *board, megabytes(where))


def megabytes(where: str | Path) -> float:
    """Size of a store."""
    if isinstance(where, Path):
        return sum(path.stat().st_size for path in where.parent.glob(f"{where.name}*")) / 1e6
    engine = open_database(where)
    with engine.connect() as connection:
        size = connection.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one()
    engine.dispose()
    return float(size) / 1e6


@contextlib.contextmanager
def places(only: str | None, url: str | None) -> Iterator[dict[str, str | Path]]:
    """Where the stores are to be; a server that cannot be started is said and left out."""
    with contextlib.ExitStack() as stack:
        found: dict[str, str | Path] = {}
        if only != "postgres":
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            found["sqlite"] = Path(folder) / "results.sqlite3"
        if only != "sqlite":
            reason = None if url else missing()
            if reason is None:
                found["postgres"] = url or _new_database(stack)
            else:
                print(f"postgres is left out: {reason}", file=sys.stderr)
        yield found


def _new_database(stack: contextlib.ExitStack) -> str:
    server = stack.enter_context(running_server(safe=True))
    return server.url(server.new_database())


def line(row: Row) -> str:
    """A line of the table."""
    return table_row(
        (
            *(row.store, f"{row.trials:,}", f"{row.runs:,}"),
            *(f"{row.trials_per_s:,.0f}", f"{row.cpu_trials_per_s:,.0f}"),
            *(f"{row.history_ms:.1f}", f"{row.history_worst_ms:.1f}", row.points),
            *(f"{row.leaderboard_ms:.1f}", f"{row.leaderboard_worst_ms:.1f}", f"{row.megabytes:.1f}"),
        )
    )


def verdicts(rows: Sequence[Row]) -> Iterator[str]:
    """How the largest of each store stands to what is aimed at, and how it grew."""
    for name in dict.fromkeys(row.store for row in rows):
        mine = [row for row in rows if row.store == name]
        first, last = mine[0], mine[-1]
        checks = (
            (
                f"takes in {last.trials_per_s:,.0f} trials/s",
                last.trials_per_s >= AIMS[name],
                f"{AIMS[name]:,}",
            ),
            (f"history page {last.history_ms:.1f} ms", last.history_ms <= HISTORY_MS, f"{HISTORY_MS:.0f} ms"),
            (
                f"leaderboard {last.leaderboard_ms:.1f} ms",
                last.leaderboard_ms <= LEADERBOARD_MS,
                f"{LEADERBOARD_MS:.0f} ms",
            ),
        )
        for said, good, aim in checks:
            print_good = "reached" if good else "NOT reached"
            yield f"{name}: {said} (aim {aim}: {print_good})"
        grown = last.trials / first.trials
        yield (
            f"{name}: {grown:.0f} times the trials: a trial costs {first.trials_per_s / last.trials_per_s:.2f} times"
            f" as much, a history page {last.history_ms / first.history_ms:.1f}, a leaderboard"
            f" {last.leaderboard_ms / first.leaderboard_ms:.1f}, the store {last.megabytes / first.megabytes:.1f}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", choices=sorted(AIMS))
    parser.add_argument("--postgres", metavar="URL")
    parser.add_argument("--json", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    known = templates()
    print(table_head(HEAD))
    rows = []
    with places(chosen.only, chosen.postgres) as stores:
        for name, where in stores.items():
            for row in measure(name, where, QUICK if chosen.quick else SIZES, known):
                print(line(row), flush=True)
                rows.append(row)
    here = station(sqlite=sqlite3.sqlite_version)
    page = report_time(known)
    every = (*verdicts(rows), *report_said(page))
    print("", *(f"- {said}" for said in every), "", place_of(here), sep="\n")
    write_json(chosen.json, here, rows=[asdict(row) for row in rows], report=[asdict(page)])


if __name__ == "__main__":
    main()
