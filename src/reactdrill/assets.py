"""Find the files that come with reactdrill: sounds, fonts, images, the drill library and the schemas.

An installed wheel holds them in `reactdrill/_data/`; a checkout, and so an editable install, at its root.
Nothing is opened but the sound index, once. What is not there raises `AssetMissingError` with the nearest
known names. pygame and numpy are not needed here, and the import costs a few milliseconds at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reactdrill.errors import AssetMissingError

if TYPE_CHECKING:
    from collections.abc import Collection

DataKind = Literal["assets", "drills", "schemas", "firmware"]
SoundKind = Literal["tone", "word"]

_PACKAGE = Path(__file__).parent
_REINSTALL = "install reactdrill again"
_IN_CHECKOUT = {"firmware": "hardware/arduino_led_pods/hex"}
"""What stands elsewhere in a checkout than in the package."""
_FONTS = {False: "AtkinsonHyperlegibleNext-Regular.ttf", True: "AtkinsonHyperlegibleNext-Bold.ttf"}
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound file and what was measured when it was made."""

    path: Path
    kind: SoundKind
    name: str
    """What a drill file calls it: `tone = "low"`, `say = "front-left"`."""
    text: str | None
    """What is spoken; None for a tone."""
    language: str | None
    """The folder of a word, such as `en`; None for a tone."""
    duration_ms: float
    onset_ms: float
    """From the start of the file to the first audible sample (1 % of the peak)."""
    rise_ms: float
    """From the start of the file to where it becomes loud (half its greatest level)."""


def data_dir(kind: DataKind) -> Path:
    """Return the folder of `kind`: in the package if it carries data, else in the checkout around it."""
    carried = _PACKAGE / "_data"
    root = carried if carried.is_dir() else _PACKAGE.parent.parent
    folder = root / (_IN_CHECKOUT.get(kind, kind) if root is not carried else kind)
    if not folder.is_dir():
        raise AssetMissingError("data folder", kind, f"looked in {root}; {_REINSTALL}")
    return folder


def tone_sound(tone: str) -> Sound:
    """Return the tone that a drill file names with `tone = "low"`."""
    return _sound("tone", tone, None)


def word_sound(word: str, language: str = "en") -> Sound:
    """Return the spoken word that a drill file names with `say = "left"`.

    Names are the same in every language. Case does not matter, spaces count as hyphens, and a number may
    be written in digits: "Front left" is `front-left` and "3" is `three`.
    """
    languages = known_languages()
    if language not in languages:
        raise AssetMissingError("spoken language", language, _hint(language, languages))
    return _sound("word", word_name(word), language)


def word_name(word: str) -> str:
    """Return the name under which a word is kept: lower case, hyphens for spaces, numbers spelt out."""
    name = "-".join(word.lower().replace("-", " ").split())
    numbers = _NUMBERS.split()
    return numbers[int(name)] if name.isdecimal() and int(name) < len(numbers) else name


def tone_path(tone: str) -> Path:
    """Return the wav file of a tone."""
    return tone_sound(tone).path


def word_path(word: str, language: str = "en") -> Path:
    """Return the wav file of a spoken word; names as in `word_sound`."""
    return word_sound(word, language).path


def sound_path(name: str, language: str = "en") -> Path:
    """Return the wav file of `tone:NAME` or `word:NAME`."""
    kind, _, rest = name.partition(":")
    if kind == "tone":
        return tone_path(rest)
    if kind == "word":
        return word_path(rest, language)
    raise AssetMissingError("sound", name, "write tone:low for a tone or word:left for a spoken word")


def known_tones() -> tuple[str, ...]:
    """Return the names of all tones, sorted."""
    return _names("tone", None)


def known_words(language: str = "en") -> tuple[str, ...]:
    """Return the names of all words spoken in a language, sorted; empty if it has none."""
    return _names("word", language)


def known_languages() -> tuple[str, ...]:
    """Return the languages in which words are spoken, sorted."""
    return tuple(sorted({sound.language for sound in _all_sounds() if sound.language}))


def font_path(*, bold: bool = False) -> Path:
    """Return the TrueType file of the program's font."""
    return _existing("font", _FONTS[bold], data_dir("assets") / "fonts" / _FONTS[bold])


def image_path(name: str) -> Path:
    """Return an image by its file name below `assets/images`, such as `icon-64.png`."""
    folder = data_dir("assets") / "images"
    known = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*") if path.suffix != ".py"
    }
    if name not in known:
        raise AssetMissingError("image", name, _hint(name, known))
    return known[name]


def _sound(kind: SoundKind, name: str, language: str | None) -> Sound:
    for sound in _all_sounds():
        if (sound.kind, sound.name, sound.language) == (kind, name, language):
            _existing(kind, name, sound.path)
            return sound
    raise AssetMissingError(kind, name, _hint(name, _names(kind, language)))


def _names(kind: SoundKind, language: str | None) -> tuple[str, ...]:
    return tuple(
        sorted(sound.name for sound in _all_sounds() if (sound.kind, sound.language) == (kind, language))
    )


def _all_sounds() -> tuple[Sound, ...]:
    return _read_index(data_dir("assets") / "sounds")


@lru_cache(maxsize=4)
def _read_index(folder: Path) -> tuple[Sound, ...]:
    import json  # noqa: PLC0415 - only who asks for a sound pays for it

    index = folder / "index.json"
    try:
        entries = json.loads(index.read_text(encoding="utf-8"))["sounds"]
        return tuple(_entry(folder, entry) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AssetMissingError("sound index", str(index), f"{error!r}; {_REINSTALL}") from error


def _entry(folder: Path, entry: dict[str, Any]) -> Sound:
    facts = {key: entry[key] for key in Sound.__slots__ if key != "path"}
    return Sound(path=folder / entry["file"], **facts)


def _existing(kind: str, name: str, path: Path) -> Path:
    if not path.is_file():
        raise AssetMissingError(kind, name, f"its file {path} is gone; {_REINSTALL}")
    return path


def _hint(name: str, known: Collection[str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake pays for it

    if close := difflib.get_close_matches(name, known, n=3):
        return f"did you mean {' or '.join(close)}?"
    if len(known) <= 20:
        return f"there are: {', '.join(sorted(known))}" if known else _REINSTALL
    return f"the nearest names are {', '.join(difflib.get_close_matches(name, known, n=3, cutoff=0))}"
