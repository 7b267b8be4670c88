"""What the list of drills is narrowed to, beside component and search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reactdrill.app.figures.filters import GOAL_NAMES, IMPACT_NAMES, KIND_NAMES, MINUTES, Filters
from reactdrill.app.figures.words import LEVEL_NAMES, MODE_NAMES
from reactdrill.app.page import Signal
from reactdrill.app.scene import Pop, Transition
from reactdrill.app.scenes.setup.items import RowsScene
from reactdrill.app.theme import Ink
from reactdrill.app.widgets import Button, Kind, Row
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Filter"
    SHOW = "Show the drills"
    CLEAR = "Clear all filters"
    HAVE = "At hand"
    HOUSE = "Nothing but a computer"
    MINUTES = "Time"
    UP_TO = "Up to {minutes} min"
    LEVEL = "Level"
    GOAL = "Goal"
    AVOID = "Avoid"
    MODE = "Answers"


@dataclass(frozen=True, slots=True)
class Option:
    """Something to ask for."""

    id: str
    group: str
    words: str
    on: bool
    after: Filters
    """What is asked for once it has been accepted."""


class FiltersScene(RowsScene):
    """Every option in a row with a tick; each counts at once, and leaving shows the drills."""

    @property
    def title(self) -> str:
        """Of the screen."""
        return Words.TITLE

    def listed(self) -> Sequence[Row]:
        """The options in their groups."""
        return [
            Row(
                each.id,
                each.words,
                note=each.group,
                icon="check" if each.on else "ring",
                icon_ink=Ink.ACCENT if each.on else Ink.MUTED,
            )
            for each in self._options()
        ]

    def buttons(self) -> dict[str, Button]:
        """Back to the drills, and away with everything."""
        return {
            "show": Button(Words.SHOW, "check", Kind.PRIMARY),
            "clear": Button(Words.CLEAR, enabled=self._now.count > 0),
        }

    def chosen(self, row: str) -> Transition | None:
        """Ask for it, or no longer."""
        self._ask(next(each.after for each in self._options() if each.id == row))
        return None

    def on_signal(self, signal: Signal) -> Transition | None:
        """A row, a button, or back."""
        if signal.id == "show":
            return Pop()
        if signal.id == "clear":
            self._ask(Filters())
        return super().on_signal(signal)

    @property
    def _now(self) -> Filters:
        return self.program.browsing.filters

    def _ask(self, filters: Filters) -> None:
        self.program.browsing.filters = filters
        self.refresh()

    def _options(self) -> Iterator[Option]:
        yield from self._at_hand()
        for each in MINUTES:
            yield self._one(Words.MINUTES, "minutes", each, Words.UP_TO.format(minutes=each))
        for name, words in IMPACT_NAMES.items():
            avoid = self._now.avoid
            after = replace(self._now, avoid=avoid ^ {name})
            yield Option(f"avoid {name}", Words.AVOID, words, name in avoid, after)
        for field, group, names in (
            ("level", Words.LEVEL, LEVEL_NAMES),
            ("goal", Words.GOAL, GOAL_NAMES),
            ("mode", Words.MODE, MODE_NAMES),
        ):
            yield from (self._one(group, field, name, words) for name, words in names.items())

    def _at_hand(self) -> Iterator[Option]:
        have, house = self._now.have or frozenset(), self._now.have == frozenset()
        nothing = replace(self._now, have=None if house else frozenset())
        yield Option("have house", Words.HAVE, Words.HOUSE, house, nothing)
        for name, words in KIND_NAMES.items():
            after = replace(self._now, have=(have ^ {name}) or None)
            yield Option(f"have {name}", Words.HAVE, words, name in have, after)

    def _one(self, group: str, field: str, value: str | int, words: str) -> Option:
        """An option of which one at most is on."""
        on = getattr(self._now, field) == value
        asked: dict[str, object] = {field: None if on else value}
        return Option(f"{field} {value}", group, words, on, replace(self._now, **asked))  # type: ignore[arg-type]
