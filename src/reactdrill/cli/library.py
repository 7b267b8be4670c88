"""The library the commands use: shipped drills and the user's own folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reactdrill.drill.library import Library
    from reactdrill.station.settings import Settings


def library(settings: Settings | None = None) -> Library:
    """Shipped drills, then the user's own: a later one hides an earlier one of the same name."""
    from reactdrill.drill.library import Library

    return Library(drill_folders(settings))


def drill_folders(settings: Settings | None = None) -> tuple[Path, ...]:
    """Where drills are: those that come along, `drills` in the data folder, then the folders of the settings."""
    from reactdrill.assets import data_dir as shipped
    from reactdrill.station.folders import data_dir

    if settings is None:
        from reactdrill.station.settings import load_settings

        settings = load_settings().settings
    more = (Path(folder).expanduser() for folder in settings.folders.drills)
    return (shipped("drills"), data_dir(make=False) / "drills", *more)
