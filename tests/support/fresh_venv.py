"""A virtual environment that holds one wheel and exactly what it declares, made without the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def install_wheel(wheel: Path, folder: Path) -> Path:
    """Make an environment with the wheel and its declared dependencies; give its folder of programs.

    The dependencies are lent by the environment that runs the tests, one by one, so that a module which the
    wheel uses but does not declare is missing, as it would be on a stranger's machine.
    """
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(programs / "python")]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    (site_packages,) = folder.rglob("site-packages")
    [own] = metadata.distributions(name="reactdrill", path=[str(site_packages)])
    for distribution in required_by(own):
        lend(distribution, site_packages)
    return programs


def required_by(distribution: metadata.Distribution) -> list[metadata.Distribution]:
    """Give every installed distribution that this one needs, directly or not, without its extras."""
    found: dict[str, metadata.Distribution] = {}
    waiting = list(distribution.requires or ())
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and name not in found:
            found[name] = metadata.distribution(name)
            waiting += found[name].requires or ()
    return list(found.values())


def lend(distribution: metadata.Distribution, site_packages: Path) -> None:
    """Make one installed distribution's files appear in another environment."""
    tops = {Path(str(file)).parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
    for top in tops:
        source, target = Path(str(distribution.locate_file(top))), site_packages / top
        if os.name != "nt":
            target.symlink_to(source)
        elif source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
