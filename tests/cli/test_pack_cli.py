"""`reactdrill pack` and `unpack`: from one station to another."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from command import Command
from drill_text import drill_text
from reactdrill.drill.pack import MANIFEST, read_pack
from reactdrill.errors import PackError
from reactdrill.station.folders import data_dir


@pytest.fixture
def made(command: Command, tmp_path: Path) -> Path:
    """A pack of a circuit, with the drill it needs, and another drill."""
    path = tmp_path / "home.drillpack"
    said = command(
        "pack", "circuits/office-break", "go-no-go", "--out", path, "--title", "For Ann", "--note", "Daily."
    )
    assert said.code == 0, said
    assert said.out == f"{path}: 2 drills and 1 circuit\n"
    return path


def unpacked() -> list[str]:
    folder = data_dir() / "drills"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.toml"))


def test_a_circuit_brings_the_drills_it_needs(command: Command, made: Path) -> None:
    said = command("unpack", made, "--list")
    assert (said.code, unpacked()) == (0, [])
    assert said.out.splitlines()[:2] == ["For Ann", "Daily."]
    said = command("unpack", made)
    assert said.code == 0, said
    assert unpacked() == ["circuits/office-break.toml", "go-no-go.toml", "two-choice.toml"]
    assert said.out.splitlines()[-2:] == ["3 of 3 installed", "reactdrill play circuits/office-break"]
    assert command("check", data_dir() / "drills").code == 0


def test_the_same_again_changes_nothing(command: Command, made: Path) -> None:
    command("unpack", made)
    assert "0 of 3 installed: all of it was there already" in command("unpack", made).out


def test_a_drill_of_ones_own_is_not_lost(command: Command, made: Path) -> None:
    own = data_dir() / "drills" / "go-no-go.toml"
    own.parent.mkdir()
    own.write_text(drill_text(name='"go-no-go"'))
    before = own.read_bytes()
    said = command("unpack", made)
    assert (said.code, own.read_bytes(), unpacked()) == (2, before, ["go-no-go.toml"])
    assert (
        "you have other drills of these names: go-no-go.toml; --replace takes those of the pack" in said.err
    )
    assert command("unpack", made, "--replace").code == 0
    assert own.read_bytes() != before


def test_a_variant_is_packed_whole(command: Command, tmp_path: Path) -> None:
    folder = data_dir() / "drills"
    folder.mkdir()
    (folder / "short.toml").write_text(
        'format = 1\nextends = "four-choice"\nname = "short"\ntitle = "S"\nuntil = { trials = 3 }\n'
    )
    path = tmp_path / "p.drillpack"
    assert command("pack", "short", "--out", path).code == 0
    assert "extends" not in read_pack(path.read_bytes(), path).files[0].text


def test_the_same_contents_are_the_same_bytes(command: Command, made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.drillpack"
    command(
        "pack", "go-no-go", "circuits/office-break", "--out", other, "--title", "For Ann", "--note", "Daily."
    )
    assert other.read_bytes() == made.read_bytes()


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None], *, comment: bool = False) -> bytes:
    """The archive with other contents; with `comment` its own sum is made to fit."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
        said = archive.comment
    change(files)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.comment = hashlib.sha256(files[MANIFEST]).hexdigest().encode() if comment else said
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def other_text(files: dict[str, bytes]) -> None:
    files["drills/go-no-go.toml"] += b"# more\n"


def one_more(files: dict[str, bytes]) -> None:
    files["drills/extra.toml"] = b""


def one_less(files: dict[str, bytes]) -> None:
    del files["drills/go-no-go.toml"]


def other_list(files: dict[str, bytes]) -> None:
    files[MANIFEST] = files[MANIFEST].replace(b"For Ann", b"For Bob")


def newer(files: dict[str, bytes]) -> None:
    files[MANIFEST] = files[MANIFEST].replace(b'"format": 1', b'"format": 2')


def outside(files: dict[str, bytes]) -> None:
    _add(files, "../drills/go.toml", b"x")


def huge(files: dict[str, bytes]) -> None:
    _add(files, "drills/huge.toml", b" " * 5_000_000)


def no_drill(files: dict[str, bytes]) -> None:
    _add(files, "drills/no-drill.toml", b"format = 1\n")


def no_text(files: dict[str, bytes]) -> None:
    _add(files, "drills/no-text.toml", b"\xff\xfe")


def _add(files: dict[str, bytes], name: str, content: bytes) -> None:
    manifest = json.loads(files[MANIFEST])
    manifest["files"].append({"path": name, "sha256": hashlib.sha256(content).hexdigest()})
    files[MANIFEST] = json.dumps(manifest).encode()
    files[name] = content


@pytest.mark.parametrize(
    ("change", "comment", "words"),
    [
        (other_text, False, "it was changed after it was made (drills/go-no-go.toml)"),
        (one_more, False, "it was changed after it was made (drills/extra.toml)"),
        (one_less, False, "it was changed after it was made (drills/go-no-go.toml)"),
        (other_list, False, "it was changed after it was made (its list of files)"),
        (newer, True, "it comes from a newer reactdrill; update reactdrill"),
        (outside, True, "'../drills/go.toml' has no place in a pack"),
        (huge, True, "drills/huge.toml is too large"),
        (no_drill, True, "drill 'no-drill' cannot be used"),
        (no_text, True, "drills/no-text.toml is not text"),
    ],
)
def test_a_pack_that_is_not_as_it_was_made(
    command: Command, made: Path, change: Callable[[dict[str, bytes]], None], *, comment: bool, words: str
) -> None:
    made.write_bytes(rewritten(made, change, comment=comment))
    assert words in command("unpack", made).refusal()
    assert unpacked() == []


@pytest.mark.parametrize("cut", [0, 1, 40, -30, -1])
def test_a_torn_pack_is_refused(made: Path, cut: int) -> None:
    with pytest.raises(PackError):
        read_pack(made.read_bytes()[:cut], made)


def test_every_changed_byte_is_noticed(made: Path) -> None:
    whole = made.read_bytes()
    good = read_pack(whole, made)
    for at in range(0, len(whole), 37):
        changed = whole[:at] + bytes([whole[at] ^ 0x20]) + whole[at + 1 :]
        try:
            assert read_pack(changed, made) == good
        except PackError:
            continue


def test_a_pack_that_is_not_there(command: Command, tmp_path: Path) -> None:
    assert "cannot be read" in command("unpack", tmp_path / "no.drillpack").refusal()


def test_an_unknown_drill_is_not_packed(command: Command) -> None:
    assert "did you mean" in command("pack", "four-choise").refusal()
