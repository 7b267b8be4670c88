"""Codes that stand for athletes everywhere but in one table: short, random, unlike words, hard to misread."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256

LETTERS = "CDFGHJKMNPQRTVWXY"
DIGITS = "34679"
"""No vowels, so that no word comes out, and nothing that looks like something else: 0 O, 1 I L, 2 Z, 5 S, 8 B."""
LENGTH = 5
GUEST = "guest"
"""Who has no code."""
_ALL = LETTERS + DIGITS

Choose = Callable[[Sequence[str]], str]


def new_code(taken: Collection[str] = (), choose: Choose = secrets.choice) -> str:
    """A code that is not among `taken`, with at least one letter and one digit. Upper case."""
    while True:
        code = "".join(choose(_ALL) for _ in range(LENGTH))
        if code not in taken and is_code(code):
            return code


def is_code(text: str) -> bool:
    """Whether a text has the form of a code, in capitals or not."""
    upper = text.upper()
    return (
        len(text) == LENGTH
        and all(char in _ALL for char in upper)
        and any(char in LETTERS for char in upper)
        and any(char in DIGITS for char in upper)
    )


def tombstone(code: str) -> str:
    """What is kept of an erased athlete's code, so that the code itself stands nowhere: 64 hexadecimal digits."""
    return sha256(f"reactdrill erased {code}".encode()).hexdigest()
