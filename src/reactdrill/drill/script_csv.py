"""Cue times from a spreadsheet as a script: one row a cue, with the athlete's responses where wanted.

A first line `# drill: four-choice` names the drill, so that the file can stand alone. Columns: `onset_ms` (the cue's
time from the run's start), the names of the variables that pick the alternative (such as `place`), and optionally
`trial`, `response_ms` (from the cue), `response_target`, `response_action`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reactdrill.drill.expand import rows
from reactdrill.drill.library import Library
from reactdrill.drill.model import Drill, Row, Trial, VariedValue
from reactdrill.drill.script import Script, ScriptFile
from reactdrill.drill.script_file import find_drill, plan_script
from reactdrill.drill.script_sheet import Sheet, SheetRow, read_sheet
from reactdrill.drill.toml_file import problems_of
from reactdrill.drill.values import nearest_hint
from reactdrill.errors import Problem, ScriptFileError

FIXED_COLUMNS = ("onset_ms", "trial", "response_ms", "response_target", "response_action")
WINDOW_SHARE = 0.75
"""Of the time to the next cue, the most that a response window takes."""
DEFAULT_WINDOW_MS = 1500.0
LONGEST_MS = 86_400_000.0


def load_csv(path: Path, library: Library, drill: str | None = None) -> ScriptFile:
    """Read cue times for a drill, the one the file names when `drill` is None.

    Raises `ScriptFileError` with every mistake found.
    """
    sheet = read_sheet(path)
    wanted = drill or sheet.drill
    if not wanted:
        hint = "give --drill NAME, or write `# drill: NAME` as the file's first line"
        raise ScriptFileError(path, (Problem("", "no drill is named", hint),))
    chosen = find_drill(wanted, sheet, library)
    raw = _Reading(sheet, chosen.drill).trials()
    sheet.raise_problems()
    data = {"format": 1, "title": path.stem[:80], "drill": chosen.drill.name, "trials": raw}
    try:
        script = Script.model_validate(data)
    except ValidationError as failure:
        problems = problems_of(failure, Script, data, sheet.problem)
        raise ScriptFileError(path, tuple(problems)) from failure
    return plan_script(script, sheet, chosen)


class _Reading:
    """Makes trials of a sheet's rows and notes mistakes on the sheet."""

    def __init__(self, sheet: Sheet, drill: Drill) -> None:
        self.sheet = sheet
        self.drill = drill
        self._templates = {trial.name: trial for trial in drill.trial}

    def trials(self) -> list[dict[str, Any]]:
        """One for each row; of no use when the sheet has problems."""
        self._check_columns()
        onsets = [self._onset(row) for row in self.sheet.rows]
        parts = [self._part(row) for row in self.sheet.rows]
        if None in onsets:
            return []
        times = [onset for onset in onsets if onset is not None]
        return [{**part, **self._frame(place, times)} for place, part in enumerate(parts)]

    def _onset(self, row: SheetRow) -> float | None:
        onset = self.sheet.number(row, "onset_ms")
        if onset is None or 0 <= onset <= LONGEST_MS:
            return onset
        self.sheet.note(row, "onset_ms", f"{row.cells['onset_ms']} is outside 0 to {LONGEST_MS:.0f}")
        return None

    def _check_columns(self) -> None:
        if not self.sheet.columns:
            hint = "the first line names the columns, each line below is one cue"
            self.sheet.note_header("", "there is no table", hint)
            self.sheet.raise_problems()
        variables = {name for trial in self.drill.trial for name in rows(trial)[0]}
        known = [*FIXED_COLUMNS, *sorted(variables)]
        for column in self.sheet.columns:
            if column not in known:
                self.sheet.note_header(column, "unknown column", nearest_hint(column, known))
        if "onset_ms" not in self.sheet.columns:
            hint = "give each cue's time from the start, in milliseconds"
            self.sheet.note_header("onset_ms", "this column is missing", hint)
            self.sheet.raise_problems()
        if not self.sheet.rows:
            self.sheet.note_header(
                "", "there are no rows", "each line below the names of the columns is one cue"
            )

    def _part(self, row: SheetRow) -> dict[str, Any]:
        """All of a trial but its times."""
        name = row.cells.get("trial") or self.drill.trial[0].name
        template = self._templates.get(name)
        if template is None:
            hint = nearest_hint(name, list(self._templates))
            self.sheet.note(row, "trial", f"the drill has no trial {name!r}", hint)
            return {}
        values = self._values(row, template)
        return {"trial": name, "with": values, "respond": self._responses(row, values)}

    def _values(self, row: SheetRow, template: Trial) -> Row:
        known = rows(template)
        values: Row = {}
        for name in known[0]:
            if not (cell := row.cells.get(name)):
                self.sheet.note(row, name, "a value is wanted here")
                continue
            choices = list(dict.fromkeys(each[name] for each in known))
            meant = next((each for each in choices if self._is_written(each, cell)), None)
            if meant is None:
                hint = nearest_hint(cell, [str(each) for each in choices])
                self.sheet.note(row, name, f"{cell!r} is not one of the drill's values", hint)
            else:
                values[name] = meant
        return values

    def _is_written(self, value: VariedValue, cell: str) -> bool:
        if isinstance(value, str):
            return value == cell
        if isinstance(value, bool):
            return str(value).lower() == cell.lower()
        return self.sheet.as_number(cell) == value

    def _responses(self, row: SheetRow, values: Row) -> list[dict[str, Any]]:
        if not row.cells.get("response_ms"):
            for column in ("response_target", "response_action"):
                if row.cells.get(column):
                    self.sheet.note(
                        row, column, "has no meaning without response_ms", "give its time, or empty this"
                    )
            return []
        action = row.cells.get("response_action") or "press"
        target = row.cells.get("response_target") or str(next(iter(values.values()), ""))
        return [{"target": target, "ms": self.sheet.number(row, "response_ms"), "action": action}]

    def _frame(self, place: int, times: list[float]) -> dict[str, float]:
        """When the trial begins and how long its window is, so that no trial runs into the next cue."""
        begin_ms = 0.0
        if place > 0:
            free_from = times[place - 1] + self._window_ms(place - 1, times) + float(self.drill.window.iti_ms)
            begin_ms = free_from + (times[place] - free_from) * 0.25
        return {
            "foreperiod_ms": times[place] - begin_ms,
            "not_before_ms": begin_ms,
            "response_ms": self._window_ms(place, times, note=True),
        }

    def _window_ms(self, place: int, times: list[float], *, note: bool = False) -> float:
        own = self.drill.window.response_ms
        longest = float(own) if isinstance(own, int | float) else DEFAULT_WINDOW_MS
        if place + 1 == len(times):
            return longest
        gap = times[place + 1] - times[place]
        room_ms = (gap - float(self.drill.window.iti_ms)) * WINDOW_SHARE
        if note and room_ms <= float(self.drill.window.min_rt_ms):
            self._note_no_room(place + 1, times[place + 1], gap)
        return min(longest, room_ms)

    def _note_no_room(self, place: int, onset: float, gap: float) -> None:
        row = self.sheet.rows[place]
        if gap <= 0:
            problem = f"{onset:g} does not come after the cue before it ({onset - gap:g})"
            self.sheet.note(row, "onset_ms", problem, "write cues in the order of time")
        else:
            problem = f"{onset:g} comes only {gap:g} ms after the cue before it"
            self.sheet.note(row, "onset_ms", problem, "leave room for a response between them")
