"""Whatever is planned and whatever happens: the engine never raises, never gets stuck, counts right, and gives the
same bytes for the same events however often it is ticked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from random import Random

from hypothesis import given, settings, strategies as st

from lab import Echo, Lab, abort
from plans import MS, SECOND
from reactdrill.drill.trial import LanePlan, Plan
from reactdrill.engine.commands import ClearCue, Command, Finish, Record, ShowCue, Stray
from reactdrill.engine.cue_desk import CUE_GRACE_NS
from reactdrill.engine.events import CueShown, Event, Response, Tick
from reactdrill.engine.progress import CUE_FAILURES_ALLOWED
from reactdrill.engine.record import TrialRecord
from reactdrill.engine.run import Run
from reactdrill.results.lines import encode_line
from wild import Happening, echoes, happenings, plans

END_MS = 120_000.0
MANY = settings(max_examples=100, deadline=None)
CueKey = tuple[str, int, int, str]


class Played(Lab):
    """A lab that keeps what a journal would: every event, and the tick before each that comes too late."""

    def live(self, inputs: list[Happening]) -> Played:
        """Hand in everything, late things after their time, and end the run."""
        self.journal: list[Event] = []
        self._ticked_ns = -1
        for happening in sorted(inputs, key=lambda each: each.event.at_ns + each.late * MS):
            self.run(until=happening.event.at_ns / MS + happening.late)
            self.deliver(happening.event)
        self.run(abort(END_MS))
        return self

    def deliver(self, event: Event) -> tuple[Command, ...]:
        if event.at_ns <= self._ticked_ns:
            self.journal.append(Tick(self._ticked_ns))
            super().tick(self._ticked_ns)
        self.journal.append(event)
        return super().deliver(event)

    def tick(self, at_ns: int) -> tuple[Command, ...]:
        self._ticked_ns = max(self._ticked_ns, at_ns)
        return super().tick(at_ns)


def play(plan: Plan, echo: Mapping[str, Echo], inputs: list[Happening]) -> Played:
    return Played(plan, echo).live(inputs)


def kept(commands: list[Command]) -> list[bytes]:
    return [encode_line(each.record) for each in commands if isinstance(each, Record | Stray)]


def scored(events: list[Event], plan: Plan) -> list[bytes]:
    """The bytes of all records and strays that a fresh engine makes of events."""
    run = Run(plan)
    return kept([command for event in [*events, Tick(round(END_MS) * MS)] for command in run.handle(event)])


@MANY
@given(plans(), echoes, happenings(late=True), st.integers(0, 2**32))
def test_the_same_events_give_the_same_bytes_however_often_the_engine_is_ticked(
    plan: Plan, echo: Mapping[str, Echo], inputs: list[Happening], seed: int
) -> None:
    lab = play(plan, echo, inputs)
    expected = kept(lab.commands)
    assert scored(lab.journal, plan) == expected
    assert scored(with_extra_ticks(lab.journal, Random(seed)), plan) == expected


def with_extra_ticks(events: list[Event], random: Random) -> list[Event]:
    """The same events with ticks between them that promise nothing new."""
    ticked: list[Event] = []
    last_ns = 0
    for event in events:
        if event.at_ns > last_ns:
            ticked += [Tick(random.randrange(last_ns, event.at_ns)) for _ in range(random.randrange(4))]
        ticked.append(event)
        last_ns = max(last_ns, event.at_ns)
    return ticked


@MANY
@given(plans(ends=True), echoes)
def test_a_run_that_needs_nobody_comes_to_its_end(plan: Plan, echo: Mapping[str, Echo]) -> None:
    lab = Lab(plan, echo).run()
    assert lab.engine.done
    assert [finish.reason for finish in lab.of(Finish)] == ["complete"] * len(plan.lanes)
    assert lab.now_ns < CUE_FAILURES_ALLOWED * (CUE_GRACE_NS + 20 * SECOND) * plan.trial_count


@MANY
@given(plans(), echoes, happenings(late=True))
def test_what_comes_out_is_sound(plan: Plan, echo: Mapping[str, Echo], inputs: list[Happening]) -> None:
    lab = play(plan, echo, inputs)
    assert lab.engine.done
    check_counts(lab)
    check_cues(lab.commands)
    check_that_responses_are_kept_once(lab)
    for record in lab.records:
        check_record(record)


def check_counts(lab: Played) -> None:
    """One end for each lane; one record that is not aborted for each trial presented; a reason for the others."""
    ends = {finish.lane: finish for finish in lab.of(Finish)}
    assert len(lab.of(Finish)) == len(ends) == len(lab.plan.lanes)
    for lane in lab.plan.lanes:
        records = [record for record in lab.records if record.lane == lane.name]
        presented = [record.trial for record in records if record.outcome != "aborted"]
        assert len(presented) == len(set(presented))
        end = ends[lane.name]
        assert end.presented == len(presented)
        assert end.presented + end.not_presented == len(lane.trials)
        check_attempts(lane, records, complete=end.reason == "complete")


def check_attempts(lane: LanePlan, records: list[TrialRecord], *, complete: bool) -> None:
    """Attempts are numbered from 1; only the last may be presented; what was not presented has a reason."""
    by_trial: dict[int, list[TrialRecord]] = defaultdict(list)
    for record in records:
        by_trial[record.trial].append(record)
    for trial in lane.trials:
        attempts = by_trial[trial.index]
        assert [record.attempt for record in attempts] == list(range(1, len(attempts) + 1))
        assert all(record.outcome == "aborted" for record in attempts[:-1])
        if attempts and attempts[-1].outcome != "aborted":
            continue
        until = lane.sets[trial.set].until
        cut_short = not complete or (until.time_ns, until.hits, until.strikes) != (None, None, None)
        once = trial.repeat == "never" and len(attempts) == 1
        failures = sum(str(record.reason).startswith("cue_") for record in attempts)
        assert cut_short or once or failures == CUE_FAILURES_ALLOWED


def check_cues(commands: list[Command]) -> None:
    """Each cue is asked for once, before its record, and taken away at most once."""
    asked: Counter[CueKey] = Counter()
    cleared: Counter[CueKey] = Counter()
    closed: set[tuple[str, int, int]] = set()
    for command in commands:
        if isinstance(command, ShowCue):
            key = (command.lane, command.trial, command.attempt, command.cue.id)
            assert key[:3] not in closed
            asked[key] += 1
        elif isinstance(command, ClearCue):
            cleared[command.lane, command.trial, command.attempt, command.step] += 1
        elif isinstance(command, Record):
            closed.add((command.record.lane, command.record.trial, command.record.attempt))
    assert set(asked.values()) <= {1}
    assert cleared <= asked


def check_that_responses_are_kept_once(lab: Played) -> None:
    """In no lane is a response kept more often than it came."""
    came = Counter(
        (event.at_ns, event.target, event.control) for event in lab.events if isinstance(event, Response)
    )
    for lane in lab.plan.lanes:
        records = [record for record in lab.records if record.lane == lane.name]
        kept_here = Counter(
            (each.at_ns, each.target, each.control) for one in records for each in one.responses
        )
        kept_here.update(
            (each.at_ns, each.target, each.control) for each in lab.strays if each.lane == lane.name
        )
        assert kept_here <= came


def check_record(record: TrialRecord) -> None:
    """The fields of a record agree with each other."""
    verdicts = [response.verdict for response in record.responses]
    assert (record.reason is not None) == (record.outcome == "aborted")
    assert ("correct" in verdicts) == (record.outcome == "hit")
    assert verdicts.count("correct") <= 1
    assert record.begin_ns is None or record.begin_ns <= record.ended_ns
    assert (record.errors, record.early) == (verdicts.count("wrong"), verdicts.count("early"))
    assert record.movement_ns is None or record.movement_ns >= 0
    if record.mode != "sensor":
        assert record.rt_ns is None
        assert set(verdicts) <= {"observed"}
    if record.rt_ns is not None:
        assert record.reference_ns is not None
        assert record.reference_ns + record.rt_ns in {response.at_ns for response in record.responses}


@MANY
@given(plans(), echoes, happenings())
def test_promises_kept_mean_order_in_time_and_no_more_than_three_flashes_a_second(
    plan: Plan, echo: Mapping[str, Echo], inputs: list[Happening]
) -> None:
    lab = play(plan, echo, inputs)
    times = [command.at_ns for command in lab.commands if not isinstance(command, ShowCue | ClearCue)]
    assert times == sorted(times)
    onsets = visual_onsets(lab)
    for place, at_ns in enumerate(onsets):
        assert place - bisect_left(onsets, at_ns - SECOND + 1) < 3


def visual_onsets(lab: Played) -> list[int]:
    """Instants at which something began to be seen; cues that were due together are one, late or not."""
    dues = {
        (ask.lane, ask.trial, ask.attempt, ask.cue.id): ask.due_ns
        for ask in lab.of(ShowCue)
        if ask.cue.channel != "sound"
    }
    onsets: dict[int, int] = {}
    for event in lab.events:
        due_ns = (
            dues.get((event.lane, event.trial, event.attempt, event.step))
            if isinstance(event, CueShown)
            else None
        )
        if due_ns is not None:
            onsets[due_ns] = min(event.at_ns, onsets.get(due_ns, event.at_ns))
    return sorted(set(onsets.values()))
