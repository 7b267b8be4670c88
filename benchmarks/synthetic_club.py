"""Journals of a club that never was: real runs of library drills, done once by a simulated athlete in virtual time,
and written again and again under other names, on other days, by other athletes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from reactdrill.devices.athlete import SimulatedAthlete
from reactdrill.devices.virtual import VirtualCues
from reactdrill.drill.file import DrillFile
from reactdrill.drill.library import Library
from reactdrill.drill.planner import plan
from reactdrill.live.clock import VirtualClock
from reactdrill.live.replay import run_headless
from reactdrill.results.header import DrillInfo, RunHeader, software_versions, utc_text
from reactdrill.results.journal import JournalWriter

DRILLS = ("simple-visual", "two-choice", "four-choice", "go-no-go", "flanker")
TRIALS = 50
"""A run."""
VARIANTS = 8
"""Different runs of each drill."""
ATHLETES = 200
GROUPS = 8
FIRST_DAY = datetime(2024, 1, 1, 8, tzinfo=UTC)
RUNS_A_DAY = 40
_NAME, _DATE, _CODE = "0" * 32, utc_text(FIRST_DAY), "GUEST0"


@dataclass(frozen=True)
class Template:
    """A run that was done, to be written under other names."""

    head: bytes
    rest: bytes

    def journal(self, number: int) -> bytes:
        """The same run as number so and so, of that number's athlete and day."""
        head = self.head.replace(_NAME.encode(), run_name(number).encode())
        head = head.replace(_DATE.encode(), started(number).encode())
        return head.replace(_CODE.encode(), athlete(number).encode()) + self.rest


def run_name(number: int) -> str:
    """Its id: as random as a real one's, for indexes' sake."""
    return sha256(str(number).encode()).hexdigest()[:32]


def athlete(number: int) -> str:
    """Whose run it is."""
    return code(number % ATHLETES)


def code(athlete_number: int) -> str:
    """The code of an athlete."""
    return f"ATH{athlete_number:03d}"


def started(number: int) -> str:
    """When it began."""
    days, place = divmod(number, RUNS_A_DAY)
    return utc_text(FIRST_DAY + timedelta(days=days, minutes=12 * place))


def templates() -> tuple[Template, ...]:
    """Every drill in turn, `VARIANTS` times."""
    library = Library.standard()
    files = [library.load(name) for name in DRILLS]
    return tuple(_template(file, seed) for seed in range(VARIANTS) for file in files)


def write_journals(folder: Path, first: int, count: int, known: tuple[Template, ...]) -> list[Path]:
    """Write so many journals as a station would leave them; each athlete does all drills in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(first, first + count):
        chosen = (number // ATHLETES + number) % len(known)
        path = folder / f"{number:07d}.jsonl"
        path.write_bytes(known[chosen].journal(number))
        written.append(path)
    return written


def _template(file: DrillFile, seed: int) -> Template:
    until = file.drill.until.model_copy(update={"trials": TRIALS})
    drill = file.drill.model_copy(update={"until": until, "practice": None})
    planned = plan(drill, seed, sha256=file.sha256)
    header = RunHeader(
        run=_NAME,
        started_utc=_DATE,
        origin="play",
        simulated=False,
        athlete=_CODE,
        mode=planned.mode,
        drill=DrillInfo(drill.name, drill.title, drill.version, drill.component, file.sha256, file.text),
        plan=planned,
        seed=seed,
        software=software_versions(),
    )
    clock = VirtualClock()
    responder = SimulatedAthlete(clock, seed=seed)
    with TemporaryDirectory() as folder:
        journal = JournalWriter.create(header, Path(folder))
        run_headless(
            planned,
            clock,
            cues=VirtualCues(clock),
            inputs=[responder],
            journal=journal,
            observers=[responder],
        )
        head, _, rest = journal.path.read_bytes().partition(b"\n")
    return Template(head + b"\n", rest)
