"""A trial from its opening to its record."""

from __future__ import annotations

from reactdrill.drill.sequence import with_elements
from reactdrill.drill.trial import COACH
from reactdrill.engine.commands import Await, Feedback, Record, TrialBegins
from reactdrill.engine.events import CueEnded, CueFailed, CueShown, Response, Tick
from reactdrill.engine.lane import Lane
from reactdrill.engine.record import Outcome
from reactdrill.engine.scoring import SCORED, is_false_start, is_heard, is_home, waits_for_hit
from reactdrill.engine.set_flow import SetFlow
from reactdrill.engine.states import AllReady, PartnerResponded, SetTimeUp, State

RETRY_GAP_NS = 1_000_000_000
"""Gap before a trial whose cue failed is tried again."""


class TrialFlow:
    """Opens trials, begins their clocks, hands them cues and responses, and closes them."""

    __slots__ = ("_lane", "_sets")

    def __init__(self, lane: Lane, sets: SetFlow) -> None:
        self._lane = lane
        self._sets = sets

    # ---- beginning

    def on_gap_over(self, event: Tick) -> None:
        """Open the next trial."""
        lane = self._lane
        attempt = lane.attempt = lane.progress.open_next()
        lane.disturbances.opened(attempt, event.at_ns)
        begin = attempt.trial.begin
        if begin.kind == "auto" or (begin.kind == "hold" and lane.controls.holds(begin.target)):
            self._begin_clock(event.at_ns)
        else:
            lane.go(State.WAITING, None)
            if begin.kind != "together":
                lane.out.append(Await(event.at_ns, lane.name, attempt.trial, attempt.number))

    def on_waited_for(self, response: Response) -> None:
        """A response while the trial waits to begin."""
        lane = self._lane
        begin = lane.open.trial.begin
        wanted = COACH if begin.kind == "coach" else begin.target
        if response.target == wanted and response.action != "release" and begin.lane in (None, lane.name):
            self._begin_clock(response.at_ns)
        else:
            lane.keep_stray(response, "waiting")

    def on_partner_responded(self, event: PartnerResponded) -> None:
        """The partner began the trial."""
        self._begin_clock(event.at_ns)

    def on_all_ready(self, event: AllReady) -> None:
        """Every lane is ready for a trial that begins in all of them together."""
        self._begin_clock(event.at_ns)

    def _begin_clock(self, at_ns: int) -> None:
        lane = self._lane
        attempt = lane.open
        attempt.begin_ns = at_ns
        attempt.parameters = lane.adaptive.values_for(attempt.trial)
        sequence = attempt.trial.sequence
        if sequence is not None and sequence.length_param is not None:
            attempt.trial = with_elements(attempt.trial, attempt.parameters[sequence.length_param])
        trial = attempt.trial
        lane.out.append(TrialBegins(at_ns, lane.name, trial.index, attempt.number, trial))
        foreperiod_end_ns = at_ns + trial.foreperiod_ns
        if trial.reference is None:
            lane.go(State.FOREPERIOD, foreperiod_end_ns + (trial.window.response_ns or 0))
            return
        lane.cues.ask(attempt, "start", at_ns, at_ns)
        lane.cues.ask(attempt, "foreperiod", foreperiod_end_ns, at_ns)
        lane.go(State.FOREPERIOD, lane.cues.give_up_ns(attempt))

    # ---- cues

    def on_cue_shown(self, event: CueShown) -> None:
        """A cue's onset is known."""
        lane = self._lane
        if not lane.cues.shown(lane.open, event):
            return
        reference = lane.open.trial.reference
        if reference is not None and reference.step == event.step:
            self._open_window(event, reference.offset_ns)
        self._ask(event.step, event.at_ns)

    def on_cue_ended(self, event: CueEnded) -> None:
        """A cue went out by itself."""
        if self._lane.cues.ended(self._lane.open, event):
            self._ask(f"{event.step}.end", event.at_ns)

    def on_cue_failed(self, event: CueFailed) -> None:
        """A cue could not be presented."""
        lane = self._lane
        if lane.cues.find(lane.open, event) is None:
            return
        outcome = lane.open.outcome
        if outcome is None:
            self._retry(event.at_ns, f"cue_failed: {event.reason}")
        else:
            self._finish(event.at_ns, outcome)

    def _open_window(self, onset: CueShown, offset_ns: int) -> None:
        lane = self._lane
        attempt = lane.open
        reference_ns = attempt.count_from(onset, offset_ns)
        window = attempt.trial.window
        length_ns = window.response_ns
        if window.response_param is not None:
            length_ns = attempt.parameters[window.response_param]
        if length_ns is None or waits_for_hit(attempt.trial, lane.mode):
            lane.go(State.WINDOW, None)
        else:
            lane.go(State.WINDOW, max(onset.at_ns, reference_ns + length_ns))

    def _ask(self, anchor: str, at_ns: int) -> None:
        """Ask for the cues that hang on what has just happened."""
        lane = self._lane
        attempt = lane.open
        lane.cues.ask(attempt, anchor, at_ns, at_ns)
        if lane.state is State.FOREPERIOD:
            lane.clock.until(lane.cues.give_up_ns(attempt))

    # ---- responses

    def on_early_response(self, response: Response) -> None:
        """A response before the reference cue: a false start, or a hold let go."""
        lane = self._lane
        attempt = lane.open
        begin = attempt.trial.begin
        let_go = begin.kind == "hold" and response.action == "release" and response.target == begin.target
        scored = lane.mode == "sensor" and response.target != COACH
        if not scored or not (let_go or is_false_start(attempt.trial, response)):
            self._unheard(response)
            return
        attempt.take_early(response, let_go=let_go)
        if attempt.outcome is not None:
            self._finish(response.at_ns, attempt.outcome)

    def on_response(self, response: Response) -> None:
        """A response within the window."""
        attempt = self._lane.open
        verdict = attempt.take(response)
        if verdict is None:
            self._unheard(response)
            return
        if attempt.outcome is not None:
            self._decided(attempt.outcome, response.at_ns)
        if verdict in SCORED and self._lane.attempt is not None:
            if attempt.trial.expect.match == "all":
                self._lane.cues.put_out(attempt, response.target, response.at_ns)
            if attempt.scored == 1:
                self._ask("response", response.at_ns)
            self._ask(f"response:{attempt.scored}", response.at_ns)

    def on_extra_response(self, response: Response) -> None:
        """A response after the outcome was decided, while the cue is still lit."""
        lane = self._lane
        attempt = lane.open
        if lane.mode == "sensor" and response.target != COACH and is_heard(attempt.trial, response):
            attempt.keep(response, "extra")
        else:
            self._unheard(response)

    def _decided(self, outcome: Outcome, at_ns: int) -> None:
        """The outcome is known: end the trial, or wait for the light to go out by time."""
        lane = self._lane
        ends_ns = lane.clock.ends_ns
        if lane.open.trial.window.light_out == "timeout" and ends_ns is not None:
            lane.go(State.LIT, ends_ns)
        else:
            self._finish(at_ns, outcome)

    def _unheard(self, response: Response) -> None:
        """A response that the open trial does not listen to; stepping onto home is none."""
        if not is_home(self._lane.open.trial, response.target):
            self._lane.keep_stray(response, "not_listening")

    # ---- end

    def on_foreperiod_over(self, event: Tick) -> None:
        """A catch trial passed, or a cue was never reported."""
        attempt = self._lane.open
        if attempt.trial.reference is None:
            self._finish(event.at_ns, attempt.outcome_by_time())
        else:
            self._retry(event.at_ns, "cue_not_shown")

    def on_window_over(self, event: Tick) -> None:
        """The response window ended."""
        self._finish(event.at_ns, self._lane.open.outcome_by_time())

    def on_set_time_up(self, event: SetTimeUp) -> None:
        """The buzzer: an open attempt is cut, not repeated."""
        self.cut(event.at_ns, "time_up")
        self._sets.end_set(event.at_ns)

    def cut(self, at_ns: int, reason: str) -> None:
        """End an open attempt for good: with its outcome when that is decided, else as aborted."""
        attempt = self._lane.attempt
        if attempt is None:
            return
        if attempt.outcome is not None:
            self._close(at_ns, attempt.outcome)
        else:
            self._close(at_ns, "aborted", reason)

    def interrupt(self, at_ns: int, reason: str) -> None:
        """End an open attempt, and repeat the trial by its rule unless its outcome was decided."""
        attempt = self._lane.attempt
        self.cut(at_ns, reason)
        if attempt is not None and attempt.outcome is None:
            self._lane.progress.repeat(attempt, failed=False)

    def _retry(self, at_ns: int, reason: str) -> None:
        """A cue did not come: abort, and try again a few times."""
        attempt = self._lane.open
        self._close(at_ns, "aborted", reason)
        self._lane.progress.repeat(attempt, failed=True)
        self._sets.go_on(at_ns, RETRY_GAP_NS)

    def _finish(self, at_ns: int, outcome: Outcome) -> None:
        gap_ns = self._lane.open.trial.window.iti_ns
        self._close(at_ns, outcome)
        self._sets.go_on(at_ns, gap_ns)

    def _close(self, at_ns: int, outcome: Outcome, reason: str | None = None) -> None:
        """Take the attempt's cues away and record it; the caller says where to go next."""
        lane = self._lane
        attempt = lane.open
        lane.attempt = None
        lane.cues.clear(attempt, at_ns)
        record = attempt.record(outcome, reason, at_ns)
        lane.out.append(Record(at_ns, record))
        if outcome == "aborted":
            return
        lane.adaptive.update(record)
        lane.progress.count(outcome)
        if lane.feedback != "none":
            rt_ns = record.rt_ns if lane.feedback == "rt" else None
            lane.out.append(Feedback(at_ns, lane.name, outcome, rt_ns))
