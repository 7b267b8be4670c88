"""The report in a real browser: what it looks like, what it prints, and that it stays on this machine."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pygame
import pytest

from browser import Browser
from reactdrill.people.athlete import Athlete
from reactdrill.report.sheets import athlete_report, group_report, run_report
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.store import Store
from reports import library_run

pytestmark = pytest.mark.slow


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(tmp_path)


NAME = '<img src="http://127.0.0.1:9/x.png">'
PAGES = {"run": 5, "athlete": 5, "group": 2}
"""The pages there are, and how many plots each has here."""


@pytest.fixture(params=PAGES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(kind: str, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    with Store(tmp_path / "results.sqlite3", runs=tmp_path / "runs") as store:
        people = [store.people.add(Athlete(name=name, groups=("U15",))) for name in (NAME, "Ben $x$ محمد")]
        for number in range(6):
            athlete, sides = people[number % 2].code, {"until": {"trials": 60}} if number == 5 else None
            drill = "four-choice" if number == 5 or kind == "group" else "y-reach"
            journal = library_run(
                store.runs_folder,
                drill,
                seed=number + 1,
                athlete=athlete,
                started_utc=today(number),
                changes=sides,
            )
            annotate(journal, Annotation(type="pain", value=number))
        store.ingest_folder()
        made = {
            "run": lambda: run_report(store, journal),
            "athlete": lambda: athlete_report(store, people[0].code),
            "group": lambda: group_report(store, "U15"),
        }
        path.write_bytes(made[kind]().data)
    return path


def today(minute: int) -> str:
    return (
        (datetime.now(UTC) - timedelta(minutes=30 - minute))
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )


def brightness(picture: Path) -> float:
    return float(np.mean(pygame.surfarray.array3d(pygame.image.load(picture))))


def test_the_console_is_silent_and_nothing_is_fetched(browser: Browser, page: Path, kind: str) -> None:
    dom, said = browser.dom(page)
    assert said == []
    assert len(re.findall(r'<svg [^>]*class="figure"', dom)) == PAGES[kind]
    assert browser.requests(page) == []


def test_a_page_that_does_fetch_and_complain_is_caught(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<script>console.error("x")</script><img src="http://127.0.0.1:9/x.png">', encoding="utf-8"
    )
    assert browser.dom(bad)[1]
    assert browser.requests(bad) == ["http://127.0.0.1:9/x.png"]


def test_it_is_light_dark_and_printed(browser: Browser, page: Path) -> None:
    light, dark = browser.picture(page, "light.png"), browser.picture(page, "dark.png", dark=True)
    assert brightness(light) > 200
    assert brightness(dark) < 70
    pdf = browser.pdf(page, "page.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert 2 <= pdf.count(b"/Type /Page\n") <= 8
