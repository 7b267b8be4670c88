"""The robot's eye and finger, in Python: for where there is no C compiler. `finger.c` does the same sooner.

    finger.py trials FD OPCODE SEED FILE OFFSET LIT COUNT KEYCODE CATCH_EVERY GIVE_UP_MS
    finger.py bursts FD OPCODE SEED COUNT KEYCODE,KEYCODE... LONGEST_PAUSE_MS

FD is a connection to the X server, greeted already, and OPCODE the number that XTEST has there. LIT is what the 32-bit
pixel at OFFSET of the framebuffer FILE is while a cue is shown, without its highest byte. One trial in CATCH_EVERY is
not answered. The first line printed is `# c|python fifo|normal`. Then a line for each trial, times in ns of the
monotonic clock:

    number  last-seen-unlit  first-seen-lit  press-due  before-press  after-press  seen-dark

(both 0 where nothing was pressed) or for each press of a burst: `number keycode before-press after-press`. Exit codes: 3
when a cue never came, 4 when one never went.
"""

from __future__ import annotations

import mmap
import os
import select
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

MS = 1_000_000
LOOK_EVERY_S, REST_EVERY_S = 4e-5, 5e-4
AWAKE_EARLY_NS = 150_000
PRIORITY = 60
WORD = (1 << 64) - 1
now_ns = time.perf_counter_ns


class Draws:
    """splitmix64: the same numbers as in C."""

    def __init__(self, seed: int) -> None:
        self._state = seed

    def next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & WORD
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
        return z ^ (z >> 31)

    def between(self, low: int, high: int) -> int:
        return low + self.next() % (high - low)


class Finger:
    """Presses keys on a greeted connection."""

    def __init__(self, link: int, opcode: int) -> None:
        self._link = link
        self._opcode = opcode

    def key(self, keycode: int, *, down: bool) -> None:
        request = struct.pack("=BBHBB30x", self._opcode, 2, 9, 2 if down else 3, keycode)
        if os.write(self._link, request) != len(request):
            raise OSError("the X server took only a part of a press")

    def settle(self) -> None:
        """Until the server has dealt with everything: it answers in order. Other changes are told to everyone."""
        os.write(self._link, struct.pack("=BxH", 43, 1))  # GetInputFocus
        packet = b""
        while packet[:1] != b"\1":
            packet = b""
            while len(packet) < 32:
                select.select([self._link], [], [])
                packet += os.read(self._link, 32 - len(packet))


class NeverSeenError(Exception):
    """A cue never came (exit code 3) or never went (4)."""


def raised_priority() -> str:
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
    except (AttributeError, OSError):
        return "normal"
    return "fifo"


def wait_until(at_ns: int) -> None:
    left_ns = at_ns - AWAKE_EARLY_NS - now_ns()
    if left_ns > 0:
        time.sleep(left_ns / 1e9)
    while now_ns() < at_ns:
        pass


def see(pixel: memoryview, lit: int, *, wanted: bool, give_up_ns: int) -> tuple[int, int]:
    """When the pixel was last not as wanted, and when it first was."""
    before_ns = now_ns()
    over_ns = before_ns + give_up_ns
    while True:
        begun_ns = now_ns()
        if (pixel[0] & 0xFFFFFF == lit) is wanted:
            return before_ns, now_ns()
        before_ns = begun_ns
        if begun_ns > over_ns:
            raise NeverSeenError(3 if wanted else 4)
        time.sleep(LOOK_EVERY_S if wanted else REST_EVERY_S)


def trials(finger: Finger, draws: Draws, given: Sequence[str]) -> None:
    file, offset, lit = Path(given[0]), int(given[1]), int(given[2], 0)
    count, keycode, catch_every, give_up_ns = int(given[3]), int(given[4]), int(given[5]), int(given[6]) * MS
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as picture:
        pixel = memoryview(picture)[offset : offset + 4].cast("I")
        try:
            for number in range(count):
                presses = draws.next() % catch_every != 0
                reaction_ns, hold_ns = draws.between(150 * MS, 400 * MS), draws.between(1 * MS, 30 * MS)
                unlit_ns, lit_ns = see(pixel, lit, wanted=True, give_up_ns=give_up_ns)
                due_ns, before_ns, after_ns = (unlit_ns + lit_ns) // 2 + reaction_ns, 0, 0
                if presses:
                    wait_until(due_ns)
                    before_ns = now_ns()
                    finger.key(keycode, down=True)
                    after_ns = now_ns()
                    wait_until(before_ns + hold_ns)
                    finger.key(keycode, down=False)
                _, dark_ns = see(pixel, lit, wanted=False, give_up_ns=give_up_ns)
                print(number, unlit_ns, lit_ns, due_ns, before_ns, after_ns, dark_ns, flush=True)
        finally:
            pixel.release()


def bursts(finger: Finger, draws: Draws, given: Sequence[str]) -> None:
    count, keys, longest_pause_ns = (
        int(given[0]),
        [int(part) for part in given[1].split(",")],
        int(given[2]) * MS,
    )
    at_ns, number = now_ns() + 10 * MS, 0
    while number < count:
        for _ in range(min(draws.between(1, 13), count - number)):
            keycode = keys[draws.next() % len(keys)]
            wait_until(at_ns)
            before_ns = now_ns()
            finger.key(keycode, down=True)
            after_ns = now_ns()
            wait_until(before_ns + draws.between(0, MS))
            finger.key(keycode, down=False)
            print(number, keycode, before_ns, after_ns)
            at_ns = now_ns() + draws.between(0, MS)
            number += 1
        at_ns += draws.between(MS, longest_pause_ns)
    finger.settle()


def main() -> int:
    kind, link, opcode, seed, *given = sys.argv[1:]
    print("# python", raised_priority(), flush=True)
    does = {"trials": trials, "bursts": bursts}[kind]
    try:
        does(Finger(int(link), int(opcode)), Draws(int(seed)), given)
    except NeverSeenError as error:
        return int(error.args[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
