"""A set-up drawing as SVG, for documents: readable on light and on dark pages."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from reactdrill.drill.scene import Area, Drawing, Mark, Point, Round, Stroke, Tone, Words

COLOURS: dict[Tone, str] = {
    "athlete": "#0072b2",
    "partner": "#009e73",
    "coach": "#7a7f8a",
    "target": "#e69f00",
    "thing": "#c07a00",
    "ground": "#f7f8fa",
    "line": "#7a7f8a",
    "path": "#56b4e9",
    "text": "#20242c",
}
LONGER_SIDE_PX = 480
LINE_PX = 2.5
TEXT_PX = 15


def svg(drawing: Drawing, title: str) -> str:
    """The picture, with its title for those who hear it read."""
    scale = LONGER_SIDE_PX / max(drawing.width, drawing.height)
    wide, high = drawing.width * scale, drawing.height * scale
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img" font-family="sans-serif" font-size="{TEXT_PX}">'
    )
    ground = f'<rect width="100%" height="100%" rx="8" fill="{COLOURS["ground"]}"/>'
    place = _Place(drawing, scale)
    marks = "\n".join(line for mark in drawing.marks for line in _drawn(mark, place))
    return f"{head}\n<title>{escape(title)}</title>\n{ground}\n{marks}\n</svg>\n"


class _Place:
    """From metres to the picture's pixels."""

    def __init__(self, drawing: Drawing, scale: float) -> None:
        self.scale = scale
        self._left, self._top = drawing.left, drawing.bottom + drawing.height

    def xy(self, point: Point) -> str:
        x, y = point
        return f"{(x - self._left) * self.scale:.1f},{(self._top - y) * self.scale:.1f}"


def _drawn(mark: Mark, place: _Place) -> Iterator[str]:
    colour = COLOURS[mark.tone]
    match mark:
        case Stroke():
            points = " ".join(place.xy(point) for point in mark.points)
            width = LINE_PX * (3 if mark.heavy else 1)
            dash = ' stroke-dasharray="7 6"' if mark.dashed else ""
            yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dash}/>'
            if mark.arrow:
                yield f'<polygon points="{_head(mark, place)}" fill="{colour}"/>'
        case Area():
            points = " ".join(place.xy(point) for point in mark.points)
            yield f'<polygon points="{points}" {_paint(colour, edge=mark.edge)}/>'
        case Round():
            x, y = place.xy(mark.centre).split(",")
            radius = mark.radius * place.scale
            yield f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" {_paint(colour, edge=mark.edge)}/>'
        case Words():
            x, y = place.xy((mark.at[0], mark.at[1] - mark.drop)).split(",")
            words = escape(mark.text)
            yield f'<text x="{x}" y="{float(y) + TEXT_PX * 0.8:.1f}" text-anchor="middle" fill="{colour}">{words}</text>'


def _paint(colour: str, *, edge: bool) -> str:
    return f'fill="none" stroke="{colour}" stroke-width="{LINE_PX}"' if edge else f'fill="{colour}"'


def _head(stroke: Stroke, place: _Place) -> str:
    """An arrow head at the end of a line."""
    (x, y), (ex, ey) = stroke.points[-2:]
    length = ((ex - x) ** 2 + (ey - y) ** 2) ** 0.5 or 1.0
    size = 10 / place.scale
    along, across = ((ex - x) / length * size, (ey - y) / length * size), (-(ey - y) / length * size * 0.6, (ex - x) / length * size * 0.6)  # fmt: skip
    back = (ex - along[0], ey - along[1])
    corners = (
        (ex, ey),
        (back[0] + across[0], back[1] + across[1]),
        (back[0] - across[0], back[1] - across[1]),
    )
    return " ".join(place.xy(point) for point in corners)
