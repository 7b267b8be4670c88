from __future__ import annotations

import pygame
import pytest
from gallery import GALLERY

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import DIRECTIONS, Pointer, PointerKind, Typed, UiAction, Wheel
from reactdrill.app.layout import Box, Share, rows, screen
from reactdrill.app.page import Page, Placed, Signal
from reactdrill.app.theme import DARK, Ground, Ink, Look
from reactdrill.app.widgets import Button, Label, ListState, ListView, Row, TextField, Told

A = UiAction
LOOK = Look(DARK, 700)
WINDOW = screen(700, 900)
MOVE, PRESS, RELEASE = PointerKind.MOVE, PointerKind.PRESS, PointerKind.RELEASE


def form() -> Page:
    places = rows(WINDOW, {"field": Share(), "list": Share(3), "ok": Share()}, gap=10)
    page = Page()
    page.lay(
        [
            Placed("field", places["field"], TextField("Search")),
            Placed("list", places["list"], ListView(tuple(Row(str(i), f"Row {i}") for i in range(4)))),
            Placed("ok", places["ok"], Button("OK")),
        ],
        LOOK,
        first="list",
    )
    return page


def tall_page() -> Page:
    page, view = Page(), Box(0, 100, 700, 600)
    buttons = [
        Placed(str(i), Box(0, 100 + 120 * i, 700, 100), Button(f"b{i}"), scrolls=True) for i in range(20)
    ]
    page.lay([*buttons, Placed("ok", Box(0, 750, 700, 100), Button("OK"))], LOOK, viewport=view)
    return page


@pytest.mark.parametrize("name", GALLERY)
def test_the_four_arrows_reach_everything_on_a_real_screen(name: str) -> None:
    """As on a dance mat: no Tab, no pointer. Lists are walked through, texts scrolled to their ends."""
    look, page = Look(DARK, 720), Page()
    page.lay(GALLERY[name](look, screen(1280, 720)), look)
    for start in page.focus.ids:
        seen, tried = set(), 0
        todo = [start]
        while todo:
            here = todo.pop()
            if here in seen:
                continue
            seen.add(here)
            for action in DIRECTIONS:
                page.focus_on(here)
                for _ in range(40):
                    tried += 1
                    page.handle(action)
                    if page.focus.current != here:
                        break
                todo.append(str(page.focus.current))
        assert seen == set(page.focus.ids)


def test_the_first_focus_is_the_one_asked_for_and_stays_through_new_layouts() -> None:
    page = form()
    assert page.focus.current == "list"
    page.handle(A.DOWN)
    page.focus_on("ok")
    page.lay(page.placed, LOOK, first="list")
    assert page.focus.current == "ok"
    assert page.state("list").chosen == "1"


def test_what_a_widget_does_not_use_moves_the_focus() -> None:
    page = form()
    page.handle(A.UP)
    assert page.focus.current == "field"
    page.handle(A.DOWN)
    page.set_state("list", ListState(chosen="3"))
    page.handle(A.DOWN)
    assert page.focus.current == "ok"
    page.handle(A.NEXT)
    assert page.focus.current == "field"


def test_a_widgets_word_comes_with_its_id() -> None:
    page = form()
    assert page.handle(A.DOWN) == Signal("list", Told.CHANGED, "1")
    assert page.handle(A.ACCEPT) == Signal("list", Told.ACTIVATED, "1")


def test_passing_over_moves_the_focus_but_not_away_from_what_is_being_typed() -> None:
    page = form()
    page.handle(Pointer(MOVE, 350, 880))
    assert page.focus.current == "ok"
    page.handle(Pointer(MOVE, 350, 10))
    assert page.focus.current == "ok"
    page.handle(Pointer(PRESS, 350, 10))
    page.handle(Pointer(RELEASE, 350, 10))
    assert page.typing
    page.handle(Pointer(MOVE, 350, 880))
    assert page.handle(Typed("a")) == Signal("field", Told.CHANGED, "a")


def test_a_press_belongs_to_where_it_began() -> None:
    page = form()
    page.handle(Pointer(PRESS, 350, 880))
    assert page.handle(Pointer(RELEASE, 350, 400)) is None
    assert page.focus.current == "ok"
    page.handle(Pointer(PRESS, 350, 880))
    assert page.handle(Pointer(RELEASE, 350, 880)) == Signal("ok", Told.ACTIVATED)


def test_moving_the_focus_scrolls_a_long_page_along() -> None:
    page = tall_page()
    for number in range(20):
        assert page.focus.current == str(number)
        assert page.viewport is not None
        current = next(item for item in page.focus.items if item.id == page.focus.current)
        assert page.viewport.holds(current.box)
        page.handle(A.DOWN)
    assert page.focus.current == "ok"


def test_the_wheel_scrolls_a_long_page_and_takes_the_focus_along() -> None:
    page = tall_page()
    page.handle(Wheel(-6, 350, 400))
    assert page.scroll.offset > 0
    assert page.viewport is not None
    current = next(item for item in page.focus.items if item.id == page.focus.current)
    assert page.viewport.holds(current.box)


def test_pages_of_a_long_page() -> None:
    page = tall_page()
    page.handle(A.NEXT_PAGE)
    assert page.scroll.offset == 540
    page.handle(A.PREVIOUS_PAGE)
    assert page.scroll.offset == 0


def test_what_is_scrolled_out_of_sight_cannot_be_clicked() -> None:
    page = tall_page()
    page.handle(Pointer(PRESS, 350, 720))
    assert page.handle(Pointer(RELEASE, 350, 720)) is None
    page.handle(Pointer(PRESS, 350, 800))
    assert page.handle(Pointer(RELEASE, 350, 800)) == Signal("ok", Told.ACTIVATED)


def test_nothing_is_drawn_outside_the_viewport() -> None:
    page = tall_page()
    page.handle(A.NEXT_PAGE)
    canvas = Canvas(pygame.Surface((700, 900)), LOOK)
    page.draw(canvas)
    pixels = pygame.surfarray.array3d(canvas.surface)
    assert not pixels[:, :100].any()
    assert not pixels[:, 700:750].any()
    assert pixels[:, 100:700].any()


def test_two_widgets_of_one_id_are_refused() -> None:
    button = Placed("a", WINDOW, Button("a"))
    with pytest.raises(ValueError, match="share an id"):
        Page().lay([button, button], LOOK)


def test_text_in_colours_nobody_vouches_for_is_refused() -> None:
    canvas = Canvas(pygame.Surface((700, 900)), LOOK)
    with pytest.raises(ValueError, match="held to a contrast"):
        canvas.text("a", WINDOW, ink=Ink.TEXT, ground=Ground.WARN)


def test_text_without_any_room_is_reported_as_cut() -> None:
    canvas = Canvas(pygame.Surface((700, 900)), LOOK)
    Label("lost").draw(canvas, Box(10, 10, 200, 0), Label("lost").fresh())
    assert [each.cut for each in canvas.texts] == [True]
