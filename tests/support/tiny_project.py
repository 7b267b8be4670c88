"""A stand-in for the checkout that installs in a moment and offline, to try the start scripts on.

Its `reactdrill` and its `pytest` print what they were called with and end with the code in ANSWER.
"""

from __future__ import annotations

import shutil
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"

PYPROJECT = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""

BACKEND = """\
import zipfile
from pathlib import Path

INFO = "reactdrill-1.0.dist-info"


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    extras = "Provides-Extra: all\\nProvides-Extra: dev\\n"
    files = {
        "reactdrill.pth": str(Path.cwd() / "src"),
        f"{INFO}/METADATA": f"Metadata-Version: 2.1\\nName: reactdrill\\nVersion: 1.0\\n{extras}",
        f"{INFO}/WHEEL": "Wheel-Version: 1.0\\nGenerator: tiny\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{INFO}/entry_points.txt": "[console_scripts]\\nreactdrill = program:main\\n",
    }
    record = "".join(f"{name},,\\n" for name in (*files, f"{INFO}/RECORD"))
    name = "reactdrill-1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as wheel:
        for path, text in {**files, f"{INFO}/RECORD": record}.items():
            wheel.writestr(path, text)
    return name
"""

PROGRAM = """\
import json, os, sys

def main():
    name = os.path.basename(sys.argv[0])
    print(json.dumps({"name": name, "arguments": sys.argv[1:], "cwd": os.getcwd()}))
    sys.exit(int(os.environ.get("ANSWER", "0")))

if __name__ == "__main__":
    main()
"""


def make_tiny_project(folder: Path) -> None:
    """Lay out the project in a new folder, with this checkout's own start scripts."""
    shutil.copytree(SCRIPTS, folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "pyproject.toml").write_text(PYPROJECT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "src").mkdir()
    for name in ("program.py", "pytest.py"):
        (folder / "src" / name).write_text(PROGRAM)
