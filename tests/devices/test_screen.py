"""Cues on a screen whose flips take as long as the test says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pygame
import pytest

from device_clock import MS, DeviceClock
from plans import cue, plan_of, trial
from reactdrill.devices.refresh import (
    SCHEDSTAT,
    RefreshMeasurement,
    kept_waiting_ns,
    measure_display,
    measure_refresh,
)
from reactdrill.devices.screen import Screen
from reactdrill.devices.stampers.waits import NO_WORK, Work
from reactdrill.devices.stimuli import sprite
from reactdrill.draw.colours import BACKGROUND, PALETTE
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.correction import UNCORRECTED, Correction
from reactdrill.engine.events import CueEnded, CueShown, Event, TimingNote
from reactdrill.errors import AssetMissingError

FRAME = 16_666_667
PACED = RefreshMeasurement(FRAME, 50_000, 40, waits=True)
QUEUED = RefreshMeasurement(FRAME, 50_000, 40)
ORANGE = PALETTE["orange"]
SKY = PALETTE["sky"]

pytest_plugins = ("sdl_fixtures",)
pytestmark = pytest.mark.usefixtures("sdl")


class Display:
    """A window in memory. A flip takes a while, or waits for the next frame of the clock."""

    def __init__(
        self, clock: DeviceClock, flip_ns: int = 400_000, *, paced: bool = False, queued: bool = False
    ) -> None:
        self.surface = pygame.Surface((400, 300))
        self.seen: list[tuple[int, pygame.Surface]] = []
        """When each picture was seen, ns, and the picture."""
        self._clock = clock
        self.flip_ns = flip_ns
        self._paced = paced
        self._queued = queued
        self._taken_ns = 0
        """When a display that queues takes the last picture."""
        self._glass = self.surface.copy()
        """What there is to be seen."""
        self.updates: list[list[pygame.Rect]] = []

    def update(self, areas: Sequence[pygame.Rect]) -> None:
        self.updates.append(list(areas))
        self._show(areas)

    def flip(self) -> None:
        self._show([self.surface.get_rect()])

    def _show(self, areas: Sequence[pygame.Rect]) -> None:
        if self._glass.get_size() != self.surface.get_size():
            self._glass = self.surface.copy()
        for area in areas:
            self._glass.blit(self.surface, area, area)
        if self._queued:  # one picture may wait
            self._clock.at_ns = max(self._clock.at_ns + 100_000, self._taken_ns)
            self._taken_ns = (self._clock.at_ns // FRAME + 1) * FRAME
            self.seen.append((self._taken_ns, self._glass.copy()))
        elif self._paced:
            self._clock.at_ns = (self._clock.at_ns // FRAME + 1) * FRAME
            self.seen.append((self._clock.at_ns, self._glass.copy()))
        else:
            self._clock.at_ns += self.flip_ns
            self.seen.append((self._clock.at_ns - self.flip_ns // 2, self._glass.copy()))

    @property
    def picture(self) -> pygame.Surface:
        return self.seen[-1][1]


class Room:
    """A screen, and the loop's part in using it."""

    def __init__(
        self,
        *,
        paced: bool = False,
        queued: bool = False,
        refresh: RefreshMeasurement | None = None,
        correction: Correction = UNCORRECTED,
    ) -> None:
        self.clock = DeviceClock(1_000 * FRAME)
        self.display = Display(self.clock, paced=paced, queued=queued)
        refresh = PACED if paced else QUEUED if queued else refresh
        self.screen = Screen(self.display, self.clock, refresh=refresh, correction=correction)
        self.screen.set_backdrop(None)
        self.zero_ns = self.clock.at_ns
        self.display.seen.clear()

    def show(self, step: PlannedStep, due_ms: float) -> None:
        self.screen.schedule(ShowCue("main", 0, 1, step, self.zero_ns + round(due_ms * MS)))

    def clear(self, step: str, due_ms: float) -> None:
        self.screen.clear(ClearCue("main", 0, 1, step, self.zero_ns + round(due_ms * MS), "screen"))

    def run(self, until_ms: float) -> list[Event]:
        """Turn as the loop does; every promise is held against what comes after it."""
        events: list[Event] = []
        promised_ns = -1
        while (due_ns := self.screen.deadline_ns) is not None and due_ns <= self.zero_ns + until_ms * MS:
            self.clock.wait(due_ns)
            said, until_ns = self.screen.poll()
            assert all(event.at_ns > promised_ns for event in said)
            assert until_ns <= self.clock.at_ns
            promised_ns = until_ns
            events += said
        return events

    def ms(self, event: Event) -> float:
        return (event.at_ns - self.zero_ns) / MS


def shape(
    step: str = "cue", colour: str = "orange", *, lasts: float | None = None, **more: object
) -> PlannedStep:
    stimulus = {"shape": "square", "colour": colour, "size": 0.4, "at": [0, 0], **more}
    frames = stimulus.pop("frames", None)
    made = cue(step, lasts=lasts, frames=frames if isinstance(frames, int) else None)
    return PlannedStep(
        made.id, "screen", stimulus, "go", "left", duration_ns=made.duration_ns, frames=made.frames
    )


def colours_at(picture: pygame.Surface, x: int, y: int) -> tuple[int, ...]:
    return tuple(picture.get_at((x, y)))[:3]


def test_the_onset_is_the_middle_of_the_flip_and_its_doubt_half_of_it_and_the_calibrations() -> None:
    room = Room(correction=Correction(3 * MS, 150_000))
    room.show(shape(), 100)
    (event,) = room.run(200)
    assert isinstance(event, CueShown)
    flip_ns = room.zero_ns + 100 * MS + 200_000
    assert (event.raw_ns, event.uncertainty_ns, event.source) == (flip_ns, 250_000, "flip")
    assert (event.at_ns, event.correction_ns) == (flip_ns + 3 * MS, 3 * MS)
    assert (event.lane, event.trial, event.attempt, event.step) == ("main", 0, 1, "cue")


def test_nothing_is_flipped_but_at_a_cues_beginning_and_end() -> None:
    room = Room()
    room.show(shape(lasts=50), 100)
    room.screen.poll()
    room.clock.advance(30)
    room.screen.poll()
    assert room.display.seen == []
    room.run(300)
    assert [round((at_ns - room.zero_ns) / MS, 1) for at_ns, _ in room.display.seen] == [100.2, 150.4]
    assert room.screen.deadline_ns is None


def test_the_picture_shows_the_cue_from_its_onset_to_its_end() -> None:
    room = Room()
    room.show(shape(lasts=50), 100)
    room.run(300)
    shown, gone = (picture for _, picture in room.display.seen)
    assert colours_at(shown, 200, 150) == ORANGE
    assert colours_at(shown, 20, 20) == BACKGROUND
    assert colours_at(gone, 200, 150) == BACKGROUND


def test_cues_due_at_the_same_time_go_up_in_one_flip_in_the_order_they_were_asked_for() -> None:
    room = Room()
    room.show(shape("below", "orange"), 100)
    room.show(shape("above", "sky", size=0.2), 100)
    events = room.run(200)
    assert len(room.display.seen) == 1
    assert [event.step for event in events if isinstance(event, CueShown)] == ["below", "above"]
    assert len({event.at_ns for event in events}) == 1
    assert colours_at(room.display.picture, 200, 150) == SKY
    assert colours_at(room.display.picture, 200, 100) == ORANGE


@pytest.mark.parametrize("cleared", [False, True])
def test_a_cue_that_goes_out_as_another_comes_up_shares_its_flip(*, cleared: bool) -> None:
    room = Room()
    room.show(shape("one", size=0.2, lasts=None if cleared else 99.8), 100)
    room.show(shape("two", "sky", size=0.2, at=[0.5, 0]), 200)
    events = room.run(150)
    if cleared:
        room.clear("one", 200)
    events += room.run(1000)
    (_, (flip_ns, picture)) = room.display.seen
    assert [(type(event), event.at_ns) for event in events[1:]] == [(CueEnded, flip_ns), (CueShown, flip_ns)]
    assert shown(events[2:]).uncertainty_ns == room.display.flip_ns // 2
    assert [area.topleft for area in room.display.updates[1]] == [(170, 120), (245, 120)]
    assert colours_at(picture, 200, 150) == BACKGROUND
    assert colours_at(picture, 275, 150) == SKY


def test_a_cue_that_is_cleared_goes_out_and_one_that_has_not_begun_never_does() -> None:
    room = Room()
    room.show(shape("one"), 100)
    room.show(shape("two", "sky"), 300)
    room.run(150)
    room.clear("one", 160)
    room.clear("two", 160)
    room.clear("three", 160)
    events = room.run(1000)
    assert [(type(event), round(room.ms(event), 1)) for event in events] == [(CueEnded, 160.2)]
    assert colours_at(room.display.picture, 200, 150) == BACKGROUND


def test_clearing_later_than_a_cue_ends_by_itself_changes_nothing() -> None:
    room = Room()
    room.show(shape(lasts=50), 100)
    room.run(120)
    room.clear("cue", 400)
    events = room.run(1000)
    assert [round(room.ms(event), 1) for event in events] == [150.4]


def test_no_more_is_shown_than_has_changed() -> None:
    room = Room()
    room.show(shape("one", size=0.2), 100)
    room.show(shape("two", size=0.2, at=[0.5, 0]), 200)
    room.run(250)
    room.clear("one", 300)
    room.run(400)
    assert [[area.topleft for area in areas] for areas in room.display.updates] == [
        [(170, 120)],
        [(245, 120)],
        [(170, 120)],
    ]
    assert all(area.size == (60, 60) for areas in room.display.updates for area in areas)


def test_a_moving_cue_is_shown_where_it_was_and_where_it_is() -> None:
    room = Room()
    room.show(shape(at=[-0.5, 0], size=0.1, motion={"kind": "linear", "to": [0.5, 0], "ms": 200}), 100)
    room.run(140)
    first, second, third = room.display.updates
    assert len(first) == 1
    assert second[0] == first[0]
    assert third[0] == second[1]
    assert len({area.x for area in (*first, second[1], third[1])}) == 3


def test_a_display_that_paces_flips_gets_the_whole_picture() -> None:
    room = Room(paced=True)
    room.show(shape(), 100)
    room.run(200)
    assert room.display.updates == []
    assert len(room.display.seen) == 1


def test_what_is_due_already_is_shown_at_once() -> None:
    room = Room()
    room.show(shape(), -10)
    (event,) = room.run(100)
    assert room.ms(event) == 0.2


@pytest.mark.parametrize("offset_ms", [0, 1, 4, 8, 12, 16, 16.6])
@pytest.mark.parametrize("frames", [1, 2, 3, 12])
def test_frames_are_counted_on_a_paced_display(offset_ms: float, frames: int) -> None:
    room = Room(paced=True)
    room.show(shape(frames=frames), 500 + offset_ms)
    room.run(2000)
    (on_ns, _), (off_ns, _) = room.display.seen
    assert off_ns - on_ns == frames * FRAME


@pytest.mark.parametrize("offset_ms", [0, 1, 4, 8, 12, 16, 16.6])
@pytest.mark.parametrize("lasts_ms", [50, 100, 200, 210])
def test_a_duration_ends_with_the_nearest_frame_on_a_paced_display(offset_ms: float, lasts_ms: float) -> None:
    room = Room(paced=True)
    room.show(shape(lasts=lasts_ms), 500 + offset_ms)
    room.run(2000)
    (on_ns, _), (off_ns, _) = room.display.seen
    assert off_ns - on_ns == round(lasts_ms * MS / FRAME) * FRAME


def test_frames_take_their_nominal_time_where_the_display_is_not_paced() -> None:
    room = Room()
    room.show(shape(frames=3), 100)
    shown, ended = room.run(500)
    assert ended.at_ns - shown.at_ns == pytest.approx(3 * FRAME, abs=MS)


def test_a_moving_cue_is_drawn_every_frame_until_it_has_arrived() -> None:
    room = Room()
    room.show(shape(at=[-0.5, 0], size=0.1, motion={"kind": "linear", "to": [0.5, 0], "ms": 200}), 100)
    room.run(1000)
    places = [_middle_of(picture) for _, picture in room.display.seen]
    assert len(places) in (13, 14)
    assert places == sorted(places)
    assert places[0] == pytest.approx(125, abs=1)
    assert places[-1] == pytest.approx(275, abs=1)
    at_ns = room.display.seen[6][0]
    share = (at_ns + FRAME / 2 - room.display.seen[0][0]) / (200 * MS)  # right in the middle of its frame
    assert places[6] == pytest.approx(125 + 150 * share, abs=2)


def _middle_of(picture: pygame.Surface) -> float:
    columns = [x for x in range(400) if colours_at(picture, x, 150) == ORANGE]
    return (columns[0] + columns[-1]) / 2


def test_the_backdrop_stands_behind_and_is_drawn_when_the_owner_says_so_only() -> None:
    room = Room()
    calls: list[int] = []

    def backdrop(surface: pygame.Surface) -> None:
        calls.append(1)
        surface.fill((0, 0, 90), (0, 290, 400, 10))

    room.screen.set_backdrop(backdrop)
    room.show(shape(lasts=50), 100)
    room.run(300)
    assert len(calls) == 1
    assert colours_at(room.display.picture, 5, 295) == (0, 0, 90)
    room.screen.redraw()
    assert len(calls) == 2


def test_redrawing_between_trials_never_shows_a_cue_that_is_drawn_ahead() -> None:
    room = Room()
    room.show(shape(), 100)
    room.run(70)
    room.screen.redraw()
    assert colours_at(room.display.picture, 200, 150) == BACKGROUND
    (event,) = room.run(200)
    assert room.ms(event) == pytest.approx(100.2, abs=0.01)
    assert colours_at(room.display.picture, 200, 150) == ORANGE


def test_another_size_of_the_window_draws_everything_again() -> None:
    room = Room()
    room.show(shape(), 100)
    room.run(150)
    room.display.surface = pygame.Surface((800, 600))
    room.screen.poll()
    assert room.display.picture.get_size() == (800, 600)
    assert colours_at(room.display.picture, 400, 300) == ORANGE
    assert colours_at(room.display.picture, 280, 300) == BACKGROUND


def test_everything_is_drawn_before_the_run_and_what_is_missing_is_named_then() -> None:
    room = Room()
    step = PlannedStep("cue", "screen", {"image": "icon-65.png", "at": [0, 0]})
    with pytest.raises(AssetMissingError, match=r"did you mean icon-64\.png"):
        room.screen.prepare(plan_of(trial(step)))


def test_refresh_is_measured_from_flip_to_flip() -> None:
    clock = DeviceClock()
    assert measure_refresh(Display(clock, paced=True), clock, 20) == RefreshMeasurement(FRAME, 0, 20)
    assert measure_refresh(Display(clock), clock, 20) == RefreshMeasurement(400_000, 0, 20)
    assert measure_display(Display(clock), clock, 20) == RefreshMeasurement(400_000, 0, 20)
    assert measure_display(Display(clock, paced=True), clock, 20) == RefreshMeasurement(
        FRAME, 0, 20, waits=True
    )
    queued = measure_display(Display(clock, queued=True), clock, 20)
    assert queued == RefreshMeasurement(FRAME, 0, 20, waits=False)
    assert PACED.paced
    assert not RefreshMeasurement(400_000, 10_000, 20).paced
    assert not RefreshMeasurement(8_000_000, 5_000_000, 20).paced


def notes(events: list[Event], kind: str) -> list[TimingNote]:
    return [event for event in events if isinstance(event, TimingNote) and event.kind == kind]


def shown(events: list[Event]) -> CueShown:
    (event,) = (event for event in events if isinstance(event, CueShown))
    return event


@pytest.mark.parametrize("due_ms", [500, 503.3, 508, 512.1, 516.6])
def test_the_onset_is_where_the_flip_returns_on_a_display_that_makes_it_wait(
    due_ms: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reactdrill.devices.screen.kept_waiting_ns", lambda: 0)
    room = Room(paced=True)
    room.show(shape(), due_ms)
    event = shown(room.run(1000))
    ((seen_ns, _),) = room.display.seen
    assert abs(event.at_ns - seen_ns) <= event.uncertainty_ns <= MS


def test_a_thread_that_did_not_get_to_run_is_less_sure_when_the_flip_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waited = iter((5 * MS, 8 * MS, 8 * MS))
    monkeypatch.setattr("reactdrill.devices.screen.kept_waiting_ns", lambda: next(waited))
    room = Room(paced=True)
    room.show(shape(), 503.3)
    event = shown(room.run(510))
    ((seen_ns, _),) = room.display.seen
    assert event.uncertainty_ns == 2 * MS
    assert event.at_ns == seen_ns - 2 * MS


COPIED = RefreshMeasurement(400_000, 10_000, 40, copies=True)


@pytest.mark.parametrize(
    ("took", "waited", "server", "first"),
    [
        (100_000, 0, Work(50_000, 0, 1), 0),  # all of a short flip
        (6 * MS, 0, Work(100_000, 5_800_000, 1), 6 * MS - 350_000),  # a server that waited copies at the end
        (6 * MS, 0, Work(100_000, 4 * MS, 1), 4 * MS),
        (9 * MS, 4 * MS, Work(100_000, 8 * MS, 1), 5 * MS - 350_000),  # it began to wait before the flip
        (9 * MS, 4 * MS, Work(100_000, 4 * MS, 1), 4 * MS),  # and then the thread was kept waiting
        (6 * MS, 0, Work(200_000, 5_700_000, 2), 0),  # interrupted: it may have copied before that
        (6 * MS, 0, Work(6 * MS, 0, 0), 0),  # it ran all the time
        (6 * MS, 0, NO_WORK, 0),  # nobody tells what it did
    ],
)
def test_a_server_that_copies_does_so_in_the_turn_it_is_given(
    took: int, waited: int, server: Work, first: int
) -> None:
    assert COPIED.onset_between(0, took, waited, server) == (first, took)
    assert not COPIED.paced


def test_a_long_wait_for_a_server_leaves_the_onset_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reactdrill.devices.screen.kept_waiting_ns", lambda: 7)
    looks = iter([NO_WORK, Work(5 * MS, 2 * MS, 70), Work(5 * MS + 100_000, 10 * MS + 700_000, 71)])
    monkeypatch.setattr("reactdrill.devices.screen.server_work", lambda: next(looks))
    room = Room(refresh=COPIED)
    room.screen.prepare(plan_of(trial(shape())))
    room.display.flip_ns = 9 * MS
    room.show(shape(size=0.2), 100)
    event = shown(room.run(200))
    assert event.uncertainty_ns == 175_000
    assert event.at_ns == room.zero_ns + 109 * MS - 175_000


def test_a_window_that_is_copied_is_measured_as_such() -> None:
    clock = DeviceClock()
    assert measure_display(Display(clock), clock, 20, copied=True).copies
    assert not measure_display(Display(clock), clock, 20).copies


@pytest.mark.parametrize("text", ["", "1", "a b 3"])
def test_a_system_that_does_not_tell_of_waiting_counts_none(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "schedstat"
    monkeypatch.setattr("reactdrill.devices.refresh._schedstat", lambda _: os.open(told, os.O_RDONLY))
    assert kept_waiting_ns() == 0
    told.write_text(text)
    assert kept_waiting_ns() == 0
    told.write_text("100 2000 3\n")
    assert kept_waiting_ns() == 2000


@pytest.mark.skipif(not SCHEDSTAT.exists(), reason="only Linux tells how long a thread waited")
def test_how_long_a_thread_waited_only_grows() -> None:
    before = kept_waiting_ns()
    assert 0 <= before <= kept_waiting_ns()


@pytest.mark.parametrize("due_ms", [500, 503.3, 508, 512.1, 516.6])
def test_the_onset_is_within_the_next_frame_on_a_display_that_queues(due_ms: float) -> None:
    room = Room(queued=True)
    room.show(shape(), due_ms)
    event = shown(room.run(1000))
    ((seen_ns, _),) = room.display.seen
    assert abs(event.at_ns - seen_ns) <= event.uncertainty_ns
    assert event.uncertainty_ns == pytest.approx(FRAME / 2, abs=MS)
    assert not notes([event], "late_frame")


def test_a_long_flip_gives_a_wide_doubt() -> None:
    room = Room()
    room.display.flip_ns = 9 * MS
    room.show(shape(), 100)
    assert shown(room.run(200)).uncertainty_ns == 4_500_000


@pytest.mark.parametrize(("late_ms", "told"), [(19.7, 0), (19.9, 1), (300, 1)])
def test_a_cue_that_comes_a_frame_late_is_told_before_it(late_ms: float, told: int) -> None:
    room = Room()
    room.show(shape(), 100)
    room.clock.at_ns = room.zero_ns + round((100 + late_ms) * MS)
    events = [*room.screen.poll().events]
    assert [type(event) for event in events] == [TimingNote] * told + [CueShown]
    for note in notes(events, "late_frame"):
        assert (note.lane, note.trial, note.attempt, note.step, note.count) == ("main", 0, 1, "cue", 1)
        assert (note.at_ns, note.size_ns) == (shown(events).at_ns, round((late_ms + 0.2) * MS))


@pytest.mark.parametrize(("late_ms", "told"), [(19, 0), (20, 1)])
def test_a_cue_that_goes_out_a_frame_late_is_told(late_ms: float, told: int) -> None:
    room = Room()
    room.show(shape(lasts=50), 100)
    room.run(120)
    room.clock.at_ns = room.zero_ns + round((150.2 + late_ms) * MS)
    assert len(notes([*room.screen.poll().events], "late_frame")) == told


def test_a_cue_that_is_cleared_late_lasted_as_long_as_it_took_and_no_frame_is_late() -> None:
    room = Room()
    room.show(shape(), 100)
    room.run(120)
    room.clear("cue", 130)
    room.clock.at_ns = room.zero_ns + 200 * MS
    assert [type(event) for event in room.screen.poll().events] == [CueEnded]


def moving() -> PlannedStep:
    return shape(at=[-0.5, 0], size=0.1, motion={"kind": "linear", "to": [0.5, 0], "ms": 200})


def test_a_moving_cue_says_how_sure_its_place_is() -> None:
    room = Room()
    room.show(moving(), 100)
    events = room.run(1000)
    (note,) = notes(events, "motion")
    assert events.index(note) < events.index(shown(events))
    assert (note.step, note.at_ns) == ("cue", shown(events).at_ns)
    assert note.size_ns == pytest.approx(FRAME / 2, abs=10_000)
    still = Room()
    still.show(shape(), 100)
    assert not notes(still.run(200), "motion")


def test_dropped_pictures_of_a_moving_cue_are_told_once_and_counted_at_its_end() -> None:
    room = Room()
    room.show(moving(), 100)
    events = room.run(130)
    for stall_ms in (40, 30, 0, 50):
        room.clock.advance(stall_ms)
        events += room.screen.poll().events
        events += room.run((room.clock.at_ns - room.zero_ns) / MS + 17)
    room.clear("cue", 500)
    events += room.run(600)
    first, last = notes(events, "dropped_frame")
    assert (first.count, last.count) == (1, 2)
    assert last.size_ns > 50 * MS
    assert events.index(first) < events.index(last)


def test_a_window_that_was_covered_shows_the_present_picture_and_nothing_that_is_to_come() -> None:
    room = Room()
    room.show(shape(), 100)
    room.run(150)
    room.show(shape("next", "sky"), 400)
    room.clock.at_ns = room.zero_ns + 200 * MS
    before = len(room.display.seen)
    room.screen.present_again()
    assert len(room.display.seen) == before + 1
    assert colours_at(room.display.picture, 200, 150) == ORANGE
    (note,) = room.screen.poll().events
    assert isinstance(note, TimingNote)
    assert (note.kind, note.lane, note.size_ns) == ("exposed", None, 400_000)
    assert room.screen.poll().events == []


def test_a_window_that_was_covered_just_before_a_change_waits_for_its_flip() -> None:
    room = Room()
    room.show(shape(), 100)
    room.run(70)  # it is drawn ahead
    room.screen.present_again()
    assert room.display.seen == []
    events = room.run(200)
    assert len(notes(events, "exposed")) == 1
    assert room.ms(shown(events)) == pytest.approx(100.2, abs=0.01)


@pytest.fixture(autouse=True)
def _fonts() -> Iterator[None]:
    yield
    pygame.font.quit()


COUNTER = {"counter": "ms", "colour": "orange", "size": 0.3}
"""The stimulus of `counter`, without its place."""


def counter(step: str = "cue") -> PlannedStep:
    return PlannedStep(step, "screen", {**COUNTER, "at": [0, 0]}, "go", "left")


def counting(since_ms: float) -> bytes:
    """What there is to be seen of a counter alone on the screen."""
    one = sprite(counter().stimulus, (400, 300))
    picture = pygame.Surface((400, 300))
    picture.fill(BACKGROUND)
    picture.blit(one.picture(round(since_ms * MS)), one.place(0))
    return pygame.image.tobytes(picture, "RGB")


def test_a_counter_runs_frame_by_frame_from_its_first_flip_and_stands_at_the_answer() -> None:
    room = Room(correction=Correction(3 * MS, 150_000))
    room.show(counter(), 100)
    events = room.run(130)
    shown = next(event for event in events if isinstance(event, CueShown))
    assert pygame.image.tobytes(room.display.seen[0][1], "RGB") == counting(0)
    assert any(isinstance(event, TimingNote) and event.kind == "motion" for event in events)
    room.run(250)
    frames = [pygame.image.tobytes(picture, "RGB") for _, picture in room.display.seen]
    assert len(set(frames)) == len(frames) == 9
    room.clear("cue", room.ms(shown) + 212.4)
    ended = [event for event in room.run(400) if isinstance(event, CueEnded)]
    assert [event.step for event in ended] == ["cue"]
    assert pygame.image.tobytes(room.display.picture, "RGB") == counting(212.4)
    assert room.screen.deadline_ns is None


def test_a_counter_that_stands_goes_with_the_next_cue_or_with_the_backdrop() -> None:
    for goes in ("cue", "backdrop"):
        room = Room()
        room.show(counter(), 100)
        room.run(150)
        room.clear("cue", 160)
        room.run(200)
        if goes == "cue":
            room.show(shape("next", "sky"), 300)
            room.run(320)
            assert ORANGE not in {colours_at(room.display.picture, x, 150) for x in range(0, 400, 2)}
        else:
            room.screen.redraw()
            assert {colours_at(room.display.picture, x, 150) for x in range(400)} == {BACKGROUND}


def test_only_the_counter_is_shown_anew() -> None:
    room = Room()
    room.show(counter(), 100)
    room.run(150)
    field = sprite(counter().stimulus, (400, 300)).surface.get_size()
    assert {area.size for areas in room.display.updates[1:] for area in areas} == {field}
