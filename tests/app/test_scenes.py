from __future__ import annotations

from collections.abc import Iterator, Sequence

import pygame
import pytest
from pygame.event import Event

from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import UiAction, UiEvent
from reactdrill.app.layout import Box, Share, rows, screen
from reactdrill.app.page import Placed, Signal
from reactdrill.app.runner import AFTER_RUN_NS, App
from reactdrill.app.scene import (
    PageScene,
    Pop,
    Push,
    Quit,
    Replace,
    Reset,
    Scene,
    SceneStack,
    TakeOver,
    Transition,
)
from reactdrill.app.theme import DARK, HIGH_CONTRAST, Ground, Look
from reactdrill.app.widgets import Button, Label, TextField
from reactdrill.app.window import Window, WindowOptions
from reactdrill.live.clock import VirtualClock

LOOK, BOX = Look(DARK, 720), screen(1280, 720)


class Plain(Scene):
    """Does what it is told to, and remembers what happened to it."""

    def __init__(self, name: str = "plain", **answers: Transition) -> None:
        self.name = name
        self.answers = answers
        self.seen: list[object] = []
        self.wake: int | None = None

    def enter(self, look: Look, box: Box) -> None:
        super().enter(look, box)
        self.seen.append("enter")

    def leave(self) -> None:
        self.seen.append("leave")

    def resumed(self, result: object) -> Transition | None:
        self.seen.append(("resumed", result))
        return self.answers.get("resumed")

    @property
    def wake_ns(self) -> int | None:
        return self.wake

    def handle(self, event: UiEvent) -> Transition | None:
        self.seen.append(event)
        return self.answers.get(event.value) if isinstance(event, UiAction) else None

    def update(self, now_ns: int) -> Transition | None:
        self.seen.append(now_ns)
        self.wake = None
        return None

    def draw(self, canvas: Canvas) -> None:
        self.seen.append("draw")
        canvas.clear()
        canvas.text(self.name, canvas.box)


class Menu(PageScene):
    """Three widgets; `start` leads on, the field is typed into."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Signal] = []

    @property
    def first(self) -> str:
        return "start"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        places = rows(box, {"title": Share(), "name": Share(), "start": Share()}, look.gap)
        return (
            Placed("title", places["title"], Label("Menu")),
            Placed("name", places["name"], TextField("Name")),
            Placed("start", places["start"], Button("Start")),
        )

    def on_signal(self, signal: Signal) -> Transition | None:
        self.heard.append(signal)
        return Push(Plain("run")) if signal.id == "start" else None


def stack_of(*scenes: Scene) -> SceneStack:
    stack = SceneStack(scenes[0], LOOK, BOX)
    for scene in scenes[1:]:
        stack.apply(Push(scene))
    return stack


def test_a_result_goes_to_the_scene_below() -> None:
    below, above = Plain("below"), Plain("above")
    stack = stack_of(below, above)
    assert stack.top is above
    stack.apply(Pop("done"))
    assert stack.top is below
    assert above.seen == ["enter", "leave"]
    assert below.seen == ["enter", "enter", ("resumed", "done")]


def test_a_scene_may_move_on_as_soon_as_it_hears_the_result() -> None:
    results = Plain("results")
    stack = stack_of(Plain("menu"), Plain("briefing", resumed=Replace(results)), Plain("run"))
    stack.apply(Pop("run is over"))
    assert stack.top is results
    assert stack.depth == 2


def test_replace_and_reset_let_go_of_what_they_take_the_place_of() -> None:
    first, second, third, home = (Plain() for _ in range(4))
    stack = stack_of(first, second)
    stack.apply(Replace(third))
    assert second.seen[-1] == "leave"
    assert stack.depth == 2
    stack.apply(Reset(home))
    assert (first.seen[-1], third.seen[-1]) == ("leave", "leave")
    assert (stack.top, stack.depth) == (home, 1)


def test_leaving_the_last_scene_or_quitting_ends_everything() -> None:
    one = stack_of(Plain())
    one.apply(Pop())
    assert one.top is None
    two = stack_of(Plain(), Plain())
    two.apply(Quit())
    assert two.top is None
    assert two.handle(UiAction.ACCEPT) is None


def test_quit_ends_the_program_unless_the_scene_has_an_answer() -> None:
    assert stack_of(Plain()).handle(UiAction.QUIT) == Quit()
    ask = Push(Plain("really?"))
    assert stack_of(Plain(quit=ask)).handle(UiAction.QUIT) is ask
    assert stack_of(Menu()).handle(UiAction.QUIT) == Quit()


def test_a_page_scene_goes_back_by_itself() -> None:
    assert stack_of(Menu()).handle(UiAction.BACK) == Pop()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock()


@pytest.fixture
def window() -> Iterator[Window]:
    opened = Window(WindowOptions(size=(1280, 720), vsync=False))
    yield opened
    opened.close()


def press(key: int) -> list[Event]:
    return [Event(pygame.KEYDOWN, key=key, mod=0), Event(pygame.KEYUP, key=key, mod=0)]


def test_keys_walk_through_scenes_and_back_out(window: Window, clock: VirtualClock) -> None:
    menu = Menu()
    app = App(window, menu, clock.now_ns)
    assert app.step(press(pygame.K_RETURN))
    assert app.stack.depth == 2
    assert app.canvas is not None
    assert [each.text for each in app.canvas.texts] == ["run"]
    app.stack.apply(Pop())
    assert app.stack.top is menu
    assert not app.step(press(pygame.K_ESCAPE))


def test_typing_turns_keys_into_text(window: Window, clock: VirtualClock) -> None:
    menu = Menu()
    app = App(window, menu, clock.now_ns)
    app.step([*press(pygame.K_UP)])
    assert menu.typing
    app.step([*press(pygame.K_SPACE), Event(pygame.TEXTINPUT, text="p"), *press(pygame.K_p)])
    assert menu.page.state("name").text == "p"


def test_a_click_lands_where_it_is_drawn(window: Window, clock: VirtualClock) -> None:
    menu = Menu()
    app = App(window, menu, clock.now_ns)
    app.step([])
    place = next(each.box for each in menu.page.placed if each.id == "start")
    spot = (round(place.cx), round(place.cy))
    app.step(
        [Event(pygame.MOUSEBUTTONDOWN, pos=spot, button=1), Event(pygame.MOUSEBUTTONUP, pos=spot, button=1)]
    )
    assert [signal.id for signal in menu.heard] == ["start"]


def test_nothing_is_drawn_while_nothing_happens(window: Window, clock: VirtualClock) -> None:
    scene = Plain()
    app = App(window, scene, clock.now_ns)
    for _ in range(5):
        app.step([])
    assert scene.seen.count("draw") == 1
    app.step(press(pygame.K_DOWN))
    app.step([Event(pygame.WINDOWEXPOSED)])
    assert scene.seen.count("draw") == 3


def test_a_scene_is_woken_when_it_asked_to_be(window: Window, clock: VirtualClock) -> None:
    scene = Plain()
    scene.wake = 1000
    app = App(window, scene, clock.now_ns)
    app.step([])
    assert 1000 not in scene.seen
    clock.wait(1000)
    app.step([])
    assert scene.seen[-2:] == [1000, "draw"]


def test_a_held_arrow_keeps_moving(window: Window, clock: VirtualClock) -> None:
    scene = Plain()
    app = App(window, scene, clock.now_ns)
    app.step(press(pygame.K_DOWN)[:1])
    clock.wait(3_000_000_000)
    app.step([])
    app.step(press(pygame.K_DOWN)[1:])
    clock.wait(9_000_000_000)
    app.step([])
    assert scene.seen.count(UiAction.DOWN) == 2


def test_another_size_lays_the_scene_out_anew(window: Window, clock: VirtualClock) -> None:
    menu = Menu()
    app = App(window, menu, clock.now_ns)
    app.step(press(pygame.K_UP))
    window.resize((700, 900))
    app.step([])
    assert menu.box == screen(700, 900)
    assert menu.look.unit == 700
    assert menu.page.focus.current == "name"
    assert app.canvas is not None
    assert app.canvas.box == screen(700, 900)


def test_another_theme_is_drawn_at_once(window: Window, clock: VirtualClock) -> None:
    styles = [(DARK, 1.0)]
    app = App(window, Menu(), clock.now_ns, style=lambda: styles[-1])
    app.step([])
    styles.append((HIGH_CONTRAST, 1.2))
    app.step([])
    assert window.surface.get_at((1, 1))[:3] == HIGH_CONTRAST.grounds[Ground.PAGE]
    assert app.look.text_scale == 1.2


def test_something_with_its_own_loop_gets_the_window_and_its_result_comes_back(
    window: Window, clock: VirtualClock
) -> None:
    def work(given: Window) -> object:
        assert given is window
        return "42 trials"

    scene = Plain(accept=TakeOver(work))
    app = App(window, scene, clock.now_ns)
    app.step(press(pygame.K_RETURN))
    assert ("resumed", "42 trials") in scene.seen
    assert scene.seen[-1] == "draw"


def test_a_take_over_may_lead_straight_to_the_next_scene(window: Window, clock: VirtualClock) -> None:
    results = Plain("results")
    scene = Plain(accept=TakeOver(lambda _: None), resumed=Replace(results))
    app = App(window, scene, clock.now_ns)
    app.step(press(pygame.K_RETURN))
    assert app.stack.top is results


def test_a_press_that_was_meant_for_the_run_does_nothing_in_the_menu(
    window: Window, clock: VirtualClock
) -> None:
    results = Plain("results", accept=Quit())
    scene = Plain(accept=TakeOver(lambda _: None), resumed=Replace(results))
    app = App(window, scene, clock.now_ns)
    app.step(press(pygame.K_RETURN))
    assert app.step(press(pygame.K_RETURN))
    clock.wait(clock.now_ns() + AFTER_RUN_NS)
    assert not app.step(press(pygame.K_RETURN))


def test_f11_toggles_fullscreen_and_lays_out_anew(window: Window, clock: VirtualClock) -> None:
    scene = Plain()
    app = App(window, scene, clock.now_ns)
    app.step(press(pygame.K_F11))
    assert window.fullscreen
    assert scene.box == window.box == screen(*pygame.display.get_desktop_sizes()[0])
    app.step(press(pygame.K_F11))
    assert scene.box == screen(1280, 720)
