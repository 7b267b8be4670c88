"""Notices when pygame and pygame-ce are installed side by side, which breaks both."""

from __future__ import annotations

import sys
from importlib import metadata


def pygame_conflict() -> str | None:
    """Say what is wrong and how to mend it when both are installed, else None.

    Both fill the same folder with different files, so that the survivor is a mixture that fails anywhere.
    Reads the installed packages' metadata only: importing such a mixture may itself fail.
    """
    pygame, pygame_ce = _version("pygame"), _version("pygame-ce")
    if pygame is None or pygame_ce is None:
        return None
    pip = f'"{sys.executable}" -m pip'
    return (
        f"pygame {pygame} and pygame-ce {pygame_ce} are both installed and overwrite each other's files; "
        f"run {pip} uninstall --yes pygame pygame-ce, then {pip} install pygame-ce"
    )


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None
