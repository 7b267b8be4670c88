"""Runs as a BIDS 1.11 dataset of behaviour: one `events.tsv` for each lane of each run, its sidecar, participants.

Times are in seconds because the standard says so, exact to the nanosecond; what is missing is `n/a`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reactdrill.engine.record import TrialRecord
from reactdrill.results.annotations import Notes
from reactdrill.results.columns import OUTCOMES, RunContext
from reactdrill.results.export import ExportError, write_export
from reactdrill.results.export_many import Progress, Taken, loaded
from reactdrill.results.header import RunHeader
from reactdrill.results.lines import to_pretty_json
from reactdrill.results.quality import timing_of, timing_of_trial
from reactdrill.results.whose import athletes_of
from reactdrill.station.folders import FolderError, private_folder
from reactdrill.stats.summary import target_of

VERSION = "1.11.0"
MISSING = "n/a"
NS_PER_S = 1_000_000_000
README = """# Reaction and agility drills

Made by reactdrill. Each `_events.tsv` is one run (of one athlete) of a drill: one row for each attempt at a trial, whether
anybody responded or not. Its sidecar names every column, the drill, its seed, the software and how far the times can be
trusted. `response_time` counts from the measured onset of the cue; it is negative where the response came first.
Practice and catch trials are marked in columns of their own; attempts that a person marked bad carry the reason.
"""

_Cell = Callable[[RunContext, TrialRecord], str | None]


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    about: Mapping[str, Any]
    cell: _Cell


def seconds(time_ns: int | None) -> str | None:
    """Nanoseconds as exact seconds: 1500000000 is `1.5`."""
    if time_ns is None:
        return None
    whole, part = divmod(abs(time_ns), NS_PER_S)
    digits = f"{part:09}".rstrip("0")
    return f"{'-' if time_ns < 0 else ''}{whole}{f'.{digits}' if digits else ''}"


def label(name: str) -> str:
    """A name as BIDS allows it in file names: letters and digits."""
    return "".join(each for each in name if each.isascii() and each.isalnum()) or "x"


@dataclass
class _Dataset:
    """What has been written so far."""

    folder: Path
    participants: dict[str, str] = field(default_factory=dict)
    """From each athlete's code to the label."""
    runs: Counter[tuple[str, str]] = field(default_factory=Counter)
    files: list[Path] = field(default_factory=list)

    def subject(self, code: str) -> str:
        """The label of an athlete, of its own for each code."""
        if code not in self.participants:
            taken, wanted = set(self.participants.values()), label(code)
            names = (wanted if number == 1 else f"{wanted}x{number}" for number in range(1, len(taken) + 2))
            self.participants[code] = next(name for name in names if name not in taken)
        return self.participants[code]

    def write(self, path: Path, data: bytes) -> None:
        """Write a file of the dataset. Raises `ExportError`."""
        try:
            private_folder(path.parent)
        except FolderError as error:
            raise ExportError(path, error.problem, error.hint) from error
        write_export(path, data)
        self.files.append(path)


def write_bids(
    journals: Sequence[Path],
    folder: Path,
    *,
    athletes: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Taken:
    """Write a dataset of these runs, oldest first, into a folder that is new or empty. Raises `ExportError`."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportError(folder, "is there already", "name a folder that is new or empty")
    taken, dataset = Taken(), _Dataset(folder)
    for export in loaded(journals, taken, athletes, progress):
        for lane, code in athletes_of(export.log.header, export.notes).items():
            _write_lane(dataset, RunContext(export.log, export.notes), lane, code)
    _write_about(dataset)
    taken.files = [folder]
    return taken


def _write_lane(dataset: _Dataset, context: RunContext, lane: str, code: str) -> None:
    header, subject = context.log.header, dataset.subject(code)
    trials = [trial for trial in context.log.trials if trial.lane == lane]
    task = label(header.drill.name)
    dataset.runs[subject, task] += 1
    stem = f"sub-{subject}_task-{task}_run-{dataset.runs[subject, task]:02}_events"
    beh = dataset.folder / f"sub-{subject}" / "beh"
    columns = (*_COLUMNS, *map(_variable, sorted({name for trial in trials for name in trial.variables})))
    rows = sorted(
        ([_text(column.cell(context, trial)) for column in columns] for trial in trials), key=_onset
    )
    dataset.write(beh / f"{stem}.tsv", _tsv([column.name for column in columns], rows))
    dataset.write(beh / f"{stem}.json", _sidecar(context, lane, columns))


def _onset(row: Sequence[str]) -> float:
    return float(row[0])


def _sidecar(context: RunContext, lane: str, columns: Sequence[_Column]) -> bytes:
    header = context.log.header
    return to_pretty_json(
        {
            "TaskName": label(header.drill.name),
            "TaskDescription": header.drill.title,
            "StimulusPresentation": _presentation(header),
            **{column.name: column.about for column in columns},
            "ReactdrillRun": {
                **_run_facts(header, context.notes),
                "lane": lane,
                "complete": context.log.end is not None,
                "timing": timing_of(context.log),
            },
        }
    )


def _presentation(header: RunHeader) -> dict[str, str]:
    software = header.software
    return {
        "OperatingSystem": str(software.get("platform") or MISSING),
        "SoftwareName": "reactdrill",
        "SoftwareVersion": str(software.get("reactdrill") or MISSING),
    }


def _run_facts(header: RunHeader, notes: Notes) -> dict[str, Any]:
    return {
        "run": header.run,
        "drill": header.drill.name,
        "drill_version": header.drill.version,
        "drill_sha256": header.drill.sha256,
        "started_utc": header.started_utc,
        "seed": header.seed,
        "mode": header.mode,
        "simulated": header.simulated,
        "software": header.software,
        "calibration": header.calibration,
        "marked_bad": notes.run_bad,
    }


def _write_about(dataset: _Dataset) -> None:
    description = {
        "Name": "Reaction and agility drills",
        "BIDSVersion": VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [{"Name": "reactdrill"}],
    }
    rows = [
        [f"sub-{name}", code] for code, name in sorted(dataset.participants.items(), key=lambda one: one[1])
    ]
    about = {
        "participant_id": {"Description": "label of the athlete in this dataset"},
        "code": {"Description": "the athlete's code in reactdrill"},
    }
    dataset.write(dataset.folder / "dataset_description.json", to_pretty_json(description))
    dataset.write(dataset.folder / "README.md", README.encode())
    dataset.write(
        dataset.folder / "participants.tsv",
        _tsv(["participant_id", "code"], [[_text(cell) for cell in row] for row in rows]),
    )
    dataset.write(dataset.folder / "participants.json", to_pretty_json(about))


def _tsv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return "".join("\t".join(row) + "\n" for row in [names, *rows]).encode("utf-8", "replace")


def _text(value: str | None) -> str:
    """One cell: nothing that ends a cell or a line, and `n/a` for what is missing."""
    return " ".join((value or "").split()) or MISSING


# ---- columns


def _since(context: RunContext, at_ns: int | None) -> str | None:
    started_ns = context.log.started_ns
    return None if at_ns is None or started_ns is None else seconds(at_ns - started_ns)


def _began(context: RunContext, trial: TrialRecord) -> str | None:
    """The onset of what the trial counts from; where nothing came, its start or, at the least, its end."""
    cue = context.reference_cue(trial)
    onset_ns = None if cue is None else cue.onset_ns
    known = (
        each for each in (onset_ns, trial.reference_ns, trial.begin_ns, trial.ended_ns) if each is not None
    )
    return _since(context, next(known)) or "0"


def _lasted(context: RunContext, trial: TrialRecord) -> str | None:
    cue = context.reference_cue(trial)
    if cue is None or cue.onset_ns is None:
        return None
    ended_ns = context.cue_ends.get((trial.lane, trial.trial, trial.attempt, cue.step))
    return None if ended_ns is None else seconds(max(0, ended_ns - cue.onset_ns))


def _truth(value: bool) -> str:
    return "true" if value else "false"


_TRUTH = {"true": "yes", "false": "no"}
_S = "s"


def _column(
    name: str, description: str, cell: _Cell, units: str = "", levels: Mapping[str, str] | None = None
) -> _Column:
    about: dict[str, Any] = {"Description": description}
    if units:
        about["Units"] = units
    if levels:
        about["Levels"] = levels
    return _Column(name, about, cell)


_COLUMNS = (
    _column("onset", "onset of the cue, since the run's start; of the trial where no cue came", _began, _S),
    _column("duration", "how long the cue was to be seen or heard", _lasted, _S),
    _column("trial_type", "condition as the drill names it", lambda _, trial: trial.condition or "trial"),
    _column("response_time", "first scored response minus the cue's onset; negative when it came before", lambda _, trial: seconds(trial.rt_ns), _S),
    _column("response_time_uncertainty", "95 % half-width of response_time", lambda _, trial: seconds(trial.rt_uncertainty_ns), _S),
    _column("timing", "how far software can be trusted with response_time", lambda run, trial: timing_of_trial(trial, run.log.header), levels={"good": "within 1 ms and undisturbed", "fair": "within 5 ms, or disturbed", "poor": "less sure than 5 ms, or the machine slept"}),
    _column("outcome", "what the attempt came to", lambda _, trial: trial.outcome, levels=OUTCOMES),
    _column("target", "where a response was wanted, or not to come", lambda _, trial: target_of(trial)),
    _column("side", "side the set trains", lambda _, trial: trial.side, levels={"left": "left", "right": "right"}),
    _column("movement_time", "from leaving home to reaching the target", lambda _, trial: seconds(trial.movement_ns), _S),
    _column("completed_time", "from the cue's onset to the last response that was needed", lambda _, trial: seconds(trial.completed_ns), _S),
    _column("foreperiod", "from the trial's start to the cue's onset", lambda _, trial: seconds(trial.foreperiod_achieved_ns), _S),
    _column("trial_number", "planned trial, from 1", lambda _, trial: str(trial.trial + 1)),
    _column("attempt", "attempt at the trial, from 1", lambda _, trial: str(trial.attempt)),
    _column("set", "set, from 1", lambda _, trial: str(trial.set + 1)),
    _column("errors", "responses at wrong targets", lambda _, trial: str(trial.errors)),
    _column("practice", "a practice trial", lambda _, trial: _truth(trial.practice), levels=_TRUTH),
    _column("catch", "a catch trial: no cue came", lambda _, trial: _truth(trial.catch), levels=_TRUTH),
    _column("marked_bad", "why a person marked the attempt as bad", lambda run, trial: run.bad.get((trial.lane, trial.trial, trial.attempt)) or run.notes.run_bad),
)  # fmt: skip


def _variable(name: str) -> _Column:
    def cell(_: RunContext, trial: TrialRecord) -> str | None:
        value = trial.variables.get(name)
        return None if value is None else str(value)

    return _column(f"var_{label(name)}", f"the drill's variable {name}", cell)
