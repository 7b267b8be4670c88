"""Scripts: what they plan, and what is said of those that cannot be planned."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill_text import drill_text
from reactdrill.drill.library import Library
from reactdrill.drill.script_file import load_script
from reactdrill.drill.toml_file import describes_a_script
from reactdrill.drill.trial import Until
from reactdrill.errors import ScriptFileError

MS = 1_000_000
SCRIPT = """\
format = 1
title = "T"
drill = "four-choice"

[[trials]]
trial = "choice"
with = { place = "left" }
foreperiod_ms = 1000
respond = [{ target = "left", ms = 312.4 }]
"""
PAIRS = """\
[[trial]]
name = "go"
vary = [{ where = "left", what = "arrow-left" }, { where = "right", what = "arrow-right" }]
steps = [{ show = { shape = "{what}" }, target = "{where}" }]
"""
LANES = drill_text(
    """\
[[trial]]
name = "a"
lane = "a"
steps = [{ light = {}, target = "left" }]
[[trial]]
name = "b"
lane = "b"
steps = [{ light = {}, target = "right" }]
""",
    lanes='[{ name = "a", targets = ["left"] }, { name = "b", targets = ["right"] }]',
)


def write(folder: Path, text: str) -> Path:
    path = folder / "script.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusals(folder: Path, text: str) -> list[str]:
    """What is said of a script, without the file's name."""
    path = write(folder, text)
    with pytest.raises(ScriptFileError) as caught:
        load_script(path, Library.standard(folder / "drills"))
    return [problem.render(path).removeprefix(f"{path}:") for problem in caught.value.problems]


def test_the_plan_is_the_scripts_and_the_rules_are_the_drills(tmp_path: Path) -> None:
    more = 'not_before_ms = 500.5\nresponse_ms = 750\npractice = true\nside = "left"\n'
    script = load_script(write(tmp_path, SCRIPT + more), Library.standard())
    (lane,) = script.plan.lanes
    (trial,) = lane.trials
    assert (lane.name, lane.targets) == ("athlete", ("left", "down", "up", "right"))
    assert lane.sets[0].until == Until(1)
    assert trial.foreperiod_ns == 1000 * MS
    assert trial.begin.not_before_ns == round(500.5 * MS)
    assert trial.window.response_ns == 750 * MS
    assert (trial.practice, trial.side) == (True, "left")
    assert trial.window.min_rt_ns == round(float(script.drill.drill.window.min_rt_ms) * MS)
    assert trial.expect.targets == ("left",)
    assert (script.plan.drill, script.plan.mode, script.plan.seed) == ("four-choice", "sensor", None)
    assert script.plan.drill_sha256 == script.drill.sha256
    (response,) = script.responses["athlete", 0, 1]
    assert (response.target, response.ms, response.action) == ("left", 312.4, "press")


def test_responses_and_faults_are_kept_by_attempt(tmp_path: Path) -> None:
    text = SCRIPT.replace(
        '[{ target = "left", ms = 312.4 }]',
        '[{ target = "up", ms = 9 }, { target = "left", ms = 5, attempt = 2 }]\n'
        "faults = [{ ms = 1, attempt = 2 }, { ms = 3 }]",
    )
    script = load_script(write(tmp_path, text), Library.standard())
    assert {key: [each.ms for each in them] for key, them in script.responses.items()} == {
        ("athlete", 0, 1): [9.0],
        ("athlete", 0, 2): [5.0],
    }
    assert {key: [each.ms for each in them] for key, them in script.faults.items()} == {
        ("athlete", 0, 1): [3.0],
        ("athlete", 0, 2): [1.0],
    }
    assert script.has_responses


def test_a_script_without_responses_leaves_them_to_a_person(tmp_path: Path) -> None:
    text = SCRIPT.replace('respond = [{ target = "left", ms = 312.4 }]', "")
    assert not load_script(write(tmp_path, text), Library.standard()).has_responses


def test_a_drill_beside_the_script_is_found_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine.toml").write_text(drill_text(), encoding="utf-8")
    text = SCRIPT.replace('"four-choice"', '"sub/mine.toml"').replace('"choice"', '"light"')
    path = write(tmp_path, text)
    monkeypatch.chdir("/")
    assert load_script(path, Library(())).drill.path == tmp_path / "sub" / "mine.toml"


def two_lanes(folder: Path, *trials: str) -> str:
    (folder / "two.toml").write_text(LANES, encoding="utf-8")
    return 'format = 1\ndrill = "two.toml"\n' + "".join(
        f"[[trials]]\nforeperiod_ms = 9\n{each}\n" for each in trials
    )


def test_trials_go_to_the_lane_they_belong_to_and_are_numbered_there(tmp_path: Path) -> None:
    text = two_lanes(tmp_path, 'trial = "b"', 'trial = "a"\nlane = "a"', 'trial = "b"\nresponse_ms = 7')
    one, two = load_script(write(tmp_path, text), Library(())).plan.lanes
    assert (one.name, two.name) == ("a", "b")
    assert [(trial.index, trial.condition) for trial in one.trials] == [(0, "a")]
    assert [(trial.index, trial.window.response_ns) for trial in two.trials] == [(0, 2000 * MS), (1, 7 * MS)]


def test_a_trial_in_a_lane_that_it_does_not_belong_to(tmp_path: Path) -> None:
    said = refusals(tmp_path, two_lanes(tmp_path, 'trial = "b"\nlane = "a"'))
    assert said == ["6: trials[1].lane: trial 'b' belongs to lane 'b'; write 'b'"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"four-choice"', '"four-choise"', "3: drill: no drill is called 'four-choise'; did you mean 'four-choice'?"),
        ('"four-choice"', '"zzz"', "3: drill: no drill is called 'zzz'; `reactdrill list` shows the drills"),
        ('"choice"', '"choise"', "6: trials[1].trial: the drill has no trial 'choise'; did you mean 'choice'?"),
        ("place =", "plaec =", "7: trials[1].with.plaec: trial 'choice' does not vary 'plaec'; did you mean 'place'?"),
        ('place = "left"', 'place = "lefft"', "7: trials[1].with.place: 'lefft' is not one of the drill's values; did you mean 'left'?"),
        ('{ place = "left" }', "{}", "5: trials[1]: trial 'choice' needs a value for 'place'; add it to with"),
        ('{ target = "left"', '{ target = "lefft"', "9: trials[1].respond[1].target: there is no target 'lefft'; did you mean 'left'?"),
        ("foreperiod_ms", 'lane = "b"\nforeperiod_ms', "8: trials[1].lane: there is no lane 'b'; known are athlete"),
        ("title", 'mode = "observer"\ntitle', "2: mode: the drill has no observer mode; it has sensor"),
        ("312.4 }", '3, action = "tap", hold_ms = 9 }', "9: trials[1].respond[1].hold_ms: has no meaning with a tap; remove it"),
        ("312.4 }", '3, after = "response" }', '9: trials[1].respond[1].after: no response comes before this one; use "onset" or "start"'),
        (
            "312.4 }", '312.4 }, { target = "left", ms = 12.4 }',
            "9: trials[1].respond[2].ms: responses are out of order: 12.4 ms comes after 312.4 ms; write them in the order of time",
        ),
        ("1000", "-1", "8: trials[1].foreperiod_ms: -1 is out of range: should be greater than or equal to 0"),
        ("1000", "nan", "8: trials[1].foreperiod_ms: nan is out of range: should be less than or equal to 86400000"),
        ("1000", '"1000"', "8: trials[1].foreperiod_ms: a number is wanted, not '1000'"),
        ("1000", "true", "8: trials[1].foreperiod_ms: a number is wanted, not True"),
        ("respond", "respnd", "9: trials[1].respnd: unknown key; did you mean 'respond'?"),
        ('title = "T"', 'title = ""', "2: title: must not be empty"),
        ("format = 1", "format = 2", "1: format: 2 is not known here; it can be 1"),
        ("312.4 }]", '3 }]\nfaults = [{ kind = "device_loost", ms = 3 }]', "10: trials[1].faults[1].kind: 'device_loost' is not known here; did you mean 'device_lost'?"),
        (SCRIPT[SCRIPT.index("[[trials]]") :], "", " trials: is missing; add it"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_line_and_a_way_out(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in SCRIPT
    assert refusals(tmp_path, SCRIPT.replace(old, new, 1)) == [said]


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    text = SCRIPT.replace('"choice"', '"choise"').replace('target = "left"', 'target = "lefft"')
    assert len(refusals(tmp_path, text + SCRIPT[SCRIPT.index("[[trials]]") :].replace("place", "plaec"))) == 3


def test_values_that_the_drill_does_not_have_together(tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    drill = drill_text(PAIRS, name='"pairs"')
    (tmp_path / "drills" / "pairs.toml").write_text(drill, encoding="utf-8")
    text = 'format = 1\ndrill = "pairs"\n[[trials]]\ntrial = "go"\nforeperiod_ms = 1\nwith = { where = "left", what = "arrow-right" }\n'
    (said,) = refusals(tmp_path, text)
    assert said.startswith(
        "6: trials[1].with: the drill does not have {'where': 'left', 'what': 'arrow-right'} together; it has "
    )


def test_a_drill_with_mistakes_of_its_own_is_shown_with_them(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("format = 1\n", encoding="utf-8")
    (said,) = refusals(tmp_path, SCRIPT.replace('"four-choice"', '"bad.toml"'))
    first, *rest = said.splitlines()
    assert first == "3: drill: the drill has mistakes of its own:"
    assert f"{tmp_path / 'bad.toml'}: name: is missing; add it" in rest


def test_a_drill_file_that_is_not_there(tmp_path: Path) -> None:
    assert refusals(tmp_path, SCRIPT.replace('"four-choice"', '"none.toml"')) == [
        f"3: drill: there is no drill file {tmp_path / 'none.toml'}"
    ]


def test_a_drill_in_the_place_of_a_script(tmp_path: Path) -> None:
    (said,) = refusals(tmp_path, drill_text())
    assert said.strip().startswith("this is a drill, not a script; `reactdrill play` runs drills")


@pytest.mark.parametrize(
    ("keys", "script"),
    [
        (("format", "drill", "trials"), True),
        (("drill", "trails"), True),
        (("dril", "trials"), True),
        (("name", "component", "trial"), False),
        (("name", "component", "trials"), False),
        (("trial", "drill"), False),
        ((), False),
    ],
)
def test_what_a_file_is_meant_as(keys: tuple[str, ...], script: bool) -> None:
    assert describes_a_script(dict.fromkeys(keys)) == script
