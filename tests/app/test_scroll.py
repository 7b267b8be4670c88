from __future__ import annotations

from hypothesis import given, strategies as st

from reactdrill.app.layout import Box
from reactdrill.app.scroll import Scroll

lengths = st.integers(0, 2000)
scrolls = st.builds(lambda content, view, offset: Scroll(content, view).to(offset), lengths, lengths, lengths)


@given(scrolls, st.integers(-3000, 3000))
def test_scrolling_never_leaves_the_content(scroll: Scroll, distance: int) -> None:
    after = scroll.by(distance)
    assert 0 <= after.offset <= after.limit


@given(scrolls, lengths, lengths)
def test_showing_brings_a_stretch_in_sight_with_the_least_movement(
    scroll: Scroll, top: int, length: int
) -> None:
    top, bottom = min(top, scroll.content), min(top + length, scroll.content)
    after = scroll.showing(top, bottom)
    seen = after.offset <= top and bottom <= after.offset + after.view
    assert seen or bottom - top > scroll.view
    if scroll.offset <= top and bottom <= scroll.offset + scroll.view:
        assert after == scroll
    assert after.showing(top, bottom) == after


@given(scrolls, lengths, lengths)
def test_another_size_keeps_the_place_as_far_as_it_can(scroll: Scroll, content: int, view: int) -> None:
    after = scroll.sized(content, view)
    assert after.offset == min(scroll.offset, max(0, content - view))


@given(scrolls.filter(lambda s: s.needed and s.view > 0), st.integers(60, 900))
def test_the_handle_stays_in_its_track_and_ends_where_the_content_does(scroll: Scroll, height: int) -> None:
    track = Box(5, 10, 8, height)
    assert track.holds(scroll.thumb(track, 30))
    assert scroll.to(0).thumb(track, 30).y == track.y
    assert scroll.to(scroll.limit).thumb(track, 30).bottom == track.bottom


@given(scrolls.filter(lambda s: s.needed and s.view > 0))
def test_dragging_the_handle_all_the_way_scrolls_all_the_way(scroll: Scroll) -> None:
    track = Box(0, 0, 8, 400)
    room = track.h - scroll.thumb(track, 30).h
    if room > 0:
        assert scroll.to(0).dragged(track, 30, room).offset == scroll.limit
        assert scroll.to(scroll.limit).dragged(track, 30, -room).offset == 0
