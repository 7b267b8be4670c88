"""Keys and tones timed by a pod controller, on a simulated board and a clock of the test's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pygame
import pytest

from loudspeaker import Loudspeaker
from plans import MS
from reactdrill.devices.inputs import Inputs
from reactdrill.devices.keyboard import PAUSED
from reactdrill.devices.sensed import keep_sensed, sense_keys, tones
from reactdrill.devices.sound import SoundDevice
from reactdrill.engine.events import Event, Pause, Response
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from reactdrill.live.ports import Polled
from reactdrill.pods.controller import Controller
from reactdrill.pods.desk import PodDesk
from reactdrill.pods.field import PodField
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.pods.wire.pipe import PipeWire


class Bench:
    """A board with one pod, opened."""

    def __init__(self) -> None:
        self.clock, self.board = VirtualClock(), SimulatedBoard(1)
        wire = PipeWire(self.board, self.clock)
        self.field = PodField([Controller("pods x", lambda: wire, self.clock)], self.clock)
        self.field.open()
        self.desk = PodDesk(self.field, self.clock)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.field.close()


class Finger:
    """Presses through the switch every half second; the key is told `late_ns` later. Stands for `Inputs`."""

    def __init__(self, bench: Bench, late_ns: int, *, escape_after: int = 99, close_after: int = 99) -> None:
        self._bench, self._late_ns = bench, late_ns
        self._escape_after, self._close_after = escape_after, close_after
        self._next_ns = bench.clock.now_ns() + 500 * MS
        self._down_ns: int | None = None
        self.presses = 0

    def poll(self) -> Polled:
        now_ns = self._bench.clock.now_ns()
        events: list[Event] = []
        if self._down_ns is None and now_ns >= self._next_ns:
            self._bench.board.tap(0, now_ns)
            self._down_ns = now_ns
        elif self._down_ns is not None and now_ns >= self._down_ns + 100 * MS:
            self._bench.board.tap(0, now_ns, down=False)
            at_ns = self._down_ns + self._late_ns
            events.append(Response(at_ns, "space", "press", "keyboard", "key:space", "key", 0, at_ns))
            self._down_ns, self._next_ns = None, now_ns + 500 * MS
            self.presses += 1
        if self.presses >= self._escape_after:
            events.append(Pause(now_ns, PAUSED))
        return Polled(events, now_ns)

    def take_ui_events(self) -> list[pygame.event.Event]:
        return [pygame.event.Event(pygame.QUIT)] if self.presses >= self._close_after else []


def as_inputs(finger: Finger) -> Inputs:
    return cast("Inputs", finger)


def test_a_key_is_as_late_as_its_stamp_after_the_switch(bench: Bench) -> None:
    came: list[int] = []
    found = sense_keys(bench.desk, as_inputs(Finger(bench, 12 * MS)), 5, came.append)
    assert came == [1, 2, 3, 4, 5]
    assert found == pytest.approx([12 * MS] * 5, abs=MS // 5)


@pytest.mark.parametrize("more", [{"escape_after": 3}, {"close_after": 3}])
def test_escape_or_closing_ends_it_and_what_came_counts(bench: Bench, more: dict[str, int]) -> None:
    assert len(sense_keys(bench.desk, as_inputs(Finger(bench, 12 * MS, **more)), 30)) == 3


def test_a_tone_begins_when_the_output_says_and_a_broken_one_ends_it(bench: Bench) -> None:
    now_ns = bench.clock.now_ns()
    began_ns, unsure_ns = tones(cast("SoundDevice", Loudspeaker(bench.clock, doubt_ns=7)), bench.desk)()
    assert (began_ns, unsure_ns) == (now_ns + 100 * MS, 7)
    with pytest.raises(DeviceUnavailableError, match="unplugged"):
        tones(cast("SoundDevice", Loudspeaker(bench.clock, fails=True)), bench.desk)()


def test_one_value_is_too_few_to_be_kept() -> None:
    with pytest.raises(DeviceUnavailableError, match="1 could be measured, 2 are needed"):
        keep_sensed("sound", [5 * MS], {})
