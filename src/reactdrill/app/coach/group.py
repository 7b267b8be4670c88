"""What a coach has settled for today, kept while the program runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Group:
    """Who is here, and how they go."""

    present: list[str] = field(default_factory=list)
    """Codes, in the order in which they go."""
    names: dict[str, str] = field(default_factory=dict)
    """By code; empty where none may be stored."""
    sounds: Mapping[str, Path] = field(default_factory=dict)
    """Names as somebody says them, by code."""
    listed: frozenset[str] = frozenset()
    """Codes of those who want to be seen in a leaderboard."""
    lanes: int = 1
    """How many go at the same time."""
    names_shown: bool = True
    """False: numbers only, where everybody can read the screen."""

    names_said: bool = True
    """Whether a call says the recorded name after the number."""

    def toggle(self, code: str) -> None:
        """Somebody is here, or is not."""
        if code in self.present:
            self.present.remove(code)
        else:
            self.present.append(code)
