"""The three-flashes limit, checked before a drill is ever run (WCAG 2.3.1).

Only what is certain from the file is an error here: cues that come too fast even when nobody answers, which is the
slowest a drill can go. Whatever a quick athlete adds is kept by the engine while the drill runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from reactdrill.drill.trial import SEQUENCE_END, LanePlan, PlannedTrial

FLASHES_PER_SECOND = 3
SECOND_NS = 1_000_000_000


@dataclass(frozen=True)
class FlashBreach:
    """Cues that would flash more than three times in a second."""

    condition: str
    flashes: int
    within_ns: int

    def words(self) -> str:
        """For people."""
        return f"{self.flashes} flashes within {self.within_ns / 1e6:.0f} ms (trial {self.condition!r})"


def certain_breach(lane: LanePlan) -> FlashBreach | None:
    """The first breach that comes even when nobody answers; None when there is none."""
    for planned in lane.sets:
        trials = lane.trials[planned.first : planned.first + planned.until.trials]
        clock_ns = 0
        flashes: list[tuple[int, str]] = []
        for trial in trials:
            onsets = _known_onsets_ns(trial)
            end_ns = _longest_ns(trial, onsets)
            flashes += [(clock_ns + at_ns, trial.condition) for at_ns in _flashes_ns(trial, onsets, end_ns)]
            breach = _too_many(flashes)
            if breach is not None:
                return breach
            if end_ns is None:
                clock_ns, flashes = 0, []
            else:
                clock_ns += end_ns + trial.window.iti_ns
    return None


def _flashes_ns(trial: PlannedTrial, onsets: dict[str, int], end_ns: int | None) -> list[int]:
    """Onsets of the visual cues that come before the trial's end; equal instants are one flash."""
    visual = {onsets[step.id] for step in trial.steps if step.channel != "sound" and step.id in onsets}
    return sorted(at_ns for at_ns in visual if end_ns is None or at_ns < end_ns)


def _known_onsets_ns(trial: PlannedTrial) -> dict[str, int]:
    """When each step begins after the trial's start, for steps that wait for no response and no staircase."""
    known: dict[str, int] = {"start": 0, "foreperiod": trial.foreperiod_ns}
    pending = [step for step in trial.steps if step.offset_param is None]
    while ready := [step for step in pending if step.after in known]:
        for step in ready:
            pending.remove(step)
            known[step.id] = max(0, known[step.after] + step.offset_ns)
            if step.duration_ns is not None:
                known[f"{step.id}.end"] = known[step.id] + step.duration_ns
                if trial.sequence is not None and step.id == trial.sequence.steps[-1]:
                    known[SEQUENCE_END] = known[f"{step.id}.end"]
    return known


def _longest_ns(trial: PlannedTrial, onsets: dict[str, int]) -> int | None:
    """From a trial's start to its end when nobody answers; None when that is open."""
    window, reference = trial.window, trial.reference
    if window.response_ns is None or window.response_param or trial.begin.kind != "auto":
        return None
    if window.light_out == "hit" and trial.expect.match != "none":
        return None
    if reference is None:
        return trial.foreperiod_ns + window.response_ns
    onset_ns = onsets.get(reference.step)
    return None if onset_ns is None else onset_ns + reference.offset_ns + window.response_ns


def _too_many(flashes: list[tuple[int, str]]) -> FlashBreach | None:
    recent = flashes[-2 * FLASHES_PER_SECOND :]
    for (first, _), (last, condition) in zip(recent, recent[FLASHES_PER_SECOND:], strict=False):
        if last - first < SECOND_NS:
            return FlashBreach(condition, FLASHES_PER_SECOND + 1, last - first)
    return None
