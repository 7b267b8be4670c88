"""Puts the firmware on a board with avrdude."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from reactdrill.errors import DeviceUnavailableError

TOOL = "avrdude"
LIMIT_S = 180


@dataclass(frozen=True, slots=True)
class Target:
    """How avrdude reaches a kind of board."""

    chip: str
    programmer: str
    baud: int
    firmware: str
    """Name of its hex file."""


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "uno": Target("atmega328p", "arduino", 115200, "uno"),
        "nano": Target("atmega328p", "arduino", 115200, "uno"),
        "nano-old": Target("atmega328p", "arduino", 57600, "uno"),
        "mega": Target("atmega2560", "wiring", 115200, "mega"),
    }
)
"""`nano-old` has the boot loader of before 2018."""


def firmware_name(board: str, *, ws2812: bool = False) -> str:
    """The name of a board's hex file. `ws2812`: the one that can refresh chains of WS2812."""
    return f"{TARGETS[board].firmware}{'-ws2812' if ws2812 else ''}.hex"


def flash_command(board: str, port: str, hex_file: Path, tool: str = TOOL) -> list[str]:
    """The command that writes a hex file to a board."""
    target = TARGETS[board]
    return [
        tool,
        *("-p", target.chip, "-c", target.programmer, "-b", str(target.baud), "-P", port),
        *("-D", "-U", f"flash:w:{hex_file}:i"),
    ]


def flash(board: str, port: str, hex_file: Path) -> None:
    """Write a hex file to a board. Raises `DeviceUnavailableError` with what to do."""
    tool = shutil.which(TOOL)
    if tool is None:
        hint = "install it: sudo apt install avrdude, or with the Arduino IDE"
        raise DeviceUnavailableError(TOOL, "is not installed", hint)
    if not hex_file.is_file():
        raise DeviceUnavailableError(
            "firmware", f"{hex_file} is not there", "build it: make -C hardware/arduino_led_pods hex"
        )
    command = flash_command(board, port, hex_file, tool)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)  # noqa: S603 - avrdude with our words
    except subprocess.TimeoutExpired as error:
        raise DeviceUnavailableError(port, "the board did not answer in time", _hint(board)) from error
    if done.returncode != 0:
        why = _why(done.stderr) or f"exit code {done.returncode}"
        raise DeviceUnavailableError(port, f"avrdude could not write it ({why})", _hint(board))


def _why(said: str) -> str:
    """The first line in which avrdude tells of an error; its last lines say good-bye."""
    lines = [line.strip() for line in said.splitlines() if line.strip() and "Thank you" not in line]
    errors = [line for line in lines if "error" in line]
    told = (errors or lines[-1:] or [""])[0]
    return told.removeprefix("avrdude").lstrip(": ").removeprefix("OS error: ").removeprefix("error: ")


def _hint(board: str) -> str:
    if board == "nano":
        return "an older Nano wants --board nano-old; and nothing else may have the port"
    return "is it the right port and board? Nothing else may have the port: close the Arduino IDE's monitor"
