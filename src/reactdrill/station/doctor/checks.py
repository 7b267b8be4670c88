"""What the doctor looks at, in the order of its report."""

from __future__ import annotations

from collections.abc import Sequence

from reactdrill.station.doctor.runner import Check

_HERE = "reactdrill.station.doctor"

CHECKS = (
    Check("versions", "reading versions", f"{_HERE}.machine:versions"),
    Check("pygame", "loading pygame", f"{_HERE}.machine:pygame_packages", limit_s=15, isolated=True),
    Check("computer", "looking at the computer", f"{_HERE}.machine:computer"),
    Check("power", "looking at power and load", f"{_HERE}.machine:power"),
    Check("clock", "timing short waits", f"{_HERE}.clocks:clock"),
    Check("priority", "asking for priority", f"{_HERE}.clocks:priority"),
    Check("display", "looking for displays", f"{_HERE}.screens:displays", limit_s=15, isolated=True),
    Check(
        "refresh", "measuring the display", f"{_HERE}.screens:refresh", limit_s=30, isolated=True, window=True
    ),
    Check("sound", "opening the sound output", f"{_HERE}.devices:sound", limit_s=20, isolated=True),
    Check("keyboard", "looking at keyboards", f"{_HERE}.inputs:keyboards"),
    Check("key-settings", "asking about sticky keys", f"{_HERE}.xkb:key_settings", limit_s=15, isolated=True),
    Check("key-timing", "asking what times keys", f"{_HERE}.timing:keys", limit_s=15, isolated=True),
    Check("input-events", "looking at input devices", f"{_HERE}.inputs:kernel_events"),
    Check("gamepads", "looking for gamepads and mats", f"{_HERE}.devices:pads", limit_s=15, isolated=True),
    Check(
        "calibration",
        "comparing the calibration with this station",
        f"{_HERE}.calibrated:calibration",
        limit_s=25,
        isolated=True,
    ),
    Check("serial", "looking for serial ports", f"{_HERE}.ports:serial_ports"),
    Check("folders", "writing to the folders", f"{_HERE}.space:folders", limit_s=10),
    Check("store", "checking the results store", f"{_HERE}.kept:store", limit_s=60, isolated=True),
    Check("journals", "reading journals", f"{_HERE}.kept:journals", limit_s=30),
    Check("retention", "looking how old results are", f"{_HERE}.retention:retention"),
    Check("files", "reading drills and sounds", f"{_HERE}.kept:files", limit_s=20),
    Check("settings", "reading the settings", f"{_HERE}.kept:settings"),
)

FINDINGS = (
    *(check.name for check in CHECKS),
    "load",
    "monitors",
    "rendering",
    "sound-delay",
    "space",
)
"""Every heading that a finding can stand under; docs/troubleshooting.md explains each."""


def chosen(*, windows: bool) -> Sequence[Check]:
    """All checks, or those that open no window."""
    return [check for check in CHECKS if windows or not check.window]
