"""A run's timing in lines for people: screens and terminal say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reactdrill.i18n import TextTable, number, tr, written
from reactdrill.results.quality import RATINGS, RunTiming, rounded_up_ms

CRITERIA: Mapping[str, str] = TextTable(
    {
        "met": "The device criterion of a vigilance test (bias within 5 ms, SD within 10 ms) is met.",
        "not met": "The device criterion of a vigilance test (bias within 5 ms, SD within 10 ms) is not met.",
        "unknown": "The device criterion of a vigilance test (bias within 5 ms, SD within 10 ms) is not known to be met.",
    }
)


def timing_sentence(timing: RunTiming) -> str:
    """`timing.sentence`, which journals keep in English, in the present language."""
    if timing.word == "simulated":
        return tr("a program was the athlete: nothing was measured")
    if timing.software_ns is None or timing.uncertainty_ns is None:
        return tr("nothing was timed as a reaction")
    software = tr("software ±{time} ms", time=written(rounded_up_ms(timing.software_ns)))
    measured, missing = _listed(timing.measured), _listed(timing.not_measured)
    if missing:
        before = tr("{parts} measured, ", parts=measured) if measured else ""
        return f"{software}; {before}" + tr("{parts} not measured", parts=missing)
    if measured:
        time = written(rounded_up_ms(timing.uncertainty_ns))
        return tr("±{time} ms with {parts} measured", time=time, parts=measured) + f"; {software}"
    return software


def timing_lines(timing: RunTiming) -> tuple[str, ...]:
    """What stands behind the sentence; nothing where nothing was timed."""
    if timing.software_ns is None or timing.word == "simulated":
        return ()
    lines = [_ratings(timing), _facts(timing)]
    if timing.criterion is not None:
        lines.append(CRITERIA[timing.criterion])
    return tuple(line for line in lines if line)


def _ratings(timing: RunTiming) -> str:
    rated = {rating: timing.trials[rating] for rating in RATINGS if timing.trials[rating]}
    counts = ", ".join(f"{count} {tr(rating)}" for rating, count in rated.items())
    word = tr(timing.word)
    if timing.word == "uncalibrated":
        return tr(
            "Timing {word}. As far as software can see: {counts} of {all} times.",
            word=word,
            counts=counts,
            all=sum(rated.values()),
        )
    return tr("Timing {word}: {counts} of {all} times.", word=word, counts=counts, all=sum(rated.values()))


def _facts(timing: RunTiming) -> str:
    facts = (
        [tr("stamped by {sources}", sources=tr(" and ").join(timing.response_sources))]
        if timing.response_sources
        else []
    )
    if timing.paced and timing.frame_ns:
        facts.append(tr("{number} pictures a second", number=number(1e9 / timing.frame_ns, 1)))
    if timing.late_frames or timing.dropped_frames:
        late, dropped = timing.late_frames, timing.dropped_frames
        facts.append(tr("{late} late and {dropped} dropped frames", late=late, dropped=dropped))
    if timing.longest_gap_ns is not None:
        facts.append(tr("longest standstill {time} ms", time=number(timing.longest_gap_ns / 1e6, 1)))
    if timing.priority is not None:
        facts.append(tr("priority {granted}", granted=timing.priority or tr("not granted")))
    text = ", ".join(facts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _listed(names: Sequence[str]) -> str:
    said = [tr(name) for name in names]
    return tr(" and ").join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
