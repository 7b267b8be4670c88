"""`docs/drills.md` and its pictures are what the drill files say."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_and_its_pictures_are_current() -> None:
    spec = importlib.util.spec_from_file_location("drills_page", ROOT / "scripts" / "drills_page.py")
    assert spec is not None
    assert spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    assert page.stale() == [], "run python scripts/drills_page.py"


def test_every_link_and_picture_of_the_page_leads_somewhere() -> None:
    text = (ROOT / "docs" / "drills.md").read_text(encoding="utf-8")
    anchors = set(re.findall(r'<a id="([^"]+)">', text))
    assert set(re.findall(r"\(#([^)]+)\)", text)) <= anchors
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    assert len(pictures) >= 70
    assert all((ROOT / "docs" / picture).is_file() for picture in pictures)


def test_the_number_of_drills_in_the_readme_is_right() -> None:
    there = sum("circuits" not in path.parts for path in (ROOT / "drills").rglob("*.toml"))
    told = re.findall(r"(\d+) drills and nine circuits", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert told == [str(there)]
