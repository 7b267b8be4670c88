"""Pages and the picture in every language: complete, with its own numbers and dates, and English as before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from browser import Browser
from reactdrill.i18n import LANGUAGES, language, speaking, tr
from reactdrill.people.athlete import Athlete
from reactdrill.report.card import card_of
from reactdrill.report.labels import day, digits, reason, sentence
from reactdrill.report.sheets import athlete_report, group_report, run_card, run_report
from reactdrill.results.annotations import Annotation, annotate, read_notes
from reactdrill.results.reader import read_journal
from reactdrill.results.store import Store
from reactdrill.stats.families import FAMILIES
from reactdrill.stats.settings import Settings
from reports import library_run

OTHERS = [code for code in LANGUAGES if code != "en"]
ALIKE = re.compile(r"[^a-z]*|.*\(\d{4}\).*|accuracy \d, n = .*")
"""What reads the same in every language: numbers, sources."""


class Words(HTMLParser):
    """Every text of a page, and its language."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.language: str | None = None
        self._style = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        if tag == "html":
            self.language = dict(attrs)["lang"]
        self.found |= {value for name, value in attrs if name == "aria-label" and value}

    def handle_data(self, data: str) -> None:
        if not self._style and data.strip():
            self.found.add(data.strip())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("languages")
    with Store(folder / "results.sqlite3", runs=folder / "runs") as opened:
        for code in ("K7", "B2"):
            opened.people.add(Athlete(code=code, groups=("U15",)))
        for number in range(5):
            started = f"2026-03-0{number + 1}T09:30:00.000Z"
            changes = {"until": {"trials": 45 if number == 4 else 12}}
            journal = library_run(
                opened.runs_folder,
                "four-choice",
                seed=number,
                athlete="B2" if number == 1 else "K7",
                started_utc=started,
                changes=changes,
            )
            annotate(journal, Annotation(type="pain", value=number))
            annotate(journal, Annotation(type="effort", value=number))
        opened.ingest_folder()
        yield opened


def pages(store: Store) -> dict[str, bytes]:
    journal = store.journal_path(store.run("last"))
    return {
        "run": run_report(store, journal).data,
        "athlete": athlete_report(store, "K7").data,
        "group": group_report(store, "U15").data,
    }


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_page_says_its_language(store: Store, code: str) -> None:
    with speaking(code):
        assert {name: Words(page).language for name, page in pages(store).items()} == dict.fromkeys(
            ("run", "athlete", "group"), code
        )
    assert language() == "en"


@pytest.mark.parametrize("code", OTHERS)
def test_no_english_is_left_on_a_page(store: Store, code: str) -> None:
    english = pages(store)
    with speaking(code):
        for name, page in pages(store).items():
            shared = Words(page).found & Words(english[name]).found
            assert {text for text in shared if tr(text) != text} == set(), name
            assert [text for text in shared if len(text.split()) > 3 and not ALIKE.fullmatch(text)] == [], (
                name
            )


@pytest.mark.parametrize("code", OTHERS)
def test_the_picture_speaks_it_too(store: Store, code: str) -> None:
    journal = store.journal_path(store.run("last"))
    log, notes = read_journal(journal), read_notes(journal)
    english = card_of(log, notes)
    with speaking(code):
        card, picture = card_of(log, notes), run_card(store, journal)
    assert card is not None
    assert english is not None
    assert picture is not None
    assert picture.data.startswith(b"\x89PNG")
    for part in ("title", "caption", "limits", "strip_words", "foot", "day"):
        assert getattr(card, part) != getattr(english, part), part
    assert not {name for name, _ in card.facts} & {name for name, _ in english.facts}


@pytest.mark.parametrize("code", OTHERS)
def test_everything_that_a_family_says_of_no_trials_is_translated(code: str) -> None:
    told = [each.of_trials((), Settings()) for each in FAMILIES.values() if each.of_trials is not None]
    reasons = {each.reason for result in told for each in result.figures if each.reason}
    plain = {each for each in reasons if " in agree" not in each and " in single" not in each}
    lines = {line for result in told for line in (result.title, *result.notes)}
    conventions = {line for result in told for line in result.conventions}
    with speaking(code):
        assert {each for each in plain if reason(each) == each} == set()
        assert {each for each in lines if sentence(each) == each} - {"score"} == set()
        assert {each for each in conventions if sentence(each) == each} == set()


def test_numbers_that_are_put_in_do_not_hide_a_text() -> None:
    with speaking("de"):
        assert sentence("3 false starts are left out") == "3 Frühstarts bleiben weg"
        assert sentence("no fit below 50 hits, rough below 120") == (
            "keine Anpassung unter 50 Treffern, grob unter 120"
        )
        assert sentence("number of hits: the sum of all") == "Zahl der Treffer: die Summe aller"
        assert sentence("nobody has ever said this") == "nobody has ever said this"
        assert reason("too few hits: needs 2") == "zu wenige Treffer: mindestens 2 nötig"


@pytest.mark.parametrize(
    ("code", "number", "date"),
    [("en", "2.50", "2026-03-01"), ("de", "2,50", "01.03.2026"), ("es", "2,50", "01/03/2026")],
)
def test_numbers_and_dates_are_as_the_language_writes_them(code: str, number: str, date: str) -> None:
    with speaking(code):
        assert (digits(2.5), day("2026-03-01T09:30:00.000Z")) == (number, date)


def test_ticks_beside_axes_have_a_comma_too(store: Store) -> None:
    journal = store.journal_path(store.run("last"))
    with speaking("de"):
        drawn = run_report(store, journal).data.decode()
    ticks = re.findall(r"<text[^>]*>([^<]*\d[^<]*)</text>", drawn)
    assert any(re.fullmatch(r"\d+,\d+", tick) for tick in ticks)
    assert not any(re.fullmatch(r"\d+\.\d+", tick) for tick in ticks)


@pytest.mark.slow
def test_a_browser_opens_a_german_page_in_silence(store: Store, tmp_path: Path) -> None:
    page = tmp_path / "seite.html"
    with speaking("de"):
        page.write_bytes(pages(store)["run"])
    dom, said = Browser(tmp_path).dom(page)
    assert said == []
    assert '<html lang="de">' in dom
