"""What of this station is calibrated, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reactdrill.station.calibration.entry import KEYBOARD, Entry
from reactdrill.station.calibration.file import Entries, load_entries
from reactdrill.station.calibration.inforce import Calibration, Unused, calibration_for
from reactdrill.station.calibration.setup import Setup
from reactdrill.station.doctor.finding import Finding, listed, note, ok, problem
from reactdrill.station.doctor.space import folded

CHECK = "calibration"
AGAIN = "`reactdrill calibrate` measures it anew; the old value stays for when things are as they were"
FIRST = "`reactdrill calibrate film` needs a phone only; docs/calibration.md is the guide"


def calibration() -> Sequence[Finding]:
    """Compare the calibration file with the station."""
    from reactdrill.devices.setup import setup_told  # noqa: PLC0415 - loads pygame
    from reactdrill.live.clock import SystemClock  # noqa: PLC0415 - as above
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    kept = load_entries()
    if kept.problems or not kept.standing:
        return calibration_findings(kept, Setup())
    return calibration_findings(kept, setup_told(load_settings().settings, SystemClock()))


def calibration_findings(kept: Entries, now: Setup) -> Sequence[Finding]:
    """Judge what is kept against the station as it is now."""
    if kept.problems:
        return [
            problem(CHECK, "{line}", "put it right by hand; until then nothing is corrected", line=each)
            for each in (one.render(folded(kept.path)) for one in kept.problems)
        ]
    if not kept.standing:
        return (note(CHECK, "neither display nor keys nor sound are calibrated", FIRST),)
    chosen = calibration_for(kept, now, ("screen",))
    return (*map(_used, chosen.entries), *map(_unused, chosen.unused), *_missing(chosen, now))


def _used(entry: Entry) -> Finding:
    said = "{about}: {ms:.1f} ms, ±{doubt:.1f} ({method} {date}, n {count})"
    if entry.includes:
        said += f", with the {entry.includes} in it"
    return ok(
        CHECK,
        said,
        about=entry.about,
        ms=entry.mean_ms,
        doubt=entry.uncertainty_ms,
        method=entry.method,
        date=entry.at_utc[:10],
        count=entry.n,
    )


def _unused(unused: Unused) -> Finding:
    return note(
        CHECK,
        "{about}: {name} is not used any more ({why})",
        AGAIN,
        about=unused.about,
        name=unused.name,
        why=unused.why,
    )


def _missing(chosen: Calibration, now: Setup) -> Iterator[Finding]:
    """Parts that are there and were never measured."""
    spoken_of = {each.about for each in chosen.unused}
    missing = [
        name
        for name, is_there, is_covered in (
            ("display", now.display is not None, chosen.covers("display")),
            ("sound", now.sound is not None, chosen.covers("sound")),
            (KEYBOARD, KEYBOARD in now.inputs, chosen.covers("input", KEYBOARD)),
        )
        if is_there and not is_covered and name not in spoken_of
    ]
    if missing:
        yield note(CHECK, "not calibrated: {parts}", FIRST, parts=listed(missing))
