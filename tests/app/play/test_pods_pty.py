"""A whole drill on pods over a serial line, pulled out and plugged in again in the middle."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plugged import PluggedPods
from podrun import go_on_to_the_end, lines_of, play_on_pods, stop, unplugged, wait_until
from ptyboard import PtyBoard
from reactdrill.app.remote import COLOURS
from reactdrill.devices.pods.device import SIMULATED_SOURCE, SOURCE
from reactdrill.engine.events import CueShown, DeviceBack, DeviceLost, Event, Response
from reactdrill.engine.record import TrialRecord
from reactdrill.live.clock import SystemClock
from reactdrill.pods.simulated.board import SimulatedBoard
from reactdrill.results.reader import RunLog, read_journal
from reactdrill.results.rescore import rescore
from terminals import need_terminals

if TYPE_CHECKING:
    from robot import Robot
    from xtest import XTest
    from xvfb import XvfbServer

pytest_plugins = ("pod_fixtures",)
pytestmark = pytest.mark.window

TRIALS = 6
UNPLUGGED_AFTER = 2
MS = 1_000_000
REACTION_NS = 400 * MS
REACTION_TICKS = 800_000
CYCLES_OF_A_TICK = 8
MOST_TICKS = 20


class Hands:
    """What answers the lights of a board, a while after they went on; and can leave them alone."""

    def __init__(self, port: Path, clock: SystemClock) -> None:
        self.resting = False
        self.left_alone = threading.Event()
        """A light has gone on that nobody answers."""
        board = SimulatedBoard(4, start_ns=clock.now_ns(), boot_id=clock.now_ns() & 0x7FFFFFFF)
        self._board = board
        board.on_lit = self._lit
        self.plugged = PtyBoard(port, board, clock)

    def press_what_starts(self, clock: SystemClock) -> None:
        """Tap the pod that stands for a button, while it is lit as such."""
        if self._board.lights[0] == COLOURS[0]:
            now_ns = clock.now_ns()
            self._board.tap(0, now_ns)
            self._board.tap(0, now_ns + 50 * MS, down=False)

    def _lit(self, pod: int, at_ns: int) -> None:
        if self.resting:
            self.left_alone.set()
            return
        self._board.tap(pod, at_ns + REACTION_NS)
        self._board.tap(pod, at_ns + 2 * REACTION_NS, down=False)


def test_a_drill_goes_on_after_the_cable_was_pulled_out_and_plugged_in(
    xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path
) -> None:
    need_terminals()
    port, clock = tmp_path / "pods", SystemClock()
    hands = Hands(port, clock)
    robot = play_on_pods(xvfb_server, xtest, tmp_path, port, trials=TRIALS)
    try:
        robot.take_focus()
        wait_until(robot, lambda: lines_of(robot, "trial") >= UNPLUGGED_AFTER, going_on=True)
        hands.resting = True
        wait_until(robot, hands.left_alone.is_set, going_on=True)
        hands.plugged.unplug()
        wait_until(robot, lambda: unplugged(robot))
        hands = Hands(port, clock)
        go_on_to_the_end(robot)
        words = robot.end()
    finally:
        hands.plugged.unplug()
        stop(robot)
    log = log_of(robot)
    done = the_trials(log, TRIALS, words)
    assert {trial.cues[0].source for trial in done} == {SIMULATED_SOURCE}
    told = [ticks for _, ticks in answered(log.events, done)]
    assert len(told) == TRIALS
    assert all(abs(ticks - REACTION_TICKS) <= 2 for ticks in told), told


def test_pods_alone_start_a_drill_and_do_it_again(
    xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path
) -> None:
    """The hands tap whatever lights up: the pod that starts, those of the drill, and the one for again."""
    need_terminals()
    port, clock = tmp_path / "pods", SystemClock()
    hands = Hands(port, clock)
    robot = play_on_pods(xvfb_server, xtest, tmp_path, port, trials=2, now=False)
    try:
        robot.take_focus()
        runs = tmp_path / "home"

        def two_runs() -> bool:
            hands.press_what_starts(clock)
            return len(list(runs.rglob("*.jsonl"))) > 1

        wait_until(robot, two_runs)
        first, second = sorted(runs.rglob("*.jsonl"))[:2]
        wait_until(robot, lambda: b'{"type":"trial"' in second.read_bytes(), going_on=True)
    finally:
        hands.plugged.unplug()
        stop(robot)
    log = read_journal(first)
    assert [trial.outcome for trial in log.trials] == ["hit", "hit"]
    assert not log.strays, "the tap that started it belongs to nobody"


@pytest.fixture
def firmware_pods(podsim_program: Path, tmp_path: Path) -> Iterator[PluggedPods]:
    """The real firmware at the port `pods`, and hands that answer every light after 0.4 s."""
    need_terminals()
    plugged = PluggedPods(podsim_program, tmp_path / "pods", "--react", str(REACTION_NS // MS))
    yield plugged
    plugged.close()


def test_the_real_firmware_plays_a_drill_and_is_unplugged_while_a_light_is_on(
    xvfb_server: XvfbServer, xtest: XTest, tmp_path: Path, firmware_pods: PluggedPods
) -> None:
    plugged = firmware_pods
    robot = play_on_pods(xvfb_server, xtest, tmp_path, tmp_path / "pods", trials=TRIALS)
    try:
        robot.take_focus()
        wait_until(robot, lambda: lines_of(robot, "trial") >= UNPLUGGED_AFTER, going_on=True)
        plugged.tell("rest")
        wait_until(robot, lambda: lit_since(plugged, "resting"), going_on=True)
        plugged.tell("unplug")
        wait_until(robot, lambda: unplugged(robot))
        plugged.tell("work")
        plugged.tell("plug")
        go_on_to_the_end(robot)
        words = robot.end()
    finally:
        stop(robot)
    plugged.close()
    log = log_of(robot)
    done = the_trials(log, TRIALS, words)
    interrupted = {trial.trial for trial in log.trials if trial.outcome == "aborted"}
    assert interrupted
    assert {trial.attempt > 1 for trial in done if trial.trial in interrupted} == {True}
    assert {trial.cues[0].source for trial in done} == {SOURCE}
    told, found = iter(plugged.answers()), list(answered(log.events, done))
    assert len(found) == TRIALS
    for pod, ticks in found:
        assert any(
            truth.pod == pod and abs(truth.cycles / CYCLES_OF_A_TICK - ticks) <= MOST_TICKS for truth in told
        ), (words, plugged.answers())


def log_of(robot: Robot) -> RunLog:
    """The run's journal."""
    journal = robot.journal()
    assert journal is not None
    return read_journal(journal)


def the_trials(log: RunLog, count: int, words: str) -> list[TrialRecord]:
    """Every trial once, each a hit, whatever was aborted; the board was lost and came back."""
    done = [trial for trial in log.trials if trial.outcome != "aborted"]
    assert sorted(trial.trial for trial in done) == list(range(count)), words
    assert {trial.outcome for trial in done} == {"hit"}, words
    assert len({(trial.trial, trial.attempt) for trial in log.trials}) == len(log.trials)
    assert any(isinstance(event, DeviceLost) and event.device == "pods pods" for event in log.events)
    assert any(isinstance(event, DeviceBack) for event in log.events)
    assert rescore(log).same
    return done


def lit_since(plugged: PluggedPods, word: str) -> bool:
    """Whether a light went on after a line."""
    lines = list(plugged.lines)
    return word in lines and any(place > lines.index(word) for place in plugged.lit())


def answered(events: tuple[Event, ...] | list[Event], done: list[TrialRecord]) -> Iterator[tuple[int, int]]:
    """Pod, and ticks from light to tap, of each trial that is done."""
    wanted = {(trial.trial, trial.attempt) for trial in done}
    lit: CueShown | None = None
    for event in events:
        if isinstance(event, CueShown):
            lit = event if (event.trial, event.attempt) in wanted else None
        elif isinstance(event, Response) and is_tap(event) and lit is not None:
            assert event.clock is not None
            assert lit.clock is not None
            yield int(event.control.partition(":")[2]) - 1, event.clock.ticks - lit.clock.ticks
            lit = None


def is_tap(response: Response) -> bool:
    """Whether a pod was pressed, and no key."""
    return response.action == "press" and response.control.startswith("pod:")
