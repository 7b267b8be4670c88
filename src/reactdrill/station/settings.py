"""The station's settings: a TOML file that a person can edit.

A key that is unknown and a value that cannot be used are reported with file and line and replaced by the default,
in memory only: the file is written by `save_settings` alone, which changes what was changed and keeps the rest,
comments and unknown keys included.
"""

from __future__ import annotations

import copy
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import PydanticCustomError

from reactdrill.drill.toml_file import TomlText, parse_toml, problems_of
from reactdrill.drill.values import Slug, Strict
from reactdrill.errors import Problem, SettingsFileError
from reactdrill.i18n.choice import AUTO, LANGUAGES
from reactdrill.station.bindings import BindingOverrides, PadProfile
from reactdrill.station.controls import control_problem
from reactdrill.station.folders import advice, config_dir, private_folder, reason
from reactdrill.station.toml_edit import CannotEditError, KeyPath, Value, delete_value, set_value

FILE_NAME = "settings.toml"


WindowSize = Annotated[list[Annotated[int, Field(ge=320, le=16384)]], Field(min_length=2, max_length=2)]


class DisplaySettings(Strict):
    """The window and what the athlete sees of it."""

    fullscreen: bool = False
    size: WindowSize = Field(default_factory=lambda: [1280, 720])
    """Width and height of the window, px; fullscreen takes the display's own."""
    display: Annotated[int, Field(ge=0, le=15)] = 0
    """Which display, from 0."""
    viewing_distance_m: Annotated[float, Field(ge=0.3, le=30)] = 3.0
    screen_height_cm: Annotated[float, Field(ge=5, le=1000)] = 30.0
    """Height of the picture; a 24" screen has 30 cm."""
    theme: Literal["dark", "light", "high-contrast", "colour-safe"] = "dark"
    """Of the menus; a run is always dark, because the colours of cues are made for that."""
    text_size: Literal["distance", "normal", "large"] = "distance"
    """`distance`: as large as distance and picture height ask for."""
    reduced_motion: bool = False
    """Briefings warn of drills whose cues move."""


class SoundSettings(Strict):
    """What is heard and through what."""

    volume: Annotated[float, Field(ge=0, le=1)] = 0.8
    path: Literal["auto", "stream", "mixer"] = "auto"
    """`stream`: onsets are known to a fraction of a millisecond. `auto`: that, and the mixer where there is none."""
    buffer: Literal[64, 128, 256, 512, 1024, 2048] = 256
    """Samples in the mixer's buffer: fewer are quicker, more crackle less."""
    output: Literal["speakers", "tv", "bluetooth"] = "speakers"
    """Television and Bluetooth sound comes late by an unknown time; results say so."""
    twin: Literal["off", "sound", "screen"] = "off"
    """`sound`: what is seen is heard as well. `screen`: what is heard is seen as well. Such runs are a condition of
    their own."""


class RunSettings(Strict):
    """How a run starts."""

    walk_back_s: Annotated[float, Field(ge=0, le=300)] = 10.0
    """Time to walk from the keyboard to the place."""
    spoken_countdown: bool = True


class TimingSettings(Strict):
    """How a run is timed."""

    stamper: Literal["auto", "x11", "evdev", "sdl"] = "auto"
    """What times keys and gamepads; `auto`: the best that the system lets us use."""
    priority: bool = True
    """Ask the system to run reactdrill before other programs during a run."""


def _good_control(control: str) -> str:
    problem = control_problem(control)
    if problem is not None:
        raise PydanticCustomError("control", "{problem}; {hint}", {"problem": problem[0], "hint": problem[1]})
    return control


def _good_device(device: str) -> str:
    if re.fullmatch(r"(key|pad|mat)\d{1,2}", device) is None:
        raise PydanticCustomError(
            "device", "{name} is not a device; write pad0, mat1 or key0", {"name": repr(device)}
        )
    return device


def _good_profile(said: dict[str, str]) -> dict[str, str]:
    """`kind`, and places with the buttons, hats or axes that they are on this device."""
    kind = said.get("kind")
    if kind not in ("pad", "mat"):
        raise PydanticCustomError("profile", 'kind = "pad" or kind = "mat" is wanted')
    for place, control in said.items():
        if place == "kind":
            continue
        problem = control_problem(f"{kind}:{place}") or control_problem(f"pad:{control}")
        if problem is not None:
            words = {"place": place, "problem": problem[0], "hint": problem[1]}
            raise PydanticCustomError("profile", "{place}: {problem}; {hint}", words)
    return said


def _good_language(code: str) -> str:
    if code not in (AUTO, *LANGUAGES):
        known = ", ".join((AUTO, *LANGUAGES))
        raise PydanticCustomError(
            "language",
            "{name} is not a language we have; write one of {known}",
            {"name": repr(code), "known": known},
        )
    return code


Control = Annotated[str, AfterValidator(_good_control)]
Language = Annotated[str, AfterValidator(_good_language)]
Device = Annotated[str, AfterValidator(_good_device)]
Profile = Annotated[dict[str, str], AfterValidator(_good_profile)]


class PodSettings(Strict):
    """LED pods. Which pod is which target stands in `bindings.targets`, as `pod:3`."""

    ports: list[str] = Field(default_factory=list)
    """The controllers' ports in the order in which their pods are numbered, or `sim:6`; empty: no pods."""
    brightness: Annotated[float, Field(gt=0, le=1)] = 1.0
    left_out: list[Annotated[int, Field(ge=1, le=99)]] = Field(default_factory=list)
    """Pods that do not work and are not used: drills go on with the others."""
    ttl_marks: bool = False
    """A pulse on the controllers' TTL output at each cue of screen and speakers, for an oscilloscope."""


class BindingSettings(Strict):
    """Controls that differ from the defaults."""

    targets: dict[str, list[Control]] = Field(default_factory=dict)
    actions: dict[Literal["pause", "coach", "next"], list[Control]] = Field(default_factory=dict)
    lanes: dict[Device, str] = Field(default_factory=dict)
    """From a device to the lane of the athlete who holds it."""
    profiles: dict[str, Profile] = Field(default_factory=dict)
    """By a device's name or GUID: `kind` (`pad` or `mat`), and places to buttons."""

    def overrides(self) -> BindingOverrides:
        """As `Bindings` takes them."""
        return BindingOverrides(
            targets={target: tuple(controls) for target, controls in self.targets.items()},
            actions={action: tuple(controls) for action, controls in self.actions.items()},
            lanes=dict(self.lanes),
            profiles={
                name: PadProfile(
                    "mat" if said["kind"] == "mat" else "pad",
                    {place: control for place, control in said.items() if place != "kind"},
                )
                for name, said in self.profiles.items()
            },
        )


class LanguageSettings(Strict):
    """What people read and hear; `auto`: as the system, and words as the interface."""

    interface: Language = AUTO
    speech: Language = AUTO


def _good_address(url: str) -> str:
    """Not looked at closely: the store says what is wrong with it."""
    kind, _, rest = url.partition("://")
    if url and (kind.partition("+")[0] not in ("postgresql", "sqlite") or not rest):
        raise PydanticCustomError("store", "write postgresql://USER@HOST/NAME, or sqlite:///FILE")
    if ":" in rest.rpartition("@")[0] or "password=" in rest:
        hint = "put it into ~/.pgpass, or the whole address into REACTDRILL_STORE"
        raise PydanticCustomError("store", "no password may stand here; {hint}", {"hint": hint})
    return url


class StoreSettings(Strict):
    """Where the index of results is, when several stations share one."""

    url: Annotated[str, AfterValidator(_good_address)] = ""
    """`postgresql://USER@HOST/NAME`, without a password; empty: a file of this station."""


class DrillSettings(Strict):
    """What somebody wants to find again."""

    favourites: list[Slug] = Field(default_factory=list)
    """Names of drills, in the order in which they became favourites."""


class FolderSettings(Strict):
    """Where things are kept, when not at the usual places."""

    results: str | None = None
    drills: list[str] = Field(default_factory=list)
    """More folders with drill files."""


class PrivacySettings(Strict):
    """How long things are kept."""

    keep_days: Annotated[int, Field(ge=1, le=36500)] | None = None
    """Runs, circuits and athletes older than this go with `reactdrill athletes purge`; none: nothing is too old."""


class LslSettings(Strict):
    """Markers for programs that record other signals beside a run (Lab Streaming Layer)."""

    outlet: bool = False
    """Send cues and responses while a run goes on."""


class Settings(Strict):
    """Everything about this station that a person decides."""

    display: DisplaySettings = DisplaySettings()
    sound: SoundSettings = SoundSettings()
    run: RunSettings = RunSettings()
    timing: TimingSettings = TimingSettings()
    pods: PodSettings = PodSettings()
    bindings: BindingSettings = BindingSettings()
    drills: DrillSettings = DrillSettings()
    folders: FolderSettings = FolderSettings()
    store: StoreSettings = StoreSettings()
    privacy: PrivacySettings = PrivacySettings()
    language: LanguageSettings = LanguageSettings()
    lsl: LslSettings = LslSettings()


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and what was wrong with their file. `problems` is empty when all is well."""

    settings: Settings
    path: Path
    problems: tuple[Problem, ...] = ()

    def report(self) -> str:
        """One line for each problem; empty when there is none."""
        return "\n".join(problem.render(self.path) for problem in self.problems)


def settings_path() -> Path:
    """Where the settings file is, whether it exists or not."""
    return config_dir(make=False) / FILE_NAME


def load_settings(path: Path | None = None) -> LoadedSettings:
    """Read the settings; never raises for what a person wrote, and never writes."""
    path = settings_path() if path is None else path
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        toml = parse_toml(text, path, SettingsFileError)
    except FileNotFoundError:
        return LoadedSettings(Settings(), path)
    except OSError as error:
        return _all_defaults(path, Problem("", f"cannot be read ({reason(error)})", advice(error)))
    except UnicodeDecodeError:
        return _all_defaults(path, Problem("", "this is not UTF-8 text", "save it as UTF-8"))
    except SettingsFileError as error:
        return _all_defaults(path, *error.problems)
    return _validated(toml, path)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write what differs from the file's present meaning, and nothing else.

    Raises `SettingsFileError` when the file is not TOML, writes a changed value in a form that cannot be edited, or
    cannot be written, and `FolderError` for its folder; the old file is untouched then.
    """
    path = settings_path() if path is None else path
    loaded = load_settings(path)
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n") if path.exists() else ""
        parse_toml(text, path, SettingsFileError)
        _write(path, _edited(text, _leaves(loaded.settings), _leaves(settings)))
    except UnicodeDecodeError as error:
        raise SettingsFileError(path, (Problem("", "this is not UTF-8 text", "save it as UTF-8"),)) from error
    except CannotEditError as error:
        raise SettingsFileError(
            path, (Problem("", f"cannot be changed: {error}", "edit it by hand"),)
        ) from error
    except OSError as error:
        problem = Problem("", f"cannot be written ({reason(error)})", advice(error))
        raise SettingsFileError(path, (problem,)) from error


# ---- reading


def _all_defaults(path: Path, *problems: Problem) -> LoadedSettings:
    return LoadedSettings(Settings(), path, problems)


def _validated(toml: TomlText, path: Path) -> LoadedSettings:
    """Drop what cannot be used until the rest is valid."""
    data = copy.deepcopy(toml.data)
    problems: list[Problem] = []
    while True:
        try:
            settings = Settings.model_validate(data)
        except ValidationError as failure:
            problems += problems_of(failure, Settings, toml.data, toml.problem)
            for error in failure.errors(include_url=False):
                _drop(data, error["loc"])
        else:
            in_order = sorted(problems, key=lambda problem: problem.line or 0)
            return LoadedSettings(settings, path, tuple(in_order))


def _drop(data: dict[str, Any], location: tuple[str | int, ...]) -> None:
    """Take out the key that an error points at; for a place in a list, the whole list."""
    for key, following in zip(location, (*location[1:], None), strict=True):
        inner = data.get(str(key))
        if not isinstance(inner, dict) or following not in inner:
            data.pop(str(key), None)
            return
        data = inner


# ---- writing


def _leaves(settings: Settings) -> dict[KeyPath, Value]:
    return dict(_walk(settings.model_dump(exclude_none=True), ()))


def _walk(data: Mapping[str, Any], path: KeyPath) -> Iterator[tuple[KeyPath, Value]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _walk(value, (*path, key))
        else:
            yield (*path, key), value


def _edited(text: str, before: Mapping[KeyPath, Value], after: Mapping[KeyPath, Value]) -> str:
    for path in before:
        if path not in after:
            text = delete_value(text, path)
    for path, value in after.items():
        if before.get(path) != value:
            text = set_value(text, path, value)
    return text


def _write(path: Path, text: str) -> None:
    """Replace the file in one step, so that a cut leaves the old one or the new one."""
    real = path.resolve()
    private_folder(real.parent)
    handle, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).replace(real)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
