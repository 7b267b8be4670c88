"""The benchmark of headless speed runs and counts; how fast is for it to say."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_benchmark_runs_and_writes_its_table(tmp_path: Path) -> None:
    out = tmp_path / "speed.json"
    command = [sys.executable, str(ROOT / "benchmarks" / "replay_speed.py"), "--quick", "--json", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    results = json.loads(out.read_text(encoding="utf-8"))["results"]
    assert [each["journal"] for each in results] == ["none", "memory", "disk"]
    assert all(each["trials_per_s"] > 0 and each["trials"] == 2000 for each in results)
    assert done.stdout.splitlines()[0].startswith("| journal | trials | trials a second |")
    assert done.stdout.count("| 2,000 |") >= 3
