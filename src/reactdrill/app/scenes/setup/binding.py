"""Press the thing for a target: what is pressed becomes its control."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from reactdrill.app.layout import Box, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.raw import PadThere, pads_there, pressed_control
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Label, Paragraph
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.station.controls import describe_control, device_kind

IDLE_NS = 15_000_000_000
PATIENT_NS = 400_000_000
"""What is pressed sooner is what opened this screen, still held."""


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Bind {target}"
    PRESS = "Press the thing for {target}"
    HOW = "A key, a button, an arrow of the mat. Other kinds of device keep theirs. Escape leaves everything as it is."
    TAKEN = "{control} was the control for {other}"
    TAKE = "Take it from there for {target}?"
    YES = "Take it"
    NO = "Leave it"
    CANCEL = "Cancel"


class BindScene(ProgramScene):
    """Leaves with the control that was bound, or with None."""

    def __init__(self, program: Program, target: str, words: str, *, action: bool) -> None:
        super().__init__(program)
        self._target, self._words, self._action = target, words, action
        self._pads: dict[int, PadThere] = {}
        self._begun_ns: int | None = None
        self._wanted: str | None = None

    @property
    def raw(self) -> bool:
        """Keys and buttons are told as they are."""
        return True

    @property
    def wake_ns(self) -> int | None:
        """At once, and when nobody has pressed anything for long."""
        return 0 if self._begun_ns is None else self._begun_ns + IDLE_NS

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """What to press, as large as can be."""
        made = frame(
            look, box, Words.TITLE.format(target=self._words), buttons={"cancel": Button(Words.CANCEL)}
        )
        words = Label(
            Words.PRESS.format(target=self._words),
            TextRole.TITLE,
            ink=Ink.ACCENT,
            bold=True,
            across=0.5,
            lines=3,
        )
        how = Paragraph(Words.HOW, TextRole.BODY, ink=Ink.MUTED)
        places = rows(
            made.body,
            {"words": Share(), "how": Px(how.height_for(look, made.body.w) + look.gap)},
            gap=look.gap,
        )
        return [*made.placed, Placed("words", places["words"], words), Placed("how", places["how"], how)]

    def update(self, now_ns: int) -> Transition | None:
        """Leave after a while: a mat has nothing to cancel with."""
        if self._begun_ns is None:
            self._begun_ns = now_ns
            profiles = self.program.settings.bindings.overrides().profiles
            self._pads = {pad.instance: pad for pad in pads_there(profiles)}
        return Pop() if now_ns >= self._begun_ns + IDLE_NS else None

    def on_signal(self, signal: Signal) -> Transition | None:
        """The button leaves."""
        return Pop() if signal.id == "cancel" else None

    def on_raw(self, event: pygame.event.Event, now_ns: int) -> Transition | None:
        """Bind what was pressed."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return Pop()
        control = pressed_control(event, self._pads)
        if control is None or self._begun_ns is None:
            return None
        if now_ns < self._begun_ns + PATIENT_NS:
            return None
        return self._bind(control)

    def resumed(self, result: object) -> Transition | None:
        """From the question whether to take it from elsewhere, or from an error."""
        if result is True and self._wanted is not None:
            return self._keep(self._wanted)
        return Pop()

    def _bind(self, control: str) -> Transition | None:
        other = self._other(control)
        if other is None:
            return self._keep(control)
        self._wanted = control
        said = Words.TAKEN.format(control=describe_control(control, arrows=False), other=other)
        ask = Words.TAKE.format(target=self._words)
        return Push(self.program.scenes.confirm(said, yes=Words.YES, no=Words.NO, detail=ask))

    def _other(self, control: str) -> str | None:
        """What else the settings have bound to it."""
        bindings = self.program.settings.bindings
        for name, controls in (*bindings.targets.items(), *bindings.actions.items()):
            if control in controls and name != self._target:
                return name
        return None

    def _keep(self, control: str) -> Transition:
        bindings = self.program.settings.bindings
        targets = {name: [one for one in each if one != control] for name, each in bindings.targets.items()}
        actions = {
            str(name): [one for one in each if one != control] for name, each in bindings.actions.items()
        }
        mine = actions if self._action else targets
        kind = device_kind(control)
        others = [one for one in mine.get(self._target, ()) if device_kind(one) != kind]
        mine[self._target] = [control, *others]
        try:
            self.program.change(
                "bindings",
                targets={name: each for name, each in targets.items() if each},
                actions={name: each for name, each in actions.items() if each},
            )
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        return Pop(control)
