"""The kernel's input events and SDL's numbers for what devices have, by tables."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from fake_evdev import KEYBOARD, MAT, PAD, POWER_BUTTON
from reactdrill.devices.stampers.evdev_wire import (
    ABS,
    EVENT_SIZE,
    KEY,
    SYN,
    DeviceFacts,
    InputEvent,
    Range,
    _bits,
    _number,
    axis_numbers,
    button_numbers,
    events,
    hat_numbers,
    open_device,
    packed,
    share,
)


@pytest.mark.parametrize(
    "event",
    [
        InputEvent(0, SYN, 0, 0),
        InputEvent(1_234_567_891_000, KEY, 30, 1),
        InputEvent(99_999_999_000, ABS, 0x11, -1),
        InputEvent(1_000_000_000, ABS, 0, -32768),
    ],
)
def test_an_event_is_what_it_was_packed_from(event: InputEvent) -> None:
    assert len(packed(event)) == EVENT_SIZE
    assert list(events(packed(event))) == [event]


def test_seconds_and_microseconds_make_nanoseconds() -> None:
    data = struct.pack("@llHHi", 12, 345_678, KEY, 57, 1)
    assert list(events(data)) == [InputEvent(12_345_678_000, KEY, 57, 1)]


def test_many_events_come_in_one_read_and_a_torn_one_is_left_out() -> None:
    one, other = InputEvent(1_000, KEY, 30, 1), InputEvent(2_000, KEY, 30, 0)
    assert list(events(packed(one) + packed(other))) == [one, other]
    assert list(events(packed(one) + packed(other)[:-1])) == [one]
    assert list(events(b"")) == []


def test_devices_are_told_apart() -> None:
    told = {facts.name: (facts.is_keyboard, facts.is_pad) for facts in (KEYBOARD, PAD, MAT, POWER_BUTTON)}
    assert told == {
        "USB Keyboard": (True, False),
        "Gamepad": (False, True),
        "Dance mat": (False, True),
        "Power Button": (False, False),
    }


def test_buttons_are_numbered_as_sdl_numbers_them() -> None:
    facts = DeviceFacts("", frozenset({0x130, 0x131, 30, 0x2C0, 158}))
    assert button_numbers(facts) == {0x130: 0, 0x131: 1, 0x2C0: 2, 30: 3, 158: 4}


def test_hats_are_no_axes() -> None:
    assert axis_numbers(PAD) == {0: 0, 1: 1, 2: 2}
    assert hat_numbers(PAD) == {0x10: 0}
    assert hat_numbers(DeviceFacts("", axes={0x13: Range(-1, 1), 0x14: Range(-1, 1)})) == {0x12: 0, 0x14: 1}


@pytest.mark.parametrize(
    ("value", "limits", "expected"),
    [
        (0, Range(0, 255), -1.0),
        (255, Range(0, 255), 1.0),
        (-32768, Range(-32768, 32767), -1.0),
        (0, Range(-100, 100), 0.0),
        (7, Range(7, 7), 0.0),
    ],
)
def test_an_axis_goes_from_minus_one_to_one(value: int, limits: Range, expected: float) -> None:
    assert share(value, limits) == expected


def test_questions_have_the_kernels_numbers() -> None:
    assert _number(1, 0xA0, 4) == 0x400445A0  # EVIOCSCLOCKID
    assert _number(2, 0x40, 24) == 0x80184540  # EVIOCGABS(0)
    assert _number(2, 0x21, 96) == 0x80604521  # EVIOCGBIT(EV_KEY, 96)
    assert _bits(bytes([0b101, 0, 0x80])) == [0, 2, 23]


def test_what_is_no_input_device_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "event0"
    file.touch()
    with pytest.raises(OSError, match=r"\w"):
        open_device(file)
