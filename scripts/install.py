"""Make or refresh this checkout's own environment: `python scripts/install.py EXTRA`.

Installs reactdrill from this folder, editable and with one extra (`all` to run it, `dev` to test it), into
`.venv`, and leaves a stamp there, so that the next start has nothing to do until `pyproject.toml`, the
Python or the folder's own place changes. Uses the standard library alone: it runs before anything is installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "install.log"
# An environment with the extra on the left also serves whoever asks for one of those on the right.
SERVES = {"all": ("all",), "dev": ("dev", "all")}
# What pip's log says when the network, and not a package, is at fault.
NETWORK_FAULTS = (
    "after connection broken by",
    "Failed to establish a new connection",
    "ProxyError",
    "SSLError",
)


class InstallError(Exception):
    """The environment cannot be made; the text tells the person what to do."""


def say(text: str) -> None:
    """Tell the person; never on standard output, which belongs to the program that is being started."""
    print(f"reactdrill: {text}", file=sys.stderr, flush=True)


def stamp(extra: str) -> Path:
    """Name the file that records what was installed with this extra."""
    return VENV / f"installed-{extra}"


def basis() -> str:
    """Give all that an installation depends on, as the text of its stamp."""
    return f"{sys.version}\n{ROOT}\n{(ROOT / 'pyproject.toml').read_text(encoding='utf-8')}"


def is_current(extra: str) -> bool:
    """Tell whether the environment that runs this file has the extra, installed from what is here now."""
    if not runs_in_environment():
        return False
    stamps = [stamp(name) for name, serves in SERVES.items() if extra in serves]
    return any(path.is_file() and path.read_text(encoding="utf-8") == basis() for path in stamps)


def runs_in_environment() -> bool:
    """Tell whether this Python is the one in `.venv`."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def run(*arguments: str | Path) -> bool:
    """Run a Python command with its output shown as it comes; tell whether it succeeded."""
    import subprocess  # here, because a start that has nothing to install should cost nothing

    return subprocess.run(arguments, cwd=ROOT, stdout=sys.stderr, check=False).returncode == 0


def make_environment() -> Path:
    """Give the Python of a `.venv` that has pip, made or mended as needed. Raises InstallError."""
    from importlib.util import find_spec

    version = ".".join(map(str, sys.version_info[:3]))
    if runs_in_environment():
        python = Path(sys.executable)
        if find_spec("pip") is None and not run(python, "-m", "ensurepip"):
            raise InstallError(f"{VENV} has no pip and cannot get one. Delete that folder and start again.")
        return python
    if find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        raise InstallError(
            f"Python {version} ({sys.executable}) lacks its venv module. "
            f"On Debian or Ubuntu: sudo apt install {package}; then start again."
        )
    say(f"making {VENV} with Python {version}")
    if not run(sys.executable, "-m", "venv", "--clear", VENV):
        raise InstallError(
            f"cannot make {VENV}: see above. The folder must be writable and the disk not full."
        )
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def install(python: Path, extra: str) -> None:
    """Install this folder with the extra. Raises InstallError, which tells a missing network apart."""
    say("installing packages; the first time takes a few minutes")
    LOG.unlink(missing_ok=True)
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--log", LOG)
    if run(*pip, "install", "--editable", f".[{extra}]"):
        return
    log = LOG.read_text(errors="replace") if LOG.is_file() else ""
    if any(fault in log for fault in NETWORK_FAULTS):
        raise InstallError(
            "the packages cannot be downloaded: this machine is offline, or its network blocks the way. "
            "Connect it and start again; once installed, no start needs the network."
        )
    raise InstallError(f"pip could not install the packages: see above, or the whole story in {LOG}.")


def main(extra: str) -> int:
    """Bring the environment up to date and give the exit code."""
    if is_current(extra):
        return 0
    try:
        install(make_environment(), extra)
        stamp(extra).write_text(basis(), encoding="utf-8")
    except InstallError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
