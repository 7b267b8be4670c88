"""A new drill or circuit from a template: the questions in one list, each with its answer or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from reactdrill.app.figures.words import COMPONENT_NAMES, capital, seconds
from reactdrill.app.page import Signal
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Push, Replace, Transition
from reactdrill.app.scenes.own.ticks import TicksScene
from reactdrill.app.scenes.setup.amount import Amount, AmountScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.scenes.written import WrittenScene
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Button, Kind, ListState, Paragraph, Row, ScrollArea
from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.file import DrillFile
from reactdrill.drill.new_file import CALLS, FEWEST_CALLS, WITH_TARGETS, Answers, TemplateName, slug
from reactdrill.drill.pack import Kind as FileKind
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts, tr
from reactdrill.station.own_drills import make_new, own_drills, own_path

TEMPLATES: tuple[TemplateName, ...] = get_args(TemplateName)
COLOURS = ("sky", "orange", "green", "yellow", "purple", "white")
MOST_TARGETS, MOST_TRIALS = 8, 1000
LONGEST_WAIT_S = 30.0
MS = 1000


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "New drill"
    MAKE = "Make it"
    MAKING = "Making the drill"
    KIND = "What kind"
    KINDS: Mapping[str, str] = {
        "lights": "One of several targets lights up",
        "go-no-go": "Go for one sign, hold back for another",
        "home-base": "From home to a lit target and back",
        "calls": "Words are called, and done",
        "circuit": "Drills and exercises in a row, by the clock",
    }
    NAME, NAME_ASKED = "What it is called", "Write a name."
    NO_NAME = "It has no name yet."
    NO_LETTERS = "Use some letters from A to Z, or digits, in the name."
    TAKEN = "There is one of this name already: call it something else."
    COMPONENT = "Where it belongs"
    TARGETS = "How many targets"
    COLOUR = "Colour of the lights"
    CALLS, CALLS_DONE = "Which words are called", "Take these"
    FEW_CALLS = "Take two at least: none is called twice in a row."
    TRIALS = "How many trials"
    SHORTEST, LONGEST = "Shortest wait before a cue", "Longest wait before a cue"
    WRONG_WAITS = "The longest wait is shorter than the shortest."
    ABOUT = "Everything else, such as instructions and safety, comes from the template."
    FILE = "It becomes a file with comments, which any text editor changes:"


class NewDrillScene(RowsScene):
    """Accepting a row asks for its answer; what is made is checked, written, and shown with its briefing."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.template: TemplateName = "lights"
        self.answers = Answers("")
        self._asked, self._tried = "", False
        library = program.library
        self._names: dict[FileKind, set[str]] = {
            "drill": set(library.paths()),
            "circuit": set(library.circuit_paths()),
        }
        self._folder = own_drills(make=True)
        self._made: DrillFile | CircuitFile | None = None
        self._error: ReactDrillError | None = None

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """The questions that this kind asks; one that is answered wrongly says so."""
        wrong = self.wrong()
        return [
            Row(name, title, wrong[name], icon="diamond", icon_ink=Ink.WARN)
            if name in wrong and (self._tried or name != "name" or self.answers.title)
            else Row(name, title, answer, icon="chevron-right")
            for name, title, answer in self._questions()
        ]

    def buttons(self) -> dict[str, Button]:
        """Make it."""
        return {"make": Button(Words.MAKE, "check", Kind.PRIMARY, enabled=not self.waiting)}

    def aside(self, look: Look) -> AnyWidget | None:
        """What comes of it, and where."""
        del look
        lines = (Words.KINDS[self.template] + ".", Words.ABOUT, Words.FILE)
        path = own_path(self._kind, slug(self.answers.title) or "…")
        return ScrollArea(
            (
                *(Paragraph(line, TextRole.BODY, ink=Ink.MUTED) for line in lines),
                Paragraph(str(path), TextRole.SMALL),
            )
        )

    def wrong(self) -> dict[str, str]:
        """What has to be answered otherwise, by question."""
        answers = self.answers
        found = {"name": self._wrong_name()}
        if self.template == "calls" and len(answers.calls) < FEWEST_CALLS:
            found["calls"] = Words.FEW_CALLS
        if self.template != "circuit" and answers.max_ms < answers.min_ms:
            found["longest"] = Words.WRONG_WAITS
        return {name: words for name, words in found.items() if words}

    def on_signal(self, signal: Signal) -> Transition | None:
        """Make it, or ask."""
        if signal.id == "make":
            self._make()
            return None
        return super().on_signal(signal)

    def chosen(self, row: str) -> Transition | None:
        """Ask."""
        self._asked = row
        program, answers = self.program, self.answers
        match row:
            case "kind":
                return self._choose(Words.KIND, Words.KINDS, self.template)
            case "name":
                return Push(WrittenScene(program, Words.NAME, Words.NAME_ASKED, answers.title))
            case "component":
                return self._choose(Words.COMPONENT, COMPONENT_NAMES, answers.component)
            case "colour":
                return self._choose(Words.COLOUR, _colours(), answers.colour)
            case "calls":
                rows = [Row(each, capital(tr(each))) for each in CALLS]
                return Push(TicksScene(program, Words.CALLS, rows, answers.calls, done=Words.CALLS_DONE))
            case _:
                return Push(AmountScene(program, self._amount(row)))

    def resumed(self, result: object) -> Transition | None:
        """Keep the answer."""
        if result is None:
            return None
        answers = self.answers
        match self._asked:
            case "kind" if isinstance(result, int):
                self.template = TEMPLATES[result]
            case "name":
                answers = replace(answers, title=str(result))
            case "component" if isinstance(result, int):
                answers = replace(answers, component=tuple(COMPONENT_NAMES)[result])
            case "colour" if isinstance(result, int):
                answers = replace(answers, colour=COLOURS[result])
            case "calls" if isinstance(result, tuple):
                answers = replace(answers, calls=result)
            case _ if isinstance(result, float | int):
                answers = self._with_amount(float(result))
        self.answers = answers
        self.refresh()
        return None

    def update(self, now_ns: int) -> Transition | None:
        """When it is made, its briefing comes; what went wrong is said."""
        transition = super().update(now_ns)
        scenes, error = self.program.scenes, self._error
        if error is not None:
            self._error = None
            return Push(scenes.error(error))
        if isinstance(self._made, CircuitFile):
            return Replace(scenes.circuit_briefing(self._made))
        if self._made is not None:
            return Replace(scenes.briefing(Brief(self._made)))
        return transition

    # ---- what happens

    def _make(self) -> None:
        wrong = self.wrong()
        self._tried = True
        if wrong:
            self.page.set_state("list", ListState(chosen=next(iter(wrong))))
            self.refresh()
            self.page.focus_on("list")
            return
        template, answers, library = self.template, self.answers, self.program.library
        job = self.program.background.add(Words.MAKING, lambda _: make_new(template, answers, library))

        def ended() -> None:
            try:
                self._made = job.result()
            except ReactDrillError as error:
                self._error = error
            else:
                self.program.forget_drills()

        self.wait_for(job, ended)
        self.refresh()

    def _choose(self, title: str, names: Mapping[str, str], current: str) -> Transition:
        choices = [Choice(name, words) for name, words in names.items()]
        return Push(ChoiceScene(self.program, title, choices, current))

    def _amount(self, row: str) -> Amount:
        answers = self.answers
        if row == "targets":
            return Amount(Words.TARGETS, "", answers.targets, 2, MOST_TARGETS, 1)
        if row == "trials":
            return Amount(Words.TRIALS, "", answers.trials, 1, MOST_TRIALS, 1)
        shortest = row == "shortest"
        title = Words.SHORTEST if shortest else Words.LONGEST
        value = (answers.min_ms if shortest else answers.max_ms) / MS
        return Amount(title, "s", value, 0.1, LONGEST_WAIT_S, 0.1)

    def _with_amount(self, value: float) -> Answers:
        match self._asked:
            case "targets":
                return replace(self.answers, targets=round(value))
            case "trials":
                return replace(self.answers, trials=round(value))
            case "shortest":
                return replace(self.answers, min_ms=round(value * MS))
            case _:
                return replace(self.answers, max_ms=round(value * MS))

    # ---- what is seen

    @property
    def _kind(self) -> FileKind:
        return "circuit" if self.template == "circuit" else "drill"

    def _wrong_name(self) -> str:
        name = slug(self.answers.title)
        if not self.answers.title:
            return Words.NO_NAME
        if not name:
            return Words.NO_LETTERS
        taken = name in self._names[self._kind] or own_path(self._kind, name).exists()
        return Words.TAKEN if taken else ""

    def _questions(self) -> Iterator[tuple[str, str, str]]:
        """Row, question and answer, as far as this kind asks it."""
        answers = self.answers
        yield "kind", Words.KIND, Words.KINDS[self.template]
        yield "name", Words.NAME, answers.title or Words.NAME_ASKED
        if self.template == "circuit":
            return
        yield "component", Words.COMPONENT, COMPONENT_NAMES[answers.component]
        if self.template in WITH_TARGETS:
            yield "targets", Words.TARGETS, str(answers.targets)
            yield "colour", Words.COLOUR, _colours()[answers.colour]
        else:
            yield "calls", Words.CALLS, ", ".join(map(tr, answers.calls))
        yield "trials", Words.TRIALS, str(answers.trials)
        yield "shortest", Words.SHORTEST, seconds(answers.min_ms)
        yield "longest", Words.LONGEST, seconds(answers.max_ms)


def _colours() -> dict[str, str]:
    return {each: capital(tr(each)) for each in COLOURS}
