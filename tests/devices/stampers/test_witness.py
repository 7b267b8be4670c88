"""Two tellings of the same keys made one: nothing doubled, nothing lost, contradictions told."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from reactdrill.devices.stampers.witness import (
    AGREE_AGAIN,
    ENOUGH,
    FORGET_NS,
    GRACE_NS,
    SDL_LATE_NS,
    Tally,
    Witness,
)
from reactdrill.devices.stamping import KeyEdge, Stamp

MS = 1_000_000
SURE = 150_000
"""Doubt of the reader's stamps."""


def by_reader(at_ms: float, control: str = "key:a", *, down: bool = True) -> KeyEdge:
    return KeyEdge(Stamp(round(at_ms * MS), SURE, "reader"), control, down, 0)


def by_sdl(at_ms: float, control: str = "key:a", *, down: bool = True, doubt_ms: float = 1) -> KeyEdge:
    return KeyEdge(Stamp(round(at_ms * MS), round(doubt_ms * MS), "sdl"), control, down)


def told(
    witness: Witness, reader: list[KeyEdge], sdl: list[KeyEdge], at_ms: float, *, patient: bool = True
) -> list[tuple[str, float, bool]]:
    joined = witness.join(reader, sdl, round(at_ms * MS), patient=patient)
    return [(edge.stamp.source, edge.stamp.at_ns / MS, edge.down) for edge in joined]


def test_a_press_that_both_tell_at_once_is_one() -> None:
    witness = Witness()
    assert told(witness, [by_reader(100)], [by_sdl(100.4)], 101) == [("reader", 100, True)]
    assert witness.tally == Tally(both=1)


def test_a_press_that_sdl_tells_later_is_still_one() -> None:
    witness = Witness()
    assert told(witness, [by_reader(100)], [], 100.2) == [("reader", 100, True)]
    assert told(witness, [], [by_sdl(112, doubt_ms=12)], 124) == []
    assert witness.tally == Tally(both=1)


def test_a_press_that_the_reader_tells_later_waits_for_it() -> None:
    witness = Witness()
    assert told(witness, [], [by_sdl(100)], 101) == []
    assert (witness.held_since_ns, witness.deadline_ns) == (100 * MS, 101 * MS + GRACE_NS)
    assert told(witness, [by_reader(99.5)], [], 103) == [("reader", 99.5, True)]
    assert (witness.held_since_ns, witness.deadline_ns) == (None, None)


def test_a_press_that_only_sdl_tells_counts_after_a_moment() -> None:
    witness = Witness()
    told(witness, [], [by_sdl(100)], 101)
    assert told(witness, [], [], 120.9) == []
    assert told(witness, [], [], 121) == [("sdl", 100, True)]
    told(witness, [], [], 121 + FORGET_NS / MS)
    assert witness.tally == Tally(sdl_only=1)


def test_without_a_reader_sdls_keys_count_at_once() -> None:
    assert told(Witness(), [], [by_sdl(100)], 101, patient=False) == [("sdl", 100, True)]


def test_a_reader_that_comes_too_late_doubles_nothing() -> None:
    witness = Witness()
    assert told(witness, [], [by_sdl(100)], 101, patient=False) == [("sdl", 100, True)]
    assert told(witness, [by_reader(100)], [], 130) == []
    assert told(witness, [by_reader(180)], [], 181) == [("reader", 180, True)]


def test_what_was_held_back_is_told_at_once_when_the_reader_breaks_down() -> None:
    witness = Witness()
    assert told(witness, [], [by_sdl(100)], 101) == []
    assert told(witness, [], [by_sdl(102, "key:b")], 102, patient=False) == [
        ("sdl", 100, True),
        ("sdl", 102, True),
    ]


def test_keys_that_sdl_drops_as_repeats_are_kept() -> None:
    """SDL takes a release and a press of one key within 2 ms for the system's key repeat."""
    witness = Witness()
    reader = [by_reader(at, down=down) for at, down in ((100, True), (101, False), (102, True), (103, False))]
    sdl = [by_sdl(101.5, down=True, doubt_ms=2), by_sdl(101.5, down=False, doubt_ms=2)]
    assert len(told(witness, reader, sdl, 104)) == 4
    later = [by_reader(200), by_reader(201, down=False)]
    seen = [by_sdl(200), by_sdl(201, down=False)]
    assert len(told(witness, later, seen, 202)) == 2
    told(witness, [], [], 202 + FORGET_NS / MS)
    assert witness.tally == Tally(both=4, reader_only=2)


def test_two_keys_in_one_millisecond_are_two() -> None:
    reader = [by_reader(100, "key:a"), by_reader(100, "key:b")]
    sdl = [by_sdl(100.5, "key:a"), by_sdl(100.5, "key:b")]
    assert len(told(Witness(), reader, sdl, 101)) == 2


def test_a_press_long_after_one_that_sdl_missed_is_another() -> None:
    witness = Witness()
    told(witness, [by_reader(100)], [], 100.1)
    assert told(witness, [], [by_sdl(280)], 281, patient=False) == [("sdl", 280, True)]


def test_a_contradiction_makes_the_stamp_and_those_after_it_less_sure() -> None:
    witness = Witness()
    (edge,) = witness.join([by_reader(108)], [by_sdl(100)], 108 * MS, patient=True)
    apart_ns = 8 * MS - SURE - MS
    assert edge.stamp.uncertainty_ns == SURE + apart_ns
    assert witness.tally == Tally(both=1, contradicted=1)
    for number in range(AGREE_AGAIN - 1):
        at_ms = 400 + 300 * number
        (edge,) = witness.join([by_reader(at_ms)], [by_sdl(at_ms)], at_ms * MS, patient=True)
        assert edge.stamp.uncertainty_ns == SURE + apart_ns
    (edge,) = witness.join([by_reader(4000)], [by_sdl(4000)], 4000 * MS, patient=True)
    assert edge.stamp.uncertainty_ns == SURE
    assert witness.believed


def test_drumming_on_one_key_contradicts_nobody() -> None:
    """SDL drops some of it, so that nobody can tell which one it tells of."""
    witness = Witness()
    told(witness, [by_reader(100)], [by_sdl(100)], 101)
    told(witness, [by_reader(110)], [by_sdl(105)], 111)
    assert witness.tally == Tally(both=2)


def test_a_key_that_waited_for_the_reader_is_compared_too() -> None:
    witness = Witness()
    witness.join([], [by_sdl(100)], 101 * MS, patient=True)
    (edge,) = witness.join([by_reader(108)], [], 109 * MS, patient=True)
    assert edge.stamp.uncertainty_ns > SURE


def test_contradictions_in_a_row_end_the_readers_service() -> None:
    witness = Witness()
    for number in range(ENOUGH):
        assert witness.believed
        at_ms = 200 + 300 * number
        witness.join([by_reader(at_ms + 20)], [by_sdl(at_ms)], (at_ms + 20) * MS, patient=True)
        witness.join([], [], (at_ms + 21) * MS, patient=True)
        if number < ENOUGH - 1:
            assert witness.believed
    assert not witness.believed


def test_a_reader_that_hears_nothing_is_not_waited_for_any_longer() -> None:
    """Its server may have refused it the keys without a word."""
    witness = Witness()
    for number in range(ENOUGH):
        assert witness.believed
        at_ms = 100 + 100 * number
        witness.join([], [by_sdl(at_ms, down=number % 2 == 0)], at_ms * MS, patient=True)
        witness.join([], [], at_ms * MS + GRACE_NS, patient=True)
    assert not witness.believed


def test_a_key_that_the_reader_misses_now_and_then_does_not_end_its_service() -> None:
    witness = Witness()
    for number in range(4 * ENOUGH):
        at_ms = 100 + 400 * number
        reader = [] if number % ENOUGH else [by_reader(at_ms)]
        witness.join(reader, [by_sdl(at_ms)], at_ms * MS, patient=True)
        witness.join([], [], at_ms * MS + GRACE_NS, patient=True)
    assert witness.believed


def test_a_desktop_that_hands_keys_on_late_is_no_contradiction() -> None:
    late_ms = SDL_LATE_NS / MS
    witness = Witness()
    told(witness, [by_reader(100)], [by_sdl(100 + late_ms)], 100 + late_ms)
    told(witness, [by_reader(300)], [by_sdl(302 + late_ms)], 302 + late_ms)
    assert witness.tally == Tally(both=2, contradicted=1)


def test_no_key_goes_up_before_it_went_down() -> None:
    witness = Witness()
    told(witness, [by_reader(100)], [], 100)
    assert told(witness, [], [by_sdl(99.8, down=False)], 101, patient=False) == [("sdl", 100, False)]


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_press_is_told_once_whoever_misses_it(data: st.DataObject) -> None:
    """Presses and releases 40 ms apart or more; each side may miss one, or tell it late, but not both sides miss it."""
    witness = Witness()
    steps: list[tuple[float, str, KeyEdge]] = []
    at_ms = 1_000.0
    presses = data.draw(st.integers(1, 30))
    for number in range(presses):
        at_ms += data.draw(st.floats(40, 400))
        edge_down = number % 2 == 0
        sides = data.draw(st.sampled_from(["both", "reader", "sdl"]))
        if sides != "sdl":
            steps.append((at_ms + data.draw(st.floats(0, 15)), "reader", by_reader(at_ms, down=edge_down)))
        if sides != "reader":
            seen_ms = at_ms + data.draw(st.floats(0, 15))
            steps.append((seen_ms, "sdl", by_sdl((at_ms + seen_ms) / 2, down=edge_down, doubt_ms=8)))
    counted = 0
    for now_ms, side, edge in sorted(steps, key=lambda step: step[0]):
        mine, theirs = ([edge], []) if side == "reader" else ([], [edge])
        counted += len(told(witness, mine, theirs, now_ms))
    counted += len(told(witness, [], [], at_ms + 1_000))
    assert counted == presses
