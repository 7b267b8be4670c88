"""Markers for labs: what is sent, with which time, and that nobody waits for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from journals import header_of, simple_plan
from reactdrill.cli.play import with_markers
from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.markers import Markers, marker, offset_s, require_pylsl
from reactdrill.devices.virtual import VirtualCues
from reactdrill.engine.events import Tick
from reactdrill.errors import MissingExtraError
from reactdrill.live.clock import VirtualClock
from reactdrill.live.ports import Observer
from reactdrill.live.replay import run_headless
from reactdrill.results.journal import MemoryJournal
from reactdrill.station.settings import Settings


class Kept:
    """An outlet that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[tuple[float, dict[str, Any]]] = []

    def push_sample(self, x: list[str], timestamp: float) -> None:
        (text,) = x
        self.sent.append((timestamp, json.loads(text)))


class Stuck(Kept):
    """An outlet that takes nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def push_sample(self, x: list[str], timestamp: float) -> None:
        self.go.wait(30)
        super().push_sample(x, timestamp)


def run(observers: Sequence[Observer] = ()) -> MemoryJournal:
    """Four trials of a simulated athlete in virtual time."""
    clock, chosen = VirtualClock(), simple_plan(4)
    athlete = SimulatedAthlete(clock, seed=3)
    journal = MemoryJournal(header_of(chosen))
    watching = (athlete, *observers)
    run_headless(
        chosen, clock, cues=VirtualCues(clock), inputs=[athlete], journal=journal, observers=watching
    )
    return journal


def test_every_cue_response_and_trial_is_sent_with_its_own_time() -> None:
    outlet = Kept()
    markers = Markers(outlet, 100.0)
    journal = run([markers])
    markers.close()
    kinds = [words["marker"] for _, words in outlet.sent]
    assert (kinds[0], kinds[-1]) == ("start", "end")
    assert (kinds.count("cue"), kinds.count("trial")) == (4, 4)
    cues = [json.loads(line) for line in journal.lines if line.startswith(b'{"type":"cue_shown"')]
    sent = [(at, words) for at, words in outlet.sent if words["marker"] == "cue"]
    assert [at for at, _ in sent] == [pytest.approx(100 + cue["at_ns"] / 1e9) for cue in cues]
    assert [(words["lane"], words["trial"], words["step"]) for _, words in sent] == [
        ("main", number, "cue") for number in (1, 2, 3, 4)
    ]
    presses = [line for line in journal.lines if line.startswith(b'{"type":"response"')]
    assert kinds.count("response") == len(presses) > 0
    assert all({"outcome", "rt_ms"} <= words.keys() for _, words in outlet.sent if words["marker"] == "trial")


def test_a_run_is_the_same_to_the_byte_with_markers_and_without() -> None:
    markers = Markers(Kept(), 0.0)
    assert run([markers]).data == run().data
    markers.close()


def test_a_run_does_not_wait_for_whoever_reads() -> None:
    outlet = Stuck()
    markers = Markers(outlet, 0.0)
    run([markers])
    assert outlet.sent == []
    outlet.go.set()
    markers.close()
    assert outlet.sent[-1][1]["marker"] == "end"


def test_what_only_passes_time_is_no_marker() -> None:
    assert marker(Tick(1)) is None


def test_clocks_are_compared_where_they_were_read_closest_together() -> None:
    class Uneven:
        """A clock that is read slowly but for once."""

        def __init__(self) -> None:
            self.at = iter([0, 10_000_000, 20_000_000, 20_000_002] + [30_000_000, 40_000_000] * 7)

        def now_ns(self) -> int:
            return next(self.at)

    assert offset_s(Uneven(), lambda: 5.0) == pytest.approx(5.0 - 0.020000001)  # type: ignore[arg-type]


def test_without_pylsl_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylsl", None)
    with pytest.raises(MissingExtraError, match=r"reactdrill\[lsl\]"):
        require_pylsl()


def test_markers_are_sent_only_where_they_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylsl", types.ModuleType("pylsl"))
    assert with_markers(Settings(), asked=False).lsl.outlet is False
    assert with_markers(Settings(), asked=True).lsl.outlet is True
    monkeypatch.setitem(sys.modules, "pylsl", None)
    with pytest.raises(MissingExtraError):
        with_markers(Settings(), asked=True)


LISTENER = """
import sys, json
import pylsl
from reactdrill.devices.markers import open_markers
from reactdrill.engine.events import Response, Start
from reactdrill.live.clock import SystemClock

clock = SystemClock()
run = sys.argv[1]
markers = open_markers(clock, run, "four-choice")
found = pylsl.resolve_byprop("source_id", "reactdrill-" + run, 1, 20)
if not found:
    print("unheard")
    sys.exit()
inlet = pylsl.StreamInlet(found[0])
inlet.open_stream(20)
at_ns = clock.now_ns()
markers.saw(Start(at_ns))
markers.saw(Response(at_ns + 1_000_000, "left", "press", "keyboard", "key:left", "x11", 500_000, at_ns))
samples = [inlet.pull_sample(20) for _ in range(2)]
markers.close()
info = inlet.info(5)
print(json.dumps({"samples": [[json.loads(x[0]), t] for x, t in samples], "now": pylsl.local_clock(),
                  "drill": info.desc().child_value("drill"), "kind": info.type()}))
"""


@pytest.mark.slow
def test_a_real_inlet_hears_them_on_this_machine(tmp_path: Path) -> None:
    try:
        require_pylsl()
    except MissingExtraError as missing:
        pytest.skip(str(missing))
    settings = tmp_path / "lsl.cfg"
    settings.write_text(
        "[multicast]\nResolveScope = machine\n[lab]\nKnownPeers = {127.0.0.1}\n", encoding="utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-c", LISTENER, os.urandom(8).hex()],
        env={**os.environ, "LSLAPICFG": str(settings)},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    if "unheard" in done.stdout:
        pytest.skip("this machine lets no stream be found, not even its own")
    told = json.loads(done.stdout.splitlines()[-1])
    (start, started), (response, answered) = told["samples"]
    assert (start["marker"], response["marker"], response["target"]) == ("start", "response", "left")
    assert answered - started == pytest.approx(0.001, abs=1e-6)
    assert 0 <= told["now"] - started < 120
    assert (told["drill"], told["kind"]) == ("four-choice", "Markers")
