"""How long each screen takes to draw at 1920 x 1080, and how long it is from the command to the first frame.

Times are of this machine and of what else it does. In a window where there is a display, else off-screen.

    python benchmarks/app.py                  # 200 frames of each screen, 7 starts
    python benchmarks/app.py --quick          # 30 frames, 2 starts
    python benchmarks/app.py --json app.json  # the tables as data too
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchtable import place_of, station, table_head, table_row, write_json

from reactdrill.app.canvas import Canvas
from reactdrill.app.scene import Scene
from reactdrill.app.theme import DARK, Look
from reactdrill.app.window import Window, WindowOptions

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "app" / "scenes"))

from offscreen import finish_background
from screens import lived_in, screens

SIZE = (1920, 1080)
AIM_MS = 1000.0
"""From the command to the first frame."""
HEAD = ("screen", "frames", "median ms", "p99 ms", "layout ms")
FRAME_MS = 1000 / 60
START = """
import os, sys, time
from reactdrill.app.background import Background

def seen(_):
    sys.stdout.write(f"{time.perf_counter_ns() - int(sys.argv[1])} {time.process_time_ns()}")
    sys.stdout.flush()
    os._exit(0)

Background.begin = seen
from reactdrill.cli import main
main([])
"""
"""The command itself, up to where it begins what can wait for the first frame."""


@dataclass(frozen=True)
class Frames:
    """Drawing one screen again and again, ms."""

    screen: str
    n: int
    median_ms: float
    p99_ms: float
    layout_ms: float
    """Median of laying it out anew, as after a change of size."""


@dataclass(frozen=True)
class Starts:
    """From the command to the first frame, ms."""

    n: int
    median_ms: float
    longest_ms: float
    processor_ms: float
    """Median of what the processor worked for it: all that remains on a machine that does nothing else."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables; 1 when a start took longer than the aim."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="few frames and starts")
    parser.add_argument("--json", type=Path, help="write the tables here too")
    chosen = parser.parse_args(arguments)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["REACTDRILL_HOME"] = folder
        starts = measured_starts(2 if chosen.quick else 7)
        frames = [*measured_frames(30 if chosen.quick else 200, Path(folder))]
    for line in table(frames, starts):
        print(line)
    where = station()
    print(f"\n{place_of(where)}")
    write_json(chosen.json, where, frames=[asdict(each) for each in frames], starts=asdict(starts))
    return int(starts.median_ms > AIM_MS)


def table(frames: list[Frames], starts: Starts) -> Iterator[str]:
    """The lines of both tables."""
    yield table_head(HEAD)
    for each in frames:
        times = f"{each.median_ms:.2f}", f"{each.p99_ms:.2f}", f"{each.layout_ms:.2f}"
        yield table_row((each.screen, each.n, *times))
    yield ""
    slow = sum(each.p99_ms > FRAME_MS for each in frames)
    yield f"{slow} of {len(frames)} screens take longer than a sixtieth of a second at times"
    yield ""
    yield (
        f"first frame after {starts.median_ms:.0f} ms (median of {starts.n}; longest {starts.longest_ms:.0f}), "
        f"of which the processor worked {starts.processor_ms:.0f}; aim: {AIM_MS:.0f} ms"
    )


def measured_starts(n: int) -> Starts:
    """Start the program `n` times, each in a process of its own, compiled as an installed program is."""
    with tempfile.TemporaryDirectory() as compiled:
        known = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        start_ms({**known, "PYTHONPYCACHEPREFIX": compiled})
        measured = [start_ms({**known, "PYTHONPYCACHEPREFIX": compiled}) for _ in range(n)]
    took, worked = zip(*measured, strict=True)
    return Starts(n, median(took), max(took), median(worked))


def start_ms(environment: dict[str, str]) -> tuple[float, float]:
    """One start: by the wall and of the processor, ms."""
    command = [sys.executable, "-c", START, str(time.perf_counter_ns())]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    wall_ns, processor_ns = (int(each) for each in done.stdout.split()[-2:])
    return wall_ns / 1e6, processor_ns / 1e6


def measured_frames(n: int, folder: Path) -> Iterator[Frames]:
    """Draw every screen `n` times in one window: those that the tests look at, with runs and people in them."""
    program = lived_in(folder)
    window = Window(WindowOptions(SIZE))
    try:
        for name, make in screens(program).items():
            scene = make()
            finish_background(program)
            look = Look(DARK, window.box.unit)

            def layout(scene: Scene = scene, look: Look = look) -> None:
                scene.enter(look, window.box)

            def draw(scene: Scene = scene, look: Look = look) -> None:
                scene.draw(Canvas(window.surface, look))
                window.flip()

            laid_out = taken(layout, max(5, n // 10))
            draw()
            drawn = sorted(taken(draw, n))
            p99 = drawn[min(len(drawn) - 1, round(0.99 * len(drawn)))]
            yield Frames(name, n, median(drawn), p99, median(laid_out))
            scene.leave()
    finally:
        program.end()
        window.close()


def taken(work: Callable[[], None], n: int) -> list[float]:
    """How long it took each time, ms."""
    found = []
    for _ in range(n):
        begun_ns = time.perf_counter_ns()
        work()
        found.append((time.perf_counter_ns() - begun_ns) / 1e6)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
