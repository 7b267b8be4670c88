"""The rules of a drill file that span tables. Each finds every mistake of its kind; none raises."""

from __future__ import annotations

from collections.abc import Callable

from reactdrill.drill.expand import rows
from reactdrill.drill.lines import Path as KeyPath
from reactdrill.drill.model import Drill, Foreperiod
from reactdrill.drill.toml_file import TomlText
from reactdrill.drill.translation_rules import drill_translations
from reactdrill.drill.trial import ANY_TARGET, COACH
from reactdrill.drill.trial_rules import Found, TrialRules
from reactdrill.drill.values import nearest_hint
from reactdrill.errors import Problem

PHYSICAL = ("balance", "agility", "core", "movement", "proprioception")


def broken_rules(drill: Drill, toml: TomlText) -> list[Problem]:
    """Every mistake that is more than a wrong key or value."""
    found = [problem for rule in _RULES for problem in rule(drill)]
    problems = [toml.problem(*each) for each in found]
    for template, trial in enumerate(drill.trial):
        problems += TrialRules(drill, template, trial, toml).problems()
    return list(dict.fromkeys(problems))


def _unique_names(drill: Drill) -> Found:
    for key, names in (
        ("targets", [target.name for target in drill.targets]),
        ("trial", [trial.name for trial in drill.trial]),
        ("lanes", [lane.name for lane in drill.lanes]),
    ):
        for place, name in enumerate(names):
            if name in names[:place]:
                yield (key, place, "name"), f"{name!r} stands twice", "give each its own name"
    for place, target in enumerate(drill.targets):
        if target.name in (ANY_TARGET, COACH):
            yield ("targets", place, "name"), f"{target.name!r} has a meaning of its own", "use another name"


def _targets(drill: Drill) -> Found:
    if not drill.targets and "sensor" in drill.modes:
        hint = 'add [[targets]], or set modes = ["observer"]'
        yield ("targets",), "responses on a sensor need a target", hint


def _lanes(drill: Drill) -> Found:
    known = [target.name for target in drill.targets]
    taken: dict[str, str] = {}
    for place, lane in enumerate(drill.lanes):
        for number, target in enumerate(lane.targets):
            path: KeyPath = ("lanes", place, "targets", number)
            if target not in known:
                yield path, f"there is no target {target!r}", nearest_hint(target, known)
            elif target in taken:
                yield path, f"{target!r} belongs to lane {taken[target]!r} already", "a target has one lane"
            taken[target] = lane.name
    for place, trial in enumerate(drill.trial):
        if trial.lane is not None and trial.lane not in [lane.name for lane in drill.lanes]:
            hint = nearest_hint(trial.lane, [lane.name for lane in drill.lanes])
            yield ("trial", place, "lane"), f"there is no lane {trial.lane!r}", hint
    for place, lane in enumerate(drill.lanes):
        if not any(trial.lane in (None, lane.name) for trial in drill.trial):
            hint = "give a trial this lane, or no lane"
            yield ("lanes", place), f"lane {lane.name!r} has no trial", hint


def _foreperiods(drill: Drill) -> Found:
    yield from _foreperiod(drill.foreperiod, ("foreperiod",))
    for place, trial in enumerate(drill.trial):
        if trial.foreperiod is not None:
            yield from _foreperiod(trial.foreperiod, ("trial", place, "foreperiod"))


def _foreperiod(spec: Foreperiod, path: KeyPath) -> Found:
    wanted = {"fixed": {"ms"}, "uniform": {"min_ms", "max_ms"}, "exponential": {"min_ms", "max_ms", "tau_ms"}}
    given = spec.model_fields_set - {"kind"}
    for key in sorted(wanted[spec.kind] - given):
        yield (*path, key), f"is missing in a {spec.kind} foreperiod", "add it"
    for key in sorted(given - wanted[spec.kind]):
        yield (*path, key), f"has no meaning in a {spec.kind} foreperiod", "remove it or change kind"
    if spec.min_ms is not None and spec.max_ms is not None and spec.min_ms > spec.max_ms:
        yield (*path, "min_ms"), f"{spec.min_ms:g} is above max_ms {spec.max_ms:g}", "swap them"


def _order(drill: Drill) -> Found:
    order = drill.order
    if order.sequence is not None and order.kind != "fixed":
        yield ("order", "sequence"), f"has no meaning in a {order.kind} order", 'set kind = "fixed"'
    weighted = [place for place, trial in enumerate(drill.trial) if trial.weight is not None]
    if order.kind in ("random", "fixed"):
        for place in weighted:
            hint = 'set order.kind = "weighted" or "balanced"'
            yield ("trial", place, "weight"), f"has no effect in a {order.kind} order", hint
    if isinstance(order.no_repeat, str):
        varied = {name for trial in drill.trial for row in rows(trial) for name in row}
        if order.no_repeat not in varied:
            hint = nearest_hint(order.no_repeat, sorted(varied)) or "name a variable of vary, or write true"
            yield ("order", "no_repeat"), f"no trial varies {order.no_repeat!r}", hint


def _sequence(drill: Drill) -> Found:
    have = [{"trial": trial.name, **row} for trial in drill.trial for row in rows(trial)]
    for place, wanted in enumerate(drill.order.sequence or []):
        fields = {"trial": wanted} if isinstance(wanted, str) else wanted
        if not any(all(each.get(key) == value for key, value in fields.items()) for each in have):
            shown = ", ".join(f"{key} = {value!r}" for key, value in fields.items())
            hint = "use names and values of [[trial]]"
            if isinstance(wanted, str):
                hint = nearest_hint(wanted, [trial.name for trial in drill.trial])
            yield ("order", "sequence", place), f"no trial has {shown}", hint


def _ends(drill: Drill) -> Found:
    until = drill.until
    if not until.model_fields_set:
        yield ("until",), "a set must end somehow", "add trials, time_s, hits or strikes"
    total = (until.trials or 0) * drill.sets.count * (2 if drill.sides == "both" else 1)
    if total > 100_000:
        yield ("until", "trials"), f"{total} trials are planned in all; at most 100000 can be", "plan fewer"


def _mirrors(drill: Drill) -> Found:
    if drill.mirror and drill.sides != "both":
        hint = 'set sides = "both" or remove it'
        yield ("mirror",), f'has no effect while sides is "{drill.sides}"', hint
    names = [target.name for target in drill.targets]
    for one, other in drill.mirror.items():
        for name in (one, other):
            if name not in names:
                yield ("mirror", one), f"there is no target {name!r}", nearest_hint(name, names)


def _texts(drill: Drill) -> Found:
    if drill.component in PHYSICAL and not drill.text.safety:
        yield (
            ("text", "safety"),
            "a drill people move in needs it",
            "say space, surface, footwear and when to stop",
        )
    if drill.sides != "both" and "first_side" in drill.model_fields_set:
        words = f'has no effect while sides is "{drill.sides}"'
        yield ("first_side",), words, 'set sides = "both" or remove it'


def _staircases(drill: Drill) -> Found:
    names = [trial.name for trial in drill.trial]
    for name, spec in drill.adaptive.items():
        path: KeyPath = ("adaptive", name)
        if not spec.min_ms <= spec.start_ms <= spec.max_ms:
            limits = f"{spec.min_ms:g} to {spec.max_ms:g}"
            yield (
                (*path, "start_ms"),
                f"{spec.start_ms:g} is outside its limits {limits}",
                "start within them",
            )
        if spec.step_up_ms * spec.step_down_ms <= 0:
            hint = "give both the same sign; step_down_ms is taken away"
            yield (*path, "step_down_ms"), "the two steps lead the same way, or nowhere", hint
        for number, trial in enumerate(spec.trials):
            if trial not in names:
                yield (*path, "trials", number), f"there is no trial {trial!r}", nearest_hint(trial, names)


def _growing(drill: Drill) -> Found:
    for name, spec in drill.growing.items():
        path: KeyPath = ("growing", name)
        if not spec.min <= spec.start <= spec.max:
            limits = f"{spec.min} to {spec.max}"
            yield (*path, "start"), f"{spec.start} is outside its limits {limits}", "start within them"
        if name in drill.adaptive:
            yield path, f"there is an [adaptive.{name}] too", "give each its own name"


def _entries(drill: Drill) -> Found:
    entries = [] if drill.observer is None else drill.observer.entries
    names = [entry.name for entry in entries]
    for place, entry in enumerate(entries):
        path: KeyPath = ("observer", "entries", place)
        if entry.name in names[:place]:
            yield (*path, "name"), f"{entry.name!r} stands twice", "give each its own name"
        if entry.min >= entry.max:
            yield (*path, "min"), f"{entry.min:g} is not below max {entry.max:g}", "swap them"
    score = drill.score
    if (score.entry is not None) != (score.of == "entry"):
        yield ("score", "entry"), 'goes with of = "entry", and only with it', "add the other or remove it"
    elif score.entry is not None and score.entry not in names:
        hint = nearest_hint(score.entry, names) or "add [[observer.entries]]"
        yield ("score", "entry"), f"the observer enters no {score.entry!r}", hint


def _score(drill: Drill) -> Found:
    score = drill.score
    if (score.best is not None) != (score.take == "best_mean"):
        yield (
            ("score", "best"),
            'goes with take = "best_mean", and only with it',
            "add the other or remove it",
        )
    if score.trials is not None and score.trials[0] > score.trials[1]:
        yield ("score", "trials"), f"{score.trials[0]} comes after {score.trials[1]}", "swap them"
    task = drill.task
    if task is not None and task.start_from[0] > task.start_from[1]:
        yield ("task", "start_from"), f"{task.start_from[0]} is above {task.start_from[1]}", "swap them"
    rule = drill.level_rule
    if rule is not None and drill.name in (rule.next, rule.previous):
        yield ("level_rule",), "the drill leads to itself", "name another drill"
    if rule is not None and rule.poor >= rule.accuracy:
        yield ("level_rule", "poor"), f"{rule.poor:g} is not below accuracy {rule.accuracy:g}", "lower it"


_RULES: tuple[Callable[[Drill], Found], ...] = (
    _unique_names,
    _targets,
    _lanes,
    _foreperiods,
    _order,
    _sequence,
    _ends,
    _mirrors,
    _texts,
    drill_translations,
    _staircases,
    _growing,
    _entries,
    _score,
)
