"""The group that trains today: whose turn it is, in what order, and what each has done. Nothing here is a screen.

Every change gives a new `Squad`, so that an earlier one can be gone back to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who is here."""

    code: str
    number: int
    """What they are called by in privacy mode, and by the voice: from 1, kept all day."""
    name: str = ""
    """Empty where none may be stored."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What those who went at the same time did."""

    run: str | None
    """The run's id; None when nothing of it was kept."""
    round: int
    """From 1."""
    scores: tuple[tuple[str, float | None], ...]
    """Each athlete's code and score, in the order of the lanes; None: there is none."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Who went."""
        return tuple(code for code, _ in self.scores)


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the board."""

    member: Member
    rank: int | None
    """From 1; equals share one. None: no score."""
    score: float | None
    change: float | None = None
    """Against the same athlete's round before; None: nothing to compare."""


@dataclass(frozen=True, slots=True)
class Squad:
    """Members in the order in which they go; those of `lanes` go at the same time."""

    members: tuple[Member, ...] = ()
    lanes: int = 1
    queue: tuple[str, ...] = ()
    """Codes of those who still go in this round, in order."""
    round: int = 1
    turns: tuple[Turn, ...] = ()

    # ---- who is here

    def join(self, code: str, name: str = "") -> Squad:
        """Someone comes, and goes last in this round. Somebody who is here already stays where they are."""
        if self.member(code) is not None:
            return self
        number = 1 + max((each.number for each in self.members), default=0)
        return replace(self, members=(*self.members, Member(code, number, name)), queue=(*self.queue, code))

    def join_all(self, athletes: Iterable[tuple[str, str]]) -> Squad:
        """Several come: codes and names."""
        squad = self
        for code, name in athletes:
            squad = squad.join(code, name)
        return squad

    def leave(self, code: str) -> Squad:
        """Someone goes home; what they did stays on the board."""
        members = tuple(each for each in self.members if each.code != code)
        queue = tuple(each for each in self.queue if each != code)
        return _or_next_round(replace(self, members=members, queue=queue))

    def member(self, code: str) -> Member | None:
        """Who that is; None: not here."""
        return next((each for each in self.members if each.code == code), None)

    # ---- whose turn it is

    @property
    def up(self) -> tuple[Member, ...]:
        """Who goes now: as many as there are lanes, fewer at the end of a round."""
        return self._members(self.queue[: self.lanes])

    @property
    def next_up(self) -> tuple[Member, ...]:
        """Who goes after them: at the end of a round those who begin the next one."""
        waiting = self.queue[self.lanes : 2 * self.lanes]
        return self._members(waiting or tuple(each.code for each in self.members[: self.lanes]))

    def later(self, code: str) -> Squad:
        """Someone is not ready: they go last in this round."""
        if code not in self.queue:
            return self
        return replace(self, queue=(*(each for each in self.queue if each != code), code))

    def now(self, code: str) -> Squad:
        """Someone goes next, even if they have been in this round already."""
        if self.member(code) is None:
            return self
        return replace(self, queue=(code, *(each for each in self.queue if each != code)))

    def miss_out(self, code: str) -> Squad:
        """Someone does not go in this round."""
        return _or_next_round(replace(self, queue=tuple(each for each in self.queue if each != code)))

    def with_lanes(self, lanes: int) -> Squad:
        """So many go at the same time."""
        return replace(self, lanes=max(1, lanes))

    # ---- what was done

    def done(self, run: str | None, scores: Sequence[float | None]) -> Squad:
        """Those whose turn it was have gone: a score for each, in the order of `up`."""
        codes = tuple(each.code for each in self.up)
        turn = Turn(run, self.round, tuple(zip(codes, scores, strict=True)))
        rest = tuple(each for each in self.queue if each not in codes)
        return _or_next_round(replace(self, queue=rest, turns=(*self.turns, turn)))

    def rescored(self, run: str, scores: Sequence[float | None]) -> Squad:
        """Other scores for the turn of a run, in the order of its lanes."""
        turns = tuple(
            replace(turn, scores=tuple(zip(turn.codes, scores, strict=True))) if turn.run == run else turn
            for turn in self.turns
        )
        return replace(self, turns=turns)

    def undone(self) -> Squad:
        """The last turn never was: those who went go again, first of all."""
        if not self.turns:
            return self
        *kept, last = self.turns
        again = tuple(code for code in last.codes if self.member(code) is not None)
        waiting = self.queue if last.round == self.round else ()
        queue = (*again, *(each for each in waiting if each not in again))
        return replace(self, turns=tuple(kept), queue=queue, round=last.round)

    @property
    def round_is_over(self) -> bool:
        """Whether a round has just ended: the next one has not begun."""
        return bool(self.turns) and self.turns[-1].round < self.round

    def board(self, round_number: int, *, lower_is_better: bool = True) -> tuple[Place, ...]:
        """Who did how well in a round: the best first, those without a score last."""
        scores, before = self._scores(round_number), self._scores(round_number - 1)
        found = [each for each in self.members if each.code in scores]
        sign = 1 if lower_is_better else -1
        best = sorted(
            (sign * score, each.number) for each in found if (score := scores[each.code]) is not None
        )
        ranks = {number: 1 + sum(value < mine for value, _ in best) for mine, number in best}
        places = [
            Place(each, ranks.get(each.number), scores[each.code], _change(scores, before, each.code))
            for each in found
        ]
        return tuple(sorted(places, key=lambda place: (place.rank is None, place.rank, place.member.number)))

    def _scores(self, round_number: int) -> dict[str, float | None]:
        """The last score of each athlete in a round."""
        return {
            code: score for turn in self.turns if turn.round == round_number for code, score in turn.scores
        }

    def _members(self, codes: Iterable[str]) -> tuple[Member, ...]:
        return tuple(each for code in codes if (each := self.member(code)) is not None)


def _or_next_round(squad: Squad) -> Squad:
    """When nobody is left in the queue, a round that anybody went in is over, and all go again."""
    if squad.queue or not squad.members:
        return squad
    went = any(turn.round == squad.round for turn in squad.turns)
    everyone = tuple(each.code for each in squad.members)
    return replace(squad, queue=everyone, round=squad.round + went)


def _change(now: dict[str, float | None], before: dict[str, float | None], code: str) -> float | None:
    mine, earlier = now.get(code), before.get(code)
    return None if mine is None or earlier is None else mine - earlier
