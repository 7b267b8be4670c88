"""The loop in virtual time: order by stamp, watermarks, devices, observers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from fakeroom import CHANNELS, Cues, Inputs, Room, from_device, rescored
from lab import press, release, tap
from plans import MS, a_set, cue, lane, plan, plan_of, simple_plan, trial, want
from reactdrill.engine.commands import Command, Finish, Record, ShowCue, TrialBegins
from reactdrill.engine.events import CueShown, Response, Start, Tick
from reactdrill.engine.run import Run
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.results.lines import decode_line, trial_lines


@pytest.mark.parametrize(
    ("stamp", "late", "outcome"),
    [(1499, 0, "hit"), (1499, 16, "hit"), (1500, 15, "hit"), (1501, 15, "miss"), (1300, 900, "hit")],
)
def test_a_response_counts_by_its_stamp_however_late_it_arrives(
    stamp: float, late: float, outcome: str
) -> None:
    room = Room(simple_plan(1))
    room.keys.at(tap(stamp), late_ms=late)
    assert room.play().outcomes == [outcome]
    assert not [line for line in room.journal.lines if line.startswith(b'{"type":"tick"')]


def test_nothing_is_decided_before_a_late_device_has_told_everything() -> None:
    room = Room(simple_plan(1))
    room.keys.at(tap(1400), late_ms=1000)
    assert room.play(until_ms=2399).outcomes == []
    assert room.play().outcomes == ["hit"]
    assert room.clock.now_ns() == 2400 * MS


def test_a_device_that_breaks_its_promise_is_journaled_with_a_tick_and_scores_the_same_again() -> None:
    clock = VirtualClock()
    liar = Inputs(clock, lies=True).at(tap(1499), late_ms=16)
    chosen = simple_plan(2)
    room = Room(chosen, inputs=[liar], clock=clock).play()
    assert room.outcomes == ["miss", "miss"]
    types = [line.split(b'"')[3] for line in room.journal.lines]
    assert types.count(b"tick") == 1
    assert types[types.index(b"tick") + 1] == b"response"
    lines = list(trial_lines(room.journal.lines))
    assert sum(line.startswith(b'{"type":"stray"') for line in lines) == 1
    assert rescored(room.journal, Run(chosen)) == lines


def test_devices_are_merged_by_stamp() -> None:
    clock = VirtualClock()
    pads = Inputs(clock, "pads").at(tap(1200, "right"), late_ms=250)
    keys = Inputs(clock, "keys").at(tap(1300), tap(1400, "home"))
    chosen = simple_plan(1, expect=want("right", "left", "home", match="order"))
    room = Room(chosen, inputs=[keys, pads], clock=clock).play()
    assert [response.target for response in room.delivered] == ["right", "left", "home"]
    assert room.outcomes == ["hit"]


def test_two_keys_in_one_frame_come_in_the_order_they_were_told() -> None:
    room = Room(simple_plan(1, expect=want("left", "right", match="order")))
    room.keys.at(press(1300), press(1300, "right"))
    assert room.play().outcomes == ["hit"]


def test_an_onset_stamped_ahead_by_its_calibration_is_taken_at_its_time() -> None:
    clock = VirtualClock()
    room = Room(simple_plan(1), cues=Cues(clock, ahead_ms=20), clock=clock)
    room.keys.at(tap(1010), tap(1310))
    (record,) = room.play().records
    assert (record.outcome, record.early, record.rt_ns) == ("false_start", 1, None)
    clock = VirtualClock()
    room = Room(simple_plan(1), cues=Cues(clock, ahead_ms=20), clock=clock)
    room.keys.at(tap(1310))
    assert room.play().records[0].rt_ns == 290 * MS


def test_two_lanes_share_the_loop() -> None:
    lanes = [lane(a_set(trial(expect=want(name))), name=name, targets=(name,)) for name in ("one", "two")]
    room = Room(plan(*lanes))
    room.keys.at(tap(1300, "one"), tap(1400, "two"))
    room.play()
    assert [(each.lane, each.rt_ns) for each in room.records] == [("one", 300 * MS), ("two", 400 * MS)]
    assert [finish.lane for finish in room.loop.finishes] == ["one", "two"]
    assert room.journal.lines[-1].startswith(b'{"type":"end","at_ns":1400000000')


def test_each_channel_has_its_device() -> None:
    clock = VirtualClock()
    screen, sound = Cues(clock, "screen"), Cues(clock, "sound")
    steps = (cue(), cue("tone", None, channel="sound"))
    devices = {"screen": screen, "light": screen, "sound": sound}
    room = Room(plan_of(trial(*steps)), cues=devices, clock=clock)  # type: ignore[arg-type]
    room.keys.at(tap(1300))
    room.play()
    shown = [[type(each).__name__ for each in device.commands] for device in (screen, sound)]
    assert shown == [["ShowCue", "ClearCue"], ["ShowCue", "ClearCue"]]
    assert screen.commands[0].cue.id == "cue"  # type: ignore[union-attr]
    assert [len(device.prepared) for device in (screen, sound)] == [1, 1]


def test_a_device_of_several_channels_is_asked_once_a_turn() -> None:
    room = Room(simple_plan(1))
    room.loop.start()
    room.loop.turn()
    assert room.cues["screen"].polls == 2
    assert len(room.cues["screen"].prepared) == 1


def test_a_channel_without_a_device_is_an_error_before_anything_starts() -> None:
    clock = VirtualClock()
    chosen = plan_of(trial(cue(), cue("tone", None, channel="sound")))
    room = Room(chosen, cues={"screen": Cues(clock)}, clock=clock)
    with pytest.raises(DeviceUnavailableError, match="sound: nothing here presents these cues"):
        room.loop.start()
    assert room.keys.started == []


def test_observers_see_every_event_and_every_command_in_order() -> None:
    room = Room(simple_plan(1))
    room.keys.at(press(1300), release(1350))
    seen = room.play().watcher.seen
    kinds = [type(item) for item in seen]
    order = [Start, TrialBegins, ShowCue, CueShown, Response, Record, Finish]
    assert [kinds.index(kind) for kind in order] == sorted(kinds.index(kind) for kind in order)
    commands: list[Command] = [item for item in seen if isinstance(item, Command)]
    assert len(commands) + room.journal.data.count(b"\n") - 2 == len(
        seen
    )  # a trial line and the end are no events


def test_inputs_start_with_the_plan_and_stop_with_the_loop() -> None:
    room = Room(simple_plan(1)).play()
    assert room.keys.started == [room.loop.run.plan]
    assert room.keys.stops == 0
    room.loop.stop()
    room.loop.stop()
    assert room.keys.stops == 2


def test_the_journal_has_every_event_every_record_and_its_end() -> None:
    room = Room(simple_plan(1))
    room.keys.at(press(1300), release(1350))
    types = [line.split(b'"')[3] for line in room.play().journal.lines]
    assert types == [b"start", b"cue_shown", b"response", b"trial", b"end"]


class Restless(VirtualClock):
    """Wakes the loop at odd times, as threads and people do."""

    def __init__(self, wakes: list[int]) -> None:
        super().__init__()
        self._wakes = sorted(wakes)

    def wait(self, deadline_ns: int | None) -> None:
        while self._wakes and self._wakes[0] <= self._now_ns:
            self._wakes.pop(0)
        if self._wakes and (deadline_ns is None or self._wakes[0] < deadline_ns):
            deadline_ns = self._wakes.pop(0)
        super().wait(deadline_ns)


@settings(max_examples=60, deadline=None)
@given(
    wakes=st.lists(st.integers(0, 9000).map(lambda ms: ms * MS + 7), max_size=30),
    stamps=st.lists(st.tuples(st.integers(0, 8000), st.sampled_from((0, 3, 40)), st.booleans()), max_size=12),
)
def test_extra_turns_never_change_a_byte(wakes: list[int], stamps: list[tuple[int, int, bool]]) -> None:
    journals = []
    for clock in (VirtualClock(), Restless(wakes)):
        keys, pads = Inputs(clock, "keys"), Inputs(clock, "pads")
        for at, late, from_pad in stamps:
            (pads if from_pad else keys).at(from_device(tap(at), "pad" if from_pad else "key"), late_ms=late)
        room = Room(simple_plan(4, light_out="timeout"), inputs=[keys, pads], clock=clock)
        journals.append(room.play().journal.lines)
    assert journals[0] == journals[1]


def test_ticks_are_not_journaled_without_need() -> None:
    room = Room(simple_plan(3)).play()
    assert Tick not in {type(decode_line(line)) for line in room.journal.lines}


def test_every_channel_of_the_plan_language_is_known_to_the_fakes() -> None:
    from typing import get_args

    from reactdrill.drill.trial import Channel

    assert set(get_args(Channel)) == set(CHANNELS)
