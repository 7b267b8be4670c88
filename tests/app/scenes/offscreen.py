"""The program off-screen, with real drills, real runs of a simulated athlete, and a person's hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pygame

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import screen
from reactdrill.app.page import Page
from reactdrill.app.play.request import Ending, RunOutcome, RunRequest
from reactdrill.app.program import Program
from reactdrill.app.runner import App
from reactdrill.app.scene import PageScene, Scene
from reactdrill.app.theme import DARK, Look, Theme
from reactdrill.app.window import Window, WindowOptions
from reactdrill.devices.athlete import AthleteProfile, SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.library import Library
from reactdrill.engine.record import StrayRecord, TrialRecord
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.header import DrillInfo, RunHeader
from reactdrill.results.journal import JournalWriter, MemoryJournal
from reactdrill.results.lines import decode_line
from reactdrill.station.places import Folders
from reactdrill.station.settings import Settings

SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (700, 900), (720, 1280))
STARTED = "2026-03-01T09:30:00.000Z"
SECOND = 1_000_000_000


def header_for(request: RunRequest, *, run: str = "a" * 32, started_utc: str = STARTED) -> RunHeader:
    """As the stage of a run writes it."""
    file = request.drill
    drill = file.drill
    info = DrillInfo(drill.name, drill.title, drill.version, drill.component, file.sha256, file.text)
    return RunHeader(
        run=run,
        started_utc=started_utc,
        origin=request.origin,
        simulated=request.simulated,
        athlete=request.athlete,
        mode=request.plan.mode,
        drill=info,
        plan=request.plan,
        seed=request.plan.seed,
    )


def simulate(
    request: RunRequest,
    *,
    seed: int = 7,
    profile: AthleteProfile | None = None,
    ending: Ending = "complete",
    keep: int | None = None,
    folder: Path | None = None,
    notes: tuple[str, ...] = (),
    run: str = "a" * 32,
    started_utc: str = STARTED,
) -> RunOutcome:
    """A run through the real engine in virtual time; into a journal below `folder`, where one is given."""
    clock = VirtualClock()
    athlete = SimulatedAthlete(clock, seed, profile)
    header = header_for(request, run=run, started_utc=started_utc)
    journal = MemoryJournal(header) if folder is None else JournalWriter.create(header, folder)
    run_headless(
        request.plan, clock, cues=VirtualCues(clock), inputs=[athlete], journal=journal, observers=[athlete]
    )
    path = journal.path if isinstance(journal, JournalWriter) else None
    lines = path.read_bytes().splitlines() if path is not None else journal.lines  # type: ignore[union-attr]
    items = [decode_line(line) for line in lines]
    trials = tuple(each for each in items if isinstance(each, TrialRecord))
    strays = tuple(each for each in items if isinstance(each, StrayRecord))
    return RunOutcome(
        request, ending, header, path or Path("memory.jsonl"), trials[:keep], strays, notes=notes
    )


def run_id(number: int) -> str:
    """A run's id; the first eight digits are part of its file's name."""
    return f"{number:08x}" * 4


class FakePlay:
    """Stands in for the run: notes what was asked for and answers with a simulated run, or as it is told."""

    def __init__(self, folder: Path | None = None) -> None:
        self.requests: list[RunRequest] = []
        self.answer: Callable[[RunRequest], RunOutcome] | None = None
        self._folder = folder

    def __call__(self, window: Window, request: RunRequest) -> RunOutcome:
        assert window.size
        self.requests.append(request)
        if self.answer is not None:
            return self.answer(request)
        number = len(self.requests)
        started_utc = f"2026-03-01T10:{number:02d}:00.000Z"
        return simulate(
            request, seed=number, folder=self._folder, run=run_id(number), started_utc=started_utc
        )


def program(folder: Path, play: FakePlay | None = None, **more: object) -> Program:
    """A program whose results stand below `folder`."""
    folders = Folders(folder)
    settings = more.pop("settings", Settings())
    library = more.pop("library", Library.standard())
    return Program(settings, library, play or FakePlay(folders.runs), folders=folders, **more)  # type: ignore[arg-type]


def drawn(scene: Scene, size: tuple[int, int], theme: Theme = DARK, text_scale: float = 1.0) -> Canvas:
    """A scene as it is seen at a size."""
    look = Look(theme, min(size), text_scale)
    scene.enter(look, screen(*size))
    canvas = Canvas(pygame.Surface(size), look)
    scene.draw(canvas)
    return canvas


def finish_background(one: Program) -> None:
    """Do in this thread what waits to be done, and nothing more beside it."""
    while one.background.do_next():
        pass


class Hands:
    """Presses keys in a running app, one round each, and lets the background finish in between."""

    KEYS = {  # noqa: RUF012 - a table
        name: getattr(pygame, f"K_{key}")
        for name, key in {
            "accept": "RETURN",
            "back": "ESCAPE",
            "up": "UP",
            "down": "DOWN",
            "left": "LEFT",
            "right": "RIGHT",
            "tab": "TAB",
        }.items()
    }

    def __init__(self, one: Program, first: Scene, size: tuple[int, int] = (1280, 720)) -> None:
        self.program = one
        self.window = Window(WindowOptions(size, vsync=False))
        self.now_ns = 0
        self.app = App(self.window, first, lambda: self.now_ns, style=lambda: one.style)
        self.open = self.app.step([])

    @property
    def top(self) -> Scene:
        scene = self.app.stack.top
        assert scene is not None
        return scene

    def at(self, kind: type[Scene]) -> bool:
        """Whether a scene of this kind is on top."""
        return isinstance(self.top, kind)

    @property
    def page(self) -> Page:
        """The widgets of the top scene."""
        assert isinstance(self.top, PageScene)
        return self.top.page

    @property
    def texts(self) -> list[str]:
        """What can be read now."""
        assert self.app.canvas is not None
        return [each.text for each in self.app.canvas.texts]

    def press(self, *names: str) -> None:
        for name in names:
            key = self.KEYS[name]
            self.events(pygame.event.Event(pygame.KEYDOWN, key=key, mod=0))
            self.events(pygame.event.Event(pygame.KEYUP, key=key, mod=0))

    def take(self, widget: str = "list") -> None:
        """Accept something by the keyboard, wherever the focus was."""
        self.page.focus_on(widget)
        self.press("accept")

    def type(self, text: str) -> None:
        for letter in text:
            self.events(pygame.event.Event(pygame.TEXTINPUT, text=letter))

    def click(self, widget: str) -> None:
        """Press and let go in the middle of a widget of the page."""
        box = next(each.box for each in self.page.placed if each.id == widget)
        at = (round(box.cx), round(box.cy))
        self.events(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
        self.events(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        self.events(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))

    def events(self, *events: pygame.event.Event) -> None:
        self.wait(events)

    def wait(self, events: Iterable[pygame.event.Event] = ()) -> None:
        """One round, half a second later than the last."""
        self.now_ns += SECOND // 2
        self.open = self.app.step(list(events))
        if self.open:
            finish_background(self.program)
            self.now_ns += SECOND // 2
            self.open = self.app.step([])

    def close(self) -> None:
        self.program.end()
        self.window.close()


def simulated(request: RunRequest) -> RunRequest:
    """The same run, answered by a simulated athlete."""
    return replace(request, responder="simulated", origin="demo")
