"""Who is here today: the roster with a mark for each, new names typed or pasted, and how many go at once."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.archive import Everybody
from reactdrill.app.clipboard import pasted
from reactdrill.app.figures.names import label
from reactdrill.app.figures.words import counted
from reactdrill.app.layout import Box, Part, Px, Share, columns, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import button_height, chip_row, frame
from reactdrill.app.scenes.roster import RosterScene, about
from reactdrill.app.scenes.setup.items import Choice, ChoiceScene
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import (
    Button,
    Chip,
    Kind,
    ListView,
    Paragraph,
    Row,
    ScrollArea,
    Still,
    TextField,
    Told,
)
from reactdrill.app.widgets.textfield import FieldState
from reactdrill.draw.letters import readable
from reactdrill.i18n import Texts
from reactdrill.people.athlete import Athlete

MOST_AT_ONCE = 4


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Who is here?"
    NOBODY = "Nobody is in the roster yet: type a name below, or copy a list elsewhere and press Paste."
    NEW = "New name"
    PASTE = "Paste a list"
    CHOOSE = "Choose a drill"
    EVERYBODY = "Everybody"
    AT_ONCE = "{count} at once"
    ONE_BY_ONE = "One by one"
    NAMES = "Names on the screen"
    SAID = "Names spoken"
    RECORD = "Record names"
    NOTHING_COPIED = "Nothing has been copied: mark a list elsewhere, copy it, and press Paste."
    GROUPS, WHICH = "A group", "Which group is here?"
    PICK = "Press Enter on everyone who is here."


class WhoScene(RosterScene):
    """Accepting somebody in the list says that they are here, or not."""

    instead = "new"

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._asked: tuple[str, ...] = ()
        """Groups, while it is asked which is here."""

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Chips, the roster, and a line for new names."""
        here = self.program.group.present
        buttons = {"choose": Button(Words.CHOOSE, "play", Kind.PRIMARY)} if here else {}
        if any(each.name for each in self.everyone):
            buttons["record"] = Button(Words.RECORD)
        made = frame(look, box, Words.TITLE, back=True, buttons=buttons)
        if self.known is None:
            return [*made.placed, self.opening(look, made.body)]
        body, chips = chip_row(look, made.body, self._chips())
        if box.portrait:
            places = rows(
                body, {"list": Share(), "beside": Px(self._beside_height(look, body.w))}, look.gap // 2
            )
        else:
            places = columns(body, {"list": Share(1.5), "beside": Share(1)}, look.gap)
        people = ListView(tuple(self._row(each) for each in self.everyone), Words.NOBODY)
        return [
            *made.placed,
            *chips,
            Placed("list", places["list"], people),
            *self._beside(look, places["beside"], portrait=box.portrait),
        ]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Mark, add, choose how many go at once; on to the drills."""
        group = self.program.group
        match signal.id:
            case "back":
                return Pop()
            case "choose":
                return Push(self.program.scenes.group_drills())
            case "record":
                return Push(self.program.scenes.group_names())
            case "list" if signal.told is Told.ACTIVATED:
                group.toggle(str(signal.value))
            case "new" if signal.told is Told.ACTIVATED and str(signal.value).strip():
                self.add(str(signal.value))
                self.page.set_state("new", FieldState())
            case "paste":
                self._paste()
            case "groups":
                return self._ask_which_group()
            case "everybody":
                self._all_or_none(self.everyone)
            case other:
                self._on_chip(other)
        self.refresh()
        return None

    def _ask_which_group(self) -> Transition:
        self._asked = self._groups()
        choices = [Choice(each, each) for each in self._asked]
        return Push(ChoiceScene(self.program, Words.WHICH, choices, None))

    def resumed(self, result: object) -> Transition | None:
        """From the question which group, who is of age, a recording or the drills: the roster may have changed."""
        asked, self._asked = self._asked, ()
        if asked and type(result) is int:
            self._all_or_none([each for each in self.everyone if asked[result] in each.groups])
            self.refresh()
            return None
        self.read()
        return super().resumed(result)

    # ---- what happens

    def _on_chip(self, name: str) -> None:
        group = self.program.group
        kind, _, value = name.partition(" ")
        if kind == "lanes":
            group.lanes = int(value)
        elif kind == "names":
            group.names_shown = not group.names_shown
        elif kind == "said":
            group.names_said = not group.names_said

    def _groups(self) -> tuple[str, ...]:
        return () if self.known is None else tuple(self.known.groups)

    def _all_or_none(self, athletes: Sequence[Athlete]) -> None:
        present = self.program.group.present
        missing = [each.code for each in athletes if each.code not in present]
        for each in missing or [each.code for each in athletes]:
            self.program.group.toggle(each)

    def _paste(self) -> None:
        text = pasted()
        if text.strip():
            self.add(text)
        else:
            self.told = (Words.NOTHING_COPIED,)

    def came(self, athletes: Sequence[Athlete]) -> None:
        """Whoever is new is here."""
        self.program.group.present += [each.code for each in athletes]

    def taken(self, known: Everybody) -> None:
        """The group goes by the roster."""
        super().taken(known)
        group = self.program.group
        group.names = {each.code: readable(each.name) for each in known.athletes}
        group.sounds = known.sounds
        group.listed = frozenset(each.code for each in known.athletes if each.leaderboard)
        group.present = [each for each in group.present if each in group.names]

    # ---- what is seen

    def _chips(self) -> dict[str, Chip]:
        group, known = self.program.group, self.known or Everybody()
        lanes = {
            f"lanes {each}": Chip(
                Words.ONE_BY_ONE if each == 1 else Words.AT_ONCE.format(count=each), on=each == group.lanes
            )
            for each in range(1, MOST_AT_ONCE + 1)
        }
        everybody = {"everybody": Chip(Words.EVERYBODY, on=False)} if known.athletes else {}
        groups = {"groups": Chip(Words.GROUPS, on=False)} if known.groups else {}
        names = {"names": Chip(Words.NAMES, on=group.names_shown)}
        if group.names_shown and group.sounds:
            names["said"] = Chip(Words.SAID, on=group.names_said)
        return {**lanes, **names, **everybody, **groups}

    def _row(self, athlete: Athlete) -> Row:
        group = self.program.group
        here = athlete.code in group.present
        number = str(group.present.index(athlete.code) + 1) if here else ""
        return Row(
            athlete.code,
            label(athlete) if group.names_shown else athlete.code,
            about(athlete),
            number,
            "check" if here else "ring",
            Ink.GOOD if here else Ink.MUTED,
        )

    def _facts(self) -> tuple[Still, ...]:
        count = len(self.program.group.present)
        here = counted(count, "athlete is here", "athletes are here")
        return (
            *(Paragraph(line, ink=Ink.WARN, bullet="diamond") for line in self.told),
            Paragraph(here, TextRole.HEADING, bold=True),
            *((Paragraph(Words.PICK, TextRole.BODY, ink=Ink.MUTED),) if self.everyone else ()),
        )

    def _beside_height(self, look: Look, width: int) -> int:
        """Of both ways for new ones, and what there is to say above them, three lines of it at most."""
        line = Paragraph("x", TextRole.HEADING).height_for(look, width)
        told = min(ScrollArea(self._facts()).height_for(look, width), 3 * line)
        return told + max(TextField().height_for(look, width), button_height(look)) + look.gap // 2

    def _beside(self, look: Look, box: Box, *, portrait: bool) -> list[Placed]:
        """What there is to say, and how somebody new comes in."""
        field, paste = TextField(Words.NEW), Button(Words.PASTE)
        tall = {"new": field.height_for(look, box.w), "paste": paste.height_for(look, box.w)}
        if portrait:
            places = rows(box, {"told": Share(), "ways": Px(max(tall.values()))}, gap=look.gap // 2)
            places = {**places, **columns(places["ways"], {"new": Share(1.4), "paste": Share()}, look.gap)}
        else:
            heights: dict[str, Part] = {name: Px(height) for name, height in tall.items()}
            places = rows(box, {"told": Share(), **heights}, gap=look.gap // 2)
        return [
            Placed("told", places["told"], ScrollArea(self._facts())),
            Placed("new", places["new"], field),
            Placed("paste", places["paste"], paste),
        ]
