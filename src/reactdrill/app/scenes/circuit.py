"""A circuit while it goes on: what is done now, how long, what comes next, and the questions between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reactdrill.app.circuit.course import SECOND_NS, Course
from reactdrill.app.circuit.report import CircuitReport
from reactdrill.app.figures.said import said_circuit
from reactdrill.app.figures.words import capital, listed
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box, Boxes, Part as Length, Px, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.play.request import RunOutcome
from reactdrill.app.program import Brief, Program, RunFailed
from reactdrill.app.scene import Push, Quit, Replace, Transition
from reactdrill.app.scenes.base import ProgramScene, frame
from reactdrill.app.scenes.parts.steps import steps_for
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import AnyWidget, Button, Kind, Label, Paragraph, ProgressBar, ScrollArea, Still
from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.timeline import Part, timeline
from reactdrill.errors import JournalError, ReactDrillError
from reactdrill.i18n import Texts, tr
from reactdrill.results.header import GUEST

GROUPS_SHARE = 6.0
"""Of a tall screen's height for where each group goes, where its time has 2."""


class Words(Texts):
    """Everything this screen says by itself."""

    TITLES: Mapping[str, str] = {"transition": "Next", "rest": "Rest", "work": "Work"}
    SIDES: Mapping[str, str] = {"left": "Left side", "right": "Right side"}
    GROUP = "Group {number}: {title}"
    SET = "Set {number} of {count}"
    ROUND = "Round {number} of {count}"
    THEN = "Then: {title}"
    PAUSE, GO_ON, BEGIN_NOW, END = "Pause", "Go on", "Begin now", "End"
    END_ASK, END_DETAIL = "End the circuit?", "What was done is saved."
    YES, NO = "End", "Go on"
    STOPPED_RUN, FAILED_RUN = "Go on with the circuit?", "The drill could not be run."
    LEFT_EARLY = "The drill was ended early."


class CircuitScene(ProgramScene):
    """One circuit from its first call to its end."""

    def __init__(
        self, program: Program, file: CircuitFile, *, match_day: bool = False, course: Course | None = None
    ) -> None:
        """`course`: where to begin; None: at the first part."""
        super().__init__(program)
        self._file = file
        shown = timeline(said_circuit(file), match_day=match_day)
        self._course = Course(shown) if course is None else course
        self._written = timeline(file, match_day=match_day)
        """The parts as the files say them: what is run and kept."""
        whose = program.athletes[0] if len(program.athletes) == 1 else GUEST
        self._report = CircuitReport(file, program.folders_now.home, athlete=whose)
        self._called = ""
        self._next_ns: int | None = None
        self._begun = False
        self._asked_to_end = False

    @property
    def first(self) -> str | None:
        """What is most likely wanted: to hold still, or to answer."""
        part = self._course.part
        return "answer 0" if part is not None and part.kind == "ask" else "hold"

    @property
    def remote(self) -> Sequence[str]:
        """A pod holds still and goes on."""
        part = self._course.part
        return () if part is None or part.kind == "ask" else ("hold",)

    @property
    def _hold_words(self) -> str:
        return Words.GO_ON if self._course.paused else Words.PAUSE

    @property
    def _as_written(self) -> Part:
        """The part that goes on."""
        return self._written[self._course.index]

    # ---- what is seen

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The part that goes on."""
        part = self._course.part
        if part is None:
            return ()
        if part.kind == "ask":
            return self._question(look, box, part)
        badges = self.pod_badges({"hold": self._hold_words})
        title = said_circuit(self._file).circuit.title
        made = frame(look, box, title, badges=badges, buttons=self._buttons(part))
        return [*made.placed, *self._now(look, made.body, part, portrait=box.portrait)]

    def _now(self, look: Look, body: Box, part: Part, *, portrait: bool) -> list[Placed]:
        left_ns = self._course.left_ns(self.program.clock.now_ns())
        seconds = "" if left_ns is None else str(-(-left_ns // SECOND_NS))
        ink = {"work": Ink.ACCENT, "rest": Ink.INFO}.get(part.kind, Ink.TEXT)
        kind = Words.TITLES.get(part.kind, "")
        lengths: dict[str, Length] = {
            "kind": Px(look.text_px(TextRole.HEADING) * 2),
            "name": Share(1.2),
            "figure": Share(2),
            "lines": Share(GROUPS_SHARE if part.groups else 2),
            "then": Px(look.text_px(TextRole.BODY) * 2),
            "progress": Px(look.px(0.06)),
        }
        places = _places(look, body, lengths, portrait=portrait)
        widgets: dict[str, AnyWidget] = {
            "kind": Label(self._kind_words(part, kind), TextRole.HEADING, ink),
            "name": Label(tr(part.title), TextRole.TITLE, bold=True, lines=2),
            "figure": Label(seconds, TextRole.CUE, ink, bold=True),
            "lines": ScrollArea(self._lines(part, look, places["lines"])),
            "then": Label(self._then(), ink=Ink.MUTED),
            "progress": ProgressBar(self._course.share, self._round_words(part)),
        }
        return [Placed(name, places[name], widget) for name, widget in widgets.items()]

    def _kind_words(self, part: Part, kind: str) -> str:
        side = "" if part.side is None else Words.SIDES[part.side]
        count = Words.SET.format(number=part.set + 1, count=part.sets) if part.sets > 1 else ""
        called = "" if self._called.casefold() == kind.casefold() else self._called
        return listed([kind, side, count, called])

    def _lines(self, part: Part, look: Look, box: Box) -> tuple[Still, ...]:
        """What to do; where groups change, where each goes, as large as all of them fit."""
        if not part.groups:
            return tuple(Paragraph(line, TextRole.HEADING) for line in part.lines)
        groups = tuple(self._group_words(group, title) for group, title in part.groups)
        return (steps_for(groups, look, box.w - 3 * look.gap, box.h - 3 * look.gap, numbered=False),)

    def _group_words(self, group: int, title: str) -> str:
        rotation = self._file.circuit.rotation
        if rotation is None or not rotation.stations:
            return Words.GROUP.format(number=group + 1, title=title)
        return f"{capital(tr(rotation.stations[group].replace('-', ' ')))}: {title}"

    def _round_words(self, part: Part) -> str:
        rounds = self._file.circuit.rounds
        return Words.ROUND.format(number=part.round + 1, count=rounds) if rounds > 1 else ""

    def _then(self) -> str:
        coming = self._course.coming
        return "" if coming is None else Words.THEN.format(title=coming.title)

    def _buttons(self, part: Part) -> dict[str, Button]:
        buttons = {"hold": Button(self._hold_words, "play" if self._course.paused else None, Kind.PRIMARY)}
        if part.kind in ("transition", "rest"):
            buttons["begin now"] = Button(Words.BEGIN_NOW)
        return {**buttons, "end": Button(Words.END)}

    def _question(self, look: Look, box: Box, part: Part) -> list[Placed]:
        assert part.ask is not None
        made = frame(look, box, part.title)
        numbers = [str(number) for number in range(part.ask.low, part.ask.high + 1)]
        across = 4 if box.portrait else 6
        lines = [numbers[at : at + across] for at in range(0, len(numbers), across)]
        heights: dict[str, Length] = {str(place): Share() for place in range(len(lines))}
        placed: list[Placed] = []
        for line, row in zip(lines, rows(made.body, heights, gap=look.gap // 2).values(), strict=True):
            spare = [f"spare {place}" for place in range(across - len(line))]
            widths: dict[str, Length] = {name: Share() for name in (*line, *spare)}
            cells = columns(row, widths, gap=look.gap // 2)
            placed += [
                Placed(f"answer {name}", cells[name], Button(name, role=TextRole.TITLE)) for name in line
            ]
        return [*made.placed, *placed]

    # ---- what is answered

    def on_signal(self, signal: Signal) -> Transition | None:
        """Hold, go on, begin now, end, or answer a question."""
        now_ns = self.program.clock.now_ns()
        if signal.id == "hold":
            self._hold_or_go_on(now_ns)
        elif signal.id == "begin now":
            self._course.skip_to_work(now_ns)
        elif signal.id == "end":
            return self._ask_to_end(now_ns)
        elif signal.id.startswith("answer "):
            return self._answer(int(signal.id.removeprefix("answer ")))
        self.refresh()
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """PAUSE holds still; BACK and QUIT ask first."""
        now_ns = self.program.clock.now_ns()
        if action is UiAction.PAUSE:
            self._hold_or_go_on(now_ns)
        if action in (UiAction.BACK, UiAction.QUIT):
            return self._ask_to_end(now_ns)
        return None

    def _hold_or_go_on(self, now_ns: int) -> None:
        if self._course.paused:
            self._course.go_on(now_ns)
        else:
            self._course.hold(now_ns)
        self.refresh()

    def _ask_to_end(self, now_ns: int, question: str | None = None, detail: str | None = None) -> Transition:
        """`question` and `detail`: what is asked; None: whether to end."""
        self._course.hold(now_ns)
        self._asked_to_end = True
        ask = self.program.scenes.confirm
        question = Words.END_ASK if question is None else question
        detail = Words.END_DETAIL if detail is None else detail
        return Push(ask(question, yes=Words.YES, no=Words.NO, detail=detail))

    def _answer(self, value: int) -> Transition | None:
        part = self._course.part
        assert part is not None
        assert part.ask is not None
        ask = part.ask
        stop = ask.stop_above is not None and value > ask.stop_above
        warn = ask.warn_above is not None and value > ask.warn_above
        asked = self._as_written.ask
        self._keep(
            "answer",
            question=None if asked is None else asked.question,
            value=value,
            round=part.round,
            stopped=stop,
        )
        if stop or warn:
            self._report.warn(ask.then)
        return self._finish("stopped by an answer") if stop else self._advance()

    # ---- what time does

    @property
    def wake_ns(self) -> int | None:
        """The next call, second or end, as it was seen when something last happened; at once to begin."""
        return _sooner(super().wake_ns, self._next_ns) if self._begun else 0

    def refresh(self) -> None:
        """Build anew, and see when that is wanted next."""
        super().refresh()
        self._next_ns = self._course.wake_ns(self.program.clock.now_ns())

    def update(self, now_ns: int) -> Transition | None:
        """Speak what is due, and go on when a part's time is over."""
        transition = super().update(now_ns)
        if transition is not None:
            return transition
        if not self._begun:
            self._begun = True
            self._report.begin()
            self._course.begin(now_ns)
        for word in self._course.calls(now_ns):
            self._called = tr(word.replace("-", " "))
            self.program.voice.say(word)
        if self._course.left_ns(now_ns) == 0 and not self._course.paused:
            return self._advance()
        self.refresh()
        return None

    def _advance(self) -> Transition | None:
        """On to the next part; a drill takes the window over."""
        done = self._course.part
        if done is not None and done.kind == "work":
            self._keep(
                "work",
                title=self._as_written.title,
                round=done.round,
                set=done.set,
                side=done.side,
                seconds=done.seconds,
            )
            self._report.did(done)
        part = self._course.advance(self.program.clock.now_ns())
        self._called = ""
        if part is None:
            return self._finish("complete")
        if part.kind == "drill":
            return self._run(part)
        self.refresh()
        return None

    def _run(self, part: Part) -> Transition:
        drill = self._as_written.drill
        assert drill is not None
        block = self._file.circuit.block[part.block or 0]
        self.program.voice.rest()
        try:
            request = self.program.request(Brief(drill, block.mode, walk_back_s=0.0))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        within = {
            "name": self._file.circuit.name,
            "session": self._report.session,
            "block": part.block,
            "round": part.round,
        }
        return self.program.take_over(replace(request, options={**request.options, "circuit": within}))

    def resumed(self, result: object) -> Transition | None:
        """From a drill, from the question whether to end, or from an error."""
        now_ns = self.program.clock.now_ns()
        if self._asked_to_end:
            self._asked_to_end = False
            if result is True:
                return self._finish("ended by the person")
            self._course.go_on(now_ns)
            part = self._course.part
            if part is not None and part.kind == "drill":
                return self._advance()
            self.refresh()
            return None
        if isinstance(result, RunFailed):
            return self._ask_to_end(now_ns, Words.FAILED_RUN, str(result.error))
        if isinstance(result, RunOutcome):
            return self._after_run(result, now_ns)
        return self._advance()  # the drill could not be planned, and that has been read

    def _after_run(self, outcome: RunOutcome, now_ns: int) -> Transition | None:
        part = self._course.part
        assert part is not None
        self._report.ran(part, outcome)
        self._keep(
            "drill",
            title=self._as_written.title,
            round=part.round,
            ending=outcome.ending,
            run=None if outcome.header is None else outcome.header.run,
        )
        if outcome.quit:
            self._finish("ended by the person")
            return Quit()
        if outcome.ending != "complete":
            return self._ask_to_end(now_ns, Words.STOPPED_RUN, Words.LEFT_EARLY)
        return self._advance()

    # ---- the end

    def _finish(self, how: str) -> Transition:
        self._keep("end", how=how)
        self.program.voice.say("finished")
        return Replace(self.program.scenes.circuit_done(self._report))

    def _keep(self, kind: str, **facts: object) -> None:
        try:
            self._report.note(kind, **facts)
        except JournalError as error:
            self._report.warn(str(error))

    def leave(self) -> None:
        """Let go of the sound card."""
        self.program.voice.rest()


def _places(look: Look, body: Box, lengths: Mapping[str, Length], *, portrait: bool) -> Boxes:
    """What goes on and its time beside what to do, or above it on a tall screen."""
    gap = look.gap // 2
    if portrait:
        return rows(body, lengths, gap=gap)
    halves = columns(body, {"left": Share(1), "right": Share(1)}, gap=look.gap)
    left = rows(halves["left"], {name: lengths[name] for name in ("kind", "name", "figure")}, gap=gap)
    right = rows(halves["right"], {name: lengths[name] for name in ("lines", "then", "progress")}, gap=gap)
    return {**left, **right}


def _sooner(one: int | None, other: int | None) -> int | None:
    times = [at for at in (one, other) if at is not None]
    return min(times, default=None)
