"""Whom a person means, and what a file may be called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reactdrill.results.store import Store

LONGEST = 60


def code_of(store: Store, text: str) -> str:
    """An athlete's code by code or name; that of one who has runs but stands in no roster is taken as it is.

    Raises `UsageError`.
    """
    return text if text in store.athletes_seen() else store.people.code_of(text)


def file_name(text: str, otherwise: str) -> str:
    """A name that every system can have for a file; `otherwise` where nothing is left of it."""
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in text).strip("-")
    return kept[:LONGEST] or otherwise
