"""Keyboards, gamepads, mats and pods that are there, and what their buttons do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pygame

from reactdrill.app.figures.words import name_words
from reactdrill.app.program import Program
from reactdrill.app.raw import PadThere, pads_there, pressed_control
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.setup.binding import BindScene
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Paragraph, Row, ScrollArea
from reactdrill.i18n import Texts
from reactdrill.station.bindings import BindingOverrides, Bindings
from reactdrill.station.calibration.setup import keyboard_facts
from reactdrill.station.controls import device_kind

TARGETS = (
    *("left", "right", "up", "down", "up-left", "up-right", "down-left", "down-right", "centre"),
    *("1", "2", "3", "4"),
)
"""Targets that drills name most; those of the settings come after them."""
ACTIONS = ("pause", "coach")


class Words(Texts):
    """Everything these screens say by themselves."""

    TITLE = "Devices"
    KEYBOARD = "Keyboard"
    PAD = "Gamepad"
    MAT = "Dance mat"
    PODS = "Pods: {ports}"
    THERE = "There"
    NO_PADS = "No gamepad and no mat. They may be plugged in at any time."
    TRY = "Try everything"
    TRY_DETAIL = "Press anything: it says what that is and does."
    RESET = "Back to what was"
    RESET_DETAIL = "Forget every key and button that was bound here."
    RESET_ASK = "Forget all that was bound?"
    YES = "Forget"
    NO = "Keep"
    NOTHING = "nothing"
    OR = " or "
    WRONG = "Settings: {problem}."
    NAMES: Mapping[str, str] = {
        "left": "Left",
        "right": "Right",
        "up": "Up",
        "down": "Down",
        "up-left": "Up left",
        "up-right": "Up right",
        "down-left": "Down left",
        "down-right": "Down right",
        "centre": "Centre",
        "pause": "Pause",
        "coach": "The coach presses",
    }
    TRYING = "Try everything"
    PRESS = "Press anything"
    LEAVE = "Escape ends it, and so do ten seconds without a press."
    DOES_NOTHING = "nothing is bound to it"


def target_words(target: str) -> str:
    """A target or action in a person's words."""
    return Words.NAMES.get(target) or name_words(target)


def control_words(bindings: Bindings, target: str) -> str:
    """How a target is pressed now, on each kind of device."""
    every = bindings.controls_of(target)
    kinds = tuple(dict.fromkeys(device_kind(one) for one in every))
    return bindings.describe(target, kinds, arrows=False, between=Words.OR) or Words.NOTHING


def station_bindings(overrides: BindingOverrides) -> Bindings:
    """Everything that can be bound here, with the station's own targets."""
    own = [target for target in overrides.targets if target not in TARGETS]
    return Bindings.for_targets((*TARGETS, *own), overrides, coach=True)


class DevicesScene(RowsScene):
    """Accepting a target binds it anew."""

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """What can be tried and bound."""
        bindings = station_bindings(self.program.settings.bindings.overrides())
        own = [target for target in bindings.targets if target not in (*TARGETS, *ACTIONS)]
        rows = [Row("try", Words.TRY, Words.TRY_DETAIL, icon="search")]
        rows += [
            Row(f"target {target}", target_words(target), control_words(bindings, target))
            for target in (*TARGETS, *own)
        ]
        rows += [Row(f"action {name}", target_words(name), control_words(bindings, name)) for name in ACTIONS]
        return [*rows, Row("reset", Words.RESET, Words.RESET_DETAIL, icon="cross")]

    def aside(self, look: Look) -> AnyWidget:
        """The devices that are there, and what is wrong with the settings."""
        del look
        lines = [Paragraph(Words.THERE, TextRole.BODY, bold=True)]
        lines += [Paragraph(each, TextRole.BODY, bullet="check") for each in self._there()]
        bindings = station_bindings(self.program.settings.bindings.overrides())
        for problem in bindings.problems:
            said = Words.WRONG.format(problem=problem.problem)
            lines.append(Paragraph(said, TextRole.BODY, ink=Ink.WARN, bullet="diamond"))
        return ScrollArea(tuple(lines))

    def chosen(self, row: str) -> Transition | None:
        """Bind it, try things, or forget what was bound."""
        if row == "try":
            return Push(TryScene(self.program))
        if row == "reset":
            return Push(self.program.scenes.confirm(Words.RESET_ASK, yes=Words.YES, no=Words.NO))
        kind, _, name = row.partition(" ")
        return Push(BindScene(self.program, name, target_words(name), action=kind == "action"))

    def resumed(self, result: object) -> Transition | None:
        """From a question: forget everything but the pods' places."""
        if self.row != "reset" or result is not True:
            return None
        targets = {
            name: pods
            for name, controls in self.program.settings.bindings.targets.items()
            if (pods := [one for one in controls if device_kind(one) == "pod"])
        }
        return self.change("bindings", targets=targets, actions={})

    def _there(self) -> Iterator[str]:
        keyboards = keyboard_facts()["keyboards"]
        yield from (keyboards.split("; ") if keyboards else [Words.KEYBOARD])
        pads = pads_there(self.program.settings.bindings.overrides().profiles)
        for pad in pads:
            kind = Words.MAT if pad.layout.kind == "mat" else Words.PAD
            yield f"{kind}: {pad.name}"
        if not pads:
            yield Words.NO_PADS
        if self.program.settings.pods.ports:
            yield Words.PODS.format(ports=", ".join(self.program.settings.pods.ports))


IDLE_NS = 10_000_000_000


class TryScene(RowsScene):
    """Says of each thing that is pressed what it is called and what it does."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        overrides = program.settings.bindings.overrides()
        self._bindings = station_bindings(overrides)
        self._pads: dict[int, PadThere] = {}
        self._pressed: list[tuple[str, str]] = []
        self._ends_ns: int | None = None

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TRYING

    @property
    def raw(self) -> bool:
        """Keys and buttons are told as they are."""
        return True

    @property
    def wake_ns(self) -> int | None:
        """When nothing has been pressed for long."""
        return self._ends_ns if self._ends_ns is not None else 0

    def update(self, now_ns: int) -> Transition | None:
        """Leave after a while without a press."""
        if self._ends_ns is None:
            self._ends_ns = now_ns + IDLE_NS
        return Pop() if now_ns >= self._ends_ns else None

    def on_raw(self, event: pygame.event.Event, now_ns: int) -> Transition | None:
        """Say what it was."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
            return Pop()
        profiles = self.program.settings.bindings.overrides().profiles
        if getattr(event, "instance_id", None) not in (None, *self._pads):
            self._pads = {pad.instance: pad for pad in pads_there(profiles)}
        control = pressed_control(event, self._pads)
        if control is not None:
            self._ends_ns = now_ns + IDLE_NS
            self._pressed = [self._said(control), *self._pressed][:8]
            self.refresh()
        return None

    def listed(self) -> Sequence[Row]:
        """What was pressed, the newest first."""
        if not self._pressed:
            return [Row("none", Words.PRESS, Words.LEAVE)]
        return [
            Row(str(number), control, does, icon="check" if number == 0 else "ring")
            for number, (control, does) in enumerate(self._pressed)
        ]

    def aside(self, look: Look) -> AnyWidget:
        """How to leave."""
        del look
        return ScrollArea((Paragraph(Words.LEAVE, TextRole.BODY, ink=Ink.MUTED),))

    def _said(self, control: str) -> tuple[str, str]:
        binding = self._bindings.find((control,))
        does = Words.DOES_NOTHING if binding is None else target_words(binding.target)
        return control, does
