"""What would time keys in a run, and why nothing better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reactdrill.errors import DeviceUnavailableError
from reactdrill.station.doctor.finding import Finding, note, ok

if TYPE_CHECKING:
    from reactdrill.devices.stampers.survey import StamperInfo

_HOW = {
    "x11-arrival": "by a reader on a connection of its own to the X server",
    "evdev": "by the kernel",
    "sdl-dequeue": "by looking into SDL's queue every millisecond",
}
_NAMES = {"x11-arrival": "x11", "evdev": "evdev", "sdl-dequeue": "sdl"}


def keys() -> Sequence[Finding]:
    """What would time keys under the present settings."""
    from reactdrill.devices.stampers.survey import look_at_stampers  # noqa: PLC0415 - loads pygame
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    wanted = load_settings().settings.timing.stamper
    try:
        return (stamper_finding(look_at_stampers(wanted), wanted),)
    except DeviceUnavailableError as error:
        return (note("key-timing", "cannot be told without a display ({why})", why=error.problem),)


def stamper_finding(found: StamperInfo, wanted: str) -> Finding:
    """Judge what would be used; one that was asked for and cannot be had is worth a note."""
    said = "keys are timed {how}, sure to ±{doubt} ms"
    facts = {"how": _HOW[found.source], "doubt": f"{found.uncertainty_ns / 1e6:.2f}"}
    if not found.refused or found.source == "evdev":
        return ok("key-timing", said, **facts)
    why = "; ".join(found.refused)
    said += " (not better, because {why})"
    if wanted not in ("auto", _NAMES[found.source]):
        hint = '[timing] stamper = "{wanted}" in the settings cannot be had; "auto" takes the best there is'
        return note("key-timing", said, hint, why=why, wanted=wanted, **facts)
    return ok("key-timing", said, why=why, **facts)
