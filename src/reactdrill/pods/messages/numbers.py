"""The protocol's numbers with a meaning, as PROTOCOL.md lists them."""

from __future__ import annotations

from enum import IntEnum, IntFlag

MAJOR, MINOR = 1, 0
TICK_HZ = 2_000_000
BAUD = 500_000
BYTE_NS = 20_000
"""Time of one byte on the wire: ten bits at 500 000 baud."""
MAX_PODS = 16
LIGHT_SENSOR, SOUND_SENSOR = 16, 17


class LightOut(IntEnum):
    """Light-out rules of a cue."""

    NONE = 0
    HIT = 1
    TIMEOUT = 2
    EITHER = 3


class OutReason(IntEnum):
    """Why a cue was over."""

    HIT = 1
    TIMEOUT = 2
    ENDED = 3
    CANCELLED = 4
    REPLACED = 5
    HOST_SILENT = 6


class NackReason(IntEnum):
    """Why a command was refused."""

    UNKNOWN_TYPE = 1
    TOO_SHORT = 2
    NO_SESSION = 3
    BAD_POD = 4
    BAD_VALUE = 5
    FLASH_LIMIT = 6
    FULL = 7
    PAST = 8
    TOO_FAR = 9
    NOT_AVAILABLE = 10
    BUSY = 11


class LedKind(IntEnum):
    """How pods are lit."""

    PLAIN = 0
    APA102 = 1
    SK9822 = 2
    RGB = 3
    WS2812 = 4


class Board(IntEnum):
    """What a controller is."""

    UNO = 1
    MEGA = 2
    SOFTWARE = 200


class Feature(IntFlag):
    """What a controller has."""

    RGB_PINS = 1
    WS2812 = 2
    SOUND_SENSOR = 4
    REFERENCE = 8
    SIMULATED = 1 << 15


class LightFlag(IntFlag):
    """Flags of LIGHT (above the two bits of the light-out rule) and of MARK."""

    RELEASE_COUNTS = 4
    AT_ONCE = 8


class TapFlag(IntFlag):
    """Flags of TAP and SENSOR."""

    HIDDEN = 1
    INTERRUPTS_OFF = 2
    COUNTED = 4


class OutFlag(IntFlag):
    """Flags of OUT."""

    TAP_VALID = 1
    OFF_VALID = 2


class InputFlag(IntFlag):
    """Settings of an input."""

    ENABLED = 1
    ACTIVE_HIGH = 2
    PULL_UP = 4


class CountsFlag(IntFlag):
    """State of an input."""

    ACTIVE = 1
    STUCK = 2
    MUTED = 4
    ENABLED = 8


class StatusFlag(IntFlag):
    """State of a board."""

    HOST_SILENT = 1
    EEPROM_DEFAULTS = 2
    WRITING = 4
    SESSION_OPEN = 8
    MUTED = 16
