"""What a joystick is, from what SDL tells of it."""

from __future__ import annotations

from dataclasses import replace

from reactdrill.devices.pad_profiles import ADAPTER_MAT, USB_MAT, JoystickFacts, aliases_of, layout_of
from reactdrill.station.bindings import PadProfile

XBOX = {
    "a": "b0", "b": "b1", "x": "b2", "y": "b3", "back": "b6", "start": "b7", "guide": "b8",
    "leftshoulder": "b4", "lefttrigger": "a2", "dpup": "h0.1", "dpleft": "h0.8", "leftx": "a0", "lefty": "a1",
    "rightx": "a3", "righty": "a4", "platform": "Linux", "crc": "1234",
}  # fmt: skip
PLAIN = JoystickFacts("Thing", "0300000000000000000000000000", 4, 2, 0)
MAT_GUID = "03000000790000001100000010010000"


def test_the_usb_numbers_stand_in_the_guid() -> None:
    assert replace(PLAIN, guid=MAT_GUID).ids == (0x0079, 0x0011)
    assert replace(PLAIN, guid="not a guid").ids == (0, 0)


def test_cheap_mats_are_known_by_their_chip_by_name_and_by_shape() -> None:
    assert layout_of(JoystickFacts("USB Gamepad ", MAT_GUID, 10, 2, 0)) == USB_MAT
    assert layout_of(JoystickFacts("Non-slip Dance Mat", "", 12, 6, 1)) == USB_MAT
    assert layout_of(JoystickFacts("Generic USB", "", 10, 2, 0)) == USB_MAT
    assert layout_of(JoystickFacts("Twin adapter", "", 16, 4, 0)) == ADAPTER_MAT
    assert USB_MAT.aliases["button0"] == "left"
    assert ADAPTER_MAT.aliases["button15"] == "left"


def test_gamepads_that_sdl_knows_are_gamepads_with_named_buttons() -> None:
    layout = layout_of(JoystickFacts("X-Box 360", "", 11, 6, 1, XBOX))
    assert layout.kind == "pad"
    assert layout.aliases["button7"] == "start"
    assert layout.aliases["axis2+"] == "lefttrigger"
    assert layout.aliases["axis3-"] == "axis2-"
    assert "hat0-up" not in layout.aliases


def test_a_directional_pad_made_of_buttons_becomes_a_hat() -> None:
    aliases = aliases_of({"dpup": "b11", "dpleft": "b13", "leftx": "a0", "dpdown": "-a1"})
    assert aliases == {"button11": "hat0-up", "button13": "hat0-left", "axis1-": "hat0-down"}


def test_an_unknown_pad_keeps_its_numbers() -> None:
    assert layout_of(PLAIN).aliases == {}
    assert layout_of(JoystickFacts("Thing", "", 12, 4, 1)).aliases == {"button8": "back", "button9": "start"}


def test_the_stations_word_is_the_last() -> None:
    own = {"USB Gamepad": PadProfile("pad", {"start": "button3"})}
    layout = layout_of(JoystickFacts("USB Gamepad ", MAT_GUID, 10, 2, 0), own)
    assert (layout.kind, dict(layout.aliases)) == ("pad", {"button3": "start"})
    by_guid = {MAT_GUID: PadProfile("mat", {"left": "axis0-"})}
    assert layout_of(JoystickFacts("USB Gamepad ", MAT_GUID, 10, 2, 0), by_guid).aliases == {"axis0-": "left"}
