"""What athletes are called on screens."""

from __future__ import annotations

from reactdrill.draw.letters import readable
from reactdrill.people.athlete import Athlete


def label(athlete: Athlete) -> str:
    """The name, or the code where there is none, or where the font cannot write it."""
    return readable(athlete.name) or athlete.code
