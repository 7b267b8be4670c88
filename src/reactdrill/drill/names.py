"""Which drill files there are. Quick: nothing of them is read, and nothing heavy is imported."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

CIRCUITS = "circuits"
"""Sub-folder of circuits, which are not drills."""


def drill_paths(folders: Iterable[Path]) -> dict[str, Path]:
    """Every drill file by its name, which is the file's stem; a later folder's hides an earlier one of the same name."""
    return _files(folders, circuits=False)


def circuit_paths(folders: Iterable[Path]) -> dict[str, Path]:
    """Every circuit file by its name, as `drill_paths`."""
    return _files(folders, circuits=True)


def _files(folders: Iterable[Path], *, circuits: bool) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.toml")) if folder.is_dir() else ():
            if (CIRCUITS in path.relative_to(folder).parts) is circuits:
                found[path.stem] = path
    return found
