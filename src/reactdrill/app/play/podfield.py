"""Pods that are simulated, on the screen: they light up, and a click or a touch is a tap."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pygame

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box
from reactdrill.app.theme import Ink, TextRole
from reactdrill.devices.pods.device import PodDevice
from reactdrill.devices.pods.lights import COLOURS
from reactdrill.devices.pods.opening import OpenedPods
from reactdrill.devices.stimuli import LIGHT_SIZE, pixel_of
from reactdrill.draw.colours import PALETTE, Colour
from reactdrill.drill.trial import Plan
from reactdrill.i18n import tr
from reactdrill.live.ports import Clock

SHOWN: Mapping[Colour, Colour] = MappingProxyType(
    {COLOURS[name]: colour for name, colour in PALETTE.items() if name in COLOURS}
)
"""From an LED's colour to the screen's that looks like it."""
ROW_SIZE = 0.16
"""A pod without a place of its own, as a share of the screen's shorter side."""
LABEL = 0.3
"""Height of a pod's name, as a share of the pod."""


class PodFigure:
    """The simulated pods of a run. A pod stands where its target's light is drawn, the others in a row below."""

    def __init__(self, opened: OpenedPods, device: PodDevice, plan: Plan, clock: Clock) -> None:
        self._opened = opened
        self._clock = clock
        self._titles = {pod.number: target for (_, target), pods in device.pods.items() for pod in pods}
        spots = {
            (lane.name, step.target): step.stimulus["at"]
            for lane in plan.lanes
            for trial in lane.trials
            for step in trial.steps
            if step.channel == "light" and step.target is not None and "at" in step.stimulus
        }
        self._places = {
            pods[0].number: (float(spots[place][0]), float(spots[place][1]))
            for place, pods in device.pods.items()
            if place in spots
        }
        self._boxes: dict[int, Box] = {}
        self._down: dict[object, int] = {}
        """By pointer: the pod it holds down."""

    @property
    def changed(self) -> bool:
        """Whether a light has gone on or off since this was asked last."""
        changed = [board for board in self._opened.boards if board.changed]
        for board in changed:
            board.changed = False
        return bool(changed)

    def draw(self, canvas: Canvas) -> None:
        """Every simulated pod: lit, or with its target's name or its number."""
        self._boxes = self._layout(canvas.box)
        for number, box in self._boxes.items():
            found = self._opened.board_of(number)
            light = None if found is None else found[0].lights[found[1]]
            if light is not None:
                canvas.shape("circle", box, SHOWN.get(light, light))
                continue
            canvas.shape("ring", box, canvas.look.theme.hairline)
            tall = round(box.h * LABEL)
            label = Box(box.x, box.y + (box.h - tall) // 2, box.w, tall)
            canvas.text(
                tr(self._titles.get(number, str(number)).replace("-", " ")),
                label,
                TextRole.SMALL,
                ink=Ink.MUTED,
                across=0.5,
            )

    def take(self, event: pygame.event.Event) -> None:
        """Tap what a pointer goes down on, and let it go when the pointer comes up."""
        now_ns = self._clock.now_ns()
        if event.type == pygame.MOUSEBUTTONDOWN and not getattr(event, "touch", False):
            self._press(("mouse", event.button), event.pos, now_ns)
        elif event.type == pygame.MOUSEBUTTONUP:
            self._release(("mouse", event.button), now_ns)
        elif event.type == pygame.FINGERDOWN:
            surface = pygame.display.get_surface()
            if surface is not None:
                place = (event.x * surface.get_width(), event.y * surface.get_height())
                self._press(("finger", event.finger_id), place, now_ns)
        elif event.type == pygame.FINGERUP:
            self._release(("finger", event.finger_id), now_ns)

    def _press(self, pointer: object, at: tuple[float, float], now_ns: int) -> None:
        for number, box in self._boxes.items():
            x, y, radius = box.x + box.w / 2, box.y + box.h / 2, box.w / 2
            if (at[0] - x) ** 2 + (at[1] - y) ** 2 <= radius**2:
                self._down[pointer] = number
                self._tap(number, now_ns, down=True)
                return

    def _release(self, pointer: object, now_ns: int) -> None:
        number = self._down.pop(pointer, None)
        if number is not None:
            self._tap(number, now_ns, down=False)

    def _tap(self, number: int, now_ns: int, *, down: bool) -> None:
        found = self._opened.board_of(number)
        if found is not None:
            found[0].tap(found[1], now_ns, down=down)
            self._clock.wake()

    def _layout(self, screen: Box) -> dict[int, Box]:
        numbers = [pod.number for pod in self._opened.field.pods if self._opened.board_of(pod.number)]
        size = round(screen.unit * LIGHT_SIZE)
        boxes = {}
        for number in numbers:
            if number in self._places:
                x, y = pixel_of(self._places[number], (screen.w, screen.h), (size, size))
                boxes[number] = Box(x - size // 2, y - size // 2, size, size)
        row = [number for number in numbers if number not in boxes]
        small = min(round(screen.unit * ROW_SIZE), screen.w // max(1, len(row)))
        left = (screen.w - small * len(row)) // 2
        for place, number in enumerate(row):
            boxes[number] = Box(left + place * small, screen.h - 2 * small, small, small).inset(small // 10)
        return boxes
