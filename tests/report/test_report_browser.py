"""The report in a real browser: what it looks like, what it prints, and that it stays on this machine."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
import pytest

from browser import Browser
from reactdrill.report.render import render
from reactdrill.report.run_page import run_page
from reactdrill.results.annotations import read_notes
from reactdrill.results.reader import read_journal
from reports import library_run

pytestmark = pytest.mark.slow


@pytest.fixture
def browser(tmp_path: Path) -> Browser:
    return Browser(tmp_path)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    journal = library_run(
        tmp_path / "runs", athlete='<img src="http://127.0.0.1:9/x.png">', changes={"until": {"trials": 60}}
    )
    path = tmp_path / "report.html"
    path.write_text(
        render("run.html", run_page(read_journal(journal), read_notes(journal))), encoding="utf-8"
    )
    return path


def brightness(picture: Path) -> float:
    return float(np.mean(pygame.surfarray.array3d(pygame.image.load(picture))))


def test_the_console_is_silent_and_nothing_is_fetched(browser: Browser, page: Path) -> None:
    dom, said = browser.dom(page)
    assert said == []
    assert dom.count('<svg class="figure"') == 5
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
