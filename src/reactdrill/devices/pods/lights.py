"""What a planned cue becomes on a pod: its colour, when it goes on, and what ends it without the host's help."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from reactdrill.drill.trial import ANY_TARGET, Mode, PlannedStep, PlannedTrial
from reactdrill.engine.commands import ShowCue
from reactdrill.pods.clocksync import ClockMapping
from reactdrill.pods.messages import TICK_HZ, Light, LightFlag, LightOut

AHEAD_NS = 6_000_000
"""A light that is due sooner is switched at once: the board wants to know 5 ms ahead."""
FRAME_NS = 16_666_667
"""Length of a display frame where a cue's duration is given in them."""
UNTIL_CANCELLED = 600 * TICK_HZ
WRAP = 1 << 32

COLOURS: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "orange": (255, 90, 0),
        "sky": (0, 120, 255),
        "green": (0, 255, 60),
        "yellow": (255, 190, 0),
        "purple": (190, 0, 255),
        "white": (255, 255, 255),
        "grey": (90, 90, 90),
        "blue": (0, 40, 255),
    }
)
"""Light that looks like the screen's colours: LEDs mix differently."""


def light_for(
    command: ShowCue,
    trial: PlannedTrial,
    mode: Mode,
    mapping: ClockMapping,
    *,
    pod: int,
    token: int,
    now_ns: int,
    brightness: int,
) -> Light:
    """The LIGHT of a cue on pod `pod` of a board whose clock is `mapping`."""
    rule, on_ns, window_ns = _ending(command.cue, trial, mode)
    flags = LightFlag.AT_ONCE if command.due_ns < now_ns + AHEAD_NS else LightFlag(0)
    if trial.expect.action == "release":
        flags |= LightFlag.RELEASE_COUNTS
    at = mapping.ticks(max(command.due_ns, now_ns)) % WRAP
    on_ticks = 0 if on_ns is None else max(1, mapping.length_ticks(on_ns))
    window_ticks = 0 if window_ns is None else max(1, mapping.length_ticks(window_ns))
    if rule is LightOut.TIMEOUT and window_ns is None:
        window_ticks = UNTIL_CANCELLED
    colour = COLOURS.get(str(command.cue.stimulus.get("light")), COLOURS["white"])
    return Light(pod, token, rule | flags, *colour, brightness, at, on_ticks, window_ticks)


def _ending(step: PlannedStep, trial: PlannedTrial, mode: Mode) -> tuple[LightOut, int | None, int | None]:
    """The light-out rule, how long it is lit at most, and the length of its window; ns, None where there is no end.

    A pod decides for itself only where the engine will decide the same; otherwise the light stays until it is
    cancelled. The window's end is that of the engine: from the onset to the last response that counts.
    """
    on_ns = step.duration_ns if step.frames is None else step.frames * FRAME_NS
    window_ns = _window_ns(step, trial)
    light_out = trial.window.light_out
    if not _is_answered_by_tap(step, trial, mode):
        return (LightOut.TIMEOUT, None, None) if on_ns is None else (LightOut.NONE, on_ns, None)
    if light_out == "timeout":
        return LightOut.TIMEOUT, on_ns, window_ns
    if light_out == "either" and window_ns is not None:
        return LightOut.EITHER, on_ns, window_ns
    return LightOut.HIT, on_ns, None


def _window_ns(step: PlannedStep, trial: PlannedTrial) -> int | None:
    window, reference = trial.window, trial.reference
    if reference is None or reference.step != step.id or window.response_ns is None:
        return None
    if window.response_param is not None or trial.sequence is not None:
        return None
    length_ns = reference.offset_ns + window.response_ns
    return length_ns if length_ns > 0 else None


def _is_answered_by_tap(step: PlannedStep, trial: PlannedTrial, mode: Mode) -> bool:
    """Whether the first tap on this pod is what the cue asks for, however early it comes."""
    expect, window = trial.expect, trial.window
    return (
        mode == "sensor"
        and step.role == "go"
        and trial.sequence is None
        and expect.match in ("any", "all")
        and (step.target in expect.targets or ANY_TARGET in expect.targets)
        and (window.false_start == "end" or window.min_rt_ns == 0)
    )
