"""A number, set by steps with any device, or typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.layout import Box, Px, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, FieldState, Kind, Label, Paragraph, TextField, Told
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    SAVE = "Save"
    CANCEL = "Cancel"
    RANGE = "{least:g} to {most:g}"
    WRONG = "Write a number from {least:g} to {most:g}."


@dataclass(frozen=True, slots=True)
class Amount:
    """A number to be asked for."""

    title: str
    unit: str
    value: float
    least: float
    most: float
    step: float
    detail: str = ""


class AmountScene(ProgramScene):
    """Leaves with the number, or with None."""

    def __init__(self, program: Program, amount: Amount) -> None:
        super().__init__(program)
        self.amount = amount
        self._wrong = False
        self._set(amount.value)

    @property
    def first(self) -> str | None:
        """One step up."""
        return "step 1"

    @property
    def value(self) -> float | None:
        """What the field says; None when that is no number, or none that is allowed."""
        try:
            value = float(self.page.state("field").text.strip().replace(",", "."))
        except ValueError:
            return None
        return value if self.amount.least <= value <= self.amount.most else None

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The field between what makes it less and what makes it more."""
        amount = self.amount
        buttons = {"save": Button(Words.SAVE, "check", Kind.PRIMARY), "cancel": Button(Words.CANCEL)}
        made = frame(look, box, amount.title, buttons=buttons)
        field = TextField(Words.RANGE.format(least=amount.least, most=amount.most))
        tall = field.height_for(look, 0)
        places = rows(
            made.body,
            {"detail": Share(), "steps": Px(tall), "note": Px(2 * tall), "rest": Share(0.4)},
            gap=look.gap,
        )
        steps = (-10, -1, 1, 10)
        parts = {f"step {n}": Share(1.0) for n in steps[:2]}
        cells = columns(
            places["steps"],
            {**parts, "field": Share(1.6), "unit": Share(0.8), **{f"step {n}": Share() for n in steps[2:]}},
            gap=look.gap // 2,
        )
        placed = [Placed(f"step {n}", cells[f"step {n}"], Button(self._step_words(n))) for n in steps]
        wrong = Words.WRONG.format(least=amount.least, most=amount.most) if self._wrong else ""
        return [
            *made.placed,
            *placed,
            Placed("detail", places["detail"], Paragraph(amount.detail)),
            Placed("field", cells["field"], field),
            Placed("unit", cells["unit"], Label(amount.unit, TextRole.BODY)),
            Placed("note", places["note"], Paragraph(wrong, ink=Ink.WARN)),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Step, save or leave."""
        if signal.id.startswith("step "):
            now = self.amount.value if self.value is None else self.value
            self._set(now + int(signal.id.removeprefix("step ")) * self.amount.step)
            return None
        if signal.id == "cancel":
            return Pop()
        if signal.id == "save" or (signal.id == "field" and signal.told is Told.ACTIVATED):
            return self._save()
        return None

    def _save(self) -> Transition | None:
        value = self.value
        if value is not None:
            return Pop(value)
        self._wrong = True
        self.refresh()
        return None

    def _set(self, value: float) -> None:
        value = min(self.amount.most, max(self.amount.least, value))
        text = f"{round(value, 3):g}"
        self.page.set_state("field", FieldState(text=text, caret=len(text)))

    def _step_words(self, steps: int) -> str:
        size = abs(steps) * self.amount.step
        return f"{'-' if steps < 0 else '+'}{size:g}"
