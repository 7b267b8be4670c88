"""Screens that show every widget with demanding contents, for the tests of what a page draws."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from reactdrill.app.layout import Box, Px, Share, columns, flow, flow_height, grid, grid_across, rows
from reactdrill.app.page import Placed
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets import (
    Button,
    Card,
    Chip,
    Column,
    Icon,
    Kind,
    Label,
    ListView,
    Middle,
    Paragraph,
    ProgressBar,
    Row,
    ScrollArea,
    Spread,
    Table,
    TextField,
    TrialMark,
    TrialStrip,
)
from reactdrill.draw.colours import PALETTE
from reactdrill.draw.shapes import CUE_SHAPES

Build = Callable[[Look, Box], Sequence[Placed]]

COMPONENTS = (
    ("Balance", "Stand, reach and tap on one leg", "6 drills", "ring"),
    ("Agility", "Cut, step and sprint to the cue", "13 drills", "arrow-up-right"),
    ("Rumpfstabilität", "Werfen, halten und drehen auf Zuruf", "4 Übungen", "diamond"),
    ("Movement pattern", "Mirror, squat, land and cut", "5 drills", "triangle"),
    ("Proprioception", "Unstable ground, eyes closed", "3 drills", "circle"),
    ("Reaction and cognition", "Press, hold back, choose, remember", "21 drills", "star"),
)
FILTERS = ("Visual", "Sound", "Jump", "No equipment", "Dance mat", "Beginner", "Under 5 min")
DRILLS = (
    Row("simple", "Simple visual", "One shape, one key: how fast can you be?", "3 min", "circle"),
    Row("auditory", "Simple auditory", "One tone, one key", "3 min", "ring"),
    Row("four", "Four-choice", "Four places, four keys", "4 min", "square"),
    Row("gonogo", "Go / no-go", "Press for the circle, hold back for the square", "5 min", "x"),
    Row("pvt", "Psychomotor vigilance", "Ten quiet minutes that show how awake you are", "10 min", "star"),
    Row("stroop", "Stroop", "Name the colour, not the word", "8 min", "diamond"),
    Row("box", "Box with home base", "Touch the corner, come back", "6 min", "plus"),
    Row("taps", "Gleichgewicht auf einem Bein", "Vier Ziele rundherum antippen", "2 x 30 s", "triangle"),
)
LEGEND = {"hit": "Hit", "miss": "Miss", "false_start": "False start", "wrong_target": "Wrong target"}


def trials(count: int = 40) -> tuple[TrialMark, ...]:
    rng = random.Random(3)
    marks = [TrialMark(n, "hit", rng.gauss(290, 30) + rng.expovariate(1 / 40)) for n in range(1, count + 1)]
    marks[6] = TrialMark(7, "miss")
    marks[12] = TrialMark(13, "false_start", 60.0)
    marks[29] = TrialMark(30, "wrong_target", 270.0)
    marks[34] = TrialMark(35, "hit", 1900.0)
    return tuple(marks)


MIDDLE = Middle(312, 298, 331, "312 ms")


def footer(look: Look, box: Box, *buttons: Button) -> list[Placed]:
    cells = grid(box, len(buttons), len(buttons), look.gap // 2)
    return [
        Placed(f"foot {i}", cell, button) for i, (button, cell) in enumerate(zip(buttons, cells, strict=True))
    ]


def frame(look: Look, box: Box, title: str) -> tuple[Box, list[Placed]]:
    """The title and the buttons of a screen, and what they leave for the rest."""
    foot = Button("x").height_for(look, 0)
    parts = rows(
        box.inset(2 * look.gap), {"title": Px(look.px(0.1)), "main": Share(), "foot": Px(foot)}, look.gap
    )
    placed = [Placed("title", parts["title"], Label(title, TextRole.TITLE, bold=True))]
    buttons = (
        Button("Start", "play", Kind.PRIMARY),
        Button("Show the plan", enabled=False),
        Button("Back", "chevron-left", Kind.QUIET),
    )
    return parts["main"], placed + footer(look, parts["foot"], *buttons)


def home(look: Look, box: Box) -> Sequence[Placed]:
    main, placed = frame(look, box, "reactdrill")
    cells = grid(main, 6, grid_across(main, 6, 1.8, look.gap // 2), look.gap // 2)
    cards = (Card(title, body, note, icon) for title, body, note, icon in COMPONENTS)
    return placed + [Placed(card.title, cell, card) for card, cell in zip(cards, cells, strict=True)]


def drills(look: Look, box: Box) -> Sequence[Placed]:
    main, placed = frame(look, box, "Reaction and cognition")
    chips = [Chip(word, on=i % 3 == 0) for i, word in enumerate(FILTERS)]
    widths, height, gap = (
        [chip.width_for(look) for chip in chips],
        chips[0].height_for(look, 0),
        look.gap // 4,
    )
    field = TextField("Search drills", "search")
    parts = rows(
        main,
        {
            "field": Px(field.height_for(look, main.w)),
            "chips": Px(flow_height(main.w, widths, height, gap)),
            "list": Share(),
        },
        look.gap // 2,
    )
    placed.append(Placed("field", parts["field"], field))
    places = flow(parts["chips"], widths, height, gap)
    placed += [Placed(chip.text, place, chip) for chip, place in zip(chips, places, strict=True)]
    return [*placed, Placed("list", parts["list"], ListView(DRILLS, "Nothing found"))]


def briefing(look: Look, box: Box) -> Sequence[Placed]:
    main, placed = frame(look, box, "Four-choice reaction")
    area = ScrollArea(
        (
            Paragraph(
                "A shape appears in one of four places. Press the key for that place as fast as you can."
            ),
            Paragraph("What to do", TextRole.HEADING, bold=True),
            Paragraph("Stand or sit so that all four keys are under your fingers.", bullet="1"),
            Paragraph("Look at the middle. Do not look at your hands.", bullet="2"),
            Paragraph("Safety", TextRole.HEADING, bold=True),
            Paragraph("Stop when your eyes or fingers hurt.", ink=Ink.WARN, bullet="diamond"),
            Paragraph("Reaktionsgeschwindigkeitsüberprüfung " * 4),
        )
    )
    bar = ProgressBar(0.3, "12 of 40")
    parts = rows(main, {"area": Share(), "bar": Px(bar.height_for(look, main.w))}, look.gap)
    return [*placed, Placed("area", parts["area"], area), Placed("bar", parts["bar"], bar)]


def results(look: Look, box: Box) -> Sequence[Placed]:
    main, placed = frame(look, box, "Four-choice, done")
    table = Table(
        (Column("", 1.6, figures=False), Column("n"), Column("Median"), Column("Best")),
        (("Left", "10", "301", "255"), ("Right", "10", "318", "270"), ("Vorne", "10", "309", "261")),
    )
    split = rows if box.portrait else columns
    halves = split(main, {"figures": Share(1), "plots": Share(1.2)}, 2 * look.gap)
    left = rows(
        halves["figures"],
        {"figure": Px(look.px(0.15)), "words": Px(look.px(0.05)), "table": Share()},
        look.gap // 2,
    )
    right = rows(halves["plots"], {"strip": Share(1.5), "spread": Share(1)}, look.gap)
    words = Label("median, 298 to 331 ms, 36 hits, 2 misses", ink=Ink.MUTED)
    times = tuple(mark.rt_ms for mark in trials() if mark.outcome == "hit" and mark.rt_ms is not None)
    return [
        *placed,
        Placed("figure", left["figure"], Label("312 ms", TextRole.FIGURE, bold=True)),
        Placed("words", left["words"], words),
        Placed("table", left["table"], table),
        Placed("strip", right["strip"], TrialStrip(trials(), MIDDLE, LEGEND)),
        Placed("spread", right["spread"], Spread(times[:30], MIDDLE)),
    ]


def shapes(look: Look, box: Box) -> Sequence[Placed]:
    main = box.inset(look.gap)
    cells = grid(main, len(CUE_SHAPES), grid_across(main, len(CUE_SHAPES), 1.2, look.gap), look.gap)
    placed = []
    for i, (name, cell) in enumerate(zip(CUE_SHAPES, cells, strict=True)):
        parts = rows(cell, {"shape": Share(), "name": Px(look.px(0.075))})
        placed.append(
            Placed(f"shape {name}", parts["shape"], Icon(name, list(PALETTE.values())[i % len(PALETTE)]))
        )
        placed.append(Placed(name, parts["name"], Label(name.replace("-", " "), TextRole.SMALL, across=0.5)))
    return placed


def cue_word(look: Look, box: Box) -> Sequence[Placed]:
    del look
    return [Placed("word", box, Label("LINKS", TextRole.CUE, bold=True, across=0.5))]


GALLERY: dict[str, Build] = {
    build.__name__: build for build in (home, drills, briefing, results, shapes, cue_word)
}
