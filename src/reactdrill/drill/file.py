"""Drill files: TOML in, a checked `Drill` out, every mistake at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reactdrill.drill.flash_safety import certain_breach
from reactdrill.drill.model import Drill
from reactdrill.drill.planner import plan
from reactdrill.drill.rules import broken_rules
from reactdrill.drill.side_by_side import plan_side_by_side
from reactdrill.drill.toml_file import TomlText, describes_a_script, parse_toml, read_toml, validate
from reactdrill.drill.trial import Mode, Plan
from reactdrill.drill.variant import Find, changed, whole
from reactdrill.errors import DrillFileError, PlanError, Problem

_FLASH_HINT = "no more than three flashes in any second are allowed: space the cues or show fewer"
_CHECK_SEEDS = range(3)


@dataclass(frozen=True)
class DrillFile:
    """A drill with the text it was read from."""

    path: Path | str
    text: str
    sha256: str
    drill: Drill
    changes: Mapping[str, Any] = field(default_factory=dict)
    """What was changed for one run, as tables; empty: nothing."""

    def plan(self, seed: int, mode: Mode | None = None, athletes: int = 1) -> Plan:
        """The drill's plan for a seed, marked with the text's hash; for several athletes, a lane for each.

        Raises `PlanError` when it cannot be planned, or would certainly flash too often.
        """
        planned = plan_side_by_side(self.drill, seed, athletes, mode=mode, sha256=self.sha256)
        for lane in planned.lanes:
            breach = certain_breach(lane)
            if breach is not None:
                raise PlanError(self.drill.name, breach.words(), _FLASH_HINT)
        return planned


def find_nothing(_: str) -> None:
    """There is no drill to extend."""


def load_drill(path: Path, find: Find = find_nothing) -> DrillFile:
    """Read one drill file; `find` gives the drills that it may extend.

    Raises `DrillFileError` with every mistake found.
    """
    return _planned(whole(read_toml(path, DrillFileError), find))


def read_drill(path: Path, find: Find = find_nothing) -> DrillFile:
    """As `load_drill`, without trying to plan it: several times quicker, for lists.

    What only planning finds (an order that cannot exist, certain flashes) is found when the drill is loaded to run.
    """
    return _checked(whole(read_toml(path, DrillFileError), find))


def parse_drill(text: str, path: Path | str = "drill", find: Find = find_nothing) -> DrillFile:
    """As `load_drill`, from a text."""
    return _planned(whole(parse_toml(text, path, DrillFileError), find))


def changed_drill(file: DrillFile, changes: Mapping[str, Any], said_by: str) -> DrillFile:
    """A drill with changes for one run. Raises `DrillFileError` in the name of `said_by`."""
    toml = changed(parse_toml(file.text, said_by, DrillFileError), changes)
    return replace(_planned(replace(toml, lines={})), path=file.path, changes=changes)


def _checked(toml: TomlText) -> DrillFile:
    if describes_a_script(toml.data):
        problem = Problem("", "this is a script, not a drill", "`reactdrill replay` runs scripts")
        raise DrillFileError(toml.path, (problem,))
    drill, problems = validate(Drill, toml)
    if drill is not None:
        problems = broken_rules(drill, toml)
    if drill is None or problems:
        raise DrillFileError(toml.path, tuple(problems))
    return DrillFile(toml.path, toml.text, toml.sha256, drill)


def _planned(toml: TomlText) -> DrillFile:
    file = _checked(toml)
    problems = _plan_problems(file.drill, toml)
    if problems:
        raise DrillFileError(toml.path, tuple(problems))
    return file


def _plan_problems(drill: Drill, toml: TomlText) -> list[Problem]:
    """What only shows once the drill is planned: orders that cannot exist, and certain flashes."""
    for mode in drill.modes:
        # The order is the same in every mode: the first is looked at closely.
        for seed in _CHECK_SEEDS if mode == drill.modes[0] else _CHECK_SEEDS[:1]:
            try:
                planned = plan(drill, seed, mode=mode)
            except PlanError as failure:
                return [toml.problem(("order",), failure.problem, failure.hint)]
            for lane in planned.lanes:
                breach = certain_breach(lane)
                if breach is not None:
                    return [toml.problem(("trial",), breach.words(), _FLASH_HINT)]
    return []
