from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from drawn import check_plot
from journals import lane as a_lane, nobody, plan as a_plan, simple_plan, trial, write_interrupted, write_run
from reactdrill.drill.trial import PlannedTrial
from reactdrill.engine.events import CueShown
from reactdrill.errors import MissingExtraError
from reactdrill.report.render import render
from reactdrill.report.run_page import SIMULATED, run_page
from reactdrill.results.annotations import Annotation, Notes, annotate, read_notes
from reactdrill.results.reader import RunLog, read_journal
from reports import library_run

HOSTILE = '<script>alert("x")</script>\u202e=cmd|\' /C\'!A0 \U0001f600 "quoted"'


class Tags(HTMLParser):
    """What is on a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def html_of(journal: Path) -> str:
    return render("run.html", run_page(read_journal(journal), read_notes(journal)))


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    journal = library_run(tmp_path)
    assert html_of(journal) == html_of(journal)


def test_a_run_shows_its_median_with_the_interval_and_every_outcome(tmp_path: Path) -> None:
    journal = library_run(tmp_path, changes={"until": {"trials": 60}})
    log = read_journal(journal)
    page = run_page(log, read_notes(journal))
    (lane,) = page.lanes
    assert (lane.unit, lane.caption) == ("ms", "median reaction time of 51 hits")
    assert lane.limits.startswith("95 % interval ")
    assert sum(each.count for each in lane.counts) == 60
    assert [each.title for each in lane.figures] == [
        "Trial by trial", "Distribution", "Effect of the wait", "Over the run",
    ]  # fmt: skip
    assert {"Speed and accuracy", "Ex-Gaussian distribution", "Slope over the run"} <= {
        table.title for table in lane.tables
    }
    assert page.timing_word == "poor"


def test_every_figure_is_well_formed_and_says_what_it_shows(tmp_path: Path) -> None:
    page = run_page(*both(library_run(tmp_path, changes={"until": {"trials": 60}})))
    (lane,) = page.lanes
    assert lane.map is not None
    strip, spread, waits, course = (check_plot(each.svg) for each in lane.figures)
    assert sum(strip.marks(each) for each in ("hit", "miss-untimed", "wrong_target")) == 60
    assert {"trial", "reaction time, ms", "10", "60"} <= set(strip.words)
    assert "51 hit" in strip.about
    assert strip.group("median") is not None
    assert strip.group("interval") is not None
    assert spread.group("curve") is not None
    assert spread.bars("bars") > 3
    assert waits.marks("hit") == course.marks("hit") == 51
    assert waits.group("slope") is not None
    screen = check_plot(lane.map.svg)
    assert {"left", "right", "up", "down"} <= set(screen.words)


def test_slow_answers_stand_at_the_top_and_false_starts_at_the_bottom(tmp_path: Path) -> None:
    after = {1: 790, 3: 40}

    def answers(_cue: CueShown, planned: PlannedTrial) -> list[tuple[int, str]]:
        return [(after.get(planned.index, 200 + planned.index % 3), planned.expect.targets[0])]

    page = run_page(*both(write_run(tmp_path, simple_plan(30), answers)))
    strip = check_plot(page.lanes[0].figures[0].svg)
    assert strip.marks("hit-off-scale") == 1
    assert strip.marks("false_start-untimed") == 1


def test_what_was_said_and_marked_afterwards_is_told(tmp_path: Path) -> None:
    journal = library_run(tmp_path)
    annotate(journal, Annotation(type="effort", value=7))
    annotate(journal, Annotation(type="pain", value=0))
    annotate(journal, Annotation(type="trial_bad", trial=6, reason="dropped <it>"))
    (lane,) = run_page(*both(journal)).lanes
    assert (dict(lane.facts)["Effort"], dict(lane.facts)["Pain"]) == ("7 of 10", "0 of 10")
    assert lane.marked_bad == (("trial 7, attempt 1", "dropped <it>"),)
    assert "trial 7, attempt 1: dropped &lt;it&gt;" in html_of(journal)


def both(journal: Path) -> tuple[RunLog, Notes]:
    return read_journal(journal), read_notes(journal)


def test_no_id_stands_twice(tmp_path: Path) -> None:
    html = html_of(library_run(tmp_path))
    ids = [attributes["id"] for _, attributes in Tags(html).found if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("where", ["athlete", "note", "reason", "tick"])
def test_what_people_write_is_text_and_never_markup(tmp_path: Path, where: str) -> None:
    journal = library_run(tmp_path, athlete=HOSTILE if where == "athlete" else "guest")
    if where == "note":
        annotate(journal, Annotation(type="note", value=HOSTILE))
    elif where == "reason":
        annotate(journal, Annotation(type="run_bad", reason=HOSTILE))
    elif where == "tick":
        annotate(journal, Annotation(type="tick", key=HOSTILE, value=True, set=0))
    html = html_of(journal)
    tags = Tags(html)
    assert not tags.named("script")
    assert HOSTILE in "".join(tags.words)


def test_the_page_needs_nothing_from_elsewhere_and_says_so_to_the_browser(tmp_path: Path) -> None:
    tags = Tags(html_of(library_run(tmp_path)))
    policy = next(each["content"] for each in tags.named("meta") if each.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not [each for tag in ("script", "link", "img", "iframe", "a") for each in tags.named(tag)]
    assert all("style" not in attributes for _, attributes in tags.found)


def test_the_set_up_drawing_carries_the_median_of_each_target(tmp_path: Path) -> None:
    page = run_page(*both(library_run(tmp_path, "four-mats")))
    (lane,) = page.lanes
    assert lane.map is not None
    assert lane.map.floor
    assert ET.fromstring(lane.map.svg).get("class") == "scene"


def test_marks_that_must_not_be_overlooked(tmp_path: Path) -> None:
    journal = write_run(tmp_path, simulated=True)
    annotate(journal, Annotation(type="run_bad", reason="rain"))
    assert run_page(*both(journal)).warnings == (SIMULATED, "marked bad: rain")
    broken = write_interrupted(tmp_path, run="b" * 32)
    assert "interrupted" in run_page(*both(broken)).warnings[0]


def test_few_trials_equal_times_and_none_at_all_still_make_a_page(tmp_path: Path) -> None:
    single = run_page(*both(write_run(tmp_path, simple_plan(1), run="1" * 32))).lanes[0]
    assert (single.headline, single.limits) == ("200", "too few values: needs 2")
    missed = run_page(*both(write_run(tmp_path, simple_plan(4), nobody, run="2" * 32))).lanes[0]
    assert (missed.headline, missed.unit, missed.figures) == ("0", "%", ())
    equal = write_run(
        tmp_path, simple_plan(12), lambda _cue, one: [(250, one.expect.targets[0])], run="3" * 32
    )
    lane = run_page(*both(equal)).lanes[0]
    assert (lane.headline, [each.title for each in lane.figures]) == ("250", ["Trial by trial"])
    assert "nothing to show" in html_of(write_interrupted(tmp_path, 0, run="4" * 32))


def test_each_lane_has_its_own_part(tmp_path: Path) -> None:
    lanes = [a_lane([trial(index) for index in range(4)], name) for name in ("red", "blue")]
    journal = write_run(tmp_path, a_plan(*lanes), nobody, options={"athletes": {"red": "A1", "blue": "B2"}})
    page = run_page(*both(journal), {"A1": "Ada"})
    assert [lane.name for lane in page.lanes] == ["blue: B2", "red: Ada"]
    assert page.athlete == "Ada, B2"


def test_what_the_coach_saw_is_there(tmp_path: Path) -> None:
    journal = library_run(tmp_path, "y-reach")
    annotate(journal, Annotation(type="tick", key="Heel stays down", value=True, set=0, side="left"))
    annotate(journal, Annotation(type="tick", key="Knee over toes", value=False, set=1))
    annotate(journal, Annotation(type="entry", key="reach", value=71.5, side="left"))
    page = run_page(*both(journal))
    assert page.checklist == (
        ("set 1, left side", "Heel stays down", True),
        ("set 2", "Knee over toes", False),
    )
    assert page.entries[0][2].startswith("71.5")
    assert page.sources


def test_without_jinja_the_report_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = run_page(*both(library_run(tmp_path)))
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"reactdrill\[report\]"):
        render("run.html", page)


def test_times_from_a_moment_that_can_be_foreseen_are_called_errors(tmp_path: Path) -> None:
    journal = library_run(tmp_path, "moving-target", simulated=True)
    (lane,) = run_page(*both(journal)).lanes
    assert "timing error" in lane.caption
    assert "too early" in lane.caption
    assert "Earliest, latest" in dict(lane.facts)
    assert "Response speed" not in dict(lane.facts)
    assert "timing error, ms" in lane.figures[0].svg
