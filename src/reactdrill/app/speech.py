"""In which languages a station reads and speaks."""

from __future__ import annotations

from reactdrill.i18n import chosen_language
from reactdrill.i18n.choice import AUTO
from reactdrill.station.settings import Settings


def interface_language(settings: Settings) -> str:
    """What people read."""
    return chosen_language(settings.language.interface)


def speech_language(settings: Settings) -> str:
    """What is spoken: as what is read, unless the settings say otherwise."""
    speech = settings.language.speech
    return interface_language(settings) if speech == AUTO else speech
