"""Runs a script in virtual time, for `replay --headless` and suites."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reactdrill.drill.script import ScriptFile
    from reactdrill.results.header import RunHeader


def run_script(script: ScriptFile, *, save: bool = False) -> tuple[bytes, ...]:
    """The trial and stray lines of a script's run: the same bytes on every machine.

    Raises `JournalError` when a run to be saved cannot be kept.
    """
    from reactdrill.devices.from_script import responder_for
    from reactdrill.devices.virtual import VirtualCues
    from reactdrill.live.clock import VirtualClock
    from reactdrill.live.replay import run_headless
    from reactdrill.results.journal import JournalWriter, MemoryJournal
    from reactdrill.results.lines import trial_lines
    from reactdrill.station.places import Folders

    clock = VirtualClock()
    responder = responder_for(script, clock)
    journal = JournalWriter.create(_header(script), Folders.current().runs) if save else MemoryJournal()
    run_headless(
        script.plan,
        clock,
        cues=VirtualCues(clock),
        inputs=[responder],
        journal=journal,
        observers=[responder],
    )
    if isinstance(journal, MemoryJournal):
        return trial_lines(journal.lines)
    return trial_lines(journal.path.read_bytes().splitlines(keepends=True))


def _header(script: ScriptFile) -> RunHeader:
    from reactdrill.live.clock import utc_now
    from reactdrill.results.header import DrillInfo, RunHeader, software_versions, utc_text

    drill = script.drill.drill
    return RunHeader(
        started_utc=utc_text(utc_now()),
        origin="replay",
        simulated=True,
        mode=script.plan.mode,
        drill=DrillInfo(
            drill.name, drill.title, drill.version, drill.component, script.drill.sha256, script.drill.text
        ),
        plan=script.plan,
        seed=None,
        software=software_versions(),
        options={"script": script.title, "script_sha256": script.sha256, "headless": True},
    )
