"""The store: an index of journals and annotations in SQL, which can be deleted and made again."""

from __future__ import annotations

from reactdrill.results.store.database import StoreDamagedError
from reactdrill.results.store.rows import IngestReport, RunRow
from reactdrill.results.store.server import StoreAwayError
from reactdrill.results.store.store import Store, rebuild_store

__all__ = ["IngestReport", "RunRow", "Store", "StoreAwayError", "StoreDamagedError", "rebuild_store"]
