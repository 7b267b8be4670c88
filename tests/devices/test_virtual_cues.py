"""Virtual cues begin and end exactly when they should."""

from __future__ import annotations

from plans import MS, cue
from reactdrill.devices.virtual import FRAME_NS, VirtualCues
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.events import CueEnded, CueShown, Event
from reactdrill.live.clock import VirtualClock


def told(cues: VirtualCues, clock: VirtualClock, until_ms: float) -> list[tuple[str, str, float]]:
    """What a device says until a time: kind, step and stamp in ms."""
    events: list[Event] = []
    while cues.deadline_ns is not None and cues.deadline_ns <= until_ms * MS:
        clock.wait(cues.deadline_ns)
        events += cues.poll().events
    return [
        (type(event).__name__, event.step, event.at_ns / MS)
        for event in events
        if isinstance(event, CueShown | CueEnded)
    ]


def show(step: PlannedStep, due_ms: float) -> ShowCue:
    return ShowCue("main", 3, 1, step, round(due_ms * MS))


def clear(step: str, due_ms: float) -> ClearCue:
    return ClearCue("main", 3, 1, step, round(due_ms * MS), "screen")


def test_a_cue_begins_when_due_and_ends_after_its_duration() -> None:
    clock = VirtualClock()
    cues = VirtualCues(clock)
    cues.schedule(show(cue("a", lasts=300), 500))
    cues.schedule(show(cue("b"), 600))
    assert told(cues, clock, 2000) == [("CueShown", "a", 500), ("CueShown", "b", 600), ("CueEnded", "a", 800)]
    assert cues.deadline_ns is None


def test_a_duration_in_frames_is_that_many_frames() -> None:
    clock = VirtualClock()
    cues = VirtualCues(clock)
    cues.schedule(show(cue("a", frames=3), 100))
    assert told(cues, clock, 2000)[1] == ("CueEnded", "a", (100 * MS + 3 * FRAME_NS) / MS)


def test_a_cue_whose_time_has_passed_begins_now() -> None:
    clock = VirtualClock(700 * MS)
    cues = VirtualCues(clock)
    cues.schedule(show(cue("a"), 500))
    assert [event.at_ns for event in cues.poll().events] == [700 * MS]


def test_a_cleared_cue_never_begins_and_an_unknown_one_is_ignored() -> None:
    clock = VirtualClock()
    cues = VirtualCues(clock)
    cues.clear(clear("nothing", 0))
    cues.schedule(show(cue("a"), 500))
    cues.clear(clear("a", 0))
    assert told(cues, clock, 2000) == []


def test_a_cue_that_is_cleared_goes_out_then_and_only_once() -> None:
    clock = VirtualClock()
    cues = VirtualCues(clock)
    cues.schedule(show(cue("a", lasts=300), 500))
    cues.schedule(show(cue("b"), 500))
    told(cues, clock, 500)
    cues.clear(clear("a", 600))
    cues.clear(clear("b", 400))  # a time that has passed: at once, and not before what was told already
    cues.clear(clear("b", 700))
    assert told(cues, clock, 2000) == [("CueEnded", "b", 500 + 1e-6), ("CueEnded", "a", 600)]
    cues.clear(clear("a", 2100))
    assert cues.deadline_ns is None


def test_the_next_attempt_at_a_cue_that_was_cancelled_is_shown() -> None:
    clock = VirtualClock()
    cues = VirtualCues(clock)
    cues.schedule(show(cue("a"), 500))
    cues.clear(clear("a", 0))
    assert told(cues, clock, 600) == []
    cues.schedule(show(cue("a"), 700))
    assert told(cues, clock, 800) == [("CueShown", "a", 700)]


def test_onsets_say_that_they_are_virtual_and_sure() -> None:
    clock = VirtualClock(5)
    cues = VirtualCues(clock)
    cues.schedule(show(cue("a"), 0))
    assert cues.poll().events == [CueShown(5, "main", 3, 1, "a", "virtual", 0, 5)]
