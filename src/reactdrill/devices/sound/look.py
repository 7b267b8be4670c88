"""How a run on this machine would give its sounds, as plain data. For a process of its own: drivers crash and hang."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.devices.sound import SoundPath, open_sound
from reactdrill.live.clock import SystemClock

SETTLE_NS = 500_000_000
"""So long a stream plays before it is asked how sure its stamps are."""


@dataclass(frozen=True, slots=True)
class CuePathInfo:
    """How sounds are given."""

    source: str
    """What stamps onsets, such as `pulse-stream` or `mixer-256`."""
    device: str
    """The system's own name of the output; empty: it does not say."""
    ahead_ns: int
    """How long before they are heard sounds are handed over."""
    uncertainty_ns: int
    """95 % half-width of an onset."""


def look_at_cue_path(path: SoundPath, buffer: int) -> CuePathInfo:
    """Open the sound as a run does, and let it settle.

    Raises `DeviceUnavailableError` when nothing can be opened, or not in the way that `path` asks for.
    """
    clock = SystemClock()
    sound = open_sound(clock, path=path, buffer=buffer)
    try:
        settled_ns = clock.now_ns() + SETTLE_NS
        while clock.now_ns() < settled_ns:
            clock.wait(settled_ns)
        return CuePathInfo(sound.name, sound.facts.device, sound.facts.ahead_ns, sound.uncertainty_ns)
    finally:
        sound.close()
