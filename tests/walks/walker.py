"""Somebody who uses the program: reads its words off the screen, goes to them, presses, and takes pictures.

The program runs in this process and has the main thread; whoever walks has a thread of their own, and only their hands
reach the program: real keys and a real pointer through the X server, or a mat that SDL has plugged in.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.app.focus import links
from reactdrill.app.inputs import DIRECTIONS, UiAction
from reactdrill.app.runner import AFTER_RUN_NS
from reactdrill.app.scene import PageScene
from reactdrill.app.widgets import ListView
from xvfb import save_png

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from eyes import Eyes
    from hands import Hands

    from reactdrill.app.layout import Box
    from reactdrill.app.page import Placed
    from reactdrill.engine.commands import ShowCue
    from xtest import XTest
    from xvfb import XvfbServer

SIZE = (1280, 720)
PATIENCE_S = 60.0
LOOK_S = 0.05
STILL_S = 0.25
REACTION_S = 0.3
MOST_STEPS = 80


class LostError(AssertionError):
    """What was looked for is not on the screen."""


@dataclass
class Walker:
    """One walk."""

    eyes: Eyes
    hands: Hands
    xtest: XTest
    server: XvfbServer
    folder: Path
    clock_ns: Callable[[], int]
    mouse: bool = False
    """Whether menus are clicked rather than gone through."""
    shots: int = 0

    # ---- looking

    @property
    def page(self) -> tuple[PageScene, list[tuple[str, Box]]]:
        """The screen that is up, and the words on it with their places."""
        app = self.eyes.app
        scene = None if app is None else app.stack.top
        if app is None or app.canvas is None or self.eyes.plays or not isinstance(scene, PageScene):
            raise LostError("there is no page now")
        return scene, [(text.text, text.box) for text in app.canvas.texts]

    @property
    def words(self) -> list[str]:
        """What can be read; nothing during a run."""
        try:
            return [text for text, _ in self.page[1]]
        except LostError:
            return []

    def sees(self, words: str) -> bool:
        """Whether some text has these words in it."""
        return any(words in text for text in self.words)

    def wait_for(self, done: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Look again and again. Raises `LostError`."""
        give_up_at = time.monotonic() + patience_s
        while not done():
            if time.monotonic() > give_up_at:
                raise LostError(f"never saw {what}; there is: {self.words}")
            time.sleep(LOOK_S)

    def see(self, words: str) -> None:
        """Wait until words are there, and the picture stands still."""
        self.wait_for(lambda: self.sees(words), repr(words))
        self.settle()

    def settle(self) -> None:
        """Until the page has stayed as it is for a moment."""
        seen, since = self._standing(), time.monotonic()
        while time.monotonic() - since < STILL_S:
            time.sleep(LOOK_S)
            now = self._standing()
            if now != seen:
                seen, since = now, time.monotonic()

    def _standing(self) -> object:
        """Everything by which somebody sees that a page has changed."""
        try:
            scene, texts = self.page
        except LostError:
            return None
        lists = [
            placed.widget.chosen(scene.page.state(placed.id))
            for placed in scene.page.placed
            if isinstance(placed.widget, ListView)
        ]
        return id(scene), texts, scene.page.focus.current, lists

    def shot(self, name: str) -> None:
        """Keep a picture of the window."""
        self.shots += 1
        path = self.folder / f"{self.shots:02d}-{name}.png"
        save_png(self.server.screen()[: SIZE[1], : SIZE[0]], path)
        print(path.name, flush=True)  # noqa: T201 - progress of a script

    # ---- going

    def take(self, words: str) -> None:
        """Accept the thing that has these words on it."""
        self.wait_for(lambda: self.sees(words) or self._list_with(words) is not None, repr(words))
        self.settle()
        if self.mouse and self.sees(words):
            _, texts = self.page
            box = self._box_of(words, texts)
            self.xtest.click(round(box.cx), round(box.cy))
        else:
            self.go_to(words)
            self.hands.do(UiAction.ACCEPT)
        time.sleep(LOOK_S)
        self.settle()

    def go_to(self, words: str) -> None:
        """Move the focus to the thing that has these words on it."""
        for _ in range(MOST_STEPS):
            step = self._next_step(words)
            if step is None:
                return
            self.hands.do(step)
            self.settle()
        raise LostError(f"the focus never came to {words!r}; there is: {self.words}")

    def back(self) -> None:
        """One screen back."""
        self.hands.do(UiAction.BACK)
        time.sleep(LOOK_S)
        self.settle()

    def type(self, text: str) -> None:
        """Type small letters, spaces and Enter, whatever the hands are otherwise."""
        for letter in text:
            self.xtest.tap({" ": "space", "\n": "Return", "-": "minus"}.get(letter, letter))
        time.sleep(LOOK_S)
        self.settle()

    def _list_with(self, words: str) -> Placed | None:
        """A list that has a row with these words, which may be out of sight."""
        try:
            scene, _ = self.page
        except LostError:
            return None
        for placed in scene.page.placed:
            rows = placed.widget.rows if isinstance(placed.widget, ListView) else ()
            if any(words in said for row in rows for said in _says(row)):
                return placed
        return None

    def _box_of(self, words: str, texts: list[tuple[str, Box]]) -> Box:
        found = sorted((len(text), number) for number, (text, _) in enumerate(texts) if words in text)
        if not found:
            raise LostError(f"nothing says {words!r}; there is: {[text for text, _ in texts]}")
        return texts[found[0][1]][1]

    def _next_step(self, words: str) -> UiAction | None:
        """The next press on the way to the thing with these words; None when the focus is there."""
        scene, texts = self.page
        items = scene.page.focus.items
        farther = self._list_with(words)
        if farther is not None and not self.sees(words):
            current = scene.page.focus.current
            if current == farther.id:
                return self._step_in_list(scene, farther.id, words)
            return _way(links(items), current or items[0].id, farther.id)
        box = self._box_of(words, texts)
        around = [item for item in items if item.box.has(round(box.cx), round(box.cy))]
        if not around:
            raise LostError(f"{words!r} cannot have the focus; there is: {[each.id for each in items]}")
        target, current = min(around, key=lambda item: item.box.w * item.box.h).id, scene.page.focus.current
        if current == target:
            return self._step_in_list(scene, target, words)
        return _way(links(items), current or items[0].id, target)

    def _step_in_list(self, scene: PageScene, target: str, words: str) -> UiAction | None:
        placed: Placed = next(each for each in scene.page.placed if each.id == target)
        if not isinstance(placed.widget, ListView):
            return None
        rows = placed.widget.rows
        wanted = next((n for n, row in enumerate(rows) if any(words in each for each in _says(row))), None)
        chosen = placed.widget.chosen(scene.page.state(target))
        if wanted is None or chosen is None:
            return None
        now = rows.index(chosen)
        return None if now == wanted else UiAction.DOWN if now < wanted else UiAction.UP

    # ---- running

    def run(self, *, picture: str = "", counting: str = "") -> None:
        """Answer every cue of a run until it is over. Names of pictures: of the third light, and of the walk back."""
        self.wait_for(lambda: self.eyes.plays, "a run")
        if counting:
            time.sleep(1.0)
            self.shot(counting)
        answered = 0
        give_up_at = time.monotonic() + 10 * PATIENCE_S
        while self.eyes.plays and time.monotonic() < give_up_at:
            if not self.eyes.cues:
                time.sleep(LOOK_S / 5)
                continue
            command = self.eyes.cues.popleft()
            answered += 1
            self._answer(command, take=picture if answered == 3 else "")
        self.wait_for(lambda: not self.eyes.plays, "the end of a run")
        time.sleep(2 * AFTER_RUN_NS / 1e9)
        self.settle()

    def _answer(self, command: ShowCue, *, take: str) -> None:
        assert self.eyes.bindings is not None
        lit_s = (command.due_ns - self.clock_ns()) / 1e9
        time.sleep(max(0.0, lit_s) + REACTION_S)
        if take:
            self.shot(take)
        target = command.cue.target
        if target is None or not self.eyes.plays:
            return
        lane = command.lane if len(self.eyes.bindings.controls_of(target, command.lane)) else None
        mine = [
            each for each in self.eyes.bindings.controls_of(target, lane) if each.startswith(self.hands.kind)
        ]
        if mine:
            self.hands.hit(mine[0].partition(":")[2])


def _says(row: object) -> tuple[str, ...]:
    return tuple(str(getattr(row, name, "")) for name in ("title", "detail", "note"))


def _way(linked: Mapping[str, Mapping[UiAction, str]], start: str, goal: str) -> UiAction:
    """The first step of the shortest way."""
    first: dict[str, UiAction] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for action in DIRECTIONS:
            there = linked.get(here, {}).get(action)
            if there is None or there in first or there == start:
                continue
            first[there] = first.get(here, action)
            if there == goal:
                return first[there]
            queue.append(there)
    raise LostError(f"no arrows lead from {start} to {goal}")


def walk(story: Callable[[Walker], None], walker: Walker) -> list[BaseException]:
    """Walk in a thread of its own; what went wrong is in the list when the program has ended."""
    wrong: list[BaseException] = []

    def going() -> None:
        try:
            walker.wait_for(lambda: walker.eyes.app is not None and bool(walker.words), "the first screen")
            walker.settle()
            story(walker)
        except BaseException as error:  # noqa: BLE001 - it is raised in the main thread
            wrong.append(error)
            walker.shot("lost")
        finally:
            _leave(walker)

    threading.Thread(target=going, name="walk", daemon=True).start()
    return wrong


def _leave(walker: Walker) -> None:
    """End the program, from wherever it is."""
    for _ in range(8):
        walker.xtest.press("Control_L")
        walker.xtest.tap("q")
        walker.xtest.release("Control_L")
        time.sleep(0.5)
        app = walker.eyes.app
        if app is None or app.stack.top is None:
            return
