from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from reactdrill.app.background import Background, Checkpoint, Doing, StoppedError
from reactdrill.errors import StoreError

LONG_S = 30.0


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


class Gate:
    """Work that says when it is at its checkpoint and goes on when it is let."""

    def __init__(self, checkpoints: int = 1) -> None:
        self.reached = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self.passed = 0
        self._checkpoints = checkpoints

    def __call__(self, checkpoint: Checkpoint) -> str:
        for number in range(1, self._checkpoints + 1):
            self.reached.release()
            assert self.go.acquire(timeout=LONG_S)
            checkpoint(number, self._checkpoints)
            self.passed = number
        return "done"


def test_nothing_is_done_before_the_beginning(background: Background) -> None:
    job = background.add("work", lambda _: 1)
    assert not job.finished
    assert background.doing == Doing("work")
    with pytest.raises(RuntimeError, match="not finished: work"):
        job.result()
    background.begin()
    background.wait_until_idle()
    assert job.result() == 1
    assert background.doing is None


def test_jobs_are_done_one_after_the_other_in_the_order_they_were_added(background: Background) -> None:
    order: list[int] = []

    def noting(number: int) -> Callable[[Checkpoint], None]:
        return lambda _: order.append(number)

    jobs = [background.add(str(n), noting(n)) for n in range(20)]
    background.begin()
    background.wait_until_idle()
    assert order == list(range(20))
    assert all(job.finished for job in jobs)


def test_work_tells_how_far_it_is(background: Background) -> None:
    gate = Gate(2)
    background.begin()
    background.add("counting", gate)
    assert gate.reached.acquire(timeout=LONG_S)
    gate.go.release()
    assert gate.reached.acquire(timeout=LONG_S)
    doing = background.doing
    assert doing == Doing("counting", 1, 2)
    assert doing is not None
    assert doing.share == 0.5
    gate.go.release()
    background.wait_until_idle()


def test_a_share_of_nothing_known_is_nothing() -> None:
    assert Doing("x").share == 0.0


def test_an_error_comes_out_where_the_result_is_asked_for_and_stops_no_other_job(
    background: Background,
) -> None:
    def fail(_: Checkpoint) -> None:
        raise StoreError("results.sqlite3", "cannot be used")

    failed, fine = background.add("bad", fail), background.add("good", lambda _: "fine")
    background.begin()
    background.wait_until_idle()
    with pytest.raises(StoreError, match="cannot be used"):
        failed.result()
    assert fine.result() == "fine"


def test_pause_waits_for_the_checkpoint_and_holds_the_work_there(background: Background) -> None:
    gate = Gate(2)
    background.begin()
    job = background.add("work", gate)
    assert gate.reached.acquire(timeout=LONG_S)
    paused = threading.Event()

    def run_a_drill() -> None:
        background.pause()
        paused.set()

    run = threading.Thread(target=run_a_drill)
    run.start()
    assert not paused.is_set()  # the work is between two checkpoints
    gate.go.release()
    assert paused.wait(LONG_S)
    assert gate.passed == 0
    assert not job.finished
    background.resume()
    assert gate.reached.acquire(timeout=LONG_S)
    gate.go.release()
    background.wait_until_idle()
    assert job.result() == "done"
    run.join()


def test_nothing_begins_while_paused(background: Background) -> None:
    background.begin()
    background.pause()
    job = background.add("later", lambda _: 1)
    assert not job.finished
    background.resume()
    background.wait_until_idle()
    assert job.result() == 1


def test_pause_without_work_comes_back_at_once(background: Background) -> None:
    background.pause()
    background.resume()
    background.begin()
    background.pause()


def test_close_gives_up_at_the_checkpoint_even_when_paused() -> None:
    background, begun = Background(), threading.Event()

    def endless(checkpoint: Checkpoint) -> None:
        while True:
            begun.set()
            checkpoint(0, 0)

    background.begin()
    job, never = background.add("endless", endless), background.add("never", lambda _: 1)
    assert begun.wait(LONG_S)
    background.pause()
    background.close()
    assert not never.finished
    with pytest.raises(StoppedError):
        job.result()


def test_close_before_the_beginning_does_nothing() -> None:
    background = Background()
    job = background.add("never", lambda _: 1)
    background.close()
    background.begin()
    assert not job.finished


def test_without_a_thread_jobs_can_be_done_by_hand() -> None:
    background = Background()
    job = background.add("work", lambda checkpoint: checkpoint(1, 1))
    assert background.do_next()
    assert job.finished
    assert not background.do_next()
