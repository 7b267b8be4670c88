"""What the commands share: the station as it is, and entries as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reactdrill.cli.patience import patience

if TYPE_CHECKING:
    from reactdrill.station.calibration.entry import Entry
    from reactdrill.station.calibration.setup import Facts, Setup
    from reactdrill.station.settings import Settings

SOURCE_MAX = 400
WITH = {"display": " with the display", "microphone": " with the microphone"}


def settings_now() -> Settings:
    """The station's settings."""
    from reactdrill.station.settings import load_settings

    return load_settings().settings


def setup_now() -> Setup:
    """The display, the sound and the inputs, opened for a moment."""
    from reactdrill.devices.setup import setup_told
    from reactdrill.live.clock import SystemClock

    with patience("looking at the display, the sound and the inputs"):
        return setup_told(settings_now(), SystemClock())


def input_facts(now: Setup, device: str) -> tuple[Facts, str]:
    """An input's facts and its full name; the beginning of a name is enough. Raises `UsageError`."""
    from reactdrill.errors import UsageError

    wanted = device.strip().lower()
    fitting = [name for name in now.inputs if wanted and name.lower().startswith(wanted)]
    if device in now.inputs:
        fitting = [device]
    if len(fitting) != 1:
        known = ", ".join(repr(name) for name in now.inputs)
        raise UsageError(f"no input here is called {device!r}; there is {known}")
    return now.inputs[fitting[0]], fitting[0]


def checked_source(text: str) -> str:
    """A source that fits into one line of the file. Raises `UsageError`."""
    from reactdrill.errors import UsageError

    text = " ".join(text.split())
    if len(text) > SOURCE_MAX:
        raise UsageError(f"--source is {len(text)} characters long: {SOURCE_MAX} at most")
    return text


def line_of(entry: Entry, state: str) -> str:
    """An entry for people."""
    value = f"{entry.mean_ms:.1f} ms ±{entry.uncertainty_ms:.1f}{WITH.get(entry.includes, '')}"
    how = f"{entry.method} {entry.at_utc[:10]}, SD {entry.sd_ms:.1f}, n {entry.n}"
    source = f'; "{entry.source}"' if entry.source else ""
    return f"{entry.name:<11} {entry.about}: {value} ({how}{source}) - {state}"


def say_kept(entry: Entry) -> None:
    """What was kept, and how to take it back."""
    from reactdrill.station.calibration.file import calibration_path

    click.echo(line_of(entry, "kept"))
    click.echo(f"in {calibration_path()}; `reactdrill calibrate forget {entry.name}` takes it out of use")
