"""Draws what stands behind the cues of a run: progress at the edge, prompts, rest, and the pause screen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pygame

from reactdrill.app.canvas import Canvas
from reactdrill.app.figures.words import capital, side_words
from reactdrill.app.layout import Box, Px, Share, columns, rows
from reactdrill.app.play.progress import LaneProgress, RunProgress
from reactdrill.app.theme import Ink, TextRole
from reactdrill.devices.stimuli import pixel_of, sprite
from reactdrill.i18n import TextTable, marked, tr
from reactdrill.live.loop import SUSPENDED

_PAUSE_REASONS: Mapping[str, str] = TextTable(
    {
        "focus": "Another window has the keyboard",
        "fullscreen": "The window has another size now",
        SUSPENDED: "The computer was asleep",
    }
)
FRAME_SHARE = 0.006
"""Of the screen's shorter side: the line around a counter's place."""
PAUSE_HINTS = marked("Enter: go on · Escape: end the run")
POD_HINTS = marked("Enter or pod {pod}: go on · Escape: end the run")
GONE_HINTS = marked("Enter, once it is back: go on · Escape: end the run")


@dataclass(frozen=True, slots=True)
class Told:
    """A few words in the middle of the screen."""

    title: str
    detail: str = ""
    hint: str = ""
    figure: str = ""
    """One large number or word."""
    ink: Ink = Ink.TEXT


def draw_backdrop(
    canvas: Canvas, progress: RunProgress, title: str, now_ns: int, *, marked: str = ""
) -> None:
    """Everything that may be on the screen beside a cue. `marked` stands in the corner: SIMULATED."""
    canvas.clear()
    if len(progress.lanes) > 1:
        _draw_places(canvas, progress)
        _draw_columns(canvas, progress, now_ns)
        _draw_progress(canvas, progress, title, marked)
        return
    words = [told for lane in progress.lanes.values() if (told := told_of(lane, now_ns)) is not None]
    counted = next((lane.counted for lane in progress.lanes.values() if lane.counted is not None), None)
    if counted is not None:
        _draw_places(canvas, progress)
        _draw_counter(canvas, *counted)
    elif words:
        draw_told(canvas, canvas.box.inset(canvas.look.gap), words[0])
    else:
        _draw_places(canvas, progress)
    _draw_progress(canvas, progress, title, marked)


def _draw_columns(canvas: Canvas, progress: RunProgress, now_ns: int) -> None:
    """What each of several athletes is told, in their own column of the square that cues are drawn in."""
    square = canvas.box.placed(canvas.box.unit, canvas.box.unit, across=0.5, down=0.5)
    parts = columns(square, {name: Share() for name in progress.lanes}, gap=canvas.look.gap)
    for left in list(parts.values())[1:]:
        line = Box(left.x - canvas.look.gap // 2, square.y, canvas.look.hair, square.h)
        canvas.fill(line, canvas.look.theme.hairline)
    for name, lane in progress.lanes.items():
        told = told_of(lane, now_ns)
        if told is not None:
            draw_told(canvas, parts[name], told)


def _draw_places(canvas: Canvas, progress: RunProgress) -> None:
    """Unlit lights at their places, and frames where a counter comes."""
    look = canvas.look
    for x, y, size in progress.lights:
        canvas.shape("ring", _light_box(canvas.box, (x, y), size), look.theme.hairline)
    for counter in progress.counters:
        field = sprite(counter, (canvas.box.w, canvas.box.h))
        around = field.surface.get_rect(topleft=field.place(0)).inflate(look.gap, look.gap)
        pygame.draw.rect(
            canvas.surface, look.theme.hairline, around, look.px(FRAME_SHARE), look.px(FRAME_SHARE) * 3
        )


def _draw_counter(canvas: Canvas, counter: Mapping[str, Any], at_ns: int) -> None:
    """A counter that stands still, where and as it ran."""
    field = sprite(counter, (canvas.box.w, canvas.box.h))
    canvas.surface.blit(field.picture(at_ns), field.place(0))


def _light_box(screen: Box, at: tuple[float, float], share: float) -> Box:
    """Where a light at `at` is drawn when it is lit."""
    size = round(screen.unit * share)
    x, y = pixel_of(at, (screen.w, screen.h), (size, size))
    return Box(x - size // 2, y - size // 2, size, size)


def told_of(lane: LaneProgress, now_ns: int) -> Told | None:
    """What the middle of the screen says between trials; None when it stays free for the cue."""
    if lane.resting_until_ns is not None:
        left_s = max(0, -(-(lane.resting_until_ns - now_ns) // 1_000_000_000))
        side = tr("Next: {side}", side=side_words(lane.next_side)) if lane.next_side else tr("Next set")
        detail = f"{side}\n{lane.task}" if lane.task else side
        return Told(tr("Rest"), detail, figure=str(left_s), ink=Ink.INFO)
    if lane.prompt:
        return Told(lane.prompt, ink=Ink.ACCENT)
    if lane.feedback:
        return Told(lane.feedback, ink=Ink.GOOD if lane.good else Ink.WARN)
    return None


def pause_words(progress: RunProgress, pod: int | None = None) -> Told:
    """The pause screen's words: why, and what to do. `pod`: the number of the one that goes on."""
    hints = tr(PAUSE_HINTS) if pod is None else tr(POD_HINTS, pod=pod)
    lane = next((each for each in progress.lanes.values() if each.paused is not None), None)
    reason = "" if lane is None or lane.paused is None else lane.paused
    if lane is not None and lane.devices_lost:
        names = ", ".join(lane.devices_lost)
        gone = tr("{devices} is gone: plug it in again", devices=names)
        return Told(tr("Paused"), gone, tr(GONE_HINTS), ink=Ink.WARN)
    if reason.startswith("device_back"):
        back = tr("{devices} is back", devices=reason.partition(": ")[2])
        return Told(tr("Paused"), back, hints, ink=Ink.GOOD)
    if reason.startswith("journal"):
        unsaved = tr("The run cannot be saved: {reason}", reason=reason.partition(": ")[2])
        return Told(tr("Paused"), unsaved, hints, ink=Ink.SPECIAL)
    detail = _PAUSE_REASONS.get(reason, "")
    return Told(tr("Paused"), detail, hints)


def pads_gone(names: Collection[str]) -> Told:
    """Before a run: a gamepad or mat that was there is gone."""
    gone = tr("{devices} is gone: plug it in again", devices=", ".join(sorted(names)))
    return Told(tr("Wait"), gone, tr("Enter: go on without · Escape: back"), ink=Ink.WARN)


def draw_told(canvas: Canvas, box: Box, told: Told) -> None:
    """Words in the middle, the figure largest."""
    look = canvas.look
    parts: dict[str, Px | Share] = {"above": Share()}
    if told.figure:
        parts["figure"] = Px(round(look.text_px(TextRole.CUE) * 1.2))
    parts["title"] = Px(round(look.text_px(TextRole.TITLE) * 1.4))
    if told.detail:
        parts["detail"] = Px(look.text_px(TextRole.HEADING) * 3)
    parts["below"] = Share()
    if told.hint:
        parts["hint"] = Px(look.text_px(TextRole.BODY) * 3)
    places = rows(box, parts, gap=look.gap)
    if told.figure:
        canvas.text(told.figure, places["figure"], TextRole.CUE, ink=told.ink, bold=True, across=0.5, lines=1)
    canvas.text(told.title, places["title"], TextRole.TITLE, ink=told.ink, bold=True, across=0.5)
    if told.detail:
        canvas.text(told.detail, places["detail"], TextRole.HEADING, across=0.5, down=0.0)
    if told.hint:
        canvas.text(told.hint, places["hint"], TextRole.BODY, ink=Ink.MUTED, across=0.5)


def _draw_progress(canvas: Canvas, progress: RunProgress, title: str, marked: str) -> None:
    """A line along the lower edge, and words in the margin that cues never reach; it changes between trials only."""
    look, lane = canvas.look, next(iter(progress.lanes.values()))
    if not lane.timed:
        line = canvas.box.placed(canvas.box.w, look.px(0.012), down=1.0)
        canvas.fill(line, look.theme.hairline)
        canvas.fill(Box(line.x, line.y, round(line.w * lane.share), line.h), look.ink(Ink.INFO))
    margin = _margin(canvas.box).inset(look.gap)
    if margin.empty or margin.unit < 3 * look.min_text_px:
        return
    words = [marked] if marked else []
    words += [title, *_where(lane, progress.sets)]
    between = " · " if canvas.box.portrait else "\n"
    ink = Ink.WARN if marked else Ink.MUTED
    canvas.text(between.join(words), margin, TextRole.SMALL, ink=ink, down=1.0, lines=len(words))


def _margin(screen: Box) -> Box:
    """What the largest centred square leaves free: the left of a wide screen, the foot of a tall one."""
    if screen.portrait:
        height = (screen.h - screen.w) // 2
        return Box(screen.x, screen.bottom - height, screen.w, height)
    return Box(screen.x, screen.y, (screen.w - screen.h) // 2, screen.h)


def _where(lane: LaneProgress, sets: int) -> list[str]:
    """Where in the run the lane is."""
    place = (
        [tr("Set {number} of {count}", number=lane.set + 1, count=sets)]
        if sets > 1 and not lane.practice
        else []
    )
    if lane.side:
        place.append(capital(side_words(lane.side)))
    if lane.task:
        place.append(lane.task)
    count = tr("{done} done", done=lane.done)
    if not lane.timed:
        count = tr("{part} of {whole}", part=min(lane.done + 1, lane.planned), whole=lane.planned)
    return [*place, tr("Practice: {count}", count=count) if lane.practice else count]
