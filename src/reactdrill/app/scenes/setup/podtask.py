"""A task with pods while it goes on: what to do, what came of it so far, and simulated pods to be tapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reactdrill.app.background import Checkpoint, Job
from reactdrill.app.layout import Box, Px, Share, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.podtasks import AssignTask, PodTask
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import LOOK_EVERY_NS, ProgramScene, chip_row, frame
from reactdrill.app.tasks import Said, Task, TaskNow
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Chip, Kind, Label, ListView, Row
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts
from reactdrill.station.controls import device_kind

Work = Callable[[Checkpoint], None]
"""What a job does."""


class Words(Texts):
    """Everything these screens say by themselves."""

    DONE = "Done"
    STOP = "Stop"
    TAP = "Tap {number}"
    WITHOUT = "Go on without pod {numbers}"
    FLASHING = "Writing: leave the cable alone"
    FLASHED = "The firmware is on the board."


class WorkScene(ProgramScene):
    """Something that goes on in the background, and can be stopped."""

    def __init__(self, program: Program, title: str, work: Work) -> None:
        super().__init__(program)
        self._title, self._work = title, work
        self._error = ""
        self._shown: object = None
        self._next_ns = 0
        self.job: Job[None] = program.background.add(title, work)
        self.wait_for(self.job, self._ended)

    @property
    def over(self) -> bool:
        """Whether it has ended, well or not."""
        return self.job.finished

    def now(self) -> TaskNow:
        """What to show."""
        return TaskNow(Words.FLASHED if self.over else Words.FLASHING)

    def stop(self) -> None:
        """The person has left."""

    @property
    def first(self) -> str | None:
        """The button below."""
        return "done"

    @property
    def wake_ns(self) -> int | None:
        """Until its end has been shown."""
        told = not self.waiting and self._shown == self._state
        return None if self.over and told else self._next_ns

    def update(self, now_ns: int) -> Transition | None:
        """Show what has changed."""
        self._next_ns = now_ns + LOOK_EVERY_NS
        transition = super().update(now_ns)
        if self._shown != self._state:
            self._shown = self._state
            self.refresh()
        return transition

    @property
    def _state(self) -> object:
        """Everything that the screen shows."""
        return self.now(), self.over, self._error

    def leave(self) -> None:
        """Nobody looks any more."""
        self.stop()

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """What to do, large; what came of it below."""
        now = self.now()
        made = frame(look, box, self._title, buttons=self._buttons(now))
        body, chips = chip_row(look, made.body, self._taps(now))
        words = Label(
            self._error or now.words,
            TextRole.HEADING,
            ink=Ink.WARN if self._error else Ink.ACCENT,
            bold=True,
            lines=2,
        )
        places = rows(body, {"words": Px(words.height_for(look, body.w)), "list": Share()}, gap=look.gap // 2)
        listed = ListView(tuple(_row(number, line) for number, line in enumerate(now.lines)))
        return [
            *made.placed,
            *chips,
            Placed("words", places["words"], words),
            Placed("list", places["list"], listed),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Leave."""
        return Pop() if signal.id == "done" else None

    def _ended(self) -> None:
        try:
            self.job.result()
        except ReactDrillError as error:
            self._error = str(error)

    def _buttons(self, now: TaskNow) -> dict[str, Button]:
        del now
        return {"done": Button(Words.DONE if self.over else Words.STOP, kind=Kind.PRIMARY)}

    def _taps(self, now: TaskNow) -> dict[str, Chip]:
        del now
        return {}


class TaskScene(WorkScene):
    """A task that says how it stands."""

    def __init__(self, program: Program, title: str, task: Task) -> None:
        self._told = task
        super().__init__(program, title, task.run)

    def now(self) -> TaskNow:
        """What the task says."""
        return self._told.now

    def stop(self) -> None:
        """End it at its next turn."""
        self._told.stopped = True


class PodTaskScene(TaskScene):
    """A task with the pods themselves."""

    def __init__(self, program: Program, title: str, task: PodTask) -> None:
        self._task = task
        super().__init__(program, title, task)

    def on_signal(self, signal: Signal) -> Transition | None:
        """Tap a pod, go on without some, or keep what was chosen and leave."""
        if signal.id.startswith("tap "):
            self._task.tap(int(signal.id.removeprefix("tap ")))
            return None
        if signal.id == "without":
            left_out = sorted({*self.program.settings.pods.left_out, *self._faulty(self._task.now)})
            return self._changed("pods", left_out=left_out)
        if signal.id == "done" and isinstance(self._task, AssignTask) and self._task.chosen:
            return self._changed("bindings", targets=self._with_pods(self._task.chosen))
        return super().on_signal(signal)

    def _changed(self, section: str, **values: object) -> Transition:
        try:
            self.program.change(section, **values)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        return Pop()

    def _with_pods(self, chosen: dict[str, int]) -> dict[str, list[str]]:
        targets = {name: list(each) for name, each in self.program.settings.bindings.targets.items()}
        for target, number in chosen.items():
            others = [one for one in targets.get(target, ()) if device_kind(one) != "pod"]
            targets[target] = [f"pod:{number}", *others]
        return targets

    def _buttons(self, now: TaskNow) -> dict[str, Button]:
        buttons = super()._buttons(now)
        faulty = self._faulty(now)
        if self.over and faulty:
            numbers = ", ".join(map(str, faulty))
            buttons["without"] = Button(Words.WITHOUT.format(numbers=numbers))
        return buttons

    def _taps(self, now: TaskNow) -> dict[str, Chip]:
        if self.over:
            return {}
        return {f"tap {number}": Chip(Words.TAP.format(number=number)) for number in now.simulated}

    @staticmethod
    def _faulty(now: TaskNow) -> list[int]:
        return [line.pod for line in now.lines if line.pod is not None]


def _row(number: int, line: Said) -> Row:
    icon, ink = ("check", Ink.GOOD) if line.good else ("diamond", Ink.WARN)
    return Row(str(number), line.text, line.detail, icon=icon, icon_ink=ink)
