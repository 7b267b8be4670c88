"""What the report of one run holds: everything the page shows, computed, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from reactdrill.drill.model import Drill
from reactdrill.drill.toml_file import parse_toml, validate
from reactdrill.drill.translated import translated
from reactdrill.errors import DrillFileError
from reactdrill.i18n import Texts, language, marked, number as written_number, tr
from reactdrill.report.definitions import Definition, definitions
from reactdrill.report.labels import day, moment
from reactdrill.report.lane_part import LanePage, lane_part, notes_said
from reactdrill.results.annotations import Notes
from reactdrill.results.header import GUEST
from reactdrill.results.observations import entered, ticked
from reactdrill.results.quality import timing_of
from reactdrill.results.reader import RunLog
from reactdrill.results.summaries import families_of, summaries_of
from reactdrill.results.timing_words import timing_lines, timing_sentence
from reactdrill.results.titles import said_title
from reactdrill.results.whose import athletes_of
from reactdrill.stats.trials import from_records

SIMULATED = marked("SIMULATED: a program was the athlete")


class Words(Texts):
    """Everything said of a run beside its lanes."""

    TITLE = "{drill}, {day}"
    DAY = "{moment} UTC"
    INTERRUPTED = "the run was interrupted: what was finished is shown"
    BAD = "marked bad: {reason}"
    DRILL = "Drill"
    VERSION = "{name}, version {version}"
    MODE = "Response mode"
    MODES: Mapping[str, str] = {
        "sensor": "timed by a device",
        "observer": "timed by a coach",
        "cue_only": "cues only",
    }
    STATION = "Station"
    RUN = "Run"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """The whole report of a run."""

    title: str
    drill: str
    athlete: str
    day: str
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    summary: str
    lanes: tuple[LanePage, ...]
    timing_word: str
    timing_sentence: str
    timing_lines: tuple[str, ...]
    checklist: tuple[tuple[str, str, bool], ...]
    entries: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    definitions: tuple[Definition, ...]
    sources: tuple[str, ...]
    simulated: bool


def run_page(
    log: RunLog,
    notes: Notes,
    labels: Mapping[str, str] | None = None,
    norms: Mapping[str, Sequence[str]] | None = None,
) -> RunPage:
    """Gather the report of a run.

    `labels`: from codes to the names to show. `norms`: from lanes to how they stand beside what was published.
    """
    header = log.header
    whose = names_of(log, notes, labels)
    slow = find_spec("scipy") is not None
    summaries = {each.lane: each for each in summaries_of(log, notes)}
    families = families_of(log, notes, slow=slow)
    original = drill_in(header.drill.text)
    drill = None if original is None else translated(original, language())
    title = said_title(header.drill) or header.drill.name
    timing = timing_of(log)
    bad = notes.bad_trials(log.trials)
    several = len(summaries) > 1
    lanes = tuple(
        lane_part(
            f"lane{number}",
            summary,
            from_records((one for one in log.trials if one.lane == lane), bad.keys()),
            families.get(lane, ()),
            drill,
            shown=f"{lane}: {whose.get(lane, GUEST)}" if several else "",
            notes=notes,
            bad=bad,
            norms=(norms or {}).get(lane, ()),
        )
        for number, (lane, summary) in enumerate(summaries.items(), start=1)
    )
    told = {result.family for results in families.values() for result in results}
    return RunPage(
        title=Words.TITLE.format(drill=title, day=day(header.started_utc)),
        drill=title,
        athlete=", ".join(dict.fromkeys(whose.values())) or header.athlete,
        day=Words.DAY.format(moment=moment(header.started_utc)),
        facts=_facts(log),
        warnings=warnings_of(log, notes),
        summary="" if drill is None else drill.text.summary,
        lanes=lanes,
        timing_word=tr(timing.word),
        timing_sentence=timing_sentence(timing),
        timing_lines=timing_lines(timing),
        checklist=_checklist(notes, original, drill),
        entries=_entries(notes, drill),
        notes=notes_said(notes),
        definitions=definitions(sorted({"times", *told})),
        sources=() if drill is None else tuple(each.text for each in drill.sources if each.marker == "S"),
        simulated=header.simulated,
    )


def names_of(log: RunLog, notes: Notes, labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """From each lane to what its athlete is called."""
    known = labels or {}
    return {lane: known.get(code, code) for lane, code in athletes_of(log.header, notes).items()}


def drill_in(text: str) -> Drill | None:
    """The drill that a journal keeps; None where it keeps none that this version understands."""
    try:
        return validate(Drill, parse_toml(text, "drill", DrillFileError))[0] if text else None
    except DrillFileError:
        return None


def _facts(log: RunLog) -> tuple[tuple[str, str], ...]:
    header = log.header
    station = header.station.get("name") if isinstance(header.station, dict) else None
    facts = (
        (Words.DRILL, Words.VERSION.format(name=header.drill.name, version=header.drill.version)),
        (Words.MODE, Words.MODES[header.mode]),
        (Words.STATION, "" if station is None else str(station)),
        (Words.RUN, header.run[:12]),
    )  # fmt: skip
    return tuple((name, value) for name, value in facts if value)


def warnings_of(log: RunLog, notes: Notes) -> tuple[str, ...]:
    """What must not be overlooked about a run."""
    found = [tr(SIMULATED)] if log.header.simulated else []
    if log.end is None:
        found.append(Words.INTERRUPTED)
    if notes.run_bad is not None:
        found.append(Words.BAD.format(reason=notes.run_bad))
    return (*found, *([log.header.note] if log.header.note else []))


def _checklist(notes: Notes, original: Drill | None, said: Drill | None) -> tuple[tuple[str, str, bool], ...]:
    """Where, what and whether it was seen; kept are the lines as the drill's file has them in English."""
    lines = [
        () if drill is None or drill.observer is None else drill.observer.checklist
        for drill in (original, said)
    ]
    known = dict(zip(*lines, strict=False))
    return tuple(
        (place.words(), known.get(line, line), seen) for (line, place), seen in ticked(notes).items()
    )


def _entries(notes: Notes, drill: Drill | None) -> tuple[tuple[str, str, str], ...]:
    known = (
        {} if drill is None or drill.observer is None else {one.name: one for one in drill.observer.entries}
    )
    return tuple(
        (
            place.words(),
            known[name].title if name in known else name.replace("-", " "),
            f"{written_number(value)} {known[name].unit if name in known else ''}".strip(),
        )
        for (name, place), value in entered(notes).items()
    )
