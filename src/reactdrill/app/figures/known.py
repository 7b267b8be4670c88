"""What an athlete's history of a drill rests on, in words: chance, change, trend, and what others were measured at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reactdrill.app.coach.coaching import figure_words
from reactdrill.app.figures.words import counted, milliseconds
from reactdrill.i18n import Texts

if TYPE_CHECKING:
    from reactdrill.results.store.history import ProgressView
    from reactdrill.stats.norms import NormPlace


class Words(Texts):
    """Everything said of it."""

    ERROR = "Typical error: {error}, from {runs} after learning"
    OWN = "More than chance (MDC95) from {change} on, by the same runs"
    PUBLISHED = "More than chance (MDC95) from {change} on, as published: {source}"
    TREND = "Trend a week: {slope} ({low} to {high})"
    NORM = "Published mean: {mean} from {low} to {high} years. {source}"
    NORM_AT = "Published mean: {mean} at {age} years. {source}"
    FASTER = "Mean of the latest run: {difference} faster than that"
    SLOWER = "Mean of the latest run: {difference} slower than that"
    AGAINST: Mapping[str, str] = {
        "device": "Not compared: it was measured with another kind of device.",
        "cues": "Not compared: its cues were given in another way.",
        "delay": "Not compared: this station's own delay is not measured.",
        "age": "Not compared: it holds for other ages.",
        "untimed": "Not compared: the latest run has no times.",
    }


def known_lines(view: ProgressView) -> Iterator[str]:
    """Typical error, the smallest change that says something, and the trend, each where it is known."""
    known, trend, unit = view.progress, view.trend, view.unit
    if known.typical_error.value is not None:
        runs = counted(known.error_runs, "run", "runs")
        yield Words.ERROR.format(error=figure_words(known.typical_error.value, unit), runs=runs)
    if known.mdc.value is not None:
        change = figure_words(known.mdc.value, unit)
        if view.published is None:
            yield Words.OWN.format(change=change)
        else:
            yield Words.PUBLISHED.format(change=change, source=view.published.source)
    slope, limits = trend.per_week.value, trend.per_week_interval
    if slope is not None and limits.low is not None and limits.high is not None:
        low, high = figure_words(limits.low, unit), figure_words(limits.high, unit)
        yield Words.TREND.format(slope=figure_words(slope, unit), low=low, high=high)


def norm_lines(place: NormPlace) -> Iterator[str]:
    """What was published, and how the latest run compares or why it may not."""
    norm, mean = place.norm, milliseconds(place.expected_ms)
    if place.age is None:
        low, high = norm.ages
        yield Words.NORM.format(mean=mean, low=low, high=high, source=norm.source)
    else:
        yield Words.NORM_AT.format(mean=mean, age=place.age, source=norm.source)
    if place.against is not None:
        yield Words.AGAINST[place.against]
    elif place.difference_ms.value is not None:
        words = Words.SLOWER if place.difference_ms.value > 0 else Words.FASTER
        yield words.format(difference=milliseconds(abs(place.difference_ms.value)))
