"""Responses that belong to no open trial: kept, never scored."""

from __future__ import annotations

from collections.abc import Mapping

from reactdrill.engine.commands import Stray
from reactdrill.engine.events import Response
from reactdrill.engine.record import StrayRecord
from reactdrill.engine.states import State

STRAY_REASON: Mapping[State, str] = {
    State.IDLE: "before_start",
    State.GAP: "between_trials",
    State.RESTING: "resting",
    State.PAUSED: "paused",
    State.DONE: "finished",
}
"""Why a response is a stray in a state that takes none."""


def stray(response: Response, lane: str | None, reason: str, *, after_trial: int | None) -> Stray:
    """The command to keep a response that fits nothing."""
    record = StrayRecord(
        lane,
        response.at_ns,
        response.target,
        response.action,
        response.device,
        response.control,
        response.source,
        response.uncertainty_ns,
        reason,
        after_trial,
    )
    return Stray(response.at_ns, record)
