"""What the report of an athlete holds: progress over time, drill by drill."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reactdrill.errors import JournalError
from reactdrill.i18n import Texts
from reactdrill.report import week_figures
from reactdrill.report.definitions import Definition, definitions
from reactdrill.report.drill_part import WEEKS, DrillPart, drill_part
from reactdrill.report.labels import day
from reactdrill.report.lane_part import Figure
from reactdrill.report.run_page import drill_in
from reactdrill.results.header import DrillInfo
from reactdrill.results.reader import read_header
from reactdrill.results.store.history import DrillUse, ProgressView
from reactdrill.results.titles import said_title

if TYPE_CHECKING:
    from reactdrill.results.store import Store


class Words(Texts):
    """Everything said of an athlete beside their drills."""

    TITLE = "{name}, progress"
    RUNS = "Runs that count"
    DRILLS = "Drills"
    FROM = "From"
    TO = "To"


@dataclass(frozen=True, slots=True, kw_only=True)
class AthletePage:
    """The whole report of an athlete."""

    title: str
    athlete: str
    code: str
    facts: tuple[tuple[str, str], ...]
    dose: Figure | None
    drills: tuple[DrillPart, ...]
    definitions: tuple[Definition, ...]
    sources: tuple[str, ...]


def athlete_page(store: Store, code: str) -> AthletePage:
    """Gather the report of an athlete; one without a run that counts has no drills."""
    athlete = store.people.get(code)
    label = code if athlete is None else athlete.label
    uses = store.drills_of(code)
    views = [store.progress(code, use.drill) for use in uses]
    kept = [drill_kept(store, view) for view in views]
    dose = week_figures.doses("dose", store.dose(code, weeks=WEEKS).weeks)
    return AthletePage(
        title=Words.TITLE.format(name=label),
        athlete=label,
        code=code,
        facts=_facts(uses),
        dose=None if dose is None else Figure(week_figures.Words.WEEKS, dose),
        drills=tuple(
            drill_part(store, f"drill{number}", use.title if info is None else said_title(info), view)
            for number, (use, view, info) in enumerate(zip(uses, views, kept, strict=True), start=1)
        ),
        definitions=definitions(["progress", "asymmetry"]),
        sources=tuple(dict.fromkeys(_sources(info.text for info in kept if info is not None))),
    )


def drill_kept(store: Store, view: ProgressView) -> DrillInfo | None:
    """The drill as the newest of these runs had it; None where its journal is not here or cannot be read."""
    if not view.points:
        return None
    try:
        return read_header(store.journal_path(store.run(view.points[-1].run))).drill
    except JournalError:
        return None


def _facts(uses: Sequence[DrillUse]) -> tuple[tuple[str, str], ...]:
    if not uses:
        return ()
    return (
        (Words.RUNS, str(sum(use.runs for use in uses))),
        (Words.DRILLS, str(len(uses))),
        (Words.FROM, day(min(use.first_utc for use in uses))),
        (Words.TO, day(max(use.last_utc for use in uses))),
    )


def _sources(texts: Iterable[str]) -> Iterable[str]:
    drills = (drill_in(text) for text in texts)
    return (
        each.text for drill in drills if drill is not None for each in drill.sources if each.marker == "S"
    )
