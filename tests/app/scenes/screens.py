"""Every screen of the program with real contents, for the tests of what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from offscreen import FakePlay, drawn, finish_background, program, run_id, simulate, simulated
from people_screens import people_screens

import journals
from reactdrill.app import podtasks
from reactdrill.app.circuit.course import Course
from reactdrill.app.circuit.report import CircuitReport
from reactdrill.app.coach.coaching import Coaching
from reactdrill.app.coach.group import Group
from reactdrill.app.figures.filters import Filters
from reactdrill.app.figures.view import RunView
from reactdrill.app.keep.done import Done, Then
from reactdrill.app.play.request import RunRequest
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Scene
from reactdrill.app.scenes.circuit import CircuitScene
from reactdrill.app.scenes.filters import FiltersScene
from reactdrill.app.scenes.group.board import BoardScene
from reactdrill.app.scenes.group.runs import RunsScene
from reactdrill.app.scenes.group.turn import TurnScene
from reactdrill.app.scenes.keep.people import AthleteScene, PeopleScene
from reactdrill.app.scenes.keep.profile import ProfileScene
from reactdrill.app.scenes.keep.work import KeepScene
from reactdrill.app.scenes.own.new import NewDrillScene
from reactdrill.app.scenes.own.packs import InstallScene, PackScene
from reactdrill.app.scenes.own.ticks import TicksScene
from reactdrill.app.scenes.results import ResultsScene
from reactdrill.app.scenes.roster import of_age
from reactdrill.app.scenes.setup import amount, binding, counts, devices, items, podtask
from reactdrill.app.scenes.setup.items import Choice
from reactdrill.app.scenes.setup.sensing import SensorScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.tasks import Said, Task
from reactdrill.app.widgets import Row
from reactdrill.devices.athlete import AthleteProfile
from reactdrill.draw.letters import readable
from reactdrill.drill.circuit import parse_circuit
from reactdrill.drill.new_file import CALLS, Answers, TemplateName
from reactdrill.drill.timeline import timeline
from reactdrill.drill.trial import Mode
from reactdrill.errors import JournalError
from reactdrill.live.clock import VirtualClock
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import RUN_BAD, TRIAL_BAD, Annotation, annotate

Make = Callable[[], Scene]

ANNA = Athlete(code="K7RMQ2", name="Anna Berg")
CARELESS = AthleteProfile(accuracy=0.8, miss_rate=0.05, false_start_rate=0.08)
SURE = AthleteProfile(accuracy=1.0, miss_rate=0.0, false_start_rate=0.0)
ASLEEP = AthleteProfile(miss_rate=1.0, false_start_rate=0.0)
RUNS = (("four-choice", 4), ("go-no-go", 2), ("single-leg-taps", 2), ("side-throw", 1))


def lived_in(folder: Path) -> Program:
    """A program with some runs behind it: one simulated, one cut off, one marked bad."""
    one = program(folder, FakePlay(), notices=("settings.toml:3: sound.volume: must be at most 1",))
    assert one.folders is not None
    number = 0
    for name, count in RUNS:
        for _ in range(count):
            number += 1
            request = one.request(Brief(one.library.load(name), seed=number))
            request = simulated(request) if number == 2 else request
            outcome = simulate(
                request,
                seed=number,
                folder=one.folders.runs,
                run=run_id(number),
                started_utc=f"2026-03-{number:02d}T09:30:00.000Z",
            )
            assert outcome.path is not None
            if number == 3:
                annotate(outcome.path, Annotation(type=RUN_BAD, reason="somebody else took over"))
            if number == 4:
                whole = outcome.path.read_bytes().splitlines(keepends=True)
                outcome.path.write_bytes(b"".join(whole[: len(whole) // 2]))
    return one


def screens(one: Program) -> dict[str, Make]:
    """Scenes by name, each made anew when it is called."""
    scenes = one.scenes
    request = one.request(Brief(one.library.load("four-choice"), seed=1))
    long_error = JournalError(
        "/home/somebody/a/long/path/runs/2026/2026-03-01T093000Z-four-choice-1a2b3c4d.jsonl",
        "cannot be written (No space left on device)",
        "the disk is full: make some space",
    )
    return {
        "home at first": _fresh(one).scenes.home,
        "home": scenes.home,
        "drills being read": _fresh(one).scenes.drills,
        "drills": _ready(one, scenes.drills),
        "drills, filtered": _ready(one, _filtered(one)),
        "filters": lambda: FiltersScene(one),
        "history being opened": _fresh(one).scenes.history,
        "history": _ready(one, scenes.history),
        "history of a drill": _ready(
            one, lambda: scenes.drill_history("four-choice", "Four-choice reaction")
        ),
        "circuits being read": _fresh(one).scenes.circuits,
        "circuits": scenes.circuits,
        **_circuit(one),
        "launch": lambda: scenes.first(simulated(request)),
        "message": lambda: scenes.error(long_error),
        "long message": lambda: scenes.message(
            "Where this comes from", ["A source. " * 12] * 9, bullet="circle"
        ),
        "question": lambda: scenes.confirm(
            "Leave reactdrill?", yes="Leave", no="Stay", detail="Results are saved."
        ),
        "who is of age": lambda: of_age(one, 12),
        **_set_up(one),
        **_remarks(one),
        **_group(one),
        **people_screens(one),
        **_own(one),
        **dict(_results(one)),
    }


def _filtered(one: Program) -> Make:
    def made() -> Scene:
        other = _fresh(one)
        other.browsing.filters = Filters(avoid=frozenset({"jump"}), minutes=5)
        other.browsing.component = "balance"
        scene = other.scenes.drills()
        finish_background(other)
        return scene

    return made


ROSTER = """\
name;groups;restrictions;leaderboard
Anna Berg;Juniors;no jumps on the left leg;yes
Ben O'Neil;Juniors;;yes
Chiara;Seniors;;no
Eva-Maria Hohenstein-Kowalczyk;Juniors, first team of the Saturday league;;yes
\u0645\u062d\u0645\u062f;Seniors;;yes
"""


def _remarks(one: Program) -> dict[str, Make]:
    def done(drill: str, athletes: int = 1, profile: AthleteProfile | None = None) -> RunView:
        request = one.request(Brief(one.library.load(drill), seed=3), athletes=athletes)
        return RunView.of_outcome(
            simulate(request, profile=profile, folder=one.folders_now.runs, run=uuid4().hex)
        )

    def remarks(drill: str) -> Make:
        return lambda: one.scenes.remarks(done(drill))

    def trials(drill: str, athletes: int = 1) -> Make:
        def made() -> Scene:
            view = done(drill, athletes, CARELESS)
            assert view.journal is not None
            for trial, reason in ((1, "Disturbed"), (2, "A dog came in and wanted to play")):
                annotate(view.journal, Annotation(type=TRIAL_BAD, trial=trial, reason=reason))
            return one.scenes.trials(view.journal)

        return made

    return {
        "athletes": _ready(one, one.scenes.athletes),
        "remarks": remarks("four-choice"),
        "remarks of a coach": remarks("y-reach"),
        "trials": trials("go-no-go"),
        "trials of two lanes": trials("four-choice", 2),
        "trials of both sides": trials("single-leg-taps"),
        "a line to write": lambda: WrittenScene(
            one, "Why does it not count?", "A line that is kept.", "Noise"
        ),
    }


def _group(one: Program) -> dict[str, Make]:
    if not one.archive.everybody().athletes:
        one.archive.add_people(ROSTER, adults=True)
    brief = Brief(one.library.load("four-choice"))

    def turns(done: int, lanes: int = 1) -> Coaching:
        everybody = one.archive.everybody().athletes
        group = Group([each.code for each in everybody], lanes=lanes)
        group.names = {each.code: readable(each.name) for each in everybody}
        group.listed = frozenset(each.code for each in everybody if each.leaderboard)
        coaching = Coaching.of(group, brief)
        for number in range(done):
            coaching.take_turn(simulate(coaching.request(one), seed=number))
        return coaching

    def fewer_pods() -> Scene:
        other = _fresh(one)
        other.remote.gone = ("pods ttyACM1",)
        scene = TurnScene(other, turns(1))
        scene.acting = {"start": 1}
        return scene

    return {
        "group": _ready(one, one.scenes.group),
        "group drills": _ready(one, one.scenes.group_drills),
        "group turns at first": lambda: TurnScene(one, turns(0)),
        "group turns": lambda: TurnScene(one, turns(2, lanes=2)),
        "group turns, four at once": lambda: TurnScene(one, turns(1, lanes=4)),
        "group turns with fewer pods": fewer_pods,
        "group board": lambda: BoardScene(one, turns(10)),
        "group runs": lambda: RunsScene(one, turns(4, lanes=2), 1),
    }


def _own(one: Program) -> dict[str, Make]:
    """Drills of one's own."""
    path = Path(
        "/home/somebody/Documents/reactdrill/import/for-ann-and-everybody-in-the-first-team.drillpack"
    )
    words = [Row(each, each.capitalize()) for each in CALLS]
    asked = Then("Replace yours too", lambda _: Done(()))
    found = Done(
        ("For Ann", "Go/no-go · new", "Four-choice reaction · you have another one of this name"),
        then=asked,
        instead=replace(asked, words="Only what is new"),
    )

    def new(template: TemplateName, **answers: object) -> Make:
        def made() -> Scene:
            scene = NewDrillScene(one)
            scene.template = template
            scene.answers = Answers("Signs for everybody in the first team", **answers)  # type: ignore[arg-type]
            return scene

        return made

    def install() -> Scene:
        scene = InstallScene(one)
        scene.choices = (Choice(str(path), path.name, str(path.parent)), *scene.choices)
        return scene

    return {
        "own drills": one.scenes.own_drills,
        "new drill at first": lambda: NewDrillScene(one),
        "new drill": new("lights"),
        "new drill, wrongly": new("calls", calls=("hop",), min_ms=3000, max_ms=1000),
        "new circuit": new("circuit"),
        "words to call": lambda: TicksScene(one, "Which words are called", words, ["hop"], done="Take these"),
        "pack, drills being read": lambda: PackScene(_fresh(one)),
        "pack": _ready(one, lambda: PackScene(one)),
        "pack to install": install,
        "pack looked into": _ready(one, lambda: KeepScene(one, "Install a pack", lambda _: found)),
    }


def _set_up(one: Program) -> dict[str, Make]:
    choices = [items.Choice(each, f"{each} %", "Of all that there is.") for each in range(0, 101, 10)]
    much = amount.Amount("Height of the screen", "cm", 29.9, 5, 1000, 1, "Of the whole picture, measured.")
    scenes = one.scenes
    return {
        "set-up": scenes.set_up,
        "set-up devices": scenes.set_up_devices,
        "set-up display": scenes.set_up_display,
        "set-up sound": scenes.set_up_sound,
        "set-up look": scenes.set_up_look,
        "set-up pods": _with_pods(one).scenes.set_up_pods,
        "set-up pods at work": _pods_at_work(one),
        "set-up calibration": scenes.set_up_calibration,
        "set-up sensors": lambda: SensorScene(one),
        "set-up sensors with pods": lambda: SensorScene(_with_pods(one)),
        "set-up sound measured": _measured(one),
        "set-up counts": lambda: counts.CountsScene(one, 240.0, (0.9,) * 20),
        "set-up choice": lambda: items.ChoiceScene(one, "How loud", choices, 80),
        "set-up amount": lambda: amount.AmountScene(one, much),
        "set-up binding": lambda: binding.BindScene(one, "up-left", "Up left", action=False),
        "set-up trying": lambda: devices.TryScene(one),
        "set-up data": scenes.set_up_data,
        "set-up data of whom": _ready(one, lambda: PeopleScene(one)),
        "set-up data of which group": _ready(one, scenes.groups_data),
        "set-up data of an athlete": lambda: AthleteScene(one, ANNA, ["Juniors"]),
        "set-up profile": lambda: ProfileScene(one, ANNA, ["Juniors"]),
        "set-up profile refused": _refused(one),
        **_kept(one),
    }


def _refused(one: Program) -> Make:
    """A name was written that may not be kept."""

    def made() -> Scene:
        scene = ProfileScene(one, replace(ANNA, name=""), ())
        drawn(scene, (1280, 720))
        scene.chosen("birth_year")
        scene.resumed("in the summer of ninety")
        return scene

    return made


def _kept(one: Program) -> dict[str, Make]:
    """Work with the results, before and after it is done."""
    path = Path("/home/somebody/Documents/reactdrill/2026-03-01T093000Z-four-choice-1a2b3c4d.html")
    written = Done((f"Written: {path}",), path)
    lines = ("Anna Berg goes from this station, for ever:", "Runs: 12.")
    asked = Done(lines, then=Then("Erase", lambda _: written))

    def after(done: Done) -> Make:
        return _ready(one, lambda: KeepScene(one, "Report", lambda _: done))

    return {
        "data at work": lambda: KeepScene(_fresh(one), "Back up", lambda _: written),
        "data to erase": after(asked),
        "data written": after(written),
    }


def _with_pods(one: Program) -> Program:
    """The same station with six pods on the screen."""
    pods = one.settings.pods.model_copy(update={"ports": ["sim:6"], "left_out": [2, 5]})
    settings = one.settings.model_copy(update={"pods": pods})
    return Program(settings, one.library, one.play, folders=one.folders)


def _pods_at_work(one: Program) -> Make:
    def made() -> Scene:
        task = podtasks.WalkTask(["sim:6"], VirtualClock())
        for number in (1, 3):
            task.tap(number)
        other = _with_pods(one)
        scene = podtask.PodTaskScene(other, "Light each in turn", task)
        finish_background(other)
        return scene

    return made


def _measured(one: Program) -> Make:
    """Clicks have been heard and kept."""

    class Told(Task):
        def run(self, checkpoint: object) -> None:
            del checkpoint
            half = "The microphone's own latency is in it: runs use half, and doubt the other half."
            self.say(Said("Mean 41.3 ms, SD 1.2 ms, n 30", "alsa_input.usb-box"), Said(half, good=False))
            self.ask("Measured and kept")

    def made() -> Scene:
        other = _fresh(one)
        scene = podtask.TaskScene(other, "Microphone at the loudspeaker", Told())
        finish_background(other)
        return scene

    return made


CIRCUIT = """\
format = 1
kind = "circuit"
name = "made-up"
title = "Warm-up for everybody who plays"
trains = ["balance"]
equipment = ["a chair that does not roll"]
space = "2 m by 2 m"
rounds = 2
text.summary = "Five minutes away from the chair: stand up, balance on each leg and react."
text.instructions = ["Follow the voice.", "Hold on to the desk whenever you need to."]
text.stop_when = ["Pain, dizziness or shortness of breath."]
sources = [{ text = "Nobody.", marker = "G" }]
[[ask]]
question = "How are your joints, 0 (nothing) to 10 (worst pain)?"
stop_above = 5
then = "Stop for today, and have it looked at if it stays."
[[block]]
exercise = "Side plank with the upper leg lifted"
call = "side-plank"
work_s = 30
sides = "both"
sets = 2
text = ["Elbow under the shoulder.", "Lift the upper leg when you hear the call, lower it slowly."]
match_day = false
[[block]]
drill = "two-choice"
"""
ROTATION = "rotation = { groups = 3, work_s = 45 }\n"
MORE = '[[block]]\nexercise = "Jog"\nwork_s = 30\n'


def circuit_scene(one: Program, part: int, *, groups: bool = False, paused: bool = False) -> Scene:
    """A circuit in one of its parts."""
    text = CIRCUIT
    if groups:
        text = text.replace("rounds = 2\n", ROTATION) + MORE
    file = parse_circuit(text, one.library.load)
    course = Course(timeline(file), part)
    course.begin(one.clock.now_ns())
    if paused:
        course.hold(one.clock.now_ns())
    return CircuitScene(one, file, course=course)


def _circuit(one: Program) -> dict[str, Make]:
    assert one.circuits is not None
    finish_background(one)
    file = parse_circuit(CIRCUIT, one.library.load)
    report = CircuitReport(
        file, one.folders_now.home, ["Jog · 30 s", "Two-choice reaction · 312 ms"], ["Stop for today."]
    )
    return {
        "circuit briefing": lambda: one.scenes.circuit_briefing(file),
        "circuit transition": lambda: circuit_scene(one, 0),
        "circuit work": lambda: circuit_scene(one, 1),
        "circuit rest": lambda: circuit_scene(one, 2, paused=True),
        "circuit question": lambda: circuit_scene(one, 8),
        "circuit of groups": lambda: circuit_scene(one, 1, groups=True),
        "circuit done": lambda: one.scenes.circuit_done(report),
    }


def _fresh(one: Program) -> Program:
    """The same station, just started."""
    return Program(one.settings, one.library, one.play, folders=one.folders)


def _ready(one: Program, make: Make) -> Make:
    def made() -> Scene:
        scene = make()
        finish_background(one)
        return scene

    return made


def _results(one: Program) -> Iterator[tuple[str, Make]]:
    def results(
        name: str, mode: Mode | None = None, profile: AthleteProfile | None = None, **more: object
    ) -> Make:
        def made() -> Scene:
            request = one.request(Brief(one.library.load(name), mode, seed=3))
            outcome = simulate(request, profile=profile, **more)  # type: ignore[arg-type]
            return ResultsScene(one, request, RunView.of_outcome(outcome))

        return made

    def of_a_simulation() -> Scene:
        request = simulated(one.request(Brief(one.library.load("four-choice"), seed=3)))
        outcome = simulate(request, notes=("No sound: there is no sound card",))
        return ResultsScene(one, request, RunView.of_outcome(outcome))

    def of_two_lanes() -> Scene:
        file = one.library.load("four-choice")
        chosen = journals.plan(
            *(journals.lane([journals.trial(n) for n in range(12)], name) for name in ("ann", "bob"))
        )
        _, player = journals.played(chosen)
        view = RunView(header=journals.header_of(chosen), trials=tuple(player.records), status="complete")
        return ResultsScene(one, RunRequest(file, chosen), view)

    def of_an_athlete() -> Scene:
        """The second good day in a row: with the next level, the week and a map."""
        (anna, *_) = one.archive.everybody().athletes
        runs = []
        for day in (1, 2):
            request = one.request(Brief(one.library.load("four-choice"), seed=day)).by([anna.code])
            runs.append(
                simulate(
                    request,
                    profile=SURE,
                    folder=one.folders_now.runs,
                    run=uuid4().hex,
                    started_utc=f"2026-02-{day:02d}T09:30:00.000Z",
                )
            )
        one.catch_up()
        scene = ResultsScene(one, runs[-1].request, RunView.of_outcome(runs[-1]))
        finish_background(one)
        return scene

    yield "results of two lanes", of_two_lanes
    yield "results of an athlete", of_an_athlete
    yield "results", results("four-choice")
    yield "results of mistakes", results("go-no-go", profile=CARELESS)
    yield "results without a hit", results("simple-visual", profile=ASLEEP)
    yield "results of two hits", results("simple-visual", keep=10)
    yield "results of nothing", results("simple-visual", keep=0, ending="aborted")
    yield "results stopped early", results("four-mats", keep=20, ending="aborted")
    yield "results with movement", results("box-home")
    yield "results of both sides", results("single-leg-taps")
    yield "results observed", results("side-throw")
    yield "results of cues", results("side-throw", "cue_only")
    yield "results of a simulation", of_a_simulation
