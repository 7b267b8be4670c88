"""A coach records names, has them called, and leaves it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from offscreen import Hands, finish_background, program

from reactdrill.app.program import Brief, Program
from reactdrill.app.scenes.group.names import NamesScene
from reactdrill.app.scenes.group.namesound import NameSoundScene
from reactdrill.app.scenes.group.who import WhoScene
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.people.athlete import Athlete
from reactdrill.results.clip import RATE_HZ, Wave, read_wav
from reactdrill.results.recorded_names import RecordedNames
from voices import FakeMicrophone, spoken, voice_file

ROSTER = "name;birth year\nAnna Berg;1990\nBen;1991\nKim;2020\n"


class HeardVoice:
    """Notes numbers as words, and names by how long they are."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def say(self, word: str) -> None:
        self.calls.append(word)

    def play(self, sound: Wave) -> int:
        self.calls.append("a name")
        return len(sound) * 1_000_000_000 // RATE_HZ

    def rest(self) -> None:
        return


@pytest.fixture
def voice() -> HeardVoice:
    return HeardVoice()


@pytest.fixture
def one(tmp_path: Path, voice: HeardVoice) -> Program:
    made = program(tmp_path, voice=voice, clock=VirtualClock())
    finish_background(made)
    made.archive.add_people(ROSTER, adults=True)
    return made


@pytest.fixture
def names(one: Program) -> RecordedNames:
    return RecordedNames(one.folders_now.home)


@pytest.fixture
def microphone(one: Program, monkeypatch: pytest.MonkeyPatch) -> FakeMicrophone:
    made = FakeMicrophone(one.clock)
    monkeypatch.setattr("reactdrill.devices.recorder.open_recorder", lambda _: made)
    return made


def known(one: Program, name: str) -> Athlete:
    return next(each for each in one.archive.everybody().athletes if each.name == name)


def at_names(one: Program) -> Hands:
    hands = Hands(one, one.scenes.group())
    hands.wait()
    hands.click("record")
    hands.wait()
    return hands


def until(hands: Hands, done: Callable[[], bool]) -> None:
    for _ in range(60):
        if done():
            return
        hands.wait()
    raise AssertionError(hands.texts)


def record(hands: Hands, microphone: FakeMicrophone, sound: Wave) -> None:
    """Press Record, get ready, and say something when it is time."""
    hands.take("record")
    microphone.hear(np.zeros(10))
    until(hands, lambda: "Say it now" in hands.texts)
    microphone.hear(sound)
    until(hands, lambda: "Say it now" not in hands.texts)


def test_a_name_is_recorded_heard_kept_and_seen(
    one: Program, names: RecordedNames, microphone: FakeMicrophone, voice: HeardVoice
) -> None:
    hands = at_names(one)
    assert hands.at(NamesScene)
    assert not any("Kim" in text for text in hands.texts), "no name may be kept, so none is recorded"
    hands.take("list")
    assert hands.at(NameSoundScene)
    hands.take("record")
    assert "Get ready" in hands.texts
    microphone.hear(np.zeros(10))
    until(hands, lambda: "Say it now" in hands.texts)
    microphone.hear(spoken())
    until(hands, lambda: "This is how it will be called." in hands.texts)
    assert voice.calls == ["a name"]
    assert names.all() == {}
    hands.press("accept")
    until(hands, lambda: hands.at(NamesScene))
    (path,) = names.all().values()
    assert 0.5 < len(read_wav(path)) / RATE_HZ < 0.8
    until(hands, lambda: "recorded" in hands.texts)
    assert microphone.stopped == 1
    hands.close()


def test_what_was_kept_is_heard_again_and_deleted(
    one: Program, names: RecordedNames, voice: HeardVoice
) -> None:
    anna = known(one, "Anna Berg")
    names.keep(anna, spoken())
    hands = at_names(one)
    hands.take("list")
    hands.take("listen")
    assert voice.calls == ["a name"]
    hands.take("forget")
    until(hands, lambda: hands.at(NamesScene))
    assert names.all() == {}
    assert "recorded" not in hands.texts
    hands.press("back")
    assert hands.at(WhoScene)
    hands.close()


def test_silence_and_a_speech_are_no_names(one: Program, microphone: FakeMicrophone) -> None:
    hands = at_names(one)
    hands.take("list")
    record(hands, microphone, np.zeros(RATE_HZ))
    assert any("Nothing was heard" in text for text in hands.texts)
    record(hands, microphone, spoken(seconds=1.4).repeat(4))
    assert any("more than 4 s" in text for text in hands.texts)
    hands.close()


def test_without_a_microphone_one_line_says_so(one: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object) -> None:
        raise DeviceUnavailableError("microphone", "the sound server knows of none", "plug one in")

    monkeypatch.setattr("reactdrill.devices.recorder.open_recorder", none)
    hands = at_names(one)
    hands.take("list")
    hands.take("record")
    hands.wait()
    assert any(
        "Nothing can be recorded here (the sound server knows of none)" in text for text in hands.texts
    )
    assert not any("Get ready" in text for text in hands.texts)
    hands.close()


def test_leaving_in_the_middle_lets_go_of_the_microphone(one: Program, microphone: FakeMicrophone) -> None:
    hands = at_names(one)
    hands.take("list")
    hands.take("record")
    hands.press("back")
    assert hands.at(NamesScene)
    assert microphone.stopped == 1
    hands.close()


def test_a_file_that_was_put_down_is_taken_and_one_that_cannot_be_is_told(
    one: Program, names: RecordedNames
) -> None:
    voice_file(names.new / "Anna Berg.wav")
    voice_file(names.new / "Zoe.wav")
    hands = Hands(one, one.scenes.group())
    hands.wait()
    assert len(names.all()) == 1
    assert any("no athlete is called 'Zoe'" in text for text in hands.texts)
    assert "Names spoken" in hands.texts
    hands.close()


def calls_of(one: Program, voice: HeardVoice) -> list[str]:
    hands = Hands(one, one.scenes.group_turns(Brief(one.library.load("four-choice"))))
    for _ in range(12):
        hands.wait()
    hands.close()
    return voice.calls


@pytest.fixture
def group(one: Program, names: RecordedNames) -> Program:
    """Two at once, of whom the first has a recorded name."""
    anna, ben = known(one, "Anna Berg"), known(one, "Ben")
    names.keep(anna, spoken())
    hands = Hands(one, one.scenes.group())
    hands.wait()
    hands.close()
    one.group.present = [anna.code, ben.code]
    one.group.lanes = 2
    return one


def test_a_call_says_the_number_and_then_the_name(group: Program, voice: HeardVoice) -> None:
    assert calls_of(group, voice) == ["one", "a name", "two"]


def test_a_coach_who_does_not_want_names_hears_numbers(group: Program, voice: HeardVoice) -> None:
    hands = Hands(group, group.scenes.group())
    hands.wait()
    hands.click("said")
    hands.close()
    assert calls_of(group, voice) == ["one", "two"]


def test_in_privacy_mode_no_name_is_said(group: Program, voice: HeardVoice) -> None:
    hands = Hands(group, group.scenes.group())
    hands.wait()
    hands.click("names")
    assert "Names spoken" not in hands.texts
    hands.close()
    assert calls_of(group, voice) == ["one", "two"]
