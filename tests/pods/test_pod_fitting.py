"""What a controller can be set to, and what is said where it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reactdrill.errors import DeviceUnavailableError
from reactdrill.pods import messages as m
from reactdrill.pods.fitting import BoardChange, check_board, input_change
from reactdrill.pods.messages import InputFlag, LedKind

UNO = m.HelloIs(1, 0, 1, 0, 0, m.Board.UNO, 8, 8, LedKind.PLAIN, 0, m.TICK_HZ, 7, 0, 9, 12, 24, 1)
MEGA = replace(UNO, board=m.Board.MEGA, max_pods=16, features=m.Feature.RGB_PINS | m.Feature.WS2812)
NOW = m.BoardIs(3, 8, LedKind.PLAIN, 1, 0, 5)


@pytest.mark.parametrize(
    ("hello", "change", "words"),
    [
        (UNO, BoardChange(pods=9), "8 pods at most"),
        (UNO, BoardChange(lights=LedKind.WS2812), "flash PORT --lights ws2812"),
        (UNO, BoardChange(lights=LedKind.RGB), "no pins for RGB"),
        (UNO, BoardChange(leds_per_pod=2), "one LED for each pod"),
        (UNO, BoardChange(reference_v=1.5), "no reference output"),
        (UNO, BoardChange(lights=LedKind.APA102, leds_per_pod=9), "72 LEDs are too many.* 8 for each of 8"),
        (MEGA, BoardChange(lights=LedKind.WS2812, leds_per_pod=3), "24 LEDs are too many.* 2 for each of 8"),
    ],
)
def test_what_cannot_be_is_said_with_what_to_do(hello: m.HelloIs, change: BoardChange, words: str) -> None:
    with pytest.raises(DeviceUnavailableError, match=words):
        check_board("pods x", hello, change.of(NOW))


@pytest.mark.parametrize(
    ("hello", "change"),
    [
        (UNO, BoardChange(lights=LedKind.SK9822, leds_per_pod=8, reference_v=1.5)),
        (MEGA, BoardChange(pods=16, lights=LedKind.RGB, reference_v=5.0)),
        (MEGA, BoardChange(lights=LedKind.WS2812, leds_per_pod=2)),
    ],
)
def test_what_can_be_is_not_held_up(hello: m.HelloIs, change: BoardChange) -> None:
    check_board("pods x", hello, change.of(NOW))


def test_what_is_not_said_stays_and_another_kind_of_lights_begins_with_one_led() -> None:
    assert not BoardChange()
    chain = replace(NOW, led_kind=LedKind.APA102, leds_per_pod=4, reference=51)
    assert BoardChange(board_id=9).of(chain) == m.SetBoard(9, 8, LedKind.APA102, 4, 51, 5)
    assert BoardChange(lights=LedKind.PLAIN, reference_v=0).of(chain) == m.SetBoard(3, 8, 0, 1, 0, 5)
    assert BoardChange(reference_v=2.5, ttl_ms=20).of(chain).reference in (127, 128)


def test_an_active_high_input_has_no_pull_up() -> None:
    now = m.InputIs(2, InputFlag.ENABLED | InputFlag.PULL_UP, 60, 5, 3)
    high = input_change(now, active_high=True)
    assert high == m.SetInput(2, InputFlag.ENABLED | InputFlag.ACTIVE_HIGH, 60, 5, 3)
    assert input_change(replace(now, flags=high.flags), active_high=False).flags == now.flags
    assert input_change(now, enabled=False).flags == InputFlag.PULL_UP
    assert input_change(now).flags == now.flags
