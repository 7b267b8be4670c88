"""What was done in a circuit beside its runs: exercises, answers, stops. One append-only file for each time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from reactdrill.errors import JournalError
from reactdrill.live.clock import utc_now
from reactdrill.results.disk import append_private, create_private
from reactdrill.results.header import GUEST, utc_text
from reactdrill.results.lines import parse_object, to_json
from reactdrill.results.typed_json import LineError
from reactdrill.station.folders import FolderError, advice, private_folder, reason

DIARIES = "circuits"
"""Sub-folder of the station's results."""
FORMAT = 1


@dataclass(frozen=True)
class Diary:
    """One time that a circuit was done."""

    path: Path
    session: str
    """Stands in the headers of its runs too, as `options.circuit.session`."""

    @classmethod
    def begin(
        cls, home: Path, *, circuit: str, title: str, version: int, sha256: str, athlete: str = GUEST
    ) -> Diary:
        """Begin a diary below `home`, the folder of the station's results. Raises `JournalError` when it cannot be made."""
        session, started_utc = uuid4().hex, utc_text(utc_now())
        first = {
            "type": "circuit",
            "format": FORMAT,
            "session": session,
            "started_utc": started_utc,
            "circuit": circuit,
            "title": title,
            "version": version,
            "sha256": sha256,
            "athlete": athlete,
        }
        name = f"{started_utc[:19].replace(':', '')}_{circuit}_{session[:8]}.jsonl"
        path = home / DIARIES / name
        try:
            create_private(private_folder(home / DIARIES) / name, to_json(first) + b"\n")
        except FolderError as error:
            raise JournalError(error.path, error.problem, error.hint) from error
        except OSError as error:
            raise _cannot(path, error) from error
        return cls(path, session)

    def note(self, kind: str, **facts: object) -> None:
        """Add a line. Raises `JournalError` when it cannot be written."""
        try:
            append_private(self.path, to_json({"type": kind, "at_utc": utc_text(utc_now()), **facts}) + b"\n")
        except OSError as error:
            raise _cannot(self.path, error) from error


def read_diary(path: Path) -> tuple[dict[str, object], ...]:
    """Every line of a diary, in order; a torn last line is left out. Raises `JournalError`."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _cannot(path, error) from error
    lines = raw.split(b"\n")[:-1]
    try:
        return tuple(parse_object(line) for line in lines)
    except LineError as error:
        raise JournalError(path, f"is damaged: {error}", "keep it, and make a copy") from error


def _cannot(path: Path, error: OSError) -> JournalError:
    return JournalError(path, f"cannot be written or read ({reason(error)})", advice(error))
