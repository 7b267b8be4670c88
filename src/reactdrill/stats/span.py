"""How long a sequence can be and still be reproduced."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.stats.result import Figure, Result, figure
from reactdrill.stats.settings import Settings
from reactdrill.stats.trials import Trial
from reactdrill.stats.values import Value, needs

FAMILY = "span"
VERSION = 1

CONVENTIONS = (
    "longest: the longest sequence reproduced at least once",
    "half right: the longest length at which at least half of the sequences were right, as were all shorter ones",
    "mean span: shortest length tried - 0.5 + the sum over lengths of the share right (Woods et al. 2011)",
)


def span(trials: Sequence[Trial], settings: Settings) -> Result:  # noqa: ARG001 - every family's signature
    """Longest, reliable and mean span."""
    lengths: dict[int, list[bool]] = {}
    for trial in trials:
        if trial.length is not None and (trial.right or trial.wrong):
            lengths.setdefault(trial.length, []).append(trial.right)
    shares = {length: sum(lengths[length]) / len(lengths[length]) for length in sorted(lengths)}
    count = sum(map(len, lengths.values()))
    return Result(
        family=FAMILY,
        version=VERSION,
        title="memory span",
        n=count,
        figures=(
            figure("longest_count", _longest(shares)),
            figure("half_right_count", _reliable(shares)),
            figure("mean_span_count", mean_span(shares)),
            Figure("right_count", float(sum(map(sum, lengths.values()))), n=count),
        ),
        conventions=CONVENTIONS,
    )


def mean_span(shares: dict[int, float]) -> Value:
    """The length at which half would be right, from the share right at each length (lengths without a gap)."""
    if not shares:
        return Value.none(needs(1, "sequences"))
    if max(shares) - min(shares) + 1 != len(shares):
        return Value.none("some lengths between the shortest and the longest were not tried")
    return Value(min(shares) - 0.5 + sum(shares.values()))


def _longest(shares: dict[int, float]) -> Value:
    done = [length for length, share in shares.items() if share > 0]
    return Value(float(max(done))) if done else Value.none("no sequence was right")


def _reliable(shares: dict[int, float]) -> Value:
    reached = None
    for length, share in sorted(shares.items()):
        if share < 0.5:
            break
        reached = length
    return (
        Value.none("less than half of the shortest were right") if reached is None else Value(float(reached))
    )
