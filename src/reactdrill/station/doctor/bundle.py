"""A file for support: what the doctor found, the settings and the last runs' headers, without anybody's name."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from reactdrill import __version__
from reactdrill.drill.library import Library
from reactdrill.errors import AssetMissingError, JournalError, ReactDrillError
from reactdrill.live.clock import utc_now
from reactdrill.results.header import RunHeader, software_versions, utc_text
from reactdrill.results.reader import read_header
from reactdrill.station.doctor.finding import Finding
from reactdrill.station.doctor.kept import journal_paths
from reactdrill.station.doctor.privacy import LEFT_OUT, shared_json, sharer
from reactdrill.station.doctor.space import folded
from reactdrill.station.folders import advice, data_dir, reason
from reactdrill.station.places import Folders
from reactdrill.station.settings import load_settings

LAST_RUNS = 20
LOG_LINES = 300
LOG_BYTES = 200_000
README = f"""What is in this file: the findings of `reactdrill doctor`, versions, the settings, the headers of the last
{LAST_RUNS} runs, and the ends of logs if there are any. What is not: results, times, athletes, notes, the texts of
drills, and every word in names of devices, folders, targets and messages that is not on a list of words which name no
one ({LEFT_OUT} stands for them). It is plain text: read it before you send it.
"""


class BundleError(ReactDrillError):
    """The support file cannot be written."""

    def __init__(self, path: Path, problem: str, hint: str) -> None:
        self.path = path
        self.problem = problem
        self.hint = hint
        super().__init__(f"{path}: {problem}; {hint}")


def write_bundle(path: Path, findings: Sequence[Finding]) -> None:
    """Write the support file. Raises `BundleError` when it cannot be; never replaces a file."""
    try:
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in contents(findings).items():
                bundle.writestr(name, text)
    except FileExistsError as error:
        raise BundleError(path, "there is such a file already", "name another one") from error
    except OSError as error:
        raise BundleError(path, f"cannot be written ({reason(error)})", advice(error)) from error


def contents(findings: Sequence[Finding]) -> dict[str, str]:
    """The support file's parts, by name."""
    headers = last_headers(Folders.current().runs)
    share = sharer(header.athlete for header in headers)
    shipped = _shipped()
    parts = {
        "findings.json": [each.with_facts(share).to_report() for each in findings],
        "versions.json": {
            "reactdrill": __version__,
            "made_utc": utc_text(utc_now()),
            **shared_json(software_versions(), share),
        },
        "settings.json": _settings(share),
        "runs.json": [run_facts(header, share, shipped) for header in headers],
        "logs.json": _logs(data_dir(make=False), share),
    }
    texts = {name: json.dumps(part, indent=1, ensure_ascii=False) + "\n" for name, part in parts.items()}
    return {"README.txt": README, **texts}


def last_headers(folder: Path) -> list[RunHeader]:
    """The headers of the newest journals below a folder; those that cannot be read are passed over."""
    headers = []
    for path in journal_paths(folder)[:LAST_RUNS]:
        try:
            headers.append(read_header(path))
        except JournalError:
            continue  # the findings name it
    return headers


def run_facts(
    header: RunHeader, share: Callable[[str], str], known_drills: Collection[str]
) -> dict[str, Any]:
    """What of a header helps to find a fault: never athlete, note, plan or the drill's text."""
    drill = header.drill
    return {
        "format": header.format,
        "started_utc": _only(r"[\dTZ:.-]{1,30}", header.started_utc),
        "origin": share(header.origin),
        "simulated": header.simulated,
        "mode": share(header.mode),
        "seed": header.seed,
        "drill": {
            "name": drill.name if drill.name in known_drills else share(drill.name),
            "version": drill.version,
            "sha256": _only("[0-9a-f]{64}", drill.sha256),
        },
        "software": shared_json(header.software, share),
        "display": shared_json(header.display, share),
        "devices": shared_json(header.devices, share),
        "station": shared_json(header.station, share),
        "calibration": shared_json(header.calibration, share),
        "options": shared_json(header.options, share),
    }


def _only(pattern: str, text: str) -> str:
    return text if re.fullmatch(pattern, text) else LEFT_OUT


def _shipped() -> Collection[str]:
    """Names of the drills that come with reactdrill: they are no secret."""
    try:
        return Library.standard().paths()
    except AssetMissingError:
        return ()  # the findings say so


def _settings(share: Callable[[str], str]) -> dict[str, Any]:
    loaded = load_settings()
    return {
        "path": share(folded(loaded.path)),
        "problems": [share(each.render("")) for each in loaded.problems],
        "values": shared_json(loaded.settings.model_dump(mode="json"), share),
    }


def _logs(folder: Path, share: Callable[[str], str]) -> list[dict[str, Any]]:
    """The last lines of each `*.log` in the data folder or its folder `logs`."""
    found = []
    for path in sorted([*folder.glob("*.log"), *folder.glob("logs/*.log")]):
        try:
            end = path.read_bytes()[-LOG_BYTES:].decode(errors="replace")
        except OSError:
            continue
        lines = [share(line) for line in end.splitlines()[-LOG_LINES:]]
        found.append({"file": share(path.name), "lines": lines})
    return found
