"""Which letters the program's font has, so that nobody's name is drawn as a row of empty boxes."""

from __future__ import annotations

import string
import unicodedata

_MORE = (
    "ĀāĂăĄąĆćĊċČčĎďĐđĒēĖėĘęĚěĞğĠġĢģĦħĪīĮįİıĲĳĶķĹĺĻļĽľŁłŃńŅņŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŴŵŶŷŸŹźŻżŽž"
    "ƒȘșȚțẀẁẂẃẄẅẞỲỳ\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2020\u2021\u2022\u2026\u2030\u2039\u203a"
)
LETTERS = frozenset(
    {*string.ascii_letters, *string.digits, *string.punctuation, " ", *_MORE}
    | {chr(code) for code in range(0xA0, 0x100)} - {"\u00ad", "\u00b5"}
)
"""What both weights of the font have; a test compares it with them."""


def readable(text: str) -> str:
    """`text` with letters of the font: accents it has not are left out (`ũ` is `u`). Empty for another script."""
    said = "".join(_letter(each) for each in unicodedata.normalize("NFC", text))
    return said if set(said) <= LETTERS else ""


def _letter(letter: str) -> str:
    if letter in LETTERS:
        return letter
    parts = unicodedata.normalize("NFD", letter)
    return "".join(part for part in parts if not unicodedata.combining(part))
