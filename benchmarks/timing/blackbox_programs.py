"""The programs that can be measured, how each is started, and what has to be installed for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ADAPTERS = HERE / "adapters"
REQUIREMENTS = HERE / "requirements"


class AbsentError(Exception):
    """A program is not here; the text says what to do."""


def cache_folder() -> Path:
    """Where programs are installed, outside of the repository. `REACTDRILL_BENCHMARKS` names another place."""
    named = os.environ.get("REACTDRILL_BENCHMARKS")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named).resolve() if named else base / "reactdrill-benchmarks"


@dataclass(frozen=True)
class Program:
    """One program and one way to use it."""

    name: str
    title: str
    adapter: str
    arguments: tuple[str, ...] = ()
    environment: str | None = None
    """The requirement file of its own environment; None: ours."""
    conditions: tuple[str, ...] = ("quiet", "load")
    share: float = 1.0
    """Trials, in those of a usual program."""

    def command(self, cache: Path) -> list[str]:
        """Without count and seed and what follows them. Raises `AbsentError`."""
        return [str(part) for part in _STARTS.get(self.adapter, _python)(self, cache)]


def _python(program: Program, cache: Path) -> list[str | Path]:
    adapter = ADAPTERS / program.adapter
    if program.environment is None:
        return [sys.executable, adapter]
    python = cache / program.environment / "bin" / "python"
    if not python.exists():
        raise AbsentError(f"not installed; run `python {_shown()} --install {program.environment}`")
    return [python, adapter]


def _compiled(program: Program, cache: Path) -> list[str | Path]:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        raise AbsentError("no C compiler")
    cache.mkdir(parents=True, exist_ok=True)
    made = cache / "reference"
    result = subprocess.run(
        [compiler, "-O2", "-o", str(made), str(ADAPTERS / program.adapter), "-lX11"],
        capture_output=True,
        check=False,
    )
    if result.returncode != 0:
        raise AbsentError("it does not compile (on Debian: apt install libx11-dev)")
    return [made]


def _browser(program: Program, cache: Path) -> list[str | Path]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise AbsentError("no Chromium (on Debian: apt install chromium)")
    modules = cache / "jspsych" / "node_modules"
    if not (modules / "jspsych").is_dir():
        raise AbsentError(f"not installed; run `python {_shown()} --install jspsych`")
    return [sys.executable, ADAPTERS / program.adapter]


_STARTS = {"reference.c": _compiled, "with_jspsych.py": _browser}


def arguments(program: Program, cache: Path) -> list[str]:
    """What follows count and seed."""
    if program.adapter != "with_jspsych.py":
        return list(program.arguments)
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return [str(cache / "jspsych" / "node_modules"), next(name for name in found if name)]


PROGRAMS = (
    Program("reactdrill", "reactdrill", "reactdrill_drill.py", share=2.0),
    Program("naive", "naive pygame loop (60 fps, `time.time`)", "naive_pygame.py"),
    Program("reference", "bare Xlib program in C (reference)", "reference.c"),
    Program("expyriment", "Expyriment", "with_expyriment.py", environment="expyriment"),
    Program("psychopy-event", "PsychoPy, pyglet events", "with_psychopy.py", ("event",), "psychopy"),
    Program(
        "psychopy-keyboard",
        "PsychoPy, `hardware.keyboard` (Psychtoolbox)",
        "with_psychopy.py",
        ("keyboard",),
        "psychopy",
    ),
    Program("jspsych", "jsPsych in Chromium", "with_jspsych.py"),
    Program(
        "reactdrill-plain",
        "reactdrill, no right to raise its priority",
        "reactdrill_drill.py",
        ("plain",),
        conditions=("load",),
    ),
    Program(
        "reactdrill-stall",
        "reactdrill, 30 ms of Python in every frame",
        "reactdrill_drill.py",
        ("stall",),
        conditions=("quiet",),
        share=0.5,
    ),
)
BURSTS = Program("reactdrill-bursts", "reactdrill", "reactdrill_drill.py", ("bursts",), conditions=("quiet",))
INSTALLABLE = ("expyriment", "psychopy", "jspsych")


def install(name: str, cache: Path) -> None:
    """Install a program's pinned versions. Raises `subprocess.CalledProcessError`."""
    folder = cache / name
    if name == "jspsych":
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(REQUIREMENTS / "jspsych.json", folder / "package.json")
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=folder, check=True)
        return
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install"]
    subprocess.run([*pip, "--no-deps", "--requirement", str(REQUIREMENTS / f"{name}.txt")], check=True)


def version(program: Program, cache: Path) -> str:
    """As its package says; empty for our own code."""
    if program.adapter == "with_jspsych.py":
        chromium = arguments(program, cache)[1]
        said = subprocess.run([chromium, "--version"], capture_output=True, text=True, check=False).stdout
        return f"jspsych {_pinned('jspsych.json', 'jspsych')}, {said.strip()}"
    if program.environment is None:
        return ""
    return f"{program.environment} {_pinned(f'{program.environment}.txt', program.environment)}"


def _pinned(file: str, package: str) -> str:
    for line in (REQUIREMENTS / file).read_text(encoding="utf-8").splitlines():
        words = line.replace('"', " ").replace("==", " ").replace(":", " ").replace(",", " ").split()
        if words[:1] == [package]:
            return words[1]
    return "?"


def _shown() -> str:
    return os.path.relpath(HERE / "blackbox.py")
