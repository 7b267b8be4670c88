"""Cue times from a spreadsheet: what becomes of them, in whatever form they were saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from reactdrill.drill.library import Library
from reactdrill.drill.script import ScriptFile
from reactdrill.drill.script_csv import load_csv
from reactdrill.errors import ScriptFileError

MS = 1_000_000
LIBRARY = Library.standard()
TABLE = """\
# drill: four-choice
onset_ms,place,response_ms,response_target
1000,left,310,left
3500,up,355.5,up
6200,down,,
"""


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "cues.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(folder: Path, text: str | bytes) -> ScriptFile:
    return load_csv(write(folder, text), LIBRARY)


def refusals(folder: Path, text: str | bytes, drill: str | None = None) -> list[str]:
    """What is said of a table, without the file's name."""
    path = write(folder, text)
    with pytest.raises(ScriptFileError) as caught:
        load_csv(path, LIBRARY, drill)
    return [problem.render(path).removeprefix(f"{path}:").strip() for problem in caught.value.problems]


def onsets_ms(script: ScriptFile) -> list[float]:
    (lane,) = script.plan.lanes
    begins = [trial.begin.not_before_ns for trial in lane.trials]
    return [
        ((begin or 0) + trial.foreperiod_ns) / MS for begin, trial in zip(begins, lane.trials, strict=True)
    ]


def test_cues_come_at_their_times_and_no_trial_runs_into_the_next(tmp_path: Path) -> None:
    script = read(tmp_path, TABLE)
    (lane,) = script.plan.lanes
    assert onsets_ms(script) == [1000, 3500, 6200]
    assert [trial.variables["place"] for trial in lane.trials] == ["left", "up", "down"]
    iti_ns = lane.trials[0].window.iti_ns
    for before, after, onset in zip(lane.trials, lane.trials[1:], [1000, 3500], strict=False):
        assert before.window.response_ns is not None
        over_ns = onset * MS + before.window.response_ns + iti_ns
        assert after.begin.not_before_ns is not None
        assert over_ns <= after.begin.not_before_ns
    assert lane.trials[-1].window.response_ns == 3000 * MS  # as the drill says: nothing comes after it


def test_responses_count_from_the_cue(tmp_path: Path) -> None:
    script = read(tmp_path, TABLE)
    said = {
        key[1]: [(each.target, each.ms, each.after) for each in them]
        for key, them in script.responses.items()
    }
    assert said == {0: [("left", 310.0, "onset")], 1: [("up", 355.5, "onset")]}
    assert script.title == "cues"


def test_a_response_without_a_target_answers_the_place_of_the_cue(tmp_path: Path) -> None:
    script = read(tmp_path, "# drill: four-choice\nonset_ms,place,response_ms\n1000,up,310\n")
    ((response,),) = script.responses.values()
    assert response.target == "up"


def test_the_option_outdoes_the_first_line(tmp_path: Path) -> None:
    text = "# drill: stroop\nonset_ms,place\n1000,up\n"
    assert load_csv(write(tmp_path, text), LIBRARY, "four-choice").plan.drill == "four-choice"


def test_numbers_that_a_drill_varies(tmp_path: Path) -> None:
    script = read(tmp_path, "# drill: next-beat\nonset_ms,beat\n5000,450\n15000,600.0\n")
    assert [trial.variables["beat"] for trial in script.plan.lanes[0].trials] == [450, 600]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_the_same_table_however_it_was_saved(tmp_path: Path, begin: bytes, end: str) -> None:
    script = read(tmp_path, begin + TABLE.replace("\n", end).encode())
    assert script.plan == read(tmp_path, TABLE).plan
    assert script.sha256 == read(tmp_path, TABLE).sha256


@pytest.mark.parametrize(
    "table",
    [
        "onset_ms;place;response_ms;response_target\n1000;left;310;left\n3500;up;355,5;up\n6200,0;down;;\n",
        "onset_ms\tplace\tresponse_ms\tresponse_target\n1000\tleft\t310\tleft\n3500\tup\t355.5\tup\n6200\tdown\n",
        'onset_ms, place ,response_ms,response_target,,\n"1000",left,310,left,,\n3.5e3,"up",355.5,up,,\n,,,,,\n6200,down,,,,\n\n',
    ],
    ids=["semicolons and decimal commas", "tabs", "quotes, spaces and empty cells"],
)
def test_spreadsheets_of_every_language(tmp_path: Path, table: str) -> None:
    assert read(tmp_path, "# drill: four-choice\n\n" + table).plan == read(tmp_path, TABLE).plan


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("onset,place\n1000,left\n", [
            "2: onset: unknown column; did you mean 'onset_ms'?",
            "2: onset_ms: this column is missing; give each cue's time from the start, in milliseconds",
        ]),
        ("onset_ms,place,place\n1000,left,up\n", ["2: place: this column is there twice; keep one of them"]),
        ("onset_ms,place\n", ["2: there are no rows; each line below the names of the columns is one cue"]),
        ("onset_ms,place\ninf,left\n-5,left\n1e400,left\n1_000,left\n,left\n\u0661,left\n86400001,left\n", [
            "3: onset_ms: a number is wanted, not 'inf'",
            "4: onset_ms: -5 is outside 0 to 86400000",
            "5: onset_ms: a number is wanted, not '1e400'",
            "6: onset_ms: a number is wanted, not '1_000'",
            "7: onset_ms: a number is wanted here",
            "8: onset_ms: a number is wanted, not '\u0661'",
            "9: onset_ms: 86400001 is outside 0 to 86400000",
        ]),
        ('onset_ms,place\n"1000,5",left\n', ["3: onset_ms: a number is wanted, not '1000,5'"]),
        ("onset_ms,place\n1000,lefft\n\n4000,\n", [
            "3: place: 'lefft' is not one of the drill's values; did you mean 'left'?",
            "5: place: a value is wanted here",
        ]),
        ("onset_ms,place,trial\n1000,left,choise\n", [
            "3: trial: the drill has no trial 'choise'; did you mean 'choice'?",
        ]),
        ("onset_ms,place,response_ms,response_target,response_action\n1000,left,310,lefft,\n4000,up,-5,,presss\n", [
            "4: response_action: 'presss' is not known here; did you mean 'press'?",
            "4: response_ms: -5.0 is out of range: should be greater than or equal to 0",
        ]),
        ("onset_ms,place,response_ms,response_target\n1000,left,310,lefft\n", [
            "3: response_target: there is no target 'lefft'; did you mean 'left'?",
        ]),
        ("onset_ms,place,response_target\n1000,left,left\n", [
            "3: response_target: has no meaning without response_ms; give its time, or empty this",
        ]),
        ("onset_ms,place\n1000,left\n900,left\n1000,up\n1050,up\n", [
            "4: onset_ms: 900 does not come after the cue before it (1000); write cues in the order of time",
            "5: onset_ms: 1000 comes only 100 ms after the cue before it; leave room for a response between them",
            "6: onset_ms: 1050 comes only 50 ms after the cue before it; leave room for a response between them",
        ]),
        ("onset_ms,place\n1000,left,5,6\n", [
            "3: '5' stands in a column without a name; name the column, or empty the cell",
        ]),
        ('onset_ms,place\n1000,"left\n', ["3: this is not CSV: unexpected end of data; quotes come in pairs, around whole cells"]),
    ],
)  # fmt: skip
def test_mistakes_are_said_with_line_and_column(tmp_path: Path, table: str, said: list[str]) -> None:
    assert refusals(tmp_path, f"# drill: four-choice\n{table}") == said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no drill is named; give --drill NAME, or write `# drill: NAME` as the file's first line"),
        (b"# drill:\nonset_ms\n", "no drill is named; give --drill NAME, or write `# drill: NAME` as the file's first line"),
        (b"# drill: four-choise\n", "drill: no drill is called 'four-choise'; did you mean 'four-choice'?"),
        (b"# drill: four-choice\n", "1: there is no table; the first line names the columns, each line below is one cue"),
        (b"onset_ms\n1\0", "this is not a text file; save it as CSV in UTF-8"),
        (b"1," * 3_000_000, "this is not a text file; save it as CSV in UTF-8"),
        ("onset_ms\n1,é".encode("latin-1"), "2: this is not UTF-8 text; save it as CSV in UTF-8"),
        (TABLE.encode("utf-16"), "this is not a text file; save it as CSV in UTF-8"),
    ],
    ids=["empty", "no name", "no such drill", "no table", "binary", "huge", "latin-1", "utf-16"],
)  # fmt: skip
def test_files_that_are_no_table(tmp_path: Path, content: bytes, said: str) -> None:
    assert refusals(tmp_path, content) == [said]


def test_an_empty_table_for_a_named_drill(tmp_path: Path) -> None:
    assert refusals(tmp_path, b"", "four-choice") == [
        "1: there is no table; the first line names the columns, each line below is one cue"
    ]


def test_a_table_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScriptFileError, match="cannot be read: No such file or directory"):
        load_csv(tmp_path / "none.csv", LIBRARY)
