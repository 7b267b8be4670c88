"""One plot as SVG for a page, drawn by matplotlib in the page's colours and measured in the page's font.

matplotlib is an extra and takes a second to load, so it is loaded with the first plot. Its settings are as they were
when a plot is done, whatever a machine's own `matplotlibrc` says, and it prints nothing: where it cannot keep its
list of fonts it makes it anew each time.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any

from reactdrill.assets import font_path
from reactdrill.errors import MissingExtraError
from reactdrill.report.plot_svg import Ink, Told, page_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, NARROW = 680.0, 440.0
"""Widths of a plot, in its own units; its words are 12 of these high."""
LEFT, RIGHT, TOP, BOTTOM = 54.0, 14.0, 26.0, 32.0
"""Around the axes: numbers, nothing, the title of the values, ticks. What stands below needs more."""
LINE = 18.0
"""Height of a line of words below the axes."""
SHAPES = {
    "circle": "o", "diamond": "D", "square": "s", "triangle": "^", "cross": "x", "plus": "+", "ring": "o", "tick": "|",
}  # fmt: skip
_STROKED = ("cross", "plus", "tick")
_LETTER, _SWATCH = 6.3, 40.0
"""Widths in a key: of a letter, and of a mark with its margins."""
_PER_INCH = 72.0
_SETTINGS: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": Ink.QUIET,
    "axes.labelcolor": Ink.INK,
    "axes.labelsize": 12,
    "axes.formatter.useoffset": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.titlecolor": Ink.INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "grid.color": Ink.HAIR,
    "grid.linewidth": 1.0,
    "font.size": 12,
    "legend.frameon": False,
    "legend.labelcolor": Ink.QUIET,
    "svg.fonttype": "none",
    "svg.hashsalt": "reactdrill",
    "xtick.color": Ink.QUIET,
    "xtick.major.pad": 8,
    "xtick.major.size": 0,
    "ytick.color": Ink.QUIET,
    "ytick.major.size": 0,
}


@dataclass(slots=True)
class Plot:
    """A plot in the making; `svg` stands when it is done."""

    told: Told
    width: float
    axes: Axes
    left: float = LEFT
    svg: str = ""
    _bottom: float = BOTTOM
    _bare: bool = False

    def gid(self, what: str) -> str:
        """The id that a part of the plot has on the page."""
        return f"{self.told.name}-{what}"

    def marks(
        self,
        what: str,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        shape: str = "circle",
        ink: Ink = Ink.HIT,
        size: float = 7.5,
        label: str = "",
        tips: Sequence[str] = (),
        **more: Any,  # noqa: ANN401 - whatever matplotlib's `plot` takes
    ) -> None:
        """One mark for each point, in the group `what`; `tips`: what a pointer over each is told."""
        stroked, ring = shape in _STROKED, shape == "ring"
        self.axes.plot(
            xs, ys, SHAPES[shape], gid=self.gid(what), label=label or "_", markersize=size,
            markerfacecolor=Ink.SHEET if ring else ink, markeredgecolor=ink,
            markeredgewidth=2.2 if stroked else 1.8 if ring else 0.0, **more,
        )  # fmt: skip
        if tips:
            self.told.tips[self.gid(what)] = tips

    def line(
        self,
        what: str,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        ink: Ink = Ink.LEAD,
        label: str = "",
        width: float = 2.0,
        dashes: str = "-",
    ) -> None:
        """A line along points, in the group `what`."""
        self.axes.plot(xs, ys, dashes, gid=self.gid(what), color=ink, linewidth=width, label=label or "_")

    def level(self, what: str, y: float, *, ink: Ink = Ink.LEAD, label: str = "", dashes: str = "-") -> None:
        """A line across at a value."""
        self.axes.axhline(
            y, gid=self.gid(what), color=ink, linewidth=2.0, label=label or "_", linestyle=dashes
        )

    def band(self, what: str, low: float, high: float, *, label: str = "") -> None:
        """A ribbon across between two values."""
        self.axes.axhspan(low, high, gid=self.gid(what), color=Ink.BAND, linewidth=0, label=label or "_")

    def bars(
        self,
        what: str,
        lefts: Sequence[float],
        heights: Sequence[float],
        *,
        width: float = 1.0,
        gap: float = 0.28,
        ink: Ink = Ink.BAR,
        label: str = "",
    ) -> None:
        """Bars that stand on zero, one `width` apart; `gap`: the share of it between two. Each is in `what`-1, -2, ..."""
        bars = self.axes.bar(
            [left + width * gap / 2 for left in lefts], heights, width * (1 - gap), align="edge", color=ink,
            label=label or "_",
        )  # fmt: skip
        for number, bar in enumerate(bars, start=1):
            bar.set_gid(self.gid(f"{what}-{number}"))

    def whiskers(self, what: str, spans: Sequence[tuple[float, float, float]]) -> None:
        """Upright lines: where each stands, its low and its high end."""
        if spans:
            xs, lows, highs = zip(*spans, strict=True)
            self.axes.vlines(xs, lows, highs, gid=self.gid(what), colors=Ink.HIT, linewidth=1.6, alpha=0.5)

    def border(self, what: str, x: float) -> None:
        """A dotted line up the whole plot."""
        self.axes.axvline(x, gid=self.gid(what), color=Ink.QUIET, linewidth=1.4, linestyle=":")

    def note(self, x: float, y: float, words: str) -> None:
        """Words above a point."""
        self.axes.annotate(
            words,
            (x, y),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            fontsize=11,
            color=Ink.QUIET,
        )

    def words(self, at: tuple[float, float], text: str, *, ink: Ink, weight: str = "normal") -> None:
        """A text of whatever letters with its middle at a point."""
        self.axes.text(*at, self.verbatim(text), ha="center", va="center", color=ink, weight=weight)

    def sheet(self, wide: float, high: float) -> None:
        """No axes: all of the plot is one sheet of that size, with (0, 0) at the top left."""
        self.axes.set_axis_off()
        self.axes.set(xlim=(0, wide), ylim=(high, 0))
        self._bare = True

    def verbatim(self, text: str) -> str:
        """What to hand to matplotlib in place of a text that a person wrote, in whatever letters."""
        key = f"text-{len(self.told.texts)}"
        self.told.texts[key] = text
        return key

    def count_up(self) -> None:
        """Have whole numbers from zero upwards beside the values."""
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - slow to load

        self.axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
        self.axes.set_ylim(bottom=0)

    def across(self, low: float, high: float, ticks: Sequence[tuple[float, str]] | None = None) -> None:
        """The limits from left to right, and what stands below; None for numbers where matplotlib puts them."""
        from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - slow to load

        self.axes.set_xlim(low, high)
        self.axes.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 2.5, 5, 10]))
        if ticks is not None:
            self.axes.set_xticks([at for at, _ in ticks], [words for _, words in ticks])

    def below(self, words: str) -> None:
        """What the values from left to right are."""
        self.axes.set_xlabel(words, labelpad=2)
        self._bottom += LINE

    def key(self) -> None:
        """What the marks mean, below the axes, in as many rows as it takes."""
        handles, labels = self.axes.get_legend_handles_labels()
        if not handles:
            return
        columns = _columns(labels, self.width - self.left - RIGHT)
        self.axes.figure.legend(
            handles, labels, loc="lower left", ncols=columns, bbox_to_anchor=(self.left / self.width, 0.0),
            borderaxespad=0.2, borderpad=0.0, columnspacing=1.4, handlelength=1.6, handletextpad=0.5, labelspacing=0.35,
        )  # fmt: skip
        self._bottom += LINE * ceil(len(labels) / columns) + 4

    def fit(self, height: float) -> None:
        """Give the axes the room that the words around them leave."""
        if self._bare:
            return
        high = height - TOP - self._bottom
        self.axes.set_position(
            (
                self.left / self.width,
                self._bottom / height,
                (self.width - self.left - RIGHT) / self.width,
                high / height,
            )
        )


def _columns(labels: Sequence[str], room: float) -> int:
    """How many columns of a key fit; matplotlib fills one column after the other, the first ones with one more."""
    for columns in range(len(labels), 1, -1):
        least, more = divmod(len(labels), columns)
        ends = [place * least + min(place, more) for place in range(columns + 1)]
        widest = [max(map(len, labels[one:other])) for one, other in pairwise(ends)]
        if sum(widest) * _LETTER + columns * _SWATCH <= room:
            return columns
    return 1


@contextmanager
def plot(
    name: str, title: str, about: str, *, width: float = WIDE, height: float = 270.0, left: float = LEFT
) -> Iterator[Plot]:
    """Draw a plot inside this; it has its `svg` when this ends.

    `name` is unique on the page and made of letters, digits and hyphens; `title` and `about` are what a screen reader
    tells. Raises `MissingExtraError` without matplotlib.
    """
    with _matplotlib():
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415 - slow to load
        from matplotlib.figure import Figure  # noqa: PLC0415 - as above

        figure = Figure(figsize=(width / _PER_INCH, height / _PER_INCH), facecolor="none")
        FigureCanvasSVG(figure)
        drawn = Plot(Told(name, title, about), width, figure.add_axes((0, 0, 1, 1), facecolor="none"), left)
        yield drawn
        drawn.fit(height)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
        drawn.svg = page_svg(out.getvalue(), drawn.told)


@contextmanager
def _matplotlib() -> Iterator[None]:
    """Have matplotlib draw as a report wants it, and say nothing."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        try:
            import matplotlib as mpl  # noqa: PLC0415 - an extra
        except ImportError:
            raise MissingExtraError("reports", "matplotlib", "report") from None
        with mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update({**_SETTINGS, "font.family": _family()})
            yield
    finally:
        logger.setLevel(level)


def _family() -> str:
    """The name of the page's font, which matplotlib is shown where to find."""
    from matplotlib.font_manager import FontProperties, fontManager  # noqa: PLC0415 - slow to load

    path = font_path(bold=False)
    if all(entry.fname != str(path) for entry in fontManager.ttflist):
        fontManager.addfont(path)
    return FontProperties(fname=path).get_name()


def limits(values: Sequence[float], *, least: float, share: float = 0.06) -> tuple[float, float]:
    """Ends of an axis that holds all values with some room, `least` apart at least."""
    known = [value for value in values if isfinite(value)] or [0.0]
    low, high = min(known), max(known)
    room = max((high - low) * share, (least - (high - low)) / 2)
    return low - room, high + room
