"""What every screen of the program works with, and the way in: `run_program`.

The first frame comes before everything that can wait. Drills are read, journals caught up with and the store opened
in the background, which stands still while a run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from secrets import randbits
from typing import TYPE_CHECKING, Literal

from reactdrill.app.announcer import Silence, Voice
from reactdrill.app.archive import Archive, Caught
from reactdrill.app.background import Background, Checkpoint, Job
from reactdrill.app.coach.group import Group
from reactdrill.app.figures.duration import circuit_ns
from reactdrill.app.figures.filters import Filters
from reactdrill.app.play.request import RunOutcome, RunRequest
from reactdrill.app.remote import NoRemote
from reactdrill.app.runner import App
from reactdrill.app.scene import TakeOver
from reactdrill.app.speech import interface_language
from reactdrill.app.theme import THEMES, Theme
from reactdrill.app.window import Window, WindowOptions
from reactdrill.drill.circuit import CircuitFile, load_circuit
from reactdrill.drill.file import DrillFile, read_drill
from reactdrill.drill.library import Library
from reactdrill.drill.model import COMPONENT_TITLES
from reactdrill.drill.trial import Mode
from reactdrill.drill.twins import twinned, why_not_twinned
from reactdrill.drill.values import Strict
from reactdrill.errors import CircuitFileError, DrillFileError, ReactDrillError
from reactdrill.i18n import ENGLISH, tr, use_language
from reactdrill.live.clock import SystemClock
from reactdrill.live.ports import Clock
from reactdrill.results.comparison import TWIN, WITHOUT
from reactdrill.station.places import Folders
from reactdrill.station.settings import DisplaySettings, Settings, load_settings, save_settings

if TYPE_CHECKING:
    from reactdrill.app.scenes.routes import Scenes

Play = Callable[[Window, RunRequest], RunOutcome]
SEED_BITS = 32
TEXT_SCALES = (1.0, 1.15)
"""Least and most that the viewing distance does to text: beyond it screens would have to scroll for every line."""
NEAR_M, HIGH_CM = 3.0, 30.0
"""The distance and the picture height that the text sizes of the theme are made for."""


def fresh_seed() -> int:
    """A seed that nobody can know beforehand, short enough to be written down."""
    return randbits(SEED_BITS)


@dataclass(frozen=True, slots=True)
class Brief:
    """A drill to explain, and what has been settled of its run already."""

    drill: DrillFile
    mode: Mode | None = None
    """None: the drill's first."""
    seed: int | None = None
    """For the next run only; None: a fresh one."""
    walk_back_s: float | None = None


Shelf = Literal["favourites", "last used"]
"""A part of the drills that somebody has made by hand or by use."""
Start = Literal["home"] | Brief | RunRequest | CircuitFile
"""What the program opens with: the menu, the briefing of a drill or a circuit, or a run at once."""


@dataclass(frozen=True, slots=True)
class RunFailed:
    """A run that could not be done."""

    request: RunRequest
    error: ReactDrillError


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every drill there is, and the files that cannot be used."""

    drills: tuple[DrillFile, ...]
    broken: tuple[DrillFileError, ...] = ()


@dataclass(frozen=True, slots=True)
class Circuits:
    """Every circuit there is, and the files that cannot be used."""

    circuits: tuple[CircuitFile, ...]
    broken: tuple[CircuitFileError, ...] = ()
    lengths_ns: Mapping[str, int] = field(default_factory=dict)
    """How long each takes, roughly, by name: every drill in it is planned for that."""


@dataclass
class Browsing:
    """Where somebody is in the list of drills, kept while they look at one."""

    search: str = ""
    component: str | None = None
    chosen: str | None = None
    filters: Filters = field(default_factory=Filters)
    shelf: Shelf | None = None
    """None: drills from everywhere."""


def keep_change(section: str, values: Mapping[str, object]) -> None:
    """Write a change into the station's settings file, beside what else stands there."""
    save_settings(changed(load_settings().settings, section, values))


@dataclass
class Program:
    """The context of all scenes. `play` does a run in the program's window and comes back when it is over."""

    settings: Settings
    library: Library
    play: Play
    clock: Clock = field(default_factory=SystemClock)
    folders: Folders | None = None
    """None: as the settings say."""
    new_seed: Callable[[], int] = fresh_seed
    notices: tuple[str, ...] = ()
    """What has to be told on the first screen, such as settings that cannot be used; a line each."""
    remote: NoRemote = field(default_factory=NoRemote)
    """Pods that press what a screen says, between runs."""
    voice: Voice = field(default_factory=Silence)
    """What speaks outside of runs."""
    keep: Callable[[str, Mapping[str, object]], None] = keep_change
    """Writes a change of one section into the station's settings file."""
    background: Background = field(default_factory=Background)
    browsing: Browsing = field(default_factory=Browsing)
    group: Group = field(default_factory=Group)
    """Whom a coach trains today."""
    labels: dict[str, str] = field(default_factory=dict)
    """What athletes are called on screens, by code; whoever has not been looked up goes by the code."""
    athletes: tuple[str, ...] = ()
    """Codes of those who train, outside of a coach's group: one, or one for each lane; none: a guest."""
    changes: dict[str, Strict] = field(default_factory=dict)
    """Sections of the settings that have been changed since the program began: the next run takes them over."""
    outcomes: list[RunOutcome] = field(default_factory=list)
    """Every run since the program began, cancelled ones too."""
    latest: Job[Caught] = field(init=False)
    """The last look at the journals; the first one waits for `begin`."""
    exit_code: int = 0
    """Of the last run that could not be done; 0 after one that was."""

    def __post_init__(self) -> None:
        """Queue what every program begins with."""
        self.catch_up()

    @cached_property
    def archive(self) -> Archive:
        """The results."""
        return Archive(self.folders_now)

    @property
    def folders_now(self) -> Folders:
        """Where the results are."""
        return self.folders or Folders.of(self.settings)

    @cached_property
    def scenes(self) -> Scenes:
        """The way from screen to screen."""
        from reactdrill.app.scenes.routes import Scenes  # noqa: PLC0415 - every scene knows the program

        return Scenes(self)

    @cached_property
    def catalogue(self) -> Job[Catalogue]:
        """The drills, being read since this was first asked for."""
        return self.background.add(tr("Reading the drills"), self._read_drills)

    @cached_property
    def circuits(self) -> Job[Circuits]:
        """The circuits, being read since this was first asked for."""
        return self.background.add(tr("Reading the circuits"), self._read_circuits)

    def forget_drills(self) -> None:
        """There are other drills or circuits now: they are read again when they are asked for."""
        for read in ("catalogue", "circuits"):
            self.__dict__.pop(read, None)

    def begin(self) -> None:
        """The first frame has been seen: do what could wait."""
        self.background.begin()

    def end(self) -> None:
        """Give up what is going on in the background, and let go of the results."""
        self.background.close()
        self.archive.close()

    def catch_up(self) -> None:
        """Look for journals that the results do not have yet."""
        self.latest = self.background.add(tr("Looking for new results"), self.archive.catch_up)

    # ---- settings

    def change(self, section: str, **values: object) -> None:
        """Change a section of the settings from now on, and in the file.

        Raises `SettingsFileError` and `FolderError` when it cannot be written; then it holds until the program ends.
        """
        self.settings = changed(self.settings, section, values)
        self.changes[section] = getattr(self.settings, section)
        self.keep(section, values)

    @property
    def style(self) -> tuple[Theme, float]:
        """The theme, and how much larger text is to be."""
        display = self.settings.display
        return THEMES[display.theme], text_scale(display)

    def remember(self, window: Window) -> None:
        """Keep the size of the window for the next time; one that cannot be kept is no loss."""
        display = self.settings.display
        now = {"fullscreen": window.fullscreen, "size": list(window.windowed_size)}
        before = {"fullscreen": display.fullscreen, "size": display.size}
        if now != before:
            with suppress(ReactDrillError):
                self.change("display", **now)

    # ---- runs

    def request(self, brief: Brief, athletes: int | None = None) -> RunRequest:
        """The run of a briefing, with a lane for each of so many; None: by those whom the program was begun for.

        Raises `PlanError`.
        """
        seed = self.new_seed() if brief.seed is None else brief.seed
        drill = brief.drill
        options = {"changes": dict(drill.changes)} if drill.changes else {}
        mine = 1 if drill.drill.lanes else max(1, len(self.athletes))
        plan = drill.plan(seed, brief.mode, mine if athletes is None else athletes)
        request = RunRequest(drill, plan, walk_back_s=brief.walk_back_s, options=options)
        return self._with_twins(request.by(self.athletes) if athletes is None else request)

    def again(self, request: RunRequest) -> RunRequest:
        """The same run with a fresh plan; a script's plan stays as it is written. Raises `PlanError`."""
        if request.script is not None:
            return request
        count = 1 if request.drill.drill.lanes else len(request.plan.lanes)
        plan = request.drill.plan(self.new_seed(), request.plan.mode, count)
        return self._with_twins(replace(request, plan=plan))

    def _with_twins(self, request: RunRequest) -> RunRequest:
        """With cues that come twice, where the station wants that and the drill can be done so."""
        twin = self.settings.sound.twin
        options = {name: value for name, value in request.options.items() if name not in (TWIN, WITHOUT)}
        if twin == "off" or why_not_twinned(request.drill.drill, request.plan, twin):
            return replace(request, options=options)
        return replace(request, plan=twinned(request.plan, twin), options={**options, TWIN: twin})

    def take_over(self, request: RunRequest) -> TakeOver:
        """Hand the window to a run; what comes back is a `RunOutcome` or a `RunFailed`."""
        return TakeOver(lambda window: self.run(window, replace(request, settings=dict(self.changes))))

    def run(self, window: Window, request: RunRequest) -> RunOutcome | RunFailed:
        """Do a run while nothing else goes on."""
        self.background.pause()
        try:
            outcome = self.play(window, request)
        except ReactDrillError as error:
            self.exit_code = error.exit_code
            return RunFailed(request, error)
        finally:
            self.background.resume()
        self.exit_code = 0
        self.outcomes.append(outcome)
        if outcome.path is not None:
            self.catch_up()
        return outcome

    def _read_drills(self, checkpoint: Checkpoint) -> Catalogue:
        """As the library's own walk over its files, one checkpoint after each."""
        good: list[DrillFile] = []
        broken: list[DrillFileError] = []
        paths = tuple(self.library.paths().values())
        for number, path in enumerate(paths, start=1):
            try:
                good.append(read_drill(path, self.library.find))
            except DrillFileError as error:
                broken.append(error)
            checkpoint(number, len(paths))
        return Catalogue(tuple(sorted(good, key=_by_component)), tuple(broken))

    def _read_circuits(self, checkpoint: Checkpoint) -> Circuits:
        good: list[CircuitFile] = []
        lengths_ns: dict[str, int] = {}
        broken: list[CircuitFileError] = []
        paths = tuple(self.library.circuit_paths().values())
        for number, path in enumerate(paths, start=1):
            try:
                good.append(load_circuit(path, self.library.load))
            except CircuitFileError as error:
                broken.append(error)
            else:
                lengths_ns[good[-1].circuit.name] = circuit_ns(good[-1])
            checkpoint(number, len(paths))
        ordered = sorted(good, key=lambda each: each.circuit.title)
        return Circuits(tuple(ordered), tuple(broken), lengths_ns)


_COMPONENTS = tuple(COMPONENT_TITLES)


def _by_component(each: DrillFile) -> tuple[int, str]:
    return _COMPONENTS.index(each.drill.component), each.drill.title


def changed(settings: Settings, section: str, values: Mapping[str, object]) -> Settings:
    """The settings with other values in one section."""
    before: Strict = getattr(settings, section)
    after = type(before).model_validate({**before.model_dump(), **values})
    return settings.model_copy(update={section: after})


def window_options(display: DisplaySettings) -> WindowOptions:
    """How the settings want the window."""
    width, height = display.size
    return WindowOptions((width, height), fullscreen=display.fullscreen, display=display.display)


def text_scale(display: DisplaySettings) -> float:
    """How much larger text has to be for who stands farther away or has a smaller picture than most."""
    least, most = TEXT_SCALES
    if display.text_size != "distance":
        return most if display.text_size == "large" else least
    wanted = display.viewing_distance_m / NEAR_M * HIGH_CM / display.screen_height_cm
    return min(most, max(least, wanted))


def run_program(program: Program, first: Start = "home") -> int:
    """Open the window, show `first` and go on until the person leaves; returns the exit code.

    Raises `DeviceUnavailableError` when there is no display.
    """
    display = program.settings.display
    window = Window(window_options(display))
    use_language(interface_language(program.settings))
    try:
        app = App(
            window,
            program.scenes.first(first),
            program.clock.now_ns,
            style=lambda: program.style,
            profiles=lambda: program.settings.bindings.overrides().profiles,
            remote=program.remote,
        )
        app.step([])
        program.begin()
        app.run()
        program.remember(window)
    finally:
        program.end()
        window.close()
        use_language(ENGLISH)  # what is printed after it is for the terminal
    return program.exit_code
