"""Where this station's results are: at the usual place, or where its settings say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reactdrill.station.folders import data_dir

if TYPE_CHECKING:
    from reactdrill.station.settings import Settings

RUNS_NAME = "runs"
STORE_NAME = "results.sqlite3"
STORE_VARIABLE = "REACTDRILL_STORE"
"""Address of the store, before what the settings say; it may hold a password, which the settings may not."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The places of the results. Naming them makes no folder."""

    home: Path
    address: str = ""
    """Of a store that several stations share; empty: the store is a file of this one."""

    @property
    def results_store(self) -> Path | str:
        """Where the store is: as `REACTDRILL_STORE` says, else the settings, else a file of this station."""
        return os.environ.get(STORE_VARIABLE, "").strip() or self.address or self.store

    @property
    def runs(self) -> Path:
        """The journals."""
        return self.home / RUNS_NAME

    @property
    def store(self) -> Path:
        """The index of the journals, where it is a file of this station."""
        return self.home / STORE_NAME

    @classmethod
    def of(cls, settings: Settings) -> Folders:
        """As the settings say, else the usual place."""
        chosen = settings.folders.results
        home = data_dir(make=False) if chosen is None else Path(chosen).expanduser().absolute()
        return cls(home, settings.store.url)

    @classmethod
    def current(cls) -> Folders:
        """As the station's settings file says now."""
        from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

        return cls.of(load_settings().settings)
