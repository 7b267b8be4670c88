"""A name is being said: three seconds to get ready, two to say it, and what the microphone heard of it. Knows no screen."""

from __future__ import annotations

from reactdrill.app.play.countdown import LAST_S, SECOND_NS
from reactdrill.devices.recorder import DEVICE, Recorder
from reactdrill.errors import DeviceUnavailableError
from reactdrill.i18n import tr
from reactdrill.live.ports import Clock
from reactdrill.results.clip import Wave, from_pcm
from reactdrill.station.calibration.clicks import Recording

SPEAK_NS = 2 * SECOND_NS
PATIENCE_NS = 5 * SECOND_NS
"""How long it may take beyond the countdown until something comes from the microphone."""


class Saying:
    """One attempt. The microphone is opened while somebody gets ready, and may come late."""

    def __init__(self, clock: Clock) -> None:
        self.speaks = False
        """Whether it is time to speak; before it, to get ready."""
        self._clock = clock
        self._recorder: Recorder | None = None
        self._ends_ns: int | None = None
        self._from_ns = 0

    def take(self, recorder: Recorder) -> None:
        """The microphone is open."""
        self._recorder = recorder

    def left_ns(self, now_ns: int) -> int:
        """Until the time to get ready, or to speak, is over; all of it before the first look."""
        return LAST_S * SECOND_NS if self._ends_ns is None else max(0, self._ends_ns - now_ns)

    def look(self, now_ns: int) -> Wave | None:
        """Begin, go on when it is time, and at the end give everything since it was time to speak.

        Raises `DeviceUnavailableError` when nothing comes from it.
        """
        if self._ends_ns is None:
            self._ends_ns = now_ns + LAST_S * SECOND_NS
        if now_ns < self._ends_ns:
            return None
        if self.speaks:
            return self._heard()
        if self._recorder is not None and self._recorder.begun:
            self.speaks, self._from_ns, self._ends_ns = True, self._clock.now_ns(), now_ns + SPEAK_NS
        elif now_ns >= self._ends_ns + PATIENCE_NS:
            raise DeviceUnavailableError(DEVICE, tr("nothing comes from it"))
        return None

    def stop(self) -> None:
        """Let go of the microphone. May be called twice."""
        recorder, self._recorder = self._recorder, None
        if recorder is not None:
            recorder.stop()

    def _heard(self) -> Wave:
        assert self._recorder is not None
        recorder, self._recorder = self._recorder, None
        return _since(recorder.stop(), self._from_ns)


def _since(recording: Recording, from_ns: int) -> Wave:
    """What came from a time on."""
    first = next((each.first for each in recording.pieces if each.at_ns >= from_ns), len(recording.samples))
    return from_pcm(recording.samples[first:])
