"""The seams: what a run needs of sound, and what a stream of samples needs of the system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from reactdrill.devices.sound.dac import DacClock
from reactdrill.devices.sound.samples import Frames
from reactdrill.engine.correction import Correction
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.ports import CueDevice
from reactdrill.station.doctor.outputs import Kind, kind_of

NOWHERE = "no loudspeaker or headphones: the sound server has nothing to play to"

Render = Callable[[Frames, int], None]
"""Adds sound to silent frames (n, 2), of which the first leaves the stream as the number given."""


@dataclass(frozen=True, slots=True)
class OutputFacts:
    """Where the sound goes, as far as the system says."""

    device: str
    """The system's own name, such as `alsa_output.pci-0000_00_1f.3.analog-stereo`; empty: it does not say."""
    ahead_ns: int
    """How long before they leave the stream samples are handed over: a cue that is due sooner is late."""

    @property
    def kind(self) -> Kind:
        """What the name gives it away as; `speakers` when nothing speaks against it."""
        return kind_of(self.device)


class SoundDevice(CueDevice, Protocol):
    """The cue device of the channel `sound`, which also speaks outside trials."""

    language: str
    """Of what is spoken: a folder of words, such as `en`."""

    @property
    def facts(self) -> OutputFacts:
        """Where the sound goes."""

    @property
    def uncertainty_ns(self) -> int:
        """95 % half-width of an onset that is stamped now, ns; of the software alone until it is calibrated."""

    def correct(self, correction: Correction) -> None:
        """Take a calibrated delay from the output to the ear into account. For the time before a run.

        Cues are played so much earlier, and onsets stamped so much later.
        """

    def speak(self, word: str) -> None:
        """Say a word outside every trial: countdowns and calls. An unknown word raises `AssetMissingError`."""

    def signal(self, tone: str) -> None:
        """Play a tone outside every trial."""

    def close(self) -> None:
        """Let go of the sound card. May be called twice."""


class Output(Protocol):
    """A stream that is fed all the time, and tells which frame leaves when.

    It calls `Render` in a thread of its own, states to the `DacClock` it was opened with, wakes the run's clock when
    it breaks and when it is mended, and tries to mend itself until it is closed. Frames are numbered on and on.
    """

    source: str
    """How onsets are stamped: `pulse-stream`, `portaudio-stream`."""

    @property
    def facts(self) -> OutputFacts:
        """Where the samples go at present."""

    @property
    def problem(self) -> str | None:
        """Why nothing can be heard at present; None while it plays."""

    def close(self) -> None:
        """Stop at once. May be called twice."""


OpenOutput = Callable[[Render, DacClock], Output]
"""Opens an output and returns when it plays. Raises `DeviceUnavailableError` when there is none."""


class NobodyHearsError(DeviceUnavailableError):
    """There is a sound server, and it has nothing to play to: what takes any sound would play to nobody."""

    def __init__(self) -> None:
        super().__init__("sound", NOWHERE, "connect a sound device, or choose a drill without sound")
