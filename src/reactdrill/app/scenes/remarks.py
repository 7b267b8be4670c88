"""What people add to a run: how hard it was, what hurt, what the coach saw, whose it was, whether it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from reactdrill.app.figures.said import said
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import NONE, listed
from reactdrill.app.program import Program
from reactdrill.app.scene import Push, Transition
from reactdrill.app.scenes.marking import Marking
from reactdrill.app.scenes.setup.amount import Amount, AmountScene
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene, RowsScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import Row
from reactdrill.drill.file import parse_drill
from reactdrill.drill.model import Drill
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts, number
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import (
    ATHLETE_MOVED,
    EFFORT,
    NOTE,
    PAIN,
    RUN_BAD,
    SCALE,
    Annotation,
    annotate,
    read_notes,
)
from reactdrill.results.header import GUEST
from reactdrill.results.observations import (
    Box as Line,
    Place,
    Slot,
    boxes,
    enter,
    entered,
    slots,
    tick,
    ticked,
)
from reactdrill.results.whose import athletes_of


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Remarks"
    EFFORT, EFFORT_ASKED = "Effort", "How hard was it, from 0 to 10?"
    PAIN, PAIN_ASKED = "Pain", "How much did it hurt, from 0 to 10?"
    NOTE, NOTE_ASKED = "Note", "A line that is kept with the run."
    WHOSE, GUEST = "Whose run", "Guest"
    BAD, GOOD = "Does not count", "Count it again"
    BAD_DETAIL = "It stays in the results, and is in no statistics."
    TRIALS, TRIALS_DETAIL = "Trials that do not count", "Mark single trials of this run."
    SEEN = "Seen by the coach"
    SET, TRIAL = "set {number}", "trial {number}"
    TO_ENTER = "To be entered by the coach"
    REPORT, REPORT_DETAIL = "Report", "This run on one page, to read and to print."
    CARD, CARD_DETAIL = "Card", "This run as one picture, to send to somebody."
    EFFORTS: Mapping[str, str] = {
        "0": "None at all", "1": "Very light", "2": "Light", "3": "Moderate", "4": "Somewhat hard",
        "5": "Hard", "7": "Very hard", "10": "As hard as can be",
    }  # fmt: skip
    PAINS: Mapping[str, str] = {"0": "No pain", "10": "The worst pain there can be"}


class RemarksScene(RowsScene):
    """Every remark is on the disk as soon as it is made."""

    def __init__(self, program: Program, view: RunView, journal: Path) -> None:
        super().__init__(program)
        self._view, self._journal = view, journal
        drill, lanes = _drill_of(view), view.header.plan.lanes
        self._said = {} if drill is None else _said_lines(drill)
        self._lines: tuple[Line, ...] = () if drill is None else boxes(drill, lanes)
        self._slots: tuple[Slot, ...] = () if drill is None else slots(drill, lanes)
        self._notes = read_notes(journal)
        self._asked = ""
        self._marking = Marking(program, journal)

    @property
    def title(self) -> str:
        """What it is for."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """Everything that can be added, with what there is already."""
        notes = self._notes
        texts = [str(each.value) for each in notes.standing if each.type == NOTE]
        bad = notes.run_bad
        return [
            _row(EFFORT, Words.EFFORT, Words.EFFORT_ASKED, _score(notes.effort())),
            _row(PAIN, Words.PAIN, Words.PAIN_ASKED, _score(notes.pain())),
            *self._observed(),
            _row(
                NOTE, Words.NOTE, texts[-1] if texts else Words.NOTE_ASKED, str(len(texts)) if texts else NONE
            ),
            _row(ATHLETE_MOVED, Words.WHOSE, self._whose(), ""),
            Row(
                RUN_BAD,
                Words.BAD if bad is None else Words.GOOD,
                bad or Words.BAD_DETAIL,
                "",
                "cross",
                Ink.WARN,
            ),
            *self._trial_row(),
            _row("report", Words.REPORT, Words.REPORT_DETAIL, ""),
            _row("card", Words.CARD, Words.CARD_DETAIL, ""),
        ]

    def chosen(self, row: str) -> Transition | None:
        """Ask for it; a line of the checklist is turned over at once."""
        self._asked = row
        program = self.program
        kind, _, place = row.partition(" ")
        match kind:
            case "line":
                return self._turn_over(self._lines[int(place)])
            case "slot":
                return Push(AmountScene(program, _amount(self._slots[int(place)], entered(self._notes))))
            case "effort":
                effort = self._notes.effort()
                return Push(ChoiceScene(program, Words.EFFORT_ASKED, _scale(Words.EFFORTS), effort))
            case "pain":
                return Push(ChoiceScene(program, Words.PAIN_ASKED, _scale(Words.PAINS), self._notes.pain()))
            case "note":
                return self._marking.note()
            case "trials":
                return self._trials()
            case "athlete_moved":
                return Push(program.scenes.athletes())
            case "report" | "card":
                return self._share(row)
            case _:
                return self._marking.bad() or self._keep()

    def resumed(self, result: object) -> Transition | None:
        """Keep what was answered."""
        if self._asked == "trials":
            return self._keep()
        if result is None:
            return None
        kind, _, place = self._asked.partition(" ")
        if kind == "slot" and isinstance(result, float | int):
            slot = self._slots[int(place)]
            return self._keep(lambda: enter(self._journal, slot, float(result)))
        if kind in (EFFORT, PAIN) and isinstance(result, int):
            return self._add(Annotation(type=kind, value=result))
        if kind in (NOTE, RUN_BAD):
            return self._marking.answer(result) or self._keep()
        if kind == ATHLETE_MOVED and isinstance(result, Athlete):
            return self._add(Annotation(type=ATHLETE_MOVED, value=result.code or GUEST))
        return None

    # ---- what happens

    def _share(self, row: str) -> Transition:
        """Make something of the run that others can have."""
        from reactdrill.app.keep import share  # noqa: PLC0415 - loads the statistics
        from reactdrill.app.scenes.keep.work import KeepScene  # noqa: PLC0415 - the same

        title, work = {
            "report": (Words.REPORT, share.run_report),
            "card": (Words.CARD, share.run_card),
        }[row]
        return Push(KeepScene(self.program, title, partial(work, self.program.archive, self._journal)))

    def _trials(self) -> Transition:
        try:
            return Push(self.program.scenes.trials(self._journal))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

    def _turn_over(self, line: Line) -> Transition | None:
        seen = ticked(self._notes).get((line.line, line.place), False)
        return self._keep(lambda: tick(self._journal, line, seen=not seen))

    def _add(self, annotation: Annotation) -> Transition | None:
        return self._keep(lambda: annotate(self._journal, annotation))

    def _keep(self, write: Callable[[], object] = lambda: None) -> Transition | None:
        """Write it down, where that has not been done, and show it; what cannot be written is said."""
        try:
            write()
            self._notes = read_notes(self._journal)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        self.refresh()
        return None

    # ---- what is seen

    def _whose(self) -> str:
        codes = dict.fromkeys(athletes_of(self._view.header, self._notes).values())
        labels = {GUEST: Words.GUEST, **self.program.labels}
        return " + ".join(labels.get(code, code) for code in codes)

    def _trial_row(self) -> Iterator[Row]:
        trials = self._view.trials
        if trials:
            marked = len(self._notes.bad_trials(trials))
            yield _row("trials", Words.TRIALS, Words.TRIALS_DETAIL, str(marked) if marked else NONE)

    def _observed(self) -> Iterator[Row]:
        """The checklist and the numbers of this drill, for each set or side."""
        seen, known = ticked(self._notes), entered(self._notes)
        for place, line in enumerate(self._lines):
            here = seen.get((line.line, line.place), False)
            detail = listed([Words.SEEN, line.place.words()])
            ink = Ink.WARN if here else Ink.MUTED
            yield Row(f"line {place}", self._said[line.line], detail, "", "check" if here else "ring", ink)
        for place, slot in enumerate(self._slots):
            value = known.get((slot.entry.name, slot.place))
            note = NONE if value is None else f"{number(value)} {slot.entry.unit}"
            yield _row(f"slot {place}", slot.entry.title, listed([Words.TO_ENTER, slot.place.words()]), note)


def _drill_of(view: RunView) -> Drill | None:
    """The drill as it was run; None when this version cannot read it any more."""
    try:
        return parse_drill(view.header.drill.text).drill
    except ReactDrillError:
        return None


def _said_lines(drill: Drill) -> dict[str, str]:
    """The checklist in the present language, by its lines as they are kept."""
    read = said(drill)
    if drill.observer is None or read.observer is None:
        return {}
    return dict(zip(drill.observer.checklist, read.observer.checklist, strict=True))


def _row(row: str, title: str, detail: str, note: str) -> Row:
    return Row(row, title, detail, note, "chevron-right", Ink.ACCENT)


def _score(value: int | None) -> str:
    return NONE if value is None else str(value)


def _scale(words: Mapping[str, str]) -> list[Choice]:
    return [Choice(each, str(each), words.get(str(each), "")) for each in SCALE]


def _amount(slot: Slot, known: Mapping[tuple[str, Place], float]) -> Amount:
    entry = slot.entry
    value = known.get((entry.name, slot.place), max(entry.min, 0.0))
    return Amount(entry.title, entry.unit, value, entry.min, entry.max, 1, slot.place.words())
