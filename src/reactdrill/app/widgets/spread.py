"""How reaction times spread: bars over time. Numbers are milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Px, Share, rows
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets.axis import Axis, round_range
from reactdrill.app.widgets.base import State, Still
from reactdrill.app.widgets.plotting import Middle, band_colour, draw_ticks
from reactdrill.draw.text import line_width, text_height


@dataclass(frozen=True, slots=True)
class Bins:
    """Counts of times in bins of equal width, ms; a time on an edge counts to its right."""

    counts: tuple[int, ...]
    low: float
    high: float
    step: float


@dataclass(frozen=True, slots=True)
class Spread(Still):
    """How the times spread: bars over time, the median as a line and its interval as a band."""

    times_ms: tuple[float, ...]
    middle: Middle | None = None

    def height_for(self, look: Look, width: int) -> int:
        """A quarter of the unit."""
        del width
        return look.px(0.26)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw band, bars, line and axis."""
        del state
        look = canvas.look
        small = text_height(look.text_px(TextRole.SMALL))
        box = box.inset(look.halo, 0)
        parts = rows(box, {"words": Px(small), "plot": Share(), "ticks": Px(small)}, gap=look.gap // 3)
        bins = histogram(self.times_ms)
        plot = parts["plot"].inset(look.px(0.03), 0)
        along = Axis(bins.low, bins.high, plot.x, plot.right)
        if self.middle is not None:
            left, right = along.at(self.middle.low_ms), along.at(self.middle.high_ms)
            canvas.fill(Box(left, plot.y, max(1, right - left), plot.h), band_colour(look))
        self._draw_bars(canvas, bins, plot, along)
        draw_ticks(canvas, parts["ticks"], along, (bins.low, bins.high), least_step=bins.step)
        if self.middle is not None:
            self._draw_middle(canvas, self.middle, parts["words"], plot, along)

    def _draw_bars(self, canvas: Canvas, bins: Bins, plot: Box, along: Axis) -> None:
        look, tallest = canvas.look, max(1, *bins.counts, 1)
        for i, count in enumerate(bins.counts):
            left, right = (along.at(bins.low + n * bins.step) for n in (i, i + 1))
            height = round(plot.h * 0.94 * count / tallest)
            bar = Box(left + look.edge, plot.bottom - height, max(1, right - left - look.edge), height)
            canvas.fill(bar, look.ink(Ink.INFO))
        canvas.fill(Box(plot.x, plot.bottom - look.edge, plot.w, look.edge), look.theme.outline)

    def _draw_middle(self, canvas: Canvas, middle: Middle, words: Box, plot: Box, along: Axis) -> None:
        look, x = canvas.look, along.at(middle.median_ms)
        line = max(2, look.edge)
        canvas.fill(Box(x - line // 2, plot.y, line, plot.h), look.ink(Ink.TEXT))
        width = min(words.w, line_width(middle.text, look.text_px(TextRole.SMALL), bold=True) + 2)
        left = max(words.x, min(x - width // 2, words.right - width))
        place = Box(left, words.y, width, words.h)
        canvas.text(middle.text, place, TextRole.SMALL, bold=True, across=0.5, lines=1)


def histogram(times_ms: Sequence[float], most: int = 18) -> Bins:
    """Count times in at most about `most` bins of a round width."""
    low, high, step = round_range(min(times_ms, default=0.0), max(times_ms, default=1000.0), most)
    counts = [0] * max(1, round((high - low) / step))
    for time in times_ms:
        counts[min(len(counts) - 1, int((time - low) / step))] += 1
    return Bins(tuple(counts), low, high, step)
