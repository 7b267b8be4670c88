"""From the SVG that matplotlib writes to one that a page can hold.

Colours become the page's own CSS variables, so that a plot is right in light, in dark and in print. Styles become
attributes, since the page allows no inline style. Ids begin with the plot's name. Fonts and comments of matplotlib go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree import ElementTree as ET

from reactdrill.i18n import written

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
_KEPT = (
    "fill", "fill-opacity", "font-size", "font-weight", "opacity", "stroke", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width", "text-anchor",
)  # fmt: skip
_PLACES = ("d", "x", "y", "width", "height", "transform", "stroke-dasharray")
_LONG = re.compile(r"(-?\d+\.\d{2})\d+")
_NO_TURN = re.compile(r"rotate\(-?0 [^)]*\)")
_TICK = re.compile(r"\N{MINUS SIGN}?\d+\.\d+")
"""A number beside an axis."""
_LINK = re.compile(r"url\(#([^)]*)\)")


class Ink(StrEnum):
    """Colours to draw with: each stands for the variable of the style sheet that has its name in small letters."""

    INK = "#010001"
    QUIET = "#010002"
    HAIR = "#010003"
    SOFT = "#010004"
    SHEET = "#010005"
    LEAD = "#010006"
    BAND = "#010007"
    HIT = "#010008"
    WRONG = "#010009"
    MISSED = "#01000a"
    EARLY = "#01000b"
    GOOD = "#01000c"
    BAR = "#01000d"
    CURVE = "#01000e"


_VARIABLES = {ink.value: f"var(--{ink.name.lower()})" for ink in Ink}


@dataclass(frozen=True, slots=True)
class Told:
    """What a plot says beside its drawing."""

    name: str
    """Unique on the page; letters, digits and hyphens. Every id of the plot begins with it."""
    title: str
    about: str
    """With the title, for those who hear the page read."""
    tips: dict[str, Sequence[str]] = field(default_factory=dict)
    """By the id of a group: what is shown over each of its marks."""
    texts: dict[str, str] = field(default_factory=dict)
    """From words that matplotlib drew to those that are to stand in their place."""


def page_svg(text: str, told: Told) -> str:
    """The same picture for a page."""
    root = ET.fromstring(text)  # noqa: S314 - matplotlib wrote it a moment ago
    for parent in list(root.iter()):
        for child in [each for each in parent if _local(each) in ("metadata", "style")]:
            parent.remove(child)
    _rename(root, told.name)
    for each in root.iter():
        each.tag = _local(each)
        _style(each)
        if each.tag == "text":
            each.text = _words(each.text or "", told)
    for named, words in told.tips.items():
        _tip(root, named, words)
    for group in root.iter("g"):
        _share(group)
    _tidy(root)
    _head(root, told)
    return ET.tostring(root, encoding="unicode")


def _words(drawn: str, told: Told) -> str:
    """What is to stand in the place of words and numbers that matplotlib drew."""
    return written(drawn) if _TICK.fullmatch(drawn) else told.texts.get(drawn, drawn)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _rename(root: ET.Element, name: str) -> None:
    """Only ids that are asked for or linked to stay, each under the plot's name."""
    linked = {link for each in root.iter() for link in _links(each)}
    for each in root.iter():
        own = each.attrib.pop("id", "")
        if own in linked:
            each.set("id", f"{name}-{own}")
        elif own.startswith(f"{name}-"):
            each.set("id", own)
        if HREF in each.attrib:
            each.set("href", f"#{name}-{each.attrib.pop(HREF)[1:]}")
        if "clip-path" in each.attrib:
            each.set("clip-path", _LINK.sub(rf"url(#{name}-\1)", each.attrib["clip-path"]))


def _links(element: ET.Element) -> Iterator[str]:
    if HREF in element.attrib:
        yield element.attrib[HREF][1:]
    yield from _LINK.findall(element.get("clip-path", ""))


def _style(element: ET.Element) -> None:
    pairs = (pair.partition(":") for pair in element.attrib.pop("style", "").split(";"))
    for key, _, value in pairs:
        if key.strip() in _KEPT:
            element.set(key.strip(), _coloured(value.strip()))
    for key in _PLACES:
        if key in element.attrib:
            element.set(key, _LONG.sub(r"\1", " ".join(element.attrib[key].split())))
    if _NO_TURN.fullmatch(element.get("transform", "")):
        del element.attrib["transform"]
    if "font-size" in element.attrib:
        element.set("font-size", element.attrib["font-size"].removesuffix("px"))


def _coloured(value: str) -> str:
    """What is drawn in no ink of the page, such as matplotlib's own black, is in that of its words."""
    return _VARIABLES.get(value, "currentColor") if value.startswith("#") else value


def _tip(root: ET.Element, group: str, words: Sequence[str]) -> None:
    marks = [mark for each in root.iter("g") if each.get("id") == group for mark in each.iter("use")]
    for mark, said in zip(marks, words, strict=True):
        ET.SubElement(mark, "title").text = said


def _share(group: ET.Element) -> None:
    """What all marks of a group have in common stands once, at the group."""
    marks = [each for each in group if each.tag == "use"]
    if len(marks) < 2 or len(marks) < len(group):
        return
    for key in [key for key in marks[0].attrib if key not in ("x", "y")]:
        value = marks[0].get(key, "")
        if key not in ("href", "id") and all(mark.get(key) == value for mark in marks):
            group.set(key, value)
            for mark in marks:
                del mark.attrib[key]


def _tidy(parent: ET.Element) -> None:
    """Blanks and groups that hold nothing go."""
    for each in list(parent):
        _tidy(each)
        each.tail = None
        if each.tag in ("g", "defs"):
            each.text = None
            if not len(each) and "id" not in each.attrib:
                parent.remove(each)


def _head(root: ET.Element, told: Told) -> None:
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    name = told.name
    heard = {"class": "figure", "role": "img", "aria-labelledby": f"{name}-t {name}-d", "xmlns": SVG}
    look = {"stroke-linejoin": "round", "fill": "currentColor"}
    for key, value in {**heard, **look}.items():
        root.set(key, value)
    for tag, words, end in (("desc", told.about, "d"), ("title", told.title, "t")):
        element = ET.Element(tag, {"id": f"{name}-{end}"})
        element.text = words
        root.insert(0, element)
