"""Stop-signal reaction time by integration with replacement of go omissions (Verbruggen et al., eLife 2019)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reactdrill.stats.intervals import Floats, Interval, bootstrap_interval, share_interval
from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "stop-signal"
VERSION = 2
ENOUGH_STOPS = 50
TRACKED = (0.25, 0.75)
MOVED_MS = 20.0
"""Delays that differ by less are one delay as a display shows it; by more, they followed the athlete."""

ALL_ANSWERED = "every stop trial was responded to: the race cannot be timed"
NONE_ANSWERED = "no stop trial was responded to: the race cannot be timed"
CONVENTIONS = (
    "SSRT by integration: the p-th quantile of go times minus the mean stop-signal delay",
    "p: stop trials with a response / stop trials; a response before the stop signal counts",
    "go times: all go trials, wrong and premature ones too",
    "an omission takes the slowest go time of these trials, a response before the go signal the fastest",
    "quantile by (n + 1) p (numpy's `weibull`)",
    "delays as achieved; as planned where the response came before the signal",
    "not to be reported when failed stops are as slow as answered go trials, when tracked delays leave 25 to 75 %, or below zero",
)


@dataclass(frozen=True, slots=True)
class Race:
    """The trials of a stop-signal task in numbers, times in ms."""

    go_ms: tuple[float, ...]
    """Of every go trial; omissions replaced, and responses that came before the go signal."""
    answered_ms: tuple[float, ...]
    """Of go trials with a time of their own."""
    omissions: int
    delays_ms: tuple[float, ...]
    """Of every stop trial."""
    responded: tuple[bool, ...]
    """Of every stop trial: whether stopping failed."""
    failed_ms: tuple[float, ...]
    """Reaction times of failed stops."""

    @property
    def p_respond(self) -> float:
        """Share of stop trials with a response."""
        return sum(self.responded) / len(self.responded)


def race_of(trials: Sequence[Trial]) -> Race:
    """Sort trials into the race's parts; left out are stop trials without a delay and answers without a time."""
    go = [trial for trial in trials if trial.kind == "go"]
    stops = [trial for trial in trials if trial.kind == "stop" and trial.delay_ms is not None]
    times = [trial.rt_ms for trial in go if trial.rt_ms is not None]
    omitted = sum(trial.outcome == "miss" for trial in go)
    premature = sum(trial.outcome == "false_start" and trial.rt_ms is None for trial in go)
    replaced = [*[min(times)] * premature, *[max(times)] * omitted] if times else []
    failed = [trial for trial in stops if trial.outcome != "stopped"]
    return Race(
        go_ms=(*times, *replaced),
        answered_ms=tuple(times),
        omissions=omitted,
        delays_ms=tuple(trial.delay_ms for trial in stops if trial.delay_ms is not None),
        responded=tuple(trial.outcome != "stopped" for trial in stops),
        failed_ms=tuple(trial.rt_ms for trial in failed if trial.rt_ms is not None),
    )


def ssrt_ms(race: Race) -> Value:
    """The stop-signal reaction time; nothing is said of whether it may be reported."""
    if not race.go_ms:
        return Value.none(needs(1, "go trials with a response"))
    if not race.responded:
        return Value.none(needs(1, "stop trials with a known delay"))
    if race.p_respond in (0.0, 1.0):
        return Value.none(ALL_ANSWERED if race.p_respond else NONE_ANSWERED)
    finish = float(np.quantile(race.go_ms, race.p_respond, method="weibull"))
    return Value(finish - float(np.mean(race.delays_ms)))


def doubts(race: Race) -> list[str]:
    """Why the SSRT must not be reported: what the race model assumes and these trials deny."""
    found = []
    time = ssrt_ms(race).value
    if time is not None and time <= 0:
        found.append("it is not above zero")
    if race.failed_ms and race.answered_ms and np.mean(race.failed_ms) >= np.mean(race.answered_ms):
        found.append("failed stops are not faster than going: the two do not race independently")
    low, high = TRACKED
    moved = max(race.delays_ms) - min(race.delays_ms) > MOVED_MS
    if moved and not low <= race.p_respond <= high:
        found.append(f"{100 * race.p_respond:.0f} % of stops failed: the delay did not track the athlete")
    return found


def stop_signal(trials: Sequence[Trial], settings: Settings) -> Result:
    """The SSRT with its checks."""
    race = race_of(trials)
    against = doubts(race) if race.go_ms and race.responded else []
    found = ssrt_ms(race)
    rough = "rough" if len(race.responded) < ENOUGH_STOPS else ""
    time = figure("ssrt_ms", found, n=len(race.responded), interval=_interval(race, settings), remark=rough)
    return Result(
        family=FAMILY,
        version=VERSION,
        title="stopping",
        n=len(race.go_ms) + len(race.responded),
        figures=(time.unreportable("; ".join(against)) if against else time, *_beside(race, trials)),
        conventions=CONVENTIONS,
        notes=_notes(race, trials),
    )


def _beside(race: Race, trials: Sequence[Trial]) -> tuple[Figure, ...]:
    stops, failed = len(race.responded), sum(race.responded)
    go = [trial for trial in trials if trial.kind == "go"]
    wrong = sum(trial.outcome == "wrong_target" for trial in go)
    none = Value.none(needs(1, "trials of that kind"))
    return (
        figure(
            "p_respond",
            Value(failed / stops) if stops else none,
            n=stops,
            interval=share_interval(failed, stops),
        ),
        figure("mean_delay_ms", _mean(race.delays_ms), n=stops),
        figure("go_mean_ms", _mean(race.answered_ms)),
        figure("failed_stop_mean_ms", _mean(race.failed_ms), n=len(race.failed_ms)),
        figure("go_omission_share", Value(race.omissions / len(go)) if go else none, n=len(go)),
        figure("go_error_share", Value(wrong / len(go)) if go else none, n=len(go)),
    )


def _mean(values: Sequence[float]) -> Value:
    return Value(float(np.mean(values))) if values else Value.none(needs(1, "trials of that kind"))


def _notes(race: Race, trials: Sequence[Trial]) -> tuple[str, ...]:
    notes = []
    if 0 < len(race.responded) < ENOUGH_STOPS:
        notes.append(f"rough: {len(race.responded)} stop trials; {ENOUGH_STOPS} are wanted")
    without = sum(trial.kind == "stop" and trial.delay_ms is None for trial in trials)
    if without:
        notes.append(f"{without} stop trials without a known delay are left out")
    untimed = sum(trial.kind == "go" and _has_no_place(trial) for trial in trials)
    if untimed:
        notes.append(f"{untimed} answered go trials without a time are left out")
    return tuple(notes)


def _has_no_place(trial: Trial) -> bool:
    """Whether it is not known how quick a go trial was, nor that it was the quickest or the slowest."""
    return trial.rt_ms is None and trial.outcome not in ("miss", "false_start")


def _interval(race: Race, settings: Settings) -> Interval:
    stops = list(zip(race.delays_ms, map(float, race.responded), strict=True))
    if not race.go_ms or not stops:
        return Interval.none(0, needs(1, "trials of each kind"))
    return bootstrap_interval([race.go_ms, stops], _integrated, of="the SSRT", resamples=settings.resamples)


def _integrated(go: Floats, stops: Floats) -> Floats:
    """The SSRT of each resample: `go` is (resamples, trials), `stops` (resamples, trials, delay and response)."""
    ordered = np.sort(go, axis=1)
    last = ordered.shape[1] - 1
    place = np.clip((last + 2) * stops[:, :, 1].mean(axis=1) - 1, 0, last)
    below = np.floor(place).astype(int)
    above = np.minimum(below + 1, last)
    rows = np.arange(len(ordered))
    part = place - below
    finish: Floats = (1 - part) * ordered[rows, below] + part * ordered[rows, above]
    finish -= stops[:, :, 0].mean(axis=1)
    return finish
