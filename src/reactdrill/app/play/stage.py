"""The room a run needs: screen, sound and inputs opened for it, the journal begun, and all of it let go again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pygame

from reactdrill.app.figures.said import said
from reactdrill.app.play.corrected import corrected
from reactdrill.app.play.heartbeat import SLOW_BEAT_NS, Heartbeat
from reactdrill.app.play.interrupt import noticed_interrupts
from reactdrill.app.play.note import Note
from reactdrill.app.play.pods import RunPods
from reactdrill.app.play.progress import RunProgress
from reactdrill.app.play.request import Ending, RunOutcome, RunRequest
from reactdrill.app.play.show import RunShow, ShowEnd
from reactdrill.app.play.station_pods import StationPods
from reactdrill.app.play.unsaved import OVERCOME, GivingUp, words
from reactdrill.app.speech import speech_language
from reactdrill.app.theme import run_theme
from reactdrill.app.window import Window
from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.display_server import display_server
from reactdrill.devices.from_script import responder_for
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.markers import Markers, open_markers
from reactdrill.devices.refresh import RefreshMeasurement, measure_display
from reactdrill.devices.screen import Screen
from reactdrill.devices.sound import SoundDevice, needs_sound, open_sound
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.trial import Channel
from reactdrill.engine.run import Run
from reactdrill.errors import DeviceUnavailableError, MissingExtraError
from reactdrill.i18n import marked, tr
from reactdrill.live.clock import SystemClock, utc_now
from reactdrill.live.discipline import Discipline, run_discipline
from reactdrill.live.loop import Loop
from reactdrill.live.ports import CueDevice, Observer, ResponseDevice
from reactdrill.live.priority import NOT_ASKED
from reactdrill.live.watchdog import Watchdog, gap_limit_ns
from reactdrill.results.header import DrillInfo, RunHeader, software_versions, utc_text
from reactdrill.results.journal import JournalWriter
from reactdrill.station.settings import Settings

SIMULATED = marked("SIMULATED")
NO_SOUND = marked("No sound: {problem}")
LATELY = marked("Sound came through {output}: it is late by an unknown time")
LATE = {"tv": marked("television"), "bluetooth": marked("Bluetooth")}
"""Outputs that are late by what no software knows, in words."""


class Stage:
    """Plays runs in the program's window, one after the other."""

    def __init__(self, settings: Settings, clock: SystemClock, runs: Path | None = None) -> None:
        """`runs`: where journals go; None: the station's own folder."""
        self._settings = settings
        self._clock = clock
        self._runs = runs
        self._refresh: tuple[object, RefreshMeasurement] | None = None
        """What it was measured on, and the measurement."""
        self._discipline: Discipline | None = None
        self.pods = StationPods(settings, clock)
        """The station's pods, for the screens between runs too."""

    def play(self, window: Window, request: RunRequest) -> RunOutcome:
        """Do one run, from the countdown to its last trial.

        Raises `DeviceUnavailableError` when the drill cannot run with what is there, and `JournalError` when the
        run could not be kept from the start.
        """
        self.use(request.settings)
        wanted = self._settings.timing.priority
        with run_discipline(priority=wanted, server=display_server()) as self._discipline:
            return self._play(window, request)

    def use(self, changes: Mapping[str, Any]) -> None:
        """Sections of the settings that somebody has changed since the last run."""
        if any(getattr(self._settings, name) != section for name, section in changes.items()):
            self._settings = self._settings.model_copy(update=dict(changes))
            self.pods.use(self._settings)

    def _play(self, window: Window, request: RunRequest) -> RunOutcome:
        person = request.responder == "person"
        pods = None
        if person and self.pods.wanted:
            pods, request = self.pods.for_run(request, window)
        sound, notes = self._open_sound(request)
        stamper = self._settings.timing.stamper if person else "sdl"
        inputs = Inputs(self._clock, self._settings.bindings.overrides(), stamper=stamper)
        try:
            return _Playing(
                self, window, request, sound=sound, inputs=inputs, pods=pods, notes=notes
            ).outcome()
        finally:
            inputs.close()
            if pods is not None:
                pods.rest()
            if sound is not None:
                sound.close()

    def refresh(self, window: Window) -> RefreshMeasurement:
        """Time between flips, measured anew when the window has another size or is on another kind of display."""
        shown_on = (window.size, window.fullscreen, window.nominal_hz)
        if self._refresh is None or self._refresh[0] != shown_on:
            self._refresh = (shown_on, measure_display(window, self._clock, copied=window.copied))
        return self._refresh[1]

    @property
    def discipline(self) -> dict[str, Any]:
        """What holds during the run that is being played, for its journal."""
        held = self._discipline
        if held is None:
            return {}
        server = {} if held.server is NOT_ASKED else {"server_priority": held.server.granted}
        return {"priority": held.priority.granted, "why_not": held.priority.why_not, **server}

    @property
    def settings(self) -> Settings:
        """The station's settings."""
        return self._settings

    @property
    def clock(self) -> SystemClock:
        """The clock of every run."""
        return self._clock

    @property
    def runs(self) -> Path | None:
        """Where journals go."""
        return self._runs

    def _open_sound(self, request: RunRequest) -> tuple[SoundDevice | None, list[Note]]:
        said = self._settings.sound
        try:
            sound = open_sound(
                self._clock,
                path=said.path,
                buffer=said.buffer,
                volume=said.volume,
                language=speech_language(self._settings),
            )
        except DeviceUnavailableError as error:
            if needs_sound(request.plan):
                hint = tr("connect a sound device, or choose a drill without sound")
                problem = tr("this drill gives its cues by sound: {problem}", problem=error.problem)
                raise DeviceUnavailableError("sound", problem, hint) from error
            return None, [Note(NO_SOUND, {"problem": error.problem})]
        late = LATE.get(_kind(said.output, sound))
        if late is not None and needs_sound(request.plan):
            return sound, [Note(LATELY, {"output": Note(late)})]
        return sound, []


class _Playing:
    """One run being played."""

    def __init__(
        self,
        stage: Stage,
        window: Window,
        request: RunRequest,
        *,
        sound: SoundDevice | None,
        inputs: Inputs,
        pods: RunPods | None,
        notes: list[Note],
    ) -> None:
        self._stage = stage
        self._window = window
        self._request = request
        self._sound = sound
        self._inputs = inputs
        self._pods = pods
        self._simulated = request.simulated or (pods is not None and pods.simulated)
        self._notes = notes + (pods.notes if pods is not None else [])
        person = request.responder == "person"
        self._corrected = corrected(
            window,
            sound,
            stage.settings.sound,
            inputs,
            request.plan,
            person=person,
            pods=pods is not None,
        )
        self._notes += self._corrected.notes
        titles = {target.name: target.title or target.name for target in said(request.drill.drill).targets}
        self._progress = RunProgress(request.plan, titles)

    def outcome(self) -> RunOutcome:
        """Play it, and say what came of it."""
        request, stage = self._request, self._stage
        refresh = stage.refresh(self._window)
        calibration = self._corrected.calibration
        self._inputs.correct(calibration.input_corrections)
        if self._sound is not None:
            self._sound.correct(calibration.cue("sound"))
        screen = Screen(self._window, stage.clock, refresh=refresh, correction=calibration.cue("screen"))
        header = self._header(refresh)
        journal = JournalWriter.create(header, stage.runs)
        responder, observers = self._responder()
        giving_up = GivingUp()
        markers = self._markers(header)
        loop = Loop(
            Run(request.plan),
            stage.clock,
            cues=self._cues(screen),
            inputs=responder,
            journal=journal,
            observers=(self._progress, giving_up, *observers, *markers),
            watchdog=Watchdog(limit_ns=gap_limit_ns(refresh.frame_ns)),
        )
        if request.simulated:
            giving_up.loop = loop
        end = ShowEnd(begun=False)
        try:
            with noticed_interrupts(stage.clock) as interrupted:
                end = self._show(loop, screen, interrupted).play(self._walk_back_s())
        finally:
            trouble = loop.trouble
            loop.stop()
            for each in markers:
                each.close()
            if not end.begun and not self._progress.trials:
                journal.path.unlink(missing_ok=True)
        self._notes += map(Note, self._inputs.troubles())
        saved = loop.trouble is trouble  # closing tries everything again
        if loop.trouble is not None:
            self._notes.append(Note(OVERCOME if saved else words(loop.trouble, journal.unsaved_lines)))
        told = self._told(end, loop, header, journal.path, saved=saved)
        return replace(told, interrupted=interrupted())

    def _told(self, end: ShowEnd, loop: Loop, header: RunHeader, path: Path, *, saved: bool) -> RunOutcome:
        if not end.begun:
            return RunOutcome(self._request, "cancelled", quit=end.quit)
        aborted = any(finish.reason == "aborted" for finish in loop.finishes)
        ending: Ending = "aborted" if aborted else "complete"
        return RunOutcome(
            self._request,
            ending,
            header,
            path,
            tuple(self._progress.trials),
            tuple(self._progress.strays),
            quit=end.quit,
            saved=saved,
            notes=tuple(note.shown for note in self._notes),
        )

    def _show(self, loop: Loop, screen: Screen, interrupted: Callable[[], bool]) -> RunShow:
        settings = self._stage.settings
        spoken = self._sound is not None and settings.run.spoken_countdown
        return RunShow(
            loop,
            screen,
            self._progress,
            window=self._window,
            clock=self._stage.clock,
            theme=run_theme(settings.display.theme),
            inputs=self._inputs,
            title=said(self._request.drill.drill).title,
            marked=tr(SIMULATED) if self._simulated else "",
            speak=self._sound.speak if spoken and self._sound is not None else None,
            interrupted=interrupted,
            pods=self._pods,
        )

    def _walk_back_s(self) -> float:
        if self._request.walk_back_s is not None:
            return self._request.walk_back_s
        return 0.0 if self._request.simulated else self._stage.settings.run.walk_back_s

    def _cues(self, screen: Screen) -> dict[Channel, CueDevice]:
        heard: CueDevice = self._sound or VirtualCues(self._stage.clock)
        lit = screen if self._pods is None else self._pods.lights(screen)
        return {"screen": screen, "light": lit, "sound": heard}

    def _responder(self) -> tuple[list[ResponseDevice], list[Observer]]:
        """Who answers, and who of them must watch the run."""
        request, clock = self._request, self._stage.clock
        if request.responder == "person":
            inputs: list[ResponseDevice] = [self._inputs, Heartbeat(clock, SLOW_BEAT_NS)]
            if self._pods is None:
                return inputs, []
            return [*inputs, self._pods.device], [self._pods.device]
        if request.responder == "script" and request.script is not None:
            scripted = responder_for(request.script, clock)
            return [scripted, Heartbeat(clock)], [scripted]
        athlete = SimulatedAthlete(clock, seed=request.plan.seed or 0)
        return [athlete, Heartbeat(clock)], [athlete]

    def _markers(self, header: RunHeader) -> list[Markers]:
        """What tells other programs of the run; nobody does unless the settings ask for it."""
        if not self._stage.settings.lsl.outlet:
            return []
        try:
            return [open_markers(self._stage.clock, header.run, header.drill.name)]
        except MissingExtraError as error:
            self._notes.append(Note(str(error)))
            return []

    def _header(self, refresh: RefreshMeasurement) -> RunHeader:
        request, stage = self._request, self._stage
        drill = request.drill.drill
        return RunHeader(
            started_utc=utc_text(utc_now()),
            origin=request.origin,
            simulated=self._simulated,
            athlete=request.athlete,
            mode=request.plan.mode,
            drill=DrillInfo(
                drill.name,
                drill.title,
                drill.version,
                drill.component,
                request.drill.sha256,
                request.drill.text,
            ),
            plan=request.plan,
            seed=request.plan.seed,
            station={
                "settings": stage.settings.model_dump(mode="json", exclude={"folders", "store"}),
                "setup": self._corrected.setup.to_json(),
                "discipline": stage.discipline,
            },
            calibration=self._corrected.calibration.to_header(),
            devices=self._devices(),
            software=software_versions(),
            display={
                "driver": pygame.display.get_driver(),
                "size_px": list(self._window.size),
                "fullscreen": self._window.fullscreen,
                "refresh": {**asdict(refresh), "paced": refresh.paced},
            },
            options=dict(request.options),
            note="; ".join(note.english for note in self._notes),
        )

    def _devices(self) -> tuple[dict[str, Any], ...]:
        found: list[dict[str, Any]] = [{"name": "screen", "source": "flip"}]
        found.append(_sound_facts(self._stage.settings.sound.output, self._sound))
        if self._request.responder != "person":
            return (*found, {"name": self._request.responder})
        return (*found, *self._inputs.described(), *(self._pods.facts() if self._pods is not None else ()))


def _kind(told: str, sound: SoundDevice) -> str:
    """What the sound comes out of: what the settings say, or what the system does where they say nothing special."""
    return sound.facts.kind if told == "speakers" else told


def _sound_facts(told: str, sound: SoundDevice | None) -> dict[str, Any]:
    """The sound's line in the run's header."""
    if sound is None:
        return {"name": "sound", "source": "none", "output": told}
    facts = sound.facts
    return {
        "name": "sound",
        "source": sound.name,
        "output": _kind(told, sound),
        "device": facts.device,
        "language": sound.language,
        "ahead_ns": facts.ahead_ns,
        "uncertainty_ns": sound.uncertainty_ns,
    }
