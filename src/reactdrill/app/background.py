"""Long work beside the screens: one thread, one job at a time, never during a run.

Jobs are added by the main thread and begin after `begin`. A job's work calls its checkpoint now and then: that is
where it tells how far it is, where it stands still while a run goes on, and where it ends when the program does.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Checkpoint = Callable[[int, int], None]
"""Told how much is done, of how much."""


class StoppedError(Exception):
    """The program ends: what is going on is given up at its checkpoint. Nothing a person has to hear of."""


@dataclass(frozen=True, slots=True)
class Doing:
    """What is going on, for a line of progress."""

    words: str
    done: int = 0
    total: int = 0
    """0: not known."""

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return self.done / self.total if self.total else 0.0


class Job(Generic[T]):
    """One piece of work and what came of it."""

    def __init__(self, words: str, work: Callable[[Checkpoint], T]) -> None:
        self.words = words
        self._work = work
        self._finished = threading.Event()
        self._result: list[T] = []
        self._error: Exception | None = None

    @property
    def finished(self) -> bool:
        """Whether there is a result, or an error in its place."""
        return self._finished.is_set()

    def result(self) -> T:
        """What the work gave back; raises what it raised. Raises `RuntimeError` while it is not finished."""
        if not self.finished:
            raise RuntimeError(f"not finished: {self.words}")
        if self._error is not None:
            raise self._error
        return self._result[0]

    def run(self, checkpoint: Checkpoint) -> None:
        """Do the work, in whatever thread this is."""
        try:
            self._result.append(self._work(checkpoint))
        except Exception as error:  # noqa: BLE001 - it is raised again where the result is asked for
            self._error = error
        self._finished.set()


class Background:
    """The thread and its queue."""

    def __init__(self) -> None:
        self._state = threading.Condition()
        self._queue: deque[Job[Any]] = deque()
        self._doing: Doing | None = None
        self._busy = False
        self._begun = False
        self._paused = False
        self._closing = False
        self._thread: threading.Thread | None = None

    @property
    def doing(self) -> Doing | None:
        """What is going on or waits to be done; None when there is nothing."""
        with self._state:
            if self._doing is None and self._queue:
                return Doing(self._queue[0].words)
            return self._doing

    def add(self, words: str, work: Callable[[Checkpoint], T]) -> Job[T]:
        """Queue some work; `words` tell a person of it."""
        job = Job(words, work)
        with self._state:
            self._queue.append(job)
            self._start_if_needed()
            self._state.notify_all()
        return job

    def begin(self) -> None:
        """From now on jobs are done: the first frame has been seen."""
        with self._state:
            self._begun = True
            self._start_if_needed()

    def pause(self) -> None:
        """Come back when nothing is going on; nothing begins or goes on before `resume`."""
        with self._state:
            self._paused = True
            self._state.wait_for(lambda: not self._busy)

    def resume(self) -> None:
        """Let work go on."""
        with self._state:
            self._paused = False
            self._state.notify_all()

    def wait_until_idle(self) -> None:
        """Come back when every job has been done. The thread must have begun."""
        with self._state:
            self._state.wait_for(lambda: not self._queue and self._doing is None)

    def do_next(self) -> bool:
        """Do the next job here and now, where no thread does it; False when there is none."""
        with self._state:
            assert self._thread is None, "the thread does the work"
            job = self._take()
        if job is not None:
            self._do(job)
        return job is not None

    def close(self) -> None:
        """Give up at the next checkpoint and wait for the thread's end. Jobs that have not begun never will."""
        with self._state:
            self._closing = True
            self._queue.clear()
            self._state.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _start_if_needed(self) -> None:
        if self._begun and not self._closing and self._queue and self._thread is None:
            self._thread = threading.Thread(target=self._work, name="background", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self._do(job)

    def _next(self) -> Job[Any] | None:
        with self._state:
            self._state.wait_for(lambda: self._closing or (self._queue and not self._paused))
            return None if self._closing else self._take()

    def _take(self) -> Job[Any] | None:
        if not self._queue:
            return None
        job = self._queue.popleft()
        self._doing, self._busy = Doing(job.words), True
        return job

    def _do(self, job: Job[Any]) -> None:
        job.run(self._checkpoint)
        with self._state:
            self._doing, self._busy = None, False
            self._state.notify_all()

    def _checkpoint(self, done: int, total: int) -> None:
        with self._state:
            assert self._doing is not None
            self._doing = Doing(self._doing.words, done, total)
            self._busy = False
            self._state.notify_all()
            self._state.wait_for(lambda: self._closing or not self._paused)
            if self._closing:
                raise StoppedError
            self._busy = True
