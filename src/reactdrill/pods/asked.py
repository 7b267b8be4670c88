"""Commands on their way: a few at a time, each repeated until it is answered."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass

from reactdrill.pods.frames import encode_frame
from reactdrill.pods.messages import Ack, Message, Nack, encode_body

REPEAT_NS = 50_000_000
MOST_REPEATS = 10
AT_ONCE = 3
"""Commands that wait for their answers at one time: a board has room for 64 bytes."""


@dataclass(slots=True)
class Command:
    """One of them."""

    ticket: int
    message: Message
    data: bytes = b""
    due_ns: int = 0
    sent: int = 0


class Asked:
    """All commands of a link that have no answer yet."""

    def __init__(self) -> None:
        self.repeated = 0
        """Commands sent again."""
        self.unanswered: Message | None = None
        """A command that was repeated as often as it may be."""
        self._tickets = 0
        self._queue: deque[Command] = deque()
        self._flying: dict[int, Command] = {}

    @property
    def sequences(self) -> Collection[int]:
        """Sequence numbers that are taken."""
        return self._flying

    @property
    def dues_ns(self) -> list[int]:
        """When something is to be repeated."""
        return [command.due_ns for command in self._flying.values()]

    def add(self, message: Message) -> int:
        """Queue a command; its ticket."""
        self._tickets += 1
        self._queue.append(Command(self._tickets, message))
        return self._tickets

    def to_write(self, now_ns: int, next_sequence: Callable[[], int]) -> bytes:
        """What is to be repeated, then what is new."""
        data = b"".join(
            self._send(command, now_ns) for command in self._flying.values() if command.due_ns <= now_ns
        )
        while self._queue and len(self._flying) < AT_ONCE and self.unanswered is None:
            command, sequence = self._queue.popleft(), next_sequence()
            command.data = encode_frame(encode_body(command.message, sequence))
            self._flying[sequence] = command
            data += self._send(command, now_ns)
        return data

    def answered(self, answer: Message, sequence: int) -> Command | None:
        """The command that an answer belongs to; None when it is none's."""
        command = self._flying.get(sequence)
        if command is None or (isinstance(answer, Ack | Nack) and answer.of != command.message.TYPE):
            return None
        return self._flying.pop(sequence)

    def drop(self) -> None:
        """Forget them all."""
        self._flying.clear()
        self._queue.clear()
        self.unanswered = None

    def _send(self, command: Command, now_ns: int) -> bytes:
        if command.sent > MOST_REPEATS:
            self.unanswered = command.message
            return b""
        self.repeated += command.sent > 0
        command.sent += 1
        command.due_ns = now_ns + REPEAT_NS
        return command.data
