"""What comes when in a circuit, and what is called out."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from drill_text import drill_of
from reactdrill.drill.circuit import CircuitFile, parse_circuit
from reactdrill.drill.file import DrillFile
from reactdrill.drill.timeline import Part, least_seconds, timeline

HEAD = """\
format = 1
kind = "circuit"
name = "made-up"
title = "Made up"
trains = ["balance"]
text = { summary = "Made up.", instructions = ["Follow the voice."] }
sources = [{ text = "Nobody.", marker = "G" }]
ready_s = 10
transition_s = 15
"""


def block(title: str, seconds: float = 30, **keys: str) -> str:
    lines = [f"{key} = {value}" for key, value in keys.items()]
    return "\n".join(["[[block]]", f'exercise = "{title}"', f"work_s = {seconds}", *lines, ""])


DRILL = '[[block]]\ndrill = "made-up"\n'


def find(_: str) -> DrillFile:
    return drill_of()


def circuit(*blocks: str, keys: str = "") -> CircuitFile:
    return parse_circuit(HEAD + keys + "".join(blocks), find)


def said(part: Part) -> list[tuple[float, str]]:
    return [(round(call.at_s, 1), call.word) for call in part.calls]


def shape(parts: tuple[Part, ...]) -> list[tuple[str, str, float | None]]:
    return [(part.kind, part.title, part.seconds) for part in parts]


def test_blocks_with_the_way_between_them() -> None:
    parts = timeline(circuit(block("Jog"), DRILL))
    assert shape(parts) == [
        ("transition", "Jog", 10.0),
        ("work", "Jog", 30.0),
        ("transition", "Made up", 15.0),
        ("drill", "Made up", None),
    ]
    assert least_seconds(parts) == 55


def test_sets_and_sides_and_the_rests_between_them() -> None:
    parts = timeline(circuit(block("Side plank", 20, sets="2", sides='"both"', rest_s="10")))
    assert [(part.kind, part.set, part.side) for part in parts] == [
        ("transition", 0, "left"),
        ("work", 0, "left"),
        ("rest", 0, "right"),
        ("work", 0, "right"),
        ("rest", 0, "left"),
        ("work", 1, "left"),
        ("rest", 0, "right"),
        ("work", 1, "right"),
    ]


def test_calls_of_a_transition_say_what_comes_and_count_down() -> None:
    parts = timeline(
        circuit(block("Jog"), block("Plank", call='"side-plank"', sides='"both"', transition_s="25"))
    )
    assert said(parts[2]) == [
        (1.0, "next"),
        (2.2, "side-plank"),
        (3.4, "left-side"),
        (15.0, "ten-seconds"),
        (22.0, "three"),
        (23.0, "two"),
        (24.0, "one"),
    ]


def test_calls_while_work_goes_on() -> None:
    (_, work) = timeline(circuit(block("Jog", 120)))
    assert said(work) == [
        (0.0, "work"),
        (60.0, "one-minute"),
        (90.0, "thirty-seconds"),
        (110.0, "ten-seconds"),
        (117.0, "three"),
        (118.0, "two"),
        (119.0, "one"),
    ]


@given(st.floats(0.5, 600), st.floats(0, 120))
def test_no_call_comes_after_its_part_and_none_before_another(work: float, way: float) -> None:
    for part in timeline(circuit(block("Jog", work, transition_s=str(way), call='"plank"'), DRILL)):
        times = [call.at_s for call in part.calls]
        assert times == sorted(times)
        assert all(0 <= at_s < (part.seconds or 0) for at_s in times)


def test_rounds_and_questions() -> None:
    asks = "".join(
        f'[[ask]]\nquestion = "After a {after}?"\nafter = "{after}"\nstop_above = 5\nthen = "Stop."\n'
        for after in ("block", "round", "circuit")
    )
    parts = timeline(circuit(block("Jog"), asks, keys="rounds = 2\nround_rest_s = 40\n"))
    assert [part.title for part in parts if part.kind == "ask"] == [
        "After a block?",
        "After a round?",
        "After a block?",
        "After a round?",
        "After a circuit?",
    ]
    assert [part.seconds for part in parts if part.kind == "rest"] == [40]
    assert [part.seconds for part in parts if part.kind == "transition"] == [10, 15]


def test_on_the_day_of_a_match_some_blocks_are_left_out() -> None:
    file = circuit(block("Jog"), block("Strength", match_day="false"), block("Sprint"))
    assert [part.title for part in timeline(file, match_day=True) if part.kind == "work"] == ["Jog", "Sprint"]


@pytest.mark.parametrize("groups", [2, 3])
def test_every_group_is_once_at_every_station(groups: int) -> None:
    keys = f"rotation = {{ groups = {groups}, work_s = 30, change_s = 12 }}\n"
    parts = timeline(circuit(block("Jog"), block("Plank"), DRILL, keys=keys))
    work = [part for part in parts if part.kind in ("work", "drill")]
    assert [part.seconds for part in work] == [30, 30, 30]
    for group in range(groups):
        titles = [dict(part.groups)[group] for part in work]
        assert sorted(titles) == ["Jog", "Made up", "Plank"]
    for part in work:
        titles = [title for _, title in part.groups]
        assert len(set(titles)) == len(titles)
        assert (part.kind == "drill") == ("Made up" in titles)
