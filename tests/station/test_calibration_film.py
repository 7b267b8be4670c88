"""Arithmetic of slow-motion films, and counts that cannot be."""

from __future__ import annotations

import pytest

from reactdrill.errors import UsageError
from reactdrill.station.calibration.film import film_latencies, measured_film, parsed_counts


def test_frames_become_milliseconds_without_the_programs_part() -> None:
    found = film_latencies([4, 5, 6, 5, 5], 250.0, [1.5])
    assert found == (14.5, 18.5, 22.5, 18.5, 18.5)
    result = measured_film(found, 250.0)
    assert result.mean_ms == pytest.approx(18.5)
    assert result.n == 5
    assert result.sd_ms == pytest.approx(8**0.5)


def test_each_press_loses_its_own_part_where_all_are_known() -> None:
    assert film_latencies([4, None, 6, 5, 5, 5], 1000.0, [1, 9, 3, 2, 2, 2]) == (3, 3, 3, 3, 3)


def test_a_press_that_the_program_was_slow_with_is_no_stray() -> None:
    assert film_latencies([120, 20, None, 20], 1000.0, [105, 5, 5, 5]) == (15, 15, 15)


def test_one_part_for_all_is_their_mean() -> None:
    assert film_latencies([10, 10, 10, 10, 10], 1000.0, [1, 3]) == (8,) * 5


def test_equal_counts_are_not_believed_to_be_exact() -> None:
    assert measured_film(film_latencies([5] * 10, 240.0), 240.0).uncertainty_ms > 1.0


@pytest.mark.parametrize(
    ("frames", "fps", "program_ms", "said"),
    [
        ([5] * 5, 30.0, [0.0], "30 pictures a second is of no use"),
        ([5] * 5, 1e6, [0.0], "of no use"),
        ([5] * 5, float("nan"), [0.0], "of no use"),
        ([5] * 2, 240.0, [0.0], "2 counts were given: 3 to 200"),
        ([5] * 201, 240.0, [0.0], "201 counts"),
        ([None] * 9, 240.0, [0.0], "0 counts"),
        ([5, 5, -1, 5, 5], 240.0, [0.0], "a count is -1: the light does not come before the finger"),
        ([5, 5, 5, 5, 130], 240.0, [0.0], "a count is 130 pictures, 542 ms: no screen is so late"),
        (
            [5, 5, 40, 5, 5],
            240.0,
            [0.0],
            "press 3 was counted 40 pictures, 167 ms where the others lie about 21",
        ),
        ([0] * 5, 240.0, [0.0], "film at a higher speed"),
        ([1] * 5, 240.0, [20.0], "the program alone took 20.0 ms"),
        ([5] * 5, 240.0, [-1.0], "the program's own part is 0 to 1000 ms, not -1"),
        ([5] * 5, 240.0, [1001.0], "not 1001"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    frames: list[int | None], fps: float, program_ms: list[float], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        film_latencies(frames, fps, program_ms)


@pytest.mark.parametrize("text", ["4,5,-,6", "4 5 x 6", " 4; 5 ;? ;6 ", "4,,5, - 6"])
def test_counts_are_read_as_people_write_them(text: str) -> None:
    assert parsed_counts(text) == (4, 5, None, 6)
    assert parsed_counts(text, 4) == (4, 5, None, 6)


@pytest.mark.parametrize("text", ["4,5.5", "four", "4,5e3", "٤", "1234567", "--"])
def test_what_is_no_count_is_named(text: str) -> None:
    with pytest.raises(UsageError, match="is not a number of pictures"):
        parsed_counts(text)


def test_as_many_counts_as_presses_are_wanted() -> None:
    with pytest.raises(UsageError, match="2 counts for 3 presses"):
        parsed_counts("4 5", 3)
