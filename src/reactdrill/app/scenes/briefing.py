"""What a drill is, how it is done, what to look out for, and its start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reactdrill.app.aloud import Reader, spoken_language, spoken_text
from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.about import amount_words, kit_words
from reactdrill.app.figures.comfort import comfort, twin_words
from reactdrill.app.figures.lacking import lacking
from reactdrill.app.figures.order import orders
from reactdrill.app.figures.said import said
from reactdrill.app.figures.targets import Picture, heard_words, picture
from reactdrill.app.figures.words import LEVEL_NAMES, MODE_NAMES, capital, listed, side_words
from reactdrill.app.layout import Box, Boxes, Part, Px, Share, columns, flow_height, rows
from reactdrill.app.page import Placed, Signal
from reactdrill.app.present import Present, input_kinds, sound_problem
from reactdrill.app.program import Brief, Program
from reactdrill.app.scene import Pop, Push, Transition
from reactdrill.app.scenes.base import ProgramScene, chip_flow, chip_height, frame
from reactdrill.app.scenes.parts.postures import Postures
from reactdrill.app.scenes.parts.setup import SetUp
from reactdrill.app.scenes.parts.steps import steps_for
from reactdrill.app.scenes.parts.targetmap import TargetMap
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import Button, Chip, Kind, Paragraph, ScrollArea, Still
from reactdrill.devices.sound import needs_sound
from reactdrill.drill.model import COMPONENT_TITLES, Drill
from reactdrill.drill.scene import drawing
from reactdrill.drill.trial import Mode, Plan
from reactdrill.errors import PlanError
from reactdrill.i18n import Texts, tr
from reactdrill.people.athlete import Athlete
from reactdrill.station.bindings import Bindings


class Words(Texts):
    """Everything this screen says by itself; the rest is the drill's own text."""

    START = "Start"
    ALOUD = "Read aloud"
    GUEST = "Guest"
    SOURCES = "Sources"
    SOURCES_TITLE = "Where this comes from"
    OWN_CHOICE = "our own choice"
    READ: Mapping[str, str] = {
        "full": "read in full",
        "abstract": "abstract read",
        "excerpt": "excerpt read",
        "not read": "not read",
    }
    SETUP = "Set-up"
    SPACE = "Space"
    NEEDS = "You need"
    COACHING = "Do it well"
    FAULTS = "Look out for"
    SAFETY = "Safety"
    STOP = "Stop when"
    NOT_FOR = "Not for"
    DOSE = "How much, how often"
    CHECKLIST = "For the observer"
    HEARD = "You hear: {words}."
    ORDER = "In this order: {words}."
    ORDER_OF = "{side}, in this order: {words}."
    COACH_KEY = "Coach presses"
    MODES: Mapping[str, str] = {
        "sensor": "Every answer is timed.",
        "observer": "A coach presses when it is done: no reaction times.",
        "cue_only": "Cues are given, nothing is pressed or timed.",
    }


_BULLET, _WARNING = "chevron-right", "diamond"
PREVIEW_SEED = 0
"""The plan that a briefing counts in is not the one that is run: nobody can learn the order beforehand."""


LOOK_AROUND_EVERY_NS = 1_000_000_000
FACTS_SHARE = 0.45
"""Of the height of the column that they share with the picture, at most."""
PICTURE_LEAST, POSTURES_BELOW = 0.42, 0.28
"""Of the height of their column: a picture below which postures stand, and these."""
PICTURE_SHARE = 0.32
"""Of the height of a tall screen's body."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown beside the drill's own text."""

    picture: Picture
    facts: tuple[Paragraph, ...]


class BriefingScene(ProgramScene):
    """Start hands the window to the run; what comes back leads on."""

    def __init__(self, program: Program, brief: Brief) -> None:
        super().__init__(program)
        self._brief = brief
        self._mode: Mode = brief.mode or brief.drill.drill.modes[0]
        self._plans: dict[Mode, Plan] = {}
        self._present: Present | None = None
        self._drawn = False
        self._next_look_around_ns = 0
        self._reader = Reader()
        self._aloud = False

    @property
    def first(self) -> str | None:
        """The start."""
        return "start"

    @property
    def remote(self) -> Sequence[str]:
        """A pod starts."""
        return ("start",)

    @property
    def wake_ns(self) -> int | None:
        """After the first frame, and now and then: devices come and go."""
        return self._next_look_around_ns if self._drawn else None

    def update(self, now_ns: int) -> Transition | None:
        """Look for the devices."""
        if now_ns >= self._next_look_around_ns:
            self._next_look_around_ns = now_ns + LOOK_AROUND_EVERY_NS
            present = self._look_around()
            aloud = self._reader.reading
            if (present, aloud) != (self._present, self._aloud):
                self._present, self._aloud = present, aloud
                self.refresh()
        return super().update(now_ns)

    def leave(self) -> None:
        """Nothing is read aloud any more."""
        self._reader.stop()

    def draw(self, canvas: Canvas) -> None:
        """Draw it."""
        super().draw(canvas)
        self._drawn = True

    def build(self, look: Look, box: Box) -> Sequence[Placed]:
        """The picture and what there is to choose beside the text, or above it on a tall screen."""
        drill, plan = said(self._brief.drill.drill), self._plan()
        badges = self.pod_badges({"start": Words.START})
        made = frame(look, box, drill.title, back=True, badges=badges, buttons=self._buttons())
        shown = self._shown(drill, plan)
        if box.portrait:
            return [*made.placed, *self._tall(look, made.body, drill, shown)]
        return [*made.placed, *self._wide(look, made.body, drill, shown)]

    def on_signal(self, signal: Signal) -> Transition | None:
        """Start, choose a mode, read the sources, go back."""
        if signal.id == "start":
            return self._start()
        if signal.id == "athlete":
            return Push(self.program.scenes.athletes())
        if signal.id == "sources":
            drill = self._brief.drill.drill
            return Push(
                self.program.scenes.message(Words.SOURCES_TITLE, list(_sources(drill)), bullet=_BULLET)
            )
        if signal.id == "back":
            return Pop()
        if signal.id == "aloud":
            self._read_aloud(on=bool(signal.value))
        if signal.id.startswith("mode "):
            modes = self._brief.drill.drill.modes
            self._mode = next(mode for mode in modes if signal.id == f"mode {mode}")
            self.refresh()
        return None

    def resumed(self, result: object) -> Transition | None:
        """From a run to its results; from something that was read, nowhere."""
        if isinstance(result, Athlete):
            self.program.athletes = (result.code,) if result.code else ()
            self.refresh()
            return None
        return None if result is None else self.program.scenes.after_run(result)

    def _read_aloud(self, *, on: bool) -> None:
        drill = self._brief.drill.drill
        if on:
            self._reader.read(spoken_text(drill), spoken_language(drill))
        else:
            self._reader.stop()
        self._aloud = on
        self.refresh()

    def _start(self) -> Transition:
        brief = self._brief
        self._reader.stop()
        try:
            request = self.program.request(Brief(brief.drill, self._mode, brief.seed, brief.walk_back_s))
        except PlanError as error:
            return Push(self.program.scenes.error(error))
        return self.program.take_over(request)

    def _look_around(self) -> Present:
        """The sound card is asked once, and only where it is needed: opening it takes a moment."""
        settings = self.program.settings
        kinds = input_kinds(settings.bindings.overrides())
        if self._present is not None:
            return replace(self._present, kinds=kinds)
        if not needs_sound(self._plan()):
            return Present(kinds)
        return Present(kinds, sound_problem(self.program.clock, settings.sound.path, settings.sound.buffer))

    def _plan(self) -> Plan:
        if self._mode not in self._plans:
            self._plans[self._mode] = self._brief.drill.plan(PREVIEW_SEED, self._mode)
        return self._plans[self._mode]

    # ---- parts

    def _buttons(self) -> dict[str, Button]:
        return {
            "start": Button(Words.START, "play", Kind.PRIMARY),
            "athlete": Button(self._whose()),
            "sources": Button(Words.SOURCES),
        }

    def _whose(self) -> str:
        named = (self.program.labels.get(code, code) for code in self.program.athletes)
        return " + ".join(named) or Words.GUEST

    def _shown(self, drill: Drill, plan: Plan) -> Shown:
        settings, present = self.program.settings, self._present or Present()
        bindings = Bindings.for_plan(plan, settings.bindings.overrides())
        facts = [Paragraph(amount_words(drill, plan), TextRole.SMALL)]
        if len(drill.modes) > 1:
            facts.append(Paragraph(Words.MODES[plan.mode], TextRole.SMALL))
        if heard := heard_words(drill, plan):
            facts.append(Paragraph(Words.HEARD.format(words=", ".join(heard)), TextRole.SMALL))
        facts += [Paragraph(each, TextRole.SMALL, ink=Ink.INFO) for each in _order_words(drill, plan)]
        missing = lacking(self._brief.drill.drill, plan, bindings, present.kinds, present.sound)
        missing = (*missing, *comfort(drill, plan, settings, (self.box.w, self.box.h)))
        facts += [Paragraph(each, TextRole.SMALL, ink=Ink.WARN, bullet=_WARNING) for each in missing]
        facts += [Paragraph(each, TextRole.SMALL, ink=Ink.INFO) for each in twin_words(drill, plan, settings)]
        return Shown(picture(drill, plan, bindings, present.kinds), tuple(facts))

    def _modes(self) -> dict[str, Chip]:
        drill = self._brief.drill.drill
        aloud = self._reader.can_read(spoken_language(drill))
        chips = {"aloud": Chip(Words.ALOUD, on=self._aloud)} if aloud else {}
        if len(drill.modes) < 2:
            return chips
        modes = {f"mode {mode}": Chip(MODE_NAMES[mode], on=mode == self._mode) for mode in drill.modes}
        return modes | chips

    def _wide(self, look: Look, body: Box, drill: Drill, shown: Shown) -> list[Placed]:
        """The picture takes what the facts and choices below it leave, and postures where there is room for them."""
        halves = columns(body, {"side": Share(0.9), "text": Share(1.25)}, look.gap)
        facts = ScrollArea(shown.facts, gap_share=0.008)
        tall, width = halves["side"].h, halves["side"].w
        modes = self._modes_height(look, width)
        wanted = min(facts.height_for(look, width), round(tall * FACTS_SHARE))
        left = tall - modes - wanted - look.gap
        parts: dict[str, Part] = {} if shown.picture.empty else {"picture": Share()}
        held = Postures(tuple(drill.postures))
        if held.names and shown.picture.empty:
            parts["postures"] = Share()
        elif held.names and left >= (PICTURE_LEAST + POSTURES_BELOW) * tall:
            parts["postures"] = Px(min(held.height_for(look, width), round(POSTURES_BELOW * tall)))
        parts["modes"] = Px(modes)
        parts["facts"] = Px(wanted) if len(parts) > 1 else Share()
        places = rows(halves["side"], parts, gap=look.gap // 3)
        beside = "postures" in places
        text = ScrollArea(tuple(_text(drill, look, halves["text"], postures=not beside)))
        return [
            *([Placed("postures", places["postures"], held)] if beside else []),
            *self._picture_and_modes(look, places, shown),
            Placed("facts", places["facts"], facts),
            Placed("text", halves["text"], text),
        ]

    def _tall(self, look: Look, body: Box, drill: Drill, shown: Shown) -> list[Placed]:
        """The picture above; the facts scroll with the text."""
        parts: dict[str, Part] = {}
        if not shown.picture.empty:
            parts["picture"] = Px(round(body.h * PICTURE_SHARE))
        parts["modes"] = Px(self._modes_height(look, body.w))
        parts["text"] = Share()
        places = rows(body, parts, gap=look.gap // 3)
        text = ScrollArea((*shown.facts, *_text(drill, look, places["text"])))
        return [*self._picture_and_modes(look, places, shown), Placed("text", places["text"], text)]

    def _picture_and_modes(self, look: Look, places: Boxes, shown: Shown) -> list[Placed]:
        placed = chip_flow(look, places["modes"], self._modes())
        if "picture" in places:
            placed.append(Placed("picture", places["picture"], TargetMap(shown.picture, Words.COACH_KEY)))
        return placed

    def _modes_height(self, look: Look, width: int) -> int:
        widths = [chip.width_for(look) for chip in self._modes().values()]
        return flow_height(width, widths, chip_height(look), look.gap // 4)


# ---- text


def _text(drill: Drill, look: Look, box: Box, *, postures: bool = True) -> Iterator[Still]:
    """The steps first and large, as the athlete needs them; what the coach reads below.

    `postures`: whether their pictures are among it.
    """
    text = drill.text
    about = listed([tr(COMPONENT_TITLES[drill.component]), LEVEL_NAMES[drill.level]])
    yield Paragraph(about, TextRole.SMALL, ink=Ink.INFO)
    yield Paragraph(text.summary, TextRole.BODY, ink=Ink.MUTED)
    summary = Paragraph(text.summary, TextRole.BODY).height_for(look, box.w)
    yield steps_for(tuple(text.instructions), look, box.w - 3 * look.gap, box.h - summary - 3 * look.gap)
    if drill.postures and postures:
        yield Postures(tuple(drill.postures))
    seen_from_above = drawing(drill)
    if seen_from_above is not None:
        yield Paragraph(Words.SETUP, TextRole.HEADING, bold=True)
        yield SetUp(seen_from_above)
        yield from (Paragraph(line, TextRole.BODY, bullet=_BULLET) for line in text.setup)
    sections: tuple[tuple[str, Sequence[str], Ink], ...] = (
        (Words.STOP, text.stop_when, Ink.WARN),
        (Words.SAFETY, text.safety, Ink.WARN),
        (Words.NOT_FOR, text.not_for, Ink.WARN),
        (Words.SETUP, text.setup if seen_from_above is None else [], Ink.TEXT),
        (Words.NEEDS, [kit_words(drill)] if drill.equipment else [], Ink.TEXT),
        (Words.SPACE, [drill.space] if drill.space else [], Ink.TEXT),
        (Words.COACHING, text.coaching, Ink.TEXT),
        (Words.FAULTS, text.faults, Ink.TEXT),
        (Words.CHECKLIST, drill.observer.checklist if drill.observer else [], Ink.TEXT),
        (Words.DOSE, [drill.dose.text] if drill.dose else [], Ink.TEXT),
    )
    for title, lines, ink in sections:
        if lines:
            yield Paragraph(title, TextRole.HEADING, ink=ink, bold=True)
            bullet = _WARNING if ink is Ink.WARN else _BULLET
            yield from (Paragraph(line, TextRole.BODY, bullet=bullet) for line in lines)


def _order_words(drill: Drill, plan: Plan) -> Iterator[str]:
    for side, names in orders(drill, plan):
        words = ", ".join(names)
        whole = Words.ORDER if side is None else Words.ORDER_OF
        yield whole.format(side=capital(side_words(side)), words=words)


def _sources(drill: Drill) -> Iterator[str]:
    for source in drill.sources:
        how = Words.OWN_CHOICE if source.marker == "G" else Words.READ.get(source.read or "", "")
        yield f"{source.text} ({how})" if how else source.text
