"""One drill for every rule that spans tables, broken, and the words people read."""

from __future__ import annotations

import pytest

from drill_text import TRIAL, drill_text, line_with, said

LANES = '[{ name = "one", targets = ["left"] }, { name = "two", targets = ["right"] }]'
ONE = '[[trial]]\nname = "light"\nsteps = [{ light = {}, target = "left" }]\n'

ENTRY = '{ name = "reach", title = "Reach", unit = "cm"'

BROKEN: dict[str, tuple[dict[str, str | None], str, str, str]] = {
    "a number that starts outside its limits": (
        {"growing": "{ n = { start = 9, max = 5 } }"},
        TRIAL,
        "growing",
        "growing.n.start: 9 is outside its limits 1 to 5; start within them",
    ),
    "a number and a time of one name": (
        {
            "growing": "{ n = {} }",
            "adaptive": "{ n = { start_ms = 5, step_up_ms = 1, step_down_ms = 1, min_ms = 1, max_ms = 9 } }",
        },
        TRIAL,
        "growing",
        "growing.n: there is an [adaptive.n] too; give each its own name",
    ),
    "two entries of one name": (
        {"observer": f"{{ entries = [{ENTRY} }}, {ENTRY} }}] }}"},
        TRIAL,
        "observer",
        "observer.entries[2].name: 'reach' stands twice; give each its own name",
    ),
    "an entry without room": (
        {"observer": f"{{ entries = [{ENTRY}, min = 50, max = 20 }}] }}"},
        TRIAL,
        "observer",
        "observer.entries[1].min: 50 is not below max 20; swap them",
    ),
    "a score of an entry that nobody makes": (
        {"observer": f"{{ entries = [{ENTRY} }}] }}", "score": '{ of = "entry", entry = "rech" }'},
        TRIAL,
        "score",
        "score.entry: the observer enters no 'rech'; did you mean 'reach'?",
    ),
    "a score of no entry": (
        {"score": '{ of = "entry" }'},
        TRIAL,
        "score",
        'score.entry: goes with of = "entry", and only with it; add the other or remove it',
    ),
    "a mean of the best without their number": (
        {"score": '{ take = "best_mean" }'},
        TRIAL,
        "score",
        'score.best: goes with take = "best_mean", and only with it; add the other or remove it',
    ),
    "a score of trials the wrong way round": (
        {"score": "{ trials = [7, 2] }"},
        TRIAL,
        "score",
        "score.trials: 7 comes after 2; swap them",
    ),
    "a task that starts nowhere": (
        {"task": "{ start_from = [99, 60] }"},
        TRIAL,
        "task",
        "task.start_from: 99 is above 60; swap them",
    ),
    "a level that leads to itself": (
        {"level_rule": '{ next = "made-up" }'},
        TRIAL,
        "level_rule",
        "level_rule: the drill leads to itself; name another drill",
    ),
    "a poor session better than a good one": (
        {"level_rule": "{ accuracy = 0.5 }"},
        TRIAL,
        "level_rule",
        "level_rule.poor: 0.6 is not below accuracy 0.5; lower it",
    ),
    "two targets of one name": (
        {"targets": '[{ name = "left" }, { name = "right" }, { name = "left" }]'},
        TRIAL,
        "targets",
        "targets[3].name: 'left' stands twice; give each its own name",
    ),
    "a target called any": (
        {"targets": '[{ name = "left" }, { name = "right" }, { name = "any" }]'},
        TRIAL,
        "targets",
        "targets[3].name: 'any' has a meaning of its own; use another name",
    ),
    "a target called coach": (
        {"targets": '[{ name = "left" }, { name = "right" }, { name = "coach" }]'},
        TRIAL,
        "targets",
        "targets[3].name: 'coach' has a meaning of its own; use another name",
    ),
    "two trials of one name": (
        {},
        TRIAL + '[[trial]]\nname = "light"  # again\nsteps = [{ light = {}, target = "left" }]\n',
        "# again",
        "trial[2].name: 'light' stands twice; give each its own name",
    ),
    "no target for a sensor": (
        {"targets": None},
        '[[trial]]\nname = "go"\nsteps = [{ show = { text = "go" } }]\n',
        "",
        'targets: responses on a sensor need a target; add [[targets]], or set modes = ["observer"]',
    ),
    "two lanes of one name": (
        {"lanes": '[{ name = "one", targets = ["left"] }, { name = "one", targets = ["right"] }]'},
        TRIAL,
        "lanes",
        "lanes[2].name: 'one' stands twice; give each its own name",
    ),
    "a lane with a target that is not there": (
        {"lanes": '[{ name = "one", targets = ["lift"] }]'},
        TRIAL,
        "lanes",
        "lanes[1].targets[1]: there is no target 'lift'; did you mean 'left'?",
    ),
    "a target in two lanes": (
        {"lanes": '[{ name = "one", targets = ["left"] }, { name = "two", targets = ["right", "left"] }]'},
        TRIAL,
        "lanes",
        "lanes[2].targets[2]: 'left' belongs to lane 'one' already; a target has one lane",
    ),
    "a trial of a lane that is not there": (
        {"lanes": LANES},
        TRIAL + '[[trial]]\nname = "b"\nlane = "tow"\nsteps = [{ light = {}, target = "left" }]\n',
        "tow",
        "trial[2].lane: there is no lane 'tow'; did you mean 'two'?",
    ),
    "a foreperiod without its limit": (
        {"foreperiod": '{ kind = "uniform", min_ms = 5 }'},
        TRIAL,
        "foreperiod",
        "foreperiod.max_ms: is missing in a uniform foreperiod; add it",
    ),
    "a foreperiod with a key of another kind": (
        {"foreperiod": '{ kind = "fixed", ms = 5, tau_ms = 5 }'},
        TRIAL,
        "foreperiod",
        "foreperiod.tau_ms: has no meaning in a fixed foreperiod; remove it or change kind",
    ),
    "a foreperiod upside down": (
        {"foreperiod": '{ kind = "uniform", min_ms = 900, max_ms = 500 }'},
        TRIAL,
        "foreperiod",
        "foreperiod.min_ms: 900 is above max_ms 500; swap them",
    ),
    "a trial's own foreperiod": (
        {},
        TRIAL.replace(
            "[[trial]]", '[[trial]]\nforeperiod = { kind = "exponential", min_ms = 1, max_ms = 2 }'
        ),
        "exponential",
        "trial[1].foreperiod.tau_ms: is missing in a exponential foreperiod; add it",
    ),
    "a sequence in an order that draws": (
        {"order": '{ kind = "random", sequence = ["light"] }'},
        TRIAL,
        "order",
        'order.sequence: has no meaning in a random order; set kind = "fixed"',
    ),
    "a weight that nobody reads": (
        {"order": '{ kind = "random" }'},
        TRIAL.replace("vary", "weight = 2\nvary"),
        "weight",
        'trial[1].weight: has no effect in a random order; set order.kind = "weighted" or "balanced"',
    ),
    "no repeat of what nobody varies": (
        {"order": '{ no_repeat = "plase" }'},
        TRIAL,
        "order",
        "order.no_repeat: no trial varies 'plase'; did you mean 'place'?",
    ),
    "no repeat where nothing is varied": (
        {"order": '{ no_repeat = "place" }'},
        ONE,
        "order",
        "order.no_repeat: no trial varies 'place'; name a variable of vary, or write true",
    ),
    "a set without an end": (
        {"until": "{}"},
        TRIAL,
        "until",
        "until: a set must end somehow; add trials, time_s, hits or strikes",
    ),
    "more trials than anybody does": (
        {"until": "{ trials = 9000 }", "sets": "{ count = 12 }"},
        TRIAL,
        "until",
        "until.trials: 108000 trials are planned in all; at most 100000 can be; plan fewer",
    ),
    "a mirror of what is not there": (
        {"sides": '"both"', "mirror": '{ left = "right", rihgt = "left" }'},
        TRIAL,
        "mirror",
        "mirror.rihgt: there is no target 'rihgt'; did you mean 'right'?",
    ),
    "a mirror that nobody looks into": (
        {"mirror": '{ left = "right" }'},
        TRIAL,
        "mirror",
        'mirror: has no effect while sides is "none"; set sides = "both" or remove it',
    ),
    "a physical drill without safety": (
        {"component": '"balance"'},
        TRIAL,
        "summary",
        "text.safety: a drill people move in needs it; say space, surface, footwear and when to stop",
    ),
    "a first side where there is one": (
        {"first_side": '"left"'},
        TRIAL,
        "first_side",
        'first_side: has no effect while sides is "none"; set sides = "both" or remove it',
    ),
    "a staircase that starts outside": (
        {},
        "[adaptive.delay]\nstart_ms = 10\nstep_up_ms = 5\nstep_down_ms = 5\nmin_ms = 50\nmax_ms = 90\n"
        + TRIAL,
        "start_ms",
        "adaptive.delay.start_ms: 10 is outside its limits 50 to 90; start within them",
    ),
    "a staircase that goes one way": (
        {},
        "[adaptive.delay]\nstart_ms = 60\nstep_up_ms = 5\nstep_down_ms = -5\nmin_ms = 50\nmax_ms = 90\n"
        + TRIAL,
        "step_down_ms",
        (
            "adaptive.delay.step_down_ms: the two steps lead the same way, or nowhere; "
            "give both the same sign; step_down_ms is taken away"
        ),
    ),
    "a staircase of a trial that is not there": (
        {},
        "[adaptive.delay]\nstart_ms = 60\nstep_up_ms = 5\nstep_down_ms = 5\nmin_ms = 50\nmax_ms = 90\n"
        'trials = ["lihgt"]\n' + TRIAL,
        "lihgt",
        "adaptive.delay.trials[1]: there is no trial 'lihgt'; did you mean 'light'?",
    ),
    "an order that must repeat": (
        {"order": "{ no_repeat = true }"},
        ONE,
        "order",
        (
            "order: the order cannot be made: 'light' comes 8 times in 8 trials; without repeats it can come "
            "at most 4 times; change weights, no_repeat or until.trials"
        ),
    ),
    "a fixed order of what is not there": (
        {"order": '{ kind = "fixed", sequence = [{ place = "up" }] }'},
        TRIAL,
        "order",
        "order.sequence[1]: no trial has place = 'up'; use names and values of [[trial]]",
    ),
    "a fixed order of a misspelt trial": (
        {"order": '{ kind = "fixed", sequence = ["light", "lihgt"] }'},
        TRIAL,
        "order",
        "order.sequence[2]: no trial has trial = 'lihgt'; did you mean 'light'?",
    ),
    "a lane without a trial": (
        {"lanes": LANES},
        TRIAL.replace('vary.place = ["left", "right"]\n', 'lane = "one"\n').replace("{place}", "left"),
        "lanes",
        "lanes[2]: lane 'two' has no trial; give a trial this lane, or no lane",
    ),
    "flashes that come too fast for anybody": (
        {"foreperiod": '{ kind = "fixed", ms = 0 }', "window": "{ response_ms = 200, iti_ms = 50 }"},
        TRIAL,
        "[[trial]]",
        (
            "trial: 4 flashes within 750 ms (trial 'light'); no more than three flashes in any second are allowed: "
            "space the cues or show fewer"
        ),
    ),
}


@pytest.mark.parametrize(("changes", "trial", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_in_words_and_with_its_line(
    changes: dict[str, str | None], trial: str, line: str, words: str
) -> None:
    text = drill_text(trial, **changes)
    where = f":{line_with(text, line)}: " if line else ": "
    assert said(text) == [where + words]


def test_the_drill_they_start_from_is_good() -> None:
    assert said(drill_text()) == []


def test_several_broken_rules_are_all_said() -> None:
    text = drill_text(
        until="{}",
        foreperiod='{ kind = "fixed" }',
        order='{ no_repeat = "plase" }',
        targets='[{ name = "left" }, { name = "left" }]',
    )
    keys = [line.split(": ")[1] for line in said(text)]
    assert keys == [
        "targets[2].name",
        "foreperiod.ms",
        "order.no_repeat",
        "until",
        "trial[1].steps[1].target",
    ]
