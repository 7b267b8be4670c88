"""Notes of two copies of a run brought together: by their names and in the order of time, so that both end the same."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reactdrill.errors import JournalError
from reactdrill.results.annotations import LOCK_WAIT_S, UNDO, Annotation, Notes, notes_path, read_notes
from reactdrill.results.disk import replace_private
from reactdrill.results.lines import to_json
from reactdrill.results.locks import hold, release
from reactdrill.station.folders import advice, reason


def merge_notes(journal: Path, notes: Notes) -> int:
    """Add the annotations that a journal has not, each once; returns how many. Raises `JournalError`."""
    if not notes.written:
        return 0
    path = notes_path(journal)
    lock = hold(path, wait_s=LOCK_WAIT_S)
    try:
        mine = read_notes(journal)
        more = missing_notes(mine, notes)
        if more:
            lines = [to_json(each) + b"\n" for each in in_order([*mine.written, *more])]
            replace_private(path, b"".join(lines))
    except OSError as error:
        raise JournalError(path, f"cannot be written ({reason(error)})", advice(error)) from error
    finally:
        release(lock)
    return len(more)


def missing_notes(mine: Notes, others: Notes) -> list[Annotation]:
    """The annotations among others that are not among mine."""
    names = {each.name for each in mine.written}
    return [each for each in others.written if each.name not in names]


def in_order(annotations: Iterable[Annotation]) -> list[Annotation]:
    """In the order of time, each undo after what it takes back, whatever the clocks of two stations said."""
    known = list(annotations)
    by_name = {each.name: each for each in known}

    def moment(each: Annotation, depth: int = 0) -> tuple[str, int]:
        target = by_name.get(str(each.value)) if each.type == UNDO else None
        if target is None or depth > len(known):
            return each.at_utc, 0
        at_utc, place = moment(target, depth + 1)
        return max((each.at_utc, 0), (at_utc, place + 1))

    return sorted(known, key=lambda each: (*moment(each), each.name))
