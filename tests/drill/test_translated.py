"""Other languages in drill and circuit files: checked line by line, shown in place of English, never run."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill_text import drill_of, drill_text, line_with, problems_in, said
from reactdrill.drill.circuit import CircuitFile, parse_circuit
from reactdrill.drill.library import Library
from reactdrill.drill.translated import translated, translated_circuit, translated_file
from reactdrill.errors import CircuitFileError

TEXT = '{{ summary = "Made up.", instructions = ["Press.", "Again."], de = {{ {german} }} }}'
GERMAN = 'title = "Erfunden", instructions = ["Drück.", "Nochmal."], targets = { left = "die Matte" }'
CIRCUIT = """\
format = 1
kind = "circuit"
name = "made-up"
title = "Made up"
trains = ["balance"]
sources = [{ text = "Nobody.", marker = "G" }]
equipment = ["a chair"]
[text]
summary = "Made up."
instructions = ["Follow the voice."]
[text.es]
title = "Inventado"
equipment = ["una silla"]
[[ask]]
question = "Dizzy?"
stop_above = 3
then = "Sit down."
[ask.es]
question = "¿Mareo?"
[[block]]
exercise = "Jog"
work_s = 30
text = ["Easily."]
[block.es]
exercise = "Trote"
text = ["Suave."]
[[block]]
drill = "four"
"""


def german(words: str) -> str:
    return drill_text(text=TEXT.format(german=words))


def test_what_is_translated_is_shown_and_the_rest_stays_english() -> None:
    file = drill_of(text=TEXT.format(german=GERMAN))
    drill = translated(file.drill, "de")
    assert (drill.title, drill.text.summary) == ("Erfunden", "Made up.")
    assert drill.text.instructions == ["Drück.", "Nochmal."]
    assert [target.title for target in drill.targets] == ["die Matte", None]
    assert (file.drill.title, file.drill.text.instructions) == ("Made up", ["Press.", "Again."])


@pytest.mark.parametrize("language", ["en", "es", "tlh"])
def test_a_language_without_a_table_is_english(language: str) -> None:
    file = drill_of(text=TEXT.format(german=GERMAN))
    assert translated(file.drill, language) == file.drill


def test_what_is_run_and_kept_is_the_file_as_written() -> None:
    file = drill_of(text=TEXT.format(german=GERMAN))
    shown = translated_file(file, "de")
    assert (shown.text, shown.sha256) == (file.text, file.sha256)
    assert shown.plan(1) == file.plan(1)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('instructions = ["Drück."]', "text.de.instructions: has 1 line, the English text 2 lines"),
        ('checklist = ["Knie."]', "text.de.checklist: has 1 line, the English text 0 lines"),
        ('targets = { letf = "links" }', "text.de.targets.letf: there is no target 'letf'"),
        ('titel = "Erfunden"', "text.de.titel: unknown key"),
    ],
)
def test_a_mistake_in_a_translation_is_named_with_its_line(words: str, problem: str) -> None:
    text = german(words)
    assert any(problem in line for line in said(text)), said(text)
    assert all(each.line is not None for each in problems_in(text))
    assert problems_in(text)[0].line == line_with(text, "de = ")


def test_a_variant_does_not_take_over_translations_of_what_it_says_anew(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(german(GERMAN).replace('"made-up"', '"base"'), encoding="utf-8")
    variant = 'format = 1\nextends = "base"\nname = "other"\ntitle = "Other"\n'
    (tmp_path / "other.toml").write_text(variant, encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        variant.replace('"other"', '"own"') + '[text.de]\ntitle = "Eigen"\n', encoding="utf-8"
    )
    library = Library((tmp_path,))
    other = translated(library.load("other").drill, "de")
    assert (other.title, other.text.instructions) == ("Other", ["Drück.", "Nochmal."])
    assert translated(library.load("own").drill, "de").title == "Eigen"


def circuit(tmp_path: Path, text: str = CIRCUIT) -> CircuitFile:
    spanish = 'text = { summary = "Made up.", instructions = ["Press."], es = { title = "Cuatro" } }'
    drill = drill_text(name='"four"', text=spanish.removeprefix("text = "))
    (tmp_path / "four.toml").write_text(drill, encoding="utf-8")
    return parse_circuit(text, Library((tmp_path,)).load)


def test_a_circuit_is_translated_with_its_blocks_questions_and_drills(tmp_path: Path) -> None:
    file = circuit(tmp_path)
    shown = translated_circuit(file, "es")
    assert (shown.circuit.title, shown.circuit.equipment) == ("Inventado", ["una silla"])
    assert (shown.circuit.block[0].exercise, shown.circuit.block[0].text) == ("Trote", ["Suave."])
    assert (shown.circuit.ask[0].question, shown.circuit.ask[0].then) == ("¿Mareo?", "Sit down.")
    assert [None if each is None else each.drill.title for each in shown.drills] == [None, "Cuatro"]
    assert translated_circuit(file, "en") == file


def test_a_block_is_translated_line_by_line(tmp_path: Path) -> None:
    with pytest.raises(CircuitFileError, match=r"block\[1\].es.text: has 2 lines, the English text 1 line"):
        circuit(tmp_path, CIRCUIT.replace('["Suave."]', '["Suave.", "Más."]'))
