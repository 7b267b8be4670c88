"""Gives a script's responses and faults to the device that plays them."""

from __future__ import annotations

from reactdrill.devices.scripted import HOLD_NS, ScriptedFault, ScriptedResponder, ScriptedResponse
from reactdrill.drill.script import Fault, Respond, ScriptFile
from reactdrill.drill.values import to_ns
from reactdrill.live.ports import Clock


def responder_for(script: ScriptFile, clock: Clock) -> ScriptedResponder:
    """A response device that answers as the script says."""
    return ScriptedResponder(
        clock,
        {key: tuple(_response(each) for each in those) for key, those in script.responses.items()},
        {key: tuple(_fault(each) for each in those) for key, those in script.faults.items()},
    )


def _response(written: Respond) -> ScriptedResponse:
    return ScriptedResponse(
        target=written.target,
        delay_ns=to_ns(written.ms),
        action=written.action,
        after=written.after,
        late_ns=to_ns(written.late_ms),
        duplicate=written.duplicate,
        hold_ns=HOLD_NS if written.hold_ms is None else to_ns(written.hold_ms),
    )


def _fault(written: Fault) -> ScriptedFault:
    return ScriptedFault(written.device, to_ns(written.ms), to_ns(written.for_ms), written.after)
