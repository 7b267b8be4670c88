"""Sounds mixed to the frame: each begins with the frame that leaves when it is due.

`Mix.render` is called by the thread that feeds the stream, everything else by the program's own. They share one
tuple, which the program replaces, and each voice's fields, each of which only one side writes: nobody waits for a
lock, and nothing of a sound's size is allocated while it plays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reactdrill.devices.sound.dac import RATE_HZ, DacClock
from reactdrill.devices.sound.samples import Frames

FADE_MS = 10
"""A sound that is cut fades this long: a sudden end is a click of its own."""
FADE = FADE_MS * RATE_HZ // 1000


@dataclass(slots=True, eq=False)
class Voice:
    """One sound that plays once."""

    frames: Frames
    """Shape (n, 2), left and right, -1 to 1."""
    silence: int
    """Frames before it can be heard."""
    due_ns: int
    """When it is to be heard, by the stream's clock."""
    lasts: int | None = None
    """Frames from the onset to the cut; None: to its end."""
    cut_ns: int | None = None
    """Written by the program: silence it from then on."""
    onset: int | None = None
    """Written by the stream, as what follows: the frame with which it begins to be heard."""
    end: int | None = None
    """The frame with which it ends or begins to fade."""
    is_over: bool = False
    """Nothing more of it will be played. Without an onset: it was cut before it began."""
    fades: bool = False

    @property
    def stop(self) -> int:
        """The first frame after its last one."""
        assert self.onset is not None
        assert self.end is not None
        whole = self.onset - self.silence + len(self.frames)
        return min(whole, self.end + FADE) if self.fades else whole


class Mix:
    """All sounds of one stream."""

    def __init__(self, dac: DacClock) -> None:
        self._dac = dac
        self._voices: tuple[Voice, ...] = ()
        self._ramp = np.linspace(1, 0, FADE, endpoint=False, dtype=np.float32)[:, np.newaxis]
        self._faded = np.zeros((FADE, 2), np.float32)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """What plays or will."""
        return self._voices

    def add(self, voice: Voice) -> None:
        """Play a voice when it is due, or at once when that has passed."""
        self._voices = (*(each for each in self._voices if not each.is_over), voice)

    def drop(self, voice: Voice) -> None:
        """Forget a voice. One that plays breaks off: cut it instead."""
        self._voices = tuple(each for each in self._voices if each is not voice and not each.is_over)

    def render(self, out: Frames, first: int) -> None:
        """Add every voice to `out`, frames (n, 2) of which the first leaves as number `first`."""
        for voice in self._voices:
            if not voice.is_over:
                self._begin(voice, first, first + len(out))
                self._cut(voice, first)
                self._play(voice, out, first)

    def _begin(self, voice: Voice, first: int, after: int) -> None:
        if voice.onset is not None:
            return
        due = self._dac.frame_at(voice.due_ns)
        if due - voice.silence >= after:
            return
        onset = max(due, first)
        length = len(voice.frames) - voice.silence
        voice.fades = voice.lasts is not None and voice.lasts < length
        voice.end = onset + (voice.lasts if voice.fades and voice.lasts is not None else length)
        voice.onset = onset

    def _cut(self, voice: Voice, first: int) -> None:
        if voice.cut_ns is None or voice.onset is None or voice.end is None:
            return
        cut = max(self._dac.frame_at(voice.cut_ns), first)
        if cut <= voice.onset:
            voice.onset, voice.is_over = None, True
        elif cut < voice.end:
            voice.fades, voice.end = True, cut

    def _play(self, voice: Voice, out: Frames, first: int) -> None:
        if voice.onset is None or voice.end is None:
            return
        begins = voice.onset - voice.silence
        after = first + len(out)
        stop = voice.stop
        start, plain, last = max(first, begins), min(after, voice.end, stop), min(after, stop)
        if start < plain:
            part = out[start - first : plain - first]
            np.add(part, voice.frames[start - begins : plain - begins], out=part)
        start = max(start, voice.end)
        if voice.fades and start < last:
            faded = self._faded[: last - start]
            ramp = self._ramp[start - voice.end : last - voice.end]
            np.multiply(voice.frames[start - begins : last - begins], ramp, out=faded)
            part = out[start - first : last - first]
            np.add(part, faded, out=part)
        voice.is_over = after >= stop
