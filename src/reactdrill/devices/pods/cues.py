"""The cues that were sent to pods: by round, by command, and what is done when a board refuses one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from reactdrill.pods.controller import Controller
from reactdrill.pods.field import Pod
from reactdrill.pods.messages import TICK_HZ, Cancel, Light, LightFlag, Nack, NackReason

MOST_RETRIES = 3
ROUNDS = (1 << 16) - 1
WRAP = 1 << 32
REFUSALS: Mapping[int, str] = MappingProxyType(
    {
        NackReason.FLASH_LIMIT: "it would have flashed too often",
        NackReason.FULL: "the pods have no room for another cue",
        NackReason.BUSY: "pods with this kind of light show one cue at a time",
        NackReason.BAD_POD: "there is no such pod",
    }
)

Key = tuple[str, int, int, str]
"""Lane, trial, attempt, step."""


@dataclass(slots=True)
class SentCue:
    """A cue that was sent to a pod and is not over."""

    key: Key
    pod: Pod
    light: Light
    ticket: int
    lit: bool = False
    retries: int = 0


class SentCues:
    """All of them."""

    def __init__(self) -> None:
        self._cues: dict[Key, SentCue] = {}
        self._rounds: dict[str, int] = {}

    def __iter__(self) -> Iterator[SentCue]:
        return iter(list(self._cues.values()))

    def next_round(self, controller: Controller) -> int:
        """A round token that this controller has not seen for long."""
        number = self._rounds.get(controller.name, 0) % ROUNDS + 1
        self._rounds[controller.name] = number
        return number

    def send(self, key: Key, pod: Pod, light: Light) -> None:
        """Send a new cue."""
        self._cues[key] = SentCue(key, pod, light, pod.controller.send(light))

    def find(
        self, controller: Controller, *, token: int | None = None, ticket: int | None = None
    ) -> SentCue | None:
        """The cue of a round or of a command."""
        for cue in self._cues.values():
            if cue.pod.controller is controller and (cue.light.round == token or cue.ticket == ticket):
                return cue
        return None

    def cancel(self, key: Key) -> None:
        """Take a cue away, lit or not; unknown ones are ignored."""
        cue = self._cues.get(key)
        if cue is not None and cue.pod.controller.ready:
            cue.pod.controller.send(Cancel(cue.light.round))

    def over(self, cue: SentCue) -> None:
        """Forget a cue."""
        self._cues.pop(cue.key, None)

    def drop(self, controller: Controller) -> None:
        """Forget every cue of a controller that is gone."""
        self._cues = {key: cue for key, cue in self._cues.items() if cue.pod.controller is not controller}

    def refused(self, cue: SentCue, nack: Nack) -> str | None:
        """Send a refused cue again as the board will take it; why not, when it will not."""
        light = self._acceptable(cue, nack) if cue.retries < MOST_RETRIES else None
        if light is None:
            self.over(cue)
            return REFUSALS.get(nack.reason, f"the pods refused it (reason {nack.reason})")
        cue.retries += 1
        cue.light = light
        cue.ticket = cue.pod.controller.send(light)
        return None

    def _acceptable(self, cue: SentCue, nack: Nack) -> Light | None:
        token, flags = self.next_round(cue.pod.controller), cue.light.flags
        if nack.reason == NackReason.FLASH_LIMIT:
            later = (nack.detail + 1) * TICK_HZ // 1000
            at = (cue.light.at + later) % WRAP
            return replace(cue.light, round=token, flags=flags & ~LightFlag.AT_ONCE, at=at)
        if nack.reason == NackReason.PAST:
            return replace(cue.light, round=token, flags=flags | LightFlag.AT_ONCE)
        return None
