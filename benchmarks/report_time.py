"""How long the report of an athlete with a hundred runs takes, and how large it is; `store.py` prints it.

The runs are of the club that never was (see synthetic_club.py): twenty of each of five drills, with effort and pain.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from synthetic_club import ATHLETES, Template, code

from reactdrill.report.sheets import athlete_report
from reactdrill.results.annotations import EFFORT, PAIN, Annotation, annotate
from reactdrill.results.store import Store

RUNS, TIMES = 100, 5
MOST_S, MOST_BYTES = 5.0, 2_000_000


@dataclass(frozen=True)
class ReportTime:
    """One page made several times over."""

    runs: int
    first_s: float
    """With matplotlib and Jinja2 loaded on the way."""
    again_s: float
    """Median of the others."""
    size: int
    """Bytes."""


def report_time(known: tuple[Template, ...], runs: int = RUNS) -> ReportTime:
    """Make the page in a store of its own."""
    taken, size = [], 0
    with tempfile.TemporaryDirectory() as folder, Store(_file(folder), runs=Path(folder) / "runs") as store:
        _fill(store, known, runs)
        for _ in range(TIMES):
            begun = time.perf_counter()
            size = len(athlete_report(store, code(0)).data)
            taken.append(time.perf_counter() - begun)
    return ReportTime(runs, taken[0], median(taken[1:]), size)


def _file(folder: str) -> Path:
    return Path(folder) / "results.sqlite3"


def _fill(store: Store, known: tuple[Template, ...], runs: int) -> None:
    """One athlete's runs, a few hours apart."""
    store.runs_folder.mkdir(parents=True, exist_ok=True)
    for number in range(runs):
        journal = store.runs_folder / f"{number:04d}.jsonl"
        journal.write_bytes(known[number % len(known)].journal(number * ATHLETES))
        annotate(journal, Annotation(type=EFFORT, value=number % 11))
        annotate(journal, Annotation(type=PAIN, value=number % 4))
    store.ingest_folder()


def said(found: ReportTime) -> Iterator[str]:
    """The figures beside what is aimed at."""
    size = found.size / 1e6
    for words, good, aim in (
        (f"takes {found.first_s:.1f} s with matplotlib to load, {found.again_s:.1f} s after that", found.first_s <= MOST_S, f"{MOST_S:.0f} s"),
        (f"has {size:.2f} MB", found.size <= MOST_BYTES, f"{MOST_BYTES / 1e6:.0f} MB"),
    ):  # fmt: skip
        reached = "reached" if good else "NOT reached"
        yield f"report of an athlete with {found.runs} runs: {words} (aim {aim}: {reached})"
