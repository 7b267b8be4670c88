from __future__ import annotations

import platform
from pathlib import Path

import pytest

from reactdrill.station.doctor import privacy
from reactdrill.station.doctor.finding import ok
from reactdrill.station.doctor.privacy import own_names, shared_json, sharer
from reactdrill.station.settings import Settings


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An account and a computer whose names are no words."""
    monkeypatch.setattr(Path, "home", lambda: Path("/home/zzuser"))
    monkeypatch.setattr(platform, "node", lambda: "zzhost.example")
    monkeypatch.setattr(privacy, "_account", lambda: ["zzuser", "Zenobia Zz,,,"])


FIRST_NAMES = """
    james john robert michael mark will jack max joy mat matt nick rick art ray gene miles chip drew rich guy hope faith
    may june april summer autumn dawn eve iris ivy lily violet olive daisy jade ruby pearl crystal amber sky star rae
    ace chase hunter carter cooper parker taylor ben sam tim tom dan bob rob bill jim dean dale glen heath clay cliff
    rocky penny dot bo al ed ty jo di mo lu li wu xu ma yu jin kim lee park jung cho lim han song ken rei mei ren sora
    leo mia lea lena lina nina ina ida ada eva ole per pal ulf jan jens lars nils sven kurt uwe udo rolf ines rita rosa
    luz sol mar angel jesus cruz santos lima silva neto otto hugo bruno marco luca dino ali omar amir mona noor aya ravi
    raj anil sunil arun mohan devi sita maya uma priya asha usha dev mali juan ana jose lou val jean noel chris pat
"""


def test_no_common_first_name_is_on_the_list() -> None:
    assert privacy.vocabulary() & set(FIRST_NAMES.split()) == set()


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("Built-in Audio Analog Stereo", "Built-in Audio Analog Stereo"),
        ("Anna's AirPods Pro", "…'s AirPods Pro"),
        ("Annas AirPods", "… AirPods"),
        ("李的 Controller", "… Controller"),
        ("José's Xbox Controller", "…'s Xbox Controller"),
        ("Jose\u0301's Xbox Controller", "…'s Xbox Controller"),
        ("ANNA-LAPTOP", "…-…"),
        ("Anna2 pad", "… pad"),
        ("Mat's Controller", "…'s Controller"),
        ("x86_64, 6.1.0-18-amd64", "x86_64, 6.1.0-18-amd64"),
        ("hunter2 a1b2c3d4 123456", "…"),
        ("NVIDIA GeForce RTX 3060/PCIe/SSE2", "NVIDIA GeForce RTX 3060/…/…"),
        ("Anna Maria Berg GmbH audio", "… audio"),
        ("~/.local/share/reactdrill/runs", "~/.local/share/reactdrill/runs"),
        ("/home/zzuser/anna/runs", "/home/…/…/runs"),
        ("C:\\Users\\Anna\\AppData", "C:\\Users\\…\\AppData"),
        ("anna@example.org", "…@….…"),
        ("postgresql://anna:secret@db/club", "…://…:…@db/…"),
        ("", ""),
    ],
)
def test_only_words_that_name_no_one_stay(text: str, shared: str) -> None:
    assert sharer()(text) == shared


def test_people_and_places_go_even_where_they_are_words() -> None:
    assert sharer()("Steam Controller") == "Steam Controller"
    assert sharer(["steam boat"])("Steam Controller") == "… Controller"
    assert sharer(["guest"])("guest") == "guest"


def test_what_the_account_and_the_computer_are_called_is_known() -> None:
    assert own_names(["Bo Ek-Lund", "guest"]) == {
        *("zzuser", "zzhost", "example", "zenobia", "zz", "bo", "ek", "lund"),
    }


def test_the_real_account_can_be_asked() -> None:
    assert all(isinstance(name, str) for name in privacy._account())


def test_numbers_in_findings_stay_and_their_text_is_shared() -> None:
    found = ok("x", "Anna's sentence: {name}, {count}", "see {name}", name="Anna", count=12345)
    shared = found.with_facts(sharer())
    assert (shared.text, shared.hint) == ("Anna's sentence: …, 12345", "see …")


def test_json_is_shared_to_its_keys_and_none_is_lost() -> None:
    whole = {"anna": 1, "bert": [True, None, 2.5, "carl"], "left": {"dora": "key:a"}}
    assert shared_json(whole, sharer()) == {
        "…": 1,
        "… 1": [True, None, 2.5, "…"],
        "left": {"…": "key:a"},
    }


def test_every_word_of_the_settings_is_known() -> None:
    plain = Settings().model_dump(mode="json")
    assert shared_json(plain, sharer()) == plain
