from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from journals import nobody, simple_plan, write_run
from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.report.athlete_page import athlete_page, group_page
from reactdrill.report.render import render
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.store import Store
from reports import library_run

DAY = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "results.sqlite3", runs=tmp_path / "runs") as opened:
        yield opened


def day(number: int) -> str:
    return (DAY + timedelta(days=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def runs_of(
    store: Store, code: str, count: int, *, first: int = 0, drill: str = "four-choice", **more: object
) -> None:
    for number in range(first, first + count):
        seed = 1000 * (1 + len(code)) + number
        library_run(
            store.runs_folder, drill, seed=seed, athlete=code, started_utc=day(number),
            changes={"until": {"trials": 12}, "practice": {"trials": 1}} if drill == "four-choice" else None, **more,
        )  # fmt: skip
    store.ingest_folder()


def test_while_an_athlete_learns_the_report_says_so_and_claims_nothing(store: Store) -> None:
    runs_of(store, "K7", 4)
    page = athlete_page(store, "K7")
    (part,) = page.drills
    assert (part.word, part.said) == ("learning", "learning run 4 of 15")
    assert "Own baseline" not in dict(part.facts)
    assert dict(page.facts)["Runs that count"] == "4"
    assert "learning run 4 of 15" in render("athlete.html", page)


def test_after_the_learning_runs_there_is_a_band_and_a_word_by_the_rule(store: Store) -> None:
    runs_of(store, "K7", 22)
    (part,) = athlete_page(store, "K7").drills
    assert part.word in ("usual", "improved", "worse")
    assert {"Own baseline", "Change since", "Beyond error from (MDC95)", "Personal best"} <= dict(
        part.facts
    ).keys()
    trend = ET.fromstring(part.figures[0].svg)
    assert "Usual range" in (trend[1].text or "")
    assert any(each.get("class") == "band" for each in trend)
    assert len(part.runs) == 8


def test_runs_that_do_not_count_are_nowhere(store: Store) -> None:
    runs_of(store, "K7", 2)
    bad = library_run(store.runs_folder, seed=77, athlete="K7", started_utc=day(30))
    annotate(bad, Annotation(type="run_bad", reason="rain"))
    write_run(store.runs_folder, run="c" * 32, athlete="K7", started_utc=day(31), simulated=True)
    store.ingest_folder()
    page = athlete_page(store, "K7")
    assert [part.runs[0][0][:10] for part in page.drills] == [day(1)[:10]]


def test_sides_are_drawn_over_time(store: Store) -> None:
    runs_of(store, "K7", 3, drill="y-reach")
    (part,) = athlete_page(store, "K7").drills
    assert [each.title for each in part.figures] == ["Run by run", "Left and right"]
    assert "Left and right" in dict(part.facts)


def test_an_athlete_without_runs_and_one_who_missed_everything(store: Store) -> None:
    assert "nothing to show" in render("athlete.html", athlete_page(store, "NOBODY"))
    write_run(store.runs_folder, simple_plan(4), nobody, athlete="M1")
    store.ingest_folder()
    (part,) = athlete_page(store, "M1").drills
    assert (part.latest, part.figures, part.runs) == ("\N{EN DASH}", (), ())
    assert "Four Choice" in render("athlete.html", athlete_page(store, "M1"))


def test_names_are_shown_and_never_markup(store: Store) -> None:
    athlete = store.people.add(Athlete(name='<b onclick="x">Zo\u00eb</b>', groups=("<i>U15</i>",)))
    runs_of(store, athlete.code, 2)
    html = render("athlete.html", athlete_page(store, athlete.code))
    assert "<b onclick" not in html
    assert "&lt;b onclick" in html
    html = render("group.html", group_page(store, "<i>U15</i>"))
    assert "<i>U15" not in html


def test_a_group_shows_its_members_and_only_the_willing_on_the_board(store: Store) -> None:
    seen = store.people.add(Athlete(name="Ada", groups=("U15",), leaderboard=True))
    unseen = store.people.add(Athlete(name="Ben", groups=("U15",)))
    runs_of(store, seen.code, 2)
    runs_of(store, unseen.code, 2, first=5)
    page = group_page(store, "U15")
    (drill,) = page.drills
    assert [row[0] for row in drill.rows] == ["Ada", "Ben"]
    assert [row[1] for row in drill.board] == ["Ada"]
    assert page.members == 2
    assert "Leaderboard" in render("group.html", page)
    with pytest.raises(UsageError, match="no group is called"):
        group_page(store, "U16")


def test_a_hundred_runs_stay_small(store: Store) -> None:
    runs_of(store, "K7", 100)
    html = render("athlete.html", athlete_page(store, "K7"))
    assert len(html) < 400_000
