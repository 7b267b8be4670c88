"""Circuit files: what they hold, and what is said of those that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill_text import drill_text
from reactdrill.drill.circuit import CircuitFile, parse_circuit
from reactdrill.drill.library import Library
from reactdrill.errors import CircuitFileError, UnknownCircuitError

HEAD = """\
format = 1
kind = "circuit"
name = "made-up"
title = "Made up"
trains = ["balance"]
text = { summary = "Made up.", instructions = ["Follow the voice."] }
sources = [{ text = "Nobody.", marker = "G" }]
"""
JOG = '[[block]]\nexercise = "Jog"\nwork_s = 30\n'


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "four.toml").write_text(drill_text(name='"four"'), encoding="utf-8")
    circuits = tmp_path / "circuits"
    circuits.mkdir()
    (circuits / "made-up.toml").write_text(HEAD + JOG, encoding="utf-8")
    return Library((tmp_path,))


def circuit(library: Library, text: str) -> CircuitFile:
    return parse_circuit(HEAD + text, library.load)


def test_a_circuit_is_no_drill_and_a_drill_no_circuit(library: Library) -> None:
    assert [file.drill.name for file in library.drills()] == ["four"]
    assert [file.circuit.name for file in library.circuits()] == ["made-up"]
    assert library.load_circuit("circuits/made-up") == library.load_circuit("made-up")
    assert (library.broken, library.broken_circuits) == ([], [])


def test_an_unknown_circuit(library: Library) -> None:
    with pytest.raises(UnknownCircuitError, match="did you mean made-up"):
        library.load_circuit("circuits/mad-up")


def test_a_block_changes_its_drill(library: Library) -> None:
    text = '[[block]]\ndrill = "four"\nwork_s = 20\nsets = 3\nrest_s = 5\nset = { window = { lapse_ms = 700 } }\n'
    (file,) = circuit(library, text).drills
    assert file is not None
    drill = file.drill
    assert (drill.until.time_s, drill.until.trials, drill.sets.count, drill.sets.rest_s) == (20, 8, 3, 5)
    assert drill.window.lapse_ms == 700
    assert file.changes["window"] == {"lapse_ms": 700}


def test_in_a_rotation_the_drill_lasts_as_long_as_the_others_work(library: Library) -> None:
    text = "rotation = { groups = 2, work_s = 45 }\n" + JOG + '[[block]]\ndrill = "four"\nsets = 3\n'
    _, file = circuit(library, text).drills
    assert file is not None
    assert (file.drill.until.time_s, file.drill.sets.count) == (45, 1)


ROTATION = "rotation = {{ groups = {groups}, work_s = 30{more} }}\n"

BROKEN = {
    "no block": ("", "block: is missing"),
    "an unknown drill": (
        '[[block]]\ndrill = "for"\n',
        "block[1].drill: no drill is called 'for'; did you mean four?",
    ),
    "both": (
        JOG + 'drill = "four"\n',
        "block[1]: has a drill and an exercise; give a block exactly one of them",
    ),
    "neither": ("[[block]]\nwork_s = 3\n", "block[1]: has neither drill nor exercise"),
    "no time": (
        '[[block]]\nexercise = "Jog"\n',
        "block[1].work_s: is missing: an exercise is done to the clock",
    ),
    "a mode without a drill": (JOG + 'mode = "sensor"\n', "block[1].mode: has no meaning without a drill"),
    "a mode it has not": (
        '[[block]]\ndrill = "four"\nmode = "cue_only"\n',
        "block[1].mode: 'four' has no cue_only mode; it has sensor",
    ),
    "sides of a drill": (
        '[[block]]\ndrill = "four"\nsides = "both"\n',
        "block[1].sides: a drill has its own sides",
    ),
    "a change that is none": (
        '[[block]]\ndrill = "four"\nset = { untill = { trials = 3 } }\n',
        "block[1].set: untill: unknown key; did you mean 'until'?",
    ),
    "a word nobody speaks": (JOG + 'call = "plankk"\n', "block[1].call: no word is called 'plankk'"),
    "an unknown key": (JOG + "wrok_s = 3\n", "block[1].wrok_s: unknown key; did you mean 'work_s'?"),
    "a question that leads nowhere": (
        JOG + '[[ask]]\nquestion = "Pain?"\nthen = "Stop."\n',
        "ask[1]: leads to nothing; add stop_above or warn_above",
    ),
    "a limit that nothing is above": (
        JOG + '[[ask]]\nquestion = "Pain?"\nthen = "Stop."\nstop_above = 10\n',
        "ask[1]: 10 leaves no answer above it; use 0 to 9",
    ),
    "more groups than blocks": (ROTATION.format(groups=3, more="") + JOG + JOG, "3 groups have 2 blocks"),
    "names for some groups": (
        ROTATION.format(groups=2, more=', stations = ["blue"]') + JOG + JOG,
        "rotation.stations: 1 names for 2 groups; one for each group",
    ),
    "two drills at a time": (
        ROTATION.format(groups=2, more="") + '[[block]]\ndrill = "four"\n[[block]]\ndrill = "four"\n',
        "block[2].drill: a second drill at the same time needs a second screen",
    ),
}


@pytest.mark.parametrize(("text", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_said(library: Library, text: str, words: str) -> None:
    with pytest.raises(CircuitFileError) as caught:
        circuit(library, text)
    assert words in str(caught.value)
