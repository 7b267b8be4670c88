"""What happens on a simulated board's pods, in time: hands press them, lights go on and out, cues begin and end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from typing import Any

from reactdrill.pods import messages as m
from reactdrill.pods.messages import OutFlag, OutReason
from reactdrill.pods.simulated.clock import WRAP, BoardClock
from reactdrill.pods.simulated.cues import Colour, FlashLimit, SimCue, next_due
from reactdrill.pods.simulated.events import EventBox
from reactdrill.pods.simulated.inputs import Edge, SimInput

LATE = m.TICK_HZ // 10_000


class PodWorld:
    """Pods, their lights and their inputs. Time moves with `step`."""

    def __init__(self, pods: int, clock: BoardClock, start_ns: int) -> None:
        self.clock = clock
        self.now_ns = self._start_ns = start_ns
        self.lights: list[Colour | None] = [None] * pods
        self.changed = False
        """Whether `lights` has changed since somebody set this back."""
        self.on_lit: Callable[[int, int], None] | None = None
        """Called with the pod and the time when a cue's light goes on: for hands that answer it."""
        self.inputs = [SimInput(number) for number in (*range(pods), m.LIGHT_SENSOR, m.SOUND_SENSOR)]
        self.events: EventBox | None = None
        """Of the open session."""
        self.cues: list[SimCue] = []
        self.flashes = FlashLimit()
        self.silent_at_ns: int | None = None
        """When the host will have said nothing for too long."""
        self._marks: list[m.Mark] = []
        self._identify: dict[int, tuple[int, Colour]] = {}
        self._hands: list[tuple[int, int, int, bool]] = []
        self._numbers = count()

    @property
    def tick(self) -> int:
        """The board's clock now, not wrapped."""
        return self.clock.tick(self.now_ns)

    @property
    def deadline_ns(self) -> int | None:
        """When something happens by itself."""
        due = next_due(self.cues)
        dues = [] if due is None else [self.clock.begins_ns(due.tick)]
        other_ns = self._other_ns()
        return min(dues if other_ns is None else [*dues, other_ns], default=None)

    def press(self, number: int, at_ns: int, *, down: bool) -> None:
        """An input changes at a time to come: the pods in order, then the light and the sound sensor."""
        heappush(self._hands, (max(at_ns, self.now_ns + 1), next(self._numbers), number, down))

    def forget(self) -> None:
        """A new session: nothing is scheduled, nothing is lit."""
        self.cues.clear()
        self._marks.clear()
        self._identify.clear()
        self._show()

    def step(self, to_ns: int) -> bool:
        """Do what comes next until a time; False when nothing does any more, and it is that time."""
        due = next_due(self.cues)
        cue_ns = None if due is None else self.clock.begins_ns(due.tick)
        times = [each for each in (cue_ns, self._other_ns()) if each is not None and each <= to_ns]
        if not times:
            self.now_ns = max(self.now_ns, to_ns)
            return False
        self.now_ns = max(self.now_ns, min(times))
        if self._hands and self._hands[0][0] <= self.now_ns:
            at_ns, _, number, down = heappop(self._hands)
            self._tell(self.inputs[number].change(max(at_ns, self._start_ns), active=down))
        elif due is not None and cue_ns is not None and cue_ns <= self.now_ns:
            getattr(self, f"_{due.what}")(due.cue, due.tick)
        else:
            self._do_others()
        return True

    # ---- what is asked of pods

    def schedule(self, light: m.Light, at: int) -> None:
        """A cue that is to begin at a tick."""
        self.flashes.add(at)
        self.cues.append(SimCue(light, at, m.LightOut(light.flags & 3)))

    def cancel(self, token: int) -> bool:
        """End the cue of a round; False when there is none."""
        for cue in self.cues:
            if cue.light.round == token:
                self._end(cue, OutReason.CANCELLED, self.tick)
                return True
        return False

    def end_all(self, reason: OutReason) -> None:
        """End every cue and put out every light."""
        for cue in list(self.cues):
            self._end(cue, reason, self.tick)
        self._identify.clear()
        self._show()

    def mark(self, mark: m.Mark, at: int) -> None:
        """A pulse at a tick."""
        self._marks.append(replace(mark, at=at))

    def identify(self, said: m.Identify) -> int:
        """Light a pod as no cue; 0, or after how many ms that would not flash too often."""
        later_ms = 0 if said.pod in self._identify else self.flashes.refuses(self.tick)
        if not later_ms:
            self.flashes.add(self.tick)
            until_ns = self.now_ns + said.ms * 1_000_000
            self._identify[said.pod] = (until_ns, (said.red, said.green, said.blue))
            self._show()
        return later_ms

    # ---- what happens by itself

    def _other_ns(self) -> int | None:
        dues = [self._hands[0][0]] if self._hands else []
        dues += [self.clock.begins_ns(mark.at) for mark in self._marks]
        dues += [until_ns for until_ns, _ in self._identify.values()]
        dues += [one.deadline_ns for one in self.inputs if one.deadline_ns is not None]
        if self.silent_at_ns is not None:
            dues.append(self.silent_at_ns)
        return min(dues, default=None)

    def _do_others(self) -> None:
        now_ns = self.now_ns
        for one in self.inputs:
            self._tell(one.unlock(now_ns))
        for mark in [each for each in self._marks if self.clock.begins_ns(each.at) <= now_ns]:
            self._marks.remove(mark)
            self._add(m.Marked, mark.mark, 0, mark.at % WRAP)
        for pod in [pod for pod, (until_ns, _) in self._identify.items() if until_ns <= now_ns]:
            del self._identify[pod]
            self._show()
        if self.silent_at_ns is not None and now_ns >= self.silent_at_ns:
            self.silent_at_ns = None
            self.end_all(OutReason.HOST_SILENT)

    def _tell(self, edge: Edge | None) -> None:
        if edge is None:
            return
        tick = self.clock.tick(edge.at_ns)
        flags = m.TapFlag.HIDDEN if edge.hidden else m.TapFlag(0)
        if edge.input >= m.LIGHT_SENSOR:
            self._add(m.Sensor, edge.input, int(edge.active), flags, 0, tick % WRAP)
            return
        cue = self._open_on(edge.input)
        counts = cue is not None and self._counts(cue, tick, edge)
        if counts:
            flags |= m.TapFlag.COUNTED
        token = 0 if cue is None else cue.light.round
        self._add(m.Tap, edge.input, int(edge.active), flags, token, tick % WRAP)
        if counts and cue is not None:
            cue.tap_tick = tick
            if cue.rule is not m.LightOut.TIMEOUT:
                self._end(cue, OutReason.HIT, tick)

    @staticmethod
    def _counts(cue: SimCue, tick: int, edge: Edge) -> bool:
        if cue.rule is m.LightOut.NONE or cue.tap_tick is not None or cue.edge != edge.active:
            return False
        ends = cue.window_ends
        return cue.on_tick is not None and cue.on_tick <= tick and (ends is None or tick <= ends)

    def _open_on(self, pod: int) -> SimCue | None:
        return next((cue for cue in self.cues if cue.light.pod == pod and cue.on_tick is not None), None)

    # ---- cues: the names of `Due.what`

    def _begin(self, cue: SimCue, tick: int) -> None:
        before = self._open_on(cue.light.pod)
        now = max(tick, self.tick)
        if before is not None:
            self._end(before, OutReason.REPLACED, now)
        self._identify.pop(cue.light.pod, None)
        self.flashes.move(cue.at, now)
        cue.on_tick = now
        self._show()
        self._add(m.Lit, cue.light.pod, cue.light.round, int(now - cue.at > LATE), now % WRAP)
        if self.on_lit is not None:
            self.on_lit(cue.light.pod, self.now_ns)

    def _dark(self, cue: SimCue, tick: int) -> None:
        cue.off_tick = tick
        self._show()
        if cue.rule is m.LightOut.NONE:
            self._end(cue, OutReason.ENDED, tick)

    def _over(self, cue: SimCue, tick: int) -> None:
        self._end(cue, OutReason.TIMEOUT, tick - 1)

    def _end(self, cue: SimCue, reason: OutReason, tick: int) -> None:
        self.cues.remove(cue)
        if cue.on_tick is None:
            self.flashes.drop(cue.at)
        elif cue.off_tick is None:
            cue.off_tick = max(tick, self.tick) if reason is not OutReason.HIT else tick
        flags = OutFlag.TAP_VALID if cue.tap_tick is not None else OutFlag(0)
        if cue.off_tick is not None:
            flags |= OutFlag.OFF_VALID
        ticks = [(each or 0) % WRAP for each in (tick, cue.off_tick, cue.tap_tick)]
        self._add(m.Out, cue.light.pod, cue.light.round, reason, flags, *ticks)
        self._show()

    def _show(self) -> None:
        lights: list[Colour | None] = [None] * len(self.lights)
        for pod, (_, colour) in self._identify.items():
            lights[pod] = colour
        for cue in self.cues:
            if cue.on_tick is not None and cue.off_tick is None:
                lights[cue.light.pod] = cue.colour
        if lights != self.lights:
            self.lights, self.changed = lights, True

    def _add(self, kind: Any, *values: int) -> None:  # noqa: ANN401 - any kind of event
        if self.events is not None:
            self.events.add(kind, *values)
