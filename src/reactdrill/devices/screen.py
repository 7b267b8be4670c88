"""Cues on the screen: drawn ahead, shown by one flip when they are due, stamped around that flip.

The onset is the middle of the time in which the display can have taken the picture and its uncertainty half of it:
measured against the frame buffer, the pixels change between the stamps before and after the flip. Nothing is drawn in
a response window but what the engine commands, and the picture once more where the window had been covered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pygame

from reactdrill.devices.display_server import server_work
from reactdrill.devices.refresh import (
    UNKNOWN_REFRESH,
    Display,
    RefreshMeasurement,
    kept_waiting_ns,
)
from reactdrill.devices.shown import Key, Shown, key_of, note
from reactdrill.devices.stampers.waits import NO_WORK
from reactdrill.devices.stimuli import Sprite, sprite
from reactdrill.draw.colours import BACKGROUND
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.correction import UNCORRECTED, Correction
from reactdrill.engine.events import CueEnded, CueShown, Event, TimingNote
from reactdrill.engine.uncertainty import combined_uncertainty_ns
from reactdrill.live.ports import Clock, Polled

SOURCE = "flip"
DRAW_AHEAD_NS = 40_000_000
"""How long before a change is due the new picture is drawn, so that only the flip is left to do."""

Backdrop = Callable[[pygame.Surface], None]
Drawn = tuple[pygame.Rect, int]
"""Where a cue is on a picture, and the number that a counter shows."""


class CueDisplay(Display, Protocol):
    """A window that can show a part of itself, too."""

    def update(self, areas: Sequence[pygame.Rect]) -> None:
        """Show what was drawn in these areas; the rest stays as it was shown last."""


class Screen:
    """The cue device of the channels `screen` and `light`."""

    name = "screen"

    def __init__(
        self,
        display: CueDisplay,
        clock: Clock,
        *,
        refresh: RefreshMeasurement | None = None,
        correction: Correction = UNCORRECTED,
        backdrop: Backdrop | None = None,
    ) -> None:
        self._display = display
        self._clock = clock
        self._refresh = refresh or UNKNOWN_REFRESH
        self._correction = correction
        """Calibrated delay from the flip to the light: added to every onset."""
        self._backdrop = backdrop
        self._behind: pygame.Surface | None = None
        self._sprites: dict[str, Sprite] = {}
        self._size = (0, 0)
        self._due: dict[Key, ShowCue] = {}
        self._shown: dict[Key, Shown] = {}
        self._on_surface: tuple[Key, ...] | None = None
        """Cues on the picture that was drawn last, whether it has been shown or not."""
        self._drawn: dict[Key, Drawn] = {}
        """Where they are on it, and what counters say."""
        self._seen: dict[Key, Drawn] | None = None
        """The same for the picture that was shown last; None: nothing of this screen has been shown."""
        self._held: dict[Key, tuple[pygame.Surface, tuple[int, int]]] = {}
        """Counters that stand still: they stay until another cue comes or the backdrop is drawn anew."""
        self._stepped_ns = 0
        """When the picture changed last: what moves is redrawn a frame later."""
        self._seen_ns = 0
        """When it was seen."""
        self._notes: list[TimingNote] = []
        """What is still to be told besides cues."""

    # ---- preparing

    def prepare(self, plan: Plan) -> None:
        """Draw every stimulus of the plan for the window as it is."""
        self._fit_window()
        for lane in plan.lanes:
            for trial in lane.trials:
                for step in trial.steps:
                    if step.channel != "sound":
                        self._sprite(step.stimulus)
        server_work()  # opens what is read around flips

    def set_backdrop(self, backdrop: Backdrop | None) -> None:
        """What stands behind the cues from now on; drawn and shown at once."""
        self._backdrop = backdrop
        self.redraw()

    def redraw(self) -> None:
        """Draw the backdrop anew and show it. For the time between trials: it costs a flip."""
        self._fit_window()
        self._behind = None
        self._held.clear()
        self._compose(tuple(self._shown), self._clock.now_ns())
        self._flip()

    def present_again(self) -> None:
        """Show the picture once more, because the window had been covered. It is no onset of anything.

        When a change is near, its own flip does it: what is drawn ahead for it must not be seen before.
        """
        before_ns = self._clock.now_ns()
        change_ns = self._next_change_ns()
        if change_ns is None or change_ns - DRAW_AHEAD_NS > before_ns:
            self._compose(tuple(self._shown), before_ns)
            self._flip()
        self._tell_exposed(before_ns)

    # ---- the port

    @property
    def deadline_ns(self) -> int | None:
        """The next change, or a little before it to draw ahead."""
        change_ns = self._next_change_ns()
        if change_ns is None:
            return None
        return change_ns if self._drawn_ahead(change_ns) else change_ns - DRAW_AHEAD_NS

    def schedule(self, command: ShowCue) -> None:
        """Show a cue at its due time."""
        self._due[key_of(command)] = command

    def clear(self, command: ClearCue) -> None:
        """Take a cue away, or cancel it."""
        key = (command.lane, command.trial, command.attempt, command.step)
        if self._due.pop(key, None) is None and key in self._shown:
            self._shown[key].clear(command.due_ns)

    def poll(self) -> Polled:
        """Flip when a change is due; draw ahead of the next one."""
        now_ns = self._clock.now_ns()
        if self._display.surface.get_size() != self._size:
            self.redraw()
            self._tell_exposed(now_ns)
            now_ns = self._clock.now_ns()
        change_ns = self._next_change_ns()
        events: list[Event] = [*self._notes]
        self._notes.clear()
        if change_ns is not None and change_ns <= now_ns:
            events += self._change(now_ns)
        elif change_ns is not None and change_ns - DRAW_AHEAD_NS <= now_ns:
            self._compose(self._at(change_ns), change_ns)
        now_ns = self._clock.now_ns()
        overdue_ns = min((command.due_ns for command in self._due.values()), default=now_ns)
        return Polled(events, min(now_ns, overdue_ns - 1) if overdue_ns <= now_ns else now_ns)

    # ---- changes

    def _next_change_ns(self) -> int | None:
        changes = [command.due_ns for command in self._due.values()]
        changes += [shown.ends_ns for shown in self._shown.values() if shown.ends_ns is not None]
        if any(self._is_moving(shown) for shown in self._shown.values()):
            paced = self._refresh.paced
            changes.append(self._clock.now_ns() if paced else self._stepped_ns + self._refresh.frame_ns)
        return min(changes, default=None)

    def _change(self, now_ns: int) -> list[Event]:
        """One flip for everything that is due now."""
        due = [key for key, command in self._due.items() if command.due_ns <= now_ns]
        ended = [
            key for key, shown in self._shown.items() if shown.ends_ns is not None and shown.ends_ns <= now_ns
        ]
        self._hold_counters(ended)
        self._compose(self._at(now_ns), now_ns)
        before_ns, first_ns, last_ns, after_ns = self._stamped()
        seen_ns, half_ns = (first_ns + last_ns) // 2, (last_ns - first_ns + 1) // 2
        events = [*self._dropped(seen_ns), *self._ended(ended, seen_ns)]
        self._stepped_ns, self._seen_ns = before_ns, seen_ns
        for key in due:
            events += self._began(key, seen_ns, half_ns, after_ns)
        return events

    def _stamped(self) -> tuple[int, int, int, int]:
        """Show what has changed: when it was asked for, the first and last moment it can have come up, when that was over."""
        counts, copies = self._refresh.waits or self._refresh.copies, self._refresh.copies
        waited_ns = kept_waiting_ns() if counts else 0
        server = server_work() if copies else NO_WORK
        before_ns = self._clock.now_ns()
        self._present()
        after_ns = self._clock.now_ns()
        if counts:
            waited_ns = kept_waiting_ns() - waited_ns
        if copies:
            server = server_work().since(server)
        return before_ns, *self._refresh.onset_between(before_ns, after_ns, waited_ns, server), after_ns

    def _began(self, key: Key, seen_ns: int, half_ns: int, after_ns: int) -> list[Event]:
        command = self._due.pop(key)
        self._shown[key] = Shown(command, seen_ns, self._end_ns(command, seen_ns, after_ns))
        onset_ns = seen_ns + self._correction.ns
        events: list[Event] = []
        if seen_ns - command.due_ns > self._refresh.late_ns:
            events.append(note("late_frame", onset_ns, seen_ns - command.due_ns, key))
        if self._sprite(command.cue.stimulus).moves:
            doubt_ns = combined_uncertainty_ns(self._refresh.frame_ns // 2, half_ns)
            events.append(note("motion", onset_ns, doubt_ns, key))
        doubt_ns = self._correction.doubt_ns(half_ns)
        events.append(CueShown(onset_ns, *key, SOURCE, doubt_ns, seen_ns, self._correction.ns))
        return events

    def _ended(self, keys: list[Key], seen_ns: int) -> list[Event]:
        at_ns = seen_ns + self._correction.ns
        events: list[Event] = []
        for key in keys:
            events += [
                *self._shown.pop(key).end(seen_ns, self._refresh.late_ns, at_ns),
                CueEnded(at_ns, *key),
            ]
        return events

    def _dropped(self, seen_ns: int) -> list[Event]:
        """What there is to tell when this picture of what moves came too long after the one before it."""
        gap_ns = seen_ns - self._seen_ns
        if gap_ns <= self._refresh.late_ns:
            return []
        moving = [shown for shown in self._shown.values() if self._is_moving(shown)]
        return [each for shown in moving for each in shown.drop(gap_ns, seen_ns + self._correction.ns)]

    def _tell_exposed(self, since_ns: int) -> None:
        now_ns = self._clock.now_ns()
        self._notes.append(TimingNote(since_ns, "exposed", now_ns, now_ns - since_ns))

    def _end_ns(self, command: ShowCue, flip_ns: int, after_ns: int) -> int | None:
        """When the flip that ends a cue with a duration is to be asked for.

        A display that paces the flips shows them with its frames, the last one as this flip returned: asking half a
        frame early ends the cue with the frame nearest to its time.
        """
        cue, frame_ns = command.cue, self._refresh.frame_ns
        lasts_ns = cue.duration_ns if cue.frames is None else cue.frames * frame_ns
        if lasts_ns is None:
            return None
        return after_ns + lasts_ns - frame_ns // 2 if self._refresh.paced else flip_ns + lasts_ns

    def _at(self, at_ns: int) -> tuple[Key, ...]:
        """The cues that are to be seen at a time, in the order they came."""
        stay = [key for key, shown in self._shown.items() if shown.ends_ns is None or shown.ends_ns > at_ns]
        return (*stay, *(key for key, command in self._due.items() if command.due_ns <= at_ns))

    def _is_moving(self, shown: Shown) -> bool:
        """Whether a picture of it at the end of its way is still to be drawn."""
        moving = self._sprite(shown.command.cue.stimulus)
        return moving.moves and self._on_its_way_ns(shown, self._stepped_ns) < moving.moving_ns

    def _on_its_way_ns(self, shown: Shown, at_ns: int) -> int:
        """How far a moving cue is drawn in a picture made at a time: as it should be in the middle of its frame."""
        return at_ns - shown.onset_ns + self._refresh.frame_ns // 2

    def _hold_counters(self, ended: list[Key]) -> None:
        standing = {key: self._standing(key) for key in ended if self._sprite_of(key).digits}
        if standing:
            self._held.update(standing)
            self._on_surface = None

    def _standing(self, key: Key) -> tuple[pygame.Surface, tuple[int, int]]:
        """A counter as it stands when it is taken away: at the time asked for, from its onset as it was told."""
        shown, counter = self._shown[key], self._sprite_of(key)
        assert shown.ends_ns is not None
        return counter.picture(shown.ends_ns - shown.onset_ns - self._correction.ns), counter.place(0)

    # ---- showing

    def _flip(self) -> None:
        self._display.flip()
        self._seen = dict(self._drawn)

    def _present(self) -> None:
        """Show what has changed, as little as there is: a smaller part is copied sooner, and its onset surer.

        A display that paces the flips takes the whole picture at once anyway.
        """
        if self._refresh.paced or self._seen is None:
            self._flip()
            return
        seen, drawn = self._seen, self._drawn
        stays = [key for key in seen if seen[key] == drawn.get(key)]
        areas = [each[key][0] for each in (seen, drawn) for key in each if key not in stays]
        self._display.update(areas)
        self._seen = dict(self._drawn)

    # ---- drawing

    def _drawn_ahead(self, change_ns: int) -> bool:
        return self._on_surface == self._at(change_ns)

    def _compose(self, keys: tuple[Key, ...], at_ns: int) -> None:
        """Draw the picture with these cues, unless it stands on the surface already."""
        sprites = [(key, self._sprite_of(key)) for key in keys]
        if any(key in self._due for key in keys):
            self._held.clear()
        if keys == self._on_surface and self._behind is not None and not any(s.moves for _, s in sprites):
            return
        surface = self._display.surface
        surface.blit(self._background(), (0, 0))
        self._drawn = {key: (surface.blit(*held), -1) for key, held in self._held.items()}
        for key, each in sprites:
            shown = self._shown.get(key)
            since_ns = 0 if shown is None else self._on_its_way_ns(shown, at_ns)
            area = surface.blit(each.picture(since_ns), each.place(since_ns))
            self._drawn[key] = (area, each.counted_ms(since_ns))
        self._on_surface = keys

    def _background(self) -> pygame.Surface:
        if self._behind is None:
            self._behind = self._display.surface.copy()
            self._behind.fill(BACKGROUND)
            if self._backdrop is not None:
                self._backdrop(self._behind)
        return self._behind

    def _sprite_of(self, key: Key) -> Sprite:
        shown = self._shown.get(key)
        command = self._due[key] if shown is None else shown.command
        return self._sprite(command.cue.stimulus)

    def _sprite(self, stimulus: Any) -> Sprite:  # noqa: ANN401 - a drill's own words
        name = repr(sorted(stimulus.items()))
        if name not in self._sprites:
            self._sprites[name] = sprite(stimulus, self._size)
        return self._sprites[name]

    def _fit_window(self) -> None:
        """Draw everything for another size of the window."""
        size = self._display.surface.get_size()
        if size != self._size:
            self._size = size
            self._sprites.clear()
            self._behind = None
            self._on_surface = None
            self._seen = None
