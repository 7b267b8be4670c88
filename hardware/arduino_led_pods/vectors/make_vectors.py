"""Write the tables of PROTOCOL.md and the vectors that firmware and host are both tested with.

`protocol.json` says which message has which fields; everything else is made from it. With `--check` nothing is
written, and what is not current is named. Written with the standard library alone, so that neither side's code is
needed to make what judges it.
"""

from __future__ import annotations

import binascii
import json
import struct
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
PROTOCOL_PAGE = FOLDER.parent / "PROTOCOL.md"
FORMATS = {"u8": "B", "u16": "H", "u32": "I"}

Json = dict[str, Any]


def cobs(raw: bytes) -> bytes:
    """Frame without zeros; at most 254 bytes in, one more out."""
    blocks = raw.split(b"\0")
    return b"".join(bytes([len(block) + 1]) + block for block in blocks)


def with_crc(body: bytes) -> bytes:
    """Body and its CRC, low byte first."""
    return body + struct.pack("<H", binascii.crc_hqx(body, 0xFFFF))


def wire(body: bytes) -> bytes:
    """Bytes as they go over the wire, with the zero that ends the frame."""
    return cobs(with_crc(body)) + b"\0"


def size_of(kind: str) -> int:
    """Bytes of a field; `zeros:24` are 24 bytes of padding."""
    return int(kind.partition(":")[2]) if kind.startswith("zeros:") else struct.calcsize("<" + FORMATS[kind])


def payload(message: Json, values: Json) -> bytes:
    """Fields of a message, packed; a value is missing only where the field is padding."""
    packed = b""
    for field in message["fields"]:
        kind = field["kind"]
        if kind.startswith("zeros:"):
            packed += bytes(size_of(kind))
        else:
            packed += struct.pack("<" + FORMATS[kind], values[field["name"]])
    return packed


def sample(message: Json, salt: int) -> Json:
    """Values that differ from field to field and fill each field's bytes."""
    values: Json = {}
    for place, field in enumerate(message["fields"]):
        if field["kind"] in FORMATS:
            bits = 8 * size_of(field["kind"])
            values[field["name"]] = (0x9E3779B1 * (salt + 1) * (place + 3) >> 5) % 2**bits
    return values


def constant(message: Json, value: int) -> Json:
    """All fields zero, or all at their largest."""
    return {
        field["name"]: (2 ** (8 * size_of(field["kind"])) - 1) * value
        for field in message["fields"]
        if field["kind"] in FORMATS
    }


def message_vectors(protocol: Json) -> list[Json]:
    """Every message with five sets of values."""
    vectors = []
    for message in protocol["messages"]:
        sets = [("zeros", 0, constant(message, 0)), ("largest", 255, constant(message, 1))]
        sets += [
            (f"sample {salt}", 17 * salt + message["type"] & 255, sample(message, salt)) for salt in range(3)
        ]
        for label, seq, values in sets:
            body = bytes([message["type"], seq]) + payload(message, values)
            vectors.append(
                {
                    "name": f"{message['name']}, {label}",
                    "message": message["name"],
                    "type": message["type"],
                    "seq": seq,
                    "values": values,
                    "payload": body[2:].hex(),
                    "raw": with_crc(body).hex(),
                    "wire": wire(body).hex(),
                }
            )
    return vectors


def frame_vectors(largest: int) -> list[Json]:
    """Bodies of every length, of zeros, of ones and mixed, and what they look like on the wire."""
    bodies = [bytes(length) for length in range(2, largest - 1)]
    bodies += [b"\xff" * length for length in range(2, largest - 1)]
    bodies += [
        bytes((place * 37 + length) * 13 % 7 for place in range(length)) for length in range(2, largest - 1)
    ]
    return [{"body": body.hex(), "raw": with_crc(body).hex(), "wire": wire(body).hex()} for body in bodies]


def stream_vectors(largest: int) -> list[Json]:
    """Streams with damage, the bodies a receiver has to find in them, and how many frames it has to call bad."""
    good, other = bytes([0x02, 9, *range(5)]), bytes([0x09, 10])
    damaged = bytearray(wire(good))
    damaged[4] ^= 0x10
    short = cobs(b"\x01\x02\x03") + b"\0"
    too_long = cobs(with_crc(bytes([1, 2]) + b"\x05" * (largest - 3))) + b"\0"
    longest = bytes([1, 2]) + b"\x05" * (largest - 4)
    wrong_code = bytearray(wire(good))
    wrong_code[0] = 0x7F
    cases: list[tuple[str, bytes, list[bytes], int]] = [
        ("one frame", wire(good), [good], 0),
        ("two frames", wire(good) + wire(other), [good, other], 0),
        (
            "zeros between frames are nothing",
            b"\0\0" + wire(good) + b"\0\0\0" + wire(other),
            [good, other],
            0,
        ),
        ("a flipped bit", bytes(damaged) + wire(other), [other], 1),
        ("a lost byte", wire(good)[:3] + wire(good)[4:] + wire(other), [other], 1),
        ("a doubled byte", wire(good)[:3] + wire(good)[2:] + wire(other), [other], 1),
        ("a lost end joins two frames", wire(good)[:-1] + wire(other) + wire(good), [good], 1),
        ("a cut-off start", wire(good)[4:] + wire(other), [other], 1),
        ("shorter than any frame", short + wire(other), [other], 1),
        ("a code that points beyond the end", bytes(wrong_code) + wire(other), [other], 1),
        ("the longest frame", wire(longest), [longest], 0),
        ("one byte too long", too_long + wire(other), [other], 1),
        ("endless noise", bytes(range(1, 256)) * 3 + b"\0" + wire(other), [other], 1),
        ("text of another program", b"Hello from a foreign sketch\r\n" + b"\0" + wire(good), [good], 1),
        ("no end yet", wire(good) + wire(other)[:-1], [good], 0),
    ]
    return [
        {"name": name, "stream": stream.hex(), "bodies": [body.hex() for body in bodies], "bad": bad}
        for name, stream, bodies, bad in cases
    ]


def table(message: Json) -> str:
    """One message in Markdown."""
    lines = [f"### `0x{message['type']:02X}` {message['name']}", "", message["text"], ""]
    if message["fields"]:
        lines += ["| byte | size | field | meaning |", "|---|---|---|---|"]
        place = 2
        for field in message["fields"]:
            size = size_of(field["kind"])
            kind = f"{size} zeros" if field["kind"].startswith("zeros:") else field["kind"]
            lines.append(f"| {place} | {kind} | `{field['name']}` | {field['text']} |")
            place += size
        lines.append("")
    lines.append(f"Body: {2 + sum(size_of(field['kind']) for field in message['fields'])} bytes.")
    return "\n".join(lines)


def named_numbers(protocol: Json, name: str) -> str:
    """Numbers with a meaning, as a Markdown table."""
    rows = [f"| {entry['value']} | `{entry['name']}` | {entry['text']} |" for entry in protocol[name]]
    return "\n".join(["| number | name | meaning |", "|---|---|---|", *rows])


def page(protocol: Json, text: str) -> str:
    """PROTOCOL.md with everything between its markers made again."""
    parts = {
        "messages to the board": [m for m in protocol["messages"] if m["to"] == "board"],
        "messages to the host": [m for m in protocol["messages"] if m["to"] == "host"],
    }
    made = {key: "\n\n".join(table(message) for message in messages) for key, messages in parts.items()}
    made |= {name.replace("_", " "): named_numbers(protocol, name) for name in protocol["numbers"]}
    for key, content in made.items():
        begin, end = f"<!-- {key} -->", f"<!-- end of {key} -->"
        head, _, rest = text.partition(begin)
        _, _, tail = rest.partition(end)
        text = f"{head}{begin}\n{content}\n{end}{tail}"
    return text


def as_lines(vectors: list[Json]) -> str:
    """JSON with one vector to a line, so that changes can be read."""
    return "[\n" + ",\n".join(json.dumps(vector) for vector in vectors) + "\n]\n"


def main(arguments: list[str]) -> int:
    """Write the files, or name those that are not current."""
    protocol = json.loads((FOLDER / "protocol.json").read_text(encoding="utf-8"))
    largest = protocol["largest_raw_frame"]
    wanted = {
        FOLDER / "messages.json": as_lines(message_vectors(protocol)),
        FOLDER / "frames.json": as_lines(frame_vectors(largest)),
        FOLDER / "streams.json": as_lines(stream_vectors(largest)),
        PROTOCOL_PAGE: page(protocol, PROTOCOL_PAGE.read_text(encoding="utf-8")),
    }
    stale = [
        path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if "--check" in arguments:
            print(f"{path.name} is not what protocol.json says; run {Path(__file__).name}")
        else:
            path.write_text(wanted[path], encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
