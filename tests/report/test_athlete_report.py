from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from drawn import Drawn, check_plot
from journals import nobody, simple_plan, write_run
from reactdrill.errors import UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.report.athlete_page import athlete_page
from reactdrill.report.drill_part import DrillPart
from reactdrill.report.group_page import group_page
from reactdrill.report.render import render
from reactdrill.report.sheets import run_report
from reactdrill.results.annotations import Annotation, annotate, notes_path
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
    assert {"Typical error", "Beyond error from (MDC95)"} <= dict(part.facts).keys()
    assert dict(part.facts)["Typical error"].endswith("from 6 own runs")
    assert dict(part.facts)["Beyond error from (MDC95)"].endswith("from own runs")
    trend = check_plot(part.figures[0].svg)
    assert "Usual range" in trend.about
    assert trend.group("usual") is not None
    assert (trend.marks("learning"), trend.marks("run"), trend.marks("best")) in ((15, 6, 1), (14, 7, 1))
    assert len(part.runs) == 8


def test_runs_that_do_not_count_are_nowhere(store: Store) -> None:
    runs_of(store, "K7", 2)
    bad = library_run(store.runs_folder, seed=77, athlete="K7", started_utc=day(30))
    annotate(bad, Annotation(type="run_bad", reason="rain"))
    write_run(store.runs_folder, run="c" * 32, athlete="K7", started_utc=day(31), simulated=True)
    store.ingest_folder()
    page = athlete_page(store, "K7")
    assert [part.runs[0].when[:10] for part in page.drills] == [day(1)[:10]]


def figure(part: DrillPart, title: str) -> Drawn:
    (svg,) = (each.svg for each in part.figures if each.title == title)
    return check_plot(svg)


def test_sides_are_drawn_over_time(store: Store) -> None:
    runs_of(store, "K7", 3, drill="y-reach")
    (part,) = athlete_page(store, "K7").drills
    drawn = figure(part, "Left and right by side")
    assert (drawn.marks("left"), drawn.marks("right")) == (3, 3)
    assert "Left and right by side" in dict(part.facts)


def test_limb_and_leg_stood_on_are_told_with_the_side_where_they_agree_and_the_score_apart(
    store: Store,
) -> None:
    for number in range(2):
        journal = person_run(store, "hop-on-signal", number)
        for side, reach in (("left", 100.0), ("right", 92.0)):
            annotate(journal, Annotation(type="entry", key="distance", value=reach, side=side))
    store.ingest_folder()
    (part,) = athlete_page(store, "K7").drills
    titles = {each.title for each in part.figures}
    assert {"Left and right by side, limb and leg stood on", "Left and right by score"} <= titles
    assert "reaction time, ms" not in figure(part, "Left and right by score").words
    assert dict(part.facts)["Left and right by score"] == "8 %: left 100, right 92 cm"
    trend = figure(part, "Run by run")
    assert "cm, higher is better" in trend.words
    assert trend.group("interval") is None


def person_run(store: Store, drill: str, number: int) -> Path:
    """A run that the simulated athlete did in a person's name: only it knows every kind of drill."""
    journal = library_run(
        store.runs_folder, drill, seed=number + 1, athlete="K7", started_utc=day(number), simulated=True
    )
    journal.write_bytes(journal.read_bytes().replace(b'"simulated":true', b'"simulated":false', 1))
    return journal


def test_a_drill_judged_by_a_count_has_a_trend(store: Store) -> None:
    runs_of(store, "K7", 3, drill="accumulator")
    (part,) = athlete_page(store, "K7").drills
    assert part.unit == "count"
    trend = figure(part, "Run by run")
    assert trend.marks("learning") + trend.marks("best") == 3
    assert "count, higher is better" in trend.words
    assert trend.group("interval") is None


def test_a_published_change_is_named_while_the_own_history_is_short(store: Store) -> None:
    published = {"mdc": 40, "device": "keyboard", "source": "Doe 2020"}
    stated = {"progress": {"practice_runs": 1, "published": [published]}, "until": {"trials": 8}}
    for number in range(5):
        library_run(store.runs_folder, seed=number + 1, athlete="K7", started_utc=day(number), changes=stated)
    store.ingest_folder()
    (part,) = athlete_page(store, "K7").drills
    assert dict(part.facts)["Beyond error from (MDC95)"] == "40 ms, published: Doe 2020"
    assert "published" in figure(part, "Run by run").about


def test_what_was_published_of_a_test_stands_beside_it_with_the_reason_against(store: Store) -> None:
    runs_of(store, "K7", 1, drill="simple-visual")
    (part,) = athlete_page(store, "K7").drills
    (norm,) = part.norms
    assert "n = 1469" in norm
    assert "not compared: it was measured with a mouse" in norm
    assert "Published mean 213 ms" in render("athlete.html", athlete_page(store, "K7"))
    (journal,) = journals_of(store)
    assert b"Published mean 213 ms" in run_report(store, journal).data


def test_effort_pain_and_notes_stand_beside_each_run(store: Store) -> None:
    runs_of(store, "K7", 3)
    for number, journal in enumerate(journals_of(store)):
        annotate(journal, Annotation(type="effort", value=5 + number))
        annotate(journal, Annotation(type="pain", value=number))
    annotate(journals_of(store)[-1], Annotation(type="note", value="new <shoes>"))
    store.ingest_folder()
    for journal in journals_of(store):
        notes_path(journal).unlink()  # as at a station that shares the store and has recorded none of them
    (part,) = athlete_page(store, "K7").drills
    assert [(row.effort, row.pain) for row in part.runs] == [("7", "2"), ("6", "1"), ("5", "0")]
    assert part.runs[0].note == "new <shoes>"
    drawn = figure(part, "Effort and pain")
    assert (drawn.marks("effort"), drawn.marks("pain")) == (3, 3)
    assert "new &lt;shoes&gt;" in render("athlete.html", athlete_page(store, "K7"))


def journals_of(store: Store) -> list[Path]:
    return sorted(each for each in store.runs_folder.rglob("*.jsonl") if ".notes." not in each.name)


def test_what_is_planned_stands_beside_what_was_done(store: Store) -> None:
    for number in range(3):
        library_run(
            store.runs_folder, "two-choice", seed=number + 1, athlete="K7", started_utc=days_ago(number),
            changes={"until": {"trials": 6}, "practice": {"trials": 1}},
        )  # fmt: skip
    store.ingest_folder()
    wanted = store.dose("K7", "two-choice").per_week
    assert wanted
    page = athlete_page(store, "K7")
    drawn = figure(page.drills[0], "Done and planned")
    assert drawn.group("planned") is not None
    assert f"planned: {wanted} days a week" in drawn.words
    assert drawn.bars("week") == 12
    assert page.dose is not None
    assert check_plot(page.dose.svg).bars("week") == 12


def days_ago(number: int) -> str:
    then = datetime.now(UTC) - timedelta(days=number)
    return then.isoformat(timespec="milliseconds").replace("+00:00", "Z")


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
    stands = check_plot(drill.figures[0].svg)
    assert (stands.marks("latest"), stands.marks("best")) == (2, 2)
    assert {"Ada", "Ben"} <= set(stands.words)
    assert [row[0] for row in drill.rows] == ["Ada", "Ben"]
    assert [row[1] for row in drill.board] == ["Ada"]
    assert page.members == 2
    assert "Leaderboard" in render("group.html", page)
    with pytest.raises(UsageError, match="no group is called"):
        group_page(store, "U16")


def test_a_hundred_runs_stay_small(store: Store) -> None:
    runs_of(store, "K7", 100)
    page = athlete_page(store, "K7")
    html = render("athlete.html", page)
    assert html == render("athlete.html", athlete_page(store, "K7"))
    assert len(html) < 400_000
    trend = figure(page.drills[0], "Run by run")
    assert len(trend.tips("run") + trend.tips("learning") + trend.tips("best")) == 100
