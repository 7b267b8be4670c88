"""Where title, count and search of a long list stand."""

from __future__ import annotations

from reactdrill.app.layout import Box, Part, Px, Share, columns
from reactdrill.app.scenes.base import back_button
from reactdrill.app.scenes.parts.title import Title
from reactdrill.app.theme import Look, TextRole
from reactdrill.app.widgets import Paragraph, TextField


def search_head(look: Look, page: Box, words: str) -> dict[str, Box]:
    """`back`, `title` and `count`, then the `search`: in one line, or the search below where that is narrow."""
    back = back_button()
    field = TextField().height_for(look, page.w)
    height = max(field, Title(words).height_for(look, page.w))
    title = round(look.text_px(TextRole.TITLE) * 3.3)
    line = Box(page.x, page.y, page.w, height)
    parts: dict[str, Part] = {"back": Px(back.width_for(look)), "title": Px(title), "count": Share(0.6)}
    if page.portrait:
        places = dict(columns(line, parts, gap=look.gap // 2))
        places["search"] = Box(page.x, line.bottom + look.gap // 3, page.w, field)
    else:
        places = dict(columns(line, {**parts, "search": Share(1.4)}, gap=look.gap // 2))
        places["search"] = places["search"].placed(places["search"].w, field)
    places["back"] = places["back"].placed(places["back"].w, back.height_for(look, 0))
    places["title"] = places["title"].placed(title, Title(words).height_for(look, title))
    count = Paragraph("x").height_for(look, places["count"].w)
    places["count"] = places["count"].placed(places["count"].w, count)
    return places
