"""One attempt at one trial while it is open: takes responses, says what is decided, becomes a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from reactdrill.drill.trial import Mode, PlannedStep, PlannedTrial
from reactdrill.engine.events import ClockStamp, CueShown, Response
from reactdrill.engine.record import CueRecord, Outcome, ResponseRecord, TrialRecord
from reactdrill.engine.scoring import SCORED, Verdict, judge, outcome_of, outcome_when_over
from reactdrill.engine.uncertainty import combined_uncertainty_ns, on_one_clock_ns


@dataclass(slots=True)
class Cue:
    """A cue that has been asked for."""

    step: PlannedStep
    requested_ns: int
    due_ns: int
    shown: CueShown | None = None
    ended_ns: int | None = None
    put_out: bool = False
    """Its own target was hit, and it has been asked to go out."""

    def record(self) -> CueRecord:
        """As it is kept."""
        step, shown = self.step, self.shown
        asked = (step.id, step.role, step.channel, step.target, self.requested_ns, self.due_ns)
        if shown is None:
            return CueRecord(*asked, None, self.ended_ns, None, 0, None, None)
        return CueRecord(
            *asked,
            shown.at_ns,
            self.ended_ns,
            shown.raw_ns,
            shown.correction_ns,
            shown.uncertainty_ns,
            shown.source,
        )


@dataclass(slots=True)
class Attempt:
    """What has happened so far in an open attempt."""

    trial: PlannedTrial
    number: int
    lane: str
    mode: Mode
    failures: int = 0
    """Earlier attempts at the trial that failed for want of a cue."""
    begin_ns: int | None = None
    reference_ns: int | None = None
    reference_uncertainty_ns: int = 0
    reference_clock: ClockStamp | None = None
    cues: dict[str, Cue] = field(default_factory=dict)
    responses: list[ResponseRecord] = field(default_factory=list)
    motion_ns: dict[str, int] = field(default_factory=dict)
    """By step: how unsure the place of a moving cue is, as a part of its time."""
    parameters: dict[str, int] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    done: tuple[str, ...] = ()
    """Targets scored so far, in order."""
    scored: int = 0
    """Responses that steps can hang on."""
    departed_ns: int | None = None
    errors: int = 0
    early: int = 0
    outcome: Outcome | None = None
    """Set when the trial is decided; its cue may stay lit after that."""
    rt_ns: int | None = None
    rt_uncertainty_ns: int | None = None
    completed_ns: int | None = None

    def count_from(self, onset: CueShown, offset_ns: int) -> int:
        """Reaction time counts from `offset_ns` after the reference cue's onset; returns that instant.

        An instant on the way of a moving cue is as unsure as its place, too.
        """
        self.reference_ns = onset.at_ns + offset_ns
        self.reference_uncertainty_ns = onset.uncertainty_ns
        self.reference_clock = onset.clock
        if offset_ns and onset.step in self.motion_ns:
            self.reference_uncertainty_ns = combined_uncertainty_ns(
                onset.uncertainty_ns, self.motion_ns[onset.step]
            )
        return self.reference_ns

    def take_early(self, response: Response, *, let_go: bool) -> None:
        """Keep a false start before the reference cue. `let_go`: of what must be held, which ends the trial."""
        self.early += 1
        self.keep(response, "early")
        if let_go or self.trial.window.false_start == "end":
            self.outcome = "false_start"

    def take(self, response: Response) -> Verdict | None:
        """Judge a response within the window; None when the trial does not listen to its kind."""
        assert self.reference_ns is not None
        since_ns = response.at_ns - self.reference_ns
        verdict = judge(
            self.trial,
            self.mode,
            self.done,
            departed=self.departed_ns is not None,
            response=response,
            rt_ns=since_ns,
        )
        if verdict is None:
            return None
        self.keep(response, verdict)
        if verdict in SCORED:
            self._score(response, verdict, since_ns)
        elif verdict == "observed":
            self.completed_ns = since_ns
            self.outcome = outcome_of(verdict, self.trial)
        elif verdict != "extra":
            self._fault(response, verdict, since_ns)
        return verdict

    def keep(self, response: Response, verdict: Verdict) -> None:
        """Remember a response and what it was taken for."""
        self.responses.append(
            ResponseRecord(
                response.at_ns,
                response.target,
                response.action,
                verdict,
                response.raw_ns,
                response.correction_ns,
                response.uncertainty_ns,
                response.source,
                response.device,
                response.control,
            )
        )

    def flag(self, name: str) -> None:
        """Add a flag once."""
        if name not in self.flags:
            self.flags.append(name)

    def outcome_by_time(self) -> Outcome:
        """The outcome when the time is over: what was decided, or what waiting came to."""
        return self.outcome or outcome_when_over(self.trial, self.mode, self.early)

    def _score(self, response: Response, verdict: Verdict, since_ns: int) -> None:
        self.scored += 1
        if verdict == "departure":
            self.departed_ns = response.at_ns
            self._time(response, since_ns)
            return
        self.done = (*self.done, response.target)
        self.completed_ns = since_ns
        if self.trial.expect.action == "leave_reach" and self.departed_ns is None:
            self.flag("no_departure")
        else:
            self._time(response, since_ns)
        if verdict == "correct":
            self.outcome = outcome_of(verdict, self.trial)

    def _fault(self, response: Response, verdict: Verdict, since_ns: int) -> None:
        window = self.trial.window
        goes_on = False
        if verdict == "early":
            self.early += 1
            goes_on = window.false_start == "continue"
        elif verdict == "wrong":
            self.errors += 1
            goes_on = window.wrong == "continue"
        if not goes_on:
            self._time(response, since_ns)
            self.outcome = outcome_of(verdict, self.trial)

    def _time(self, response: Response, since_ns: int) -> None:
        """The first response that counts gives the reaction time."""
        if self.rt_ns is None:
            self.rt_ns = since_ns
            on_one_ns = on_one_clock_ns(self.reference_clock, response.clock, since_ns)
            self.rt_uncertainty_ns = (
                combined_uncertainty_ns(response.uncertainty_ns, self.reference_uncertainty_ns)
                if on_one_ns is None
                else on_one_ns
            )

    def record(self, outcome: Outcome, reason: str | None, ended_ns: int) -> TrialRecord:
        """The attempt as it is kept. `reason`: why it was aborted."""
        trial = self.trial
        lapse_ns = trial.window.lapse_ns
        if lapse_ns is not None and outcome == "hit" and self.rt_ns is not None and self.rt_ns >= lapse_ns:
            self.flag("lapse")
        return TrialRecord(
            lane=self.lane,
            trial=trial.index,
            attempt=self.number,
            set=trial.set,
            side=trial.side,
            condition=trial.condition,
            variables=trial.variables,
            mode=self.mode,
            practice=trial.practice,
            catch=trial.catch,
            outcome=outcome,
            reason=reason,
            rt_ns=self.rt_ns,
            rt_uncertainty_ns=self.rt_uncertainty_ns,
            movement_ns=self._movement_ns(outcome),
            completed_ns=self.completed_ns,
            errors=self.errors,
            early=self.early,
            foreperiod_ns=trial.foreperiod_ns,
            foreperiod_achieved_ns=self._foreperiod_achieved_ns(),
            begin_ns=self.begin_ns,
            reference_ns=self.reference_ns,
            ended_ns=ended_ns,
            expected=trial.expect.targets,
            cues=tuple([cue.record() for cue in self.cues.values()]),
            responses=tuple(self.responses),
            parameters=self.parameters,
            flags=tuple(self.flags),
        )

    def _foreperiod_achieved_ns(self) -> int | None:
        reference = self.trial.reference
        if reference is None or self.begin_ns is None:
            return None
        cue = self.cues.get(reference.step)
        return None if cue is None or cue.shown is None else cue.shown.at_ns - self.begin_ns

    def _movement_ns(self, outcome: Outcome) -> int | None:
        if self.departed_ns is None or self.completed_ns is None or outcome != "hit":
            return None
        assert self.reference_ns is not None
        return self.reference_ns + self.completed_ns - self.departed_ns
