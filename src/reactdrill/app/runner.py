"""The program's loop: pygame events in, scenes drawn, nothing done while nothing happens.

`App.step` is one round with the events given to it, so that a test feeds events and looks at what was drawn; `App.run`
feeds it from pygame. Drawing happens only after an event or when a scene asked to be woken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pygame

from reactdrill.app import actions
from reactdrill.app.actions import InputState, Setting
from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import UiAction, UiEvent
from reactdrill.app.pads import PadMap, pad_map
from reactdrill.app.raw import RAW_EVENTS
from reactdrill.app.remote import NoRemote
from reactdrill.app.scene import Scene, SceneStack, Transition
from reactdrill.app.theme import DARK, Look, Theme
from reactdrill.app.window import Window
from reactdrill.station.bindings import PadProfile

LONGEST_WAIT_MS = 500
"""The loop wakes at least this often: pygame's wait cannot be interrupted by anything but an event."""
AFTER_RUN_NS = 500_000_000
"""So long after a run presses are the athlete's, who has not seen yet that it is over: no menu answers to them."""


class App:
    """Runs scenes in a window until the last one is left."""

    def __init__(
        self,
        window: Window,
        first: Scene,
        now_ns: Callable[[], int],
        *,
        theme: Theme = DARK,
        text_scale: float = 1.0,
        style: Callable[[], tuple[Theme, float]] | None = None,
        remote: NoRemote | None = None,
        profiles: Callable[[], Mapping[str, PadProfile]] = dict,
    ) -> None:
        """`style`: asked for theme and text size again and again, in the place of `theme` and `text_scale`.

        `remote`: pods that press what a screen says they press. `profiles`: what the station's settings say of gamepads
        and mats.
        """
        self.window = window
        self.now_ns = now_ns
        self.canvas: Canvas | None = None
        """What was drawn last."""
        self._remote = remote or NoRemote()
        self._profiles = profiles
        self._gone: tuple[str, ...] = ()
        self._style = style or (lambda: (theme, text_scale))
        self._theme, self._text_scale = self._style()
        self._size = window.size
        self._input = InputState()
        self._pads: dict[int, pygame.joystick.JoystickType] = {}
        self._maps: dict[int, PadMap] = {}
        self._stale = True
        self._deaf_until_ns = 0
        self.stack = SceneStack(first, self.look, window.box)

    @property
    def look(self) -> Look:
        """Theme and sizes for the window as it is."""
        return Look(self._theme, self.window.box.unit, self._text_scale)

    def run(self) -> None:
        """Until the last scene is left."""
        events: list[pygame.event.Event] = []
        while self.step(events):
            pygame.joystick.init()  # after the first frame: looking for pads takes a while
            first = pygame.event.wait(self._wait_ms())
            events = [] if first.type == pygame.NOEVENT else [first, *pygame.event.get()]

    def step(self, events: Iterable[pygame.event.Event]) -> bool:
        """One round: answer the events, update, draw if anything happened. False when the program is over."""
        for event in events:
            self._devices(event)
            now_ns = self.now_ns()
            if event.type in _PRESSES and now_ns < self._deaf_until_ns:
                continue
            if self._wants_raw(event):
                self._stale = True
                assert self.stack.top is not None
                self._apply(self.stack.top.on_raw(event, now_ns))
                continue
            translated = actions.translate(event, self._input, self._setting(now_ns))
            self._input = translated.state
            self._answer(translated.events)
            self._stale = self._stale or event.type in _REDRAW
        self._update(self.now_ns())
        self._listen(self.now_ns())
        if self.stack.top is None:
            return False
        self._notice_style()
        self._notice_size()
        if self._stale:
            self._draw()
        return True

    def _wants_raw(self, event: pygame.event.Event) -> bool:
        """Whether an event is for a screen that binds controls; F11 keeps its meaning."""
        top = self.stack.top
        is_raw = event.type in RAW_EVENTS and getattr(event, "key", None) != pygame.K_F11
        return is_raw and top is not None and top.raw

    def _update(self, now_ns: int) -> None:
        repeated = actions.repeats(self._input, now_ns)
        self._input = repeated.state
        self._answer(repeated.events)
        top = self.stack.top
        if top is not None and top.wake_ns is not None and now_ns >= top.wake_ns:
            self._stale = True
            self._apply(top.update(now_ns))

    def _listen(self, now_ns: int) -> None:
        """Do what pods were tapped for, and let the screen say which pods do what."""
        top = self.stack.top
        if top is None:
            return
        if top.frees_pods:
            self._remote.let_go()
        tapped = self._remote.listen(top, top.remote, now_ns)
        if tapped is not None:
            self._stale = True
            self._apply(top.on_remote(tapped))
        elif (top.acting, self._gone) != (self._remote.acting, self._remote.gone):
            self._stale, self._gone = True, self._remote.gone
            top.show_acting(self._remote.acting)

    def _answer(self, events: Iterable[UiEvent]) -> None:
        for event in events:
            self._stale = True
            if event is UiAction.FULLSCREEN:
                self.window.toggle_fullscreen()
                self._input = InputState()
                self._relay()
            else:
                self._apply(self.stack.handle(event))

    def _apply(self, transition: Transition | None) -> None:
        while (take_over := self.stack.apply(transition)) is not None:
            self._remote.dark()
            result = take_over.work(self.window)
            self._remote.dark()
            self._deaf_until_ns = self.now_ns() + AFTER_RUN_NS
            self._input = InputState()
            self._relay()
            top = self.stack.top
            transition = top.resumed(result) if top is not None else None

    def _notice_style(self) -> None:
        style = self._style()
        if style != (self._theme, self._text_scale):
            self._theme, self._text_scale = style
            self._relay()

    def _notice_size(self) -> None:
        if self.window.size != self._size:
            self.window.resized()
            self._relay()

    def _relay(self) -> None:
        self._size, self._stale = self.window.size, True
        self.stack.resize(self.look, self.window.box)

    def _draw(self) -> None:
        top = self.stack.top
        assert top is not None
        self.canvas = Canvas(self.window.surface, self.look)
        top.draw(self.canvas)
        self.window.flip()
        self._stale = False

    def _setting(self, now_ns: int) -> Setting:
        top = self.stack.top
        return Setting(now_ns, typing=top is not None and top.typing, pads=self._maps)

    def _devices(self, event: pygame.event.Event) -> None:
        """Open pads as they come: only an open one sends events."""
        if event.type == pygame.JOYDEVICEADDED:
            pad = pygame.joystick.Joystick(event.device_index)
            self._pads[pad.get_instance_id()] = pad
            self._maps[pad.get_instance_id()] = self._map_of(event.device_index, pad)
        elif event.type == pygame.JOYDEVICEREMOVED:
            self._pads.pop(event.instance_id, None)
            self._maps.pop(event.instance_id, None)

    def _map_of(self, place: int, pad: pygame.joystick.JoystickType) -> PadMap:
        from reactdrill.devices.gamepad import facts_of  # noqa: PLC0415 - most people have no pad

        return pad_map(facts_of(place, pad), self._profiles())

    def _wait_ms(self) -> int:
        """Until the scene or a held key is due."""
        top, held = self.stack.top, self._input.held
        dues = (top.wake_ns if top else None, held.due_ns if held else None, self._remote.due_ns)
        due = [at for at in dues if at is not None]
        if not due:
            return LONGEST_WAIT_MS
        ahead_ms = -(-(min(due) - self.now_ns()) // 1_000_000)
        return max(1, min(LONGEST_WAIT_MS, ahead_ms))


_PRESSES = frozenset(
    {
        pygame.KEYDOWN,
        pygame.TEXTINPUT,
        pygame.MOUSEBUTTONDOWN,
        pygame.JOYBUTTONDOWN,
        pygame.JOYHATMOTION,
        pygame.JOYAXISMOTION,
    }
)
_REDRAW = frozenset({pygame.WINDOWEXPOSED, pygame.WINDOWSHOWN, pygame.WINDOWRESTORED})
