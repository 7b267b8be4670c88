"""What all screens have in common: a frame of title, body and buttons, and an eye on the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reactdrill.app.background import Doing, Job
from reactdrill.app.layout import Box, Part, Px, Share, columns, flow, flow_height, rows
from reactdrill.app.page import Placed
from reactdrill.app.program import Program
from reactdrill.app.scene import PageScene, Transition
from reactdrill.app.scenes.parts.title import Badge, Title
from reactdrill.app.theme import Ground, Look
from reactdrill.app.widgets import Button, Chip, Kind
from reactdrill.i18n import marked, tr

BACK = marked("Back")
POD = marked("POD {number}: {what}")
LOOK_EVERY_NS = 100_000_000
"""How often a screen looks at what goes on in the background, while something does."""


class ProgramScene(PageScene):
    """A page that knows the program, and is built anew while something goes on in the background."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self._awaited: list[tuple[Job[Any], Callable[[], None]]] = []
        self._seen: Doing | None = None
        self._next_look_ns = 0

    def wait_for(self, job: Job[Any], then: Callable[[], None]) -> None:
        """Call `then` when a job has finished, at once when it has; the page is built anew after it."""
        if job.finished:
            then()
        else:
            self._awaited.append((job, then))

    def pod_badges(self, words: Mapping[str, str]) -> tuple[Badge, ...]:
        """Which pods do something here; `words`: what, by the names of `remote`."""
        named = ((number, words.get(name, name)) for name, number in self.acting.items())
        return tuple(Badge(tr(POD, number=number, what=what), Ground.INFO) for number, what in named)

    @property
    def waiting(self) -> bool:
        """Whether something that was waited for has not come yet."""
        return bool(self._awaited)

    @property
    def wake_ns(self) -> int | None:
        """Soon, while anything goes on."""
        idle = not self._awaited and self._seen is None and self.program.background.doing is None
        return None if idle else self._next_look_ns

    def update(self, now_ns: int) -> Transition | None:
        """Take what has come, and show how far the rest is."""
        self._next_look_ns = now_ns + LOOK_EVERY_NS
        doing = self.program.background.doing
        awaited, self._awaited = self._awaited, []
        for job, then in awaited:
            self.wait_for(job, then)
        arrived = len(self._awaited) < len(awaited)
        if arrived or doing != self._seen:
            self._seen = doing
            self.refresh()
        return None


class ListScene(ProgramScene):
    """A screen around a list (`list`) that has the focus, and gets it when the list comes later."""

    instead: str | None = None
    """What has the focus while there is nothing in the list."""

    @property
    def first(self) -> str | None:
        """The list."""
        return "list"

    def refresh(self) -> None:
        """As every page; to begin with, the focus is not on the way back."""
        begins = self.page.focus.current is None
        super().refresh()
        if begins:
            self._focus()

    def update(self, now_ns: int) -> Transition | None:
        """When what was waited for has come, the list has the focus."""
        waited = self.waiting
        transition = super().update(now_ns)
        if waited and not self.waiting:
            self._focus()
        return transition

    def _focus(self) -> None:
        wanted = "list" if "list" in self.page.focus.ids else self.instead
        if wanted in self.page.focus.ids:
            self.page.focus_on(wanted)


@dataclass(frozen=True, slots=True)
class Frame:
    """A screen's fixed parts, and the room that is left between them."""

    placed: tuple[Placed, ...]
    body: Box


def frame(
    look: Look,
    box: Box,
    title: str,
    *,
    back: bool = False,
    badges: Sequence[Badge] = (),
    buttons: Mapping[str, Button] | None = None,
) -> Frame:
    """Title and badges above, buttons below; ids are `back`, `title`, `badge N` and the buttons' own."""
    page, buttons = margins(look, box), buttons or {}
    head = _head(look, page, title, badges, back=back)
    foot = button_height(look) if buttons else 0
    body_top = max(each.box.bottom for each in head) + look.gap
    body_bottom = page.bottom - (foot + look.gap if foot else 0)
    body = Box(page.x, body_top, page.w, max(0, body_bottom - body_top))
    return Frame((*head, *button_row(look, Box(page.x, page.bottom - foot, page.w, foot), buttons)), body)


def margins(look: Look, box: Box) -> Box:
    """The page without its margin. Widgets keep the width of a focus ring free on top of it."""
    return box.inset(round(1.4 * look.gap), look.gap)


def button_height(look: Look) -> int:
    """Of a row of buttons."""
    return Button("x").height_for(look, 0)


def button_row(look: Look, box: Box, buttons: Mapping[str, Button]) -> tuple[Placed, ...]:
    """Buttons side by side over the whole width: the first, which matters most, is the widest."""
    weights: dict[str, Part] = {
        name: Share(1.6 if i == 0 and len(buttons) > 1 else 1.0) for i, name in enumerate(buttons)
    }
    places = columns(box, weights, gap=look.gap // 2)
    return tuple(Placed(name, places[name], button) for name, button in buttons.items())


def chip_row(look: Look, body: Box, chips: Mapping[str, Chip]) -> tuple[Box, list[Placed]]:
    """Chips above a body, in as many lines as they need, and what they leave of it."""
    if not chips:
        return body, []
    widths, height = [chip.width_for(look) for chip in chips.values()], chip_height(look)
    tall = flow_height(body.w, widths, height, look.gap // 4)
    parts = rows(body, {"chips": Px(tall), "body": Share()}, gap=look.gap // 2)
    return parts["body"], chip_flow(look, parts["chips"], chips)


def chip_flow(look: Look, box: Box, chips: Mapping[str, Chip]) -> list[Placed]:
    """Chips like words in a paragraph."""
    widths = [chip.width_for(look) for chip in chips.values()]
    places = flow(box, widths, chip_height(look), look.gap // 4)
    return [Placed(name, at, chip) for (name, chip), at in zip(chips.items(), places, strict=True)]


def chip_height(look: Look) -> int:
    """Of a line of chips."""
    return Chip("x").height_for(look, 0)


def back_button() -> Button:
    """The way back, in the upper left corner of every screen that has one."""
    return Button(tr(BACK), "chevron-left", Kind.QUIET)


def _head(look: Look, page: Box, title: str, badges: Sequence[Badge], *, back: bool) -> list[Placed]:
    """The way back, the title and the badges on a line; badges go below it where they would break the title."""
    button = back_button()
    left = button.width_for(look) + look.halo if back else 0
    widths = [badge.width_for(look) for badge in badges]
    beside = sum(widths) + len(widths) * (look.gap // 2)
    room = page.w - left
    words = Title(title)
    below = bool(badges) and words.height_for(look, room - beside) > words.height_for(look, room)
    room -= 0 if below else beside
    tall = max(words.height_for(look, room), button.height_for(look, 0) if back else 0)
    line = Box(page.x + left, page.y, room, tall)
    placed = [Placed("title", line, words)]
    if back:
        placed.append(
            Placed("back", Box(page.x, page.y, button.width_for(look), button.height_for(look, 0)), button)
        )
    height = badges[0].height_for(look, 0) if badges else 0
    x, y = (page.x, line.bottom) if below else (line.right + look.gap // 2, page.y + (tall - height) // 2)
    for number, (badge, width) in enumerate(zip(badges, widths, strict=True)):
        placed.append(Placed(f"badge {number}", Box(x, y, width, height), badge))
        x += width + look.gap // 2
    return placed
