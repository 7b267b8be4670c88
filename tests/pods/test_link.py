"""The link to one board: sessions, commands, events and their faults, in virtual time."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings, strategies as st

from plans import MS, SECOND
from podbench import Faults, LinkBench
from reactdrill.pods import messages as m
from reactdrill.pods.link_events import (
    STATES,
    ClockJumped,
    LinkState,
    Opened,
    Refused,
    SessionLost,
    WentSilent,
)
from reactdrill.pods.simulated.board import SILENT_NS, SimulatedBoard
from reactdrill.pods.wire.pipe import straight

chances = st.floats(0, 0.2)


def test_a_session_is_opened_with_the_board() -> None:
    bench = LinkBench(SimulatedBoard(4, board_id=9)).open()
    hello = bench.link.hello
    assert hello is not None
    assert (hello.pods, hello.board_id, hello.simulated) == (4, 9, True)
    assert bench.clock.now_ns() < 10 * MS
    assert bench.link.state is LinkState.OPEN


def test_a_board_of_another_version_is_refused() -> None:
    bench = LinkBench(SimulatedBoard(version=(2, 0)))
    bench.run(lambda: bool(bench.of(Refused)))
    assert bench.link.state is LinkState.REFUSED
    assert bench.link.deadline_ns is None


def test_a_command_is_answered_or_refused() -> None:
    bench = LinkBench(SimulatedBoard(2)).open()
    assert isinstance(bench.ask(m.GetBoard()), m.BoardIs)
    assert bench.ask(m.Identify(7, 0, 255, 0, 255, 100)) == m.Nack(m.Identify.TYPE, m.NackReason.BAD_POD, 0)


def test_taps_come_once_each_in_order_and_the_watermark_follows() -> None:
    board = SimulatedBoard(3)
    bench = LinkBench(board).open()
    start_ns = bench.clock.now_ns()
    for number in range(20):
        board.tap(number % 3, start_ns + (number + 1) * 100 * MS)
        board.tap(number % 3, start_ns + (number + 1) * 100 * MS + 50 * MS, down=False)
    bench.run(for_ns=3 * SECOND)
    taps = [event for event in bench.happened if isinstance(event, m.Tap)]
    assert [tap.number for tap in taps] == list(range(40))
    assert [tap.pod for tap in taps if tap.edge] == [number % 3 for number in range(20)]
    assert bench.link.complete_ticks is not None
    behind = board.clock.tick(bench.clock.now_ns()) - bench.link.complete_ticks
    assert 0 < behind <= 35 * m.TICK_HZ // 1000


@settings(max_examples=30, deadline=None)
@given(chances, chances, chances, chances, st.integers(0, 2**32))
def test_nothing_is_lost_doubled_or_changed_whatever_the_wire_does(
    corrupt: float, drop: float, double: float, delay: float, seed: int
) -> None:
    random = Random(seed)
    faults = Faults(corrupt, drop, double, delay)
    board = SimulatedBoard(4)
    bench = LinkBench(board, there=faults.shape(random), back=faults.shape(random), seed=seed)
    bench.open()
    start_ns = bench.clock.now_ns()
    wanted = []
    for number in range(30):
        at_ns = start_ns + (number + 1) * 60 * MS + random.randrange(30 * MS)
        down = number // 4 % 2 == 0
        board.tap(number % 4, at_ns, down=down)
        wanted.append((number % 4, int(down), board.clock.tick(at_ns)))
    bench.run(
        lambda: len([event for event in bench.happened if isinstance(event, m.Tap)]) >= 30,
        for_ns=20 * SECOND,
    )
    bench.run(for_ns=SECOND // 2)
    assert not bench.lost
    assert not bench.of(WentSilent)
    taps = [event for event in bench.happened if isinstance(event, m.Tap)]
    assert [(tap.pod, tap.edge, tap.tick) for tap in taps] == wanted


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 0.2), st.floats(0, 0.2), st.integers(0, 2**32))
def test_each_light_is_lit_once_whatever_the_wire_does(drop: float, double: float, seed: int) -> None:
    random = Random(seed)
    faults = Faults(0.1, drop, double, 0.1)
    board = SimulatedBoard(2)
    bench = LinkBench(board, there=faults.shape(random), back=faults.shape(random), seed=seed).open()
    for number in range(1, 6):
        light = m.Light(0, number, m.LightOut.EITHER | m.LightFlag.AT_ONCE, 255, 0, 0, 255, 0, 0, 100_000)
        assert isinstance(bench.ask(light), m.Ack)
        bench.run(for_ns=SECOND)
    assert [event.round for event in bench.happened if isinstance(event, m.Lit)] == [1, 2, 3, 4, 5]
    assert [event.round for event in bench.happened if isinstance(event, m.Out)] == [1, 2, 3, 4, 5]


def test_an_event_that_the_board_had_to_drop_is_said_to_be_lost() -> None:
    deaf = [False]
    board = SimulatedBoard(1)

    def there(data: bytes, at_ns: int) -> list[tuple[bytes, int]]:
        return [] if deaf[0] else straight(data, at_ns)

    bench = LinkBench(board, there=there).open()
    bench.run(for_ns=SECOND // 10)
    deaf[0] = True
    start_ns = bench.clock.now_ns()
    for number in range(40):
        board.tap(0, start_ns + (number + 1) * 10 * MS, down=number % 2 == 0)
    bench.link.turn(bench.clock.now_ns())
    bench.board.inputs[0].lockout_ms = 1
    bench.wire.close()
    bench.board.advance(start_ns + 450 * MS)
    deaf[0] = False
    bench.clock.wait(start_ns + 450 * MS)
    bench.wire = type(bench.wire)(board, bench.clock)
    bench.run(for_ns=SECOND)
    assert bench.lost == 40 - 24
    assert [event.number for event in bench.happened] == list(range(16, 40))


def test_a_reset_is_noticed_and_a_new_session_opened() -> None:
    bench = LinkBench(SimulatedBoard(2, boot_id=1)).open()
    bench.run(for_ns=SECOND)
    board = SimulatedBoard(2, boot_id=2, start_ns=bench.clock.now_ns())
    bench.wire.board = board
    bench.run(lambda: len(bench.of(Opened)) == 2)
    assert bench.of(SessionLost) == [SessionLost("it was reset")]
    board.tap(1, bench.clock.now_ns() + 10 * MS)
    bench.run(lambda: bool(bench.happened))
    assert bench.link.hello is not None
    assert bench.link.hello.boot_id == 2


def test_a_board_that_says_nothing_is_gone_after_a_while() -> None:
    bench = LinkBench(SimulatedBoard(2)).open()
    bench.run(for_ns=SECOND)
    since_ns = bench.clock.now_ns()
    bench.wire._back = lambda _data, _at_ns: []
    bench.run(lambda: bool(bench.of(WentSilent)))
    assert 600 * MS < bench.clock.now_ns() - since_ns < 900 * MS
    assert bench.link.state is LinkState.SILENT


def test_a_host_that_slept_does_not_take_the_board_for_gone_and_measures_the_clock_anew() -> None:
    bench = LinkBench(SimulatedBoard(2)).open()
    bench.run(for_ns=3 * SECOND)
    before = bench.link.sync.estimate()
    assert before is not None
    bench.board.advance(bench.clock.now_ns())
    slept_ns = 60 * SECOND  # the board went on, and the host's clock stood still
    bench.board.clock._start_ns -= slept_ns
    bench.board.silent_at_ns = bench.clock.now_ns() + SILENT_NS
    bench.run(for_ns=3 * SECOND)
    assert bench.of(ClockJumped)
    assert not bench.of(WentSilent)
    after = bench.link.sync.estimate()
    assert after is not None
    assert abs(before.mapping.offset_ns - after.mapping.offset_ns - slept_ns) < MS


def test_ticks_that_wrap_are_counted_on() -> None:
    board = SimulatedBoard(1, first_tick=(1 << 32) - 3 * m.TICK_HZ)
    bench = LinkBench(board).open()
    board.tap(0, 2 * SECOND)
    board.tap(0, 5 * SECOND, down=False)
    bench.run(for_ns=6 * SECOND)
    ticks = [bench.link.unwrap(event.tick) for event in bench.happened if isinstance(event, m.Tap)]
    assert ticks[1] - ticks[0] == 3 * m.TICK_HZ
    assert bench.link.sync.count > 200
    assert not bench.of(ClockJumped)


def test_every_move_of_the_table_is_known() -> None:
    assert set(STATES) == set(LinkState)
    assert {move for moves in STATES.values() for move in moves} <= set(LinkState)


@pytest.mark.parametrize("noise", [b"\xff" * 500, b"AT\r\nOK\r\n" * 40, bytes(range(256)) * 3])
def test_noise_opens_nothing_and_costs_nothing(noise: bytes) -> None:
    bench = LinkBench(SimulatedBoard(1), there=lambda _data, _at_ns: [])
    bench.wire._to_host.append((5 * MS, 1, noise))
    bench.run(for_ns=SECOND)
    assert bench.link.state is LinkState.GREETING
    assert len(bench.link.parser._kept) < 50
