"""What every message has."""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Message:
    """A message; each kind says its type's number and its layout."""

    TYPE: ClassVar[int]
    LAYOUT: ClassVar[Struct]
