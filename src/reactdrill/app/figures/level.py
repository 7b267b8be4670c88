"""What a drill's level rule suggests after a run, in words; the coach decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.figures.words import percent
from reactdrill.drill.model import LevelRule
from reactdrill.i18n import Texts, tr_n
from reactdrill.stats.level import Practised, Step, next_step


class Words(Texts):
    """Everything said of it."""

    UP = "Ready for the next level: {title}"
    DOWN = "A level back may suit better: {title}"
    POOR = "Rule: less than {share} of the trials went as wanted in the last session."


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another level of the drill, and why."""

    drill: str
    """Its name."""
    step: Step
    rule: LevelRule

    def words(self, title: str) -> str:
        """`title`: of the other level."""
        return (Words.UP if self.step == "up" else Words.DOWN).format(title=title)

    @property
    def why(self) -> str:
        """The rule, as it is met."""
        rule = self.rule
        if self.step == "down":
            return Words.POOR.format(share=percent(rule.poor))
        return tr_n(
            "Rule: {n} session with {share} or more of the trials as wanted.",
            "Rule: {n} sessions in a row with {share} or more of the trials as wanted.",
            rule.sessions,
            share=percent(rule.accuracy),
        )


def suggestion(rule: LevelRule | None, visits: Sequence[Practised]) -> Suggestion | None:
    """What the rule says after these visits, the last of which has just been; None: stay, or nothing is said."""
    if rule is None:
        return None
    step = next_step(visits, needed=rule.sessions, criterion=rule.accuracy, poor=rule.poor, clean=rule.clean)
    other = rule.next if step == "up" else rule.previous
    return None if step is None or other is None else Suggestion(other, step, rule)
