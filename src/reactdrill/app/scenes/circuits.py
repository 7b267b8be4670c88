"""Circuits before and after: the list, what one is, and what was done of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from reactdrill.app.circuit.report import CircuitReport
from reactdrill.app.figures.comfort import comfort
from reactdrill.app.figures.duration import circuit_ns
from reactdrill.app.figures.said import said, said_circuit
from reactdrill.app.figures.words import about_minutes, counted, listed, side_words, whole_seconds
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Circuits, Program
from reactdrill.app.scene import Pop, Push, Replace, Reset, Transition
from reactdrill.app.scenes.base import ListScene, ProgramScene, chip_row, frame
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import (
    Button,
    Chip,
    Kind,
    ListView,
    Paragraph,
    ProgressBar,
    Row,
    ScrollArea,
    Still,
    Told,
)
from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.file import DrillFile
from reactdrill.drill.timeline import timeline
from reactdrill.drill.trial import Plan
from reactdrill.i18n import Texts, tr

PREVIEW_SEED = 0
"""Of the plans that are looked at beforehand."""


class Words(Texts):
    """Everything these screens say by themselves."""

    TITLE = "Circuits"
    READING = "Reading the circuits"
    NONE = "No circuits are there."
    BROKEN = "{files} cannot be used: `reactdrill check` says why."
    START = "Start"
    MATCH_DAY = "Day of a match"
    BLOCKS, STOP, NOT_FOR, SAFETY, SETUP, DOSE = (
        "What comes",
        "Stop when",
        "Not for",
        "Safety",
        "Set-up",
        "How often",
    )
    DONE = "Circuit done"
    NOTHING = "Nothing was done."
    AGAIN, CIRCUITS, HOME = "Again", "Circuits", "Home"


def kit(file: CircuitFile) -> tuple[str, str]:
    """What it is good for and what it needs, in short."""
    circuit = file.circuit
    return ", ".join(map(tr, circuit.goal or circuit.trains)), counted(len(circuit.block), "block", "blocks")


class CircuitsScene(ListScene):
    """Every circuit there is."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._circuits: Circuits | None = None
        self._shown: tuple[Row, ...] = ()
        self.wait_for(program.circuits, self._take)

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The list, or how far reading is."""
        made = frame(look, box, Words.TITLE, back=True)
        if self._circuits is None:
            bar = ProgressBar(0.0, Words.READING)
            return [*made.placed, Placed("reading", made.body.placed(made.body.w, look.px(0.1)), bar)]
        return [*made.placed, Placed("list", made.body, ListView(self._shown, Words.NONE))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Open what was accepted."""
        if signal.id == "back":
            return Pop()
        if signal.id == "list" and signal.told is Told.ACTIVATED and self._circuits is not None:
            chosen = [each for each in self._circuits.circuits if each.circuit.name == signal.value]
            if chosen:
                return Push(self.program.scenes.circuit_briefing(chosen[0]))
        return None

    def _rows(self, found: Circuits) -> tuple[Row, ...]:
        rows = [
            Row(
                each.circuit.name,
                said_circuit(each).circuit.title,
                listed(kit(each)),
                about_minutes(found.lengths_ns[each.circuit.name]),
                "ring",
            )
            for each in found.circuits
        ]
        if found.broken:
            words = counted(len(found.broken), "file", "files")
            rows.append(Row("", Words.BROKEN.format(files=words), icon="diamond", icon_ink=Ink.WARN))
        return tuple(rows)

    def _take(self) -> None:
        self._circuits = self.program.circuits.result()
        self._shown = self._rows(self._circuits)


class CircuitBriefingScene(ProgramScene):
    """What a circuit is, what comes in it, and its start."""

    def __init__(self, program: Program, file: CircuitFile) -> None:
        super().__init__(program)
        self._file = file
        self._match_day = False

    @property
    def first(self) -> str | None:
        """Start."""
        return "start"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Everything there is to read, and the button."""
        circuit = said_circuit(self._file).circuit
        made = frame(
            look, box, circuit.title, back=True, buttons={"start": Button(Words.START, "play", Kind.PRIMARY)}
        )
        chips = {}
        if not all(block.match_day for block in circuit.block):
            chips["match day"] = Chip(Words.MATCH_DAY, on=self._match_day)
        body, placed = chip_row(look, made.body, chips)
        return [*made.placed, *placed, Placed("words", body, ScrollArea(tuple(self._words())))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Start, or leave out what is not for the day of a match."""
        if signal.id == "back":
            return Pop()
        if signal.id == "start":
            return Replace(self.program.scenes.circuit(self._file, match_day=self._match_day))
        if signal.id == "match day":
            self._match_day = not self._match_day
            self.refresh()
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK leaves, out of the program when it began here."""
        return Pop() if action is UiAction.BACK else None

    @cached_property
    def _plans(self) -> Mapping[str, tuple[DrillFile, Plan]]:
        """Each drill once, as it may be run, by its name."""
        blocks = zip(self._file.circuit.block, self._file.drills, strict=True)
        return {
            drill.drill.name: (drill, drill.plan(PREVIEW_SEED, block.mode))
            for block, drill in blocks
            if drill is not None
        }

    def _hard_to_see(self) -> Iterator[str]:
        """What the drills' own briefings would say of their cues, with the drill it is about."""
        for file, plan in self._plans.values():
            for line in comfort(file.drill, plan, self.program.settings, (self.box.w, self.box.h)):
                yield f"{said(file.drill).title}: {line}"

    def _words(self) -> Iterator[Still]:
        circuit = said_circuit(self._file).circuit
        text = circuit.text
        minutes = about_minutes(circuit_ns(self._file, match_day=self._match_day))
        yield Paragraph(text.summary, TextRole.HEADING)
        yield Paragraph(listed([minutes, circuit.space or "", "; ".join(circuit.equipment)]), ink=Ink.INFO)
        for number, line in enumerate(text.instructions, start=1):
            yield Paragraph(line, bullet=str(number))
        for line in self._hard_to_see():
            yield Paragraph(line, TextRole.BODY, ink=Ink.WARN, bullet="diamond")
        yield from _section(Words.SETUP, text.setup)
        yield from _section(Words.BLOCKS, tuple(self._blocks()))
        yield from _section(Words.SAFETY, text.safety)
        yield from _section(
            Words.STOP, (*text.stop_when, *(ask.then for ask in circuit.ask if ask.stop_above is not None))
        )
        yield from _section(Words.NOT_FOR, text.not_for)
        yield from _section(Words.DOSE, () if circuit.dose is None else (circuit.dose.text,))

    def _blocks(self) -> Iterator[str]:
        """Each part that is done; where groups change, each station with what is done there."""
        file = said_circuit(self._file)
        if file.circuit.rotation is not None:
            for block, drill in zip(file.circuit.block, file.drills, strict=True):
                title = drill.drill.title if drill is not None else str(block.exercise)
                yield listed([title, *block.text])
            return
        for part in timeline(file, match_day=self._match_day):
            if part.round == 0 and part.kind in ("work", "drill"):
                yield listed([part.title, side_words(part.side), whole_seconds(part.seconds)])


class CircuitDoneScene(ProgramScene):
    """What was done, and what has to be minded."""

    def __init__(self, program: Program, report: CircuitReport) -> None:
        super().__init__(program)
        self._report = report

    @property
    def first(self) -> str | None:
        """To the circuits."""
        return "circuits"

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """A line for each block."""
        buttons = {
            "circuits": Button(Words.CIRCUITS, "ring", Kind.PRIMARY),
            "again": Button(Words.AGAIN, "play"),
            "home": Button(Words.HOME),
        }
        made = frame(look, box, said_circuit(self._report.file).circuit.title, buttons=buttons)
        return [*made.placed, Placed("lines", made.body, ScrollArea(tuple(self._lines())))]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Where to go on."""
        scenes = self.program.scenes
        if signal.id == "again":
            return Replace(scenes.circuit_briefing(self._report.file))
        if signal.id in ("circuits", "home"):
            return Reset(scenes.home()) if signal.id == "home" else Replace(scenes.circuits())
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK leads home."""
        return Reset(self.program.scenes.home()) if action is UiAction.BACK else None

    def _lines(self) -> Iterator[Still]:
        yield Paragraph(Words.DONE, TextRole.HEADING, ink=Ink.GOOD)
        for warning in self._report.warnings:
            yield Paragraph(warning, ink=Ink.WARN, bullet="diamond")
        for line in self._report.lines or [Words.NOTHING]:
            yield Paragraph(line, bullet="circle")


def _section(title: str, lines: Sequence[str]) -> Iterator[Still]:
    if lines:
        yield Paragraph(title, TextRole.HEADING, ink=Ink.ACCENT)
        yield from (Paragraph(line, bullet="circle") for line in lines)
