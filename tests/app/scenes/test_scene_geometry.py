"""Every screen at every size: nothing cut, nothing overlapping, nothing out of its place, everything reachable."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pygame
import pytest
from offscreen import SIZES, drawn, finish_background, program
from screens import lived_in, screens

from reactdrill.app.canvas import Canvas
from reactdrill.app.focus import links, reachable
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import disjoint, screen
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import PageScene, Scene
from reactdrill.app.scenes.briefing import BriefingScene
from reactdrill.app.scenes.launch import LaunchScene
from reactdrill.app.theme import DARK, HIGH_CONTRAST, Look, TextRole, Theme
from reactdrill.drill.library import Library

SHIPPED = tuple(Library.standard().paths())
NAMES = (
    "home at first",
    "home",
    "drills being read",
    "drills",
    "drills, filtered",
    "filters",
    "history being opened",
    "history",
    "history of a drill",
    "circuits being read",
    "circuits",
    "circuit briefing",
    "circuit transition",
    "circuit work",
    "circuit rest",
    "circuit question",
    "circuit of groups",
    "circuit done",
    "launch",
    "message",
    "long message",
    "question",
    "who is of age",
    "set-up",
    "set-up devices",
    "set-up display",
    "set-up sound",
    "set-up look",
    "set-up pods",
    "set-up pods at work",
    "set-up calibration",
    "set-up sensors",
    "set-up sensors with pods",
    "set-up sound measured",
    "set-up counts",
    "set-up choice",
    "set-up amount",
    "set-up binding",
    "set-up trying",
    "set-up data",
    "set-up data of whom",
    "set-up data of which group",
    "set-up data of an athlete",
    "set-up profile",
    "set-up profile refused",
    "data at work",
    "data to erase",
    "data written",
    "athletes",
    "remarks",
    "remarks of a coach",
    "trials",
    "trials of two lanes",
    "trials of both sides",
    "a line to write",
    "group",
    "group drills",
    "group turns at first",
    "group turns",
    "group turns, four at once",
    "group turns with fewer pods",
    "group board",
    "group runs",
    "history by athlete",
    "history of leaderboards",
    "history of an athlete",
    "progress",
    "progress of both sides",
    "progress of nothing",
    "leaderboard",
    "leaderboard of nobody",
    "past results",
    "names to be heard",
    "name to record",
    "name that is recorded",
    "name in a moment",
    "name being said",
    "name heard",
    "name not heard",
    "own drills",
    "new drill at first",
    "new drill",
    "new drill, wrongly",
    "new circuit",
    "words to call",
    "pack, drills being read",
    "pack",
    "pack to install",
    "pack looked into",
    "results of two lanes",
    "results of an athlete",
    "results",
    "results of mistakes",
    "results without a hit",
    "results of two hits",
    "results of nothing",
    "results stopped early",
    "results with movement",
    "results of both sides",
    "results observed",
    "results of cues",
    "results of a simulation",
)
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Program:
    made = lived_in(tmp_path_factory.mktemp("lived-in"))
    finish_background(made)
    return made


def assert_tidy(scene: Scene, canvas: Canvas) -> None:
    assert isinstance(scene, PageScene)
    assert canvas.texts
    assert disjoint(each.box for each in scene.page.placed)
    assert [each.id for each in scene.page.placed if not canvas.box.holds(each.box)] == []
    assert [each.text for each in canvas.texts if each.cut] == []
    assert [each.text for each in canvas.texts if not each.room.holds(each.box)] == []
    overlapping = [(a.text, b.text) for a, b in combinations(canvas.texts, 2) if a.box.overlaps(b.box)]
    assert overlapping == []
    assert min(each.size for each in canvas.texts) >= canvas.look.min_text_px


def settled(scene: Scene, size: tuple[int, int], theme: Theme = DARK, text_scale: float = 1.0) -> Canvas:
    """The scene after it has looked around itself."""
    canvas = drawn(scene, size, theme, text_scale)
    if scene.wake_ns is not None and not isinstance(scene, LaunchScene):
        scene.update(10**12)
        scene.draw(canvas)
    return canvas


def test_all_screens_are_named(one: Program) -> None:
    assert tuple(screens(one)) == NAMES


@sizes
@pytest.mark.parametrize("name", NAMES)
def test_every_screen_is_tidy_at_every_size(one: Program, name: str, size: tuple[int, int]) -> None:
    scene = screens(one)[name]()
    assert_tidy(scene, settled(scene, size))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("theme", "scale"), [(HIGH_CONTRAST, 1.0), (DARK, 1.15)], ids=["contrast", "far"])
def test_every_screen_is_tidy_in_other_looks(one: Program, name: str, theme: Theme, scale: float) -> None:
    for size in ((1280, 720), (700, 900)):
        scene = screens(one)[name]()
        assert_tidy(scene, settled(scene, size, theme, scale))


@sizes
@pytest.mark.parametrize("drill", SHIPPED)
def test_every_drill_has_a_tidy_briefing_in_each_of_its_modes(
    one: Program, drill: str, size: tuple[int, int]
) -> None:
    file = one.library.load(drill)
    for mode in file.drill.modes:
        scene = BriefingScene(one, Brief(file, mode))
        assert_tidy(scene, settled(scene, size))


@pytest.mark.parametrize("drill", SHIPPED)
def test_every_briefing_can_be_read_to_its_end(one: Program, drill: str) -> None:
    """What is below the opening is tidy too, and the last line of the drill is reached."""
    file = one.library.load(drill)
    scene = BriefingScene(one, Brief(file))
    canvas = settled(scene, (1280, 720))
    read = set()
    for _ in range(40):
        assert_tidy(scene, canvas)
        read |= {each.text for each in canvas.texts}
        scene.page.focus_on("text")
        scene.handle(UiAction.DOWN)
        scene.draw(canvas)
    wanted = [*file.drill.text.instructions, *file.drill.text.safety, *file.drill.text.stop_when]
    assert [line for line in wanted if line not in read] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_arrows_reach_everything(one: Program, name: str) -> None:
    for size in ((1280, 720), (700, 900)):
        scene = screens(one)[name]()
        settled(scene, size)
        assert isinstance(scene, PageScene)
        items = scene.page.focus.items
        if name != "launch":
            assert items
            assert scene.page.focus.current is not None
        assert all(reachable(links(items), item.id) == {each.id for each in items} for item in items)


@pytest.mark.parametrize("name", ["results", "results observed", "history of a drill"])
def test_headlines_are_read_from_five_metres(one: Program, name: str) -> None:
    """On a 24-inch screen capitals of 11 % of its height are; of 3.4 % from three metres by good eyes."""
    canvas = settled(screens(one)[name](), (1920, 1080))
    figure = max(canvas.texts, key=lambda each: each.size)
    assert figure.size * 0.668 >= 0.11 * 1080
    caption = next(each for each in canvas.texts if each.text.startswith(("median of", "seen and pressed")))
    assert caption.size * 0.668 >= 0.034 * 1080


@pytest.mark.parametrize("drill", ["four-choice", "four-mats", "single-leg-taps"])
def test_steps_are_read_from_three_metres(one: Program, drill: str) -> None:
    file = one.library.load(drill)
    canvas = settled(BriefingScene(one, Brief(file)), (1920, 1080))
    steps = [each for each in canvas.texts if each.text in file.drill.text.instructions]
    assert steps
    assert min(each.size for each in steps) * 0.668 >= 0.034 * 1080
    title = next(each for each in canvas.texts if each.text == file.drill.title)
    assert title.size * 0.668 >= 0.04 * 1080


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_a_drill_without_a_picture_shows_its_postures_in_that_place(
    one: Program, size: tuple[int, int]
) -> None:
    scene = BriefingScene(one, Brief(one.library.load("boxing-caller")))
    canvas = settled(scene, size)
    assert_tidy(scene, canvas)
    boxes = {each.id: each.box for each in scene.page.placed}
    assert "picture" not in boxes
    assert boxes["postures"].h >= 0.3 * size[1]
    assert boxes["postures"].right <= boxes["text"].x


@pytest.mark.parametrize(("name", "below"), [("simple-visual", True), ("single-leg-taps", False)])
def test_postures_stand_below_the_picture_where_there_is_room(one: Program, name: str, below: bool) -> None:
    """Elsewhere they stand in the text."""
    scene = BriefingScene(one, Brief(one.library.load(name)))
    settled(scene, (1280, 720))
    boxes = {each.id: each.box for each in scene.page.placed}
    assert ("postures" in boxes) == below
    assert not below or boxes["picture"].h >= 0.4 * boxes["text"].h


def test_a_long_title_is_wrapped_rather_than_made_small(tmp_path: Path) -> None:
    made = program(tmp_path)
    title = "A very long title of a drill that somebody has thought up"
    canvas = drawn(made.scenes.message(title, ["x"]), (700, 900))
    written = next(each for each in canvas.texts if each.text == title)
    assert written.size >= 0.7 * Look(DARK, 700).text_px(TextRole.TITLE)
    assert not written.cut


def test_a_screen_follows_the_window(one: Program) -> None:
    scene = screens(one)["results"]()
    for size in (*SIZES, *reversed(SIZES)):
        scene.enter(Look(DARK, min(size)), screen(*size))
        canvas = Canvas(pygame.Surface(size), Look(DARK, min(size)))
        scene.draw(canvas)
        assert_tidy(scene, canvas)
