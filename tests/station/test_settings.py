"""The settings file: mistakes reported and defaulted, and nothing a person wrote ever lost."""

from __future__ import annotations

import stat
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from reactdrill.errors import SettingsFileError
from reactdrill.station.folders import FolderError
from reactdrill.station.settings import Settings, load_settings, save_settings, settings_path
from reactdrill.station.toml_edit import delete_value, set_value

TEXT = """\
# the hall's station
[display]
fullscreen = true
size = [1920, 1080]  # the projector
future_key = "kept"

[sound]
output = "tv"

[bindings.targets]
left = [  # by the wall
    "key:a",
    "pad:button2",
]
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(settings: Settings, section: str, **values: Any) -> Settings:
    return settings.model_copy(update={section: getattr(settings, section).model_copy(update=values)})


def test_no_file_means_defaults_without_a_word() -> None:
    loaded = load_settings()
    assert (loaded.settings, loaded.problems) == (Settings(), ())
    assert not settings_path().exists()


def test_what_is_written_is_used(tmp_path: Path) -> None:
    loaded = load_settings(write(tmp_path, TEXT))
    assert loaded.settings.display.fullscreen is True
    assert loaded.settings.display.size == [1920, 1080]
    assert loaded.settings.sound.output == "tv"
    assert loaded.settings.bindings.overrides().targets == {"left": ("key:a", "pad:button2")}


def test_every_mistake_is_reported_with_its_line_and_defaulted(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '[display]\nfullscren = true\nsize = [1280, 72]\ntheme = "drak"\nviewing_distance_m = 5\n'
        '[sound]\nvolume = "loud"\n[bindings.targets]\nleft = ["key:a", "pad:buton2"]\nright = ["key:l"]\n'
        '[bindings.actions]\npaus = ["key:p"]\n[bindings.lanes]\npads = "a"\n'
        '[bindings.profiles.mine]\nkind = "mat"\nlefft = "button3"\n[soudn]\nvolume = 1\n',
    )
    loaded = load_settings(path)
    assert loaded.report().splitlines() == [
        f"{path}:2: display.fullscren: unknown key; did you mean 'fullscreen'?",
        f"{path}:3: display.size[2]: 72 is out of range: should be greater than or equal to 320",
        f"{path}:4: display.theme: 'drak' is not known here; did you mean 'dark'?",
        f"{path}:7: sound.volume: a number is wanted, not 'loud'",
        f"{path}:9: bindings.targets.left[2]: a pad has no control 'buton2'; did you mean button2 or button12?",
        f"{path}:12: bindings.actions.paus: 'paus' is not known here; did you mean 'pause'?",
        f"{path}:14: bindings.lanes.pads: 'pads' is not a device; write pad0, mat1 or key0",
        f"{path}:15: bindings.profiles.mine: lefft: a mat has no control 'lefft'; did you mean left or up-left?",
        f"{path}:18: soudn: unknown key; did you mean 'sound'?",
    ]
    assert loaded.settings.display.viewing_distance_m == 5
    assert loaded.settings.display.size == [1280, 720]
    assert loaded.settings.bindings.targets == {"right": ["key:l"]}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"[display\n", "this is not TOML"),
        (b"\xff\xfe\x00d", "this is not UTF-8 text"),
        (b"display = 3\n", "display: a table is wanted, not 3"),
        (b"sound.volume = 2.0\n", "out of range"),
    ],
)
def test_a_broken_file_is_reported_and_left_alone(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(raw)
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert said in loaded.report()
    assert path.read_bytes() == raw


def test_a_folder_in_place_of_the_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    assert "cannot be read" in load_settings(tmp_path / "settings.toml").report()


def test_saving_changes_what_changed_and_keeps_everything_else(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT)
    settings = changed(load_settings(path).settings, "display", size=[1280, 720], viewing_distance_m=5.0)
    settings = changed(settings, "run", walk_back_s=3.5)
    settings = changed(settings, "bindings", targets={"left": ["key:a", "pad:button2"], "up": ["key:u"]})
    save_settings(settings, path)
    assert (
        path.read_text(encoding="utf-8")
        == TEXT.replace(
            'size = [1920, 1080]  # the projector\nfuture_key = "kept"\n',
            'size = [1280, 720]  # the projector\nfuture_key = "kept"\nviewing_distance_m = 5.0\n',
        )
        + 'up = ["key:u"]\n\n[run]\nwalk_back_s = 3.5\n'
    )


def test_saving_nothing_new_changes_no_byte(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT)
    save_settings(load_settings(path).settings, path)
    assert path.read_text(encoding="utf-8") == TEXT


def test_a_binding_taken_back_is_taken_out(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT)
    save_settings(changed(load_settings(path).settings, "bindings", targets={}), path)
    assert load_settings(path).settings.bindings.targets == {}
    assert "# the hall's station" in path.read_text(encoding="utf-8")


def test_saving_makes_the_folder_and_a_private_file() -> None:
    save_settings(changed(Settings(), "sound", volume=0.5))
    assert load_settings().settings.sound.volume == 0.5
    if sys.platform != "win32":
        assert stat.S_IMODE(settings_path().stat().st_mode) == 0o600


def test_saving_over_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "[display\n")
    with pytest.raises(SettingsFileError, match="this is not TOML"):
        save_settings(changed(Settings(), "sound", volume=0.5), path)
    assert path.read_text(encoding="utf-8") == "[display\n"


def test_a_value_in_an_inline_table_is_left_to_the_person(tmp_path: Path) -> None:
    text = "sound = {volume = 0.3, output = 'tv'}\n"
    path = write(tmp_path, text)
    with pytest.raises(SettingsFileError, match="edit it by hand"):
        save_settings(changed(load_settings(path).settings, "sound", volume=0.5), path)
    assert path.read_text(encoding="utf-8") == text


def test_a_file_that_cannot_be_written_is_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="cannot make this folder"):
        save_settings(changed(Settings(), "sound", volume=0.5), tmp_path / "file" / "settings.toml")


def test_dotted_keys_are_found(tmp_path: Path) -> None:
    path = write(tmp_path, "sound.volume = 0.3 # low\ndisplay.fullscreen = true\n")
    save_settings(changed(load_settings(path).settings, "sound", volume=0.5), path)
    assert path.read_text(encoding="utf-8") == "sound.volume = 0.5  # low\ndisplay.fullscreen = true\n"


VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8), max_size=3),
)
KEYS = st.lists(st.text("abc-é ", min_size=1, max_size=3), min_size=2, max_size=3).map(tuple)


@hypothesis_settings(max_examples=60)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_values_set_one_by_one_are_read_back(values: dict[tuple[str, ...], Any]) -> None:
    values = {path: value for path, value in values.items() if len(path) == 2}
    text = "# first line\n"
    for path, value in values.items():
        text = set_value(text, path, value)
    data = tomllib.loads(text)
    assert {(outer, key): value for outer, table in data.items() for key, value in table.items()} == values
    for path in values:
        text = delete_value(text, path)
    assert "# first line" in text
    assert all(table == {} for table in tomllib.loads(text).values())
