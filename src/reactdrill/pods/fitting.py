"""Which settings a controller can take, told before it refuses them by a number."""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.errors import DeviceUnavailableError
from reactdrill.pods.messages import (
    Board,
    BoardIs,
    Feature,
    HelloIs,
    InputFlag,
    InputIs,
    LedKind,
    SetBoard,
    SetInput,
)

CHAINS = frozenset({LedKind.APA102, LedKind.SK9822, LedKind.WS2812})
CHAIN_LEDS, WS2812_LEDS = 64, 16
REFERENCE_V = 5.0


@dataclass(frozen=True, slots=True)
class BoardChange:
    """What is to be changed on a controller; None stays as it is."""

    board_id: int | None = None
    pods: int | None = None
    lights: LedKind | None = None
    leds_per_pod: int | None = None
    reference_v: float | None = None
    ttl_ms: int | None = None

    def __bool__(self) -> bool:
        return self != BoardChange()

    def of(self, now: BoardIs) -> SetBoard:
        """The command that makes the change. Another kind of lights starts with one LED for each pod."""
        lights = self.lights
        leds = 1 if lights is not None and lights != now.led_kind else now.leds_per_pod
        reference = None if self.reference_v is None else round(self.reference_v / REFERENCE_V * 255)
        return SetBoard(
            _or(self.board_id, now.board_id),
            _or(self.pods, now.pods),
            _or(lights, now.led_kind),
            _or(self.leds_per_pod, leds),
            _or(reference, now.reference),
            _or(self.ttl_ms, now.ttl_ms),
        )


def _or(wanted: int | None, now: int) -> int:
    return now if wanted is None else wanted


def check_board(name: str, hello: HelloIs, wanted: SetBoard) -> None:
    """Raise `DeviceUnavailableError` with what to do where a controller cannot be set so."""
    problem = _board_problem(hello, wanted)
    if problem is not None:
        raise DeviceUnavailableError(name, *problem)


def _board_problem(hello: HelloIs, wanted: SetBoard) -> tuple[str, str] | None:
    kind, leds = wanted.led_kind, wanted.pods * wanted.leds_per_pod
    if wanted.pods > hello.max_pods:
        return (
            f"it can have {hello.max_pods} pods at most",
            "a Mega can have 16; several controllers are one field",
        )
    if kind == LedKind.WS2812 and not hello.features & Feature.WS2812:
        hint = "put the other one on it: `reactdrill pods flash PORT --lights ws2812`, with --board mega for a Mega"
        return "its firmware has no WS2812 lights", hint
    if kind == LedKind.RGB and not hello.features & Feature.RGB_PINS and not hello.simulated:
        return "it has no pins for RGB lights", "a Mega has; on an Uno use a chain: --lights apa102"
    if wanted.leds_per_pod > 1 and kind not in CHAINS:
        return "lights without a chain are one LED for each pod", "leave --leds-per-pod out"
    most = WS2812_LEDS if kind == LedKind.WS2812 else CHAIN_LEDS
    if leds > most:
        hint = f"{most // wanted.pods} for each of {wanted.pods} pods are the most"
        return f"{leds} LEDs are too many for its chain of {most}", hint
    if wanted.reference and hello.board == Board.UNO and kind not in CHAINS:
        return (
            "an Uno has no reference output beside single-colour LEDs",
            "use a trimmer, or a chain of LEDs; --reference 0 switches it off",
        )
    return None


def input_change(now: InputIs, *, active_high: bool | None = None, enabled: bool | None = None) -> SetInput:
    """An input with another polarity, or switched on or off. Only an active low one has the pull-up."""
    flags = InputFlag(now.flags)
    if active_high is not None:
        flags = _with(_with(flags, InputFlag.ACTIVE_HIGH, active_high), InputFlag.PULL_UP, not active_high)
    if enabled is not None:
        flags = _with(flags, InputFlag.ENABLED, enabled)
    return SetInput(now.input, flags, now.lockout_ms, now.confirm_100us, now.level)


def _with(flags: InputFlag, flag: InputFlag, on: bool) -> InputFlag:
    return flags | flag if on else flags & ~flag
