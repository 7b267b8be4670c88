"""Where a long content stands behind a short opening: pure arithmetic for lists and scrolling pages."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reactdrill.app.layout import Box


@dataclass(frozen=True, slots=True)
class Scroll:
    """A content of `content` px seen through `view` px, `offset` px of it above the opening."""

    content: int = 0
    view: int = 0
    offset: int = 0

    @property
    def limit(self) -> int:
        """The largest offset."""
        return max(0, self.content - self.view)

    @property
    def needed(self) -> bool:
        """Whether anything is out of sight."""
        return self.limit > 0

    def sized(self, content: int, view: int) -> Scroll:
        """The same place in a content or opening of another size."""
        return replace(self, content=content, view=view).to(self.offset)

    def to(self, offset: int) -> Scroll:
        """The nearest possible offset."""
        limit = max(0, self.content - self.view)
        return replace(self, offset=min(max(0, offset), limit))

    def by(self, distance: int) -> Scroll:
        """Scrolled on (positive) or back."""
        return self.to(self.offset + distance)

    def showing(self, top: int, bottom: int) -> Scroll:
        """Scrolled just far enough that `top` to `bottom` of the content is seen; the top wins if not all fits."""
        if self.offset > top or bottom - top > self.view:
            return self.to(top)
        return self.to(max(self.offset, bottom - self.view))

    def thumb(self, track: Box, shortest: int) -> Box:
        """The handle of a scroll bar in its track; the whole track when nothing is out of sight."""
        if not self.needed:
            return track
        height = min(track.h, max(shortest, round(track.h * self.view / self.content)))
        return Box(track.x, track.y + round((track.h - height) * self.offset / self.limit), track.w, height)

    def dragged(self, track: Box, shortest: int, distance: int) -> Scroll:
        """Scrolled as far as the handle was dragged, in px of the track."""
        room = track.h - self.thumb(track, shortest).h
        return self.by(round(distance * self.limit / room)) if room > 0 else self
