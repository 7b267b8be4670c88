"""One trial for every rule of a trial, broken, and the words people read."""

from __future__ import annotations

import pytest

from drill_text import drill_text, line_with, said

STEP = '{ light = {}, target = "left" }'


def trial(*keys: str, steps: str = STEP, more: str = "") -> str:
    return "\n".join(["[[trial]]", 'name = "t"', *keys, f"steps = [\n  {steps}\n]", more, ""])


ADAPTIVE = "[adaptive.delay]\nstart_ms = 60\nstep_up_ms = 5\nstep_down_ms = 5\nmin_ms = 50\nmax_ms = 90\n"
LANES: dict[str, str | None] = {
    "lanes": '[{ name = "one", targets = ["left"] }, { name = "two", targets = ["right"] }]'
}
ONE = '[[trial]]\nname = "other"\nlane = "one"\nsteps = [{ light = {}, target = "left" }]\n'

TURN = '{ after = "sequence.end", show = { text = "GO" } }'
SEQUENCE = "sequence = { length = 4, light = {} }"


def sequence(keys: str, steps: str = TURN, more: str = "") -> str:
    return trial(f"sequence = {{ {keys} }}", steps=steps, more=more)


BROKEN: dict[str, tuple[dict[str, str | None], str, str, str]] = {
    "a shared start of one lane": (
        {},
        trial('begin = "together"'),
        "begin",
        'trial[1].begin: "together" needs two lanes or more; add [[lanes]], or set begin = "auto"',
    ),
    "a count without its match": (
        {},
        trial("expect = { count = 3 }"),
        "expect",
        'trial[1].expect.count: goes with match = "count", and only with it; add the other or remove it',
    ),
    "a sequence that shows nothing": (
        {},
        sequence("length = 4"),
        "sequence = ",
        "trial[1].sequence: has nothing to show its elements with; give it exactly one of show, light, sound",
    ),
    "a sequence of unknown targets": (
        {},
        sequence('length = 4, light = {}, targets = ["lefd"]'),
        "sequence = ",
        "trial[1].sequence.targets[1]: there is no target 'lefd'; did you mean 'left'?",
    ),
    "a sequence that nothing follows": (
        {},
        sequence("length = 4, light = {}", steps='{ show = { text = "GO" } }'),
        "steps",
        'trial[1].steps: nothing follows the sequence; give the cue that says "your turn" after = "sequence.end"',
    ),
    "a sequence beside targets": (
        {},
        trial(SEQUENCE, 'expect = { targets = ["left"] }', steps=TURN),
        "expect",
        "trial[1].expect.targets: are drawn by the sequence; remove them",
    ),
    "a sequence of one target that must not repeat": (
        {},
        sequence('length = 4, light = {}, targets = ["left"], no_repeat = true'),
        "sequence = ",
        "trial[1].sequence.no_repeat: one target alone must repeat; name more targets",
    ),
    "a sequence that grows by nothing": (
        {},
        sequence('length = 4, light = {}, length_param = "longer"'),
        "sequence = ",
        "trial[1].sequence.length_param: there is no [growing.longer]; add it",
    ),
    "a sequence shorter than it grows": (
        {},
        sequence('length = 4, light = {}, length_param = "n"', more="[growing.n]\nmax = 9"),
        "sequence = ",
        "trial[1].sequence.length: [growing.n] goes up to 9, the sequence has 4; write length = 9",
    ),
    "an end of no sequence": (
        {},
        trial(steps=f'{STEP},\n  {{ id = "b", after = "sequence.end", light = {{}}, target = "left" }}'),
        "sequence.end",
        "trial[1].steps[2].after: there is no 'sequence.end' to follow; known are start, foreperiod, response, cue, b",
    ),
    "no cue": (
        {},
        '[[trial]]\nname = "t"\n',
        "[[trial]]",
        "trial[1].steps: a trial needs a cue; add [[trial.steps]]; for trials without one there is [catch]",
    ),
    "a step of two cues": (
        {},
        trial(steps='{ light = {}, sound = { tone = "low" }, target = "left" }'),
        "sound",
        "trial[1].steps[1]: has light and sound; give a step exactly one of show, light, sound",
    ),
    "a step of none": (
        {},
        trial(steps='{ target = "left" }'),
        '  { target = "left" }',
        "trial[1].steps[1]: has no cue; give a step exactly one of show, light, sound",
    ),
    "two steps of one id": (
        {},
        trial(steps=f'{STEP[:-1]}, id = "a" }},\n  {{ id = "a", show = {{ text = "x" }} }}'),
        'text = "x"',
        "trial[1].steps[2].id: 'a' is taken; give each step its own id",
    ),
    "a step with an anchor's name": (
        {},
        trial(steps='{ id = "start", light = {}, target = "left" }'),
        "start",
        "trial[1].steps[1].id: 'start' is taken; give each step its own id",
    ),
    "a light without a target": (
        {},
        trial(steps="{ light = {} }"),
        "  { light = {} }",
        "trial[1].steps[1].light: a light needs a target; add target",
    ),
    "a target that is not there": (
        {},
        trial(steps='{ light = {}, target = "lfet" }'),
        "lfet",
        "trial[1].steps[1].target: there is no target 'lfet'; did you mean 'left'?",
    ),
    "a varied target that is not there": (
        {},
        trial('vary.place = ["left", "up"]', steps='{ light = {}, target = "{place}" }'),
        "{place}",
        "trial[1].steps[1].target: there is no target 'up' (with place = 'up'); known are left, right",
    ),
    "another lane's target": (
        LANES,
        trial('lane = "two"', more=ONE),
        '  { light = {}, target = "left" }',
        "trial[1].steps[1].target: lane 'two' has no target 'left'; known are right",
    ),
    "what does not move": (
        {},
        trial(steps='{ light = {}, target = "left", motion = { to = [0.0, 1.0], ms = 500 } }'),
        "motion",
        "trial[1].steps[1].motion: only what is shown can move; use it with show",
    ),
    "nothing to show": (
        {},
        trial(steps='{ show = { colour = "sky" }, target = "left" }'),
        "show",
        "trial[1].steps[1].show: has nothing to show; one of shape, text, image, counter",
    ),
    "two things to show": (
        {},
        trial(steps='{ show = { text = "x", shape = "star" }, target = "left" }'),
        "show",
        "trial[1].steps[1].show: has shape and text; one of shape, text, image, counter",
    ),
    "a place that is varied off the screen": (
        {},
        trial(
            "vary.x = [0.5, 1.5]", steps='{ show = { shape = "star", at = ["{x}", 0.0] }, target = "left" }'
        ),
        "show",
        "trial[1].steps[1].show.at[1]: 1.5 is outside -1 to 1 (with x = 1.5)",
    ),
    "a counter that moves": (
        {},
        trial(steps='{ show = { counter = "ms" }, motion = { to = [0.0, 1.0], ms = 500 }, target = "left" }'),
        "motion",
        "trial[1].steps[1].motion: a counter stays in its place; remove it",
    ),
    "an image that is not there": (
        {},
        trial(steps='{ show = { image = "icon-65.png" }, target = "left" }'),
        "show",
        (
            "trial[1].steps[1].show.image: no image is called 'icon-65.png'; "
            "did you mean icon-64.png or icon-256.png or icon-32.png?"
        ),
    ),
    "nothing to play": (
        {},
        trial(steps='{ sound = { volume = 0.5 }, target = "left" }'),
        "sound",
        "trial[1].steps[1].sound: has nothing to play; give exactly one of say, tone",
    ),
    "a word nobody speaks": (
        {},
        trial(steps='{ sound = { say = "lefft" }, target = "left" }'),
        "sound",
        "trial[1].steps[1].sound.say: no word is called 'lefft'; did you mean left or lift or left-leg?",
    ),
    "a tone nobody plays": (
        {},
        trial(steps='{ sound = { tone = "lwo" }, target = "left" }'),
        "sound",
        "trial[1].steps[1].sound.tone: no tone is called 'lwo'; did you mean low?",
    ),
    "two durations": (
        {},
        trial(steps='{ light = {}, target = "left", duration_ms = 5, frames = 3 }'),
        "frames",
        "trial[1].steps[1].frames: stands beside duration_ms; keep one of them",
    ),
    "an offset nobody adapts": (
        {},
        ADAPTIVE + trial(steps='{ light = {}, target = "left", offset_param = "dealy" }'),
        "dealy",
        "trial[1].steps[1].offset_param: there is no [adaptive.dealy]; did you mean 'delay'?",
    ),
    "a window nobody adapts": (
        {},
        trial('window = { response_param = "delay" }'),
        "response_param",
        "trial[1].window.response_param: there is no [adaptive.delay]; add it",
    ),
    "an anchor that is not there": (
        {},
        trial(steps=f'{STEP},\n  {{ after = "cue-3", show = {{ text = "x" }} }}'),
        "cue-3",
        "trial[1].steps[2].after: there is no 'cue-3' to follow; did you mean 'cue-2'?",
    ),
    "an anchor's odd end": (
        {},
        trial(steps=f'{STEP},\n  {{ after = "cue.start", show = {{ text = "x" }} }}'),
        "cue.start",
        "trial[1].steps[2].after: there is no 'cue.start' to follow; did you mean 'start'?",
    ),
    "a response that cannot be counted": (
        {},
        trial(steps=f'{STEP},\n  {{ after = "response:two", show = {{ text = "x" }} }}'),
        "response:two",
        'trial[1].steps[2].after: \'response:two\' is not an anchor; write "response" or "response:2"',
    ),
    "the zeroth response": (
        {},
        trial(steps=f'{STEP},\n  {{ after = "response:0", show = {{ text = "x" }} }}'),
        "response:0",
        'trial[1].steps[2].after: \'response:0\' is not an anchor; write "response" or "response:2"',
    ),
    "after the end of what never ends": (
        {},
        trial(steps=f'{STEP},\n  {{ after = "cue.end", show = {{ text = "x" }} }}'),
        "cue.end",
        "trial[1].steps[2].after: 'cue' has no end of its own; give 'cue' a duration_ms",
    ),
    "a step after itself": (
        {},
        trial(steps=f'{STEP},\n  {{ id = "b", after = "b", show = {{ text = "x" }} }}'),
        'after = "b"',
        "trial[1].steps[2].after: the steps wait for each other in a circle; start one at the foreperiod",
    ),
    "a reference that is not there": (
        {},
        trial('reference = "cu"'),
        "reference",
        "trial[1].reference: there is no step 'cu'; did you mean 'cue'?",
    ),
    "a reference that waits for a response": (
        {},
        trial(
            'reference = "b"', steps=f'{STEP},\n  {{ id = "b", after = "response", show = {{ text = "x" }} }}'
        ),
        "reference",
        "trial[1].reference: step 'b' waits for a response itself; count from a cue that comes by itself",
    ),
    "an expected target that is not there": (
        {},
        trial('expect = { targets = ["left", "rigth"] }'),
        "rigth",
        "trial[1].expect.targets[2]: there is no target 'rigth'; did you mean 'right'?",
    ),
    "targets where nothing is wanted": (
        {},
        trial('expect = { match = "none", targets = ["left"] }'),
        "none",
        'trial[1].expect.targets: have no meaning with match = "none"; remove them',
    ),
    "all of nothing named": (
        {},
        trial('expect = { match = "all" }'),
        "all",
        'trial[1].expect.targets: match = "all" needs named targets; list them',
    ),
    "any in order": (
        {},
        trial('expect = { match = "order", targets = ["any"] }'),
        "order",
        'trial[1].expect.targets: match = "order" needs named targets; list them',
    ),
    "all with a target twice": (
        {},
        trial('expect = { match = "all", targets = ["left", "left"] }'),
        "all",
        'trial[1].expect.targets: name a target twice; use match = "order" for repeats',
    ),
    "a reach without a home": (
        {},
        trial('expect = { action = "leave_reach", targets = ["left"] }'),
        "leave_reach",
        'trial[1].expect.home: goes with action = "leave_reach", and only with it; add the other or remove it',
    ),
    "a home without a reach": (
        {},
        trial('expect = { home = "left" }'),
        "home",
        'trial[1].expect.home: goes with action = "leave_reach", and only with it; add the other or remove it',
    ),
    "a home that is not there": (
        {},
        trial('expect = { action = "leave_reach", targets = ["left"], home = "rihgt" }'),
        "home",
        "trial[1].expect.home: there is no target 'rihgt'; did you mean 'right'?",
    ),
    "a hold of what is not there": (
        {},
        trial('begin = { hold = "lift" }'),
        "hold",
        "trial[1].begin.hold: there is no target 'lift'; did you mean 'left'?",
    ),
    "a start at what is not there": (
        {},
        trial('begin = { on = "lift" }'),
        "begin",
        "trial[1].begin.on: there is no target 'lift'; did you mean 'left'?",
    ),
    "a partner who is not there": (
        LANES,
        trial(
            'lane = "one"',
            'begin = { on = "right", lane = "tow" }',
            more=ONE.replace('"one"', '"two"').replace("left", "right"),
        ),
        "begin",
        "trial[1].begin.lane: there is no lane 'tow'; did you mean 'two'?",
    ),
    "a partner without that target": (
        LANES,
        trial(
            'lane = "one"',
            'begin = { on = "left", lane = "two" }',
            more=ONE.replace('"one"', '"two"').replace("left", "right"),
        ),
        "begin",
        "trial[1].begin.on: lane 'two' has no target 'left'",
    ),
    "a hold that nobody notices": (
        {"modes": '["sensor", "cue_only"]'},
        trial('begin = { hold = "left" }'),
        "hold",
        (
            "trial[1].begin: in cue_only mode nothing tells when the athlete is there; "
            'take cue_only out of modes, or set begin = "auto"'
        ),
    ),
    "a trial without an end": (
        {"window": "{ iti_ms = 5 }"},
        trial(),
        "window",
        (
            "window.response_ms: this trial would never end by itself; "
            "add window.response_ms, or set light_out = \"hit\" (it is 'either') to wait for a hit"
        ),
    ),
    "a no-go without an end": (
        {"window": '{ light_out = "hit" }'},
        trial(steps='{ role = "no_go", light = {}, target = "left" }'),
        "window",
        "window.response_ms: this trial would never end by itself; waiting is right here, so give window.response_ms",
    ),
    "a cue-only trial without an end": (
        {"modes": '["cue_only"]', "window": '{ light_out = "hit" }'},
        trial(),
        "window",
        (
            "window.response_ms: this trial would never end by itself; "
            "without sensors only time ends it, so give window.response_ms"
        ),
    ),
    "a window shorter than a reaction": (
        {},
        trial("window = { response_ms = 90 }"),
        "response_ms = 90",
        "trial[1].window.response_ms: 90 leaves no time after min_rt_ms; make it longer",
    ),
    "a value that does not fit": (
        {},
        trial(
            'vary.colour = ["sky", "oragne"]', steps='{ light = { colour = "{colour}" }, target = "left" }'
        ),
        "light",
        (
            "trial[1].steps[1].light.colour: 'oragne' is not known here (with colour = 'oragne'); "
            "did you mean 'orange'?"
        ),
    ),
    "a placeholder nobody fills": (
        {},
        trial('vary.place = ["left"]', steps='{ light = {}, target = "{plaec}" }'),
        "[[trial]]",
        "trial[1]: {plaec} is not given a value by vary (with place = 'left'); vary gives place",
    ),
    "a placeholder where nothing varies": (
        {},
        trial(steps='{ light = {}, target = "{place}" }'),
        "[[trial]]",
        "trial[1]: {place} is not given a value by vary; add it to vary",
    ),
    "rows of different variables": (
        {},
        trial('vary = [{ a = "left" }, { b = "left" }]'),
        "vary",
        "trial[1].vary: the rows do not all name the same variables; give each row every one",
    ),
    "a variable called trial": (
        {},
        trial('vary.trial = ["left"]'),
        "vary",
        "trial[1].vary: 'trial' has a meaning of its own; use another name",
    ),
    "more alternatives than anybody needs": (
        {},
        trial(*(f"vary.{name} = {list(range(13))}" for name in "abc")),
        "vary.a",
        "trial[1].vary: makes 2197 alternatives; at most 2000 are taken",
    ),
}


@pytest.mark.parametrize(("changes", "text", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_in_words_and_with_its_line(
    changes: dict[str, str | None], text: str, line: str, words: str
) -> None:
    whole = drill_text(text, **changes)
    assert said(whole) == [f":{line_with(whole, line)}: {words}"]


GOOD = {
    "a window of its own": trial("window = { response_ms = 900, lapse_ms = 500 }"),
    "a hold": trial('begin = { hold = "right" }'),
    "a coach": trial('begin = "coach"'),
    "a release": trial('expect = { targets = ["left"], action = "release" }'),
    "home and reach": trial('expect = { targets = ["left"], action = "leave_reach", home = "right" }'),
    "order with repeats": trial('expect = { match = "order", targets = ["left", "left"] }'),
    "a chain": trial(
        steps='{ id = "a", light = {}, target = "left", duration_ms = 500 },\n'
        '  { id = "b", after = "a.end", offset_ms = 300, show = { text = "x" } },\n'
        '  { after = "b", offset_ms = -100, sound = { say = "go" } },\n'
        '  { after = "response", show = { text = "y" } },\n'
        '  { after = "response:2", show = { text = "z" } }'
    ),
    "after a sound's end": trial(
        steps='{ id = "a", sound = { say = "go" } },\n  { after = "a.end", light = {}, target = "left" }'
    ),
    "an adaptive delay": ADAPTIVE + trial(steps='{ light = {}, target = "left", offset_param = "delay" }'),
    "a wait for a hit": trial('window = { light_out = "hit" }'),
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_is_good_is_taken(text: str) -> None:
    assert said(drill_text(text)) == []


def test_a_circle_of_steps_is_found_at_each_of_them() -> None:
    steps = (
        f"{STEP},\n"
        '  { id = "a", after = "b", show = { text = "x" } },\n'
        '  { id = "b", after = "a", show = { text = "y" } }'
    )
    text = drill_text(trial(steps=steps))
    assert [line.split(": ")[1] for line in said(text)] == [
        "trial[1].steps[2].after",
        "trial[1].steps[3].after",
    ]


def test_the_other_side_is_checked_too() -> None:
    text = drill_text(
        trial('vary.place = ["left"]', steps='{ light = {}, target = "{place}" }'),
        sides='"both"',
        targets='[{ name = "left" }]',
    )
    assert said(text) == [
        (
            f":{line_with(text, '{place}')}: trial[1].steps[1].target: there is no target 'right' "
            "(with place = 'right'); known are left"
        )
    ]


def test_each_mistake_of_a_template_is_said_once_not_for_every_value() -> None:
    text = drill_text(
        trial(
            'vary.place = ["left", "right"]', 'reference = "cu"', steps='{ light = {}, target = "{place}" }'
        )
    )
    assert len(said(text)) == 1
