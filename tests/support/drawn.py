"""What a plot of a report shows, read from its SVG."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

NO_VARIABLE = re.compile(r'(?:fill|stroke)="(?!none|currentColor|var\(--[a-z]+\))[^"]*"')
"""A colour that does not follow the page into the dark."""


class Drawn:
    """One plot. Groups are named as `reactdrill.report` names them, without the plot's own name."""

    def __init__(self, svg: str) -> None:
        self.svg = svg
        self.root = ET.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))
        self.name = (self.root.get("aria-labelledby") or "").split("-t ")[0]

    def group(self, name: str) -> ET.Element | None:
        return next((each for each in self.root.iter("g") if each.get("id") == f"{self.name}-{name}"), None)

    def marks(self, name: str) -> int:
        group = self.group(name)
        return 0 if group is None else len(list(group.iter("use")))

    def bars(self, name: str) -> int:
        begin = f"{self.name}-{name}-"
        return sum((each.get("id") or "").startswith(begin) for each in self.root.iter("g"))

    def tips(self, name: str) -> list[str]:
        group = self.group(name)
        return [] if group is None else [each.text or "" for each in group.iter("title")]

    @property
    def words(self) -> list[str]:
        return [each.text or "" for each in self.root.iter("text")]

    @property
    def about(self) -> str:
        return self.root.findtext("desc") or ""


def check_plot(svg: str) -> Drawn:
    """Fail unless the plot is well-formed, follows the page's colours and font, is told in words, and needs nothing."""
    drawn = Drawn(svg)
    assert drawn.root.get("role") == "img"
    ids = [each.get("id") for each in drawn.root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert set((drawn.root.get("aria-labelledby") or "").split()) <= set(ids)
    assert len(drawn.root.findtext("title") or "") > 5
    assert len(drawn.about) > 20
    assert not NO_VARIABLE.search(svg), NO_VARIABLE.search(svg)
    assert "style" not in svg
    assert "font-family" not in svg
    assert "xlink" not in svg
    assert all(each.startswith("#") for each in re.findall(r'href="([^"]*)"', svg))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]*)', svg)) <= set(ids)
    assert svg.count("http") == 1
    return drawn
