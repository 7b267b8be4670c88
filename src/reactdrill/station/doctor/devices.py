"""Sound outputs, gamepads and mats, as the drivers tell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reactdrill.devices.pad_profiles import layout_of
from reactdrill.errors import DeviceUnavailableError
from reactdrill.station.bindings import PadKind
from reactdrill.station.doctor.finding import Finding, listed, note, ok, own, problem
from reactdrill.station.doctor.machine import LOW_BATTERY, batteries
from reactdrill.station.doctor.outputs import Kind, Output, default_output, kind_of

if TYPE_CHECKING:
    from reactdrill.devices.sound.look import CuePathInfo
    from reactdrill.devices.survey import AudioInfo, PadInfo
    from reactdrill.station.settings import SoundSettings

_KINDS = {"mat": "dance mat", "pad": "gamepad"}
SILENT = ("dummy", "disk")
LATE = {
    "bluetooth": "Bluetooth sound comes 100 to 300 ms late, never twice the same",
    "tv": "sound through a television or monitor comes late by what it does to it",
}
WIRED = "use loudspeakers or headphones with a cable for drills with sounds"


# ---- sound


def sound() -> Sequence[Finding]:
    """Whether sound can be played, where it goes, and how a run gives it."""
    from reactdrill.devices.sound.look import look_at_cue_path  # noqa: PLC0415 - loads pygame
    from reactdrill.devices.survey import look_at_sound  # noqa: PLC0415 - loads pygame
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    told = load_settings().settings.sound
    try:
        audio = look_at_sound(told.buffer)
    except DeviceUnavailableError as error:
        return (no_sound(error.problem),)
    if audio.driver in SILENT:
        return (unheard(audio.driver),)
    findings = sound_findings(audio, default_output(), told)
    try:
        return (*findings, path_finding(look_at_cue_path(told.path, told.buffer)))
    except DeviceUnavailableError as error:
        return (*findings, no_path(error))


def no_sound(why: str) -> Finding:
    """There is nothing to play to."""
    return note(
        "sound",
        "there is no sound card, or no sound server lets it be used ({why})",
        "drills run in silence, and their results say so; for sounds, plug loudspeakers in and look into the system's "
        "sound settings",
        why=why,
    )


def unheard(driver: str) -> Finding:
    """SDL was told to play to nobody."""
    return note(
        "sound",
        "sound is played to nobody (SDL_AUDIODRIVER={driver})",
        "take that variable out of your environment to hear it",
        driver=driver,
    )


def no_path(error: DeviceUnavailableError) -> Finding:
    """The way that the settings ask for cannot be taken."""
    return problem(
        "sound",
        "sounds cannot be given as the settings ask ({why})",
        '{hint}, or take [sound] path = "stream" out of the settings',
        why=error.problem,
        hint=error.hint,
    )


def path_finding(path: CuePathInfo) -> Finding:
    """How sounds are given, and how sure their onsets are."""
    said = "{source} gives sounds {ahead:.0f} ms ahead, and their onsets are known to ±{unsure:.1f} ms"
    source, ahead, unsure = path.source, path.ahead_ns / 1e6, path.uncertainty_ns / 1e6
    if not source.startswith("mixer"):
        return ok("sound", said, source=source, ahead=ahead, unsure=unsure)
    hint = "for reactions to sounds, install the package sounddevice or a sound server: onsets are known better then"
    return note("sound", said, hint, source=source, ahead=ahead, unsure=unsure)


def sound_findings(audio: AudioInfo, default: Output | None, told: SoundSettings) -> Sequence[Finding]:
    """Judge an open mixer; `default` is where the sound server plays to, `told` what the settings say."""
    name = default.name if default else audio.outputs[0] if audio.outputs else "the system's output"
    opened = ok(
        "sound",
        "plays to {output} ({driver}, {frequency} Hz, {buffer} samples ahead)",
        output=name,
        driver=audio.driver or "SDL",
        frequency=audio.frequency,
        buffer=told.buffer,
    )
    if default is not None:
        return (opened, *late_output(default.name, default.kind, told.output))
    suspects = [each for each in audio.outputs if kind_of(each) != "speakers"]
    return (opened, *(_possibly_late(suspects) if suspects and told.output == "speakers" else ()))


def late_output(name: str, kind: Kind, told: str) -> Sequence[Finding]:
    """Warn of an output that is late, unless the settings know."""
    if kind == "speakers":
        return ()
    said = LATE[kind]
    hint = f'{WIRED}, or tell the settings: [sound] output = "{kind}"'
    if told == kind:
        return (
            ok("sound-delay", "{output}: " + said + "; the settings know, and results say so", output=name),
        )
    return (note("sound-delay", "{output}: " + said, hint, output=name),)


def _possibly_late(names: Sequence[str]) -> Sequence[Finding]:
    return (
        note(
            "sound-delay",
            "if sound goes to {outputs}, it comes late",
            f"{WIRED}, or tell the settings which it is: [sound] output",
            outputs=listed(names),
        ),
    )


# ---- gamepads and mats


def pads() -> Sequence[Finding]:
    """What is plugged in, with the facts that bindings need."""
    from reactdrill.devices.survey import look_at_pads  # noqa: PLC0415 - loads pygame
    from reactdrill.station.settings import load_settings  # noqa: PLC0415 - loads pydantic

    try:
        found = look_at_pads()
    except DeviceUnavailableError as error:
        return (
            problem(
                "gamepads",
                "gamepads cannot be looked for ({why})",
                own(error.hint),
                why=error.problem,
            ),
        )
    if not found:
        return (ok("gamepads", "no gamepad or dance mat is plugged in"),)
    own_profiles = load_settings().settings.bindings.overrides().profiles
    left = batteries()
    return [
        pad_finding(place, pad, layout_of(pad.facts, own_profiles).kind, left)
        for place, pad in enumerate(found)
    ]


def pad_finding(place: int, pad: PadInfo, kind: PadKind, left: Mapping[str, int]) -> Finding:
    """Describe one; `left` are the batteries that the system knows, by the device's name."""
    facts = pad.facts
    percent = next((value for name, value in left.items() if facts.name in name or name in facts.name), None)
    low = pad.power in ("empty", "low") or (percent is not None and percent <= LOW_BATTERY)
    vendor, product = facts.ids
    return Finding(
        "gamepads",
        "note" if low else "ok",
        f"{{place}}: {{name}} ({_KINDS[kind]}, {{buttons}} buttons, {{axes}} axes, {{hats}} hats, "
        f"{{vendor:04x}}:{{product:04x}}, GUID {{guid}}{_battery(pad.power, percent)})",
        "charge it before the next run" if low else "",
        {
            "place": place,
            "name": facts.name,
            "buttons": facts.buttons,
            "axes": facts.axes,
            "hats": facts.hats,
            "vendor": vendor,
            "product": product,
            "guid": facts.guid,
        },
    )


def _battery(power: str, percent: int | None) -> str:
    """What is known of the battery; nothing where it has none or does not tell."""
    if percent is not None:
        return f", battery {percent} %"
    return f", battery {power}" if power in ("empty", "low", "medium", "full", "max") else ""
