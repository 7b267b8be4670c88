"""What a run says of its pods before it begins."""

from __future__ import annotations

import pytest

from plans import cue, plan_of, trial, want
from reactdrill.app.play.note import Note
from reactdrill.app.play.pods import RunPods
from reactdrill.devices.pods.opening import make_pods, parse_ports
from reactdrill.i18n import ENGLISH, use_language
from reactdrill.live.clock import VirtualClock
from reactdrill.station.settings import PodSettings, Settings


def run_pods(left_out: list[int]) -> RunPods:
    clock = VirtualClock()
    opened = make_pods(parse_ports(["sim:3"]), clock)
    opened.field.open()
    names = ("left", "middle", "right")
    plan = plan_of(
        *(trial(cue(target=name, channel="light"), expect=want(name)) for name in names), targets=names
    )
    return RunPods(opened, plan, Settings(pods=PodSettings(left_out=left_out)), clock)


def test_targets_without_a_pod_are_named() -> None:
    pods = run_pods([2])
    assert pods.lacking is not None
    assert pods.lacking.english == "No pod was left for right: lit on the screen"
    assert [note.english for note in pods.notes] == [
        "Left out, as the settings say: pod 2",
        pods.lacking.english,
    ]


@pytest.mark.parametrize("code", ["de", "es"])
def test_the_screen_speaks_the_reader_s_language_and_the_journal_english(code: str) -> None:
    use_language(code)
    try:
        pods = run_pods([2])
        assert pods.lacking is not None
        assert pods.lacking.english == "No pod was left for right: lit on the screen"
        assert "right" in pods.lacking.shown
        assert pods.lacking.shown != pods.lacking.english
        late = Note(
            "Sound came through {output}: it is late by an unknown time", {"output": Note("television")}
        )
        assert "television" in late.english
        assert "television" not in late.shown
    finally:
        use_language(ENGLISH)


def test_nothing_is_said_where_every_target_has_one() -> None:
    pods = run_pods([])
    assert (pods.lacking, pods.notes) == (None, [])
