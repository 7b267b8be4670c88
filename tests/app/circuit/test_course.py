"""The way through a circuit's parts: time left, calls, pauses."""

from __future__ import annotations

from hypothesis import given, strategies as st

from reactdrill.app.circuit.course import SECOND_NS, Course
from reactdrill.drill.timeline import Call, Part

CALLS = (Call(0.0, "work"), Call(5.0, "halfway"), Call(9.0, "one"))
WORK = Part("work", "Jog", 10.0, calls=CALLS)
WAY = Part("transition", "Jog", 20.0, calls=(Call(1.0, "next"), Call(17.0, "three"), Call(18.0, "two")))


def s(seconds: float) -> int:
    return round(seconds * SECOND_NS)


def begun(*parts: Part, at: float = 100) -> Course:
    course = Course(parts)
    course.begin(s(at))
    return course


def test_calls_come_once_and_in_time() -> None:
    course = begun(WORK)
    assert [course.calls(s(100 + at)) for at in (0, 0.5, 5.2, 5.3, 9)] == [
        ["work"],
        [],
        ["halfway"],
        [],
        ["one"],
    ]


def test_a_call_that_is_overdue_is_left_out() -> None:
    assert begun(WORK).calls(s(107)) == []


def test_time_left_and_when_it_changes() -> None:
    course = begun(WORK)
    assert course.left_ns(s(103.2)) == s(6.8)
    assert course.left_ns(s(120)) == 0
    assert course.wake_ns(s(100)) == s(100)
    course.calls(s(100))
    assert course.wake_ns(s(103.2)) == s(104)
    assert course.wake_ns(s(104.5)) == s(105)


def test_a_pause_stops_the_time() -> None:
    course = begun(WORK)
    course.hold(s(104))
    assert (course.paused, course.left_ns(s(150)), course.wake_ns(s(150)), course.calls(s(105))) == (
        True,
        s(6),
        None,
        [],
    )
    course.go_on(s(160))
    assert course.left_ns(s(160)) == s(6)
    assert course.calls(s(161)) == ["halfway"]


def test_skipping_leaves_the_countdown() -> None:
    course = begun(WAY)
    course.skip_to_work(s(102))
    assert course.left_ns(s(102)) == s(4)
    assert course.calls(s(103)) == ["three"]
    course.skip_to_work(s(104.5))
    assert course.left_ns(s(104.5)) == s(1.5)


def test_work_is_not_skipped() -> None:
    course = begun(WORK)
    course.skip_to_work(s(101))
    assert course.left_ns(s(101)) == s(9)


def test_what_comes_next_and_the_end() -> None:
    course = begun(WAY, WORK, WAY, WORK)
    assert course.coming is WORK
    for _ in range(4):
        course.advance(s(200))
    assert (course.part, course.share) == (None, 1.0)


@given(st.lists(st.floats(0, 30), max_size=20))
def test_every_call_comes_at_most_once_however_often_it_is_asked(times: list[float]) -> None:
    course = begun(WAY)
    said = [word for at in sorted(times) for word in course.calls(s(100 + at))]
    assert len(said) == len(set(said))
