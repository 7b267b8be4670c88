"""Names in letters that the font has."""

from __future__ import annotations

import pytest

from reactdrill.app.figures.names import label
from reactdrill.draw.letters import LETTERS, readable
from reactdrill.draw.text import font
from reactdrill.people.athlete import Athlete

UNKNOWN = "\ue123"
"""A letter of nobody's alphabet: the font draws its empty box."""


def drawn(letter: str, *, bold: bool) -> bytes:
    surface = font(40, bold=bold).render(f"{letter}|", False, (255, 255, 255))
    return surface.get_buffer().raw


@pytest.mark.parametrize("bold", [False, True])
def test_the_font_has_every_letter_that_it_is_said_to_have(bold: bool) -> None:
    box = drawn(UNKNOWN, bold=bold)
    assert [letter for letter in LETTERS if drawn(letter, bold=bold) == box] == []
    assert drawn("\u0645", bold=bold) == box


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Anna Berg", "Anna Berg"),
        ("Łukasz Őrsi-Żak", "Łukasz Őrsi-Żak"),
        ("Zoe\u0301", "Zoé"),
        ("Nguyễn Thị Hương", "Nguyen Thi Huong"),
        ("\u0645\u062d\u0645\u062f", "K7RMQ2"),
        ("Anna \u5f20", "K7RMQ2"),
        ("", "K7RMQ2"),
    ],
)
def test_a_name_is_written_as_well_as_the_font_can_or_the_code_stands_for_it(name: str, shown: str) -> None:
    assert label(Athlete(code="K7RMQ2", name=name)) == shown
    assert readable(name) in (shown, "")
