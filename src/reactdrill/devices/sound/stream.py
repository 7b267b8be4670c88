"""Cues one hears, by the frame: mixed into a stream that never stops, and stamped by the stream's own clock.

A cue is rendered some hundredths of a second before it is due, so that its first audible sample is the frame that
leaves when it is due. Its onset is told a moment after it was heard, when the stream has stated a later frame:
measured, not foretold. The words of the port are in `live/ports.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import numpy as np

from reactdrill.devices.sound.dac import RATE_HZ, DacClock, frames_ns
from reactdrill.devices.sound.output import OpenOutput, OutputFacts
from reactdrill.devices.sound.samples import Frames, name_of, samples_of, sound_file, sounds_in, spoken_in
from reactdrill.devices.sound.voices import Mix, Voice
from reactdrill.drill.trial import LanePlan, Plan
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.correction import Correction
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, DeviceBack, DeviceLost, Event, Pause
from reactdrill.live.ports import Clock, Polled

DEVICE = "sound"
"""Its name in `DeviceLost` and `DeviceBack`."""
LOOK_NS = 4_000_000
"""How long after an onset the stream is asked whether it was played, and how often again."""
PATIENCE_NS = 200_000_000
"""After it an onset is told unconfirmed, with an uncertainty as long as what the stream buffers."""
LOST_NS = 2_000_000_000
"""A cue that has not been rendered so long after its time is given up."""
MARGIN_NS = 1_000_000
"""No onset is promised away that may yet be stamped a little earlier than was foreseen."""

Key = tuple[str, int, int, str]
_by_stamp = attrgetter("at_ns")


@dataclass(slots=True)
class _Cue:
    voice: Voice
    earliest_ns: int
    """Its onset does not lie before this."""
    shown_ns: int | None = None


class StreamSound:
    """The cue device of the channel `sound`, on an output that is fed all the time."""

    def __init__(
        self,
        clock: Clock,
        open_output: OpenOutput,
        *,
        volume: float = 1.0,
        correction_ns: int = 0,
        correction_uncertainty_ns: int = 0,
        language: str = "en",
    ) -> None:
        """Open the output; what it raises (`DeviceUnavailableError`) goes on.

        `correction_ns`: calibrated delay from the stream to the ear. Cues are played so much earlier, and onsets
        stamped so much later than the stream says.
        """
        self._clock = clock
        self._volume = volume
        self.language = language
        self._correction = Correction(correction_ns, correction_uncertainty_ns)
        self._dac = DacClock()
        self._mix = Mix(self._dac)
        self._loaded: dict[str, tuple[Frames, int]] = {}
        self._cues: dict[Key, _Cue] = {}
        self._hearing: tuple[LanePlan, ...] = ()
        self._failed: list[CueFailed] = []
        self._told_lost = False
        self._polled_ns = self._promised_ns = -1
        self._output = open_output(self._mix.render, self._dac)
        self.name = self._output.source

    @property
    def facts(self) -> OutputFacts:
        """Where the sound goes."""
        return self._output.facts

    @property
    def uncertainty_ns(self) -> int:
        """As `SoundDevice`."""
        return self._correction.doubt_ns(self._dac.stamp(self._dac.newest).uncertainty_ns)

    def close(self) -> None:
        """Stop the stream. May be called twice."""
        self._output.close()

    def correct(self, correction: Correction) -> None:
        """As `SoundDevice`."""
        self._correction = correction

    def speak(self, word: str) -> None:
        """Say a word outside every trial: countdowns and calls. An unknown word raises `AssetMissingError`."""
        self._play_now({"say": word})

    def signal(self, tone: str) -> None:
        """Play a tone outside every trial."""
        self._play_now({"tone": tone})

    # ---- the port

    def prepare(self, plan: Plan) -> None:
        """Load every sound of the plan."""
        for stimulus in sounds_in(plan):
            self._load(stimulus)
        self._hearing = tuple(
            lane for lane in plan.lanes if any(s.channel == "sound" for t in lane.trials for s in t.steps)
        )

    @property
    def deadline_ns(self) -> int | None:
        """The next onset to be told, or end."""
        if self._failed or self._is_lost != self._told_lost:
            return self._polled_ns
        return min((self._due_ns(cue) for cue in self._cues.values()), default=None)

    def schedule(self, command: ShowCue) -> None:
        """Play a cue so that it is heard at its due time."""
        key = (command.lane, command.trial, command.attempt, command.cue.id)
        now_ns = self._clock.now_ns()
        if self._output.problem is not None:
            self._failed.append(CueFailed(max(command.due_ns, now_ns), *key, self._output.problem))
            return
        lasts_ns = command.cue.duration_ns
        voice = self._voice(command.cue.stimulus, command.due_ns, lasts_ns)
        self._cues[key] = _Cue(voice, max(command.due_ns, now_ns + self._correction.ns))
        self._mix.add(voice)

    def clear(self, command: ClearCue) -> None:
        """Silence a cue, or cancel it."""
        key = (command.lane, command.trial, command.attempt, command.step)
        cue = self._cues.get(key)
        if cue is None:
            return
        cut_ns = command.due_ns - self._correction.ns
        voice = cue.voice
        if voice.cut_ns is None or cut_ns < voice.cut_ns:
            voice.cut_ns = cut_ns
        if cut_ns <= voice.due_ns and voice.onset is None and self._is_far_ahead(voice):
            del self._cues[key]
            self._mix.drop(voice)

    def poll(self) -> Polled:
        """Onsets and ends that have been heard, and whether the device is there."""
        now_ns = self._clock.now_ns()
        events: list[Event] = list(self._presence(now_ns))
        events += self._failed
        self._failed.clear()
        for key, cue in list(self._cues.items()):
            events += self._news(key, cue, now_ns)
        events.sort(key=_by_stamp)
        self._polled_ns = now_ns
        waiting_ns = min((c.earliest_ns for c in self._cues.values() if c.shown_ns is None), default=now_ns)
        self._promised_ns = max(self._promised_ns, min(now_ns, waiting_ns - MARGIN_NS))
        return Polled(events, self._promised_ns)

    def _is_far_ahead(self, voice: Voice) -> bool:
        """Whether nothing of it can be rendered at this moment."""
        rendered_ns = self._clock.now_ns() + 2 * self._output.facts.ahead_ns
        return rendered_ns < voice.due_ns - frames_ns(voice.silence)

    # ---- onsets and ends

    def _news(self, key: Key, cue: _Cue, now_ns: int) -> Iterator[Event]:
        voice = cue.voice
        onset, end = voice.onset, voice.end
        if cue.shown_ns is None:
            if onset is not None:
                yield from self._shown(key, cue, self._dac.heard_from(onset), now_ns)
            elif voice.is_over:
                del self._cues[key]
            elif now_ns > cue.earliest_ns + LOST_NS:
                del self._cues[key]
                self._mix.drop(voice)
                yield CueFailed(now_ns, *key, "the sound was never played")
        if cue.shown_ns is not None and end is not None:
            ends_ns = max(self._dac.stamp(end).at_ns + self._correction.ns, cue.shown_ns + 1)
            if ends_ns <= now_ns:
                del self._cues[key]
                yield CueEnded(max(ends_ns, self._promised_ns + 1), *key)

    def _shown(self, key: Key, cue: _Cue, onset: int, now_ns: int) -> Iterator[CueShown | CueFailed]:
        stamp = self._dac.stamp(onset)
        at_ns = stamp.at_ns + self._correction.ns
        cue.earliest_ns = max(cue.earliest_ns, at_ns)
        is_confirmed = self._dac.newest >= onset
        if now_ns < at_ns or not (is_confirmed or now_ns >= at_ns + PATIENCE_NS):
            return
        if cue.voice.end is not None and onset >= cue.voice.end:
            del self._cues[key]
            yield CueFailed(now_ns, *key, "the machine was too busy to play the sound in time")
            return
        cue.shown_ns = at_ns
        own_ns = stamp.uncertainty_ns
        if not is_confirmed:
            own_ns = max(own_ns, self._output.facts.ahead_ns)
        uncertainty_ns = self._correction.doubt_ns(own_ns)
        yield CueShown(at_ns, *key, self.name, uncertainty_ns, stamp.at_ns, self._correction.ns)

    def _due_ns(self, cue: _Cue) -> int:
        """When there will be news of a cue."""
        voice = cue.voice
        if cue.shown_ns is None:
            return max(cue.earliest_ns, self._polled_ns) + LOOK_NS
        assert voice.end is not None
        return max(self._dac.stamp(voice.end).at_ns + self._correction.ns, cue.shown_ns + 1)

    # ---- a device that goes and comes back

    @property
    def _is_lost(self) -> bool:
        return self._output.problem is not None

    def _presence(self, now_ns: int) -> Iterator[Event]:
        problem = self._output.problem
        if (problem is not None) == self._told_lost:
            return
        self._told_lost = problem is not None
        if problem is None:
            yield DeviceBack(now_ns, DEVICE)
            return
        yield DeviceLost(now_ns, DEVICE, tuple(t for lane in self._hearing for t in lane.targets))
        if any(not lane.targets for lane in self._hearing):
            yield Pause(now_ns, f"device_lost: {DEVICE}")  # nothing else would hold a lane without targets
        for key, cue in self._cues.items():
            self._mix.drop(cue.voice)
            if cue.shown_ns is None:
                yield CueFailed(now_ns, *key, problem)
            else:
                yield CueEnded(max(now_ns, cue.shown_ns + 1), *key)
        self._cues.clear()

    # ---- samples

    def _play_now(self, stimulus: Mapping[str, Any]) -> None:
        voice = self._voice(stimulus, self._clock.now_ns(), None)
        if self._output.problem is None:
            self._mix.add(voice)

    def _voice(self, stimulus: Mapping[str, Any], due_ns: int, lasts_ns: int | None) -> Voice:
        frames, silence = self._load(stimulus)
        lasts = None if lasts_ns is None else round(lasts_ns * RATE_HZ / 1_000_000_000)
        return Voice(frames, silence, due_ns - self._correction.ns, lasts)

    def _load(self, stimulus: Mapping[str, Any]) -> tuple[Frames, int]:
        stimulus = spoken_in(stimulus, self.language)
        name = name_of(stimulus)
        if name not in self._loaded:
            frames = samples_of(stimulus, self._volume).astype(np.float32) / np.float32(32_768)
            self._loaded[name] = frames, round(sound_file(stimulus).onset_ms * RATE_HZ / 1000)
        return self._loaded[name]
