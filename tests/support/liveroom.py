"""What every room with pods is: a field, the device over it, the real loop, engine and journal, and a way to run it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self

from fakeroom import Cues
from plans import SECOND
from reactdrill.devices.pods.device import PodDevice
from reactdrill.devices.pods.router import LightRouter
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import Command
from reactdrill.engine.events import DeviceBack, Event, Resume
from reactdrill.engine.run import Run
from reactdrill.live.loop import Loop
from reactdrill.pods.controller import Controller
from reactdrill.pods.field import PodField
from reactdrill.pods.wire.port import Wire
from reactdrill.results.journal import MemoryJournal


class LiveRoom:
    """`seen` is all that happened; a run that paused for a lost device goes on some time after it is back."""

    seen: list[Event | Command]
    resume_after_ns: int = SECOND

    def join(
        self,
        plan: Plan,
        clock: Any,
        openers: Sequence[Callable[[], Wire]],
        *,
        own: Mapping[str, Sequence[str]] | None = None,
        seed: int = 1,
    ) -> None:
        """One controller for each wire; `clock` is any clock of virtual time."""
        self.clock = clock
        controllers = [
            Controller(f"pods {number}", each, clock, seed=seed) for number, each in enumerate(openers)
        ]
        self.field = PodField(controllers, clock)
        self.pods = PodDevice(self.field, clock, own or {})
        self.screen = Cues(clock)
        self.journal = MemoryJournal()
        router = LightRouter(self.pods, self.screen, clock)
        self.loop = Loop(
            Run(plan),
            clock,
            cues={"screen": self.screen, "light": router, "sound": self.screen},
            inputs=[self.pods],
            journal=self.journal,
            observers=[self.pods, self],
        )
        self._resume_ns: int | None = None

    def open(self, settle_ns: int = 0) -> Self:
        self.field.open()
        ends_ns = self.clock.now_ns() + settle_ns
        while self.clock.now_ns() < ends_ns:
            self.pods.poll()
            self.clock.wait(min(ends_ns, max(self.pods.deadline_ns or ends_ns, self.clock.now_ns() + 1)))
        return self

    def play(self, at: Callable[[Self], None] | None = None, *, limit_s: float = 5000) -> Self:
        """Run to the end; `at` is called after every turn and may do mischief."""
        if not any(isinstance(item, Event) for item in self.seen):
            self.loop.start()
        ends_ns = self.clock.now_ns() + round(limit_s * SECOND)
        while not self.loop.done:
            assert self.clock.now_ns() < ends_ns, "the run never ended"
            dues = [due for due in (self.loop.deadline_ns, self._resume_ns) if due is not None]
            self.clock.wait(max(min(dues, default=0), self.clock.now_ns() + 1))
            if self._resume_ns is not None and self.clock.now_ns() >= self._resume_ns:
                self._resume_ns = None
                self.loop.post(Resume(self.clock.now_ns()))
            self.loop.turn()
            if at is not None:
                at(self)
        self.loop.stop()
        return self

    def saw(self, item: Event | Command) -> None:
        self.seen.append(item)
        if isinstance(item, DeviceBack):
            self._resume_ns = self.clock.now_ns() + self.resume_after_ns
