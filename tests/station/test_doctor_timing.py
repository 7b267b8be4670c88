"""What would time keys is said, and why nothing better."""

from __future__ import annotations

import pytest

from reactdrill.devices.stampers import survey
from reactdrill.devices.stampers.choose import JOIN
from reactdrill.devices.stampers.survey import StamperInfo, look_at_stampers
from reactdrill.station.doctor.timing import keys, stamper_finding

REFUSED = f"/dev/input/event3 may not be read; {JOIN}"


def test_the_best_needs_no_reason() -> None:
    found = stamper_finding(StamperInfo("x11-arrival", 240_000), "auto")
    assert (found.check, found.level, found.hint) == ("key-timing", "ok", "")
    assert found.text == (
        "keys are timed by a reader on a connection of its own to the X server, sure to ±0.24 ms"
    )


def test_a_coarser_one_says_why_and_which_group_to_join() -> None:
    found = stamper_finding(StamperInfo("sdl-dequeue", 750_000, (REFUSED,)), "auto")
    assert found.level == "ok"
    assert found.text.startswith(
        "keys are timed by looking into SDL's queue every millisecond, sure to ±0.75 ms"
    )
    assert "event3 may not be read" in found.text
    assert "usermod -aG input" in found.text


def test_the_kernels_needs_no_reason_either() -> None:
    assert "because" not in stamper_finding(StamperInfo("evdev", 150_000, ("no X server",)), "auto").text


def test_one_that_was_asked_for_and_cannot_be_had_is_a_note() -> None:
    found = stamper_finding(StamperInfo("sdl-dequeue", 750_000, (REFUSED,)), "evdev")
    assert found.level == "note"
    assert '[timing] stamper = "evdev"' in found.hint
    assert stamper_finding(StamperInfo("sdl-dequeue", 750_000), "sdl").level == "ok"


def test_this_machine_can_be_asked() -> None:
    (found,) = keys()
    assert found.check == "key-timing"
    assert "SDL's queue" in found.text  # SDL's dummy driver has no better one


def test_without_a_display_nothing_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "nonsense")
    (found,) = keys()
    assert (found.level, "without a display" in found.text) == ("note", True)


@pytest.mark.window
def test_an_x_server_is_asked_how_sure_its_stamps_are(xvfb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", xvfb)
    monkeypatch.setenv("SDL_VIDEODRIVER", "x11")
    monkeypatch.setattr(survey, "WATCHED_NS", 1_000_000)
    found = look_at_stampers("auto")
    assert found.source == "x11-arrival"
    assert found.uncertainty_ns > 0
