"""How well each path of sound says when it was heard: clicks on a PulseAudio null sink, recorded from its monitor.

Every path plays the same irregular row of clicks in a process of its own, while another process records. What the path
claims is compared with where the click lies in the recording, and when that was played.

    python benchmarks/timing/sound.py                     # 200 clicks by each path, quiet and under load
    python benchmarks/timing/sound.py --quick             # 30 clicks, quiet only
    python benchmarks/timing/sound.py --json sound.json   # every error as data too

Load: two processes that do nothing but count. Without PulseAudio it says so and ends well.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import sound_server
from sound_truth import Compared, compare, load

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchtable import Station, place_of, station, table_head, table_row, write_json

HERE = Path(__file__).parent
PATHS = ("pulse-stream", "portaudio-stream", "pacat", "mixer-128", "mixer-256", "mixer-512")
CLICKS = 200
QUICK = 30
GAP_S = 0.2
MARGIN_S = 6.0
"""Opening, the first second of silence, and closing."""
PATIENCE_S = 30
"""How much longer than its sounds a path may take."""
BUSY = 2


@dataclass(frozen=True, slots=True)
class Row:
    """One path under one condition."""

    path: str
    load: bool
    clicks: int
    compared: Compared

    def cells(self) -> tuple[str, ...]:
        """As the table shows it."""
        found = self.compared
        errors = np.array(found.errors or [np.nan])
        low, high = np.percentile(errors, [5, 95])
        covers = "-" if self.path == "pacat" else f"{found.covered / max(1, len(found.errors)):.0%}"
        return (
            self.path,
            "load" if self.load else "quiet",
            str(self.clicks),
            str(found.missing),
            str(found.declared),
            f"{np.median(errors):+.2f}",
            f"{errors.std():.3f}",
            f"{low:+.2f} to {high:+.2f}",
            f"{np.abs(errors).max():.2f}",
            covers,
            str(found.lost),
        )


HEAD = (
    "path",
    "machine",
    "n",
    "missing",
    "said lost",
    "bias ms",
    "SD ms",
    "5 to 95 % ms",
    "max ms",
    "covers",
    "holes",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description="When a click is said to be heard, and when it was.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} clicks, quiet only")
    parser.add_argument("--clicks", type=int, default=CLICKS)
    parser.add_argument("--paths", nargs="+", choices=PATHS, default=PATHS)
    parser.add_argument("--busy", type=int, default=BUSY, help="processes that count under load")
    parser.add_argument("--json", type=Path, help="every error as data")
    asked = parser.parse_args(arguments)
    why = sound_server.missing()
    if why is not None:
        print(f"skipped: {why}")
        return 0
    clicks = QUICK if asked.quick else asked.clicks
    rows = []
    for is_loaded in (False,) if asked.quick else (False, True):
        for path in asked.paths:
            with busy(asked.busy if is_loaded else 0):
                row = measured(path, clicks, is_loaded)
            if row is not None:
                rows.append(row)
    where = station(server=sound_server.version())
    report(rows, where)
    write_json(asked.json, where, rows=[asdict(row) for row in rows])
    return 0


def measured(path: str, clicks: int, is_loaded: bool) -> Row | None:
    """Play and record on a server of its own; None, with a line, where the path is not there."""
    with sound_server.null_sink() as found, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            **found,
            "SDL_AUDIODRIVER": "pulseaudio",
            "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        }
        file = Path(folder) / "recording.npz"
        seconds = clicks * GAP_S * 1.05 + MARGIN_S
        recorder = started("sound_recorder.py", environment, str(seconds), str(file))
        assert recorder.stdout is not None
        said = problem = ""
        recorder.stdout.readline()
        player = started("sound_player.py", environment, path, str(clicks), str(clicks))
        try:
            said, problem = player.communicate(timeout=2 * seconds + PATIENCE_S)
            recorder.communicate(timeout=seconds + PATIENCE_S if not player.returncode else 0)
        except subprocess.TimeoutExpired:
            problem = problem or "it did not end"
        for each in (player, recorder):
            each.kill()
            each.communicate()
        if player.returncode or not file.exists():
            print(f"skipped {path}: {problem.strip().splitlines()[-1] if problem.strip() else 'it failed'}")
            return None
        claims = [(int(at), int(unsure)) for at, unsure in map(str.split, said.splitlines())]
        return Row(path, is_loaded, clicks, compare(load(file), claims))


def started(script: str, environment: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, str(HERE / script), *arguments]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@contextlib.contextmanager
def busy(count: int) -> Iterator[None]:
    """Keep so many processors busy."""
    idle = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in idle:
            process.kill()
            process.wait()


def report(rows: Sequence[Row], where: Station) -> None:
    """The table, and what it was measured with."""
    print(table_head(HEAD))
    for row in rows:
        print(table_row(row.cells()))
    print()
    for row in rows:
        found = row.compared
        print(
            f"recorder beside {row.path} ({'load' if row.load else 'quiet'}): by arrival {found.own_bias:+.2f} ms "
            f"from the server's word, SD {found.own_sd:.2f} ms; {found.extra} clicks that nobody claimed"
        )
    print(f"\n{place_of(where)}")


if __name__ == "__main__":
    sys.exit(main())
