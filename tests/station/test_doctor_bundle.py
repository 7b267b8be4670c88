from __future__ import annotations

import json
import platform
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from journals import header_of, simple_plan, write_run
from reactdrill import __version__
from reactdrill.devices.survey import AudioInfo
from reactdrill.results.header import RunHeader, software_versions
from reactdrill.results.journal import JournalWriter
from reactdrill.station.doctor import kept, machine, privacy
from reactdrill.station.doctor.bundle import LAST_RUNS, BundleError, contents, run_facts, write_bundle
from reactdrill.station.doctor.devices import late_output, no_sound, sound_findings
from reactdrill.station.doctor.finding import Finding, note, ok
from reactdrill.station.doctor.inputs import InputDevice, keyboard_findings
from reactdrill.station.doctor.outputs import Output
from reactdrill.station.doctor.ports import SerialPort, port_finding
from reactdrill.station.doctor.privacy import LEFT_OUT, sharer
from reactdrill.station.doctor.screens import no_display, rendering_finding
from reactdrill.station.doctor.space import folders
from reactdrill.station.folders import HOME_VARIABLE, config_dir, data_dir, runs_dir
from reactdrill.station.places import Folders
from reactdrill.station.settings import SoundSettings

NAME = "Quirina"
"""Planted wherever a name can be; no word of the program's own."""
PLANTED = re.compile(NAME.encode(), re.IGNORECASE)


def unpacked(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as bundle:
        return {name: json.loads(bundle.read(name)) for name in bundle.namelist() if name.endswith(".json")}


def everything(path: Path) -> bytes:
    """Every byte of the zip as it is, and of what is in it."""
    with zipfile.ZipFile(path) as bundle:
        return b"\n".join([path.read_bytes(), *(bundle.read(name) for name in bundle.namelist())])


def named_header(run: str) -> RunHeader:
    """A header with the name in every text of it."""
    header = header_of(simple_plan(drill=f"{NAME}-drill"), run=run, athlete=NAME)
    station = {"name": f"{NAME}'s station", f"{NAME}": {"deep": [NAME]}}
    return replace(
        header,
        note=f"{NAME} was tired",
        drill=replace(
            header.drill, name=f"{NAME.lower()}-drill", title=NAME, text=f"# for {NAME}", sha256=NAME
        ),
        station=station,
        calibration={"by": NAME, "mean_ms": 12.5},
        devices=({"name": f"{NAME}'s Pad", "buttons": 12},),
        software={**software_versions(), "platform": f"Linux-6.1-{NAME}"},
        display={"monitor": f"{NAME} TV", "hz": 60},
        options={"folder": f"/home/{NAME}/runs"},
    )


def write_named_run(run: str) -> None:
    writer = JournalWriter.create(named_header(run), Folders.current().runs)
    writer.end(0, [])
    writer.close()


@pytest.fixture
def named_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A station on which everything carries the name."""
    home = tmp_path / NAME
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    monkeypatch.setattr(platform, "node", lambda: f"{NAME}-PC")
    monkeypatch.setattr(privacy, "_account", lambda: [NAME.lower(), f"{NAME} Surname,,,"])
    monkeypatch.setenv(HOME_VARIABLE, str(home / "reactdrill-home"))
    for variable in ("USER", "LOGNAME", "USERNAME", "COMPUTERNAME", "HOSTNAME"):
        monkeypatch.setenv(variable, NAME)
    (config_dir() / "settings.toml").write_text(
        f'[sound]\nvolume = "{NAME}"\n{NAME} = 3\n[folders]\nresults = "{(home / "results").as_posix()}"\n'
        f'drills = ["/srv/{NAME}"]\n[bindings.targets]\n{NAME} = ["key:a"]\n'
        f'[bindings.lanes]\npad0 = "{NAME}"\n[bindings.profiles."{NAME}\'s Pad"]\nkind = "pad"\n',
        encoding="utf-8",
    )
    (data_dir() / "logs").mkdir()
    (data_dir() / "logs" / f"{NAME}.log").write_text(
        f'Traceback (most recent call last):\n  File "/home/{NAME}/reactdrill/engine.py", line 12\n'
        f"ValueError: {NAME} is no number\n",
        encoding="utf-8",
    )
    (data_dir() / f"{NAME}.log").write_bytes(b"\xff\xfe" + NAME.encode())


def named_findings() -> list[Finding]:
    """Every kind of finding that carries words from outside, with the name in them."""
    (results := data_dir() / "drills" / f"{NAME}.toml").parent.mkdir()
    results.write_text("name = 3\n", encoding="ascii")
    (Folders.current().runs / f"{NAME}.jsonl").write_text("rubbish\n", encoding="ascii")
    return [
        *machine.versions(),
        note("pygame", "{conflict}", conflict=f"run /home/{NAME}/bin/python"),
        no_display(f"{NAME} refused", {}),
        rendering_finding(f"{NAME} GPU", 1, 1),
        *sound_findings(AudioInfo(NAME, (f"{NAME}'s TV",), 48000), None, SoundSettings()),
        *sound_findings(AudioInfo("", (), 48000), Output(f"{NAME}'s AirPods", "bluetooth"), SoundSettings()),
        *late_output(NAME, "tv", "tv"),
        no_sound(f"device {NAME} is busy"),
        *keyboard_findings([InputDevice(f"{NAME}'s Keyboard", 5, ("kbd",), (1 << 30) | (1 << 57))]),
        port_finding(SerialPort(f"/dev/{NAME}", NAME, 1, 2), NAME),
        *folders(),
        *kept.store(),
        *kept.journals(),
        *kept.files(),
        *kept.settings(),
        ok("x", "{text}", text=f"x{NAME}x and {NAME.upper()}2"),
    ]


@pytest.mark.usefixtures("named_machine")
def test_no_name_gets_into_the_support_file(tmp_path: Path) -> None:
    write_named_run("a" * 32)
    findings = named_findings()
    assert sum(NAME.lower() in f"{each.text} {each.hint}".lower() for each in findings) >= 14
    path = tmp_path / "support.zip"
    write_bundle(path, findings)
    parts = unpacked(path)
    assert len(parts["findings.json"]) == len(findings)
    assert len(parts["runs.json"]) == 1
    assert len(parts["logs.json"]) == 2
    assert PLANTED.findall(everything(path)) == []
    assert b"Surname" not in everything(path)


@pytest.mark.usefixtures("named_machine")
def test_what_helps_to_find_a_fault_stays(tmp_path: Path) -> None:
    write_named_run("a" * 32)
    path = tmp_path / "support.zip"
    write_bundle(path, [ok("sound", "plays to {output}", output=f"{NAME}'s AirPods Pro")])
    parts = unpacked(path)
    assert parts["findings.json"][0]["text"] == f"plays to {LEFT_OUT}'s AirPods Pro"
    assert parts["versions.json"]["reactdrill"] == __version__
    assert parts["versions.json"]["python"] == platform.python_version()
    assert parts["settings.json"]["values"]["bindings"]["targets"] == {LEFT_OUT: ["key:a"]}
    assert any(
        "line" not in each and ":2: sound.volume" in each for each in parts["settings.json"]["problems"]
    )
    (run,) = parts["runs.json"]
    assert run["drill"] == {"name": f"{LEFT_OUT}-drill", "version": 1, "sha256": LEFT_OUT}
    assert run["started_utc"] == "2026-03-01T09:30:00.000Z"
    assert run["calibration"]["mean_ms"] == 12.5
    assert run["devices"] == [{"name": f"{LEFT_OUT}'s Pad", "buttons": 12}]
    log = next(each["lines"] for each in parts["logs.json"] if len(each["lines"]) == 3)
    assert log[1].endswith('/reactdrill/engine.py", line 12')
    assert log[2].startswith("ValueError: ")


def test_the_athlete_never_gets_in_even_under_an_ordinary_word(tmp_path: Path) -> None:
    write_run(runs_dir(), athlete="steam")
    parts = contents([ok("gamepads", "{name}", name="Steam Controller")])
    assert "steam" not in "".join(parts.values()).lower()


def test_the_newest_runs_are_told_of_and_shipped_drills_by_name() -> None:
    header = header_of(simple_plan(drill="anything"))
    facts = run_facts(header, sharer(), {"anything"})
    assert facts["drill"]["name"] == "anything"
    assert not {"athlete", "note", "plan", "text", "title"} & set(json.dumps(facts).split('"'))
    for number in range(LAST_RUNS + 2):
        write_run(runs_dir(), run=f"{number:032x}", started_utc=f"2026-03-01T09:30:{number:02d}.000Z")
    runs = json.loads(contents([])["runs.json"])
    assert len(runs) == LAST_RUNS
    assert runs[0]["started_utc"] == f"2026-03-01T09:30:{LAST_RUNS + 1}.000Z"


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "support.zip"
    path.write_text("mine", encoding="ascii")
    with pytest.raises(BundleError, match="there is such a file already; name another one"):
        write_bundle(path, [])
    assert path.read_text(encoding="ascii") == "mine"


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="cannot be written"):
        write_bundle(tmp_path / "no" / "folder.zip", [])


def test_damaged_journals_and_settings_do_not_stop_it(tmp_path: Path) -> None:
    (runs_dir() / "bad.jsonl").write_text("rubbish\n", encoding="ascii")
    (config_dir() / "settings.toml").write_bytes(b"\xff\xfe\x00")
    write_bundle(tmp_path / "support.zip", [])
    parts = unpacked(tmp_path / "support.zip")
    assert parts["runs.json"] == []
    assert len(parts["settings.json"]["problems"]) == 1
