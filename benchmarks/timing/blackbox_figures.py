"""From pairs of what was done and what was told to the figures of the tables, in ms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, median, stdev
from typing import Any

from blackbox_robot import Seen

ROBOT_LIMIT_NS = 250_000
"""A trial in which the robot itself is less sure than this is left out, for every program alike."""
Json = Mapping[str, Any]


@dataclass(frozen=True)
class Spread:
    """Of a list of errors."""

    n: int
    median: float
    mean: float
    sd: float
    most: float
    """95 % of the absolute errors do not exceed it."""
    max: float


@dataclass(frozen=True)
class Figures:
    """One program under one condition."""

    program: str
    condition: str
    rt: Spread | None
    """Told minus true reaction time."""
    onset: Spread | None
    """Told onset minus the change of the pixel."""
    response: Spread | None
    """Told time of the key minus the robot's press."""
    covered: float | None
    """Share of the true reaction times that lie within the stated uncertainty."""
    uncertainty: float | None
    """Median of what is stated."""
    rated: float | None
    """Share of trials that the program calls good."""
    rated_most: float | None
    """95 % of their absolute errors do not exceed it."""
    lost: int
    phantom: int
    doubled: int
    unseen: int
    """Cues told of that were never to be seen: the one before was still there."""
    left_out: int
    """Trials in which the robot was held up."""
    cpu: float
    sources: dict[str, int]
    robot: Spread | None
    """How unsure the robot's own account is."""

    def as_dict(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)


def figures(program: str, condition: str, parts: Sequence[Json]) -> Figures:
    """Of the parts of all rounds, as they stand in a block's file."""
    pairs = [(None if one is None else Seen(**one), line) for part in parts for one, line in part["pairs"]]
    told = [(one, line) for one, line in pairs if one is not None and line is not None]
    answered = [(one, line) for one, line in told if one.pressed and line["rt"] is not None]
    sure = [(one, line) for one, line in answered if one.doubt_ns <= ROBOT_LIMIT_NS]
    stated = [(one, line) for one, line in sure if line.get("uncertainty") is not None]
    rated = [(one, line) for one, line in sure if line.get("rated")]
    sources: dict[str, int] = {}
    for _, line in sure:
        if line.get("source"):
            sources[line["source"]] = sources.get(line["source"], 0) + 1
    return Figures(
        program,
        condition,
        rt=spread(_rt_error(one, line) for one, line in sure),
        onset=spread(line["onset"] - one.onset_ns for one, line in sure if line.get("onset") is not None),
        response=spread(
            line["response"] - one.press_ns for one, line in sure if line.get("response") is not None
        ),
        covered=_share(abs(_rt_error(one, line)) <= line["uncertainty"] for one, line in stated),
        uncertainty=median(line["uncertainty"] for _, line in stated) / 1e6 if stated else None,
        rated=_share(bool(line["rated"]) for _, line in sure if line.get("rated") is not None),
        rated_most=_most(_rt_error(one, line) for one, line in rated),
        lost=sum(one.pressed and line["rt"] is None for one, line in told)
        + sum(one is not None and line is None and one.pressed for one, line in pairs),
        phantom=sum(line["rt"] is not None and not one.pressed for one, line in told)
        + sum(one is None and line is not None and line["rt"] is not None for one, line in pairs),
        doubled=sum(line.get("extra") or 0 for _, line in pairs if line is not None),
        unseen=sum(one is None and line is not None and line["rt"] is None for one, line in pairs),
        left_out=len(answered) - len(sure),
        cpu=fmean(part["cpu"] for part in parts),
        sources=sources,
        robot=spread(one.doubt_ns for one, _ in answered),
    )


def spread(errors_ns: Iterable[float]) -> Spread | None:
    """None of fewer than two errors."""
    errors = [error / 1e6 for error in errors_ns]
    if len(errors) < 2:
        return None
    return Spread(
        len(errors),
        median(errors),
        fmean(errors),
        stdev(errors),
        _nearly_all(errors),
        max(map(abs, errors)),
    )


def _rt_error(one: Seen, line: Json) -> float:
    return float(line["rt"] - one.rt_ns)


def _most(errors_ns: Iterator[float]) -> float | None:
    errors = [error / 1e6 for error in errors_ns]
    return _nearly_all(errors) if errors else None


def _nearly_all(errors: Sequence[float]) -> float:
    """What 95 of 100 absolute errors do not exceed."""
    ordered = sorted(map(abs, errors))
    return ordered[min(len(ordered) - 1, -(-95 * len(ordered) // 100) - 1)]


def _share(all_of_them: Iterable[bool]) -> float | None:
    judged = list(all_of_them)
    return sum(judged) / len(judged) if judged else None
