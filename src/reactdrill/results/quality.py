"""How far the times of a trial and of a run can be trusted: one written rule, in words. Pure.

The rule is explained in `docs/timing.md`. It reads the journal and nothing else, so that a run that is read back gets the
same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import TYPE_CHECKING, Any, Literal, get_args

from reactdrill.engine.events import TimingKind, TimingNote
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.uncertainty import remaining_uncertainty_ns
from reactdrill.results.header import RunHeader, lapse_threshold_ns
from reactdrill.results.measured_parts import Part, Station, calibration_ns, vigilance_criterion

if TYPE_CHECKING:
    from reactdrill.results.reader import RunLog

RULE = 1
"""Version of the rule."""
Rating = Literal["good", "fair", "poor"]
Word = Literal["good", "fair", "poor", "uncalibrated", "simulated", "untimed"]
RATINGS: tuple[Rating, ...] = get_args(Rating)

GOOD_NS = 1_000_000
POOR_NS = 5_000_000
"""Limits of what software may add to a time, 95 % half-width."""
DISTURBED = frozenset({"gap", "late_frame", "dropped_frame", "exposed"})
"""Flags that keep a trial from being good."""
BROKEN = frozenset({"suspended"})
"""Flags that make a trial poor."""
MADE_UP = frozenset({"focus-lost", "held-at-start"})
"""Sources of responses that no finger made."""
TOTAL_GOOD_NS = 5_000_000
TOTAL_POOR_NS = 10_000_000
"""Limits of a whole time's uncertainty with everything measured."""
SHARE = 0.95
"""A run's uncertainty is that of the trial that so many are at least as sure as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTiming:
    """What a run's timing was like."""

    rule: int = RULE
    word: Word
    sentence: str
    """For people, to be shown beside the result."""
    trials: Mapping[str, int]
    """How many trials that were timed are rated `good`, `fair` and `poor`."""
    software_ns: int | None
    """95 % half-width that 95 % of the trials keep to, without what was calibrated; None: nothing was timed."""
    uncertainty_ns: int | None
    """The same with the calibrations' own."""
    measured: tuple[str, ...]
    """Parts of the station whose latency has been measured and taken out."""
    not_measured: tuple[str, ...]
    onset_sources: tuple[str, ...]
    response_sources: tuple[str, ...]
    """Techniques that stamped."""
    frame_ns: int | None
    """Time between flips, as measured."""
    paced: bool | None
    """Whether the display paced them."""
    late_frames: int
    dropped_frames: int
    gaps: int
    longest_gap_ns: int | None
    """The longest that the program stood still; None: nobody watched."""
    priority: str | None
    """What the system granted; empty: nothing. None: not known."""
    criterion: str | None
    """Of a vigilance test: bias within 5 ms and spread within 10 ms `met`, `not met`, `unknown`. None: it is none."""


def rate(record: TrialRecord, parts: Iterable[Part] = ()) -> Rating | None:
    """How far software can be trusted with the reaction time of one trial; None when there is none.

    `parts`: what the calibration holds of the parts behind it; their doubt is not software's.
    """
    if record.rt_uncertainty_ns is None:
        return None
    return _rated(record, remaining_uncertainty_ns(record.rt_uncertainty_ns, calibration_ns(parts)))


def _rated(record: TrialRecord, software_ns: int) -> Rating | None:
    """The same, by what software adds to the uncertainty."""
    if record.rt_ns is None or record.outcome == "aborted":
        return None
    flags, sources = frozenset(record.flags), {each.source for each in record.responses}
    if software_ns > POOR_NS or flags & BROKEN or sources & MADE_UP:
        return "poor"
    return "good" if software_ns <= GOOD_NS and not flags & DISTURBED else "fair"


def timing_of(log: RunLog) -> RunTiming:
    """The timing of a run that was read from its journal."""
    notes = [event for event in log.events if isinstance(event, TimingNote)]
    return run_timing(log.header, log.trials, notes)


def timing_of_trial(record: TrialRecord, header: RunHeader) -> Rating | None:
    """The rating of one trial of a run."""
    return rate(record, Station(header).parts_behind(record))


def run_timing(
    header: RunHeader, trials: Sequence[TrialRecord], notes: Sequence[TimingNote] = ()
) -> RunTiming:
    """The timing of a run from its header, its records and what disturbed it."""
    timed = _Timed(header)
    for each in trials:
        timed.add(each)
    return _told(timed, notes)


def _told(timed: _Timed, notes: Sequence[TimingNote]) -> RunTiming:
    header, word = timed.header, _word(timed)
    refresh, discipline = _table(header.display, "refresh"), _table(header.station, "discipline")
    return RunTiming(
        word=word,
        sentence=_sentence(timed, word),
        trials={rating: timed.ratings[rating] for rating in RATINGS},
        software_ns=timed.software_ns,
        uncertainty_ns=timed.uncertainty_ns,
        measured=timed.measured,
        not_measured=timed.not_measured,
        onset_sources=_distinct(timed.onset_sources),
        response_sources=_distinct(timed.response_sources),
        frame_ns=refresh.get("median_ns"),
        paced=refresh.get("paced"),
        late_frames=_total(notes, "late_frame"),
        dropped_frames=_total(notes, "dropped_frame"),
        gaps=_total(notes, "gap"),
        longest_gap_ns=max((each.size_ns for each in notes if each.kind in ("gap", "longest_gap")), default=None),
        priority=discipline.get("priority"),
        criterion=_criterion(timed),
    )  # fmt: skip


TIMED = frozenset({TrialRecord, TimingNote})
"""What a run's timing is made of."""


class TimingTally:
    """Gathers what a run's timing is made of while the run goes on."""

    def __init__(self, header: RunHeader) -> None:
        self._timed = _Timed(header)
        self._notes: list[TimingNote] = []

    def saw(self, item: object) -> None:
        """Take note of a line of the journal."""
        if type(item) is TrialRecord:
            self._timed.add(item)
        elif type(item) is TimingNote:
            self._notes.append(item)

    def to_json(self) -> dict[str, Any]:
        """For the journal's last line."""
        return asdict(_told(self._timed, self._notes))


class _Timed:
    """What is told of the trials of a run; only those that have a reaction time and count are rated."""

    def __init__(self, header: RunHeader) -> None:
        self.header = header
        self.ratings: Counter[Rating] = Counter()
        self.parts: dict[str, Part] = {}
        self.onset_sources: set[str | None] = set()
        self.response_sources: set[str | None] = set()
        self._station = Station(header)
        self._all_ns: list[int] = []
        self._software_ns: list[int] = []

    def add(self, record: TrialRecord) -> None:
        """Take note of one more."""
        self.onset_sources.update([cue.source for cue in record.cues])
        self.response_sources.update([each.source for each in record.responses])
        whole_ns = record.rt_uncertainty_ns
        if whole_ns is None or record.practice or record.outcome == "aborted":
            return
        parts = self._station.parts_behind(record)
        software_ns = remaining_uncertainty_ns(whole_ns, calibration_ns(parts))
        self._all_ns.append(whole_ns)
        self._software_ns.append(software_ns)
        self.parts.update({part.name: part for part in parts})
        rating = _rated(record, software_ns)
        if rating is not None:
            self.ratings[rating] += 1

    @property
    def total(self) -> int:
        return self.ratings.total()

    @property
    def software_ns(self) -> int | None:
        return _at_most(self._software_ns)

    @property
    def uncertainty_ns(self) -> int | None:
        return _at_most(self._all_ns)

    @property
    def measured(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts.values() if part.uncertainty_ns is not None)

    @property
    def not_measured(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts.values() if part.uncertainty_ns is None)


def _word(timed: _Timed) -> Word:
    if timed.header.simulated:
        return "simulated"
    if not timed.total:
        return "untimed"
    word = _of_software(timed)
    if timed.not_measured:
        return "poor" if word == "poor" else "uncalibrated"
    total_ns = timed.uncertainty_ns or 0
    if word == "poor" or total_ns > TOTAL_POOR_NS:
        return "poor"
    return "good" if word == "good" and total_ns <= TOTAL_GOOD_NS else "fair"


def _of_software(timed: _Timed) -> Rating:
    """Poor with more than a tenth of poor trials, good with at least eight tenths of good ones."""
    if timed.ratings["poor"] * 10 > timed.total:
        return "poor"
    return "good" if timed.ratings["good"] * 10 >= timed.total * 8 else "fair"


def _sentence(timed: _Timed, word: Word) -> str:
    if word == "simulated":
        return "a program was the athlete: nothing was measured"
    if timed.software_ns is None or timed.uncertainty_ns is None:
        return "nothing was timed as a reaction"
    software = f"software ±{rounded_up_ms(timed.software_ns)} ms"
    if timed.not_measured:
        measured = f"{_listed(timed.measured)} measured, " if timed.measured else ""
        return f"{software}; {measured}{_listed(timed.not_measured)} not measured"
    if timed.measured:
        return (
            f"±{rounded_up_ms(timed.uncertainty_ns)} ms with {_listed(timed.measured)} measured; {software}"
        )
    return software


def _criterion(timed: _Timed) -> str | None:
    if lapse_threshold_ns(timed.header.plan) is None or timed.header.mode != "sensor":
        return None
    if timed.header.simulated or timed.software_ns is None:
        return "unknown"
    return vigilance_criterion(timed.header, timed.parts.values(), timed.software_ns)


def _at_most(values_ns: Sequence[int]) -> int | None:
    """What 95 % of the values do not exceed."""
    return sorted(values_ns)[ceil(SHARE * len(values_ns)) - 1] if values_ns else None


def rounded_up_ms(value_ns: int) -> str:
    """Milliseconds with two digits after the point below ten, rounded up: never better than it was."""
    places = 2 if value_ns < 10_000_000 else 0
    step_ns = 10_000 if places else 1_000_000
    return f"{ceil(value_ns / step_ns) * step_ns / 1e6:.{places}f}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _distinct(sources: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({each for each in sources if each is not None}))


def _table(facts: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = facts.get(name)
    return found if isinstance(found, Mapping) else {}


def _total(notes: Iterable[TimingNote], kind: TimingKind) -> int:
    return sum(each.count for each in notes if each.kind == kind)
