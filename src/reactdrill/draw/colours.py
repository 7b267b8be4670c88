"""The colours of cues, under the names that drill files use."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Colour = tuple[int, int, int]
"""sRGB, 0 to 255."""

BACKGROUND: Colour = (0x10, 0x12, 0x18)
PALETTE: Mapping[str, Colour] = MappingProxyType(
    {
        "white": (0xFF, 0xFF, 0xFF),
        "orange": (0xE6, 0x9F, 0x00),
        "sky": (0x56, 0xB4, 0xE9),
        "green": (0x00, 0x9E, 0x73),
        "yellow": (0xF0, 0xE4, 0x42),
        "purple": (0xCC, 0x79, 0xA7),
        "grey": (0xA6, 0xAC, 0xB8),
    }
)
"""Told apart with every common kind of colour blindness; no red, no vermillion."""
