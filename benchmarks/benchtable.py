"""What every benchmark tells in the same way: a markdown table, and the machine and versions it was measured with."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from reactdrill.live.clock import utc_now
from reactdrill.results.header import software_versions

Station = dict[str, str | int]


def station(**more: str | int | None) -> Station:
    """Date, processor, cores and versions; `more` is what matters to one benchmark. What is not known is left out."""
    found = {
        "date": utc_now().date().isoformat(),
        "processor": processor(),
        "cores": os.cpu_count(),
        **software_versions(),
        **more,
    }
    return {name: value for name, value in found.items() if value is not None}


def processor() -> str:
    """The processor's name as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return next(iter(names), "") or platform.processor() or platform.machine()


def table_row(cells: Iterable[object]) -> str:
    """A line of a markdown table."""
    escaped = "\\|"
    return f"| {' | '.join(str(cell).replace('|', escaped) for cell in cells)} |"


def table_head(names: Sequence[str], numbers_from: int = 1) -> str:
    """The first two lines of one; columns from `numbers_from` on hold numbers."""
    kinds = ["---:" if place >= numbers_from else "---" for place in range(len(names))]
    return f"{table_row(names)}\n{table_row(kinds)}"


def place_of(where: Station) -> str:
    """The line below a table that says where it was measured."""
    return "Measured on " + ", ".join(f"{name} {value}" for name, value in where.items()) + "."


def write_json(path: Path | None, where: Station, **tables: object) -> None:
    """The tables as data, where a file was asked for."""
    if path is not None:
        path.write_text(json.dumps({"machine": where, **tables}, indent=2) + "\n", encoding="utf-8")
