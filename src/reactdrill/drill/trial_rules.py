"""The rules of one kind of trial, checked for each of its alternatives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from reactdrill.assets import image_path, tone_path, word_path
from reactdrill.drill.expand import MAX_ALTERNATIVES, ExpandError, both_ways, fill, mirrored, rows
from reactdrill.drill.lines import Path as KeyPath
from reactdrill.drill.model import Drill, Hold, On, Reference, Row, Sequence, Sound, Step, Trial, Window
from reactdrill.drill.resolve import is_quiet, merged_window, step_id
from reactdrill.drill.toml_file import TomlText, problems_of
from reactdrill.drill.trial import ANY_TARGET, SEQUENCE_END
from reactdrill.drill.values import nearest_hint
from reactdrill.errors import AssetMissingError, Problem

Found = Iterator[tuple[KeyPath, str, str]]
"""Key, problem, hint."""

_IN_DRILL: KeyPath = ("",)
"""Starts the path of a key that stands in the drill itself, not in the trial."""
ANCHORS = ("start", "foreperiod", "response")
ELEMENT = re.compile(r"element-[0-9]+")
"""Ids that a sequence gives its elements."""
SHOWN = ("shape", "text", "image", "counter")
_RESPONSE = re.compile(r"response(:[1-9][0-9]?)?")


@dataclass(frozen=True)
class TrialRules:
    """The rules of one trial, checked for each of its alternatives."""

    drill: Drill
    number: int
    trial: Trial
    toml: TomlText

    def problems(self) -> list[Problem]:
        """Every mistake found, with the values of `vary` that lead to it."""
        found = self._varied_rows()
        if isinstance(found, Problem):
            return [found]
        problems: dict[tuple[KeyPath, str], Problem] = {}
        for row in found:
            for path, problem, hint in self._of_row(row):
                where = ("trial", self.number, *path) if path[:1] != _IN_DRILL else path[1:]
                words = problem + (_row_words(row) if row else "")
                problems.setdefault((where, problem), self.toml.problem(where, words, hint))
        return list(problems.values())

    def _of_row(self, row: Row) -> Found:
        try:
            filled = fill(self.trial, self.number, row)
        except ExpandError as failure:
            yield from self._of_failure(failure, row)
        else:
            yield from self._rules(filled)

    def _varied_rows(self) -> list[Row] | Problem:
        path: KeyPath = ("trial", self.number, "vary")
        vary = self.trial.vary
        if isinstance(vary, list) and len({frozenset(row) for row in vary}) > 1:
            return self.toml.problem(
                path, "the rows do not all name the same variables", "give each row every one"
            )
        found = rows(self.trial)
        if "trial" in found[0]:
            return self.toml.problem(path, "'trial' has a meaning of its own", "use another name")
        if len(found) > MAX_ALTERNATIVES:
            return self.toml.problem(
                path, f"makes {len(found)} alternatives; at most {MAX_ALTERNATIVES} are taken"
            )
        if self.drill.sides == "both":
            mirror = both_ways(self.drill.mirror)
            return found + [other for row in found if (other := mirrored(row, mirror)) not in found]
        return found

    def _of_failure(self, failure: ExpandError, row: Row) -> Found:
        if isinstance(failure.failure, ValidationError):
            raw = self.trial.model_dump(exclude_unset=True)
            found: list[tuple[KeyPath, str, str]] = []

            def note(path: KeyPath, what: str, hint: str) -> Problem:
                found.append((path, what, hint))
                return Problem("", what, hint)

            problems_of(failure.failure, Trial, raw, note)
            yield from found
        else:
            yield (), failure.failure, f"vary gives {', '.join(row)}" if row else "add it to vary"

    def _rules(self, trial: Trial) -> Found:
        yield from self._steps(trial)
        yield from self._anchors(trial)
        yield from self._reference(trial)
        yield from self._expect(trial)
        yield from self._begin(trial)
        yield from self._sequence(trial)
        yield from self._window(trial)

    def _steps(self, trial: Trial) -> Found:
        ids = [step_id(step, number) for number, step in enumerate(trial.steps)]
        for number, step in enumerate(trial.steps):
            path: KeyPath = ("steps", number)
            if ids[number] in ids[:number] or ids[number] in ANCHORS or ELEMENT.fullmatch(ids[number]):
                yield (*path, "id"), f"{ids[number]!r} is taken", "give each step its own id"
            yield from self._one_cue(step, path)
            if step.target is not None:
                yield from self._target(step.target, (*path, "target"))
            if step.duration_ms is not None and step.frames is not None:
                yield (*path, "frames"), "stands beside duration_ms", "keep one of them"
            if step.offset_param is not None:
                yield from self._parameter(step.offset_param, (*path, "offset_param"))
        if not trial.steps:
            yield (
                ("steps",),
                "a trial needs a cue",
                "add [[trial.steps]]; for trials without one there is [catch]",
            )

    def _one_cue(self, step: Step, path: KeyPath) -> Found:
        kinds = [kind for kind in ("show", "light", "sound") if getattr(step, kind) is not None]
        if len(kinds) != 1:
            yield (
                path,
                f"has {' and '.join(kinds) or 'no cue'}",
                "give a step exactly one of show, light, sound",
            )
        if step.light is not None and step.target is None:
            yield (*path, "light"), "a light needs a target", "add target"
        if step.motion is not None and step.show is None:
            yield (*path, "motion"), "only what is shown can move", "use it with show"
        if step.show is not None:
            parts = [key for key in SHOWN if getattr(step.show, key) is not None]
            if len(parts) != 1:
                yield (
                    (*path, "show"),
                    f"has {' and '.join(parts) or 'nothing to show'}",
                    f"one of {', '.join(SHOWN)}",
                )
            if step.show.counter is not None and step.motion is not None:
                yield (*path, "motion"), "a counter stays in its place", "remove it"
            if step.show.image is not None:
                yield from _asset((*path, "show", "image"), lambda: image_path(str(step.show.image)))  # type: ignore[union-attr]
        if step.sound is not None:
            yield from _sound(step.sound, (*path, "sound"))

    def _anchors(self, trial: Trial) -> Found:
        ids = [step_id(step, number) for number, step in enumerate(trial.steps)]
        endless = {
            step_id(step, number)
            for number, step in enumerate(trial.steps)
            if step.duration_ms is None and step.frames is None and step.sound is None
        }
        for number, step in enumerate(trial.steps):
            path: KeyPath = ("steps", number, "after")
            anchor, dot, end = step.after.partition(".")
            if step.after.startswith("response"):
                if _RESPONSE.fullmatch(step.after) is None:
                    yield path, f"{step.after!r} is not an anchor", 'write "response" or "response:2"'
            elif step.after == SEQUENCE_END and trial.sequence is not None:
                continue
            elif anchor not in (*ids, *ANCHORS) or (dot and end != "end"):
                yield (
                    path,
                    f"there is no {step.after!r} to follow",
                    nearest_hint(step.after, [*ANCHORS, *ids]),
                )
            elif dot and anchor in endless:
                yield path, f"{anchor!r} has no end of its own", f"give {anchor!r} a duration_ms"
        for loop in _loops(trial):
            yield (
                ("steps", loop, "after"),
                "the steps wait for each other in a circle",
                "start one at the foreperiod",
            )

    def _reference(self, trial: Trial) -> Found:
        written = trial.reference
        name = written.step if isinstance(written, Reference) else written
        ids = [step_id(step, number) for number, step in enumerate(trial.steps)]
        if name is not None and name not in ids:
            yield ("reference",), f"there is no step {name!r}", nearest_hint(name, ids)
        elif name is not None and trial.steps[ids.index(name)].after.startswith("response"):
            yield (
                ("reference",),
                f"step {name!r} waits for a response itself",
                "count from a cue that comes by itself",
            )

    def _expect(self, trial: Trial) -> Found:
        expect = trial.expect
        if expect is None:
            return
        if (expect.count is not None) != (expect.match == "count"):
            hint = "add the other or remove it"
            yield ("expect", "count"), 'goes with match = "count", and only with it', hint
        for number, target in enumerate(expect.targets):
            if target != ANY_TARGET:
                yield from self._target(target, ("expect", "targets", number))
        if expect.match == "none" and expect.targets:
            yield ("expect", "targets"), 'have no meaning with match = "none"', "remove them"
        if expect.match in ("all", "order") and (not expect.targets or ANY_TARGET in expect.targets):
            yield ("expect", "targets"), f'match = "{expect.match}" needs named targets', "list them"
        if expect.match == "all" and len(set(expect.targets)) < len(expect.targets):
            yield ("expect", "targets"), "name a target twice", 'use match = "order" for repeats'
        if (expect.home is not None) != (expect.action == "leave_reach"):
            yield (
                ("expect", "home"),
                'goes with action = "leave_reach", and only with it',
                "add the other or remove it",
            )
        elif expect.home is not None:
            yield from self._target(expect.home, ("expect", "home"))

    def _begin(self, trial: Trial) -> Found:
        begin = trial.begin
        if "cue_only" in self.drill.modes and isinstance(begin, Hold | On):
            hint = 'take cue_only out of modes, or set begin = "auto"'
            yield ("begin",), "in cue_only mode nothing tells when the athlete is there", hint
        if begin == "together" and len(self.drill.lanes) < 2:
            yield ("begin",), '"together" needs two lanes or more', 'add [[lanes]], or set begin = "auto"'
        if isinstance(begin, Hold):
            yield from self._target(begin.hold, ("begin", "hold"))
        elif isinstance(begin, On) and begin.lane is None:
            yield from self._target(begin.on, ("begin", "on"))
        elif isinstance(begin, On):
            partner = next((lane for lane in self.drill.lanes if lane.name == begin.lane), None)
            names = [lane.name for lane in self.drill.lanes]
            if partner is None:
                yield (
                    ("begin", "lane"),
                    f"there is no lane {begin.lane!r}",
                    nearest_hint(begin.lane or "", names),
                )
            elif begin.on not in partner.targets:
                yield ("begin", "on"), f"lane {begin.lane!r} has no target {begin.on!r}", ""

    def _sequence(self, trial: Trial) -> Found:
        sequence = trial.sequence
        if sequence is None:
            return
        path: KeyPath = ("sequence",)
        for number, target in enumerate(sequence.targets):
            yield from self._target(target, (*path, "targets", number))
        kinds = [kind for kind in ("show", "light", "sound") if getattr(sequence, kind) is not None]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "nothing to show its elements with"
            yield path, f"has {found}", "give it exactly one of show, light, sound"
        if trial.expect is not None and trial.expect.targets:
            yield ("expect", "targets"), "are drawn by the sequence", "remove them"
        if not any(step.after == SEQUENCE_END for step in trial.steps):
            hint = f'give the cue that says "your turn" after = "{SEQUENCE_END}"'
            yield ("steps",), "nothing follows the sequence", hint
        if sequence.no_repeat and len(set(sequence.targets)) == 1:
            yield (*path, "no_repeat"), "one target alone must repeat", "name more targets"
        yield from self._length(sequence)

    def _length(self, sequence: Sequence) -> Found:
        name, known = sequence.length_param, self.drill.growing
        if name is None:
            return
        if name not in known:
            hint = nearest_hint(name, list(known)) or "add it"
            yield ("sequence", "length_param"), f"there is no [growing.{name}]", hint
        elif known[name].max > sequence.length:
            words = f"[growing.{name}] goes up to {known[name].max}, the sequence has {sequence.length}"
            yield ("sequence", "length"), words, f"write length = {known[name].max}"

    def _window(self, trial: Trial) -> Found:
        window = merged_window(self.drill.window, trial.window)
        path: KeyPath = ("window",) if trial.window is not None else (*_IN_DRILL, "window")
        has_end = window.response_ms is not None or window.response_param is not None
        if not has_end and (window.light_out != "hit" or is_quiet(trial) or "cue_only" in self.drill.modes):
            yield (
                (*path, "response_ms"),
                "this trial would never end by itself",
                self._why_endless(window, trial),
            )
        if window.response_param is not None:
            yield from self._parameter(window.response_param, (*path, "response_param"))
        if isinstance(window.response_ms, float | int) and window.response_ms <= float(window.min_rt_ms):
            yield (
                (*path, "response_ms"),
                f"{window.response_ms:g} leaves no time after min_rt_ms",
                "make it longer",
            )

    def _why_endless(self, window: Window, trial: Trial) -> str:
        if is_quiet(trial):
            return "waiting is right here, so give window.response_ms"
        if window.light_out == "hit":
            return "without sensors only time ends it, so give window.response_ms"
        kept = f'set light_out = "hit" (it is {window.light_out!r}) to wait for a hit'
        return f"add window.response_ms, or {kept}"

    def _target(self, name: str, path: KeyPath) -> Found:
        lane = next((lane for lane in self.drill.lanes if lane.name == self.trial.lane), None)
        known = lane.targets if lane is not None else [target.name for target in self.drill.targets]
        if name not in known:
            whose = f"lane {lane.name!r} has" if lane is not None else "there is"
            yield path, f"{whose} no target {name!r}", nearest_hint(name, known)

    def _parameter(self, name: str, path: KeyPath) -> Found:
        if name not in self.drill.adaptive:
            yield (
                path,
                f"there is no [adaptive.{name}]",
                nearest_hint(name, list(self.drill.adaptive)) or "add it",
            )


def _sound(sound: Sound, path: KeyPath) -> Found:
    parts = [key for key in ("say", "tone") if getattr(sound, key) is not None]
    if len(parts) != 1:
        yield path, f"has {' and '.join(parts) or 'nothing to play'}", "give exactly one of say, tone"
    if sound.say is not None:
        word = sound.say
        yield from _asset((*path, "say"), lambda: word_path(word))
    if sound.tone is not None:
        tone = sound.tone
        yield from _asset((*path, "tone"), lambda: tone_path(tone))


def _asset(path: KeyPath, find: Callable[[], object]) -> Found:
    try:
        find()
    except AssetMissingError as missing:
        yield path, f"no {missing.kind} is called {missing.name!r}", missing.hint


def _loops(trial: Trial) -> list[int]:
    """Steps that can never begin because they wait for each other."""
    reached = {*ANCHORS, "sequence"}
    pending = dict(enumerate(trial.steps))
    while True:
        ready = [
            number for number, step in pending.items() if step.after.split(".")[0].split(":")[0] in reached
        ]
        if not ready:
            known = {step_id(step, number) for number, step in enumerate(trial.steps)}
            return [number for number, step in pending.items() if step.after.split(".")[0] in known]
        for number in ready:
            reached.add(step_id(pending.pop(number), number))


def _row_words(row: Row) -> str:
    return f" (with {', '.join(f'{name} = {value!r}' for name, value in row.items())})" if row else ""
