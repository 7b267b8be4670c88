from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings, strategies as st

from reactdrill.app.focus import Focus, FocusItem, links, reachable, reading_order
from reactdrill.app.inputs import DIRECTIONS, UiAction
from reactdrill.app.layout import Box, grid

numbers = st.integers(0, 60)
boxes = st.builds(Box, numbers, numbers, st.integers(1, 40), st.integers(1, 40))
layouts = st.lists(boxes, min_size=1, max_size=14).map(
    lambda every: tuple(FocusItem(str(i), box) for i, box in enumerate(every))
)


def keypad() -> Focus:
    cells = grid(Box(0, 0, 300, 300), 9, 3, gap=10)
    return Focus(tuple(FocusItem(str(i + 1), cell) for i, cell in enumerate(cells)), "5")


@settings(max_examples=400)
@given(layouts)
def test_arrows_alone_lead_from_everything_to_everything(items: tuple[FocusItem, ...]) -> None:
    found = links(items)
    everything = {item.id for item in items}
    assert all(reachable(found, item.id) == everything for item in items)


@given(layouts)
def test_tab_visits_everything_once_in_reading_order_and_back_again(items: tuple[FocusItem, ...]) -> None:
    focus = Focus(items, items[0].id)
    seen = []
    for _ in items:
        focus = focus.moved(UiAction.NEXT)
        seen.append(focus.current)
    assert sorted(str(each) for each in seen) == sorted(item.id for item in items)
    assert focus.current == items[0].id
    for expected in (*reversed(seen[:-1]), items[0].id):
        focus = focus.moved(UiAction.PREVIOUS)
        assert focus.current == expected


@given(layouts)
def test_an_arrow_goes_straight_where_something_is_straight_ahead(items: tuple[FocusItem, ...]) -> None:
    """UP and LEFT are never bent for the sake of reaching everything, unless nothing lies that way."""
    found = links(items)
    by_id = {item.id: item.box for item in items}
    for item in items:
        above = [box for box in by_id.values() if box.cy < item.box.cy]
        if above:
            assert by_id[found[item.id][UiAction.UP]].cy < item.box.cy
        left = [box for box in by_id.values() if box.cx < item.box.cx]
        if left:
            assert by_id[found[item.id][UiAction.LEFT]].cx < item.box.cx


@pytest.mark.parametrize(
    ("action", "expected"),
    [(UiAction.UP, "2"), (UiAction.DOWN, "8"), (UiAction.LEFT, "4"), (UiAction.RIGHT, "6")],
)
def test_a_keypad_moves_as_it_looks(action: UiAction, expected: str) -> None:
    assert keypad().moved(action).current == expected


def test_an_arrow_that_leads_nowhere_stays() -> None:
    assert keypad().on("1").moved(UiAction.UP).current == "1"
    assert keypad().on("9").moved(UiAction.DOWN).current == "9"


def test_the_nearest_thing_ahead_wins_over_a_nearer_one_to_the_side() -> None:
    items = (
        FocusItem("list", Box(0, 0, 100, 40)),
        FocusItem("far below", Box(0, 200, 100, 40)),
        FocusItem("aside", Box(260, 60, 100, 40)),
    )
    assert Focus(items, "list").moved(UiAction.DOWN).current == "far below"
    assert Focus(items, "list").moved(UiAction.RIGHT).current == "aside"


def test_reading_order_goes_line_by_line_though_heights_differ() -> None:
    items = [
        FocusItem("tall", Box(120, 0, 50, 60)),
        FocusItem("second line", Box(0, 100, 50, 40)),
        FocusItem("low", Box(0, 10, 50, 40)),
    ]
    assert [item.id for item in reading_order(items)] == ["low", "tall", "second line"]


def test_the_first_move_takes_the_first_thing() -> None:
    assert Focus(keypad().items).moved(UiAction.DOWN).current == "1"
    assert Focus().moved(UiAction.DOWN).current is None


def test_the_pointer_finds_what_is_on_top() -> None:
    focus = Focus((FocusItem("below", Box(0, 0, 100, 100)), FocusItem("above", Box(20, 20, 10, 10))))
    assert focus.at(25, 25) == "above"
    assert focus.at(5, 5) == "below"
    assert focus.at(100, 5) is None


def test_a_new_layout_keeps_the_focus_or_takes_the_nearest() -> None:
    before = keypad().on("9")
    assert before.over(before.items[4:]).current == "9"
    assert before.over(before.items[:8]).current in {"8", "6"}
    assert before.over(()).current is None


@pytest.mark.parametrize("action", DIRECTIONS)
def test_focus_on_nothing_known_is_refused(action: UiAction) -> None:
    with pytest.raises(ValueError, match="nothing here is called"):
        keypad().on("0").moved(action)


def test_two_items_of_one_id_are_refused() -> None:
    item = FocusItem("a", Box(0, 0, 1, 1))
    with pytest.raises(ValueError, match="share an id"):
        Focus((item, item))


def test_layout_focus_and_theme_do_not_load_pygame() -> None:
    modules = ("layout", "focus", "theme", "inputs", "scroll", "pads")
    imports = "; ".join(f"import reactdrill.app.{name}" for name in modules)
    subprocess.run(
        [sys.executable, "-c", f"import sys; {imports}; assert 'pygame' not in sys.modules"], check=True
    )
