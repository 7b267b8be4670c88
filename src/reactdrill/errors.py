"""The one exception tree: every error a person can meet derives from `ReactDrillError`.

`str(error)` is one or a few lines in a coach's words. Facts stand in attributes as well, so that a caller never
has to read the text. `exit_code` is what the command line returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class ReactDrillError(Exception):
    """Root of everything reactdrill raises on purpose."""

    exit_code = 1


class UsageError(ReactDrillError):
    """The caller asked for something that cannot be done as asked (a wrong seed, an unknown drill)."""

    exit_code = 2


class MissingExtraError(UsageError):
    """Something was asked for that needs a library which is not installed."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        self.library = library
        self.extra = extra
        super().__init__(f"{what}: {library} is not installed; `pip install 'reactdrill[{extra}]'` brings it")


@dataclass(frozen=True)
class Problem:
    """One mistake in a file a person wrote: where it stands, what is wrong, and what to do."""

    key: str
    """Dotted path with 1-based list positions, such as `trial[2].steps[1].role`; empty for the whole file."""
    problem: str
    hint: str = ""
    line: int | None = None

    def render(self, path: Path | str) -> str:
        """One line: `path:line: key: problem; hint`."""
        where = f"{path}:{self.line}" if self.line is not None else f"{path}"
        key = f"{self.key}: " if self.key else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{where}: {key}{self.problem}{hint}"


class FileProblemsError(ReactDrillError):
    """A file a person wrote holds mistakes; `problems` lists every one of them."""

    exit_code = 2

    def __init__(self, path: Path | str, problems: tuple[Problem, ...]) -> None:
        self.path = path
        self.problems = problems
        super().__init__("\n".join(problem.render(path) for problem in problems))


class DrillFileError(FileProblemsError):
    """A drill file cannot be used as it stands."""


class ScriptFileError(FileProblemsError):
    """A script file cannot be used as it stands."""


class CircuitFileError(FileProblemsError):
    """A circuit file cannot be used as it stands."""


class SettingsFileError(FileProblemsError):
    """The settings file holds values that cannot be used."""


class CalibrationFileError(FileProblemsError):
    """The calibration file cannot be used as it stands, and is not written to."""


class CalibrationError(ReactDrillError):
    """A calibration cannot be measured or kept."""

    exit_code = 4


class UnknownDrillError(UsageError):
    """No drill has the name asked for; `nearest` are the closest known names."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = nearest
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else "; `reactdrill list` shows them all"
        super().__init__(f"no drill is called {name!r}{hint}")


class UnknownCircuitError(UsageError):
    """No circuit has the name asked for; `nearest` are the closest known names."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        self.name = name
        self.nearest = nearest
        hint = f"; did you mean {' or '.join(nearest)}?" if nearest else "; `reactdrill list` shows them all"
        super().__init__(f"no circuit is called {name!r}{hint}")


class PlanError(ReactDrillError):
    """A drill is well formed but cannot be planned (an order that cannot exist, nothing to present)."""

    exit_code = 2

    def __init__(self, drill: str, problem: str, hint: str = "") -> None:
        self.drill = drill
        self.problem = problem
        self.hint = hint
        super().__init__(f"drill {drill}: {problem}{f'; {hint}' if hint else ''}")


class AssetMissingError(ReactDrillError):
    """A sound, image or font that a drill or the program needs is not there."""

    exit_code = 2

    def __init__(self, kind: str, name: str, hint: str = "") -> None:
        self.kind = kind
        self.name = name
        self.hint = hint
        super().__init__(f"no {kind} is called {name!r}{f'; {hint}' if hint else ''}")


class PackError(ReactDrillError):
    """A pack of drills cannot be used or installed."""

    exit_code = 2

    def __init__(self, path: Path | str, problem: str, hint: str = "") -> None:
        self.path = path
        self.problem = problem
        self.hint = hint
        super().__init__(f"{path}: {problem}{f'; {hint}' if hint else ''}")


class DeviceUnavailableError(ReactDrillError):
    """A device that is needed is not there or cannot be opened."""

    exit_code = 3

    def __init__(self, device: str, problem: str, hint: str = "") -> None:
        self.device = device
        self.problem = problem
        self.hint = hint
        super().__init__(f"{device}: {problem}{f'; {hint}' if hint else ''}")


class JournalError(ReactDrillError):
    """A journal cannot be written or read."""

    exit_code = 4

    def __init__(self, path: Path | str, problem: str, hint: str = "") -> None:
        self.path = path
        self.problem = problem
        self.hint = hint
        super().__init__(f"{path}: {problem}{f'; {hint}' if hint else ''}")


class StoreError(ReactDrillError):
    """The results store cannot be opened, read or written."""

    exit_code = 4

    def __init__(self, store: Path | str, problem: str, hint: str = "") -> None:
        self.store = store
        self.problem = problem
        self.hint = hint
        super().__init__(f"{store}: {problem}{f'; {hint}' if hint else ''}")
