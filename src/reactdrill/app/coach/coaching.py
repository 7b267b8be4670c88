"""What a coach's screens share while a group trains: the squad, the drill, and what the last turn brought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reactdrill.app.coach.group import Group
from reactdrill.app.coach.squad import Member, Squad
from reactdrill.app.figures.view import RunView
from reactdrill.app.figures.words import milliseconds
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.program import Brief, Program
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts, number
from reactdrill.results.annotations import RUN_BAD, Annotation, annotate
from reactdrill.results.stated import stated_in
from reactdrill.stats.headline import Headline, headline

UNDONE = "taken back by the coach"


class Words(Texts):
    """What these figures and names are called."""

    NUMBER = "Number {number}"
    BOTH = "{number}  {name}"
    NO_SCORE = "no result"


@dataclass(frozen=True, slots=True)
class Scored:
    """How an athlete's last turn went."""

    member: Member
    score: float | None
    words: str


@dataclass
class Coaching:
    """One group's training. Changed by the scenes, one after the other."""

    brief: Brief
    squad: Squad
    names_shown: bool = True
    sounds: Mapping[str, Path] = field(default_factory=dict)
    """Recorded names that the calls say, by code."""
    listed: frozenset[str] = frozenset()
    """Codes of those whose names may stand on the board."""
    last: tuple[Scored, ...] = ()
    last_view: RunView | None = None
    journals: dict[str, Path] = field(default_factory=dict)
    """Of the runs that were saved, by their ids."""
    lower_is_better: bool = True
    unit: str = "ms"
    """Of the scores."""

    @classmethod
    def of(cls, group: Group, brief: Brief) -> Coaching:
        """A group at a drill; as many go at once as the drill is made for, where it says so."""
        squad = Squad(lanes=len(brief.drill.drill.lanes) or group.lanes)
        everyone = ((code, group.names.get(code, "")) for code in group.present)
        sounds = group.sounds if group.names_shown and group.names_said else {}
        return cls(brief, squad.join_all(everyone), group.names_shown, sounds, group.listed)

    def called(self, member: Member) -> str:
        """Number and name; the number alone where names stay off the screen or none is stored."""
        if not self.names_shown or not member.name:
            return Words.NUMBER.format(number=member.number)
        return Words.BOTH.format(number=member.number, name=member.name)

    def called_on_board(self, member: Member) -> str:
        """As `called`; the number alone for those who do not want to be seen in a leaderboard."""
        return self.called(member if member.code in self.listed else replace(member, name=""))

    def request(self, program: Program) -> RunRequest:
        """The run of those whose turn it is. Raises `PlanError`."""
        up = self.squad.up
        request = program.request(self.brief, athletes=1 if self.brief.drill.drill.lanes else len(up))
        return request.by([each.code for each in up])

    def take_turn(self, outcome: RunOutcome) -> None:
        """Write down what those whose turn it was have done, and go on to the next."""
        view = RunView.of_outcome(outcome)
        up = self.squad.up
        summed = headlines_of(view, len(up))
        self.last, self.last_view = _scored(up, summed), view
        if view.journal is not None:
            self.journals[view.header.run] = view.journal
        self.lower_is_better = summed[0].score_better == "lower"
        self.unit = summed[0].score_unit
        self.squad = self.squad.done(view.header.run, [each.score for each in summed])

    def look_again(self, run: str) -> None:
        """Score a run anew: it, or trials of it, may have been marked. Raises `JournalError`."""
        view = RunView.of_journal(self.journals[run])
        codes = next(turn.codes for turn in self.squad.turns if turn.run == run)
        summed = headlines_of(view, len(codes))
        self.squad = self.squad.rescored(run, [each.score for each in summed])
        if self.last_view is not None and self.last_view.header.run == run:
            self.last, self.last_view = _scored([each.member for each in self.last], summed), view

    def take_back(self) -> str:
        """The last turn never was: its run is marked bad, and those who went go again. Returns what went wrong."""
        view, self.squad = self.last_view, self.squad.undone()
        self.last, self.last_view = (), None
        if view is None or view.journal is None:
            return ""
        try:
            annotate(view.journal, Annotation(type=RUN_BAD, reason=UNDONE))
        except ReactDrillError as error:
            return str(error)
        return ""


def headlines_of(view: RunView, lanes: int) -> list[Headline]:
    """The few numbers of a run's first lanes; a run that is marked bad has no score."""
    found = [headline_of(view, lane.name) for lane in view.header.plan.lanes[:lanes]]
    return found if view.bad is None else [replace(each, score=None) for each in found]


def headline_of(view: RunView, lane: str) -> Headline:
    """A lane's few numbers, its drill's score among them."""
    records = [each for each in view.trials if each.lane == lane]
    return headline(records, bad=view.bad_trials.keys(), rule=stated_in(view.header.drill.text).score)


def _scored(members: Sequence[Member], summed: Sequence[Headline]) -> tuple[Scored, ...]:
    pairs = zip(members, summed, strict=True)
    return tuple(Scored(member, each.score, score_words(each)) for member, each in pairs)


def score_words(summed: Headline) -> str:
    """A lane's score as people read it."""
    return Words.NO_SCORE if summed.score is None else figure_words(summed.score, summed.score_unit)


def figure_words(score: float, unit: str) -> str:
    """A score with its unit."""
    if unit == "ms":
        return milliseconds(score)
    return number(score, 0 if score == round(score) else 1) + ("" if unit == "count" else f" {unit}")
