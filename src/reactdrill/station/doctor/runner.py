"""Runs checks so that one that fails, crashes or hangs costs no more than its own line.

A check that only reads files runs in a thread that is left behind at its time limit. One that talks to drivers
(SDL, X, sound servers) runs in a process of its own, which is ended with everything it started.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reactdrill.station.doctor.finding import Finding, note, problem

Probe = Callable[[], Sequence[Finding]]
Waiting = Callable[["Check", int], None]
"""Told each second that a check takes: the check, and the whole seconds so far."""

_CHILD = "reactdrill.station.doctor.child"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is looked at."""

    name: str
    """Of the check, and of the finding that stands for it when it fails."""
    doing: str
    """What people are told while it takes long, such as `measuring the display`."""
    probe: str
    """Where the function is: `package.module:function`. Imported only when it is run."""
    limit_s: int = 5
    isolated: bool = False
    """Runs in a process of its own: for what may crash, hang or change this process."""
    window: bool = False
    """Opens a window."""
    environment: Mapping[str, str] | None = None
    """Variables that the process of its own gets besides the present ones."""

    def load(self) -> Probe:
        """Import the function."""
        module, _, name = self.probe.partition(":")
        probe: Probe = getattr(importlib.import_module(module), name)
        return probe


def run_checks(checks: Sequence[Check], waiting: Waiting | None = None) -> Iterator[tuple[Finding, ...]]:
    """Run one check after another and give each one's findings; never raises for what a check does."""
    for check in checks:
        yield run_check(check, waiting)


def run_check(check: Check, waiting: Waiting | None = None) -> tuple[Finding, ...]:
    """Run one check within its time limit."""
    run = _in_process if check.isolated else _in_thread
    try:
        return run(check, waiting or _silent)
    except subprocess.TimeoutExpired:
        return (_too_slow(check),)
    except OSError as error:
        return (_failed(check, str(error)),)


def _silent(_check: Check, _seconds: int) -> None:
    """Tell nobody."""


# ---- in a thread


def _in_thread(check: Check, waiting: Waiting) -> tuple[Finding, ...]:
    found: list[Finding] = []

    def work() -> None:
        found.extend(probed(check))

    thread = threading.Thread(target=work, name=f"doctor-{check.name}", daemon=True)
    thread.start()
    for second in range(check.limit_s):
        thread.join(1)
        if not thread.is_alive():
            return tuple(found)
        waiting(check, second + 1)
    return (_too_slow(check),)


def probed(check: Check) -> Sequence[Finding]:
    """The findings of a check, or the one that says how it failed."""
    try:
        return check.load()()
    except Exception as error:  # noqa: BLE001 - whatever a probe meets, the others still have to be run
        return (_failed(check, f"{type(error).__name__}: {error}"),)


# ---- in a process of its own


def _in_process(check: Check, waiting: Waiting) -> tuple[Finding, ...]:
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", _CHILD, check.name, check.probe],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYGAME_HIDE_SUPPORT_PROMPT": "1", **(check.environment or {})},
        start_new_session=True,
    )
    try:
        output, errors = _communicate(process, check, waiting)
    finally:
        _end(process)
    return _understood(check, process.returncode, output, errors)


def _communicate(process: subprocess.Popen[bytes], check: Check, waiting: Waiting) -> tuple[bytes, bytes]:
    for second in range(check.limit_s):
        try:
            return process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            waiting(check, second + 1)
    raise subprocess.TimeoutExpired(check.name, check.limit_s)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with all it started, also where it ended by itself and left some behind."""
    with contextlib.suppress(OSError):  # nobody of its group is left
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):  # a driver can hold even a killed process
        process.wait(1)
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _understood(check: Check, code: int, output: bytes, errors: bytes) -> tuple[Finding, ...]:
    """What the process said in its last line; whatever libraries print before it does not matter."""
    try:
        answer = json.loads(output.splitlines()[-1])
        return tuple(Finding.from_json(each) for each in answer)
    except (IndexError, ValueError, KeyError, TypeError):
        last = errors.decode(errors="replace").strip().splitlines()[-1:]
        return (_crashed(check, _ending(code), last[0] if last else "no message"),)


def _ending(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


# ---- what stands for a check that did not get through


def _too_slow(check: Check) -> Finding:
    if check.isolated:
        return problem(
            check.name,
            "gave no answer within {limit} s",
            "a run would wait just as long: restart the computer, or take away the device that was added last",
            limit=check.limit_s,
        )
    return note(
        check.name, "was given up after {limit} s", "the other checks are not affected", limit=check.limit_s
    )


def _crashed(check: Check, how: str, why: str) -> Finding:
    return problem(
        check.name,
        "the check crashed ({how}: {why})",
        "a run may crash as well: update the system's drivers; a support file (--bundle) tells the makers",
        how=how,
        why=why,
    )


def _failed(check: Check, why: str) -> Finding:
    return note(
        check.name,
        "could not be checked ({why})",
        "the other checks are not affected; a support file (--bundle) tells the makers",
        why=why,
    )
