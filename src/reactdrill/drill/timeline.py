"""What comes when in a circuit: its parts in order, each with its length and with what is called out in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reactdrill.drill.circuit import CircuitFile
from reactdrill.drill.circuit_model import Ask, Block, Circuit
from reactdrill.drill.file import DrillFile
from reactdrill.drill.trial import Side

PartKind = Literal["transition", "work", "rest", "drill", "ask"]
CALLS_BEFORE_END: tuple[tuple[float, str], ...] = (
    (60.0, "one-minute"),
    (30.0, "thirty-seconds"),
    (10.0, "ten-seconds"),
)
"""Calls while work goes on, by the seconds that are left."""
COUNTDOWN: tuple[tuple[float, str], ...] = ((3.0, "three"), (2.0, "two"), (1.0, "one"))
ROUND_DONE = "Round done"
"""The title of the rest between rounds."""
NEXT_AT_S = 1.0
"""When, after a transition has begun, the next block is called."""
BETWEEN_WORDS_S = 1.2
SHORTEST_FOR_HALFWAY_S = 20.0


@dataclass(frozen=True)
class Call:
    """A word spoken at a time after the part's beginning."""

    at_s: float
    word: str


@dataclass(frozen=True)
class Part:
    """A stretch of a circuit. `drill` parts last as long as their drill does."""

    kind: PartKind
    title: str
    seconds: float | None
    """None: until it is done."""
    block: int | None = None
    """Position in the circuit's blocks; in a transition the one that comes."""
    round: int = 0
    set: int = 0
    sets: int = 1
    side: Side | None = None
    drill: DrillFile | None = None
    ask: Ask | None = None
    lines: tuple[str, ...] = ()
    """What to do, in words."""
    groups: tuple[tuple[int, str], ...] = ()
    """In a rotation: each group's number, from 0, and what it does."""
    calls: tuple[Call, ...] = ()


def timeline(file: CircuitFile, *, match_day: bool = False) -> tuple[Part, ...]:
    """The whole circuit; on the day of a match without the blocks that are not for it."""
    return tuple(_Timeline(file, match_day=match_day).parts())


def least_seconds(parts: tuple[Part, ...]) -> float:
    """How long the parts take whose length is known; drills without a time come on top."""
    return sum(part.seconds for part in parts if part.seconds is not None)


class _Timeline:
    def __init__(self, file: CircuitFile, *, match_day: bool) -> None:
        self.circuit: Circuit = file.circuit
        self.blocks = [
            (place, block, drill)
            for place, (block, drill) in enumerate(zip(file.circuit.block, file.drills, strict=True))
            if block.match_day or not match_day
        ]

    def parts(self) -> Iterator[Part]:
        for number in range(self.circuit.rounds):
            if number and self.circuit.round_rest_s:
                yield self._rest(self.circuit.round_rest_s, ROUND_DONE, number)
            yield from self._rotation(number) if self.circuit.rotation else self._round(number)
            yield from self._asks("round", number)
        yield from self._asks("circuit", self.circuit.rounds - 1)

    # ---- one group, one block after the other

    def _round(self, number: int) -> Iterator[Part]:
        for position, (place, block, drill) in enumerate(self.blocks):
            first = number == 0 and position == 0
            seconds = block.transition_s if block.transition_s is not None else self.circuit.transition_s
            yield self._transition(
                self.circuit.ready_s if first else seconds, place, block, drill, number, first=first
            )
            if drill is not None:
                lines = tuple(block.text)
                yield Part(
                    "drill", drill.drill.title, _drill_seconds(drill), place, number, drill=drill, lines=lines
                )
            else:
                yield from self._exercise(place, block, number)
            yield from self._asks("block", number)

    def _exercise(self, place: int, block: Block, number: int) -> Iterator[Part]:
        assert block.exercise is not None
        sides: tuple[Side | None, ...] = ("left", "right") if block.sides == "both" else (None,)
        sets = block.sets or 1
        turns = [(turn, side) for turn in range(sets) for side in sides]
        for position, (turn, side) in enumerate(turns):
            seconds = block.work_s or 0.0
            lines = tuple(block.text)
            calls = _work_calls(seconds)
            yield Part(
                "work", block.exercise, seconds, place, number, turn, sets, side, lines=lines, calls=calls
            )
            if position + 1 < len(turns):
                rest_s = block.rest_s if block.rest_s is not None else 15.0
                coming = turns[position + 1][1]
                yield self._rest(rest_s, block.exercise, number, coming)

    def _transition(
        self, seconds: float, place: int, block: Block, drill: DrillFile | None, number: int, *, first: bool
    ) -> Part:
        title = drill.drill.title if drill is not None else str(block.exercise)
        side: Side | None = "left" if block.sides == "both" else None
        words = ["get-ready" if first else "next"]
        words += [word for word in (block.call, "left-side" if side else None) if word is not None]
        lines = (*block.text, *(drill.drill.text.setup if drill is not None else ()))
        calls = _called(words, seconds)
        return Part(
            "transition", title, seconds, place, number, side=side, drill=drill, lines=lines, calls=calls
        )

    def _rest(self, seconds: float, title: str, number: int, side: Side | None = None) -> Part:
        words = ["rest", *([f"{side}-side"] if side is not None else [])]
        return Part("rest", title, seconds, round=number, side=side, calls=_called(words, seconds))

    def _asks(self, after: str, number: int) -> Iterator[Part]:
        for ask in self.circuit.ask:
            if ask.after == after:
                yield Part("ask", ask.question, None, round=number, ask=ask)

    # ---- several groups that change together

    def _rotation(self, number: int) -> Iterator[Part]:
        rotation = self.circuit.rotation
        assert rotation is not None
        for turn in range(len(self.blocks)):
            groups = self._groups(turn)
            here = next((each for each in self.blocks if each[2] is not None), None)
            words = ["get-ready"] if number == turn == 0 else ["rotate"]
            seconds = self.circuit.ready_s if number == turn == 0 else rotation.change_s
            yield Part(
                "transition", "Change stations", seconds, round=number, set=turn, sets=len(self.blocks),
                groups=groups, calls=_called(words, seconds),
            )  # fmt: skip
            if (
                here is not None
                and here[2] is not None
                and any(at == here[0] for at, _ in self._places(turn))
            ):
                yield Part(
                    "drill", here[2].drill.title, rotation.work_s, here[0], number, turn, len(self.blocks),
                    drill=here[2], groups=groups,
                )  # fmt: skip
            else:
                calls = _work_calls(rotation.work_s)
                yield Part(
                    "work", "All stations", rotation.work_s, None, number, turn, len(self.blocks),
                    groups=groups, calls=calls,
                )  # fmt: skip
            yield from self._asks("block", number)

    def _places(self, turn: int) -> Iterator[tuple[int, int]]:
        """Where each group is: the block's position in the file, and the group."""
        rotation = self.circuit.rotation
        assert rotation is not None
        for group in range(rotation.groups):
            yield self.blocks[(group + turn) % len(self.blocks)][0], group

    def _groups(self, turn: int) -> tuple[tuple[int, str], ...]:
        titles = {
            place: drill.drill.title if drill is not None else str(block.exercise)
            for place, block, drill in self.blocks
        }
        return tuple((group, titles[place]) for place, group in self._places(turn))


def _called(words: list[str], seconds: float) -> tuple[Call, ...]:
    """Words one after the other at the beginning, as many as there is time for, and the countdown at the end."""
    beginning = [Call(NEXT_AT_S + BETWEEN_WORDS_S * place, word) for place, word in enumerate(words)]
    end = _countdown(seconds)
    ten = [Call(seconds - 10.0, "ten-seconds")] if seconds >= 20.0 else []
    first_s = min((call.at_s for call in (*ten, *end)), default=seconds)
    fitting = [call for call in beginning if call.at_s + BETWEEN_WORDS_S <= first_s]
    return (*fitting, *ten, *end)


def _work_calls(seconds: float) -> tuple[Call, ...]:
    calls = [Call(seconds - left, word) for left, word in CALLS_BEFORE_END if seconds >= 2 * left]
    if seconds >= SHORTEST_FOR_HALFWAY_S and not any(call.at_s == seconds / 2 for call in calls):
        calls.append(Call(seconds / 2, "halfway"))
    return tuple(sorted([Call(0.0, "work"), *calls, *_countdown(seconds)], key=lambda call: call.at_s))


def _countdown(seconds: float) -> tuple[Call, ...]:
    if seconds < COUNTDOWN[0][0] + 1.0:
        return ()
    return tuple(Call(seconds - left, word) for left, word in COUNTDOWN)


def _drill_seconds(file: DrillFile) -> float | None:
    """The time of a drill's sets and rests, where each set ends by time."""
    drill = file.drill
    if drill.until.time_s is None:
        return None
    sets = drill.sets.count * (2 if drill.sides == "both" else 1)
    return drill.until.time_s * sets + drill.sets.rest_s * (sets - 1)
