"""How long this station keeps what it knows of people, and what is older than that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from reactdrill.live.clock import utc_now
from reactdrill.station.doctor.finding import Finding, note, ok
from reactdrill.station.doctor.kept import journal_paths
from reactdrill.station.places import STORE_NAME, Folders

CHECK = "retention"
_PURGE = "`reactdrill athletes purge` shows them and deletes them"
_LOOK = "delete them when nothing in them is needed any more: they hold everybody's data"


def retention() -> Sequence[Finding]:
    """Runs that are older than the settings keep, and damaged stores that were moved aside."""
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    folders, days = Folders.current(), load_settings().settings.privacy.keep_days
    aside = len(list(folders.home.glob(f"{STORE_NAME}.damaged-*[0-9Z]"))) if folders.home.is_dir() else 0
    found = [_age(folders.runs, days)]
    if aside:
        found.append(
            note(CHECK, "{count} damaged stores were moved aside and are still there", _LOOK, count=aside)
        )
    return found


def _age(runs: Path, days: int | None) -> Finding:
    """Told by the dates in the names of journals: nothing is read."""
    if days is None:
        return ok(CHECK, "results are kept without a limit")
    limit = (utc_now() - timedelta(days=days)).strftime("%Y-%m-%dT%H%M%SZ")
    old = sum(path.name < limit for path in journal_paths(runs))
    if old:
        return note(CHECK, "{count} runs are older than {days} days", _PURGE, count=old, days=days)
    return ok(CHECK, "results are kept for {days} days; none is older", days=days)
