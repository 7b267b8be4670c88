from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pygame
import pytest

from journals import (
    lane as a_lane,
    nobody,
    plan as a_plan,
    simple_plan,
    trial,
    write_interrupted,
    write_run,
)
from reactdrill.draw.card import HEIGHT, WIDTH, Card, card_png, has_letters
from reactdrill.errors import UsageError
from reactdrill.report.card import card_of
from reactdrill.results.annotations import read_notes
from reactdrill.results.reader import read_journal
from reports import library_run


def card_from(journal: Path) -> Card:
    card = card_of(read_journal(journal), read_notes(journal))
    assert card is not None
    return card


def test_the_picture_of_a_run(tmp_path: Path) -> None:
    card = card_from(library_run(tmp_path, athlete="Zoë"))
    assert (card.who, card.unit, len(card.dots)) == ("Zoë", "ms", 40)
    assert card.middle is not None
    assert 0 < card.middle < 1
    picture = pygame.image.load(io.BytesIO(card_png(card)))
    assert picture.get_size() == (WIDTH, HEIGHT)
    assert len(np.unique(pygame.surfarray.array2d(picture))) > 50


def test_a_simulated_run_says_so(tmp_path: Path) -> None:
    assert card_from(write_run(tmp_path, simulated=True)).warning == "SIMULATED"


def test_names_of_any_length_and_writing_are_drawn(tmp_path: Path) -> None:
    for number, name in enumerate(["W" * 300, "\u0645\u062d\u0645\u062f \U0001f600", "a\nb", ""]):
        card = card_from(write_run(tmp_path, athlete=name, run=f"{number}" * 32))
        assert card_png(card).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "drawn"),
    [("Zo\u00eb \u0141", True), ("\u0645\u062d", False), ("Ada \U0001f600", False), ("", True)],
)
def test_a_name_that_the_font_lacks_gives_way_to_the_code(name: str, drawn: bool) -> None:
    assert has_letters(name) is drawn


def test_all_missed_and_nothing_at_all(tmp_path: Path) -> None:
    missed = card_from(write_run(tmp_path, simple_plan(4), nobody))
    assert (missed.headline, missed.unit, missed.dots) == ("0", "%", ())
    assert card_png(missed).startswith(b"\x89PNG")
    empty = write_interrupted(tmp_path, 0, run="b" * 32)
    assert card_of(read_journal(empty), read_notes(empty)) is None


def test_each_lane_has_a_picture_of_its_own(tmp_path: Path) -> None:
    lanes = [a_lane([trial(index) for index in range(4)], name) for name in ("red", "blue")]
    journal = write_run(tmp_path, a_plan(*lanes), nobody, options={"athletes": {"red": "A1", "blue": "B2"}})
    log, notes = read_journal(journal), read_notes(journal)
    red, first = card_of(log, notes, lane="red"), card_of(log, notes)
    assert red is not None
    assert first is not None
    assert (red.who, red.code) == ("A1, lane red", "A1")
    assert first.code == "B2"
    with pytest.raises(UsageError, match=r"no lane 'green'; its lanes: .*red"):
        card_of(log, notes, lane="green")
