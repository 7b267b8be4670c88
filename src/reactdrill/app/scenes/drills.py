"""Every drill there is: search, filters, a list, and what the chosen one is about."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.app.background import Checkpoint, Job
from reactdrill.app.figures.about import fits, misfit
from reactdrill.app.figures.filters import Filters
from reactdrill.app.figures.words import COMPONENT_NAMES, counted
from reactdrill.app.inputs import Typed, UiAction, UiEvent
from reactdrill.app.layout import Box, Px, Share, columns, flow_height, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.program import Brief, Catalogue, Program, Shelf
from reactdrill.app.scene import Push, Reset, Transition
from reactdrill.app.scenes.base import ListScene, back_button, chip_flow, chip_height, margins
from reactdrill.app.scenes.filters import FiltersScene
from reactdrill.app.scenes.parts.drillrow import about_drill, drill_row
from reactdrill.app.scenes.parts.searchhead import search_head
from reactdrill.app.scenes.parts.title import Title
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import (
    AnyWidget,
    Button,
    Chip,
    Kind,
    ListState,
    ListView,
    Paragraph,
    ProgressBar,
    ScrollArea,
    TextField,
    Told,
)
from reactdrill.app.widgets.textfield import FieldState
from reactdrill.drill.file import DrillFile
from reactdrill.errors import ReactDrillError
from reactdrill.i18n import Texts


class Words(Texts):
    """Everything this screen says by itself."""

    TITLE = "Drills"
    SEARCH = "Search"
    ALL = "All"
    NOTHING = "No drill fits. Take something out of the search."
    NOTHING_FILTERED = "No drill fits. Take something out of the search or the filters."
    FAVOURITES = "Favourites"
    FAVOURITE = "Favourite"
    LAST_USED = "Last used"
    FILTER = "Filter"
    FILTERED = "Filter: {count}"
    CLEAR = "Clear"
    OWN = "Your own"
    LOOKING = "Looking for what was done last"
    READING = "Reading the drills"
    BROKEN_TITLE = "Drill files that cannot be used"
    BROKEN_HINT = "Correct them and come back. `reactdrill check FILE` looks at one file."


ALL_CHIP = "component all"
SHELVES: tuple[Shelf, ...] = ("favourites", "last used")
LAST = 10
"""Drills that were used last."""
STAR = "*"
"""Typed: no drill is searched for by it."""
ROOM_FOR_ABOUT = 0.7
"""In less height the list has all of it; the briefing tells the rest."""
LIST_SHARE, TALL_LIST_SHARE = 1.15, 1.25
"""Of the list, to one of what the chosen drill is about."""


class DrillsScene(ListScene):
    """Accepting a drill leads to its briefing."""

    can_be_made = True
    instead = "search"
    """Whether the way to one's own drills is shown."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._catalogue = Catalogue(())
        self._shown: tuple[DrillFile, ...] = ()
        self._last_used: Job[tuple[str, ...]] | None = None
        self.wait_for(program.catalogue, self._take_drills)
        browsing = program.browsing
        if browsing.shelf == "last used":
            self._look_for_last_used()
        if browsing.search:
            self.page.set_state("search", FieldState(text=browsing.search, caret=len(browsing.search)))
        self.page.set_state("list", ListState(chosen=browsing.chosen))

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """Title and search, filters, the list, and beside or below it the chosen drill."""
        page = margins(look, box)
        chips = self._chips()
        widths = [chip.width_for(look) for chip in chips.values()]
        head = search_head(look, page, Words.TITLE)
        body = Box(page.x, head["search"].bottom, page.w, page.bottom - head["search"].bottom)
        foot = Button("x", role=TextRole.SMALL).height_for(look, 0) if self._catalogue.broken else 0
        parts = rows(
            body,
            {
                "chips": Px(flow_height(page.w, widths, chip_height(look), look.gap // 4)),
                "drills": Share(),
                "foot": Px(foot),
            },
            gap=look.gap // 3,
        )
        drills = (
            parts["drills"]
            if foot
            else Box(page.x, parts["drills"].y, page.w, page.bottom - parts["drills"].y)
        )
        placed = [Placed(name, head[name], widget) for name, widget in self._head(look).items()]
        placed += chip_flow(look, parts["chips"], chips)
        placed += self._drills(look, drills, portrait=box.portrait)
        if foot:
            placed.append(Placed("broken", parts["foot"], self._broken_button()))
        return placed

    def on_signal(self, signal: Signal) -> Transition | None:
        """Search and filter at once; a drill opens when it is accepted."""
        if signal.id == "list":
            return self._on_list(signal)
        if signal.id == "search" and signal.told is Told.CHANGED:
            self.page.set_state("list", ListState())
            self._look_for(search=str(signal.value))
        elif signal.id == "search":
            return self.open(self._shown[0]) if self._shown else None
        elif signal.id.startswith("component "):
            name = signal.id.removeprefix("component ")
            self._look_for(component=None if signal.id == ALL_CHIP or not signal.value else name)
        elif signal.id == "back":
            return self.back()
        elif signal.id == "broken":
            lines = [line for error in self._catalogue.broken for line in str(error).splitlines()]
            return Push(
                self.program.scenes.message(Words.BROKEN_TITLE, [*lines, Words.BROKEN_HINT], bullet="diamond")
            )
        return self._on_more(signal)

    def _on_more(self, signal: Signal) -> Transition | None:
        """The chips beside the components, and the star."""
        if signal.id == "filter":
            return Push(FiltersScene(self.program))
        if signal.id == "own":
            return Push(self.program.scenes.own_drills())
        if signal.id == "favourite":
            return self._favour()
        if signal.id == "clear":
            self._look_for(filters=Filters())
        elif signal.id in SHELVES:
            self._take_from(next(each for each in SHELVES if each == signal.id) if signal.value else None)
        return None

    @property
    def typing(self) -> bool:
        """Always: what is typed is searched for, wherever the focus is."""
        return True

    def handle(self, event: UiEvent) -> Transition | None:
        """What is typed goes to the search; with nothing to erase, erasing goes back. A star is a favourite."""
        if isinstance(event, Typed) and event.text == STAR:
            return self._favour()
        searching = self.page.focus.current == "search"
        if isinstance(event, Typed) and not searching:
            chooses = event.text == " " and not (self.program.browsing.search and self._awaits_words)
            return super().handle(UiAction.ACCEPT) if chooses else self._typed(event)
        if event in (UiAction.ERASE, UiAction.ERASE_AFTER) and not searching:
            return self._typed(event) if self.program.browsing.search else self.back()
        return super().handle(event)

    @property
    def _awaits_words(self) -> bool:
        """Whether nobody has gone elsewhere than to the list, or it is not there yet."""
        return self.waiting or self.page.focus.current == "list"

    def _typed(self, event: UiEvent) -> Transition | None:
        signal = self.page.give("search", event)
        return None if signal is None else self.on_signal(signal)

    def on_action(self, action: UiAction) -> Transition | None:
        """BACK leads to the menu; MENU makes the chosen drill a favourite, or no longer one."""
        if action is UiAction.MENU:
            return self._favour()
        return self.back() if action is UiAction.BACK else None

    def resumed(self, result: object) -> Transition | None:
        """From the filters, or from one's own drills, which may be others now."""
        del result
        self.wait_for(self.program.catalogue, self._take_drills)
        self.refresh()
        return None

    def open(self, drill: DrillFile) -> Transition:
        """Where a drill that was accepted leads to."""
        return Push(self.program.scenes.briefing(Brief(drill)))

    def back(self) -> Transition:
        """To the menu."""
        return Reset(self.program.scenes.home())

    def _on_list(self, signal: Signal) -> Transition | None:
        self.program.browsing.chosen = str(signal.value)
        if signal.told is Told.ACTIVATED:
            return self.open(next(each for each in self._shown if each.drill.name == signal.value))
        self.refresh()
        return None

    def _favour(self) -> Transition | None:
        """The chosen drill is a favourite from now on, or no longer."""
        drill = self._chosen
        if drill is None:
            return None
        name, before = drill.drill.name, self.program.settings.drills.favourites
        after = [each for each in before if each != name] if name in before else [*before, name]
        try:
            self.program.change("drills", favourites=after)
        except ReactDrillError as error:
            return Push(self.program.scenes.error(error))
        self._filter()
        self.refresh()
        return None

    def _take_from(self, shelf: Shelf | None) -> None:
        self.program.browsing.shelf = shelf
        if shelf == "last used":
            self._look_for_last_used()
        self._filter()
        self.refresh()

    def _look_for_last_used(self) -> None:
        self._last_used = self.program.background.add(Words.LOOKING, self._read_last_used)
        self.wait_for(self._last_used, self._filter)

    def _read_last_used(self, checkpoint: Checkpoint) -> tuple[str, ...]:
        del checkpoint
        return self.program.archive.last_used(LAST)

    def _look_for(self, **changed: str | Filters | None) -> None:
        browsing = self.program.browsing
        for name, value in changed.items():
            setattr(browsing, name, value)
        self._filter()
        self.refresh()

    def _take_drills(self) -> None:
        self._catalogue = self.program.catalogue.result()
        self._filter()

    def _filter(self) -> None:
        browsing = self.program.browsing
        fitting = [
            each
            for each in self._catalogue.drills
            if fits(each.drill, browsing.search, browsing.component) and browsing.filters.suit(each)
        ]
        if browsing.shelf is not None:
            names = self._shelf(browsing.shelf)
            fitting = [each for each in fitting if each.drill.name in names]
            fitting.sort(key=lambda each: names.index(each.drill.name))
        self._shown = tuple(sorted(fitting, key=lambda each: misfit(each.drill, browsing.search)))

    def _shelf(self, shelf: Shelf) -> Sequence[str]:
        """Names of drills, in the order in which they are shown."""
        if shelf == "favourites":
            return self.program.settings.drills.favourites
        if self._last_used is None or not self._last_used.finished:
            return ()
        try:
            return self._last_used.result()
        except ReactDrillError:
            return ()

    @property
    def _chosen(self) -> DrillFile | None:
        if not self._shown or "list" not in {each.id for each in self.page.placed}:
            return None
        listed = ListView(tuple(drill_row(each) for each in self._shown)).chosen(self.page.state("list"))
        return next(
            (each for each in self._shown if listed is not None and each.drill.name == listed.id), None
        )

    # ---- parts

    def _head(self, look: Look) -> dict[str, AnyWidget]:
        del look
        count = "" if self.waiting else counted(len(self._shown), "drill", "drills")
        return {
            "back": back_button(),
            "title": Title(Words.TITLE),
            "count": Paragraph(count, TextRole.BODY, ink=Ink.MUTED),
            "search": TextField(Words.SEARCH, "search"),
        }

    def _chips(self) -> dict[str, Chip]:
        chosen = self.program.browsing.component
        chips = {ALL_CHIP: Chip(Words.ALL, on=chosen is None)}
        chips |= {
            f"component {name}": Chip(title, on=chosen == name) for name, title in COMPONENT_NAMES.items()
        }
        return chips | self._more_chips()

    def _more_chips(self) -> dict[str, Chip]:
        """What stands beside the components."""
        browsing = self.program.browsing
        count = browsing.filters.count
        titles = dict(zip(SHELVES, (Words.FAVOURITES, Words.LAST_USED), strict=True))
        chips: dict[str, Chip] = {
            name: Chip(title, on=browsing.shelf == name) for name, title in titles.items()
        }
        chips["filter"] = Chip(Words.FILTERED.format(count=count) if count else Words.FILTER, on=count > 0)
        chips |= {"clear": Chip(Words.CLEAR)} if count else {}
        return chips | ({"own": Chip(Words.OWN)} if self.can_be_made else {})

    def _drills(self, look: Look, box: Box, *, portrait: bool) -> list[Placed]:
        if self.waiting:
            return [Placed("reading", box.placed(box.w, look.px(0.1)), self._progress())]
        filtered = self.program.browsing.filters.count or self.program.browsing.shelf
        nothing = Words.NOTHING_FILTERED if filtered else Words.NOTHING
        listed = ListView(tuple(drill_row(each) for each in self._shown), nothing)
        chosen = listed.chosen(self.page.state("list")) if self._shown else None
        if chosen is None:
            return [Placed("list", box, listed)]
        drill = next(each for each in self._shown if each.drill.name == chosen.id)
        star = Chip(Words.FAVOURITE, on=drill.drill.name in self.program.settings.drills.favourites)
        if portrait and box.h < look.px(ROOM_FOR_ABOUT):
            low = rows(box, {"list": Share(), "star": Px(chip_height(look))}, look.gap // 3)
            return [Placed("list", low["list"], listed), *chip_flow(look, low["star"], {"favourite": star})]
        split = rows if portrait else columns
        list_share = TALL_LIST_SHARE if portrait else LIST_SHARE
        places = split(box, {"list": Share(list_share), "about": Share()}, look.gap)
        about = rows(places["about"], {"star": Px(chip_height(look)), "about": Share()}, look.gap // 3)
        return [
            Placed("list", places["list"], listed),
            *chip_flow(look, about["star"], {"favourite": star}),
            Placed("about", about["about"], ScrollArea(about_drill(drill))),
        ]

    def _progress(self) -> ProgressBar:
        doing = self.program.background.doing
        return ProgressBar(0.0 if doing is None else doing.share, Words.READING)

    def _broken_button(self) -> Button:
        words = counted(
            len(self._catalogue.broken), "drill file cannot be used", "drill files cannot be used"
        )
        return Button(words, "diamond", Kind.QUIET, role=TextRole.SMALL)
