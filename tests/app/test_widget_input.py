from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest
from hypothesis import given, settings, strategies as st

from reactdrill.app.inputs import Pointer, PointerKind, Typed, UiAction, UiEvent, Wheel
from reactdrill.app.layout import Box
from reactdrill.app.theme import DARK, Look
from reactdrill.app.widgets import (
    Button,
    Chip,
    FieldState,
    ListState,
    ListView,
    Paragraph,
    Reply,
    Row,
    ScrollArea,
    ScrollState,
    State,
    TextField,
    Told,
    Widget,
)

A = UiAction
LOOK = Look(DARK, 720)
BOX = Box(20, 30, 600, 400)
ROWS = tuple(Row(f"row {i}", f"Drill {i}", "what it is", "3 min") for i in range(12))
LIST = ListView(ROWS)
MOVE, PRESS, RELEASE = PointerKind.MOVE, PointerKind.PRESS, PointerKind.RELEASE


S = TypeVar("S", bound=State)


def after(widget: Widget[S], events: Sequence[UiEvent], state: S) -> tuple[S, list[Reply[S]]]:
    replies = []
    for event in events:
        reply = widget.handle(event, BOX, LOOK, state)
        state = reply.state
        replies.append(reply)
    return state, replies


def middle_of(index: int, state: ListState) -> tuple[int, int]:
    place = LIST.stand(BOX, LOOK, state).place(index)
    return round(place.cx), round(place.cy)


@pytest.mark.parametrize("widget", [Button("Start"), Chip("Visual")])
def test_a_control_activates_on_accept_and_on_a_click_that_ends_on_it(widget: Widget[State]) -> None:
    told = [reply.told for reply in after(widget, [A.ACCEPT], State())[1]]
    assert told == [Told.ACTIVATED]
    click = [Pointer(PRESS, 40, 40), Pointer(RELEASE, 50, 50)]
    assert [reply.told for reply in after(widget, click, State())[1]] == [None, Told.ACTIVATED]
    slid_off = [Pointer(PRESS, 40, 40), Pointer(RELEASE, 5, 5)]
    assert [reply.told for reply in after(widget, slid_off, State())[1]] == [None, None]
    slid_on = [Pointer(RELEASE, 40, 40)]
    assert [reply.told for reply in after(widget, slid_on, State())[1]] == [None]


def test_a_chip_tells_what_it_becomes() -> None:
    assert Chip("a", on=False).handle(A.ACCEPT, BOX, LOOK, State()).value is True
    assert Chip("a", on=True).handle(A.ACCEPT, BOX, LOOK, State()).value is False


def test_a_button_that_is_off_takes_no_focus() -> None:
    assert Button("a").takes_focus(BOX, LOOK)
    assert not Button("a", enabled=False).takes_focus(BOX, LOOK)


def test_arrows_choose_rows_and_leave_the_list_at_its_ends() -> None:
    state, replies = after(LIST, [A.DOWN, A.DOWN, A.UP], LIST.fresh())
    assert state.chosen == "row 1"
    assert [(reply.told, reply.value) for reply in replies] == [
        (Told.CHANGED, "row 1"),
        (Told.CHANGED, "row 2"),
        (Told.CHANGED, "row 1"),
    ]
    assert not LIST.handle(A.UP, BOX, LOOK, LIST.fresh()).used
    assert not LIST.handle(A.DOWN, BOX, LOOK, ListState(chosen="row 11")).used
    assert not LIST.handle(A.LEFT, BOX, LOOK, state).used


def test_pages_and_ends_of_a_list() -> None:
    assert after(LIST, [A.LAST], LIST.fresh())[0].chosen == "row 11"
    assert after(LIST, [A.LAST, A.FIRST], LIST.fresh())[0].chosen == "row 0"
    state, _ = after(LIST, [A.NEXT_PAGE], LIST.fresh())
    assert state.chosen not in {"row 0", "row 1"}
    assert after(LIST, [A.NEXT_PAGE] * 20, LIST.fresh())[0].chosen == "row 11"


def test_a_click_on_a_row_activates_it_and_a_drag_does_not() -> None:
    x, y = middle_of(2, LIST.fresh())
    state, replies = after(LIST, [Pointer(PRESS, x, y), Pointer(RELEASE, x, y)], LIST.fresh())
    assert (replies[-1].told, replies[-1].value) == (Told.ACTIVATED, "row 2")
    drag = [Pointer(PRESS, x, y), Pointer(MOVE, x, y - 200, held=True), Pointer(RELEASE, x, y - 200)]
    state, replies = after(LIST, drag, LIST.fresh())
    assert state.scroll.offset == 200
    assert Told.ACTIVATED not in [reply.told for reply in replies]


def test_a_hand_that_shakes_still_clicks() -> None:
    x, y = middle_of(1, LIST.fresh())
    shaky = [Pointer(PRESS, x, y), Pointer(MOVE, x + 3, y + 4, held=True), Pointer(RELEASE, x + 3, y + 4)]
    assert after(LIST, shaky, LIST.fresh())[1][-1].value == "row 1"


def test_the_bar_of_a_list_scrolls_to_its_end() -> None:
    x = BOX.right - 2
    drag = [Pointer(PRESS, x, BOX.y + 20), Pointer(MOVE, x, BOX.bottom + 500, held=True)]
    state, replies = after(LIST, [*drag, Pointer(RELEASE, x, BOX.bottom + 500)], LIST.fresh())
    assert state.scroll.offset == state.scroll.limit
    assert replies[-1].told is None
    assert state.grip is None


points = st.builds(
    Pointer,
    st.sampled_from(PointerKind),
    st.integers(BOX.x - 20, BOX.right + 20),
    st.integers(BOX.y - 20, BOX.bottom + 20),
)
turns = st.builds(Wheel, st.floats(-5, 5), st.just(100), st.just(100))
moves = st.sampled_from([A.UP, A.DOWN, A.NEXT_PAGE, A.PREVIOUS_PAGE, A.FIRST, A.LAST, A.ACCEPT])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(points, turns, moves), max_size=12))
def test_the_chosen_row_is_in_sight_whatever_is_done(events: list[UiEvent]) -> None:
    state, _ = after(LIST, events, LIST.fresh())
    stand = LIST.stand(BOX, LOOK, state)
    assert BOX.holds(stand.place(stand.index))
    assert 0 <= state.scroll.offset <= state.scroll.limit


def test_a_list_that_lost_its_chosen_row_takes_the_first_and_an_empty_one_is_left_alone() -> None:
    chosen = ListView(ROWS[:3]).chosen(ListState(chosen="row 9"))
    assert chosen is not None
    assert chosen.id == "row 0"
    nothing = ListView(())
    assert nothing.chosen(nothing.fresh()) is None
    assert not nothing.takes_focus(BOX, LOOK)
    assert not nothing.handle(A.DOWN, BOX, LOOK, nothing.fresh()).used


def typed(*events: UiEvent, state: FieldState | None = None) -> FieldState:
    return after(TextField(limit=10), events, state or FieldState())[0]


def test_a_field_takes_text_where_its_caret_is() -> None:
    state = typed(Typed("ba"), A.LEFT, Typed("lle"), A.LAST, Typed("!"))
    assert (state.text, state.caret) == ("bllea!", 6)
    assert typed(A.FIRST, Typed("x"), state=state).text == "xbllea!"


def test_a_field_erases_on_both_sides_and_knows_its_ends() -> None:
    state = FieldState(text="abc", caret=1)
    assert typed(A.ERASE, state=state) == FieldState(text="bc", caret=0)
    assert typed(A.ERASE_AFTER, state=state) == FieldState(text="ac", caret=1)
    assert typed(A.ERASE, A.ERASE, state=state).text == "bc"
    assert typed(A.LAST, A.ERASE_AFTER, state=state).text == "abc"


def test_a_field_tells_each_change_and_leaves_arrows_at_its_ends_to_the_focus() -> None:
    field = TextField()
    _, replies = after(field, [Typed("a"), A.ACCEPT, A.LEFT, A.LEFT, A.DOWN], field.fresh())
    assert [(reply.told, reply.value) for reply in replies[:2]] == [
        (Told.CHANGED, "a"),
        (Told.ACTIVATED, "a"),
    ]
    assert [reply.used for reply in replies[2:]] == [True, False, False]


def test_a_field_keeps_to_its_limit_and_drops_control_characters() -> None:
    assert typed(Typed("0123456789abc")).text == "0123456789"
    assert typed(Typed("a\nb\tc\x00")).text == "abc"


STORY = ScrollArea(tuple(Paragraph("a line that is read from afar " * 6) for _ in range(9)))


def test_a_long_text_scrolls_by_arrows_and_gives_them_back_at_its_ends() -> None:
    assert STORY.takes_focus(BOX, LOOK)
    assert not STORY.handle(A.UP, BOX, LOOK, STORY.fresh()).used
    down = STORY.handle(A.DOWN, BOX, LOOK, STORY.fresh())
    assert down.used
    assert down.state.scroll.offset > 0
    bottom, _ = after(STORY, [A.LAST], STORY.fresh())
    assert bottom.scroll.offset == bottom.scroll.limit
    assert not STORY.handle(A.DOWN, BOX, LOOK, bottom).used


def test_a_long_text_scrolls_by_wheel_and_by_hand() -> None:
    turned, _ = after(STORY, [Wheel(-1, 100, 100)], STORY.fresh())
    assert turned.scroll.offset > 0
    dragged, _ = after(STORY, [Pointer(PRESS, 100, 300), Pointer(MOVE, 100, 180, held=True)], STORY.fresh())
    assert dragged.scroll.offset == 120
    let_go, replies = after(STORY, [Pointer(RELEASE, 100, 180), Pointer(MOVE, 100, 0)], dragged)
    assert let_go.scroll.offset == 120
    assert not replies[-1].used


def test_a_short_text_takes_no_focus() -> None:
    assert not ScrollArea((Paragraph("short"),)).takes_focus(BOX, LOOK)
    assert ScrollArea((Paragraph("short"),)).fresh() == ScrollState()
