"""Scenes and the stack they stand on: a scene draws on a canvas and answers interface events.

A scene never calls another one. It gives back a transition, and the stack acts on it: the scene below gets what the
one above it ended with.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.app.inputs import UiAction, UiEvent
from reactdrill.app.layout import Box
from reactdrill.app.page import Page, Placed, Signal
from reactdrill.app.theme import Look

if TYPE_CHECKING:
    import pygame

    from reactdrill.app.canvas import Canvas
    from reactdrill.app.window import Window


@dataclass(frozen=True, slots=True)
class Push:
    """Put a scene on top."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class Replace:
    """Put a scene in the place of the top one."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class Reset:
    """Leave every scene and begin anew with one."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class Pop:
    """Leave the top scene; the one below is told the result. Leaving the last one ends the program."""

    result: object = None


@dataclass(frozen=True, slots=True)
class Quit:
    """End the program."""


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Hand the window to something with a loop of its own (a run); its result comes back through `resumed`."""

    work: Callable[[Window], object]


Transition = Push | Replace | Reset | Pop | Quit | TakeOver


class Scene(ABC):
    """One screen of the program."""

    look: Look
    box: Box
    frees_pods = False
    """Whether the pods' ports have to be free for somebody else here."""
    acting: Mapping[str, int] = {}
    """The pods that do something now, by what they do."""

    def enter(self, look: Look, box: Box) -> None:
        """Called when the scene comes on top, and whenever the window or the look changes."""
        self.look, self.box = look, box

    def leave(self) -> None:  # noqa: B027 - most scenes hold nothing that has to be let go
        """Called once, when the scene has left the stack."""

    def resumed(self, result: object) -> Transition | None:
        """Called when the scene above has left with a result, or a take-over has ended."""
        del result
        return None

    @property
    def remote(self) -> Sequence[str]:
        """What taps on pods may do here, the most wanted first; nothing as a rule."""
        return ()

    def on_remote(self, name: str) -> Transition | None:
        """Answer to a tap on the pod that stands for one of `remote`."""
        del name
        return None

    def show_acting(self, acting: Mapping[str, int]) -> None:
        """Say on the screen which pods do something now."""
        self.acting = acting

    @property
    def typing(self) -> bool:
        """Whether keys are text now."""
        return False

    @property
    def raw(self) -> bool:
        """Whether keys and buttons go to `on_raw` as they are, for a screen that binds them."""
        return False

    def on_raw(self, event: pygame.event.Event, now_ns: int) -> Transition | None:
        """Answer to a key, button, hat or axis as pygame tells it, while `raw`."""
        del event, now_ns
        return None

    @property
    def wake_ns(self) -> int | None:
        """When `update` is wanted although nothing happens; None: only events matter."""
        return None

    def handle(self, event: UiEvent) -> Transition | None:
        """Answer to an event."""
        del event
        return None

    def update(self, now_ns: int) -> Transition | None:
        """Called at or after `wake_ns`."""
        del now_ns
        return None

    @abstractmethod
    def draw(self, canvas: Canvas) -> None:
        """Draw everything anew."""


class PageScene(Scene):
    """A scene made of widgets: says where they stand, and what their signals mean."""

    def __init__(self) -> None:
        self.page = Page()

    @abstractmethod
    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Place the widgets. Called for every size of the window and after `refresh`."""

    def viewport(self, look: Look, box: Box) -> Box | None:
        """The opening that widgets with `scrolls` are seen through, where there are any."""
        del look, box
        return None

    @property
    def first(self) -> str | None:
        """The id of the widget that has the focus to begin with; None: the first in reading order."""
        return None

    def on_signal(self, signal: Signal) -> Transition | None:
        """Answer to what a widget told."""
        del signal
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """Answer to what no widget is asked for: BACK leaves, MENU and PAUSE do nothing, QUIT ends the program."""
        return Pop() if action is UiAction.BACK else None

    def refresh(self) -> None:
        """Build anew after something that the widgets show has changed."""
        viewport = self.viewport(self.look, self.box)
        self.page.lay(self.build(self.look, self.box), self.look, first=self.first, viewport=viewport)

    def on_remote(self, name: str) -> Transition | None:
        """As if the widget of that name were pressed."""
        if name not in self.page.focus.ids:
            return None
        self.page.focus_on(name)
        return self.handle(UiAction.ACCEPT)

    def show_acting(self, acting: Mapping[str, int]) -> None:
        """Build anew with it."""
        super().show_acting(acting)
        self.refresh()

    def enter(self, look: Look, box: Box) -> None:
        """Lay the page out."""
        super().enter(look, box)
        self.refresh()

    @property
    def typing(self) -> bool:
        """Whether a text field has the focus."""
        return self.page.typing

    def handle(self, event: UiEvent) -> Transition | None:
        """Send the event to the page, or to `on_action`."""
        if isinstance(event, UiAction) and event in _SCENE_ACTIONS:
            return self.on_action(event)
        signal = self.page.handle(event)
        return None if signal is None else self.on_signal(signal)

    def draw(self, canvas: Canvas) -> None:
        """Draw the page."""
        canvas.clear()
        self.page.draw(canvas)


_SCENE_ACTIONS = frozenset({UiAction.BACK, UiAction.MENU, UiAction.PAUSE, UiAction.QUIT})


class SceneStack:
    """The scenes that are open; the top one is seen and answers."""

    def __init__(self, first: Scene, look: Look, box: Box) -> None:
        self._scenes: list[Scene] = []
        self._look, self._box = look, box
        self._add(first)

    @property
    def top(self) -> Scene | None:
        """The scene that is seen; None when the program is over."""
        return self._scenes[-1] if self._scenes else None

    @property
    def depth(self) -> int:
        """How many scenes are open."""
        return len(self._scenes)

    def resize(self, look: Look, box: Box) -> None:
        """Tell the top scene of another window size or look; those below hear of it when they come up again."""
        self._look, self._box = look, box
        if self.top is not None:
            self.top.enter(look, box)

    def handle(self, event: UiEvent) -> Transition | None:
        """Give an event to the top scene. QUIT ends the program unless the scene answers it."""
        if self.top is None:
            return None
        transition = self.top.handle(event)
        return Quit() if transition is None and event is UiAction.QUIT else transition

    def apply(self, transition: Transition | None) -> TakeOver | None:
        """Act on a transition and on those that follow from it; a take-over is left to the caller."""
        while transition is not None and not isinstance(transition, TakeOver):
            transition = self._step(transition)
        return transition

    def _step(self, transition: Push | Replace | Reset | Pop | Quit) -> Transition | None:
        match transition:
            case Push(scene):
                self._add(scene)
            case Replace(scene):
                self._drop()
                self._add(scene)
            case Reset(scene):
                self._drop_all()
                self._add(scene)
            case Pop(result):
                self._drop()
                return self._resume(result)
            case Quit():
                self._drop_all()
        return None

    def _resume(self, result: object) -> Transition | None:
        if self.top is None:
            return None
        self.top.enter(self._look, self._box)
        return self.top.resumed(result)

    def _add(self, scene: Scene) -> None:
        self._scenes.append(scene)
        scene.enter(self._look, self._box)

    def _drop(self) -> None:
        if self._scenes:
            self._scenes.pop().leave()

    def _drop_all(self) -> None:
        while self._scenes:
            self._drop()
