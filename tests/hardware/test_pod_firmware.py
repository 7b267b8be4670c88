"""The firmware builds for its boards without a warning, fits, and the prebuilt files are what these sources give."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from podsim import PODS, build_firmware, make, need


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build all boards, warnings being errors."""
    folder = tmp_path_factory.mktemp("firmware")
    build_firmware(folder, "all")
    return folder


@pytest.mark.parametrize(
    ("board", "flash", "ram"),
    [
        ("uno", 32_256, 2048),
        ("uno-ws2812", 32_256, 2048),
        ("mega", 253_952, 8192),
        ("mega-ws2812", 253_952, 8192),
    ],
)
def test_fits_and_leaves_room_for_the_stack(built: Path, board: str, flash: int, ram: int) -> None:
    done = subprocess.run(
        ["avr-size", str(built / f"{board}.elf")], capture_output=True, text=True, check=True, timeout=60
    )
    text, data, bss = (int(word) for word in done.stdout.splitlines()[1].split()[:3])
    assert text + data < flash
    assert ram - data - bss >= 300


def test_prebuilt_files_are_current(built: Path) -> None:
    need("dpkg-query")
    make(PODS, built, "check-hex")


def test_the_ide_can_open_the_folder() -> None:
    assert [path.name for path in PODS.glob("*.ino")] == [f"{PODS.name}.ino"]
    assert not (PODS / "src").exists(), "the IDE would compile what is in it"


def test_every_led_has_a_pin_of_its_own() -> None:
    text = re.sub(r"//.*", "", (PODS / "pins.h").read_text(encoding="utf-8"))
    tables = re.findall(r"kLedPin\[[^{]*\{([^}]*)\}", text)
    pins = [[int(number) for number in table.split(",") if number.strip()] for table in tables]
    assert [len(numbers) for numbers in pins] == [8, 48]
    for numbers in pins:
        assert len(numbers) == len(set(numbers))
        assert not {0, 1} & set(numbers), "serial"
