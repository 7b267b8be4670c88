"""The pods' real firmware with the real host code, in virtual time: what a reaction time on a pod is worth.

The firmware runs in simavr, which knows the cycle of every light and every tap; what reactdrill writes into the journal is
compared with that. Needs gcc-avr, arduino-core-avr, libsimavr-dev, libelf-dev and make (see `hardware/arduino_led_pods`).

    python benchmarks/pods.py                   # everything: about seven minutes on a quiet machine
    python benchmarks/pods.py --quick           # a tenth of it: less than one
    python benchmarks/pods.py --json pods.json  # the table as data too
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import fmean, pstdev

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from benchtable import place_of, station, table_head, table_row, write_json

from plans import MS, SECOND, cue, plan_of, trial, want
from podsim import build_firmware, build_sim
from reactdrill.drill.trial import Plan
from reactdrill.engine.commands import TrialBegins
from reactdrill.engine.events import Response
from simclock import SimBoard
from simroom import SimRoom, boards_of

US = 1000
POD_NAMES = tuple(f"pod-{number}" for number in range(1, 17))
PPM = 5000
HEAD = ("µs", "n", "bias", "SD", "max", "aim", "reached", "beside it")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    n: int
    bias_us: float
    sd_us: float
    worst_us: float
    limit: str
    good: bool
    note: str = ""

    def text(self) -> str:
        figures = f"{self.bias_us:+.2f}", f"{self.sd_us:.2f}", f"{self.worst_us:.2f}"
        return table_row((self.what, self.n, *figures, self.limit, "yes" if self.good else "NO", self.note))


@dataclass(frozen=True)
class Bench:
    """What was built."""

    program: Path
    uno: Path
    mega: Path

    def boards(self, *kinds: str, shape: str = "ideal", ppm: Sequence[float] = (PPM,)) -> list[SimBoard]:
        return boards_of(self.program, [(kind, getattr(self, kind)) for kind in kinds], shape=shape, ppm=ppm)


def build(folder: Path) -> Bench:
    """The simulated board and the firmware, compiled."""
    return Bench(build_sim(folder), build_firmware(folder, "uno"), build_firmware(folder, "mega"))


def row(
    what: str, errors_ns: Sequence[float], limit: str, good: Callable[[Row], bool], note: str = ""
) -> Row:
    """A line of errors."""
    us = [error / US for error in errors_ns]
    made = Row(what, len(us), fmean(us), pstdev(us), max(map(abs, us)), limit, good=True, note=note)
    return Row(**{**asdict(made), "good": good(made)})


# ---- reaction times through to the journal


def light_plan(count: int, seed: int, *, all_change: bool = False, pods: int = 8) -> Plan:
    """Trials with a light on a pod; with `all_change` every other pod is lit too, and goes out meanwhile."""
    random, names, trials = Random(seed), POD_NAMES[:pods], []
    for number in range(count):
        chosen = names[number % pods]
        steps = [cue(target=chosen, channel="light")]
        if all_change:
            others = [name for name in names if name != chosen]
            steps += [
                cue(f"other-{place}", name, role="distractor", channel="light", lasts=60 + 45 * place)
                for place, name in enumerate(others)
            ]
        wait_ms = 500 + random.random() * 300 + (600 if all_change else 0)
        trials.append(trial(*steps, expect=want(chosen), foreperiod=wait_ms, iti=50, response=900))
    return plan_of(*trials, targets=names)


def reaction_times(
    bench: Bench, kind: str, count: int, shape: str, settle_s: int, *, all_change: bool = False
) -> Row:
    """The RT of each record against the cycles of the light and of the tap."""
    random = Random(count)
    room = SimRoom(bench.boards(kind, shape=shape), light_plan(count, 1, all_change=all_change))
    trials = room.plan.lanes[0].trials
    answered: set[int] = set()

    def reaction(_board: int, pod: int) -> int | None:
        begun = next(item.trial for item in reversed(room.seen) if isinstance(item, TrialBegins))
        if begun in answered or POD_NAMES[pod] != trials[begun].expect.targets[0]:
            return None
        answered.add(begun)
        return random.randrange(150 * MS, 450 * MS)

    room.answering(reaction).open(settle_ns=settle_s * SECOND).play()
    hits = [record for record in room.records if record.outcome == "hit"]
    errors = [
        record.rt_ns - (truth.tap_ns - truth.lit_ns)
        for record, truth in zip(hits, room.tapped, strict=True)
        if record.rt_ns is not None
    ]
    room.close()
    what = f"RT, {kind}, 8 pods, {PPM} ppm, {shape}" + (", all lights change" if all_change else "")
    note = "" if len(errors) == count else f"{count - len(errors)} not hit"
    limit = "|bias| <= 5, SD <= 1, max <= 10"
    return row(what, errors, limit, lambda r: abs(r.bias_us) <= 5 and r.sd_us <= 1 and r.worst_us <= 10, note)


# ---- host time of taps


def tapped_at(bench: Bench, count: int, shape: str, ppm: float, warm_up_s: int) -> Row:
    """A tap's time on the host's clock against its cycle, and how often the published uncertainty covers the error."""
    random = Random(count)
    room = SimRoom(bench.boards("uno", shape=shape, ppm=[ppm]), light_plan(1, 1))
    board = room.boards[0]
    room.open(settle_ns=warm_up_s * SECOND)
    room.pods.start(room.plan)
    taps: dict[int, list[int]] = {pod: [] for pod in range(8)}
    at_ns = room.clock.now_ns()
    for number in range(count):
        at_ns += random.randrange(120 * MS, 180 * MS)
        board.sim.tap(at_ns, number % 8)
        taps[number % 8].append(at_ns)
    told = _listen(room, at_ns + SECOND)
    errors, covered = [], 0
    for press in told:
        truth_ns = taps[int(press.control.partition(":")[2]) - 1].pop(0)
        errors.append(press.at_ns - truth_ns)
        covered += abs(errors[-1]) <= press.uncertainty_ns
    room.close()
    share = covered / max(1, len(errors))
    most = 60 if shape == "ftdi" else 20
    return row(
        f"host time of a tap, {shape}, {ppm:g} ppm",
        errors,
        f"SD <= {most}, covered >= 95 %",
        lambda r: r.sd_us <= most and share >= 0.95 and r.n == count,
        f"covered {100 * share:.1f} %",
    )


def _listen(room: SimRoom, until_ns: int) -> list[Response]:
    """Every press that is told up to a time."""
    told: list[Response] = []
    while room.clock.now_ns() < until_ns:
        told += [
            event
            for event in room.pods.poll().events
            if isinstance(event, Response) and event.action == "press"
        ]
        room.clock.wait(min(until_ns, max(room.pods.deadline_ns or until_ns, room.clock.now_ns() + 1)))
    return told


# ---- nothing lost, doubled or wrong


def noisy_wire(bench: Bench, count: int) -> Row:
    """Taps with a hundredth of all frames damaged and a hundredth lost, each way."""
    random = Random(count)
    room = SimRoom(bench.boards("uno", ppm=[PPM]), light_plan(1, 1))
    board = room.boards[0]
    room.open(settle_ns=3 * SECOND)
    room.pods.start(room.plan)
    for way in ("up", "down"):
        board.sim.tell(f"fault {way} 10000 10000 0 0")
    taps: dict[int, list[int]] = {pod: [] for pod in range(8)}
    at_ns = room.clock.now_ns()
    for number in range(count):
        at_ns += random.randrange(20 * MS, 30 * MS)
        board.sim.tap(at_ns, number % 8)
        taps[number % 8].append(at_ns)
    told: dict[int, list[int]] = {pod: [] for pod in range(8)}
    for press in _listen(room, at_ns + 2 * SECOND):
        told[int(press.control.partition(":")[2]) - 1].append(press.at_ns)
    lost = sum(max(0, len(taps[pod]) - len(told[pod])) for pod in taps)
    doubled = sum(max(0, len(told[pod]) - len(taps[pod])) for pod in taps)
    pairs = [(one, other) for pod in taps for one, other in zip(told[pod], taps[pod], strict=False)]
    errors = [one - other for one, other in pairs]
    wrong = sum(abs(error) > MS for error in errors)
    link = room.field.controllers[0].link
    again = "" if link is None else f", {link.parser.bad} frames bad, {link.heard.told_twice} events twice"
    room.close()
    return row(
        "taps, 1 % of frames damaged, 1 % lost, each way",
        errors,
        "0 lost, 0 doubled, 0 wrong",
        lambda _: lost == doubled == wrong == 0,
        f"{lost} lost, {doubled} doubled, {wrong} wrong{again}",
    )


# ---- two boards


def skew(bench: Bench, count: int) -> Row:
    """Lights on two boards due at one time: how far apart they really come."""
    one, other = POD_NAMES[0], POD_NAMES[8]
    both = trial(
        cue(target=one, channel="light", lasts=300),
        cue("second", other, role="distractor", channel="light", lasts=300),
        expect=want(one),
        foreperiod=900,
        response=500,
        iti=100,
    )
    room = SimRoom(
        bench.boards("uno", "mega", ppm=(PPM, -PPM / 2)), plan_of(*[both] * count, targets=POD_NAMES)
    )
    room.answering(lambda board, _pod: 300 * MS if board == 0 else None).open(settle_ns=3 * SECOND).play()
    lit = [[light.at_ns for light in board.lights if any(light.colour[:3])] for board in room.boards]
    errors = [second - first for first, second in zip(*lit, strict=True)]
    room.close()
    return row("light-on skew of two boards, 16 pods", errors, "max <= 100", lambda r: r.worst_us <= 100)


def measure(bench: Bench, tenth: int, say: Callable[[Row], None]) -> list[Row]:
    """Every row, said as it comes. `tenth`: 10 for everything, 1 for a tenth."""
    steps: list[Callable[[], Row]] = [
        lambda: reaction_times(bench, "uno", 100 * tenth, "ideal", 20),
        lambda: reaction_times(bench, "mega", 20 * tenth, "usb", 20),
        lambda: reaction_times(bench, "uno", 100 * tenth, "ideal", 20, all_change=True),
        lambda: tapped_at(bench, 40 * tenth, "ideal", 0, 3),
        lambda: tapped_at(bench, 40 * tenth, "usb", 0, 3),
        lambda: tapped_at(bench, 40 * tenth, "usb", PPM, 3),
        lambda: tapped_at(bench, 40 * tenth, "ftdi", 0, 120),
        lambda: noisy_wire(bench, 1000 * tenth),
        lambda: skew(bench, 10 * tenth),
    ]
    rows = []
    for step in steps:
        rows.append(step())
        say(rows[-1])
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the trials")
    parser.add_argument("--json", type=Path, help="write the table as data too")
    said = parser.parse_args()
    print(table_head(HEAD))
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(
            build(Path(folder)), 1 if said.quick else 10, lambda made: print(made.text(), flush=True)
        )
    where = station()
    print(f"\n{place_of(where)}")
    write_json(said.json, where, rows=[asdict(one) for one in rows])
    return 0 if all(one.good for one in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
