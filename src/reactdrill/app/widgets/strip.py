"""The trials of a run in order: time over trial number.

Outcomes differ by shape and by place as well as by colour. Words come from the scene, already in the person's
language; numbers are milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from reactdrill.app.canvas import Canvas
from reactdrill.app.layout import Box, Part, Px, Share, columns, flow, flow_height, rows
from reactdrill.app.theme import Ink, Look, TextRole
from reactdrill.app.widgets.axis import Axis, round_range, ticks
from reactdrill.app.widgets.base import State, Still
from reactdrill.app.widgets.plotting import Middle, band_colour, draw_ticks
from reactdrill.draw.text import line_width, text_height

OFF_SCALE = 2.0
"""Times beyond this many medians are drawn as an upward mark at the top, so that one lapse does not flatten all."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How an outcome is drawn and where: at its time, in the lane above the times, or in the one below."""

    shape: str
    ink: Ink
    lane: Literal["time", "above", "below"] = "time"


MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "hit": Mark("circle", Ink.INFO),
        "wrong_target": Mark("diamond", Ink.ACCENT),
        "commission": Mark("square", Ink.SPECIAL),
        "stop_failed": Mark("star", Ink.SPECIAL),
        "completed": Mark("ring", Ink.GOOD),
        "miss": Mark("cross", Ink.SPECIAL, "above"),
        "false_start": Mark("triangle", Ink.WARN, "below"),
        "correct_rejection": Mark("plus", Ink.GOOD, "below"),
        "stopped": Mark("check", Ink.GOOD, "below"),
        "aborted": Mark("pause", Ink.MUTED, "above"),
    }
)


@dataclass(frozen=True, slots=True)
class TrialMark:
    """One trial of a strip."""

    number: int
    """1-based, in the order presented."""
    outcome: str
    """A key of `MARKS`."""
    rt_ms: float | None = None


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the parts of a strip stand."""

    bands: Mapping[str, Box]
    """`above`, `time`, `below`."""
    scale: Box
    words: Box
    foot: Box
    along: Axis
    up: Axis
    step: float
    size: int
    """Of a mark, px."""


@dataclass(frozen=True, slots=True)
class TrialStrip(Still):
    """Time over trial number, the median as a line and its interval as a band."""

    marks: tuple[TrialMark, ...]
    middle: Middle | None = None
    legend: Mapping[str, str] = field(default_factory=dict)
    """Outcome to the word for it; only outcomes that occur are shown."""

    def height_for(self, look: Look, width: int) -> int:
        """A third of the unit, and the legend."""
        return look.px(0.34) + self._legend_height(look, width - 2 * look.halo)

    def draw(self, canvas: Canvas, box: Box, state: State) -> None:
        """Draw axes, band and line, then the marks, then the legend."""
        del state
        look = canvas.look
        box = box.inset(look.halo, 0)
        legend = self._legend_height(look, box.w)
        parts: dict[str, Part] = {"plot": Share(), "ticks": Px(_small(look)), "legend": Px(legend)}
        places = rows(box, parts, gap=look.gap // 3)
        plot = self._plot(look, places["plot"], places["ticks"])
        self._draw_scale(canvas, plot)
        if self.middle is not None:
            self._draw_middle(canvas, plot, self.middle)
        draw_ticks(canvas, plot.foot, plot.along, (1, self._last), least_step=1)
        for mark in self.marks:
            self._draw_mark(canvas, plot, mark)
        self._draw_legend(canvas, places["legend"])

    def _plot(self, look: Look, box: Box, foot: Box) -> _Plot:
        low, high, step = self._range(max(1, box.h // (2 * _small(look))))
        size = look.text_px(TextRole.SMALL)
        scale = max(line_width(f"{value:g}", size) for value in ticks(low, high, step))
        words = line_width(self.middle.text, size, bold=True) if self.middle is not None else 0
        across: dict[str, Part] = {"scale": Px(scale), "plot": Share(), "words": Px(words)}
        line = columns(box, across, gap=look.gap // 2)
        mark = self._mark_px(look, line["plot"].w)
        bands = self._bands(line["plot"], round(mark * 1.6))
        time, inner = bands["time"].inset(0, mark // 2 + look.edge), line["plot"].inset(mark, 0)
        return _Plot(
            bands=bands,
            scale=line["scale"],
            words=line["words"],
            foot=columns(foot, across, gap=look.gap // 2)["plot"],
            along=Axis(1, max(2, self._last), inner.x, inner.right),
            up=Axis(low, high, time.bottom, time.y),
            step=step,
            size=mark,
        )

    def _bands(self, box: Box, lane: int) -> Mapping[str, Box]:
        """The lanes above and below the times exist only where something stands in them."""
        used = {_lane(mark) for mark in self.marks}
        return rows(
            box,
            {
                "above": Px(lane if "above" in used else 0),
                "time": Share(),
                "below": Px(lane if "below" in used else 0),
            },
        )

    def _draw_scale(self, canvas: Canvas, plot: _Plot) -> None:
        """Grid lines, and numbers wherever one stands clear of the one below it."""
        time, hair, lowest = plot.bands["time"], canvas.look.hair, plot.scale.bottom
        for value in ticks(plot.up.low, plot.up.high, plot.step):
            y = plot.up.at(value)
            canvas.fill(Box(time.x, y, time.w, hair), canvas.look.theme.hairline)
            place = _beside(plot.scale, y, _small(canvas.look))
            if place.bottom <= lowest:
                canvas.text(f"{value:g}", place, TextRole.SMALL, ink=Ink.MUTED, across=1.0, lines=1)
                lowest = place.y

    def _draw_middle(self, canvas: Canvas, plot: _Plot, middle: Middle) -> None:
        look, time = canvas.look, plot.bands["time"]
        top, y, bottom = (plot.up.at(at) for at in (middle.high_ms, middle.median_ms, middle.low_ms))
        canvas.fill(Box(time.x, top, time.w, max(1, bottom - top)), band_colour(look))
        line = max(2, look.edge)
        canvas.fill(Box(time.x, y - line // 2, time.w, line), look.ink(Ink.TEXT))
        place = _beside(plot.words, y, _small(look))
        canvas.text(middle.text, place, TextRole.SMALL, bold=True, lines=1)

    def _draw_mark(self, canvas: Canvas, plot: _Plot, mark: TrialMark) -> None:
        style, lane = MARKS[mark.outcome], _lane(mark)
        x, y, shape = plot.along.at(mark.number), round(plot.bands[lane].cy), style.shape
        if lane == "time" and mark.rt_ms is not None:
            y = plot.up.at(mark.rt_ms)
            shape = "arrow-up" if mark.rt_ms > plot.up.high else shape
        half = plot.size // 2
        canvas.shape(shape, Box(x - half, y - half, plot.size, plot.size), style.ink)

    def _draw_legend(self, canvas: Canvas, box: Box) -> None:
        size = canvas.look.text_px(TextRole.SMALL)
        entries = self._legend_entries()
        places = flow(box, self._legend_widths(canvas.look), _small(canvas.look), canvas.look.gap)
        for (outcome, word), place in zip(entries, places, strict=True):
            style = MARKS[outcome]
            canvas.shape(style.shape, Box(place.x, place.y, round(size * 0.7), place.h), style.ink)
            words = Box(place.x + size, place.y, max(0, place.w - size), place.h)
            canvas.text(word, words, TextRole.SMALL, ink=Ink.MUTED, lines=1)

    def _legend_entries(self) -> list[tuple[str, str]]:
        present = {mark.outcome for mark in self.marks}
        return [(outcome, word) for outcome, word in self.legend.items() if outcome in present]

    def _legend_widths(self, look: Look) -> list[int]:
        size = look.text_px(TextRole.SMALL)
        return [size + line_width(word, size) for _, word in self._legend_entries()]

    def _legend_height(self, look: Look, width: int) -> int:
        return flow_height(width, self._legend_widths(look), _small(look), look.gap)

    def _range(self, steps: int) -> tuple[float, float, float]:
        times = [mark.rt_ms for mark in self.marks if mark.rt_ms is not None and _lane(mark) == "time"]
        if self.middle is not None:
            ceiling = max(OFF_SCALE * self.middle.median_ms, self.middle.high_ms)
            times = [min(time, ceiling) for time in times] + [self.middle.low_ms, self.middle.high_ms]
        return round_range(min(times, default=0.0), max(times, default=1000.0), steps)

    @property
    def _last(self) -> int:
        return max((mark.number for mark in self.marks), default=1)

    def _mark_px(self, look: Look, width: int) -> int:
        """As large as the number of trials allows."""
        each = width / max(1, self._last)
        return round(min(look.px(0.026), max(look.px(0.014), each * 1.3)))


def _lane(mark: TrialMark) -> Literal["time", "above", "below"]:
    """Where a trial stands; one that should have a time and has none stands above."""
    lane = MARKS[mark.outcome].lane
    return "above" if lane == "time" and mark.rt_ms is None else lane


def _small(look: Look) -> int:
    return text_height(look.text_px(TextRole.SMALL))


def _beside(gutter: Box, y: int, height: int) -> Box:
    """Room for a line of text in a gutter, level with `y` as far as the gutter goes."""
    return Box(gutter.x, max(gutter.y, min(y - height // 2, gutter.bottom - height)), gutter.w, height)
