"""A briefing read aloud by a voice of the system; here by a stand-in that notes what it was given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reactdrill.app.aloud import Reader, reading_command, spoken_language, spoken_text
from reactdrill.drill.library import Library
from reactdrill.i18n import use_language

linux = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the stand-in is called espeak-ng")
DRILL = Library.standard().load("two-choice").drill


def voice(folder: Path, script: str) -> str:
    path = folder / "espeak-ng"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("system", "program", "has"),
    [("linux", "espeak-ng", "de"), ("darwin", "say", "Anna"), ("win32", "powershell", "'de-DE'")],
)
def test_each_system_has_its_own_voice(system: str, program: str, has: str) -> None:
    asked: list[str] = []

    def find(name: str) -> str:
        asked.append(name)
        return f"/usr/bin/{name}"

    command = reading_command("de", system, find)
    assert asked == [program]
    assert command is not None
    assert has in " ".join(command)
    assert reading_command("de", system, lambda _: None) is None


@linux
def test_the_voice_is_given_the_text_in_its_language(tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = voice(tmp_path, f'echo "$@" > "{out}"; cat >> "{out}"')
    reader = Reader(lambda _: program)
    reader.read("Grüß dich.", "de")
    assert reader._process is not None
    reader._process.wait(60)
    assert out.read_text(encoding="utf-8") == "-v de --stdin\nGrüß dich."
    assert not reader.reading
    reader.stop()


@linux
def test_a_voice_is_silenced_at_once_and_another_text_ends_the_first(tmp_path: Path) -> None:
    program = voice(tmp_path, "exec sleep 600")
    reader = Reader(lambda _: program)
    reader.read("One.", "en")
    first = reader._process
    assert reader.reading
    reader.read("Two.", "en")
    assert first is not None
    assert first.returncode is not None
    reader.stop()
    assert not reader.reading


@linux
def test_without_a_voice_nothing_happens(tmp_path: Path) -> None:
    silent = Reader(lambda _: None)
    assert not silent.can_read("en")
    silent.read("One.", "en")
    assert not silent.reading
    broken = Reader(lambda _: str(tmp_path / "nothing"))
    broken.read("One.", "en")
    assert not broken.reading
    broken.stop()


def test_what_is_read_is_what_to_do_and_what_to_mind() -> None:
    text = spoken_text(DRILL)
    assert text.startswith(f"{DRILL.title}.\n{DRILL.text.summary}")
    assert all(line in text for line in (*DRILL.text.instructions, *DRILL.text.safety))
    assert all(line.endswith((".", "!", "?")) for line in text.splitlines())


def test_a_drill_is_read_in_the_language_that_it_is_written_in() -> None:
    assert spoken_language(DRILL) == "en"
    use_language("de")
    try:
        there = DRILL.text.de is not None
        assert spoken_language(DRILL) == ("de" if there else "en")
    finally:
        use_language("en")
