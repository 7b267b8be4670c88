"""Plans a script trial by trial, and says what of it the drill does not have."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pydantic import ValidationError

from reactdrill.drill.expand import Alternative, ExpandError, fill, rows
from reactdrill.drill.lines import Path as KeyPath
from reactdrill.drill.model import Drill, Row, Sequence, Trial, VariedValue
from reactdrill.drill.places import places
from reactdrill.drill.planner import lane_targets, staircases
from reactdrill.drill.resolve import resolve, with_sequence
from reactdrill.drill.script import Fault, Key, Respond, Script, ScriptTrial
from reactdrill.drill.toml_file import problems_of
from reactdrill.drill.trial import LanePlan, Mode, PlannedSet, PlannedTrial, Until
from reactdrill.drill.values import nearest_hint, to_ns
from reactdrill.errors import Problem


class Written(Protocol):
    """A script's text, whatever its format: knows where things stand."""

    @property
    def path(self) -> Path | str:
        """The file, for messages."""

    @property
    def sha256(self) -> str:
        """Hash of the text."""

    def problem(self, path: KeyPath, problem: str, hint: str = "") -> Problem:
        """A mistake at a key."""


class ScriptPlanner:
    """Plans each trial of a script and collects mistakes on the way."""

    def __init__(self, script: Script, drill: Drill, written: Written) -> None:
        self.script = script
        self.drill = drill
        self.written = written
        self.problems: list[Problem] = []
        self.responses: dict[Key, tuple[Respond, ...]] = {}
        self.faults: dict[Key, tuple[Fault, ...]] = {}
        self.mode: Mode = script.mode or drill.modes[0]
        self._places = places(drill)
        self._templates = {trial.name: number for number, trial in enumerate(drill.trial)}
        self._lane_targets = lane_targets(drill)
        self._known: dict[tuple[int, tuple[tuple[str, VariedValue], ...]], Alternative] = {}
        if self.mode not in drill.modes:
            hint = f"it has {', '.join(drill.modes)}"
            self._note(("mode",), f"the drill has no {self.mode} mode", hint)

    def lanes(self) -> tuple[LanePlan, ...]:
        """The plan of every lane; what cannot be planned is in `problems`."""
        planned: dict[str, list[PlannedTrial]] = {lane: [] for lane in self._lane_targets}
        for place, written in enumerate(self.script.trials):
            lane = self._lane(place, written)
            if lane is None:
                continue
            index = len(planned[lane])
            self._keep_responses(place, written, (lane, index))
            trial = self._trial(place, written, index)
            if trial is not None:
                planned[lane].append(trial)
        return tuple(
            LanePlan(
                lane,
                self._lane_targets[lane],
                (PlannedSet(0, 0, Until(len(trials))),),
                tuple(trials),
                staircases(self.drill),
            )
            for lane, trials in planned.items()
            if trials
        )

    def _lane(self, place: int, written: ScriptTrial) -> str | None:
        """The lane a trial is for: as written, else the one its template belongs to, else the first."""
        template = self._templates.get(written.trial)
        own = None if template is None else self.drill.trial[template].lane
        lane = written.lane or own or next(iter(self._lane_targets))
        if lane not in self._lane_targets:
            hint = nearest_hint(lane, list(self._lane_targets))
            self._note(("trials", place, "lane"), f"there is no lane {lane!r}", hint)
            return None
        if own not in (None, lane):
            self._note(
                ("trials", place, "lane"),
                f"trial {written.trial!r} belongs to lane {own!r}",
                f"write {own!r}",
            )
            return None
        return lane

    def _trial(self, place: int, written: ScriptTrial, index: int) -> PlannedTrial | None:
        alternative = self._alternative(place, written)
        if alternative is None:
            return None
        planned = resolve(
            self.drill,
            alternative,
            self._places,
            self.mode,
            index=index,
            set_index=0,
            foreperiod_ns=to_ns(written.foreperiod_ms),
            side=written.side,
            practice=written.practice,
        )
        if alternative.trial.sequence is not None:
            elements = self._elements(place, written, alternative.trial.sequence)
            planned = with_sequence(planned, alternative.trial.sequence, elements, self._places)
        elif written.sequence:
            self._note(("trials", place, "sequence"), f"trial {written.trial!r} has no sequence", "remove it")
        if written.not_before_ms is not None:
            planned = replace(
                planned, begin=replace(planned.begin, not_before_ns=to_ns(written.not_before_ms))
            )
        if written.response_ms is not None:
            planned = replace(planned, window=replace(planned.window, response_ns=to_ns(written.response_ms)))
        return planned

    def _elements(self, place: int, written: ScriptTrial, sequence: Sequence) -> tuple[str, ...]:
        """The elements as written, checked; some that do where they cannot be used."""
        known = sequence.targets or [target.name for target in self.drill.targets]
        path: KeyPath = ("trials", place, "sequence")
        for number, target in enumerate(written.sequence):
            if target not in known:
                self._note((*path, number), f"there is no {target!r} to draw", nearest_hint(target, known))
        if not 1 <= len(written.sequence) <= sequence.length:
            wanted = f"1 to {sequence.length} targets are wanted"
            self._note(path, f"{wanted}, not {len(written.sequence)}", f"write {path[-1]} = {known[:3]}")
            return (known[0],)
        return tuple(written.sequence)

    def _alternative(self, place: int, written: ScriptTrial) -> Alternative | None:
        template = self._templates.get(written.trial)
        if template is None:
            hint = nearest_hint(written.trial, list(self._templates))
            self._note(("trials", place, "trial"), f"the drill has no trial {written.trial!r}", hint)
            return None
        key = (template, tuple(written.with_.items()))
        if key not in self._known:
            made = self._fill(place, template, written.with_)
            if made is None:
                return None
            self._known[key] = made
        return self._known[key]

    def _fill(self, place: int, template: int, variables: Row) -> Alternative | None:
        trial = self.drill.trial[template]
        wanted = list(rows(trial)[0])
        for name in variables:
            if name not in wanted:
                hint = nearest_hint(name, wanted)
                self._note(
                    ("trials", place, "with", name), f"trial {trial.name!r} does not vary {name!r}", hint
                )
                return None
        for name in wanted:
            if name not in variables:
                self._note(
                    ("trials", place), f"trial {trial.name!r} needs a value for {name!r}", "add it to with"
                )
                return None
        known = [dict(row) for row in rows(trial)]
        if variables not in known:
            self._note_unknown(place, variables, known)
            return None
        return self._filled(place, template, variables)

    def _note_unknown(self, place: int, variables: Row, known: list[Row]) -> None:
        """Say which value the drill does not have, or that it does not have them together."""
        strange = False
        for name, value in variables.items():
            choices = list(dict.fromkeys(row[name] for row in known))
            if value not in choices:
                strange = True
                hint = nearest_hint(str(value), [str(each) for each in choices])
                self._note(
                    ("trials", place, "with", name), f"{value!r} is not one of the drill's values", hint
                )
        if not strange:
            some = ", ".join(str(row) for row in known[:6])
            problem = f"the drill does not have {variables} together"
            self._note(("trials", place, "with"), problem, f"it has {some}")

    def _filled(self, place: int, template: int, variables: Row) -> Alternative | None:
        try:
            return Alternative(
                template, variables, fill(self.drill.trial[template], template, variables), 1.0
            )
        except ExpandError as failure:
            if isinstance(failure.failure, ValidationError):
                self.problems += problems_of(failure.failure, Trial, {}, self.written.problem)
            else:
                self._note(("trials", place, "with"), failure.failure)
            return None

    def _keep_responses(self, place: int, written: ScriptTrial, lane_trial: tuple[str, int]) -> None:
        path: KeyPath = ("trials", place)
        targets = (*self._lane_targets[lane_trial[0]], "coach")
        stamps: dict[tuple[int, str], float] = {}
        for number, response in enumerate(written.respond):
            where: KeyPath = (*path, "respond", number)
            if response.target not in targets:
                hint = nearest_hint(response.target, list(targets))
                self._note((*where, "target"), f"there is no target {response.target!r}", hint)
            if response.hold_ms is not None and response.action != "press":
                self._note((*where, "hold_ms"), f"has no meaning with a {response.action}", "remove it")
            if response.after == "response":
                if not any(other.attempt == response.attempt for other in written.respond[:number]):
                    self._note(
                        (*where, "after"), "no response comes before this one", 'use "onset" or "start"'
                    )
                continue
            key = (response.attempt, response.after)
            if response.ms < stamps.get(key, 0.0):
                earlier = f"{response.ms:g} ms comes after {stamps[key]:g} ms"
                self._note(
                    (*where, "ms"),
                    f"responses are out of order: {earlier}",
                    "write them in the order of time",
                )
            stamps[key] = response.ms
        for attempt in {response.attempt for response in written.respond}:
            those = tuple(each for each in written.respond if each.attempt == attempt)
            self.responses[*lane_trial, attempt] = those
        for attempt in {fault.attempt for fault in written.faults}:
            self.faults[*lane_trial, attempt] = tuple(
                each for each in written.faults if each.attempt == attempt
            )

    def _note(self, path: KeyPath, problem: str, hint: str = "") -> None:
        self.problems.append(self.written.problem(path, problem, hint))
