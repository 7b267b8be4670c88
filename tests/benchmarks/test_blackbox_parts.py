"""The black box's arithmetic, and its robot's two versions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

TIMING = Path(__file__).parents[2] / "benchmarks" / "timing"
sys.path.insert(0, str(TIMING))

from blackbox_align import align  # noqa: E402
from blackbox_figures import figures, spread  # noqa: E402
from blackbox_programs import PROGRAMS, REQUIREMENTS  # noqa: E402
from blackbox_robot import Seen  # noqa: E402
from blackbox_table import report  # noqa: E402
from finger import Draws  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

MS = 1_000_000


def seen(number: int, rt_ms: float | None, *, doubt_ms: float = 0.02) -> Seen:
    onset = number * 1000 * MS
    half = round(doubt_ms * MS)
    press = 0 if rt_ms is None else onset + round(rt_ms * MS)
    return Seen(number, onset - half, onset + half, press, press, press, onset + 500 * MS)


def told(trial: int, rt_ms: float | None, **more: Any) -> dict[str, Any]:
    rt = None if rt_ms is None else rt_ms * MS
    return {
        "trial": trial,
        "onset": None,
        "response": None,
        "rt": rt,
        "uncertainty": None,
        "rated": None,
        **more,
    }


def part(pairs: Sequence[tuple[Seen | None, dict[str, Any] | None]]) -> dict[str, Any]:
    return {"cpu": 0.25, "pairs": [(one and one.as_dict(), line) for one, line in pairs]}


def test_trial_stands_by_trial_when_nothing_is_missing() -> None:
    robot = [seen(0, 200), seen(1, None), seen(2, 300)]
    program = [told(0, 201), told(1, None), told(2, 302)]
    assert align(robot, program) == list(zip(robot, program, strict=True))


def test_a_cue_that_was_never_to_be_seen_moves_no_other_trial() -> None:
    robot = [seen(0, 200), seen(1, 380), seen(2, 260)]
    program = [told(0, 201), told(1, None), told(2, 381), told(3, 262)]
    assert [(one and one.number, line and line["trial"]) for one, line in align(robot, program)] == [
        (0, 0),
        (None, 1),
        (1, 2),
        (2, 3),
    ]


def test_onsets_align_better_than_times_where_they_are_told() -> None:
    robot = [seen(0, 200), seen(1, 205), seen(2, 200)]
    program = [told(1, 205, onset=1000.1 * MS), told(2, 200, onset=2000.1 * MS)]
    assert [(one and one.number, line and line["trial"]) for one, line in align(robot, program)] == [
        (0, None),
        (1, 1),
        (2, 2),
    ]


def test_lost_phantom_and_doubled_are_told_apart() -> None:
    pairs = [
        (seen(0, 200), told(0, 200)),
        (seen(1, 200), told(1, None)),
        (seen(2, None), told(2, 180)),
        (seen(3, 200), told(3, 200, extra=1)),
    ]
    found = figures("naive", "quiet", [part(pairs)])
    assert (found.lost, found.phantom, found.doubled, found.unseen) == (1, 1, 1, 0)


def test_a_trial_in_which_the_robot_was_held_up_is_left_out() -> None:
    pairs = [
        (seen(0, 200), told(0, 201)),
        (seen(1, 200), told(1, 202)),
        (seen(2, 200, doubt_ms=5), told(2, 290)),
    ]
    found = figures("naive", "quiet", [part(pairs)])
    assert found.left_out == 1
    assert found.rt is not None
    assert found.rt.max == pytest.approx(2.0)


def test_coverage_and_rating_are_of_what_the_program_states() -> None:
    lines = [(200.1, 200_000, True), (200.5, 200_000, True), (209.0, 10 * MS, False), (200.0, 200_000, True)]
    pairs = [
        (seen(number, 200), told(number, rt, uncertainty=doubt, rated=good))
        for number, (rt, doubt, good) in enumerate(lines)
    ]
    found = figures("reactdrill", "load", [part(pairs)])
    assert (found.covered, found.rated) == (0.75, 0.75)
    assert found.rated_most == pytest.approx(0.5)
    assert found.uncertainty == pytest.approx(0.2)


def test_95_percent_is_the_smallest_limit_that_so_many_keep() -> None:
    found = spread(number * MS for number in range(1, 101))
    assert found is not None
    assert (found.most, found.max, found.median) == (95.0, 100.0, 50.5)


def test_the_tables_name_every_program_and_who_is_absent() -> None:
    titles = {program.name: program.title for program in PROGRAMS}
    found = figures("naive", "quiet", [part([(seen(0, 200), told(0, 210)), (seen(1, 210), told(1, 215))])])
    text = report(
        [found], titles, bursts=None, absent={"jspsych": "not installed"}, machine={"date": "today"}
    )
    assert titles["naive"] in text
    assert f"{titles['jspsych']}: skipped, not installed" in text
    assert "- date: today" in text


def test_requirements_are_pinned_and_name_no_registry() -> None:
    for file in REQUIREMENTS.iterdir():
        text = file.read_text()
        assert "://" not in text
        if file.suffix == ".txt":
            assert all("==" in line for line in text.splitlines() if not line.startswith("#"))


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no C compiler")
def test_the_robot_compiles_without_a_warning(tmp_path: Path) -> None:
    command = [
        "gcc",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-o",
        str(tmp_path / "finger"),
        str(TIMING / "finger.c"),
    ]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_robots_draws_are_those_of_splitmix64() -> None:
    draws = Draws(1234567)
    assert [draws.next() for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]
