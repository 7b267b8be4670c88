"""Where assets are looked for, and what is said when one is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reactdrill import assets
from reactdrill.errors import AssetMissingError

ROOT = Path(__file__).parents[2]


def make_tree(root: Path, words: tuple[str, ...] = ("left", "right")) -> None:
    sounds = root / "assets" / "sounds"
    (sounds / "de").mkdir(parents=True)
    entries: list[dict[str, Any]] = []
    for word in words:
        (sounds / "de" / f"word-{word}.wav").write_bytes(b"RIFF")
        entries.append(
            {
                "file": f"de/word-{word}.wav",
                "kind": "word",
                "name": word,
                "text": word.upper(),
                "language": "de",
                "duration_ms": 400.0,
                "onset_ms": 0.0,
                "rise_ms": 40.0,
                "rms_dbfs": -16.0,
                "sha256": "",
            }
        )
    (sounds / "index.json").write_text(json.dumps({"sounds": entries}), encoding="utf-8")
    (root / "drills").mkdir()
    (root / "schemas").mkdir()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for `src/reactdrill` of a checkout under `tmp_path`."""
    package = tmp_path / "src" / "reactdrill"
    package.mkdir(parents=True)
    monkeypatch.setattr(assets, "_PACKAGE", package)
    return package


def test_the_checkout_serves_an_editable_install(package: Path, tmp_path: Path) -> None:
    make_tree(tmp_path)

    assert assets.data_dir("assets") == tmp_path / "assets"
    assert assets.data_dir("drills") == tmp_path / "drills"
    assert assets.data_dir("schemas") == tmp_path / "schemas"
    assert assets.word_path("left", "de") == tmp_path / "assets/sounds/de/word-left.wav"


def test_data_inside_the_package_comes_first(package: Path, tmp_path: Path) -> None:
    make_tree(tmp_path)
    make_tree(package / "_data", words=("hoch",))

    assert assets.data_dir("drills") == package / "_data" / "drills"
    assert assets.known_words("de") == ("hoch",)


def test_a_package_with_data_never_falls_back_to_what_lies_around_it(package: Path, tmp_path: Path) -> None:
    make_tree(tmp_path)
    (package / "_data").mkdir()

    with pytest.raises(AssetMissingError, match=r"drills.*install reactdrill again"):
        assets.data_dir("drills")


def test_no_data_anywhere_says_where_it_looked(package: Path, tmp_path: Path) -> None:
    with pytest.raises(AssetMissingError) as caught:
        assets.tone_path("low")

    assert caught.value.name == "assets"
    assert str(tmp_path) in caught.value.hint


@pytest.mark.parametrize(
    "index", [b"", b"\xff\x00", b"[]", b'{"sounds": [{"file": "a.wav"}]}', b'{"sounds": 3}'], ids=repr
)
def test_a_damaged_index_is_reported_with_its_path(package: Path, tmp_path: Path, index: bytes) -> None:
    make_tree(tmp_path)
    path = tmp_path / "assets/sounds/index.json"
    path.write_bytes(index)

    with pytest.raises(AssetMissingError) as caught:
        assets.known_words("de")

    assert caught.value.name == str(path)


def test_an_indexed_sound_whose_file_is_gone_is_missing(package: Path, tmp_path: Path) -> None:
    make_tree(tmp_path)
    (tmp_path / "assets/sounds/de/word-left.wav").unlink()

    assert assets.word_path("right", "de").is_file()
    with pytest.raises(AssetMissingError, match=r"word-left\.wav is gone"):
        assets.word_path("left", "de")


def test_a_missing_font_file_is_reported(package: Path, tmp_path: Path) -> None:
    make_tree(tmp_path)

    with pytest.raises(AssetMissingError, match=r"font.*is gone"):
        assets.font_path()


def test_the_real_assets_are_found() -> None:
    assert assets.data_dir("assets").samefile(ROOT / "assets")
    assert assets.tone_path("low").name == "tone-low.wav"
    assert assets.tone_path("beep-long").name == "beep-long.wav"
    assert assets.word_path("front-left").samefile(ROOT / "assets/sounds/en/word-front-left.wav")
    assert assets.sound_path("tone:low") == assets.tone_path("low")
    assert assets.sound_path("word:left") == assets.word_path("left")
    assert assets.image_path("icon-64.png").is_file()
    assert assets.font_path().name != assets.font_path(bold=True).name
    assert assets.known_languages() == ("de", "en", "es")


def test_a_sound_carries_what_was_measured() -> None:
    go = assets.tone_sound("beep-long")
    turn = assets.word_sound("your-turn")

    assert (go.duration_ms, go.language, go.text) == (500.0, None, None)
    assert (turn.kind, turn.text, turn.language) == ("word", "your turn", "en")
    assert 0 <= turn.onset_ms <= turn.rise_ms < turn.duration_ms


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("left", "left"),
        ("Front  left", "front-left"),
        ("YOUR-TURN", "your-turn"),
        ("3", "three"),
        ("20", "twenty"),
    ],
)
def test_words_are_found_as_coaches_write_them(written: str, name: str) -> None:
    assert assets.word_sound(written).name == name


def test_a_number_that_is_not_spoken_is_missing() -> None:
    with pytest.raises(AssetMissingError) as caught:
        assets.word_path("21")
    assert caught.value.name == "21"


@pytest.mark.parametrize(
    ("look_up", "kind", "hint"),
    [
        (lambda: assets.word_path("lefft"), "word", "did you mean left"),
        (lambda: assets.word_path("frontleft"), "word", "front-left"),
        (lambda: assets.word_path("xyzzy"), "word", "the nearest names are"),
        (lambda: assets.tone_path("hihg"), "tone", "did you mean high"),
        (lambda: assets.tone_path("q"), "tone", "there are: beep, beep-long, click"),
        (lambda: assets.image_path("icon-46.png"), "image", "icon-64.png"),
        (lambda: assets.image_path("../SOURCES.md"), "image", "the nearest names are "),
        (lambda: assets.image_path("make_icon.py"), "image", ""),
        (lambda: assets.word_path("left", "eng"), "spoken language", "en"),
        (lambda: assets.sound_path("left"), "sound", "word:left"),
        (lambda: assets.sound_path("word:lefft"), "word", "did you mean left"),
    ],
)
def test_a_missing_asset_names_the_nearest_known(look_up: Any, kind: str, hint: str) -> None:
    with pytest.raises(AssetMissingError) as caught:
        look_up()

    assert caught.value.kind == kind
    assert hint in caught.value.hint


def test_importing_is_cheap() -> None:
    program = "import sys, reactdrill.assets; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert not {"pygame", "numpy", "json", "difflib", "wave"} & set(run.stdout.split())
