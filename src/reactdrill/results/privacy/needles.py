"""A person's name or code as it may stand in a file: in capitals or not, composed or not, escaped, in other encodings.

A name counts where it stands as words of its own: Max is not in *maximum*, and *zoë-zed* in the name of a file is Zoë Zed.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reactdrill.people.codes import is_code

AROUND = 24
"""Characters told on each side of what was found."""
SHORT = 5
"""A name of fewer letters than this also comes about by chance in what is packed or no text at all."""
TEXT = 6
"""Characters on each side of a short name that have to be text."""
_CUT = "x"
"""Stands for what a piece of a file was cut from: a name right at the cut is found in the piece that has both sides."""
ENCODINGS = {"utf-8": 1, "cp1252": 1, "utf-16-le": 2, "utf-16-be": 2}
"""In which a file may be, and the fewest bytes of a character."""
_PARTED = 0x590
"""Writing up to here (Latin, Greek, Cyrillic) parts words; what comes after need not."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]+")
_BETWEEN = re.compile(r"[\s!-/:-@\[-`{-~\xa0\xab\xbb\u2010-\u2027\u2030-\u205e]+")
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[\"\\/bfnrt]")
_PLAIN_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_MAY_BEGIN = re.compile(
    rb"(?:^|[^a-z0-9]|\\[bfnrt]|\\u[0-9a-f]{4}|left|right|both|[cdfghjkmnpqrtvwxy34679]{5})$"
)
_MAY_END = re.compile(rb"[^a-z0-9]|$|20\d\d-|left|right|both")
_ROW_GOES_ON = re.compile(r"20\d\d \d\d \d\dt|left|right|both", re.IGNORECASE)
_ROW_BEFORE = ("left", "right", "both")
"""What stands before and after a name in a database, whose rows have nothing between their cells."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for."""

    text: str
    written: str
    """As words, in the capitals it has."""
    folded: str
    """As words, without regard to capitals."""
    exact: tuple[bytes, ...] = ()
    """Bytes that count wherever they stand."""

    @property
    def run(self) -> str:
        """The longest piece of it that every encoding and every escaping leaves as it is."""
        return max(re.findall(r"[a-rt-z0-9]+", self.folded), key=len, default="")

    def anchors(self, encoding: str) -> tuple[bytes, ...]:
        """What stands wherever the needle does, in small letters.

        The longest piece that nothing changes, else the first character in every form.
        """
        if self.run:
            return (self.run.encode(encoding),)
        firsts = {each for text in (self.written, self.folded) for each in (text[:1], text[:1].upper())}
        forms = {unicodedata.normalize(form, each) for each in firsts for form in ("NFC", "NFD")}
        escaped = {json.dumps(each)[1:-1] for each in forms}
        escaped |= {f"&#{sign}" for each in forms for sign in (ord(each[0]), f"x{ord(each[0]):x}")}
        return tuple(each.encode(encoding, "ignore") for each in forms | escaped)

    def places(self, lowered: bytes, encoding: str) -> Iterator[int]:
        """Where its anchors are; in plain letters only where no other stands beside them, as far as that can be told."""
        alone = encoding == "utf-8" and bool(self.run)
        begins, ends = (
            alone and edge for edge in (self.folded.startswith(self.run), self.folded.endswith(self.run))
        )
        for anchor in filter(None, self.anchors(encoding)):
            at = lowered.find(anchor)
            while at >= 0:
                left = not begins or _MAY_BEGIN.search(lowered[max(0, at - 6) : at])
                if left and (not ends or _MAY_END.match(lowered, at + len(anchor))):
                    yield at
                at = lowered.find(anchor, at + 1)

    @property
    def reach(self) -> int:
        """How many bytes on each side of an anchor are looked at."""
        return 64 + 12 * len(self.text)  # a character takes 12 bytes where both halves of it are escaped


def code_needle(code: str) -> Needle:
    """An athlete's code: in capitals wherever it stands, else as a word."""
    return Needle(
        code, code, code.casefold(), (code.encode(), code.encode("utf-16-le"), code.encode("utf-16-be"))
    )


def name_needle(name: str) -> Needle:
    """An athlete's name."""
    return Needle(name, _words(name).strip(), _words(name.casefold()).strip())


def find_in_bytes(
    needle: Needle, data: bytes, *, ours: bool = False, first: bool = True, last: bool = True
) -> str | None:
    """What stands around the needle in bytes; None where it is not.

    `ours`: bytes of a database, whose own tables are full of small words: there a name counts as it is written.
    `first`, `last`: whether the bytes begin and end where the file does; they are cut from it elsewhere.
    """
    for exact in needle.exact:
        if (at := data.find(exact)) >= 0:
            return shown(data[max(0, at - AROUND) : at + len(exact) + AROUND].decode("utf-8", "replace"))
    lowered = data.lower()
    for encoding, width in ENCODINGS.items() if needle.folded else ():
        places = sorted(set(needle.places(lowered, encoding)))
        for start, end in _windows(places, len(data), needle.reach, width):
            if encoding == "cp1252" and (needle.folded.isascii() or b"\0" in data[start:end]):
                continue  # as UTF-8, or no text
            piece = data[start:end].decode(encoding, "replace")
            before = "" if first and not start else _CUT
            after = "" if last and end == len(data) else _CUT
            for text in _readings(f"{before}{piece}{after}"):
                around = find_in_text(needle, text, ours=ours)
                if around is not None:
                    return around
    return None


def _windows(places: Collection[int], size: int, reach: int, width: int) -> Iterator[tuple[int, int]]:
    """From where to where bytes are worth a closer look: around each place, those that overlap as one.

    Each begins a multiple of `width` bytes from its places: what a character takes at least.
    """
    for phase in range(width):
        start = end = -1
        for place in (each for each in places if each % width == phase):
            if end < 0 or place - reach > end:
                if end >= 0:
                    yield start, end
                start = max(phase, place - reach)
            end = min(size, place + reach)
        if end >= 0:
            yield start, end


def find_in_text(needle: Needle, text: str, *, ours: bool = False) -> str | None:
    """The same in a text."""
    wanted = needle.written if ours else needle.folded
    if not wanted:
        return None
    words = _words(text if ours else text.casefold())
    start = words.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if _stands(words, start, end):
            return _around(text, start, len(needle.text), ours=ours)
        start = words.find(wanted, start + 1)
    return None


def shown(text: str) -> str:
    """A text without what cannot be shown."""
    return "".join(char for char in text if char.isprintable() and char != "\ufffd").strip()


def _words(text: str) -> str:
    """With composed accents, one space between words, and a NUL for what is no text."""
    composed = unicodedata.normalize("NFC", text)
    return _BETWEEN.sub(" ", _NO_TEXT.sub("\0", composed))


def _readings(text: str) -> Iterator[str]:
    """A text, and what it says where JSON or HTML escape."""
    yield text
    if "\\" in text or "&" in text:
        yield _ESCAPE.sub(_unescaped, html.unescape(text))


def _unescaped(escape: re.Match[str]) -> str:
    told = escape[0]
    if told[1] != "u":
        return _PLAIN_ESCAPES.get(told[1], told[1])
    pieces = bytes.fromhex(told.replace("\\u", ""))
    return pieces.decode("utf-16-be", "replace")


def _stands(words: str, start: int, end: int) -> bool:
    """Whether what is between two places stands as words of its own."""
    in_row = is_code(words[max(0, start - 5) : start])
    left = start == 0 or in_row or not _joined(words, start) or words.endswith(_ROW_BEFORE, 0, start)
    right = end == len(words) or not _joined(words, end) or _ROW_GOES_ON.match(words, end) is not None
    if not (left and right):
        return False
    return (
        in_row
        or end - start >= SHORT
        or "\0" not in words[max(0, start - TEXT) : start] + words[end : end + TEXT]
    )


def _joined(words: str, at: int) -> bool:
    """Whether a place is in the middle of a word."""
    return all(char.isalnum() and ord(char) < _PARTED for char in words[at - 1 : at + 1])


def _around(text: str, start: int, length: int, *, ours: bool) -> str:
    """What stands around a place in the words of a text; the text is cut where its words have become as long."""

    def words_before(end: int) -> int:
        return len(_words(text[:end] if ours else text[:end].casefold()))

    at = bisect_right(range(len(text)), start, key=words_before) - 1
    return shown(text[max(0, at - AROUND) : at + length + AROUND])
