from __future__ import annotations

from typing import get_args

import pygame
import pytest
from hypothesis import given, strategies as st

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.theme import DARK, Ink, Look
from reactdrill.app.widgets import MARKS, Middle, Spread, State, Table, TrialMark, TrialStrip
from reactdrill.app.widgets.axis import Axis, round_range, round_step, ticks
from reactdrill.app.widgets.spread import histogram
from reactdrill.app.widgets.table import Column
from reactdrill.engine.record import Outcome

LOOK = Look(DARK, 720)
BOX = Box(0, 0, 900, 400)
MIDDLE = Middle(300, 280, 330, "300 ms")
times = st.floats(100, 5000)


@given(st.floats(0.01, 1e5), st.integers(1, 20))
def test_a_step_is_one_two_or_five_and_gives_no_more_steps_than_wanted(span: float, most: int) -> None:
    step = round_step(span, most)
    assert span / step <= most * (1 + 1e-6)
    assert f"{step:e}"[0] in "125"


@given(times, times, st.integers(1, 12))
def test_a_round_range_holds_what_it_was_made_for_and_its_ticks_hold_its_ends(
    first: float, second: float, most: int
) -> None:
    low, high, step = round_range(min(first, second), max(first, second), most)
    assert low <= min(first, second)
    assert high >= max(first, second)
    assert high > low
    marks = ticks(low, high, step)
    assert marks[0] == pytest.approx(low)
    assert marks[-1] == pytest.approx(high)


@given(st.floats(-1000, 6000))
def test_an_axis_never_leaves_its_pixels(value: float) -> None:
    assert 20 <= Axis(100, 900, 400, 20).at(value) <= 400
    assert Axis(100, 900, 400, 20).at(100) == 400
    assert Axis(100, 900, 400, 20).at(900) == 20


@given(st.lists(times, max_size=60))
def test_a_histogram_counts_every_time_once(values: list[float]) -> None:
    bins = histogram(values)
    assert sum(bins.counts) == len(values)
    assert bins.low + len(bins.counts) * bins.step == pytest.approx(bins.high)


def test_a_time_on_an_edge_counts_to_its_right() -> None:
    bins = histogram([200, 300, 400], most=2)
    assert (bins.low, bins.high, bins.step) == (200, 400, 100)
    assert bins.counts == (1, 2)


def test_every_outcome_has_a_mark_and_no_two_differ_by_colour_alone() -> None:
    assert set(MARKS) == set(get_args(Outcome))
    assert len({mark.shape for mark in MARKS.values()}) == len(MARKS)


def drawn(widget: TrialStrip | Spread) -> Canvas:
    canvas = Canvas(pygame.Surface((900, 400)), LOOK)
    canvas.clear()
    widget.draw(canvas, BOX, State())
    return canvas


def rows_of(canvas: Canvas, ink: Ink) -> list[int]:
    """Rows in which an ink is seen."""
    pixels = pygame.surfarray.array3d(canvas.surface)
    return sorted(set((pixels == LOOK.ink(ink)).all(axis=2).nonzero()[1].tolist()))


def test_slower_is_higher_a_miss_is_above_and_a_false_start_below() -> None:
    quick = rows_of(drawn(TrialStrip((TrialMark(1, "hit", 250), TrialMark(2, "completed", 350)))), Ink.INFO)
    both = drawn(
        TrialStrip(
            (
                TrialMark(1, "hit", 250),
                TrialMark(2, "completed", 350),
                TrialMark(3, "miss"),
                TrialMark(4, "false_start", 40),
            )
        )
    )
    hit, done = rows_of(both, Ink.INFO), rows_of(both, Ink.GOOD)
    miss, false_start = rows_of(both, Ink.SPECIAL), rows_of(both, Ink.WARN)
    assert quick
    assert max(done) < min(hit)
    assert max(miss) < min(done)
    assert min(false_start) > max(hit)


def test_one_lapse_does_not_flatten_the_rest() -> None:
    even = TrialStrip(tuple(TrialMark(n, "hit", 250 + 10 * n) for n in range(1, 11)), MIDDLE)
    lapse = TrialStrip((*even.marks, TrialMark(11, "hit", 9000)), MIDDLE)
    numbers = [float(each.text) for each in drawn(lapse).texts if each.text.isdigit()]
    assert 400 <= max(numbers) <= 1000


def test_the_median_is_written_and_stands_between_the_ends_of_its_interval() -> None:
    canvas = drawn(Spread((220, 260, 300, 310, 340, 420), MIDDLE))
    assert [each for each in canvas.texts if each.text == "300 ms"]


@pytest.mark.parametrize(
    "widget", [TrialStrip(()), Spread(()), TrialStrip((TrialMark(1, "miss"),)), Spread((300,))]
)
def test_nothing_or_one_trial_is_drawn_without_a_fuss(widget: TrialStrip | Spread) -> None:
    assert not any(each.cut for each in drawn(widget).texts)


def test_the_legend_names_only_what_is_there() -> None:
    legend = {"hit": "Hit", "miss": "Miss", "aborted": "Aborted"}
    strip = TrialStrip((TrialMark(1, "hit", 300), TrialMark(2, "miss")), legend=legend)
    words = [each.text for each in drawn(strip).texts]
    assert "Hit" in words
    assert "Miss" in words
    assert "Aborted" not in words


@pytest.mark.parametrize("count", [1, 5, 40, 200])
def test_numbers_under_a_strip_never_touch(count: int) -> None:
    canvas = drawn(TrialStrip(tuple(TrialMark(n, "hit", 200 + n % 97) for n in range(1, count + 1)), MIDDLE))
    boxes = [each.box for each in canvas.texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells in a table of 2"):
        Table((Column("a"), Column("b")), (("only",),))
