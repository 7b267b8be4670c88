"""Packs of drills and circuits, as work for the background: written to be sent, looked into, and installed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from reactdrill.app.background import Checkpoint
from reactdrill.app.figures.words import counted, listed
from reactdrill.app.keep import done
from reactdrill.app.keep.done import Done, Then, import_folder
from reactdrill.drill.library import Library
from reactdrill.drill.new_file import slug
from reactdrill.drill.pack import SUFFIX, Pack, PackedFile, pack_bytes
from reactdrill.i18n import Texts
from reactdrill.live.clock import utc_now
from reactdrill.results.export import write_export
from reactdrill.station.folders import documents_dir
from reactdrill.station.own_drills import Standing, gathered, install, load_pack, standings


class Words(Texts):
    """What is said of it."""

    HOLDS = "In it: {files}."
    NEW = "new"
    SAME = "there already"
    OTHER = "you have another one of this name"
    NOTHING_NEW = "All of it is there already."
    INSTALL = "Install"
    REPLACE = "Replace yours too"
    ONLY_NEW = "Only what is new"
    INSTALLED = "Installed: {files}. They are among the drills and circuits now."


def packs() -> tuple[Path, ...]:
    """Those in the import folder, then those in the folder for people. Raises `FolderError`."""
    return tuple(
        path for folder in (import_folder(), documents_dir()) for path in sorted(folder.glob(f"*{SUFFIX}"))
    )


def write_pack(
    library: Library, drills: Sequence[str], circuits: Sequence[str], title: str, checkpoint: Checkpoint
) -> Done:
    """A pack in the folder for people; one of the same name that is there stays."""
    del checkpoint
    pack = gathered(library, drills, circuits, title=title)
    path = documents_dir() / f"{slug(title) or 'drills'}{SUFFIX}"
    if path.exists():
        path = path.with_stem(f"{path.stem}-{utc_now():%Y-%m-%d-%H%M%S}")
    write_export(path, pack_bytes(pack))
    return Done((done.Words.WRITTEN.format(path=path), Words.HOLDS.format(files=_counted(pack.files))))


def look_into(path: Path, checkpoint: Checkpoint) -> Done:
    """What is in a pack, and how it stands to what is here; it can be installed from there."""
    del checkpoint
    pack = load_pack(path)
    files = standings(pack)
    lines = [line for line in (pack.title, pack.note) if line]
    lines += [listed([each.title, _standing_words(standing)]) for each, standing in files.items()]
    known = set(files.values())
    if known == {"same"}:
        return Done((*lines, Words.NOTHING_NEW))
    fresh = partial(_install, path, pack, replace=False)
    if "other" not in known:
        return Done(tuple(lines), then=Then(Words.INSTALL, fresh))
    instead = Then(Words.ONLY_NEW, fresh) if "new" in known else None
    return Done(
        tuple(lines), then=Then(Words.REPLACE, partial(_install, path, pack, replace=True)), instead=instead
    )


def _install(path: Path, pack: Pack, checkpoint: Checkpoint, *, replace: bool) -> Done:
    del checkpoint
    files = install(path, pack, replace=replace)
    return Done((Words.INSTALLED.format(files=_counted(files)),), other_drills=True)


def _standing_words(standing: Standing) -> str:
    return {"new": Words.NEW, "same": Words.SAME, "other": Words.OTHER}[standing]


def _counted(files: Sequence[PackedFile]) -> str:
    kinds = [each.kind for each in files]
    drills, circuits = kinds.count("drill"), kinds.count("circuit")
    return listed(
        [
            counted(drills, "drill", "drills") if drills else "",
            counted(circuits, "circuit", "circuits") if circuits else "",
        ]
    )
