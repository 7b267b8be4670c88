"""What runs must have in common before their numbers may stand in one line, one leaderboard, one verdict."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reactdrill.engine.record import TrialRecord
from reactdrill.results.header import RunHeader
from reactdrill.results.lines import to_json
from reactdrill.results.measured_parts import KEYBOARD, SCORED
from reactdrill.results.quality import RunTiming

VERSION = 2
"""Of the rule below."""
SIMULATED, UNTIMED, CALIBRATED, UNCALIBRATED = "simulated", "untimed", "calibrated", "uncalibrated"
TWIN = "twin"
"""Name in a run's options of the channel that repeats its cues: `sound` beside what is seen."""
WITHOUT = "without_targets"
"""Name in a run's options of the targets that were left out, because no pod was left for them."""
_POD = "pod"
_PARTED = " · "


@dataclass(frozen=True, slots=True, order=True)
class ComparisonKey:
    """Runs with equal keys may be compared; others never are."""

    version: int
    """Of the drill."""
    device: str
    """What took the responses: `keyboard`, `gamepad`, `mat`, `pod`, several with `+`; `none` without a response."""
    mode: str
    """Response mode: `sensor`, `observer`, `cue_only`."""
    cues: str
    """What gave the cues: `screen`, `sound`, `speech-en` (words, and their language), `pod`, several with `+`;
    `+twin-sound` where they were doubled, `+without-left` where no pod was left for a target."""
    calibration: str
    """`calibrated`; `uncalibrated-` with a mark of the parts that nobody has measured, so that two stations are never
    mixed up; `untimed`; `simulated`."""

    @property
    def text(self) -> str:
        """As the store keeps it: equal for equal keys only."""
        return f"v{self.version}/{self.device}/{self.mode}/{self.cues}/{self.calibration}"

    @property
    def label(self) -> str:
        """For people, in English."""
        words = (self.device, self.mode.replace("_", " "), self.cues, self.calibration.partition("-")[0])
        return _PARTED.join((*words, f"version {self.version}"))

    @classmethod
    def parse(cls, text: str) -> ComparisonKey:
        """The inverse of `text`. Raises `ValueError` for anything else."""
        version, device, mode, cues, calibration = text.split("/")
        return cls(int(version.removeprefix("v")), device, mode, cues, calibration)


def comparison_key(header: RunHeader, records: Sequence[TrialRecord], timing: RunTiming) -> ComparisonKey:
    """The key of one lane of a run; `records` are the lane's own, `timing` the run's."""
    return ComparisonKey(
        header.drill.version,
        "simulated" if header.simulated else device_class(records),
        header.mode,
        cue_condition(header, records),
        calibration_state(header, timing),
    )


def device_class(records: Iterable[TrialRecord]) -> str:
    """What took the responses that count."""
    found = {
        _class_of(each.device)
        for record in records
        if not record.practice and record.outcome != "aborted"
        for each in record.responses
        if each.verdict in SCORED
    }
    return "+".join(sorted(found)) or "none"


def _class_of(device: str) -> str:
    name = device.rstrip("0123456789").rstrip("-:")
    return {"pad": "gamepad", "key": KEYBOARD}.get(name, name).replace("/", "-")


def cue_condition(header: RunHeader, records: Iterable[TrialRecord]) -> str:
    """What gave the cues, and whether another channel repeated them."""
    heard = _heard(header)
    found = {
        _POD if (cue.source or "").startswith(_POD) else heard if cue.channel == "sound" else "screen"
        for record in records
        for cue in record.cues
        if cue.onset_ns is not None
    }
    twin = header.options.get(TWIN)
    doubled = (f"twin-{twin}".replace("/", "-"),) if isinstance(twin, str) and twin else ()
    return "+".join((*sorted(found), *doubled, *_fewer(header))) or "none"


def _fewer(header: RunHeader) -> Iterator[str]:
    """Choosing among fewer targets is quicker: such runs are compared with their like."""
    left_out = header.options.get(WITHOUT)
    if isinstance(left_out, list | tuple) and left_out:
        yield f"without-{'-'.join(sorted(map(str, left_out)))}".replace("/", "-")


def _heard(header: RunHeader) -> str:
    """`sound` of tones, `speech-de` of words: a word is as quick as it is short, and that differs by language."""
    steps = (step for lane in header.plan.lanes for trial in lane.trials for step in trial.steps)
    if not any("say" in step.stimulus for step in steps if step.channel == "sound"):
        return "sound"
    told = next((each for each in header.devices if each.get("name") == "sound"), {})
    return f"speech-{told.get('language', 'en')}"


def calibration_state(header: RunHeader, timing: RunTiming) -> str:
    """Whether everything behind the times was measured; where it was not, on which set-up."""
    if header.simulated:
        return SIMULATED
    if timing.software_ns is None:
        return UNTIMED
    if not timing.not_measured:
        return CALIBRATED
    return f"{UNCALIBRATED}-{_mark(header.station.get('setup'), timing.not_measured)}"


def _mark(setup: object, parts: Iterable[str]) -> str:
    """Short and the same for the same parts of the same station."""
    facts = setup if isinstance(setup, Mapping) else {}
    known = to_json([_facts_of(facts, part) for part in sorted(parts)])
    return hashlib.sha256(known).hexdigest()[:8]


def _facts_of(setup: Mapping[str, Any], part: str) -> list[object]:
    if part in ("screen", "sound"):
        return [part, setup.get("display" if part == "screen" else "sound")]
    inputs = setup.get("inputs")
    known = inputs if isinstance(inputs, Mapping) else {}
    mine = {name: facts for name, facts in known.items() if (name == KEYBOARD) == (part == KEYBOARD)}
    return [part, mine]
