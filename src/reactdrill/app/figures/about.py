"""A drill in short, for lists and briefings."""

from __future__ import annotations

import re

from reactdrill.app.figures.duration import expected_ns
from reactdrill.app.figures.said import said
from reactdrill.app.figures.words import LEVEL_NAMES, MODE_NAMES, about_minutes, counted, listed
from reactdrill.drill.model import COMPONENT_TITLES, Drill
from reactdrill.drill.trial import Plan
from reactdrill.i18n import ENGLISH, language, number, tr


def search_text(drill: Drill) -> str:
    """Everything that a search looks through, in lower case."""
    parts = [
        drill.name,
        drill.title,
        tr(COMPONENT_TITLES[drill.component]),
        drill.level,
        *drill.trains,
        *drill.goal,
        *drill.impact,
        *drill.equipment,
        drill.text.summary,
        *((said(drill).title, said(drill).text.summary) if language() != ENGLISH else ()),
    ]
    return " ".join(parts).lower()


def fits(drill: Drill, search: str, component: str | None) -> bool:
    """Whether every word of a search is somewhere in a drill, and it is of the component asked for."""
    if component not in (None, drill.component):
        return False
    text = search_text(drill)
    return all(word in text for word in search.lower().split())


def misfit(drill: Drill, search: str) -> int:
    """How far a drill's title is from a search: 0 begins with it, 1 has a word that does, 2 holds it, 3 does not."""
    title, wanted = said(drill).title.lower(), " ".join(search.lower().split())
    if title.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in re.split(r"[^\w]+", title)):
        return 1
    return 2 if wanted in title else 3


def kind_words(drill: Drill) -> str:
    """Level and response modes: `Reactive · Timed, Coach presses`."""
    return listed([LEVEL_NAMES[drill.level], ", ".join(MODE_NAMES[mode] for mode in drill.modes)])


def amount_words(drill: Drill, plan: Plan) -> str:
    """How much there is to do: `8 practice + 60 trials · 3 sets · about 5 min`.

    A drill that only mistakes end has no length of its own.
    """
    lane = max(plan.lanes, key=lambda each: len(each.trials))
    sets = [each for each in lane.sets if not each.practice]
    practice = sum(each.until.trials for each in lane.sets if each.practice)
    before = tr("{practice} practice + ", practice=practice) if practice else ""
    until = drill.until
    ends = [
        counted(sum(each.until.trials for each in sets), "trial", "trials") if until.trials else "",
        tr("{seconds} s a set", seconds=number(until.time_s)) if until.time_s else "",
        counted(until.hits, "hit", "hits") if until.hits else "",
        counted(until.strikes, "mistake", "mistakes") if until.strikes else "",
    ]
    count = counted(len(sets), "set", "sets") if len(sets) > 1 else ""
    bounded = until.trials or until.time_s or until.hits
    length = about_minutes(expected_ns(plan)) if bounded else ""
    return listed([before + tr(" or ").join(end for end in ends if end), count, length])


def kit_words(drill: Drill) -> str:
    """What has to be there."""
    return "; ".join(drill.equipment)
