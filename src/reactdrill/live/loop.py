"""The one loop: waits, asks every device, hands events on in the order of their stamps, obeys the engine.

A response may reach the loop some milliseconds after it happened. Every device says up to when it has told
everything; the engine's time is moved only to the smallest of these watermarks, so a response stamped within its
window counts however late it arrives.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any

from reactdrill.drill.trial import Channel
from reactdrill.engine.commands import ClearCue, Command, Finish, Record, ShowCue, Stray
from reactdrill.engine.events import Abort, Event, Pause, Resume, Start, Tick, TimingNote
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.engine.run import Run
from reactdrill.engine.states import State
from reactdrill.errors import DeviceUnavailableError, JournalError
from reactdrill.live.ports import Clock, CueDevice, Journal, Observer, Pollable, ResponseDevice
from reactdrill.live.watchdog import Watchdog

PATIENCE_NS = 500_000_000
"""How long pause, resume and abort wait for a device that lags; then they are taken without it."""
LAG_POLL_NS = 1_000_000
"""How often a device is asked again that lags and does not say when it will have caught up."""
LAG_POLLED_FOR_NS = 1_000_000_000
"""How long that is done; after it only a wake helps."""
SUSPENDED = "suspended"
"""Reason of the pause after the machine has slept."""
_STILL = frozenset({State.IDLE, State.PAUSED, State.DONE})
"""What a lane does when nothing of it can be late."""


class Loop:
    """One run on one set of devices.

    `cues` gives the device of each channel; several channels may share one. The caller calls `step` until `done`,
    and `post` to pause, resume or abort from outside.
    """

    def __init__(
        self,
        run: Run,
        clock: Clock,
        *,
        cues: Mapping[Channel, CueDevice],
        inputs: Sequence[ResponseDevice],
        journal: Journal,
        observers: Sequence[Observer] = (),
        watchdog: Watchdog | None = None,
    ) -> None:
        self.run = run
        self.clock = clock
        self.finishes: list[Finish] = []
        self.trouble: JournalError | None = None
        """The last thing that could not be kept; the journal holds on to it and tries again."""
        self._cues = dict(cues)
        self._inputs = tuple(inputs)
        self._journal = journal
        self._watchdog = watchdog
        self._saw = tuple(observer.saw for observer in observers)
        distinct: dict[int, Pollable] = {id(device): device for device in (*cues.values(), *inputs)}
        self._devices = tuple(distinct.values())
        self._obeyed: dict[type, Callable[[Any], None]] = {
            ShowCue: self._show,
            ClearCue: self._clear,
            Record: self._keep_record,
            Stray: self._keep_record,
            Finish: self.finishes.append,
        }
        self._waiting: list[tuple[int, int, Event]] = []
        """A heap of events by stamp, then by arrival."""
        self._numbers = count()
        self._posted: deque[int] = deque()
        """Stamps of what was handed in from outside and is not delivered yet."""
        self._turned_ns = 0
        """The clock at the last turn."""
        self._laggard: Pollable | None = None
        """The device that had told least at the last turn; None when all had told everything."""
        self._ticked_ns: int | None = None
        self._ended = False
        self._held = False
        """Trouble has paused the run, and nobody has gone on since."""

    @property
    def done(self) -> bool:
        """Whether every lane has finished and the journal has its last line."""
        return self._ended

    @property
    def deadline_ns(self) -> int | None:
        """When the loop must turn next; None when only something from outside can go on."""
        due_ns = None
        for device in self._devices:
            device_ns = device.deadline_ns
            if device_ns is not None and (due_ns is None or device_ns < due_ns):
                due_ns = device_ns
        own_ns = self.run.deadline_ns
        waiting = self._waiting
        if waiting and (own_ns is None or waiting[0][0] < own_ns):
            own_ns = waiting[0][0]
        if own_ns is not None and self._laggard is not None and own_ns <= self._turned_ns:
            own_ns = self._ask_again_ns(self._laggard, own_ns)
        return due_ns if own_ns is None or (due_ns is not None and due_ns < own_ns) else own_ns

    def start(self) -> None:
        """Prepare and start the devices, then begin the first trial's gap.

        Raises `DeviceUnavailableError` when nothing presents one of the plan's channels, and what the devices raise;
        `stop` is still to be called then.
        """
        plan = self.run.plan
        channels = {step.channel for lane in plan.lanes for trial in lane.trials for step in trial.steps}
        missing = sorted(channels - set(self._cues))
        if missing:
            raise DeviceUnavailableError(" and ".join(missing), "nothing here presents these cues")
        for cue_device in dict.fromkeys(self._cues.values()):
            cue_device.prepare(plan)
        for device in self._inputs:
            device.start(plan)
        self.post(Start(self.clock.now_ns()))
        self.turn()

    def step(self) -> None:
        """Wait for the next thing to do, and do it."""
        deadline_ns = self.deadline_ns
        if self._watchdog is not None:
            self._watchdog.waits(self.clock.now_ns(), deadline_ns)
        self.clock.wait(deadline_ns)
        self.turn()

    def turn(self) -> None:
        """Ask every device and hand on what is ready, without waiting. After the end nothing happens any more."""
        if self._ended:
            return
        now_ns = complete_ns = self.clock.now_ns()
        waiting = self._waiting
        laggard = None
        if self._watchdog is not None:
            self._take_notes(self._watchdog.turn_begins(now_ns))
        for device in self._devices:
            events, until_ns = device.poll()
            if until_ns < complete_ns:
                complete_ns, laggard = until_ns, device
            for event in events:
                heappush(waiting, (event.at_ns, next(self._numbers), event))
        self._turned_ns, self._laggard = now_ns, laggard
        if self._posted:
            complete_ns = self._with_patience(complete_ns, now_ns)
        while waiting and waiting[0][0] <= complete_ns:
            self._deliver(heappop(waiting)[2])
        self._tick(complete_ns)
        if self.finishes and len(self.finishes) == len(self.run.lanes):
            self._end()
        if self._watchdog is not None:
            self._watchdog.turn_ends(watching=any(lane.state not in _STILL for lane in self.run.lanes))

    def excuse(self) -> None:
        """What the caller has done since the last turn was meant to take its time: it is no standstill."""
        if self._watchdog is not None:
            self._watchdog.excuse(self.clock.now_ns())

    def post(self, event: Start | Pause | Resume | Abort) -> None:
        """Hand in an event from outside. It is taken in the order of its stamp, and soon even if a device lags."""
        self._posted.append(event.at_ns)
        heappush(self._waiting, (event.at_ns, next(self._numbers), event))
        self.clock.wake()

    def stop(self) -> None:
        """Let go of the input devices and close the journal. May be called twice."""
        for device in self._inputs:
            device.stop()
        try:
            self._journal.close()
        except JournalError as error:
            self.trouble = error

    def _ask_again_ns(self, laggard: Pollable, overdue_ns: int) -> int | None:
        """When to turn for something that waits for a device to catch up; that device's own deadline is known."""
        patience_ns = self._posted[0] + PATIENCE_NS if self._posted else None
        if laggard.deadline_ns is None and self._turned_ns - overdue_ns < LAG_POLLED_FOR_NS:
            again_ns = self._turned_ns + LAG_POLL_NS
            return again_ns if patience_ns is None else min(again_ns, patience_ns)
        return patience_ns

    def _with_patience(self, complete_ns: int, now_ns: int) -> int:
        """The watermark, or what has been posted when that has waited for too long."""
        posted = self._posted
        while posted and (posted[0] <= complete_ns or posted[0] + PATIENCE_NS <= now_ns):
            complete_ns = max(complete_ns, posted.popleft())
        return complete_ns

    def _take_notes(self, notes: Sequence[TimingNote]) -> None:
        """Hand on what the watchdog found. A run in which the machine slept holds still: its cues were not seen."""
        for note in notes:
            heappush(self._waiting, (note.at_ns, next(self._numbers), note))
            if note.kind == "suspended":
                self.post(Pause(note.at_ns, SUSPENDED))

    def _deliver(self, event: Event) -> None:
        if self._ticked_ns is not None and event.at_ns <= self._ticked_ns:
            # Too late for the engine's time. The tick is kept, so that a rescored journal sees the same lateness,
            # and told again: what came due at that very time through an event as late as this one is done here too.
            tick = Tick(self._ticked_ns)
            self._keep(tick)
            self._obey(self.run.handle(tick))
        if isinstance(event, Resume):
            self._held = False
        self._keep(event)
        for saw in self._saw:
            saw(event)
        self._obey(self.run.handle(event))

    def _tick(self, at_ns: int) -> None:
        if self._ticked_ns is None or at_ns > self._ticked_ns:
            self._ticked_ns = at_ns
            deadline_ns = self.run.deadline_ns
            if deadline_ns is not None and deadline_ns <= at_ns:
                self._obey(self.run.handle(Tick(at_ns)))

    def _obey(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            obey = self._obeyed.get(type(command))
            if obey is not None:
                obey(command)
            for saw in self._saw:
                saw(command)

    def _show(self, command: ShowCue) -> None:
        self._cues[command.cue.channel].schedule(command)

    def _clear(self, command: ClearCue) -> None:
        self._cues[command.channel].clear(command)

    def _keep_record(self, command: Record | Stray) -> None:
        self._keep(command.record)

    def _keep(self, item: Event | TrialRecord | StrayRecord) -> None:
        try:
            self._journal.append(item)
        except JournalError as error:
            self._in_trouble(error)

    def _in_trouble(self, error: JournalError) -> None:
        """Hold the run still when something cannot be kept; again only after somebody has gone on."""
        if not self._held:
            self._held = True
            self.post(Pause(self.clock.now_ns(), f"journal: {error.problem}"))
        self.trouble = error

    def _end(self) -> None:
        self._ended = True
        at_ns = max((finish.at_ns for finish in self.finishes), default=self._turned_ns)
        if self._watchdog is not None:
            self._keep(TimingNote(at_ns, "longest_gap", at_ns, self._watchdog.longest_ns))
        try:
            self._journal.end(at_ns, self.finishes)
        except JournalError as error:
            self.trouble = error
