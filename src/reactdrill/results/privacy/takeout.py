"""Everything that is kept of an athlete, in one ZIP that they can take with them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from reactdrill.errors import UsageError
from reactdrill.results.annotations import notes_path
from reactdrill.results.at_hand import at_hand
from reactdrill.results.export import Export
from reactdrill.results.export_many import load_run, runs_of
from reactdrill.results.lines import to_json, to_pretty_json
from reactdrill.results.privacy.belongings import belongings
from reactdrill.results.store import Store
from reactdrill.station.places import Folders

README = """\
Everything that reactdrill keeps of {label} (code {code}) on this computer.

profile.json       what is kept of the person
runs/*.jsonl       each run as it was recorded: the plan, every event, every trial
runs/*.notes.jsonl what people wrote about a run
tables/*.csv       each run as a table, one row a trial, every response and every cue (times in milliseconds)
tables/*.json      what the columns mean, and each run as one piece of data
circuits/          circuits: exercises, answers, stops
name.wav           the name as it was recorded

Of runs that others did too, only this athlete's part is here. Other programs read the tables; another reactdrill
reads the runs when they are put into its folder of runs.
"""


@dataclass(frozen=True, slots=True)
class Takeout:
    """Everything of an athlete, as far as it can be read here."""

    data: bytes
    """The ZIP."""
    left_out: tuple[str, ...]
    """A line for each file of theirs that cannot be read, and for each other station that has runs of theirs."""


def takeout(store: Store, folders: Folders, code: str) -> Takeout:
    """The ZIP of an athlete, which says itself what is missing in it. Raises `UsageError` when there is none."""
    athlete = store.people.get(code)
    if athlete is None:
        raise UsageError(f"no athlete has the code {code!r}")
    found = belongings(folders, code, runs=store.runs_folder)
    left_out = (*map(str, found.unread), *at_hand(store, runs_of(store, [code])).lines())
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        told = [
            README.format(label=athlete.label, code=code),
            *(f"Not in here: {each}\n" for each in left_out),
        ]
        archive.writestr("README.txt", "\n".join(told))
        archive.writestr("profile.json", to_pretty_json(athlete))
        for share in found.shares:
            if share.lanes:
                _put_run(archive, load_run(share.path, [code]))
        for diary in found.diaries:
            archive.write(diary, f"circuits/{diary.name}")
        for name in found.names[:1]:
            archive.write(name, "name.wav")
    return Takeout(data.getvalue(), left_out)


def _put_run(archive: zipfile.ZipFile, export: Export) -> None:
    log, notes = export.log, export.notes
    _put(archive, "runs", log.path.name, b"".join(log.lines))
    if notes.written:
        _put(
            archive,
            "runs",
            notes_path(log.path).name,
            b"".join(to_json(each) + b"\n" for each in notes.written),
        )
    table, responses, cues = (f"{export.stem}.{name}csv" for name in ("", "responses.", "cues."))
    _put(archive, "tables", table, export.trials_csv())
    _put(archive, "tables", responses, export.responses_csv())
    _put(archive, "tables", cues, export.cues_csv())
    _put(archive, "tables", f"{export.stem}.json", export.sidecar(table, responses, cues))
    _put(archive, "tables", f"{export.stem}.run.json", export.json())


def _put(archive: zipfile.ZipFile, folder: str, name: str, data: bytes) -> None:
    archive.writestr((Path(folder) / name).as_posix(), data)
