"""The cue device on a stream, in the test's time: what is heard is compared frame by frame."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import NDArray

from device_clock import MS, DeviceClock
from fake_output import FLOOR_NS, FakeOutput
from plans import plan_of, trial
from reactdrill.assets import tone_sound
from reactdrill.devices.sound.dac import RATE_HZ, DacClock
from reactdrill.devices.sound.output import Render
from reactdrill.devices.sound.samples import samples_of
from reactdrill.devices.sound.stream import LOST_NS, PATIENCE_NS, StreamSound
from reactdrill.devices.sound.voices import FADE
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, DeviceBack, DeviceLost, Event, Pause
from reactdrill.errors import AssetMissingError

TONE = {"tone": "beep", "side": "both", "volume": 1.0}
LONG = {"tone": "beep-long"}
FRAME_NS = 20_834
SILENCE = round(tone_sound("beep").onset_ms * RATE_HZ / 1000)


class Room:
    """A sound device on a fake output."""

    def __init__(self, *, correction_ns: int = 0, correction_uncertainty_ns: int = 0) -> None:
        self.clock = DeviceClock(1_000 * MS)
        self.sound = StreamSound(
            self.clock,
            self._opened,
            correction_ns=correction_ns,
            correction_uncertainty_ns=correction_uncertainty_ns,
        )
        self.zero_ns = self.output.zero_ns
        """Times in milliseconds are counted from the first frame."""
        self.promised_ns = -1
        self.run(50)

    def _opened(self, render: Render, dac: DacClock) -> FakeOutput:
        self.output = FakeOutput(self.clock, render, dac)
        return self.output

    def show(
        self, stimulus: Mapping[str, object], due_ms: float, *, lasts: float | None = None, step: str = "cue"
    ) -> None:
        duration_ns = None if lasts is None else round(lasts * MS)
        cue = PlannedStep(step, "sound", stimulus, duration_ns=duration_ns)
        self.sound.schedule(ShowCue("main", 0, 1, cue, self.zero_ns + round(due_ms * MS)))

    def clear(self, due_ms: float, step: str = "cue") -> None:
        self.sound.clear(ClearCue("main", 0, 1, step, self.zero_ns + round(due_ms * MS), "sound"))

    def run(self, until_ms: float) -> list[Event]:
        """Go on, feeding the output and polling the device when they want it."""
        end_ns = self.zero_ns + round(until_ms * MS)
        events: list[Event] = []
        while (
            next_ns := min(self.output.due_ns, *filter(None, [self.sound.deadline_ns, end_ns + 1]))
        ) <= end_ns:
            self.clock.wait(next_ns)
            self.output.work(self.clock.at_ns)
            deadline_ns = self.sound.deadline_ns
            if deadline_ns is not None and deadline_ns <= self.clock.at_ns:
                events += self.poll()
        self.clock.wait(end_ns)
        return events

    def poll(self) -> list[Event]:
        """Ask once, and hold the device to its promises."""
        said, until_ns = self.sound.poll()
        assert all(self.promised_ns < event.at_ns <= self.clock.at_ns for event in said)
        assert self.promised_ns <= until_ns <= self.clock.at_ns
        self.promised_ns = until_ns
        return list(said)

    def ms(self, event: Event) -> float:
        return (event.at_ns - self.zero_ns) / MS

    def heard(self, from_ms: float, to_ms: float) -> NDArray[np.float32]:
        first, last = (round(ms * RATE_HZ / 1000) for ms in (from_ms, to_ms))
        return self.output.heard[first:last]


def samples(stimulus: Mapping[str, object]) -> NDArray[np.float32]:
    return samples_of(stimulus, 1.0).astype(np.float32) / np.float32(32_768)


@pytest.fixture
def room() -> Room:
    return Room()


# ---- when it is heard


@pytest.mark.parametrize("due_ms", [300, 303.3, 309.99, 310])
def test_the_first_audible_frame_leaves_when_the_cue_is_due(room: Room, due_ms: float) -> None:
    room.show(TONE, due_ms)
    (shown,) = room.run(due_ms + 20)
    assert isinstance(shown, CueShown)
    assert shown.at_ns == pytest.approx(room.zero_ns + due_ms * MS, abs=FRAME_NS)
    assert (shown.source, shown.raw_ns, shown.correction_ns) == ("fake-stream", shown.at_ns, 0)
    assert FLOOR_NS <= shown.uncertainty_ns < FLOOR_NS + 100_000
    begins = round(due_ms * RATE_HZ / 1000) - SILENCE
    expected = samples(TONE)
    assert np.array_equal(room.output.heard[begins : begins + 960], expected[:960])
    assert not room.output.heard[:begins].any()


def test_an_onset_is_told_once_it_was_heard_and_nothing_past_it_is_promised_before(room: Room) -> None:
    room.show(TONE, 300)
    room.run(299)
    room.poll()
    assert room.promised_ns == room.zero_ns + 299 * MS
    room.clock.wait(room.zero_ns + 301 * MS)
    assert room.poll() == []
    assert room.promised_ns == room.zero_ns + 299 * MS
    assert len(room.run(320)) == 1
    assert room.promised_ns > room.zero_ns + 300 * MS


def test_a_cue_that_is_due_already_is_heard_at_once_without_its_silence(room: Room) -> None:
    room.show(TONE, -100)
    (shown,) = room.run(110)
    assert isinstance(shown, CueShown)
    assert 70 < room.ms(shown) <= 90
    begins = round(room.ms(shown) * RATE_HZ / 1000)
    assert np.array_equal(room.output.heard[begins : begins + 480], samples(TONE)[SILENCE : SILENCE + 480])


def test_a_calibrated_delay_plays_earlier_and_is_stated_beside_the_raw_stamp() -> None:
    room = Room(correction_ns=40 * MS, correction_uncertainty_ns=3 * MS)
    room.show(TONE, 300)
    (shown,) = room.run(330)
    assert isinstance(shown, CueShown)
    assert room.ms(shown) == pytest.approx(300, abs=0.03)
    assert (shown.at_ns - shown.raw_ns, shown.correction_ns) == (40 * MS, 40 * MS)
    assert 3 * MS < shown.uncertainty_ns < 3.1 * MS
    assert np.array_equal(room.heard(260, 270), samples(TONE)[SILENCE : SILENCE + 480])


# ---- what is heard


def test_it_is_heard_to_its_end(room: Room) -> None:
    room.show(TONE, 100)
    _, ended = room.run(1000)
    assert isinstance(ended, CueEnded)
    assert room.ms(ended) == pytest.approx(100 + tone_sound("beep").duration_ms, abs=1)
    whole = samples(TONE)
    begins = round(0.1 * RATE_HZ) - SILENCE
    assert np.array_equal(room.output.heard[begins : begins + len(whole)], whole)
    assert not room.output.heard[begins + len(whole) :].any()


def test_a_duration_cuts_it_to_the_frame_with_a_fade(room: Room) -> None:
    room.show(LONG, 100, lasts=80)
    _, ended = room.run(1000)
    assert room.ms(ended) == pytest.approx(180, abs=0.03)
    assert_cut_at(room, round(0.18 * RATE_HZ), LONG)
    assert room.sound.deadline_ns is None


def test_clearing_cuts_it_with_a_fade_at_the_time_that_was_asked_for(room: Room) -> None:
    room.show(LONG, 100)
    room.run(150)
    room.clear(200)
    (ended,) = room.run(1000)
    assert room.ms(ended) == pytest.approx(200, abs=0.03)
    assert_cut_at(room, round(0.2 * RATE_HZ), LONG)


def test_clearing_now_takes_what_is_handed_over_already(room: Room) -> None:
    room.show(LONG, 100)
    room.run(150)
    room.clear(150)
    (ended,) = room.run(1000)
    assert 150 < room.ms(ended) <= 190
    assert_cut_at(room, round(room.ms(ended) * RATE_HZ / 1000), LONG)


def assert_cut_at(room: Room, cut: int, stimulus: Mapping[str, object]) -> None:
    """What began at 100 ms is whole up to the cut, and gone a fade later."""
    whole = samples(stimulus)
    begins = round(0.1 * RATE_HZ) - round(tone_sound(str(stimulus["tone"])).onset_ms * RATE_HZ / 1000)
    heard = room.output.heard
    assert np.array_equal(heard[begins:cut], whole[: cut - begins])
    ramp = np.linspace(1, 0, FADE, endpoint=False)[:, np.newaxis]
    assert np.allclose(heard[cut : cut + FADE], whole[cut - begins : cut - begins + FADE] * ramp, atol=1e-6)
    assert not heard[cut + FADE :].any()


@pytest.mark.parametrize("cleared_ms", [60, 280, 295])
def test_what_is_cleared_before_it_began_is_never_heard(room: Room, cleared_ms: float) -> None:
    room.show(TONE, 300)
    room.run(min(cleared_ms, 240))
    room.clear(cleared_ms)
    assert room.run(1000) == []
    assert not room.output.heard.any()
    assert room.sound.deadline_ns is None


def test_cues_overlap(room: Room) -> None:
    room.show(LONG, 100, step="one")
    room.show(TONE, 120, step="two")
    assert [type(event) for event in room.run(150)] == [CueShown, CueShown]
    second = round(0.12 * RATE_HZ)
    first = round(0.1 * RATE_HZ) - round(tone_sound("beep-long").onset_ms * RATE_HZ / 1000)
    both = samples(LONG)[second - first :][:960] + samples(TONE)[SILENCE:][:960]
    assert np.allclose(room.output.heard[second : second + 960], both, atol=1e-6)


@pytest.mark.parametrize(("side", "silent"), [("left", 1), ("right", 0)])
def test_a_side_is_heard_on_that_side_only_at_its_volume(room: Room, side: str, silent: int) -> None:
    room.show({"tone": "beep", "side": side, "volume": 0.5}, 100)
    room.run(200)
    heard = room.heard(100, 150)
    assert not heard[:, silent].any()
    assert np.abs(heard[:, 1 - silent]).max() == pytest.approx(np.abs(samples(TONE)).max() / 2, rel=0.2)


def test_words_and_tones_outside_trials_are_heard_at_once(room: Room) -> None:
    room.sound.speak("left")
    room.sound.signal("beep")
    assert room.run(200) == []
    assert room.heard(60, 200).any()
    with pytest.raises(AssetMissingError):
        room.sound.speak("nonsense")


def test_a_missing_word_is_named_before_the_run_begins(room: Room) -> None:
    step = PlannedStep("cue", "sound", {"say": "lefft"})
    with pytest.raises(AssetMissingError, match="did you mean left"):
        room.sound.prepare(plan_of(trial(step)))


# ---- how sure it is


def test_a_stream_that_ran_dry_makes_the_onsets_there_unsure(room: Room) -> None:
    room.show(TONE, 300, step="one")
    room.show(TONE, 600, step="two")
    room.output.doubt(280, 330, 35 * MS)
    shown = [event for event in room.run(700) if isinstance(event, CueShown)]
    assert shown[0].uncertainty_ns == 35 * MS
    assert shown[1].uncertainty_ns < MS


def test_a_sound_whose_beginning_was_lost_is_heard_from_where_it_was_not(room: Room) -> None:
    room.show(LONG, 300)
    room.run(290)
    room.output.lose(290, 320)
    (shown,) = room.run(350)
    assert isinstance(shown, CueShown)
    assert room.ms(shown) == pytest.approx(320, abs=0.03)


def test_a_sound_that_was_lost_whole_has_failed(room: Room) -> None:
    room.show({"tone": "click"}, 300)
    room.run(290)
    room.output.lose(290, 320)
    (failed,) = room.run(400)
    assert isinstance(failed, CueFailed)
    assert "too busy" in failed.reason
    assert room.sound.deadline_ns is None


def test_statements_that_scatter_make_an_onset_unsure(room: Room) -> None:
    room.show(TONE, 600)
    room.output.jitter_ns = [0, 3 * MS, 0, -3 * MS] * 40
    (shown,) = room.run(640)
    assert isinstance(shown, CueShown)
    assert room.ms(shown) == pytest.approx(600, abs=3)
    assert shown.uncertainty_ns >= 3 * MS


def test_an_onset_that_the_stream_never_confirms_is_told_with_what_is_buffered_as_its_uncertainty(
    room: Room,
) -> None:
    room.run(200)
    room.show(LONG, 300)
    room.output.stated = False
    assert room.run(300 + PATIENCE_NS / MS - 10) == []
    (shown,) = room.run(300 + PATIENCE_NS / MS + 10)
    assert isinstance(shown, CueShown)
    assert shown.uncertainty_ns == room.output.facts.ahead_ns


def test_a_cue_that_is_never_taken_fails(room: Room) -> None:
    room.show(TONE, 100)
    room.clock.wait(room.zero_ns + 100 * MS + LOST_NS + MS)
    (failed,) = room.poll()
    assert isinstance(failed, CueFailed)
    assert failed.reason == "the sound was never played"


# ---- a device that goes and comes back


def prepared(room: Room, targets: tuple[str, ...] = ("left", "right")) -> None:
    plan = plan_of(trial(PlannedStep("cue", "sound", TONE)), targets=targets)
    room.sound.prepare(plan)


def test_a_device_that_vanishes_is_told_with_the_targets_of_those_who_listen(room: Room) -> None:
    prepared(room)
    room.show(TONE, 100, step="one")
    room.show(TONE, 900, step="two")
    room.run(150)
    room.output.problem = "the sound server is gone"
    room.clock.advance(1)
    ended, failed, lost = sorted(room.poll(), key=lambda event: type(event).__name__)
    assert isinstance(lost, DeviceLost)
    assert (lost.device, lost.targets) == ("sound", ("left", "right"))
    assert isinstance(failed, CueFailed)
    assert (failed.step, failed.reason) == ("two", "the sound server is gone")
    assert isinstance(ended, CueEnded)
    room.clock.advance(1)
    assert room.poll() == []
    room.show(TONE, 200, step="three")
    room.clock.advance(100)
    (failed,) = room.poll()
    assert isinstance(failed, CueFailed)
    room.output.problem = None
    room.clock.advance(1)
    (back,) = room.poll()
    assert isinstance(back, DeviceBack)
    room.show(TONE, 600, step="four")
    (shown,) = room.run(650)
    assert isinstance(shown, CueShown)


def test_lanes_without_targets_pause_too(room: Room) -> None:
    prepared(room, ())
    room.output.problem = "gone"
    lost, pause = room.poll()
    assert isinstance(lost, DeviceLost)
    assert isinstance(pause, Pause)
    assert pause.reason == "device_lost: sound"


def test_nobody_listens_and_nothing_pauses(room: Room) -> None:
    room.sound.prepare(plan_of(trial()))
    room.output.problem = "gone"
    (lost,) = room.poll()
    assert isinstance(lost, DeviceLost)
    assert lost.targets == ()


def test_closing_lets_go_of_the_output(room: Room) -> None:
    room.sound.close()
    assert room.output.closed
    assert room.sound.facts.kind == "speakers"
