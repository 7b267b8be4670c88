"""Text that people are called by, cleaned of what cannot be seen and would disturb a table or a terminal."""

from __future__ import annotations

import unicodedata

from reactdrill.errors import UsageError

NAME_LENGTH = 100
TEXT_LENGTH = 1000
_REORDERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of everything after them; right-to-left writing needs none of them."""


def clean(text: str) -> str:
    """The text with single spaces, composed accents, and without control characters. Everything else is kept.

    What nobody can see, such as joiners alone, is no text.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    kept = (
        char for char in spaced if unicodedata.category(char) not in ("Cc", "Cs") and char not in _REORDERS
    )
    cleaned = " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
    return cleaned if any(unicodedata.category(char) not in ("Cf", "Zs") for char in cleaned) else ""


def clean_name(text: str, what: str = "name") -> str:
    """As `clean`. Raises `UsageError` for one that is too long."""
    return _short(clean(text), what, NAME_LENGTH)


def clean_text(text: str, what: str) -> str:
    """As `clean_name`, for a few sentences."""
    return _short(clean(text), what, TEXT_LENGTH)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a reader."""
    return folded(one) == folded(other)


def folded(name: str) -> str:
    """A name for comparison: neither capitals nor spaces count."""
    return clean(name).casefold()


def _short(text: str, what: str, limit: int) -> str:
    if len(text) > limit:
        raise UsageError(f"the {what} has {len(text)} characters; at most {limit} are kept")
    return text
