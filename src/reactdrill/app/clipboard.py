"""What somebody has copied elsewhere, to be pasted here."""

from __future__ import annotations

import pygame

MOST = 200_000
"""Characters: no roster is longer."""


def pasted() -> str:
    """The text that was copied last; empty when there is none, or the system does not hand it out."""
    try:
        return _text()[:MOST]
    except (pygame.error, NotImplementedError):
        return ""


def _text() -> str:
    if hasattr(pygame.scrap, "get_text"):
        return pygame.scrap.get_text()
    pygame.scrap.init()
    data = pygame.scrap.get(pygame.SCRAP_TEXT)
    return "" if data is None else data.decode("utf-8", errors="replace").rstrip("\0")
