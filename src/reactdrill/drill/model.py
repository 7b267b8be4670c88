"""A drill as its file says it: every table and key, with the rules that hold within one table.

Rules that span tables are in `reactdrill.drill.rules`. Units are in the names: `_ms`, `_s`, `_m`.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from reactdrill.drill.values import (
    COLOURS,
    POSTURES,
    SHAPES,
    Choice,
    Count,
    Line,
    Milliseconds,
    Number,
    Place,
    Seconds,
    SignedMilliseconds,
    Slug,
    Strict,
    TargetName,
    Variable,
    VariedPlace,
)

Component = Literal["balance", "agility", "core", "movement", "proprioception", "reaction"]
COMPONENT_TITLES: dict[str, str] = {
    "balance": "Balance",
    "agility": "Plyometrics and agility",
    "core": "Core stability",
    "movement": "Movement pattern",
    "proprioception": "Proprioception",
    "reaction": "Reaction and cognition",
}
Trains = Literal[
    "coordination",
    "balance",
    "agility",
    "strength",
    "reaction time",
    "movement mechanics",
    "footwork",
    "decision",
    "endurance",
]
Goal = Literal["performance", "injury prevention", "rehabilitation", "everyday movement"]
Impact = Literal["jump", "cut", "landing", "single-leg", "overhead"]
Limb = Literal["left foot", "right foot", "left hand", "right hand", "feet", "hands", "whole body"]

Colour = Annotated[str, Choice(*COLOURS)]
Shape = Annotated[str, Choice(*SHAPES)]
Posture = Annotated[str, Choice(*POSTURES)]
ColourName = Literal["white", "orange", "sky", "green", "yellow", "purple", "grey"]


class Translation(Strict):
    """What a drill or a circuit says in another language; what is missing is shown as it stands."""

    title: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    summary: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    setup: list[Line] = []
    instructions: list[Line] = []
    coaching: list[Line] = []
    faults: list[Line] = []
    safety: list[Line] = []
    stop_when: list[Line] = []
    not_for: list[Line] = []
    equipment: list[Line] = []
    space: Line | None = None
    dose: Line | None = None
    checklist: list[Line] = []
    targets: dict[Slug, Line] = {}
    """Titles of targets, by their names."""


class Text(Strict):
    """What people read."""

    summary: Annotated[str, Field(min_length=1, max_length=300)]
    setup: list[Line] = []
    instructions: Annotated[list[Line], Field(min_length=1)]
    coaching: list[Line] = []
    faults: list[Line] = []
    safety: list[Line] = []
    stop_when: list[Line] = []
    not_for: list[Line] = []
    de: Translation | None = None
    es: Translation | None = None


class Entry(Strict):
    """A number that the coach enters: a reach, a distance, errors counted."""

    name: Slug
    title: Line
    unit: Annotated[str, Field(min_length=1, max_length=12)] = "count"
    per: Literal["run", "set", "side", "trial"] = "run"
    min: float = 0.0
    max: Annotated[float, Field(gt=0)] = 1000.0


class Observer(Strict):
    """What an observer ticks and enters."""

    checklist: list[Line] = []
    entries: list[Entry] = []


class Task(Strict):
    """A second task, done aloud or in the head during a set: the coach checks what was said."""

    kind: Literal["count_back"] = "count_back"
    by: Annotated[int, Field(ge=1, le=20)] = 7
    """Every number said is this much less than the one before."""
    start_from: Annotated[list[Annotated[int, Field(ge=20, le=999)]], Field(min_length=2, max_length=2)] = [
        60,
        99,
    ]
    """Least and greatest number to count from; one is drawn for each set."""


class Score(Strict):
    """The one number of a run that this drill is judged by."""

    of: Literal["rt", "movement", "completed", "hits", "entry"] = "rt"
    """`completed`: time from the cue to the last response, or to the coach's press. `hits`: their number."""
    entry: Slug | None = None
    """`of = "entry"` only: the observer's entry."""
    take: Literal["median", "mean", "best", "best_mean", "sum"] = "median"
    best: Annotated[int, Field(ge=1, le=1000)] | None = None
    """`best_mean` only: the mean of this many best ones."""
    better: Literal["lower", "higher"] = "lower"
    per: Literal["run", "set", "side"] = "run"
    trials: Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=2, max_length=2)] | None = None
    """First and last trial of each set that count, from 1."""


class LevelRule(Strict):
    """When the next level is suggested; the coach decides."""

    next: Slug | None = None
    """The drill that is the next level."""
    previous: Slug | None = None
    sessions: Annotated[int, Field(ge=1, le=20)] = 2
    """So many sessions in a row at the criterion lead up; one poor session leads down."""
    accuracy: Annotated[float, Field(gt=0, le=1)] = 0.9
    """Share of trials done as wanted."""
    poor: Annotated[float, Field(ge=0, lt=1)] = 0.6
    """Below this share a session is a poor one."""
    clean: bool = True
    """Nothing may be ticked on the checklist."""


class Dose(Strict):
    """How much of it, and how often."""

    text: Line
    sets: Count | None = None
    minutes: Annotated[float, Field(gt=0, le=240)] | None = None
    per_week: Annotated[int, Field(ge=1, le=21)] | None = None


class PublishedChange(Strict):
    """A minimal detectable change of this drill's score that somebody has published."""

    mdc: Annotated[float, Field(gt=0, le=1_000_000)]
    """With 95 % confidence."""
    unit: Annotated[str, Field(min_length=1, max_length=12)] = "ms"
    """Of the score: `ms`, `count`, or that of the coach's entry."""
    device: Literal["keyboard", "gamepad", "mat", "pod"]
    """The class of device it was measured with; it is used for no other."""
    source: Line


class Progress(Strict):
    """What is known of how far this drill's score changes by practice and by chance."""

    practice_runs: Annotated[int, Field(ge=0, le=100)] | None = None
    """How many first runs are for learning; the program's usual number where it is not said."""
    published: list[PublishedChange] = []


class Source(Strict):
    """Where a drill or its numbers come from."""

    text: Line
    marker: Literal["S", "G"]
    """`S`: parameters from a published or public source. `G`: our own choice."""
    read: Literal["full", "abstract", "excerpt", "not read"] | None = None


class Target(Strict):
    """A named place a response can land."""

    name: Slug
    title: Line | None = None
    at: Place | None = None
    """Where its cues are drawn on the screen."""
    floor_m: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    """Where it stands on the floor: metres from the athlete, x to the right, y forwards."""


SceneKind = Literal[
    "athlete", "partner", "coach", "cone", "line", "path", "screen", "wall", "goal", "net", "pod", "mat",
    "box", "ladder", "hurdle", "ball", "foam", "wobble-board", "disc", "bench", "label",
]  # fmt: skip


class SceneItem(Strict):
    """Something that stands or lies on the floor, or a way across it. Metres: x to the right, y forwards."""

    kind: SceneKind
    at: Annotated[list[float], Field(min_length=2, max_length=2)]
    to: Annotated[list[float], Field(min_length=2, max_length=2)] | None = None
    """Where a line, path, wall, net, goal or ladder ends; where an athlete or partner looks."""
    text: Annotated[str, Field(min_length=1, max_length=24)] | None = None


class Scene(Strict):
    """The set-up seen from above. Targets with `floor_m` are drawn by themselves."""

    caption: Line | None = None
    items: Annotated[list[SceneItem], Field(min_length=1, max_length=60)]


class Lane(Strict):
    """One athlete's part of a run with several."""

    name: Slug
    title: Line | None = None
    targets: Annotated[list[Slug], Field(min_length=1)]


class Show(Strict):
    """A picture on the screen: one of shape, text, image or counter."""

    shape: Shape | None = None
    text: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    image: Line | None = None
    counter: Literal["ms"] | None = None
    """Counts the milliseconds since it came; with its end it stands still."""
    colour: Colour = "white"
    size: Annotated[float | str, Number(0.02, 1)] = 0.5
    """Share of the screen's shorter side."""
    at: VariedPlace | None = None
    """Where; its target's place when not said, else the centre."""


class Light(Strict):
    """A lit target: a pod where the station has one, a large disc on the screen where it has not."""

    colour: Colour = "sky"
    shape: Shape = "circle"
    """Shape on the screen, so that colour is never the only difference."""


class Sound(Strict):
    """Something heard: a spoken word or a tone."""

    say: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    tone: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    side: Annotated[str, Choice("both", "left", "right")] = "both"
    volume: Annotated[float | str, Number(0, 1)] = 1.0


class Motion(Strict):
    """Movement of a picture from its place."""

    kind: Literal["linear"] = "linear"
    to: VariedPlace
    ms: Annotated[float | str, Number(1, 60_000)]


class Step(Strict):
    """One cue of a trial: exactly one of `show`, `light` or `sound`."""

    id: Slug | None = None
    after: Annotated[str, Field(max_length=80)] = "foreperiod"
    """`start`, `foreperiod`, a step's id, `<id>.end`, `response` or `response:N`."""
    offset_ms: SignedMilliseconds = 0.0
    offset_param: Slug | None = None
    role: Annotated[str, Choice("go", "no_go", "stop", "distractor", "prime")] = "go"
    target: TargetName | None = None
    show: Show | None = None
    light: Light | None = None
    sound: Sound | None = None
    motion: Motion | None = None
    duration_ms: Milliseconds | None = None
    frames: Annotated[int, Field(ge=1, le=10_000)] | None = None


class Hold(Strict):
    """The trial's clock runs while a target is held or stood on."""

    hold: TargetName


class On(Strict):
    """The trial's clock starts at a press, of the athlete or of a partner in another lane."""

    on: TargetName
    lane: Slug | None = None


class Expect(Strict):
    """Which responses a trial wants."""

    match: Annotated[str, Choice("any", "all", "order", "count", "none")] = "any"
    targets: list[TargetName] = []
    """`any` stands for every target of the lane."""
    action: Annotated[str, Choice("press", "release", "leave_reach")] = "press"
    home: TargetName | None = None
    count: Annotated[int, Field(ge=1, le=1000)] | None = None
    """`match = "count"` only: how many responses, on any of the targets."""


class Sequence(Strict):
    """Targets drawn at random, shown one after the other and asked for in that order; `steps` come after them."""

    targets: list[Slug] = []
    """Which targets it is drawn from; none named: every target of the lane."""
    length: Annotated[int, Field(ge=1, le=60)]
    """How many elements; with `length_param` the most that there can be."""
    length_param: Slug | None = None
    """Name of the `[growing]` table that says how many elements there are this time."""
    fresh: bool = True
    """false: one sequence for all trials of a set, of which more and more is shown."""
    backwards: bool = False
    """Asked for from the last to the first."""
    no_repeat: bool = False
    """The same target never twice in a row."""
    show: Show | None = None
    light: Light | None = None
    sound: Sound | None = None
    on_ms: Annotated[float, Field(ge=50, le=10_000)] = 500.0
    gap_ms: Annotated[float, Field(ge=0, le=10_000)] = 250.0


class Reference(Strict):
    """The instant reaction time is counted from."""

    step: Slug
    offset_ms: SignedMilliseconds = 0.0
    early_ms: Milliseconds = 0.0


class Window(Strict):
    """When responses count, and what ends a trial. A trial's own table overrides the drill's, key by key."""

    response_ms: Milliseconds | None = None
    response_param: Slug | None = None
    min_rt_ms: Milliseconds = 100.0
    lapse_ms: Milliseconds | None = None
    light_out: Annotated[str, Choice("hit", "timeout", "either")] = "either"
    iti_ms: Milliseconds = 500.0
    false_start: Annotated[str, Choice("end", "continue")] = "end"
    wrong: Annotated[str, Choice("end", "continue")] = "end"


class Foreperiod(Strict):
    """The unpredictable wait before a cue."""

    kind: Literal["fixed", "uniform", "exponential"] = "uniform"
    ms: Annotated[float, Field(ge=0, le=600_000)] | None = None
    min_ms: Annotated[float, Field(ge=0, le=600_000)] | None = None
    max_ms: Annotated[float, Field(ge=0, le=600_000)] | None = None
    tau_ms: Annotated[float, Field(gt=0, le=600_000)] | None = None
    """`exponential`: time constant of the truncated exponential between `min_ms` and `max_ms`."""


VariedValue = str | int | float
Row = dict[Variable, VariedValue]


class Trial(Strict):
    """A kind of trial. `vary` makes one alternative of each combination of its values."""

    name: Slug
    weight: Annotated[float, Field(gt=0, le=1000)] | None = None
    vary: dict[Variable, Annotated[list[VariedValue], Field(min_length=1)]] | list[Row] | None = None
    """A table of lists: every combination. A list of tables: exactly those rows."""
    lane: Slug | None = None
    begin: Literal["auto", "coach", "together"] | Hold | On = "auto"
    """`together`: at one instant in all lanes."""
    foreperiod: Foreperiod | None = None
    stance: Annotated[str, Choice("left leg", "right leg", "both legs", "hands", "side")] | None = None
    """What the athlete stands on."""
    limb: Annotated[str, Choice(*get_args(Limb))] | None = None
    """What the athlete answers with."""
    sequence: Sequence | None = None
    steps: list[Step] = []
    reference: Slug | Reference | None = None
    expect: Expect | None = None
    window: Window | None = None
    repeat: Annotated[str, Choice("next", "end", "never")] | None = None


class Order(Strict):
    """The order of trials within a set."""

    kind: Literal["random", "balanced", "weighted", "fixed"] = "balanced"
    no_repeat: bool | Variable = False
    """true: the same alternative never twice in a row. A variable's name: its value never twice in a row."""
    sequence: Annotated[list[Slug | dict[Variable, VariedValue]], Field(min_length=1)] | None = None
    """`fixed` only: trial names, or tables of `trial` and the variables that pick the alternative."""


class Until(Strict):
    """What ends a set, whichever comes first."""

    trials: Count | None = None
    time_s: Annotated[float, Field(gt=0, le=86_400)] | None = None
    hits: Count | None = None
    strikes: Count | None = None


class Sets(Strict):
    """Sets and the rest between them."""

    count: Annotated[int, Field(ge=1, le=100)] = 1
    rest_s: Seconds = 30.0


class Practice(Strict):
    """Trials to learn the task: kept, never in the statistics."""

    trials: Count
    rest_s: Seconds = 5.0


class Catch(Strict):
    """Trials in which nothing is presented, so that waiting is the right answer."""

    share: Annotated[float, Field(gt=0, le=0.5)]


class Staircase(Strict):
    """A value that follows the athlete's success."""

    start_ms: Annotated[float, Field(ge=0, le=600_000)]
    step_up_ms: Annotated[float, Field(ge=-600_000, le=600_000)]
    """Added after `up_after` successes in a row (negative: shorter is harder)."""
    step_down_ms: Annotated[float, Field(ge=-600_000, le=600_000)]
    """Taken away after `down_after` failures in a row."""
    min_ms: Annotated[float, Field(ge=0, le=600_000)]
    max_ms: Annotated[float, Field(ge=0, le=600_000)]
    up_after: Annotated[int, Field(ge=1, le=20)] = 1
    down_after: Annotated[int, Field(ge=1, le=20)] = 1
    trials: list[Slug] = []
    """Names of the trials that move it; none named: every trial that uses it."""


class Growing(Strict):
    """A number of elements that follows the athlete's success."""

    start: Annotated[int, Field(ge=1, le=60)] = 1
    step_up: Annotated[int, Field(ge=1, le=10)] = 1
    step_down: Annotated[int, Field(ge=0, le=60)] = 1
    min: Annotated[int, Field(ge=1, le=60)] = 1
    max: Annotated[int, Field(ge=1, le=60)] = 20
    up_after: Annotated[int, Field(ge=1, le=20)] = 1
    down_after: Annotated[int, Field(ge=1, le=20)] = 1


class Drill(Strict):
    """One drill file."""

    format: Literal[1]
    name: Slug
    title: Annotated[str, Field(min_length=1, max_length=60)]
    version: Annotated[int, Field(ge=1, le=100_000)] = 1
    extends: Slug | None = None
    """The drill that this one changes: the file says only what differs. Gone once it has been read."""
    variant_of: Slug | None = None
    """Written by reactdrill into the text it keeps of a variant: the drill that was extended."""
    component: Component
    trains: Annotated[list[Trains], Field(min_length=1)]
    goal: list[Goal] = []
    impact: list[Impact] = []
    level: Literal["planned", "reactive", "dual-task"] = "reactive"
    modes: Annotated[list[Literal["sensor", "observer", "cue_only"]], Field(min_length=1)] = ["sensor"]
    sides: Literal["none", "left", "right", "both"] = "none"
    first_side: Literal["left", "right", "random"] = "random"
    mirror: dict[Slug, Slug] = {}
    """Targets that change places for the other side, where their names do not say `left` and `right`."""
    equipment: list[Line] = []
    space: Line | None = None
    postures: Annotated[list[Posture], Field(max_length=4)] = []
    """How the body is held, in the order of the movement: pictures of the program's."""
    text: Text
    observer: Observer | None = None
    dose: Dose | None = None
    sources: Annotated[list[Source], Field(min_length=1)]
    targets: Annotated[list[Target], Field(max_length=64)] = []
    """May be left out where nothing is answered on a sensor."""
    lanes: list[Lane] = []
    shared_plan: bool = False
    """Lanes get the same order and foreperiods (each with its own targets)."""
    trial: Annotated[list[Trial], Field(min_length=1)]
    order: Order = Order()
    foreperiod: Foreperiod
    catch: Catch | None = None
    window: Window = Window()
    repeat: Literal["next", "end", "never"] = "end"
    """What becomes of a trial that was interrupted."""
    practice: Practice | None = None
    sets: Sets = Sets()
    until: Until
    feedback: Literal["none", "outcome", "rt"] = "none"
    twin: Literal["allowed", "forbidden"] = "allowed"
    """Whether a station's wish for cues that are seen and heard at once is granted here."""
    adaptive: dict[Slug, Staircase] = {}
    growing: dict[Slug, Growing] = {}
    task: Task | None = None
    score: Score = Score()
    progress: Progress | None = None
    level_rule: LevelRule | None = None
    scene: Scene | None = None
