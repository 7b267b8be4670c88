"""The words that stand on the pages themselves."""

from __future__ import annotations

from reactdrill.i18n import Texts, tr_in


class Words(Texts):
    """Headings and sentences of the templates."""

    MEANINGS = "What the words mean"
    SOURCES = "Where it comes from"
    MADE = "Made on {day} by reactdrill {version}."
    NO_STATEMENT = (
        "Numbers from light panels and screens show reactions in a drill. They are no medical\n"
        "statement and clear nobody for sport."
    )
    RUN = "Reaction report"
    NO_TRIAL = "No trial was finished: there is nothing to show."
    OUTCOMES = "What the trials came to"
    MAP = "Where answers were fast, and where slow"
    MAP_FLOOR = "Median of each target in ms, on the floor, seen from above; larger is slower."
    MAP_SCREEN = "Median of each target in ms, as on the screen; larger is slower."
    GROUPS = "By target, side and set"
    MEDIAN_MS = "median, ms"
    IQR_MS = "IQR, ms"
    BAD = "Marked bad, not counted"
    DEPTH = "In more depth"
    COACH = "What the coach saw"
    TRUST = "How far the times can be trusted"
    SEEN = "seen"
    NOT_SEEN = "not seen"
    VALUE = "value"
    INTERVAL = "95 % interval"
    ATHLETE = "Progress report"
    NO_RUN = "No run that counts yet: there is nothing to show."
    LATEST_RUN = "latest run"
    LATEST_RUNS = "Latest runs"
    WHEN = "when (UTC)"
    RESULT = "result, {unit}"
    MEDIAN_INTERVAL = "95 % interval of the median"
    ONE_KIND = "Compared are only runs of one kind: {kind}."
    OTHER_KINDS = "Runs of this drill that may not be compared with these: {kinds}."
    GROUP = "Group report"
    MEMBERS = "{n} athletes"
    WEEKS = "The last four weeks"
    NOBODY = "Nobody of this group has a run that counts yet."
    SEVERAL = "These results may not be compared: they come from other versions of the drill, other devices or other cues."
    RUNS = "runs"
    LATEST = "latest, {unit}"
    BEST = "best, {unit}"
    STANDING = "standing"
    BOARD = "Leaderboard of those who want to be in it"
    BOARD_KIND = "Only runs of one kind stand in it: {kind}."


def heads() -> dict[str, str]:
    """Heads of columns whose English word means something else elsewhere."""
    return {
        "right": tr_in("column", "right"),
        "trials": tr_in("column", "trials"),
        "effort": tr_in("column", "effort"),
        "pain": tr_in("column", "pain"),
        "timing": tr_in("column", "timing"),
        "athlete": tr_in("column", "athlete"),
        "days": tr_in("column", "days"),
        "minutes": tr_in("column", "minutes"),
        "place": tr_in("column", "place"),
        "day": tr_in("column", "day"),
    }
