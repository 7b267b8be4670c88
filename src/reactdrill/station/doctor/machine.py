"""Versions, the computer, its power and its load."""

from __future__ import annotations

import ctypes
import os
import platform
import re
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from reactdrill.station.doctor.finding import Finding, counted, listed, note, ok, problem
from reactdrill.station.doctor.tools import asked, inside, text_of
from reactdrill.station.pygame_conflict import pygame_conflict

LIBRARIES = ("pygame-ce", "pygame", "numpy", "pyserial", "pydantic", "sqlalchemy", "scipy")
CPUS = Path("/sys/devices/system/cpu")
POWER = Path("/sys/class/power_supply")
BUSY_SHARE = 0.5
"""Of all processors, over the last minute: from here on a run's timing suffers."""
LOW_BATTERY = 20
"""Per cent."""


# ---- versions


def versions() -> Sequence[Finding]:
    """What a result depends on, by its version. Imports none of it."""
    found = {name: _version(name) for name in LIBRARIES}
    return (
        ok(
            "versions",
            "reactdrill {reactdrill}, Python {python}, {libraries}, {system}",
            reactdrill=_version("reactdrill") or "(not installed)",
            python=platform.python_version(),
            libraries=", ".join(f"{name} {version}" for name, version in found.items() if version),
            system=system_name(),
        ),
    )


def system_name() -> str:
    """The operating system with its version and the processor's kind."""
    machine = platform.machine()
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]} {machine}"
    if sys.platform == "win32":
        return f"Windows {platform.version()} {machine}"
    return (
        f"{os_release(text_of(Path('/etc/os-release')))}, {platform.system()} {platform.release()} {machine}"
    )


def os_release(text: str) -> str:
    """The name and version in an os-release file."""
    found = re.search(r'^PRETTY_NAME="?([^"\n]*)', text, re.MULTILINE)
    return found.group(1) if found else "unknown distribution"


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def pygame_packages() -> Sequence[Finding]:
    """Whether pygame stands alone and loads, and on which SDL."""
    conflict = pygame_conflict()
    if conflict is not None:
        return (problem("pygame", "{conflict}", conflict=conflict),)
    try:
        from reactdrill.devices.survey import sdl_version  # noqa: PLC0415 - loads pygame
    except ImportError as error:
        return (
            problem("pygame", "pygame does not load ({why})", "install reactdrill again", why=str(error)),
        )
    name = "pygame-ce" if _version("pygame-ce") else "pygame"
    return (
        ok(
            "pygame",
            name + " {version} on SDL {sdl}",
            version=_version(name) or "(not installed)",
            sdl=sdl_version(),
        ),
    )


# ---- the computer


def computer() -> Sequence[Finding]:
    """Processors, and whether this is a machine within another."""
    processors = counted(os.cpu_count() or 1, "processor")
    kind = machine_within()
    if kind is None:
        return (ok("computer", processors),)
    return (
        note(
            "computer",
            f"{processors}; this is {kind}",
            "good for trying things out; what is between it and the real screen and keyboard cannot be measured "
            "from inside: take reaction times on a machine of its own",
        ),
    )


def machine_within() -> str | None:
    """What kind of simulated or remote machine this is; None for a real one, or where it does not show."""
    if os.environ.get("WSL_DISTRO_NAME"):
        return "Linux within Windows (WSL)"
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return "a container"
    if is_hypervised(text_of(Path("/proc/cpuinfo"))):
        return "a virtual machine"
    return None


def is_hypervised(cpuinfo: str) -> bool:
    """Whether the processor says in /proc/cpuinfo that something stands between it and the system."""
    return re.search(r"^flags\s*:.*\bhypervisor\b", cpuinfo, re.MULTILINE) is not None


# ---- power and load


def power() -> Sequence[Finding]:
    """Whether the processor is held back to save power, and how busy it is."""
    return (*_saving(), _load())


def _saving() -> Sequence[Finding]:
    if sys.platform == "win32":
        return _windows_power()
    if sys.platform == "darwin":
        return _mac_power(asked("pmset", "-g") or "", asked("pmset", "-g", "batt") or "")
    return linux_power(CPUS, POWER, Path("/sys/firmware/acpi/platform_profile"))


def linux_power(cpus: Path, supplies: Path, profile: Path) -> Sequence[Finding]:
    """Governors, the power profile and the mains, as the kernel's files tell them."""
    governors = sorted({text_of(path) for path in inside(cpus, "cpu[0-9]*/cpufreq/scaling_governor")} - {""})
    preferences = {text_of(path) for path in inside(cpus, "cpu[0-9]*/cpufreq/energy_performance_preference")}
    held_back = text_of(profile) == "low-power" or "power" in preferences or "powersave" in governors
    # Under intel_pstate and amd_pstate "powersave" is the ordinary governor and the preference decides.
    if preferences - {""} and "power" not in preferences and text_of(profile) != "low-power":
        held_back = False
    if held_back:
        return (
            note(
                "power",
                "the processor is held back to save power",
                "choose the balanced or performance profile in the system's power settings before you measure",
            ),
        )
    if on_battery(supplies):
        return (_battery_note(),)
    if not governors:
        return (ok("power", "nothing here holds the processor back"),)
    return (ok("power", "processor governor: {governors}", governors=listed(governors)),)


def on_battery(supplies: Path) -> bool:
    """Whether there is a mains plug and none that gives power."""
    mains = [path for path in inside(supplies, "*") if text_of(path / "type") == "Mains"]
    return bool(mains) and all(text_of(path / "online") == "0" for path in mains)


def _battery_note() -> Finding:
    return note("power", "this computer runs on its battery", "plug it in: many are slower on battery")


def _mac_power(settings: str, battery: str) -> Sequence[Finding]:
    if re.search(r"^\s*lowpowermode\s+1", settings, re.MULTILINE):
        return (note("power", "low power mode is on", "switch it off in System Settings, Battery"),)
    if "Battery Power" in battery:
        return (_battery_note(),)
    return (ok("power", "on mains power"),)


class _PowerStatus(ctypes.Structure):
    _fields_ = (
        ("ac_line", ctypes.c_ubyte),
        ("battery_flag", ctypes.c_ubyte),
        ("battery_percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("battery_seconds", ctypes.c_uint32),
        ("battery_full_seconds", ctypes.c_uint32),
    )


def _windows_power() -> Sequence[Finding]:
    status = _PowerStatus()
    ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    if status.saver == 1:
        return (note("power", "battery saver is on", "switch it off in Settings, System, Power"),)
    if status.ac_line == 0:
        return (_battery_note(),)
    return (ok("power", "on mains power"),)


def _load() -> Finding:
    if not hasattr(os, "getloadavg"):
        return ok("load", "this system does not say how busy it is")
    return load_finding(os.getloadavg()[0], os.cpu_count() or 1)


def load_finding(busy: float, processors: int) -> Finding:
    """How many processes wanted to run over the last minute, against the processors there are."""
    if busy < max(BUSY_SHARE * processors, 1.0):
        return ok(
            "load",
            "{busy:.1f} of {processors} processors busy over the last minute",
            busy=busy,
            processors=processors,
        )
    return note(
        "load",
        "other programs keep the computer busy ({busy:.1f} tasks for {processors} processors over the last minute)",
        "end other programs before you measure: they make times scatter",
        busy=busy,
        processors=processors,
    )


# ---- batteries of wireless devices


def batteries(supplies: Path = POWER) -> dict[str, int]:
    """Per cent left by the name of each wireless device that tells it (Linux)."""
    left = {}
    for path in inside(supplies, "*"):
        percent = text_of(path / "capacity")
        if text_of(path / "scope") == "Device" and percent.isdecimal():
            left[text_of(path / "model_name") or path.name] = int(percent)
    return left
