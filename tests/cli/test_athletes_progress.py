"""`reactdrill athletes progress`: where somebody stands, and what it rests on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from command import Command
from journals import lane, plan, simple_plan, trial, write_run
from reactdrill.drill.trial import Plan, PlannedTrial
from reactdrill.engine.events import CueShown
from reactdrill.station.folders import runs_dir

TEXT = """
progress = { practice_runs = 2, published = [{ mdc = 30, device = "keyboard", source = "Smith 2020" }] }
dose = { per_week = 2 }
"""


def taking(ms: int) -> Callable[[CueShown, PlannedTrial], Iterable[tuple[int, str]]]:
    def respond(cue: CueShown, planned: PlannedTrial) -> Iterable[tuple[int, str]]:
        yield ms + planned.index, planned.expect.targets[0]

    return respond


def anna(command: Command) -> str:
    return command("athletes", "add", "Anna Lee", "--birth-year", "1996").out.strip()


def did(code: str, times: Iterable[int], chosen: Plan | None = None, text: str = TEXT) -> None:
    """A run a day from the first of March 2026 on."""
    chosen = chosen or simple_plan()
    for day, ms in enumerate(times, start=1):
        write_run(
            runs_dir(),
            chosen,
            taking(ms),
            run=f"{chosen.drill}{day:08x}".encode().hex()[-32:].rjust(32, "0"),
            started_utc=f"2026-03-{day:02d}T10:00:00.000Z",
            athlete=code,
            text=text,
        )


def test_nothing_yet(command: Command) -> None:
    anna(command)
    assert command("athletes", "progress", "anna").out.startswith("no run that counts yet")
    assert (
        "no runs of a drill called 'four-choice'"
        in command("athletes", "progress", "anna", "four-choice").err
    )
    assert "no athlete" in command("athletes", "progress", "bo").err


def test_each_drill_in_a_row_with_the_days_of_this_week(command: Command) -> None:
    code = anna(command)
    did(code, (300, 290, 280))
    did(code, (300,), simple_plan(drill="box"), text="")
    said = command("athletes", "progress", "anna")
    assert said.code == 0
    rows = {line.split()[0]: line for line in said.out.splitlines()}
    assert "too few" not in rows["four-choice"]
    assert "0 of 2" in rows["four-choice"]
    assert "learning run 1 of 15" in rows["box"]
    assert " of 2" not in rows["box"]


def test_a_drill_with_everything_that_is_known_of_it(command: Command) -> None:
    code = anna(command)
    did(code, (400, 380, 300, 302, 298, 301, 299, 250))
    out = command("athletes", "progress", code, "four-choice", "--weeks", "1").out
    for words in (
        "standing       improved",
        "best           251.5 ms (2026-03-08)",
        "of 8 runs",
        "the first 2 runs",
        "301.5 ms",
        "of 5 runs after learning",
        "from the own history",
        "usual range",
        "trend a week",
        "0 of 2",
    ):
        assert words in out, words


def test_a_published_change_is_named_with_its_source(command: Command) -> None:
    did(anna(command), (400, 380, 300, 302, 298, 250))
    out = command("athletes", "progress", "anna", "four-choice").out
    assert "30 ms, published for the keyboard: Smith 2020" in out
    assert "improved" in out


def test_left_and_right_stand_beside_each_run(command: Command) -> None:
    legs = plan(lane([trial(number, side="left" if number < 3 else "right") for number in range(6)]))
    did(anna(command), (300, 310), legs)
    out = command("athletes", "progress", "anna", "four-choice").out
    assert "left and right, side trained  1.0 %, left faster, more than the sides' own variation" in out
    assert "side trained: left ms" in out
    assert "* more than the sides' own variation" in out


def test_a_norm_says_why_it_is_not_compared(command: Command) -> None:
    did(anna(command), (250,), simple_plan(drill="simple-visual"))
    said = command("athletes", "progress", "anna", "simple-visual").out
    shown = command("results", "show", "last").out
    for out in (said, shown):
        told = " ".join(out.split())
        assert "published mean 207 ms at 30 years (n = 1469" in told
        assert "it was measured with a mouse, this with: keyboard" in told
    (norm,) = json.loads(command("results", "show", "last", "--json").out)["norms"]["main"]
    assert norm["norm"]["mean_ms"] == 213


def test_the_same_for_other_programs(command: Command) -> None:
    code = anna(command)
    did(code, (300, 290, 280))
    did(code, (300,), simple_plan(drill="box"))
    (only,) = json.loads(command("athletes", "progress", code, "box", "--json", "--weeks", "3").out)
    assert only["progress"]["drill"] == "box"
    assert (only["dose"]["per_week"], len(only["dose"]["weeks"])) == (2, 3)
    assert only["sides"] == {"side": [], "limb": [], "stance": []}
    every = json.loads(command("athletes", "progress", code, "--json").out)
    assert {each["progress"]["drill"] for each in every} == {"box", "four-choice"}
