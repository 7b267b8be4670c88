from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from reactdrill.app.layout import (
    Box,
    Part,
    Px,
    Share,
    along,
    columns,
    disjoint,
    flow,
    flow_height,
    grid,
    grid_across,
    rows,
    screen,
)

SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (700, 900), (720, 1280))

boxes = st.builds(Box, st.integers(-50, 50), st.integers(-50, 50), st.integers(0, 900), st.integers(0, 900))
parts = st.lists(
    st.one_of(st.builds(Px, st.integers(0, 500)), st.builds(Share, st.floats(0.1, 5))), min_size=1, max_size=7
).map(lambda every: {f"part {i}": part for i, part in enumerate(every)})
gaps = st.integers(0, 60)


def assert_tidy(inside: Box, every: list[Box]) -> None:
    assert all(inside.holds(box) for box in every)
    assert disjoint(every)


@given(boxes, parts, gaps)
def test_rows_lie_inside_in_order_and_apart(box: Box, named: dict[str, Part], gap: int) -> None:
    split = list(rows(box, named, gap).values())
    assert_tidy(box, split)
    assert [each.y for each in split] == sorted(each.y for each in split)
    assert all((each.x, each.w) == (box.x, box.w) for each in split)


@given(boxes, parts, gaps)
def test_columns_are_rows_turned(box: Box, named: dict[str, Part], gap: int) -> None:
    turned = Box(box.y, box.x, box.h, box.w)
    across = columns(box, named, gap)
    down = rows(turned, named, gap)
    assert {name: (b.y, b.x, b.h, b.w) for name, b in across.items()} == {
        name: (b.x, b.y, b.w, b.h) for name, b in down.items()
    }


@given(boxes, st.dictionaries(st.text(), st.builds(Share, st.floats(0.1, 5)), min_size=1, max_size=6))
def test_shares_without_a_gap_leave_no_pixel_over(box: Box, named: dict[str, Part]) -> None:
    assert sum(each.h for each in rows(box, named).values()) == box.h


def test_fixed_lengths_are_kept_where_they_fit_and_shrink_together_where_not() -> None:
    named: dict[str, Part] = {"head": Px(100), "body": Share(), "foot": Px(50)}
    fits = rows(Box(0, 0, 10, 400), named)
    assert [fits[name].h for name in named] == [100, 250, 50]
    short = rows(Box(0, 0, 10, 75), named)
    assert [short[name].h for name in named] == [50, 0, 25]


def test_shares_divide_what_is_left_in_proportion() -> None:
    split = columns(Box(0, 0, 720, 10), {"a": Px(100), "b": Share(1), "c": Share(2)}, gap=10)
    assert [split[name].w for name in "abc"] == [100, 200, 400]
    assert split["b"].x == split["a"].right + 10


@given(boxes, st.integers(0, 30), st.integers(1, 8), gaps)
def test_grid_cells_lie_inside_and_apart(box: Box, count: int, across: int, gap: int) -> None:
    cells = list(grid(box, count, across, gap))
    assert len(cells) == count
    assert_tidy(box, cells)


@pytest.mark.parametrize("size", SIZES)
def test_grid_across_follows_the_shape_of_the_screen(size: tuple[int, int]) -> None:
    box = screen(*size)
    across = grid_across(box, 6, ratio=1.5)
    assert across == (2 if box.portrait else 3)


def test_grid_across_prefers_a_full_last_row() -> None:
    assert grid_across(Box(0, 0, 1212, 380), 6, ratio=1.5) == 3


@given(boxes, st.integers(0, 500), st.integers(0, 500))
def test_insets_stay_inside_and_never_turn_over(box: Box, across: int, down: int) -> None:
    inner = box.inset(across, down)
    assert box.holds(inner)
    assert inner.w >= 0
    assert inner.h >= 0


@given(boxes.filter(lambda box: not box.empty), st.floats(0.2, 5), st.floats(0, 1), st.floats(0, 1))
def test_fitted_boxes_keep_their_ratio_and_touch_two_edges(
    box: Box, ratio: float, across: float, down: float
) -> None:
    fitted = box.fitted(ratio, across, down)
    assert box.holds(fitted)
    assert fitted.w == box.w or fitted.h == box.h
    assert abs(fitted.w - fitted.h * ratio) <= max(1.0, ratio)
    assert not fitted.empty


@given(boxes.filter(lambda box: box.w > 0), st.lists(st.integers(1, 1200), max_size=20), gaps)
def test_flow_breaks_like_words_and_says_how_tall_it_is(box: Box, widths: list[int], gap: int) -> None:
    placed = flow(box, widths, 20, gap)
    tall = Box(box.x, box.y, box.w, flow_height(box.w, widths, 20, gap))
    assert_tidy(tall, list(placed))
    assert [each.w for each in placed] == [min(width, box.w) for width in widths]
    if placed:
        assert placed[-1].bottom == tall.bottom


@pytest.mark.parametrize("size", SIZES)
def test_a_nested_screen_is_tidy_at_every_size(size: tuple[int, int]) -> None:
    whole = screen(*size)
    unit = whole.unit
    outer = rows(
        whole.inset(unit // 20), {"title": Px(unit // 9), "main": Share(), "foot": Px(unit // 8)}, 20
    )
    main = along(outer["main"], {"list": Share(2), "detail": Share(3)}, 20)
    cells = grid(main["detail"], 5, grid_across(main["detail"], 5, 1.6, 8), 8)
    assert_tidy(whole, [outer["title"], outer["foot"], main["list"], *cells])
    assert (main["list"].x == main["detail"].x) == outer["main"].portrait


@given(boxes, boxes)
def test_overlap_means_a_shared_pixel(first: Box, second: Box) -> None:
    meet = first.meet(second)
    assert first.overlaps(second) == second.overlaps(first) == (not meet.empty)
    if not meet.empty:
        assert first.holds(meet)
        assert second.holds(meet)
        assert first.has(meet.x, meet.y)
        assert second.has(meet.x, meet.y)
