"""Screens over what athletes have done in the course of time, and over their recorded names."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from offscreen import finish_background, simulate

from reactdrill.app.archive import Trained
from reactdrill.app.coach.saying import Saying
from reactdrill.app.layout import screen
from reactdrill.app.page import Signal
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Scene
from reactdrill.app.scenes.group.names import NamesScene
from reactdrill.app.scenes.group.namesound import NameSoundScene, Words
from reactdrill.app.scenes.history import HistoryScene
from reactdrill.app.scenes.progress import AthleteHistoryScene, LeaderboardScene, ProgressScene
from reactdrill.app.theme import DARK, Look
from reactdrill.app.widgets import Told
from reactdrill.people.athlete import Athlete
from reactdrill.results.recorded_names import RecordedNames
from voices import FakeMicrophone, spoken

Make = Callable[[], Scene]
RUNS = {"simple-visual": 20, "single-leg-taps": 3}
"""What the one who is on the leaderboards has done; the other has done less."""
SETTLED_NS = 10**12
"""When the tests look at a scene."""
SECOND = 1_000_000_000


def people_screens(one: Program) -> dict[str, Make]:
    """Scenes by name, each made anew; the runs they show are made with the first."""

    def made(make: Callable[[Trained], Scene]) -> Make:
        def ready() -> Scene:
            scene = make(_anna(one))
            finish_background(one)
            return scene

        return ready

    return {
        "history by athlete": made(lambda _: _listed(one, "by athlete")),
        "history of leaderboards": made(lambda _: _listed(one, "boards")),
        "history of an athlete": made(lambda anna: AthleteHistoryScene(one, anna, {})),
        "progress": made(lambda anna: ProgressScene(one, anna, "simple-visual", "Simple visual reaction")),
        "progress of both sides": made(lambda anna: ProgressScene(one, anna, "single-leg-taps", "Taps")),
        "progress of nothing": made(
            lambda anna: ProgressScene(one, anna, "four-choice", "Four-choice reaction")
        ),
        "leaderboard": made(lambda _: LeaderboardScene(one, "Juniors", {})),
        "leaderboard of nobody": made(lambda _: LeaderboardScene(one, "Seniors", {})),
        "past results": made(lambda _: _past(one)),
        "names to be heard": made(lambda _: NamesScene(one)),
        "name to record": made(lambda anna: _recording(one, anna, kept=False)),
        "name that is recorded": made(lambda anna: _recording(one, anna, kept=True)),
        "name in a moment": made(lambda anna: _saying(one, anna, speaks=False)),
        "name being said": made(lambda anna: _saying(one, anna, speaks=True)),
        "name heard": made(lambda anna: _heard(one, anna)),
        "name not heard": made(lambda anna: _heard(one, anna, said=False)),
    }


def _anna(one: Program) -> Trained:
    """Somebody with a long history."""
    found = next(
        (each for each in one.archive.trained() if {use.drill for use in each.drills} >= RUNS.keys()), None
    )
    if found is not None:
        return found
    for drill, count in RUNS.items():
        for number in range(count):
            name = "Anna Berg" if number else "Chiara"
            request = one.request(Brief(one.library.load(drill), seed=number)).by([athlete(one, name).code])
            started = f"2026-02-{number + 1:02d}T09:30:00.000Z"
            simulate(request, seed=number, folder=one.folders_now.runs, run=uuid4().hex, started_utc=started)
    one.catch_up()
    finish_background(one)
    return _anna(one)


def athlete(one: Program, name: str) -> Athlete:
    """Somebody of the roster."""
    return next(each for each in one.archive.everybody().athletes if each.name == name)


def _listed(one: Program, chip: str) -> Scene:
    """The history with another list than the newest runs."""
    scene = HistoryScene(one)
    scene.enter(Look(DARK, 720), screen(1280, 720))
    finish_background(one)
    scene.update(0)
    scene.on_signal(Signal(chip, Told.ACTIVATED))
    return scene


def _past(one: Program) -> Scene:
    archive = one.archive
    return one.scenes.past_results(archive.view(archive.drill("single-leg-taps").runs[0].row))


def _recording(one: Program, anna: Trained, *, kept: bool = False) -> NameSoundScene:
    names, whose = RecordedNames(one.folders_now.home), athlete(one, anna.name)
    if kept:
        names.keep(whose, spoken())
    else:
        names.forget(whose.code)
    return NameSoundScene(one, whose)


def _saying(one: Program, anna: Trained, *, speaks: bool) -> Scene:
    """While somebody gets ready, or speaks and the tests look on."""
    scene, saying = _recording(one, anna), Saying(one.clock)
    microphone = FakeMicrophone(one.clock)
    microphone.hear(spoken())
    saying.take(microphone)
    saying.look(SETTLED_NS - SECOND - (3 * SECOND if speaks else 0))
    saying.look(SETTLED_NS - SECOND)
    scene.saying = saying
    return scene


def _heard(one: Program, anna: Trained, *, said: bool = True) -> Scene:
    scene = _recording(one, anna)
    if said:
        scene.sound = spoken()
    else:
        scene.problem = Words.NOTHING_HEARD
    return scene
