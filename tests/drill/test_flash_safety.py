from __future__ import annotations

import pytest

from drill_text import drill_text, said
from reactdrill.drill.flash_safety import FlashBreach

LIGHT = '{ light = {}, target = "left" }'


def breach_in(steps: str = LIGHT, keys: str = "", **changes: str | None) -> str | None:
    text = drill_text(f'[[trial]]\nname = "t"\n{keys}\nsteps = [\n{steps}\n]\n', **changes)
    problems = said(text)
    assert all("flashes within" in problem for problem in problems), problems
    return problems[0].split(": ", 2)[2] if problems else None


def series(count: int, apart_ms: int, kind: str = LIGHT) -> str:
    first = f'{kind[:-1]}, id = "s0" }}'
    rest = (
        f'{kind[:-1]}, id = "s{n}", after = "s{n - 1}", offset_ms = {apart_ms} }}' for n in range(1, count)
    )
    return ",\n".join([first, *rest])


def test_three_in_a_second_are_allowed_and_four_are_not() -> None:
    assert breach_in(series(3, 100)) is None
    assert breach_in(series(4, 300)) == (
        "4 flashes within 900 ms (trial 't'); no more than three flashes in any second are allowed: "
        "space the cues or show fewer"
    )


def test_exactly_a_second_is_allowed() -> None:
    assert breach_in(series(4, 334)) is None
    assert breach_in(series(4, 333)) is not None


def test_cues_of_one_instant_are_one_flash() -> None:
    assert breach_in(",\n".join(LIGHT for _ in range(8))) is None


def test_sounds_do_not_flash() -> None:
    assert breach_in(series(8, 100, '{ sound = { tone = "low" }, target = "left" }')) is None


def test_anchors_of_ends_and_starts_are_followed() -> None:
    steps = (
        f'{LIGHT[:-1]}, id = "a", after = "start", duration_ms = 100 }},\n'
        f'{LIGHT[:-1]}, id = "b", after = "a.end", offset_ms = 100, duration_ms = 100 }},\n'
        f'{LIGHT[:-1]}, id = "c", after = "b.end", offset_ms = 100 }},\n'
        f'{LIGHT[:-1]}, id = "d", after = "foreperiod" }}'
    )
    quick = '{ kind = "fixed", ms = 900 }'
    assert breach_in(steps, foreperiod=quick) is not None
    assert breach_in(steps, foreperiod='{ kind = "fixed", ms = 1100 }') is None


PACE = {"foreperiod": '{ kind = "fixed", ms = 0 }'}


@pytest.mark.parametrize("light_out", ["timeout", "either"])
def test_trials_that_come_too_fast_even_when_nobody_answers(light_out: str) -> None:
    def window(response_ms: int) -> str:
        return f'{{ response_ms = {response_ms}, iti_ms = 0, light_out = "{light_out}" }}'

    assert breach_in(**PACE, window=window(300)) is not None
    assert breach_in(**PACE, window=window(334)) is None


def test_what_waits_for_somebody_cannot_be_known() -> None:
    window = "{ response_ms = 200, iti_ms = 0 }"
    assert breach_in(**PACE, window=window) is not None
    assert breach_in(keys='begin = "coach"', **PACE, window=window) is None
    assert breach_in(**PACE, window='{ light_out = "hit", iti_ms = 0 }') is None
    assert breach_in(**PACE, window='{ response_ms = 200, light_out = "hit", iti_ms = 0 }') is None


def test_a_cue_after_the_end_of_its_trial_never_comes() -> None:
    late = f'{series(3, 200)},\n{LIGHT[:-1]}, id = "late", after = "s2", offset_ms = 500 }}'
    assert breach_in(late, keys='reference = "s0"', window="{ response_ms = 2000 }") is not None
    assert breach_in(late, keys='reference = "s0"', window="{ response_ms = 800 }") is None


def test_what_follows_a_response_or_a_staircase_is_left_to_the_run() -> None:
    steps = f'{series(3, 100)},\n{LIGHT[:-1]}, id = "x", after = "response" }}'
    assert breach_in(steps) is None


def test_a_set_does_not_run_into_the_next() -> None:
    window = "{ response_ms = 250, iti_ms = 0 }"
    assert breach_in(**PACE, window=window, until="{ trials = 3 }", sets="{ count = 4 }") is None
    assert breach_in(**PACE, window=window, until="{ trials = 4 }") is not None


def test_a_breach_in_words() -> None:
    assert FlashBreach("light", 4, 900_000_000).words() == "4 flashes within 900 ms (trial 'light')"
