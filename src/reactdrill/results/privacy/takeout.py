"""Everything that is kept of an athlete, in one ZIP that they can take with them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from reactdrill.errors import UsageError
from reactdrill.results.annotations import notes_path, read_notes
from reactdrill.results.export import Export
from reactdrill.results.lines import to_json, to_pretty_json
from reactdrill.results.privacy.belongings import Share, belongings
from reactdrill.results.privacy.lanes import notes_without, without
from reactdrill.results.store import Store
from reactdrill.results.whose import athletes_of
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


def takeout(store: Store, folders: Folders, code: str) -> bytes:
    """The ZIP of an athlete. Raises `UsageError` when there is none, and `JournalError` for a damaged journal."""
    athlete = store.people.get(code)
    if athlete is None:
        raise UsageError(f"no athlete has the code {code!r}")
    found = belongings(folders, code, runs=store.runs_folder)
    if found.unread:
        raise found.unread[0]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(label=athlete.label, code=code))
        archive.writestr("profile.json", to_pretty_json(athlete))
        for share in found.shares:
            if share.lanes:
                _put_run(archive, share, code)
        for diary in found.diaries:
            archive.write(diary, f"circuits/{diary.name}")
        for name in found.names[:1]:
            archive.write(name, "name.wav")
    return data.getvalue()


def _put_run(archive: zipfile.ZipFile, share: Share, code: str) -> None:
    notes = read_notes(share.path)
    whose = athletes_of(share.log.header, notes)
    others = set(whose) - share.lanes
    strangers = set(whose.values()) - {code}
    log = without(share.log, others, strangers) if others else share.log
    left = notes_without(notes, others, strangers) if others else notes
    _put(archive, "runs", share.path.name, b"".join(log.lines))
    if left.written:
        _put(
            archive,
            "runs",
            notes_path(share.path).name,
            b"".join(to_json(each) + b"\n" for each in left.written),
        )
    export = Export(log, left)
    table, responses, cues = (f"{export.stem}.{name}csv" for name in ("", "responses.", "cues."))
    _put(archive, "tables", table, export.trials_csv())
    _put(archive, "tables", responses, export.responses_csv())
    _put(archive, "tables", cues, export.cues_csv())
    _put(archive, "tables", f"{export.stem}.json", export.sidecar(table, responses, cues))
    _put(archive, "tables", f"{export.stem}.run.json", export.json())


def _put(archive: zipfile.ZipFile, folder: str, name: str, data: bytes) -> None:
    archive.writestr((Path(folder) / name).as_posix(), data)
