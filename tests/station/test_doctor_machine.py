from __future__ import annotations

import ctypes
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reactdrill import __version__
from reactdrill.station.doctor import machine
from reactdrill.station.doctor.machine import (
    batteries,
    is_hypervised,
    linux_power,
    load_finding,
    machine_within,
    on_battery,
    os_release,
    versions,
)

REAL_FLAGS = "processor\t: 0\nflags\t\t: fpu vme de pse tsc\n"
GUEST_FLAGS = "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n"


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="ascii")
    return folder


def test_versions_name_what_a_result_depends_on() -> None:
    (found,) = versions()
    assert found.text.startswith(f"reactdrill {__version__}, Python 3.")
    assert all(name in found.text for name in ("pygame", "numpy", "pyserial"))


def test_both_pygames_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "pygame_conflict", lambda: "both {are} there; do this")
    (found,) = machine.pygame_packages()
    assert (found.level, found.text) == ("problem", "both {are} there; do this")


def test_one_pygame_is_named_with_its_sdl() -> None:
    (found,) = machine.pygame_packages()
    assert found.level == "ok"
    assert " on SDL 2." in found.text


def test_the_distribution_is_read_with_and_without_quotes() -> None:
    assert os_release('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n') == (
        "Debian GNU/Linux 12 (bookworm)"
    )
    assert os_release("PRETTY_NAME=Void\n") == "Void"
    assert os_release("") == "unknown distribution"


def test_a_virtual_machine_shows_in_the_processors_flags() -> None:
    assert is_hypervised(GUEST_FLAGS)
    assert not is_hypervised(REAL_FLAGS)


def test_windows_subsystem_is_a_machine_within(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WSL_DISTRO_NAME", "Ubuntu")
    assert machine_within() == "Linux within Windows (WSL)"


@pytest.mark.parametrize(
    ("governor", "preference", "profile", "level"),
    [
        ("performance", "", "", "ok"),
        ("schedutil", "", "balanced", "ok"),
        ("powersave", "", "", "note"),
        ("powersave", "balance_performance", "balanced", "ok"),
        ("powersave", "power", "balanced", "note"),
        ("powersave", "balance_performance", "low-power", "note"),
        ("", "", "", "ok"),
    ],
)
def test_saving_power_is_told_from_the_ordinary(
    governor: str, preference: str, profile: str, level: str, tmp_path: Path
) -> None:
    cpus = tree(
        tmp_path / "cpu",
        {
            f"cpu{number}/cpufreq/{name}": text
            for number in (0, 1)
            for name, text in (("scaling_governor", governor), ("energy_performance_preference", preference))
            if text
        },
    )
    place = tree(tmp_path, {"profile": profile}) / "profile"
    (found,) = linux_power(cpus, tmp_path / "power", place)
    assert found.level == level


def test_a_battery_is_noticed_by_a_plug_without_power(tmp_path: Path) -> None:
    battery = {"BAT0/type": "Battery", "BAT0/capacity": "80"}
    plugged = tree(tmp_path / "in", {**battery, "AC/type": "Mains", "AC/online": "1"})
    unplugged = tree(tmp_path / "out", {**battery, "AC/type": "Mains", "AC/online": "0"})
    assert not on_battery(plugged)
    assert on_battery(unplugged)
    assert not on_battery(tmp_path / "nothing")
    (found,) = linux_power(tmp_path / "none", unplugged, tmp_path / "none")
    assert (found.level, found.text) == ("note", "this computer runs on its battery")


def test_only_wireless_devices_count_as_batteries(tmp_path: Path) -> None:
    supplies = tree(
        tmp_path,
        {
            "BAT0/scope": "System",
            "BAT0/capacity": "80",
            "sony_controller_battery/scope": "Device",
            "sony_controller_battery/model_name": "DualSense",
            "sony_controller_battery/capacity": "15",
            "hidpp_battery_0/scope": "Device",
            "hidpp_battery_0/capacity": "unknown",
        },
    )
    assert batteries(supplies) == {"DualSense": 15}


@pytest.mark.parametrize(
    ("busy", "processors", "level"),
    [(0.9, 1, "ok"), (1.1, 1, "note"), (0.9, 2, "ok"), (3.9, 8, "ok"), (4.0, 8, "note")],
)
def test_load_counts_against_the_processors(busy: float, processors: int, level: str) -> None:
    assert load_finding(busy, processors).level == level


# ---- other systems, as far as their answers can be imitated here


@pytest.mark.parametrize(
    ("settings", "battery", "level", "words"),
    [
        (" lowpowermode         1\n", "Now drawing from 'AC Power'\n", "note", "low power mode"),
        (" lowpowermode         0\n", "Now drawing from 'Battery Power'\n", "note", "battery"),
        (" lowpowermode         0\n", "Now drawing from 'AC Power'\n", "ok", "mains"),
        ("", "", "ok", "mains"),
    ],
)
def test_a_macs_words_are_understood(settings: str, battery: str, level: str, words: str) -> None:
    (found,) = machine._mac_power(settings, battery)
    assert (found.level, words in found.text) == (level, True)


@pytest.mark.parametrize(
    ("saver", "ac_line", "level"), [(1, 1, "note"), (0, 0, "note"), (0, 1, "ok"), (0, 255, "ok")]
)
def test_windows_power_is_read_from_its_structure(
    saver: int, ac_line: int, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(reference: Any) -> None:
        reference._obj.saver, reference._obj.ac_line = saver, ac_line

    kernel32 = SimpleNamespace(GetSystemPowerStatus=answer)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel32), raising=False)
    (found,) = machine._windows_power()
    assert found.level == level
