"""Titles of drills that were run, as a journal keeps the drill, in the language that people read."""

from __future__ import annotations

import tomllib

from reactdrill.i18n import language
from reactdrill.results.header import DrillInfo


def said_title(info: DrillInfo) -> str:
    """The title of a drill that was run, in the present language where its file had it."""
    try:
        text = tomllib.loads(info.text).get("text")
    except tomllib.TOMLDecodeError:
        return info.title
    own = text.get(language()) if isinstance(text, dict) else None
    title = own.get("title") if isinstance(own, dict) else None
    return title if isinstance(title, str) else info.title
