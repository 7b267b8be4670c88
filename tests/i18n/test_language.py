"""The present language: how it is chosen, and how texts, numbers and dates are looked up in it."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest

from reactdrill import i18n
from reactdrill.errors import AssetMissingError
from reactdrill.i18n import (
    Texts,
    TextTable,
    chosen_language,
    date,
    language,
    moment,
    number,
    tr,
    tr_in,
    tr_n,
    use_language,
)


class Sayings(gettext.NullTranslations):
    """A tiny catalogue."""

    def gettext(self, message: str) -> str:
        return {"Start": "Los", "{done} of {all}": "{done} von {all}"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return {"{n} trial": "{n} Versuch", "{n} trials": "{n} Versuche"}[msgid1 if n == 1 else msgid2]

    def pgettext(self, context: str, message: str) -> str:
        return {("body", "Back"): "Rücken"}.get((context, message), message)


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n.current._Present, "language", "de")
    monkeypatch.setattr(i18n.current._Present, "catalogue", Sayings())


class Words(Texts):
    START = "Start"
    MODES: Mapping[str, str] = {"a": "Start", "b": "Other"}
    LINES = ("Start", 3)
    SIZE = 12


@pytest.mark.parametrize(
    ("told", "environ", "code"),
    [
        ("auto", {}, "en"),
        ("auto", {"LANG": "de_AT.UTF-8"}, "de"),
        ("auto", {"LANG": "fr_FR.UTF-8"}, "en"),
        ("auto", {"LANG": "C.UTF-8"}, "en"),
        ("auto", {"LANGUAGE": "fr:es:de", "LANG": "de_DE"}, "es"),
        ("auto", {"LC_ALL": "es_MX", "LANG": "de_DE"}, "es"),
        ("auto", {"LANGUAGE": "", "LC_MESSAGES": "German_Germany.1252"}, "de"),
        ("es", {"LANG": "de_DE"}, "es"),
        ("en", {"LANG": "de_DE"}, "en"),
        ("es", {"REACTDRILL_LANG": "de"}, "de"),
        ("es", {"REACTDRILL_LANG": "tlh"}, "es"),
    ],
)
def test_the_language_is_the_variables_then_the_settings_then_the_systems(
    told: str, environ: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert chosen_language(told, environ) == code


def test_where_the_system_names_its_language_in_no_variable_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("locale.getlocale", lambda: ("Spanish_Spain", "1252"))
    assert chosen_language("auto", {}) == "es"


def test_english_is_what_stands_in_the_code() -> None:
    use_language("en")
    assert (tr("Start"), tr_n("{n} trial", "{n} trials", 1), tr_in("body", "Back")) == (
        "Start",
        "1 trial",
        "Back",
    )
    assert (Words.START, Words.MODES["b"], Words.LINES) == ("Start", "Other", ("Start", 3))
    assert tr("") == ""


@pytest.mark.usefixtures("german")
def test_texts_are_looked_up_when_they_are_read() -> None:
    assert tr("Start") == "Los"
    assert tr("{done} of {all}", done=3, all=8) == "3 von 8"
    assert [tr_n("{n} trial", "{n} trials", n) for n in (1, 2)] == ["1 Versuch", "2 Versuche"]
    assert tr_in("body", "Back") == "Rücken"
    assert tr("Stop") == "Stop"


@pytest.mark.usefixtures("german")
def test_constants_and_tables_are_looked_up_when_they_are_read() -> None:
    assert (Words.START, Words.LINES, Words.SIZE) == ("Los", ("Los", 3), 12)
    assert Words.MODES == {"a": "Los", "b": "Other"}
    table = TextTable({"a": "Start", "b": "Other"})
    assert dict(table) == {"a": "Los", "b": "Other"}
    assert len(table) == 2
    with pytest.raises(KeyError):
        table["c"]


@pytest.mark.parametrize(
    ("code", "numbers", "day"),
    [
        ("en", ["2.5", "0.50", "3", "-1.25"], "1 Mar 2026"),
        ("de", ["2,5", "0,50", "3", "-1,25"], "1. März 2026"),
        ("es", ["2,5", "0,50", "3", "-1,25"], "1 mar 2026"),
    ],
)
def test_numbers_and_dates_are_written_as_people_write_them(
    code: str, numbers: list[str], day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n.current._Present, "language", code)
    values: list[tuple[Any, ...]] = [(2.5,), (0.5, 2), (3.0,), (-1.25,)]
    assert [number(*each) for each in values] == numbers
    at = datetime(2026, 3, 1, 9, 5).astimezone()
    assert date(at) == day
    assert moment(at) == f"{day}, 09:05"


def test_a_language_without_a_catalogue_is_refused_and_nothing_changes() -> None:
    before = language()
    with pytest.raises(AssetMissingError, match="there are: en, de, es"):
        use_language("tlh")
    assert language() == before
