"""Every circuit that comes with reactdrill: loads, is as long as it says, and its drills play to their end."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from drive import Answering, Hammering, Silent, play
from reactdrill.app.figures.duration import circuit_ns
from reactdrill.assets import data_dir
from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.library import Library
from reactdrill.drill.timeline import timeline

LIBRARY = Library.standard()
PATHS = sorted((data_dir("drills") / "circuits").glob("*.toml"))
SECOND_NS, MINUTE_NS = 1_000_000_000, 60_000_000_000
SEEDS = range(20)

each_circuit = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


@cache
def circuit(path: Path) -> CircuitFile:
    return LIBRARY.load_circuit(str(path))


def test_the_nine_are_there() -> None:
    assert len(PATHS) >= 9


@each_circuit
def test_it_is_called_as_its_file_and_as_long_as_it_says(path: Path) -> None:
    file = circuit(path)
    assert file.circuit.name == path.stem
    assert file.circuit.dose is not None
    assert file.circuit.dose.minutes is not None
    assert abs(circuit_ns(file) / MINUTE_NS - file.circuit.dose.minutes) < 1


@each_circuit
def test_people_are_told_what_they_need(path: Path) -> None:
    drill = circuit(path).circuit
    assert drill.text.safety
    assert drill.text.stop_when
    assert drill.text.not_for
    assert len(drill.text.summary) <= 200
    assert all(len(line) <= 110 for line in (*drill.text.instructions, *drill.text.safety))


@each_circuit
@pytest.mark.parametrize("kind", ["answers", "silent", "hammers"])
def test_its_drills_play_to_their_end(path: Path, kind: str) -> None:
    file = circuit(path)
    for part in timeline(file):
        if part.kind != "drill" or part.round:
            continue
        assert part.drill is not None
        assert part.block is not None
        plan = part.drill.plan(3, file.circuit.block[part.block].mode)
        athlete = {"answers": Answering(plan), "silent": Silent(), "hammers": Hammering(plan)}[kind]
        played = play(plan, athlete)
        assert played.records
        flashes_ns = played.flashes_ns
        in_a_second = [sum(at <= other < at + SECOND_NS for other in flashes_ns) for at in flashes_ns]
        assert max(in_a_second, default=0) <= 3


@each_circuit
def test_its_drills_plan_with_every_seed(path: Path) -> None:
    file = circuit(path)
    for block, drill in zip(file.circuit.block, file.drills, strict=True):
        counts = {drill.plan(seed, block.mode).trial_count for seed in SEEDS} if drill is not None else {1}
        assert len(counts) == 1


@each_circuit
def test_the_day_of_a_match_leaves_something_to_do(path: Path) -> None:
    file = circuit(path)
    whole, short = timeline(file), timeline(file, match_day=True)
    assert any(part.kind in ("work", "drill") for part in short)
    assert (len(short) < len(whole)) == any(not block.match_day for block in file.circuit.block)
