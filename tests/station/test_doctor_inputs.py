from __future__ import annotations

import pytest

from reactdrill.station.doctor.inputs import (
    event_finding,
    kernel_events,
    keyboard_findings,
    keyboards,
    parse_input_devices,
)

DEVICES = """\
I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name="Power Button"
P: Phys=PNP0C0C/button/input0
S: Sysfs=/devices/LNXSYSTM:00/LNXPWRBN:00/input/input0
U: Uniq=
H: Handlers=kbd event0
B: PROP=0
B: EV=3
B: KEY=10000000000000 0

I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
P: Phys=isa0060/serio0/input0
S: Sysfs=/devices/platform/i8042/serio0/input/input3
U: Uniq=
H: Handlers=sysrq kbd leds event3
B: PROP=0
B: EV=120013
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
B: MSC=10
B: LED=7

I: Bus=0005 Vendor=05ac Product=0267 Version=0067
N: Name="Anna's Magic Keyboard"
P: Phys=00:1a:7d:da:71:13
S: Sysfs=/devices/virtual/misc/uhid/0005:05AC:0267.0001/input/input21
U: Uniq=04:4b:ed:00:00:00
H: Handlers=sysrq kbd leds event18
B: PROP=0
B: EV=12001f
B: KEY=10000 0 0 0 1007b00001007 ff9f217ac14057ff febeffdfffefffff fffffffffffffffe

I: Bus=0003 Vendor=045e Product=028e Version=0114
N: Name="Microsoft X-Box 360 pad"
P: Phys=usb-0000:00:14.0-2/input0
S: Sysfs=/devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/input/input22
U: Uniq=
H: Handlers=event19 js0
B: PROP=0
B: EV=20000b
B: KEY=7cdb000000000000 0 0 0 0
"""
WORDS_OF_32_BITS = """\
I: Bus=0003 Vendor=1c4f Product=0002 Version=0110
N: Name="SIGMACHIP USB Keyboard"
H: Handlers=kbd event1
B: KEY=10000 7 ff800000 7ff febeffdf f3cfffff ffffffff fffffffe
"""


def test_only_what_one_can_type_on_is_a_keyboard() -> None:
    devices = parse_input_devices(DEVICES)
    assert [device.is_keyboard for device in devices] == [False, True, True, False]
    assert [device.is_pad for device in devices] == [False, False, False, True]


def test_key_maps_of_32_bit_kernels_are_read() -> None:
    (device,) = parse_input_devices(WORDS_OF_32_BITS, word_bits=32)
    assert device.is_keyboard


def test_no_devices_are_no_devices() -> None:
    assert parse_input_devices("") == ()


def test_a_wireless_keyboard_is_warned_of_by_name() -> None:
    found, rollover = keyboard_findings(parse_input_devices(DEVICES))
    assert found.level == "note"
    assert found.text == (
        "AT Translated Set 2 keyboard and Anna's Magic Keyboard; by Bluetooth: Anna's Magic Keyboard"
    )
    assert "a third key" in rollover.text
    assert "press a third" in rollover.hint


def test_a_keyboard_with_a_cable_is_fine() -> None:
    found, _ = keyboard_findings(parse_input_devices(DEVICES)[:2])
    assert (found.level, found.text) == ("ok", "AT Translated Set 2 keyboard")


def test_a_power_button_alone_is_no_keyboard() -> None:
    (found,) = keyboard_findings(parse_input_devices(DEVICES)[:1])
    assert (found.level, found.text) == ("note", "no keyboard is plugged in")


@pytest.mark.parametrize(
    ("count", "readable", "word"),
    [(0, 0, "offers no input devices"), (9, 9, "by the kernel (9 devices)"), (9, 2, "2 of 9 input devices")],
)
def test_the_rights_on_kernel_events_are_told(count: int, readable: int, word: str) -> None:
    found = event_finding(count, readable)
    assert found.level == "ok"
    assert word in found.text
    assert bool(found.hint) == (readable < count)


def test_this_machine_can_be_looked_at() -> None:
    assert {found.check for found in (*keyboards(), *kernel_events())} <= {"keyboard", "input-events"}
