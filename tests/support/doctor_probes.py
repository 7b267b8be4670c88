"""Probes that misbehave, for the doctor's own tests."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from reactdrill.station.doctor.finding import Finding, ok

PID_FILE = "DOCTOR_TEST_PID_FILE"


def good() -> Sequence[Finding]:
    sys.stdout.write("a library says hello\n")
    return (ok("good", "all is well with {name}", name="Zoë"),)


def raises() -> Sequence[Finding]:
    raise ValueError("no such luck")


def hangs() -> Sequence[Finding]:
    threading.Event().wait()
    return ()


def hangs_with_a_child() -> Sequence[Finding]:
    child = subprocess.Popen([sys.executable, "-c", "import threading; threading.Event().wait()"])
    Path(os.environ[PID_FILE]).write_text(str(child.pid), encoding="ascii")
    return hangs()


def crashes() -> Sequence[Finding]:
    sys.stderr.write("cannot find the driver\n")
    sys.stderr.flush()
    os.abort()


def exits_early() -> Sequence[Finding]:
    os._exit(3)


def talks_nonsense() -> Sequence[Finding]:
    sys.stdout.write('{"check": "half a line\n')
    sys.stdout.flush()
    os._exit(0)
