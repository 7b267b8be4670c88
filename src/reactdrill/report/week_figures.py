"""Figures week by week and member by member: what was done beside what is planned, and where a group stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reactdrill.i18n import Texts, short_date, tr_n
from reactdrill.report.labels import digits, unit_words
from reactdrill.report.plot import limits, plot
from reactdrill.report.plot_svg import Ink
from reactdrill.results.store.doses import WeekDose


class Words(Texts):
    """Everything said on and of these figures."""

    WEEKS = "What was done each week"
    PLANNED = "Done and planned"
    STANDINGS = "Where each stands"
    WEEK_OF = "week of {monday}: {told}"
    TRIALS_ON = "{trials} trials on {days}"
    ABOUT_WEEKS = "Trials in each week. {told}."
    TRIALS = "trials"
    BEGAN = "week that began on"
    MEAN = ", mean of {n} athletes"
    ABOUT_PLANNED = "Days with this drill in each week{whose}; {per_week} planned. {told}."
    DONE = "days done{whose}"
    LINE = "planned: {days} a week"
    A_WEEK = "days a week"
    MEMBER = "{name} {latest}, best {best}"
    ABOUT_STANDINGS = "The latest and the best result of {n} athletes, {unit}: {told}."
    BEST = "best"
    LATEST = "latest"
    LOWER = "{unit}, lower is better"
    HIGHER = "{unit}, higher is better"


MOST_TICKS = 8
ROW = 24.0
"""Height of one member's row."""
NAMES = 150.0
"""Room for their names."""
LONGEST_NAME = 20


def doses(name: str, weeks: Sequence[WeekDose]) -> str | None:
    """Trials done in each week; None where there are none."""
    if not any(week.trials for week in weeks):
        return None
    told = "; ".join(
        Words.WEEK_OF.format(
            monday=short_date(week.monday),
            told=Words.TRIALS_ON.format(trials=week.trials, days=_days(week.days)),
        )
        for week in weeks
        if week.trials
    )
    with plot(name, Words.WEEKS, Words.ABOUT_WEEKS.format(told=told), height=210) as drawn:
        drawn.bars("week", range(len(weeks)), [week.trials for week in weeks])
        drawn.axes.set_title(Words.TRIALS)
        drawn.count_up()
        drawn.axes.margins(y=0.14)
        drawn.across(0, len(weeks), _mondays([week.monday for week in weeks]))
        for place, week in enumerate(weeks):
            if week.trials:
                drawn.note(place + 0.5, week.trials, _days(week.days))
        drawn.below(Words.BEGAN)
    return drawn.svg


def _days(count: int) -> str:
    return tr_n("{n} day", "{n} days", count)


def _mondays(mondays: Sequence[date]) -> list[tuple[float, str]]:
    step = max(1, -(-len(mondays) // MOST_TICKS))
    return [(place + 0.5, short_date(monday)) for place, monday in enumerate(mondays) if place % step == 0]


def planned(
    name: str, mondays: Sequence[date], days: Sequence[float], per_week: int, members: int = 1
) -> str | None:
    """Days on which a drill was done in each week, and the line of the days planned; None where it was never done.

    `members`: how many athletes the days are the mean of.
    """
    if not any(days):
        return None
    whose = "" if members == 1 else Words.MEAN.format(n=members)
    told = "; ".join(
        Words.WEEK_OF.format(monday=short_date(monday), told=digits(done))
        for monday, done in zip(mondays, days, strict=True)
    )
    about = Words.ABOUT_PLANNED.format(whose=whose, per_week=per_week, told=told)
    with plot(name, Words.PLANNED, about, height=200) as drawn:
        drawn.bars("week", range(len(days)), days, label=Words.DONE.format(whose=whose))
        drawn.level(
            "planned",
            per_week,
            ink=Ink.CURVE,
            dashes="--",
            label=Words.LINE.format(days=_days(per_week)),
        )
        drawn.axes.set_title(Words.A_WEEK)
        drawn.count_up()
        drawn.axes.set_ylim(0, max(*days, per_week) * 1.15)
        drawn.across(0, len(days), _mondays(mondays))
        drawn.key()
    return drawn.svg


@dataclass(frozen=True, slots=True)
class Member:
    """One athlete's row."""

    label: str
    latest: float
    best: float


def standings(name: str, unit: str, members: Sequence[Member], *, lower_is_better: bool) -> str | None:
    """The latest and the best result of each member, the best latest one on top; None with fewer than two."""
    if len(members) < 2:
        return None
    ranked = sorted(members, key=lambda one: one.latest, reverse=lower_is_better)
    told = "; ".join(
        Words.MEMBER.format(name=one.label, latest=digits(one.latest), best=digits(one.best))
        for one in reversed(ranked)
    )
    about = Words.ABOUT_STANDINGS.format(n=len(ranked), unit=unit_words(unit), told=told)
    places = list(range(len(ranked)))
    with plot(name, Words.STANDINGS, about, height=78 + ROW * len(ranked), left=NAMES) as drawn:
        drawn.axes.set_ylim(-0.6, len(ranked) - 0.4)
        drawn.axes.set_yticks(places, [drawn.verbatim(_short(one.label)) for one in ranked])
        drawn.across(
            *limits(
                [value for one in ranked for value in (one.latest, one.best)], least=40 if unit == "ms" else 2
            )
        )
        drawn.marks(
            "best", [one.best for one in ranked], places, shape="diamond", ink=Ink.GOOD, label=Words.BEST
        )
        drawn.marks("latest", [one.latest for one in ranked], places, label=Words.LATEST)
        drawn.below((Words.LOWER if lower_is_better else Words.HIGHER).format(unit=unit_words(unit)))
        drawn.key()
    return drawn.svg


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_NAME else f"{label[: LONGEST_NAME - 1]}\N{HORIZONTAL ELLIPSIS}"
