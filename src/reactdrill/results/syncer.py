"""The thread that makes a journal survive a power loss: at once after a write, but not while a response is awaited."""

from __future__ import annotations

import threading
from collections.abc import Callable

SYNC_EVERY_S = 0.5
"""Not more often than this."""
HELD_BACK_S = 2.0
"""A response that takes longer than this is no reaction that a busy disk could falsify."""


class Syncer:
    """Syncs after each `written`, in its own thread. `sync` raises `OSError` when the disk fails."""

    def __init__(self, sync: Callable[[], None]) -> None:
        self.error: OSError | None = None
        """Of the last sync."""
        self._sync = sync
        self._written = threading.Event()
        self._quiet = threading.Event()
        self._quiet.set()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal-sync", daemon=True)
        self._thread.start()

    @property
    def runs(self) -> bool:
        """Whether its thread is there."""
        return self._thread.is_alive()

    def written(self) -> None:
        """There is something new."""
        self._written.set()

    def hold_back(self, *, on: bool) -> None:
        """While on, nothing is synced for as long as a reaction may take."""
        if on:
            self._quiet.clear()
        else:
            self._quiet.set()

    def close(self) -> None:
        """End the thread; what has not been synced stays so."""
        self._closing.set()
        self._quiet.set()
        self._written.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._written.wait()
            self._quiet.wait(HELD_BACK_S)
            if self._closing.is_set():
                return
            self._written.clear()
            self.error = self._tried()
            self._closing.wait(SYNC_EVERY_S)

    def _tried(self) -> OSError | None:
        try:
            self._sync()
        except OSError as error:
            return error
        return None
