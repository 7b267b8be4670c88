"""Sounds through SDL's disk driver: what the card would have played is in a file, sample by sample."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from device_clock import MS, DeviceClock
from plans import plan_of, trial
from reactdrill.assets import tone_path, tone_sound, word_path
from reactdrill.devices.sound.mixer import CHANNELS, MixerSound, latency_ns
from reactdrill.devices.sound.samples import needs_sound, stereo
from reactdrill.drill.trial import PlannedStep
from reactdrill.engine.commands import ClearCue, ShowCue
from reactdrill.engine.correction import Correction
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, Event
from reactdrill.errors import AssetMissingError, DeviceUnavailableError
from reactdrill.live.clock import SystemClock

SPEECH = {"say": "left", "side": "both", "volume": 1.0}
TONE = {"tone": "beep", "side": "both", "volume": 1.0}
DELAY, DOUBT = latency_ns(256)


class Room:
    """A sound device on a clock of the test's."""

    def __init__(self) -> None:
        self.clock = DeviceClock(1_000 * MS)
        self.sound = MixerSound(self.clock)
        self.zero_ns = self.clock.at_ns

    def show(
        self, stimulus: dict[str, object], due_ms: float, *, lasts: float | None = None, step: str = "cue"
    ) -> None:
        duration_ns = None if lasts is None else round(lasts * MS)
        cue = PlannedStep(step, "sound", stimulus, duration_ns=duration_ns)
        self.sound.schedule(ShowCue("main", 0, 1, cue, self.zero_ns + round(due_ms * MS)))

    def clear(self, due_ms: float, step: str = "cue") -> None:
        self.sound.clear(ClearCue("main", 0, 1, step, self.zero_ns + round(due_ms * MS), "sound"))

    def run(self, until_ms: float) -> list[Event]:
        events: list[Event] = []
        promised_ns = -1
        while (due_ns := self.sound.deadline_ns) is not None and due_ns <= self.zero_ns + until_ms * MS:
            self.clock.wait(due_ns)
            said, until_ns = self.sound.poll()
            assert all(event.at_ns > promised_ns for event in said)
            promised_ns = until_ns
            events += said
        self.clock.at_ns = max(self.clock.at_ns, self.zero_ns + round(until_ms * MS))
        return events

    def ms(self, event: Event) -> float:
        return (event.at_ns - self.zero_ns) / MS


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    room = Room()
    yield room
    room.sound.close()


def test_a_sound_is_started_early_so_that_it_is_heard_when_due(room: Room) -> None:
    room.show(TONE, 500)
    (event,) = room.run(510)
    assert isinstance(event, CueShown)
    silence_ns = round(tone_sound("beep").onset_ms * MS)
    assert room.ms(event) == 500
    assert event.raw_ns == room.zero_ns + 500 * MS - DELAY - silence_ns
    assert event.correction_ns == DELAY + silence_ns
    assert (event.source, event.uncertainty_ns) == ("mixer-256", DOUBT)


def test_a_calibrated_sound_is_started_earlier_still_and_stamped_later(room: Room) -> None:
    room.sound.correct(Correction(20 * MS, 4 * MS))
    room.show(TONE, 500)
    (event,) = room.run(510)
    assert isinstance(event, CueShown)
    silence_ns = round(tone_sound("beep").onset_ms * MS)
    assert (room.ms(event), event.correction_ns) == (500, DELAY + 20 * MS + silence_ns)
    assert event.uncertainty_ns == Correction(0, 4 * MS).doubt_ns(DOUBT)


def test_the_doubt_grows_with_the_buffer() -> None:
    delays, doubts = zip(*(latency_ns(size) for size in (64, 128, 256, 512, 1024, 2048)), strict=True)
    assert list(delays) == sorted(delays)
    assert list(doubts) == sorted(doubts)
    assert latency_ns(256)[1] == pytest.approx(2.98 * MS, rel=0.01)


def test_a_sound_that_is_due_already_is_late_and_says_so(room: Room) -> None:
    room.show(TONE, -100)
    (event,) = room.run(50)
    assert room.ms(event) == pytest.approx(DELAY / MS + tone_sound("beep").onset_ms, abs=0.01)


def test_a_sound_ends_by_itself(room: Room) -> None:
    room.show(TONE, 100)
    _, ended = room.run(1000)
    assert isinstance(ended, CueEnded)
    assert room.ms(ended) == pytest.approx(100 + tone_sound("beep").duration_ms, abs=1)


def test_a_duration_cuts_a_sound(room: Room) -> None:
    room.show({"tone": "beep-long"}, 100, lasts=80)
    _, ended = room.run(1000)
    assert room.ms(ended) == pytest.approx(180, abs=0.1)
    assert room.sound.deadline_ns is None


def test_a_cleared_sound_ends_and_one_that_has_not_begun_is_never_heard(room: Room) -> None:
    room.show({"tone": "beep-long"}, 100, step="one")
    room.show(TONE, 400, step="two")
    (shown,) = room.run(200)
    assert isinstance(shown, CueShown)
    room.clear(200, "one")
    room.clear(200, "two")
    room.clear(200, "three")
    (ended,) = room.run(2000)
    assert isinstance(ended, CueEnded)
    assert ended.step == "one"
    assert room.ms(ended) == pytest.approx(200 + DELAY / MS, abs=0.1)


def test_sounds_overlap_until_every_channel_is_busy(room: Room) -> None:
    for number in range(CHANNELS + 1):
        room.show({"tone": "beep-long"}, 100, step=f"s{number}")
    events = room.run(110)
    assert [type(event) for event in events].count(CueShown) == CHANNELS
    (failed,) = [event for event in events if isinstance(event, CueFailed)]
    assert failed.reason == "every sound channel is busy"


def test_a_missing_word_is_named_before_the_run_begins(room: Room) -> None:
    step = PlannedStep("cue", "sound", {"say": "lefft"})
    with pytest.raises(AssetMissingError, match="did you mean left"):
        room.sound.prepare(plan_of(trial(step)))
    with pytest.raises(AssetMissingError):
        room.sound.speak("nonsense")


def test_a_plan_knows_whether_it_needs_sound() -> None:
    assert needs_sound(plan_of(trial(PlannedStep("cue", "sound", TONE))))
    assert not needs_sound(plan_of(trial()))


def test_without_a_sound_card_there_is_a_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    with pytest.raises(DeviceUnavailableError, match="connect a sound device") as raised:
        MixerSound(SystemClock())
    assert raised.value.device == "sound"


@pytest.mark.parametrize(("side", "left", "right"), [("both", 1, 1), ("left", 1, 0), ("right", 0, 1)])
def test_a_side_is_one_of_two_columns(side: str, left: int, right: int) -> None:
    samples = stereo(tone_path("beep"), 0.5, side)
    mono = wave_samples(tone_path("beep"))
    assert np.array_equal(samples[:, 0], np.round(mono * 0.5) * left)
    assert np.array_equal(samples[:, 1], np.round(mono * 0.5) * right)


def wave_samples(path: Path) -> NDArray[np.float64]:
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float64)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Make SDL write to a file what the card would play."""
    path = tmp_path / "played.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    return path


def played(path: Path) -> NDArray[np.float64]:
    """Frames of left and right."""
    raw = np.fromfile(path, dtype="<i2")
    return raw[: len(raw) // 2 * 2].reshape(-1, 2).astype(np.float64)


def play(
    sound: MixerSound, clock: SystemClock, stimuli: list[dict[str, object]], every_ms: float
) -> list[CueShown]:
    """Play stimuli one after the other in real time and wait for the last to end."""
    start_ns = clock.now_ns() + 60 * MS
    for number, stimulus in enumerate(stimuli):
        step = PlannedStep(f"s{number}", "sound", stimulus)
        sound.schedule(ShowCue("main", number, 1, step, start_ns + round(number * every_ms * MS)))
    events: list[Event] = []
    while sound.deadline_ns is not None:
        clock.wait(sound.deadline_ns)
        events += sound.poll().events
    clock.wait(clock.now_ns() + 100 * MS)
    return [event for event in events if isinstance(event, CueShown)]


def place_of(cue: NDArray[np.float64], heard: NDArray[np.float64]) -> int:
    """Where a cue lies in what was heard: the frame of the highest correlation."""
    size = 1 << (len(cue) + len(heard)).bit_length()
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(cue, size))
    return int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))


def test_the_words_samples_are_played_on_the_side_that_was_asked_for(disk: Path) -> None:
    clock = SystemClock()
    sound = MixerSound(clock)
    shown = play(sound, clock, [{**SPEECH, "side": "left"}, {**SPEECH, "say": "right", "side": "right"}], 700)
    sound.close()
    assert len(shown) == 2
    heard = played(disk)
    for word, column in (("left", 0), ("right", 1)):
        samples = wave_samples(word_path(word))
        at = place_of(samples, heard[:, column])
        assert np.array_equal(heard[at : at + len(samples), column], samples)
        assert not heard[at : at + len(samples), 1 - column].any()


def test_no_click_of_a_row_is_missing(disk: Path) -> None:
    """Their distances cannot be held against the reported ones: the disk driver does not keep real time."""
    clock = SystemClock()
    sound = MixerSound(clock)
    shown = play(sound, clock, [{"tone": "click"}] * 12, 60)
    sound.close()
    heard = np.abs(played(disk)[:, 0])
    loud = np.flatnonzero(heard > heard.max() / 2)
    starts = loud[np.insert(np.diff(loud) > 480, 0, True)]
    assert len(starts) == len(shown) == 12
    onsets = [event.at_ns for event in shown]
    assert onsets == sorted(onsets)
