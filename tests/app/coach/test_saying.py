"""A name being said, with a microphone that comes at once, late, or never."""

from __future__ import annotations

import numpy as np
import pytest

from reactdrill.app.coach.saying import PATIENCE_NS, SPEAK_NS, Saying
from reactdrill.errors import DeviceUnavailableError
from reactdrill.live.clock import VirtualClock
from voices import FakeMicrophone

SECOND = 1_000_000_000


def test_only_what_is_said_after_the_countdown_is_kept() -> None:
    clock = VirtualClock()
    microphone, saying = FakeMicrophone(clock), Saying(clock)
    assert saying.left_ns(0) == 3 * SECOND
    saying.take(microphone)
    saying.look(0)
    microphone.hear(np.full(480, 0.5))
    clock.wait(3 * SECOND)
    assert saying.look(clock.now_ns()) is None
    assert saying.speaks
    assert saying.left_ns(clock.now_ns()) == SPEAK_NS
    microphone.hear(np.full(960, 0.25))
    clock.wait(5 * SECOND)
    heard = saying.look(clock.now_ns())
    assert heard is not None
    assert heard.tolist() == pytest.approx([0.25] * 960, abs=1e-4)
    assert microphone.stopped == 1
    saying.stop()
    assert microphone.stopped == 1


def test_it_waits_for_a_microphone_that_comes_late() -> None:
    clock = VirtualClock()
    microphone, saying = FakeMicrophone(clock), Saying(clock)
    saying.look(0)
    assert saying.look(4 * SECOND) is None
    saying.take(microphone)
    assert saying.look(5 * SECOND) is None
    assert not saying.speaks
    microphone.hear(np.zeros(10))
    saying.look(6 * SECOND)
    assert saying.speaks


def test_one_that_stays_mute_is_given_up() -> None:
    clock = VirtualClock()
    microphone, saying = FakeMicrophone(clock), Saying(clock)
    saying.look(0)
    saying.take(microphone)
    saying.look(3 * SECOND + PATIENCE_NS - 1)
    with pytest.raises(DeviceUnavailableError, match="nothing comes from it"):
        saying.look(3 * SECOND + PATIENCE_NS)
    saying.stop()
    assert microphone.stopped == 1
