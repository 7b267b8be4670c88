"""Whom a person means."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reactdrill.results.store import Store


def code_of(store: Store, text: str) -> str:
    """An athlete's code by code or name; that of one who has runs but stands in no roster is taken as it is.

    Raises `UsageError`.
    """
    return text if text in store.athletes_seen() else store.people.code_of(text)
