"""Takes a run from the countdown to its end in front of people: what they see, and what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from reactdrill.app import actions
from reactdrill.app.actions import InputState, Setting
from reactdrill.app.canvas import Canvas
from reactdrill.app.inputs import UiAction, UiEvent, WindowFocus
from reactdrill.app.play.backdrop import Told, draw_backdrop, draw_told, pads_gone, pause_words
from reactdrill.app.play.countdown import Countdown
from reactdrill.app.play.pods import RunPods
from reactdrill.app.play.progress import DRAWING_NS, RunProgress
from reactdrill.app.remote import LOCKOUT_NS
from reactdrill.app.theme import Look, Theme
from reactdrill.app.window import Window
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.screen import Screen
from reactdrill.engine.events import Abort, Pause, Resume
from reactdrill.i18n import marked, tr
from reactdrill.live.loop import Loop
from reactdrill.live.ports import Clock

PAUSES = marked("Pod {number} pauses")
POLL_NS = 5_000_000
"""How often the countdown and the pause look for what people ask."""
RESUME_S = 0.0
"""After a pause only the last three seconds are counted."""

_UNCOVERED = frozenset({pygame.WINDOWEXPOSED, pygame.WINDOWSHOWN, pygame.WINDOWRESTORED})
"""The window had been covered, hidden or made small, and the system has not kept what was on it."""

Speak = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ShowEnd:
    """How a run ended in front of people."""

    begun: bool
    quit: bool = False


class RunShow:
    """One run on the window. `play` blocks until it has ended."""

    def __init__(
        self,
        loop: Loop,
        screen: Screen,
        progress: RunProgress,
        *,
        window: Window,
        clock: Clock,
        theme: Theme,
        inputs: Inputs,
        title: str,
        marked: str = "",
        speak: Speak | None = None,
        interrupted: Callable[[], bool] = lambda: False,
        pods: RunPods | None = None,
    ) -> None:
        self._loop = loop
        self._screen = screen
        self._progress = progress
        self._window = window
        self._clock = clock
        self._theme = theme
        self._inputs = inputs
        self._title = title
        self._marked = marked
        self._speak = speak or (lambda _: None)
        self._interrupted = interrupted
        self._pods = pods
        self._figure = None if pods is None else pods.figure
        self._input = InputState()
        self._told: Told | None = None
        """Words over everything: the countdown or the pause. None: the run itself is shown."""
        self._resting_s: int | None = None
        self._quit = False
        self._focused = True
        self._wanted_pads: set[str] = set()
        """Gamepads and mats that are wanted; one that is gone before the start is asked for."""
        screen.set_backdrop(self._draw)

    def play(self, walk_back_s: float) -> ShowEnd:
        """Count down, run, and stay until every lane has finished."""
        if not self._count_down(Countdown(self._clock.now_ns(), walk_back_s, detail=self._beside())):
            return ShowEnd(begun=False, quit=self._quit)
        self._loop.start()
        if not self._focused:
            self._hold("focus")
        while not self._loop.done:
            self._loop.step()
            for event in self._ui_events():
                self._answer(event)
            if self._pods is not None and self._pods.spare in self._pods.device.take_pressed():
                self._hold("asked")
            if self._interrupted():
                self._end("interrupted")
            elif self._progress.paused:
                self._pause()
            else:
                self._refresh()
        return ShowEnd(begun=True, quit=self._quit)

    # ---- while it runs

    def _answer(self, event: UiEvent) -> None:
        """Anything that asks to stop pauses first: a run is never ended by one key."""
        if event in (UiAction.BACK, UiAction.PAUSE, UiAction.QUIT, UiAction.MENU):
            self._quit_asked(event)
            self._hold("asked")
        elif isinstance(event, WindowFocus) and not event.gained:
            self._hold("focus")
        elif event is UiAction.FULLSCREEN:
            self._hold("fullscreen")
            self._window.toggle_fullscreen()

    def _hold(self, reason: str) -> None:
        if not self._progress.paused:
            self._loop.post(Pause(self._clock.now_ns(), reason))
            self._loop.turn()

    def _refresh(self) -> None:
        """Draw what changed, when no cue and no response window is near."""
        if self._figure is not None and self._figure.changed:
            self._screen.redraw()
        now_ns = self._clock.now_ns()
        resting_s = self._rest_left_s(now_ns)
        if resting_s != self._resting_s:
            self._resting_s = resting_s
            self._progress.changed = True
        if self._progress.changed and self._progress.may_draw(now_ns):
            self._progress.changed = False
            self._screen.redraw()
            if self._clock.now_ns() - now_ns <= DRAWING_NS:
                self._loop.excuse()

    def _rest_left_s(self, now_ns: int) -> int | None:
        ends = [lane.resting_until_ns for lane in self._progress.lanes.values() if lane.resting_until_ns]
        return -(-(min(ends) - now_ns) // 1_000_000_000) if ends else None

    # ---- the pause

    def _pause(self) -> None:
        """Hold still until somebody goes on or ends the run; devices may come and go meanwhile."""
        words: Told | None = None
        deaf_until_ns = self._clock.now_ns() + LOCKOUT_NS
        self._inputs.share(on=True)
        self._loop.turn()  # what was lit goes out before the words come
        while self._progress.paused and not self._loop.done:
            pod = self._resuming_pod
            if pause_words(self._progress, pod) != words:
                words = pause_words(self._progress, pod)
                self._tell(words)
            self._clock.wait(self._clock.now_ns() + POLL_NS)
            self._loop.turn()
            if self._interrupted():
                self._end("interrupted")
            elif self._answer_paused():
                words = None
            elif self._tapped_on(deaf_until_ns):
                words = None
                self._go_on()
        self._inputs.share(on=False)
        self._tell(None)

    @property
    def _resuming_pod(self) -> int | None:
        return None if self._pods is None or self._devices_missing() else self._pods.resumes

    def _tapped_on(self, deaf_until_ns: int) -> bool:
        """Whether the pod that goes on was tapped; what is tapped in the first moments was meant for the drill."""
        if self._pods is None:
            return False
        pressed = self._pods.device.take_pressed()
        return self._clock.now_ns() >= deaf_until_ns and self._resuming_pod in pressed

    def _answer_paused(self) -> bool:
        """Do what the first event that asks for something asks for; whether the words must be drawn anew."""
        for event in self._ui_events():
            if event in (UiAction.BACK, UiAction.QUIT):
                self._quit_asked(event)
                self._end("ended by the person")
                return True
            if event in (UiAction.ACCEPT, UiAction.PAUSE) and not self._devices_missing():
                self._go_on()
                return True
            if event is UiAction.FULLSCREEN:
                self._window.toggle_fullscreen()
                return True
        return False

    def _end(self, reason: str) -> None:
        self._quit = self._quit or reason == "interrupted"
        self._loop.post(Abort(self._clock.now_ns(), reason))
        self._loop.turn()

    def _go_on(self) -> None:
        self._quit = False  # asked for before the pause, and taken back by going on
        if self._count_down(Countdown(self._clock.now_ns(), RESUME_S), while_paused=True):
            self._loop.post(Resume(self._clock.now_ns()))
            self._loop.turn()

    def _devices_missing(self) -> bool:
        return any(lane.devices_lost for lane in self._progress.lanes.values())

    # ---- the countdown

    def _count_down(self, countdown: Countdown, *, while_paused: bool = False) -> bool:
        """True when the run may begin or go on; False when it must not: somebody left, a device or the focus went."""
        while not countdown.over(now_ns := self._clock.now_ns()):
            call = countdown.call(now_ns)
            if call is not None:
                self._tell(call.told)
                if call.say is not None:
                    self._speak(call.say)
            self._clock.wait(min(countdown.next_ns(now_ns), now_ns + POLL_NS))
            if while_paused:
                self._loop.turn()
            elif self._pods is not None:
                self._pods.keep_awake()
            if self._interrupted():
                self._quit = True
                return False
            if not self._may_count_on(countdown, while_paused=while_paused):
                return False
            if not while_paused and not self._all_pads(countdown):
                return False
        self._tell(None)
        return not while_paused or not self._devices_missing()

    def _may_count_on(self, countdown: Countdown, *, while_paused: bool) -> bool:
        for event in self._ui_events():
            if event in (UiAction.BACK, UiAction.QUIT):
                self._quit_asked(event)
                return False
            if event is UiAction.ACCEPT and not while_paused:
                countdown.skip(self._clock.now_ns())
        return not while_paused or (self._focused and not self._devices_missing())

    def _all_pads(self, countdown: Countdown) -> bool:
        """Wait while a gamepad is gone that was there when the countdown began. False: somebody left."""
        gone = self._gone()
        if not gone:
            return True
        self._tell(pads_gone(gone))
        while gone and not self._interrupted():
            self._clock.wait(self._clock.now_ns() + POLL_NS)
            for event in self._ui_events():
                if event in (UiAction.BACK, UiAction.QUIT):
                    self._quit_asked(event)
                    return False
                if event is UiAction.ACCEPT:
                    self._wanted_pads -= gone
            gone = self._gone()
        countdown.again(self._clock.now_ns())
        return True

    def _gone(self) -> set[str]:
        now = {pad.name for pad in self._inputs.pads}
        self._wanted_pads |= now
        return self._wanted_pads - now

    # ---- helpers

    def _beside(self) -> str:
        """What the athletes do besides, the first that says anything; targets without a pod; the pod that pauses."""
        task = next((lane.task for lane in self._progress.lanes.values() if lane.task), "")
        told = [] if self._pods is None else [note.shown for note in self._pods.missing]
        if self._pods is not None and self._pods.lacking is not None:
            told.append(self._pods.lacking.shown)
        spare = None if self._pods is None else self._pods.spare
        pauses = "" if spare is None else tr(PAUSES, number=spare)
        return " · ".join(each for each in (task, *told, pauses) if each)

    def _quit_asked(self, event: UiEvent) -> None:
        self._quit = self._quit or event is UiAction.QUIT

    def _ui_events(self) -> list[UiEvent]:
        found: list[UiEvent] = []
        for event in self._inputs.take_ui_events():
            if self._figure is not None:
                self._figure.take(event)
            if event.type in _UNCOVERED:
                self._screen.present_again()
            translated = actions.translate(event, self._input, Setting(self._clock.now_ns()))
            self._input = translated.state
            found += translated.events
        for each in found:
            if isinstance(each, WindowFocus):
                self._focused = each.gained
        return found

    def _tell(self, told: Told | None) -> None:
        self._told = told
        self._screen.redraw()

    def _draw(self, surface: pygame.Surface) -> None:
        canvas = Canvas(surface, Look(self._theme, min(surface.get_size())))
        if self._told is not None:
            canvas.clear()
            draw_told(canvas, canvas.box.inset(canvas.look.gap), self._told)
        else:
            draw_backdrop(canvas, self._progress, self._title, self._clock.now_ns(), marked=self._marked)
            if self._figure is not None:
                self._figure.draw(canvas)
