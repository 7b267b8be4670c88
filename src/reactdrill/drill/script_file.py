"""Reads scripts: TOML in, a plan with its responses and faults out, every mistake at once."""

from __future__ import annotations

from pathlib import Path

from reactdrill.drill.file import DrillFile
from reactdrill.drill.library import Library
from reactdrill.drill.script import Script, ScriptFile
from reactdrill.drill.script_plan import ScriptPlanner, Written
from reactdrill.drill.toml_file import describes_a_script, read_toml, validate
from reactdrill.drill.trial import Plan
from reactdrill.errors import DrillFileError, Problem, ScriptFileError, UnknownDrillError


def load_script(path: Path, library: Library) -> ScriptFile:
    """Read a TOML script. Raises `ScriptFileError` with every mistake found."""
    toml = read_toml(path, ScriptFileError)
    if "trial" in toml.data and not describes_a_script(toml.data):
        hint = "`reactdrill play` runs drills; a script names its drill and lists [[trials]]"
        raise ScriptFileError(path, (Problem("", "this is a drill, not a script", hint),))
    script, problems = validate(Script, toml)
    if script is None:
        raise ScriptFileError(toml.path, tuple(problems))
    return plan_script(script, toml, find_drill(script.drill, toml, library))


def plan_script(script: Script, written: Written, drill: DrillFile) -> ScriptFile:
    """Plan a script that has been read. Raises `ScriptFileError` with every mistake found."""
    planner = ScriptPlanner(script, drill.drill, written)
    lanes = planner.lanes()
    if planner.problems:
        raise ScriptFileError(written.path, tuple(planner.problems))
    plan = Plan(
        drill=drill.drill.name,
        drill_version=drill.drill.version,
        drill_sha256=drill.sha256,
        mode=planner.mode,
        feedback=drill.drill.feedback,
        lanes=lanes,
    )
    return ScriptFile(
        written.path,
        written.sha256,
        script.title,
        drill,
        plan,
        planner.responses,
        planner.faults,
        script.tolerance,
    )


def find_drill(name: str, written: Written, library: Library) -> DrillFile:
    """The drill a script names, by the library's name or by a path from the script. Raises `ScriptFileError`."""
    place = name
    if name.endswith(".toml") and isinstance(written.path, Path):
        place = str(written.path.parent / name)
    try:
        return library.load(place)
    except UnknownDrillError as error:
        hint = (
            f"did you mean {error.nearest[0]!r}?" if error.nearest else "`reactdrill list` shows the drills"
        )
        problem = written.problem(("drill",), f"no drill is called {name!r}", hint)
        raise ScriptFileError(written.path, (problem,)) from error
    except DrillFileError as error:
        missing = isinstance(error.path, Path) and not error.path.exists()
        words = (
            f"there is no drill file {error.path}"
            if missing
            else f"the drill has mistakes of its own:\n{error}"
        )
        problem = written.problem(("drill",), words)
        raise ScriptFileError(written.path, (problem,)) from error
