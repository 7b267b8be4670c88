"""What a countdown shows and says, second by second."""

from __future__ import annotations

from reactdrill.app.play.countdown import SECOND_NS, Countdown


def calls(countdown: Countdown, until_s: float) -> list[tuple[str, str | None]]:
    """The figures shown and the words said, asked every 10 ms."""
    found = []
    for step in range(round(until_s * 100)):
        call = countdown.call(step * SECOND_NS // 100)
        if call is not None:
            found.append((call.told.figure, call.say))
    return found


def test_the_walk_is_counted_whole_and_only_the_end_is_spoken() -> None:
    assert calls(Countdown(0, 2), 6) == [
        ("5", "get-ready"),
        ("4", None),
        ("3", "three"),
        ("2", "two"),
        ("1", "one"),
    ]


def test_without_a_walk_three_seconds_are_left() -> None:
    assert calls(Countdown(0, 0), 4) == [("3", "three"), ("2", "two"), ("1", "one")]


def test_skipping_leaves_the_last_three_seconds() -> None:
    countdown = Countdown(0, 10)
    assert countdown.left_s(0) == 13
    countdown.skip(SECOND_NS)
    assert countdown.left_s(SECOND_NS) == 3
    assert not countdown.over(4 * SECOND_NS - 1)
    assert countdown.over(4 * SECOND_NS)


def test_skipping_never_makes_it_longer() -> None:
    countdown = Countdown(0, 0)
    countdown.skip(2 * SECOND_NS)
    assert countdown.over(3 * SECOND_NS)


def test_the_next_change_is_a_second_boundary() -> None:
    countdown = Countdown(0, 0)
    assert countdown.next_ns(0) == SECOND_NS
    assert countdown.next_ns(SECOND_NS + 1) == 2 * SECOND_NS
