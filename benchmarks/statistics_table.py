"""Every family of statistics on an example whose result is known: expected, computed, and whether they agree.

Examples are from publications where one could be found, else small enough to be done by hand.

Wants the extra `stats`.

    python benchmarks/statistics_table.py                    # the table; exit code 1 when something differs
    python benchmarks/statistics_table.py --json table.json  # the table as data too
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import sqrt
from pathlib import Path
from typing import Any, cast

import numpy as np
from benchtable import place_of, station, table_head, table_row, write_json
from scipy.stats import exponnorm

from reactdrill.stats import (
    diffusion,
    ex_gaussian,
    progress,
    signal_detection,
    speed_accuracy,
    staircase,
)
from reactdrill.stats.families import FAMILIES
from reactdrill.stats.measures import Measure
from reactdrill.stats.result import Result
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
MERKEL = (187, 316, 364, 434, 487, 532, 570, 603, 619, 622)
HAND = "by hand"
HEAD = ("family", "version", "statistic", "example", "expected", "computed", "tolerance", "agrees")


@dataclass(frozen=True)
class Example:
    """A number that is known, and how it is computed here."""

    family: str
    what: str
    source: str
    expected: float
    compute: Callable[[], float]
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    family: str
    version: int
    what: str
    source: str
    expected: float
    computed: float
    tolerance: float
    agrees: bool


def hits(times: Sequence[float], **more: str) -> list[Trial]:
    """Hits with these reaction times."""
    return [Trial(outcome="hit", rt_ms=float(time), **cast(Any, more)) for time in times]


def of(family: str, name: str, data: Sequence[Any], **chosen: str | float) -> Callable[[], float]:
    """A figure of a family."""

    def compute() -> float:
        value = result(family, data, **chosen)[name].value
        return float("nan") if value is None else value

    return compute


def result(family: str, data: Sequence[Any], **chosen: str | float) -> Result:
    """What a family says of trials or values."""
    entry, settings = FAMILIES[family], Settings(**cast(Any, chosen))
    if entry.of_trials is not None:
        return entry.of_trials(data, settings)
    assert entry.of_values is not None
    return entry.of_values(data, settings)


def quantiles_of(mu: float, sigma: float, tau: float, count: int) -> list[float]:
    """A sample that lies exactly as an ex-Gaussian does."""
    shares = (np.arange(count) + 0.5) / count
    return [float(one) for one in exponnorm.ppf(shares, tau / sigma, mu, sigma)]


FIVE = hits((200, 220, 240, 260, 400))
VIGIL = [
    *hits((90, 210, 250, 300, 480, 500, 700)),
    Trial(outcome="miss"),
    Trial(outcome="false_start", early=1),
]
STOPS = [
    *hits([300 + 10 * number for number in range(10)]),
    Trial(outcome="miss"),
    *(Trial(outcome="stopped", kind="stop", delay_ms=delay) for delay in (100.0, 200.0)),
    *(Trial(outcome="stop_failed", kind="stop", delay_ms=delay, rt_ms=320.0) for delay in (100.0, 200.0)),
]
MISSED = [
    Trial(outcome="hit", rt_ms=time, condition=name)
    for name, times in (("congruent", (400.0, 420.0, 440.0)), ("incongruent", (450.0, 480.0, 510.0)))
    for time in times
]
LEVELS = (10.0, 9.0, 8.0, 9.0, 8.0, 7.0, 8.0, 9.0, 8.0, 9.0, 8.0)
ERRORS = hits((-30, 10, 20, 40))
TAPS = [Trial(outcome="hit", at_ms=at, interval_ms=500.0) for at in (0.0, 500.0, 1010.0, 1490.0, 2000.0)]
BEATS = [
    Trial(
        outcome="hit",
        interval_ms=500.0,
        taps_ms=(490.0, 1000.0, 1490.0, 1990.0, 2490.0),
        clicks_ms=(500.0, 1000.0),
    )
]
WAITS = [
    Trial(outcome="hit", rt_ms=300 - 10 * wait, foreperiod_ms=1000 * wait) for wait in (1.0, 2.0, 3.0, 5.0)
]
MINUTES = [Trial(outcome="hit", rt_ms=250 + 4 * at, at_ms=60_000 * at) for at in (0.0, 1.0, 2.5, 4.0)]
CHOICES = [
    Trial(outcome="hit", rt_ms=float(time), alternatives=number) for number, time in enumerate(MERKEL, 1)
]
UNREPEATED = [
    Trial(outcome="hit", rt_ms=time, alternatives=number, no_repeat=True)
    for number, time in ((3, 300.0), (5, 400.0))
]
AFTER = [
    *hits((400,)),
    Trial(outcome="wrong_target", rt_ms=350.0),
    *hits((450, 410)),
    Trial(outcome="miss"),
    *hits((430,)),
]
SIDES = [*hits((240, 250, 260), side="left"), *hits((290, 300, 310), side="right")]
LEGS = [
    *hits((240, 250, 260), stance="right", limb="left"),
    *hits((290, 300, 310), stance="left", limb="right"),
]
REACHES = [
    Trial(outcome="hit", rt_ms=rt, movement_ms=time)
    for rt, time in ((200.0, 300.0), (220.0, 280.0), (260.0, 390.0))
]
RACES = [
    Trial(outcome="hit", rt_ms=time, lane=lane, at_ms=1000.0 * number)
    for number, times in enumerate(((300.0, 340.0), (320.0, 300.0), (250.0, 290.0), (280.0, 280.5)))
    for lane, time in zip(("one", "two"), times, strict=True)
]
LISTS = [
    Trial(outcome="hit" if right else "wrong_target", length=length)
    for length, right in (
        (2, True),
        (2, True),
        (3, True),
        (3, True),
        (4, True),
        (4, False),
        (5, False),
        (5, False),
    )
]
TWICE = [
    Measure(value=value, athlete=name, session=session)
    for name, values in (("a", (10.0, 12.0)), ("b", (20.0, 21.0)), ("c", (30.0, 36.0)))
    for session, value in zip(("1", "2"), values, strict=True)
]
RATED = [
    Measure(value=float(value), athlete=str(row), session=f"J{column}")
    for row, values in enumerate(SHROUT_FLEISS)
    for column, value in enumerate(values)
]
TEAMS = [
    Measure(value=value, athlete=f"{group}{value}", group=group)
    for group, values in (("a", (1.0, 2.0, 3.0, 4.0)), ("b", (3.0, 4.0, 5.0, 8.0)))
    for value in values
]
RUNS = (300.0, 310.0, 290.0, 300.0, 305.0, 250.0)

S_F = "Shrout & Fleiss 1979, digits by R's psych"
EXAMPLES: tuple[Example, ...] = (
    Example("times", "median", HAND, 240, of("times", "median_ms", FIVE)),
    Example("times", "mean", HAND, 264, of("times", "mean_ms", FIVE)),
    Example("times", "SD", HAND, sqrt(6280), of("times", "sd_ms", FIVE)),
    Example("times", "IQR, type 7", HAND, 40, of("times", "iqr_ms", FIVE)),
    Example("times", "MAD, raw", HAND, 20, of("times", "mad_raw_ms", FIVE)),
    Example("times", "MAD x 1.4826", HAND, 29.652, of("times", "mad_scaled_ms", FIVE)),
    Example(
        "times",
        "trimmed mean",
        HAND,
        5.5,
        of("times", "trimmed_mean_ms", hits((0, 2, 3, 4, 5, 6, 7, 8, 9, 99))),
    ),
    Example("times", "CV", HAND, 100 * sqrt(6280) / 264, of("times", "cv_percent", FIVE)),
    Example(
        "times",
        "speed",
        HAND,
        (5 + 1000 / 220 + 1000 / 240 + 1000 / 260 + 2.5) / 5,
        of("times", "speed_per_s", FIVE),
    ),
    Example("bootstrap", "SD", HAND, sqrt(6280), of("bootstrap", "sd_ms", FIVE)),
    Example(
        "ex-gaussian",
        "mu",
        "quantiles of 300, 30, 100",
        300,
        lambda: ex_gaussian.fit(quantiles_of(300, 30, 100, 1000)).mu_ms,
        1,
    ),
    Example(
        "ex-gaussian",
        "sigma",
        "quantiles of 300, 30, 100",
        30,
        lambda: ex_gaussian.fit(quantiles_of(300, 30, 100, 1000)).sigma_ms,
        1,
    ),
    Example(
        "ex-gaussian",
        "tau",
        "quantiles of 300, 30, 100",
        100,
        lambda: ex_gaussian.fit(quantiles_of(300, 30, 100, 1000)).tau_ms,
        1,
    ),
    Example(
        "accuracy",
        "inverse efficiency",
        "Vandierendonck 2018: 600 ms, 10 % errors",
        666.666666666667,
        lambda: speed_accuracy.inverse_efficiency_ms(600, 0.9).value or 0,
        1e-9,
    ),
    Example(
        "accuracy",
        "LISAS",
        HAND,
        600 + 100 / 0.3 * 0.1,
        lambda: speed_accuracy.lisas_ms(600, 100, 0.1).value or 0,
    ),
    Example(
        "pvt",
        "speed",
        HAND,
        (1000 / 210 + 4 + 1000 / 300 + 1000 / 480 + 2 + 1000 / 700) / 6,
        of("pvt", "speed_per_s", VIGIL),
    ),
    Example("pvt", "lapses", HAND, 3, of("pvt", "lapses_count", VIGIL)),
    Example("pvt", "false starts", HAND, 2, of("pvt", "false_starts_count", VIGIL)),
    Example("pvt", "lapse probability", HAND, 3 / 7, of("pvt", "lapse_probability", VIGIL)),
    Example("pvt", "performance score", HAND, 1 - 5 / 9, of("pvt", "performance_score", VIGIL)),
    Example("pvt", "slowest tenth", HAND, 1000 / 700, of("pvt", "slowest_tenth_speed_per_s", VIGIL)),
    Example("pvt-b", "lapses", HAND, 4, of("pvt-b", "lapses_count", VIGIL)),
    Example(
        "go-no-go",
        "d' of 20/0/0/20",
        "log-linear, worked",
        3.961504793295,
        lambda: signal_detection.detection(20, 0, 0, 20).d_prime.value or 0,
        1e-9,
    ),
    Example(
        "go-no-go",
        "d' of 17/3/4/16",
        "log-linear, worked",
        1.759060173845,
        lambda: signal_detection.detection(17, 3, 4, 16).d_prime.value or 0,
        1e-9,
    ),
    Example(
        "go-no-go",
        "c of 17/3/4/16",
        "log-linear, worked",
        -0.08789147917916,
        lambda: signal_detection.detection(17, 3, 4, 16).criterion.value or 0,
        1e-9,
    ),
    Example("stop-signal", "SSRT", HAND, 200, of("stop-signal", "ssrt_ms", STOPS)),
    Example(
        "stop-signal",
        "SSRT with a premature go trial",
        HAND,
        195,
        of("stop-signal", "ssrt_ms", [*STOPS, Trial(outcome="false_start", early=1)]),
    ),
    Example("conflict", "effect", HAND, 60, of("conflict", "effect_median_ms", MISSED)),
    Example(
        "dual-task",
        "cost",
        HAND,
        100 * 60 / 420,
        of("dual-task", "cost_percent", MISSED, reference="congruent", compared="incongruent"),
    ),
    Example("staircase", "threshold", HAND, 8.25, lambda: staircase.threshold(LEVELS).value or 0),
    Example("timing-error", "constant error", HAND, 10, of("timing-error", "constant_error_ms", ERRORS)),
    Example(
        "timing-error",
        "variable error",
        HAND,
        sqrt(2600 / 3),
        of("timing-error", "variable_error_ms", ERRORS),
    ),
    Example("timing-error", "absolute error", HAND, 25, of("timing-error", "absolute_error_ms", ERRORS)),
    Example("timing-error", "total error", HAND, sqrt(750), of("timing-error", "total_error_ms", ERRORS)),
    Example("rhythm", "interval SD", HAND, sqrt(200), of("rhythm", "interval_sd_ms", TAPS)),
    Example("rhythm", "interval error", HAND, 0, of("rhythm", "interval_error_ms", TAPS)),
    Example("rhythm", "asynchrony", HAND, -5, of("rhythm", "mean_asynchrony_ms", BEATS)),
    Example("foreperiod", "slope", HAND, -10, of("foreperiod", "slope_ms_per_s", WAITS)),
    Example("fatigue", "slope", HAND, 4, of("fatigue", "slope_ms_per_min", MINUTES)),
    Example("fatigue", "Theil-Sen", HAND, 4, of("fatigue", "theil_sen_ms_per_min", MINUTES)),
    Example(
        "hick",
        "slope on log2(n)",
        "Merkel 1885, second hand",
        137.961979621723,
        of("hick", "slope_log2_n_ms_per_bit", CHOICES),
        1e-6,
    ),
    Example(
        "hick",
        "intercept on log2(n)",
        "Merkel 1885, second hand",
        172.766207055569,
        of("hick", "intercept_log2_n_ms", CHOICES),
        1e-6,
    ),
    Example(
        "hick",
        "r squared on log2(n)",
        "Merkel 1885, second hand",
        0.9908457909752,
        of("hick", "r_squared_log2_n", CHOICES),
    ),
    Example(
        "hick",
        "slope on log2(n + 1)",
        "Merkel 1885, second hand",
        182.639914592782,
        of("hick", "slope_log2_n_plus_1_ms_per_bit", CHOICES),
        1e-6,
    ),
    Example(
        "hick",
        "intercept on log2(n + 1)",
        "Merkel 1885, second hand",
        12.225216375453,
        of("hick", "intercept_log2_n_plus_1_ms", CHOICES),
        1e-6,
    ),
    Example(
        "hick",
        "slope from 2 to 10",
        "Merkel 1885, second hand",
        145.15800352688,
        of("hick", "slope_log2_n_ms_per_bit", CHOICES[1:]),
        1e-6,
    ),
    Example(
        "hick",
        "slope without repeats, 3 and 5 places",
        HAND,
        100,
        of("hick", "slope_log2_n_ms_per_bit", UNREPEATED),
    ),
    Example("post-error", "slowing", HAND, 35, of("post-error", "slowing_ms", AFTER)),
    Example(
        "ez-diffusion",
        "drift",
        "Wagenmakers et al. 2007",
        0.0999385262313,
        lambda: diffusion.ez(0.802, 0.112, 0.723).drift_rate_per_s,
        1e-9,
    ),
    Example(
        "ez-diffusion",
        "boundary",
        "Wagenmakers et al. 2007",
        0.1399702026758,
        lambda: diffusion.ez(0.802, 0.112, 0.723).boundary,
        1e-9,
    ),
    Example(
        "ez-diffusion",
        "non-decision time",
        "Wagenmakers et al. 2007",
        0.3000299723025,
        lambda: diffusion.ez(0.802, 0.112, 0.723).non_decision_s,
        1e-9,
    ),
    Example(
        "asymmetry", "asymmetry", HAND, 100 - 100 * 250 / 300, of("asymmetry", "asymmetry_percent", SIDES)
    ),
    Example(
        "asymmetry-stance",
        "asymmetry",
        HAND,
        100 - 100 * 250 / 300,
        of("asymmetry-stance", "asymmetry_percent", LEGS),
    ),
    Example(
        "asymmetry-limb",
        "asymmetry",
        HAND,
        100 - 100 * 250 / 300,
        of("asymmetry-limb", "asymmetry_percent", LEGS),
    ),
    Example("movement", "movement share", HAND, 60, of("movement", "movement_share_percent", REACHES)),
    Example("span", "mean span", HAND, 4, of("span", "mean_span_count", LISTS)),
    Example("span", "half right", HAND, 4, of("span", "half_right_count", LISTS)),
    Example("race", "share won", HAND, 0.5, of("race", "wins_of_one_share", RACES)),
    Example("race", "lead", HAND, 30, of("race", "median_lead_ms", RACES)),
    Example(
        "score", "mean of the best two", HAND, 210, of("score", "score_ms", FIVE, take="best_mean", best=2)
    ),
    Example(
        "reliability", "typical error", HAND, sqrt(7) / sqrt(2), of("reliability", "typical_error_ms", TWICE)
    ),
    Example("reliability", "MDC95", HAND, 1.96 * sqrt(7), of("reliability", "mdc95_ms", TWICE)),
    Example(
        "reliability",
        "smallest worthwhile change",
        HAND,
        0.2 * sqrt(121.75),
        of("reliability", "smallest_worthwhile_change_ms", TWICE),
    ),
    Example("reliability", "ICC(1,1)", S_F, 0.1657417684055, of("reliability", "icc_1_1", RATED), 1e-9),
    Example("reliability", "ICC(2,1)", S_F, 0.2897637795276, of("reliability", "icc_2_1", RATED), 1e-9),
    Example("reliability", "ICC(3,1)", S_F, 0.7148407148407, of("reliability", "icc_3_1", RATED), 1e-9),
    Example("reliability", "ICC(1,k)", S_F, 0.4427971336793, of("reliability", "icc_1_k", RATED), 1e-9),
    Example("reliability", "ICC(2,k)", S_F, 0.620050547599, of("reliability", "icc_2_k", RATED), 1e-9),
    Example("reliability", "ICC(3,k)", S_F, 0.9093155423771, of("reliability", "icc_3_k", RATED), 1e-9),
    Example(
        "progress",
        "typical error",
        HAND,
        sqrt(103.125),
        lambda: progress.progress_of(RUNS, practice_runs=0).typical_error.value or 0,
    ),
    Example(
        "progress",
        "MDC95",
        HAND,
        1.96 * sqrt(206.25),
        lambda: progress.progress_of(RUNS, practice_runs=0).mdc.value or 0,
    ),
    Example(
        "progress", "change", HAND, -50, lambda: progress.progress_of(RUNS, practice_runs=0).change.value or 0
    ),
    Example("groups", "difference of means", HAND, 2.5, of("groups", "difference_of_means_ms", TEAMS)),
    Example("groups", "superiority", HAND, 14 / 16, of("groups", "superiority", TEAMS)),
    Example(
        "percentiles",
        "rank of the second of four",
        HAND,
        37.5,
        of("percentiles", "rank_of_a2.0_percent", TEAMS[:4]),
    ),
)


def rows() -> list[Row]:
    """The table."""
    return [row_of(each) for each in EXAMPLES]


def row_of(example: Example) -> Row:
    """Compute an example and compare."""
    computed = example.compute()
    agrees = abs(computed - example.expected) <= example.tolerance
    version = FAMILIES[example.family].version
    return Row(
        example.family,
        version,
        example.what,
        example.source,
        example.expected,
        computed,
        example.tolerance,
        agrees,
    )


def table(lines: Sequence[Row]) -> str:
    """Markdown."""
    head = table_head(HEAD, numbers_from=len(HEAD))
    body = [
        table_row(
            (
                *(each.family, each.version, each.what, each.source),
                *(f"{each.expected:.10g}", f"{each.computed:.10g}", f"{each.tolerance:g}"),
                "yes" if each.agrees else "NO",
            )
        )
        for each in lines
    ]
    agreed = sum(each.agrees for each in lines)
    families = len({each.family for each in lines})
    return "\n".join(
        [head, *body, "", f"{agreed} of {len(lines)} agree, {families} of {len(FAMILIES)} families."]
    )


def main() -> int:
    """Compute and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--quick", action="store_true", help="nothing is left out: all of it takes two seconds"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table here as well")
    options = parser.parse_args()
    lines = rows()
    print(table(lines))
    where = station(scipy=version("scipy"))
    print(f"\n{place_of(where)}")
    write_json(options.json, where, rows=[asdict(each) for each in lines])
    return 0 if all(each.agrees for each in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
