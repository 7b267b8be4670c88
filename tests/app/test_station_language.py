"""Which language a station reads and speaks, and what a run keeps of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journals import header_of, played, simple_plan
from plans import plan_of, trial
from reactdrill.app.speech import interface_language, speech_language
from reactdrill.assets import known_languages, known_words, word_sound
from reactdrill.devices.sound.samples import name_of, sound_file, spoken_in
from reactdrill.drill.trial import Plan, PlannedStep
from reactdrill.i18n import LANGUAGES
from reactdrill.results.comparison import cue_condition
from reactdrill.station.settings import LanguageSettings, Settings


def settings(**told: str) -> Settings:
    return Settings(language=LanguageSettings(**told))


@pytest.mark.parametrize(
    ("told", "variable", "read", "spoken"),
    [
        ({}, "de", "de", "de"),
        ({"interface": "es"}, "", "es", "es"),
        ({"interface": "es", "speech": "en"}, "", "es", "en"),
        ({"speech": "de"}, "en", "en", "de"),
    ],
)
def test_words_are_spoken_as_texts_are_read_unless_the_settings_say_otherwise(
    told: dict[str, str], variable: str, read: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REACTDRILL_LANG", variable)
    assert (interface_language(settings(**told)), speech_language(settings(**told))) == (read, spoken)


def test_a_language_we_do_not_have_is_refused_by_the_settings() -> None:
    with pytest.raises(ValueError, match="write one of auto, en, de, es"):
        LanguageSettings(interface="tlh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_spoken_in_every_language(language: str) -> None:
    assert language in known_languages()
    assert known_words(language) == known_words("en")
    texts = [word_sound(word, language).text for word in known_words(language)]
    assert len(set(texts)) == len(texts)


def test_a_word_has_a_file_of_its_own_in_each_language_and_a_tone_has_one() -> None:
    word, tone = {"say": "left"}, {"tone": "low"}
    assert sound_file(spoken_in(word, "de")).text == "links"
    assert sound_file(word).text == "left"
    assert name_of(spoken_in(word, "de")) != name_of(spoken_in(word, "es"))
    assert spoken_in(tone, "de") == tone


def heard(stimulus: dict[str, Any]) -> Plan:
    return plan_of(trial(PlannedStep("cue", "sound", stimulus)))


@pytest.mark.parametrize(
    ("stimulus", "device", "condition"),
    [
        ({"tone": "low"}, {"name": "sound", "language": "de"}, "sound"),
        ({"say": "left"}, {"name": "sound", "language": "de"}, "speech-de"),
        ({"say": "left"}, {"name": "sound"}, "speech-en"),
        ({"say": "left"}, {"name": "screen"}, "speech-en"),
    ],
)
def test_words_in_another_language_are_a_condition_of_their_own(
    stimulus: dict[str, Any], device: dict[str, Any], condition: str
) -> None:
    plan = heard(stimulus)
    record = played(simple_plan(1))[1].records[0]
    by_ear = replace(record, cues=tuple(replace(each, channel="sound") for each in record.cues))
    assert cue_condition(header_of(plan, devices=(device,)), [by_ear]) == condition
