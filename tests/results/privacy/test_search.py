"""Names and codes found in the bytes of files, and no words that only look like them."""

from __future__ import annotations

import html
import json
import os
import random
import sqlite3
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from journals import write_run
from reactdrill.people.text import clean
from reactdrill.results.privacy.needles import code_needle, find_in_bytes, find_in_text, name_needle
from reactdrill.results.privacy.search import files_below, runs_named, search

CODE = "K3X7C"


def found(name: str, data: bytes) -> bool:
    return find_in_bytes(name_needle(name), data) is not None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("written", ["Zoë", "ZOË", "zoë"])
def test_a_name_in_any_capitals_and_encoding(encoding: str, written: str) -> None:
    assert found("Zoë", f"call {written}, now".encode(encoding))
    if encoding.startswith("utf-16"):
        assert found("Zoë", b"x" + f"call {written}, now".encode(encoding)), "at an odd place too"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("kept", ["NFC", "NFD"])
def test_accents_composed_or_not(form: str, kept: str) -> None:
    told = f"call {unicodedata.normalize(form, 'Zoë Núñez')} now"  # type: ignore[arg-type]
    name = unicodedata.normalize(kept, "Zoë Núñez")  # type: ignore[arg-type]
    assert found(name, told.encode())
    assert found(name, json.dumps(told).encode())


@pytest.mark.parametrize(
    "name", ["Zoë O'Hara", 'Zoë "Zed" Lee', "李小龍", "محمد علي", "Zoë 👩‍🦽", "Straße", "=SUM(A1)", "Đặng"]
)
def test_however_a_file_escapes_it(name: str) -> None:
    for told in (
        json.dumps({"note": f"line\n{name}\ttired"}),
        json.dumps({"note": f"line\n{name}\ttired"}, ensure_ascii=False),
        json.dumps(name).upper().replace("\\U", "\\u"),
        f"<td>{html.escape(name)}</td>",
        '"{}",1'.format(name.replace('"', '""')),
        f"'{name}",
    ):
        assert found(name, told.encode()), told


def test_words_may_be_parted_otherwise(tmp_path: Path) -> None:
    (tmp_path / "zoë-zed_progress.html").touch()
    assert search(files_below([tmp_path]), [name_needle("Zoë Zed")]).found
    assert found("Zoë Zed", "Zoë\n   Zed".encode())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Al", "final alternatives: already ALL"),
        ("Max", "the maximum of max3 is 5, Maxine"),
        ("Zoe", "Zoey and ézoe"),
        ("Ian", "Brian, Romanian"),
        ("Zoë Lee", "Zoë Leeds"),
    ],
)
def test_a_part_of_a_word_is_no_name(name: str, text: str) -> None:
    for encoding in ("utf-8", "utf-16-le"):
        assert not found(name, text.encode(encoding))


def test_writing_without_spaces_has_no_words() -> None:
    assert found("李明", "我叫李明你好".encode())
    assert found("محمد", "ومحمد".encode())


def test_a_short_name_in_what_is_no_text_comes_about_by_chance() -> None:
    noise = random.Random(3).randbytes(3_000_000)
    assert not found("Al", noise)
    assert not found("Bo", noise)
    assert found("Al", noise + b" said Al to me " + noise)


@given(st.text(min_size=1, max_size=30).map(clean).filter(lambda each: any(map(str.isalnum, each))))
def test_any_name_is_found_between_other_words(name: str) -> None:
    assert found(name, f"some words: {name}, and more".encode())
    assert find_in_text(name_needle(name), name) is not None


def test_a_name_in_a_row_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE athletes (code TEXT, name TEXT, year INTEGER, side TEXT, mark TEXT)")
    database.execute("INSERT INTO athletes VALUES ('K3X7C', 'Al', NULL, NULL, '2026-03-01T09:30:00.000Z')")
    database.execute("INSERT INTO athletes VALUES ('K3X7D', 'Mo', 1990, 'left', '')")
    database.commit()
    database.close()
    for name in ("Al", "Mo"):
        assert search([path], [name_needle(name)]).found, name
    assert not search([path], [name_needle("Mark")]).found, "the table's own word"


def test_the_words_of_a_drill_are_nobodys_name(tmp_path: Path) -> None:
    path = write_run(tmp_path, athlete=CODE)
    path = path.replace(tmp_path / "x.jsonl")
    title = json.loads(path.read_bytes().splitlines()[0])["drill"]["title"]
    assert not search([path], [name_needle(title)]).found
    assert search([path], [code_needle(CODE)]).found
    path.write_bytes(path.read_bytes().replace(b'"note":""', b'"note":"for Max"', 1))
    assert search([path], [name_needle("Max")]).found


@pytest.mark.parametrize("told", [b"xK3X7Cx", b"\0K3X7C\xff", b"sub-k3x7c_beh", "K3X7C".encode("utf-16-be")])
def test_a_code_counts_wherever_it_stands(told: bytes) -> None:
    assert find_in_bytes(code_needle(CODE), told) is not None


def test_a_code_in_small_letters_counts_as_a_word() -> None:
    assert find_in_bytes(code_needle("C4D3F"), b"9ac4d3f0") is None


@pytest.mark.parametrize("shift", range(-40, 8, 3))
def test_a_name_across_the_pieces_of_a_large_file_is_found_once(tmp_path: Path, shift: int) -> None:
    (tmp_path / "x.bin").write_bytes(b"." * ((1 << 20) + shift) + b"Zoe Long" + b"." * 100)
    (one,) = search(files_below([tmp_path]), [name_needle("Zoe Long")]).found
    assert one.around.strip(".x") == "Zoe Long"


@pytest.mark.parametrize("shift", range(-40, 8, 3))
def test_the_edge_of_a_piece_is_no_edge_of_a_word(tmp_path: Path, shift: int) -> None:
    (tmp_path / "x.txt").write_bytes(b"." * ((1 << 20) + shift) + b"Alternating Final" + b"." * 100)
    assert not search(files_below([tmp_path]), [name_needle("Al")]).found
    (tmp_path / "x.txt").write_bytes(
        b"." * ((1 << 20) - (1 << 12) + shift) + b"Alternating Final" + b"." * 9000
    )
    assert not search(files_below([tmp_path]), [name_needle("Al")]).found


def test_a_name_in_a_file_name_and_in_an_archive_is_found(tmp_path: Path) -> None:
    (tmp_path / "Zoe.txt").touch()
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", "Zoe " * 100)
    places = search(files_below([tmp_path]), [name_needle("Zoe")]).found
    assert [(each.path.name, each.member) for each in places] == [("Zoe.txt", ""), ("x.zip", "inside.txt")]


def test_what_is_around_is_shown_as_it_is_written() -> None:
    data = ("word " * 999 + "\\u00eb Call  ZOË now: " + "more " * 999).encode()
    around = find_in_bytes(name_needle("Zoë"), data)
    assert around is not None
    assert "Call  ZOË now" in around


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("inside.txt", "words " * 100)
    data = bytearray((tmp_path / "x.zip").read_bytes())
    data[60] ^= 0xFF
    (tmp_path / "x.zip").write_bytes(data)
    assert [path.name for path, _ in search(files_below([tmp_path]), [name_needle("Zoe")]).unread] == [
        "x.zip"
    ]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x").touch(mode=0)
    assert search(files_below([tmp_path]), [name_needle("Zoe")]).unread


def test_runs_that_files_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", f"run\r\n{'1' * 32}\r\n")
    (tmp_path / "y.json").write_bytes(b" " * ((1 << 20) - 9) + b'"' + b"2" * 32 + b'"')
    assert runs_named(tmp_path / "x.zip") == {"1" * 32}
    assert runs_named(tmp_path / "y.json") == {"2" * 32}
