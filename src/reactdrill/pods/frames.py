"""Frames on the wire: COBS with a CRC-16, ended by a zero, and a parser that always finds back.

`hardware/arduino_led_pods/PROTOCOL.md` describes them; both sides are tested with the same vectors.
"""

from __future__ import annotations

from binascii import crc_hqx

from cobs import cobs

LARGEST_RAW = 48
SMALLEST_RAW = 4
LARGEST_CODED = LARGEST_RAW + 1
END = b"\0"
CRC_START = 0xFFFF


def encode_frame(body: bytes) -> bytes:
    """A body (2 to 46 bytes) as it goes over the wire, with its CRC and its end. Raises `ValueError` for others."""
    raw = body + crc_hqx(body, CRC_START).to_bytes(2, "little")
    if not SMALLEST_RAW <= len(raw) <= LARGEST_RAW:
        raise ValueError(f"a body has 2 to {LARGEST_RAW - 2} bytes, not {len(body)}")
    return bytes(cobs.encode(raw)) + END


def decode_frame(coded: bytes) -> bytes | None:
    """The body of what stood between two zeros; None when it is damaged."""
    try:
        raw = bytes(cobs.decode(coded))
    except cobs.DecodeError:
        return None
    if not SMALLEST_RAW <= len(raw) <= LARGEST_RAW:
        return None
    body = raw[:-2]
    return body if crc_hqx(body, CRC_START) == int.from_bytes(raw[-2:], "little") else None


class FrameParser:
    """Finds frames in a stream of bytes in any portions. Keeps at most one frame's bytes."""

    def __init__(self) -> None:
        self.bad = 0
        """Frames that were dropped: too short, too long, wrongly coded, or with a wrong CRC."""
        self._kept = bytearray()
        self._too_long = False
        self._synchronised = True

    def skip_to_end(self) -> None:
        """What comes up to the next zero is the rest of something older: drop it uncounted."""
        self._kept.clear()
        self._too_long = False
        self._synchronised = False

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are complete with these bytes, in order."""
        *ended, rest = data.split(END)
        bodies = []
        for part in ended:
            if not part and not self._kept and self._synchronised:
                continue
            self._keep(part)
            body = self._end()
            if body is not None:
                bodies.append(body)
        self._keep(rest)
        return bodies

    def _keep(self, part: bytes) -> None:
        room = LARGEST_CODED - len(self._kept)
        if len(part) > room:
            self._too_long = True
        self._kept += part[:room]

    def _end(self) -> bytes | None:
        coded, too_long = bytes(self._kept), self._too_long
        self._kept.clear()
        self._too_long = False
        if not self._synchronised:
            self._synchronised = True
            return None
        if not coded and not too_long:
            return None
        body = None if too_long else decode_frame(coded)
        if body is None:
            self.bad += 1
        return body
