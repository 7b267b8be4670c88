"""Where a run stands, in words: beside the athlete's own runs, beside what was published, and beside other kinds of run."""

from __future__ import annotations

from collections.abc import Mapping

from reactdrill.i18n import Texts, tr
from reactdrill.report.labels import name_words
from reactdrill.results.comparison import ComparisonKey
from reactdrill.stats.norms import NormPlace
from reactdrill.stats.progress import Progress


class Words(Texts):
    """Everything said of it."""

    LEARNING = "learning run {run} of {of}"
    STANDING: Mapping[str, str] = {
        "improved": "improved",
        "worse": "worse",
        "usual": "within your usual range",
        "unknown": "not known yet",
    }
    MODES: Mapping[str, str] = {"sensor": "sensor", "observer": "observer", "cue_only": "cue only"}
    NAMES = ("none", "mouse", "speech en", "speech de", "speech es", "twin sound")
    """What runs may have in common and other parts of the program do not name."""
    STATES: Mapping[str, str] = {
        "calibrated": "calibrated",
        "uncalibrated": "uncalibrated",
        "untimed": "untimed",
        "simulated": "simulated",
    }
    VERSION = "version {number}"
    NORM = "Published mean {mean} ms {low} to {high} years (n = {n}, {source}); {told}."
    NORM_AT = "Published mean {mean} ms at {age} years (n = {n}, {source}); {told}."
    SLOWER = "this run's mean is {difference} ms slower"
    FASTER = "this run's mean is {difference} ms faster"
    AGAINST: Mapping[str, str] = {
        "device": "not compared: it was measured with a {wanted}, this with: {here}",
        "cues": "not compared: its cues came from the {wanted}, these from: {here}",
        "delay": "not compared: this station's own delay is not measured",
        "age": "not compared: it holds from {low} to {high} years",
        "untimed": "not compared: no hit was timed",
    }


def progress_words(progress: Progress) -> str:
    """What the athlete's own runs allow to be said of the latest."""
    if progress.word == "learning":
        return Words.LEARNING.format(run=progress.runs, of=progress.practice_runs)
    return Words.STANDING[progress.word]


def kind_words(key: ComparisonKey) -> str:
    """What the runs that may be compared have in common."""
    state = Words.STATES[key.calibration.partition("-")[0]]
    words = (name_words(key.device), Words.MODES[key.mode], name_words(key.cues), state)
    return " \N{MIDDLE DOT} ".join((*words, Words.VERSION.format(number=key.version)))


def norm_words(place: NormPlace, key: ComparisonKey) -> str:
    """The norm, and the difference or why there is none. `key`: of the run."""
    norm = place.norm
    low, high = norm.ages
    of = Words.NORM if place.age is None else Words.NORM_AT
    mean = f"{place.expected_ms:.0f}"
    return of.format(
        mean=mean, low=low, high=high, age=place.age, n=norm.n, source=norm.source, told=_told(place, key)
    )


def _told(place: NormPlace, key: ComparisonKey) -> str:
    difference = place.difference_ms.value
    if difference is not None:
        return (Words.SLOWER if difference > 0 else Words.FASTER).format(difference=f"{abs(difference):.0f}")
    norm, against = place.norm, place.against or "untimed"
    low, high = norm.ages
    wanted, here = (norm.device, key.device) if against == "device" else (norm.cues, key.cues)
    return Words.AGAINST[against].format(wanted=tr(wanted), here=name_words(here), low=low, high=high)
