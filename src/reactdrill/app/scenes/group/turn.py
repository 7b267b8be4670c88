"""Whose turn it is: called by number, seen by name, started by whoever stands nearest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reactdrill.app.coach.coaching import Coaching
from reactdrill.app.coach.squad import Member, Squad
from reactdrill.app.figures.comfort import comfort
from reactdrill.app.figures.said import said
from reactdrill.app.inputs import UiAction
from reactdrill.app.layout import Box, Share, columns, grid, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.play.request import RunOutcome
from reactdrill.app.program import Program, RunFailed
from reactdrill.app.scene import Pop, Push, Quit, Transition
from reactdrill.app.scenes.base import ProgramScene, button_height, frame
from reactdrill.app.scenes.parts.called import Called
from reactdrill.app.scenes.parts.title import Badge
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Kind, Paragraph, ScrollArea, Still
from reactdrill.errors import ReactDrillError, UsageError
from reactdrill.i18n import Texts
from reactdrill.results.clip import read_wav

NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
"""Words that are spoken; higher numbers are on the screen only."""
PREVIEW_SEED = 0
BETWEEN_WORDS_NS = 900_000_000
AFTER_NAME_NS = 300_000_000


class Words(Texts):
    """Everything this screen says by itself."""

    ROUND = "ROUND {round}"
    NOW = "Your turn"
    AND = " + "
    NEXT = "Next: {names}"
    SIDES = "On the screen, from left to right: {names}"
    START = "Start"
    LATER = "Not ready"
    MISS_OUT = "Not this round"
    UNDO = "Take back"
    BOARD = "Results"
    LAST = "Just now"
    WAITING = "Then"
    GONE = "Gone: {devices}. Going on without."
    NOBODY = "Nobody is left. Go back, and say who is here."
    LEAVE = "End the group's training?"
    LEAVE_DETAIL = "All runs are saved."
    YES, NO = "End it", "Go on"


class TurnScene(ProgramScene):
    """Start leads to the run of those whose turn it is, and that back to here."""

    def __init__(self, program: Program, coaching: Coaching) -> None:
        super().__init__(program)
        self._coaching = coaching
        self._problem = ""
        brief = coaching.brief
        self._plan = brief.drill.plan(PREVIEW_SEED, brief.mode)
        self._to_say: list[str | Path] = []
        self._say_at_ns = 0
        self._asks_to_leave = False
        self._call()

    @property
    def first(self) -> str | None:
        """Start."""
        return "start"

    @property
    def remote(self) -> Sequence[str]:
        """A pod starts."""
        return ("start",) if self._coaching.squad.up else ()

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Large: who goes now and who is next. Beside or below: what has just been done, and who waits."""
        squad = self._coaching.squad
        title = said(self._coaching.brief.drill.drill).title
        badges = (Badge(Words.ROUND.format(round=squad.round)), *self.pod_badges({"start": Words.START}))
        made = frame(look, box, title, back=True, badges=badges, buttons=self._start_button())
        body, others = self._others(look, made.body, portrait=box.portrait)
        split = rows if box.portrait else columns
        places = split(body, {"now": Share(1.7), "more": Share(1)}, look.gap)
        return [
            *made.placed,
            *others,
            Placed("now", places["now"], self._now()),
            Placed("more", places["more"], ScrollArea(tuple(self._more()))),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Start, change the order, take back, or look at the results."""
        match signal.id:
            case "start":
                return self._start()
            case "later":
                self._go_on(self._coaching.squad.later(self._coaching.squad.up[0].code))
            case "miss":
                self._go_on(self._coaching.squad.miss_out(self._coaching.squad.up[0].code))
            case "undo":
                self._problem = self._coaching.take_back()
                self._go_on(self._coaching.squad)
            case "board":
                return Push(self.program.scenes.group_board(self._coaching))
            case "back":
                return self._ask_to_leave()
        return None

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK ends the training, when it is meant."""
        return self._ask_to_leave() if action is UiAction.BACK else None

    def resumed(self, result: object) -> Transition | None:
        """From a run: write it down. From a question or the results: go on."""
        if self._asks_to_leave:
            self._asks_to_leave = False
            return Pop() if result is True else None
        if isinstance(result, RunFailed):
            return Push(self.program.scenes.error(result.error))
        if isinstance(result, RunOutcome):
            return self._after_run(result)
        return None

    @property
    def wake_ns(self) -> int | None:
        """When the next word is due."""
        woken = super().wake_ns
        if not self._to_say:
            return woken
        return self._say_at_ns if woken is None else min(woken, self._say_at_ns)

    def update(self, now_ns: int) -> Transition | None:
        """Call who is next, one word after the other."""
        if self._to_say and now_ns >= self._say_at_ns:
            self._say_at_ns = now_ns + self._say(self._to_say.pop(0))
        return super().update(now_ns)

    def leave(self) -> None:
        """Let go of the sound card."""
        self.program.voice.rest()

    # ---- what happens

    def _start(self) -> Transition | None:
        if not self._coaching.squad.up:
            return None
        self._problem = ""
        self._to_say = []
        self.program.voice.rest()
        try:
            return self.program.take_over(self._coaching.request(self.program))
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))

    def _after_run(self, outcome: RunOutcome) -> Transition | None:
        if outcome.ending != "cancelled":
            self._coaching.take_turn(outcome)
            self._call()
            self.refresh()
        if outcome.quit:
            return Quit()
        if outcome.ending != "cancelled" and self._coaching.squad.round_is_over:
            return Push(self.program.scenes.group_board(self._coaching))
        return None

    def _go_on(self, squad: Squad) -> None:
        self._coaching.squad = squad
        self._call()
        self.refresh()

    def _call(self) -> None:
        self._to_say = [part for each in self._coaching.squad.up for part in self._call_of(each)]
        self._say_at_ns = 0

    def _call_of(self, member: Member) -> Iterator[str | Path]:
        """The number, and the name where it is recorded and may be heard."""
        if member.number < len(NUMBERS):
            yield NUMBERS[member.number]
        if member.code in self._coaching.sounds:
            yield self._coaching.sounds[member.code]

    def _say(self, part: str | Path) -> int:
        """Say a number or a name; how long it takes, ns."""
        if isinstance(part, str):
            self.program.voice.say(part)
            return BETWEEN_WORDS_NS
        try:
            return self.program.voice.play(read_wav(part)) + AFTER_NAME_NS
        except UsageError:  # it has gone meanwhile, and stands on the screen all the same
            return 0

    def _ask_to_leave(self) -> Transition:
        self._asks_to_leave = True
        ask = self.program.scenes.confirm
        return Push(ask(Words.LEAVE, yes=Words.YES, no=Words.NO, detail=Words.LEAVE_DETAIL))

    # ---- what is seen

    def _start_button(self) -> dict[str, Button]:
        return {"start": Button(Words.START, "play", Kind.PRIMARY)} if self._coaching.squad.up else {}

    def _others(self, look: Look, body: Box, *, portrait: bool) -> tuple[Box, list[Placed]]:
        """What else can be done, at the foot of the body; and what that leaves of it."""
        squad = self._coaching.squad
        made: dict[str, Button] = {}
        if squad.up:
            made |= {"later": Button(Words.LATER), "miss": Button(Words.MISS_OUT)}
        if squad.turns:
            made |= {"undo": Button(Words.UNDO), "board": Button(Words.BOARD)}
        if not made:
            return body, []
        across = 2 if portrait else 4
        down = -(-len(made) // across)
        height = down * button_height(look) + (down - 1) * look.gap // 2
        foot = Box(body.x, body.bottom - height, body.w, height)
        places = grid(foot, len(made), across, look.gap // 2)
        placed = [Placed(name, at, button) for (name, button), at in zip(made.items(), places, strict=True)]
        return Box(body.x, body.y, body.w, body.h - height - look.gap // 2), placed

    def _now(self) -> Still:
        squad = self._coaching.squad
        if not squad.up:
            return Paragraph(Words.NOBODY, TextRole.HEADING)
        names = tuple(self._coaching.called(each) for each in squad.up)
        return Called(Words.NOW, names, Words.NEXT.format(names=self._names(squad.next_up)))

    def _more(self) -> Iterator[Still]:
        coaching = self._coaching
        if self.program.remote.gone:
            words = Words.GONE.format(devices=", ".join(self.program.remote.gone))
            yield Paragraph(words, TextRole.BODY, ink=Ink.WARN, bullet="diamond")
        for line in self._too_small:
            yield Paragraph(line, TextRole.BODY, ink=Ink.WARN, bullet="diamond")
        if self._problem:
            yield Paragraph(self._problem, TextRole.BODY, ink=Ink.WARN, bullet="diamond")
        if coaching.last:
            yield Paragraph(Words.LAST, TextRole.SMALL, ink=Ink.MUTED)
            for each in coaching.last:
                yield Paragraph(f"{coaching.called(each.member)}: {each.words}", TextRole.HEADING, bold=True)
        if len(coaching.squad.up) > 1:
            sides = Words.SIDES.format(names=self._names(coaching.squad.up))
            yield Paragraph(sides, TextRole.SMALL, ink=Ink.MUTED)
        waiting = coaching.squad.queue[coaching.squad.lanes :]
        if waiting:
            yield Paragraph(Words.WAITING, TextRole.SMALL, ink=Ink.MUTED)
            for code in waiting:
                member = coaching.squad.member(code)
                if member is not None:
                    yield Paragraph(coaching.called(member), TextRole.BODY)

    @property
    def _too_small(self) -> tuple[str, ...]:
        """What a briefing would have said of cues that cannot be read from where the station's athletes stand."""
        drill = self._coaching.brief.drill.drill
        return tuple(comfort(drill, self._plan, self.program.settings, (self.box.w, self.box.h)))

    def _names(self, members: Sequence[Member]) -> str:
        return Words.AND.join(self._coaching.called(each) for each in members)
