"""Where a link can be, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from reactdrill.pods.messages import HelloIs, Message, PodEvent


class LinkState(Enum):
    """Where a link is."""

    GREETING = "greeting"
    OPEN = "open"
    REFUSED = "refused"
    SILENT = "silent"


STATES: Mapping[LinkState, frozenset[LinkState]] = MappingProxyType(
    {
        LinkState.GREETING: frozenset({LinkState.OPEN, LinkState.REFUSED}),
        LinkState.OPEN: frozenset({LinkState.GREETING, LinkState.REFUSED, LinkState.SILENT}),
        LinkState.REFUSED: frozenset(),
        LinkState.SILENT: frozenset(),
    }
)
"""Every move there is."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A session is open."""

    hello: HelloIs


@dataclass(frozen=True, slots=True)
class Refused:
    """The board speaks another version of the protocol."""

    hello: HelloIs


@dataclass(frozen=True, slots=True)
class SessionLost:
    """The board was reset, or has forgotten the session: cues, commands and events are gone."""

    reason: str


@dataclass(frozen=True, slots=True)
class WentSilent:
    """Nothing is heard any more, or a command was never answered."""

    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A command's answer."""

    ticket: int
    answer: Message


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the board, each once and in order. Its ticks are still of 32 bits: see `Link.unwrap`."""

    event: PodEvent


@dataclass(frozen=True, slots=True)
class EventsLost:
    """The board had no room for events that were never heard."""

    count: int


@dataclass(frozen=True, slots=True)
class ClockJumped:
    """The host slept, or one of the clocks has jumped: the mapping begins anew."""


LinkEvent = Opened | Refused | SessionLost | WentSilent | Answered | Happened | EventsLost | ClockJumped
