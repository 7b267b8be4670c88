"""`reactdrill athletes` as a person uses it."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.shell_completion import CompletionItem

from command import GIVE_UP_S, Command, start
from journals import write_run
from reactdrill.cli.whom import AthleteName
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.diary import Diary
from reactdrill.station.folders import config_dir, data_dir, runs_dir
from two_lanes import write_two_lanes
from voices import voice_file


def added(command: Command, *arguments: str) -> str:
    """The code of a new athlete."""
    said = command("athletes", "add", *arguments, "--adult")
    assert said.code == 0, said
    return said.out.strip()


def listed(command: Command, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(command("athletes", "list", "--json", *arguments).out)
    return found


def test_nobody_yet(command: Command) -> None:
    assert command("athletes", "list").out.startswith("no athletes yet")
    assert command("athletes", "groups").out.startswith("no groups yet")


def test_an_athlete_with_everything(command: Command) -> None:
    profile = [
        "--birth-year",
        "2015",
        "--dominant",
        "left",
        "--involved",
        "both",
        "--consent",
        "--leaderboard",
    ]
    code = added(command, "Zoë [bold]Ann[/]", *profile, "--restrictions", "no jumps", "--group", "U12")
    (zoe,) = listed(command)
    assert (zoe["code"], zoe["name"], zoe["groups"], zoe["leaderboard"]) == (
        code,
        "Zoë [bold]Ann[/]",
        ["U12"],
        True,
    )
    out = command("athletes", "list").out
    assert "Zoë [bold]Ann[/]" in out
    assert code in out


def test_a_name_that_may_not_be_kept_is_said(command: Command) -> None:
    said = command("athletes", "add", "Kim", "--birth-year", "2020", "--leaderboard")
    assert said.code == 0
    assert "the name is not kept" in said.err
    assert "not seen in leaderboards: born so late that a guardian" in said.err
    assert listed(command)[0]["name"] == ""
    assert listed(command)[0]["leaderboard"] is False
    machine = command("athletes", "add", "Lou", "--birth-year", "2020", "--json")
    assert (json.loads(machine.out)["name"], "the name is not kept" in machine.err) == ("", True)
    agreed = command("athletes", "add", "Jo", "--birth-year", "2020", "--consent").out.strip()
    assert command("athletes", "edit", agreed, "--name", "").err == "", "it was taken away as asked"


def test_a_name_without_a_birth_year_is_kept_only_when_somebody_says_that_it_may(command: Command) -> None:
    said = command("athletes", "add", "Kim", "--leaderboard")
    assert (said.code, "no birth year says that it may be (--birth-year" in said.err) == (0, True)
    code = said.out.strip()
    assert [(each["name"], each["leaderboard"]) for each in listed(command)] == [("", False)]
    assert "the name is not kept" in command("athletes", "edit", code, "--name", "Kim").err
    assert command("athletes", "edit", code, "--name", "Kim", "--adult").err == ""
    assert command("athletes", "edit", code, "--dominant", "left").err == "", "it was said before"
    assert listed(command)[0]["name"] == "Kim"
    agreed = command("athletes", "add", "Lou", "--consent").out.strip()
    assert "the name is not kept" in command("athletes", "edit", agreed, "--no-consent").err
    assert {each["name"] for each in listed(command)} == {"Kim", ""}


def test_a_list_without_birth_years_says_what_becomes_of_the_names(command: Command, tmp_path: Path) -> None:
    (tmp_path / "team.txt").write_text("Anna\nBo,1990\nCy\n")
    said = command("athletes", "import", tmp_path / "team.txt", "--dry-run")
    assert "2 without a birth year, so their names are not kept: add the years, or say `--adults`" in said.err
    said = command("athletes", "import", tmp_path / "team.txt", "--adults")
    assert "2 without a birth year, taken as adults, as you said" in said.err
    assert {each["name"] for each in listed(command)} == {"Anna", "Bo", "Cy"}


def test_editing_changes_what_is_named(command: Command) -> None:
    code = added(command, "Anna", "--group", "A", "--group", "B")
    assert (
        command("athletes", "edit", "anna", "--birth-year", "1990", "--not-in", "A", "--group", "C").code == 0
    )
    (anna,) = listed(command)
    assert (anna["code"], anna["name"], anna["birth_year"], anna["groups"]) == (
        code,
        "Anna",
        1990,
        ["B", "C"],
    )
    assert command("athletes", "edit", code, "--name", "").code == 0
    assert listed(command)[0]["name"] == ""
    assert "is not in Z" in command("athletes", "edit", code, "--not-in", "Z").refusal()
    assert "no athlete is called 'Bo'" in command("athletes", "edit", "Bo").refusal()
    assert "1900 to 2100" in command("athletes", "edit", code, "--birth-year", "90").refusal()


def test_groups_are_made_renamed_and_dropped(command: Command) -> None:
    added(command, "Anna", "--group", "A")
    assert json.loads(command("athletes", "groups", "--add", "E", "--json").out) == {"A": 1, "E": 0}
    assert json.loads(command("athletes", "groups", "--rename", "A", "B", "--json").out) == {"B": 1, "E": 0}
    assert "E" not in command("athletes", "groups", "--drop", "E").out
    assert len(listed(command, "--group", "B")) == 1
    assert "no group" in command("athletes", "groups", "--drop", "E").refusal()


def test_a_roster_from_a_file(command: Command, tmp_path: Path) -> None:
    (tmp_path / "team.csv").write_text(
        "Spieler;Jahrgang;Gruppe\n=SUM(A1);1990;A\nKim;2020;\nBo;x;\n", encoding="utf-8"
    )
    arguments = ("athletes", "import", tmp_path / "team.csv", "--group", "U99")
    dry = command(*arguments, "--dry-run")
    assert "2 would be added, 1 left out" in dry.err
    assert listed(command) == []
    said = command(*arguments)
    assert said.code == 1
    assert "line 3: the name is not kept" in said.err
    assert "line 4: 'x' is no birth year" in said.err
    assert "2 added, 1 left out" in said.err
    names = {str(each["name"]): each["groups"] for each in listed(command)}
    assert names == {"=SUM(A1)": ["A", "U99"], "": ["U99"]}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_of_spreadsheets(command: Command, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "team.csv").write_text("who,name\n1,محمد\n", encoding=encoding)
    said = command("athletes", "import", tmp_path / "team.csv", "--adults", "--json")
    assert json.loads(said.out)["athletes"][0]["name"] == "محمد"


def test_files_that_are_no_list(command: Command, tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("name\nZoë\n".encode("latin-1"))
    assert "save it as CSV UTF-8" in command("athletes", "import", tmp_path / "latin.csv").refusal()
    assert "cannot be read" in command("athletes", "import", tmp_path / "none.csv").refusal()
    (tmp_path / "empty.csv").touch()
    assert "the list is empty" in command("athletes", "import", tmp_path / "empty.csv").refusal()
    (tmp_path / "x.csv").write_text("who\nAnna\n")
    refused = command("athletes", "import", tmp_path / "x.csv", "--columns", "name").refusal()
    assert "write it as COLUMN=HEADER" in refused
    assert command("athletes", "import", tmp_path / "x.csv", "--columns", "name=who").code == 0


def test_pasted_lines(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Anna\nBo\nAnna\n")))
    said = command("athletes", "paste", "--adults")
    assert "2 added, 1 left out" in said.err
    assert [each["name"] for each in listed(command)] == ["Anna", "Bo"]


def test_everything_of_an_athlete_in_one_archive(command: Command, tmp_path: Path) -> None:
    code, other = added(command, "Zoë"), added(command, "Bo")
    path = write_run(runs_dir(), athlete=code)
    annotate(path, Annotation(type="note", value="=tired"))
    write_two_lanes(runs_dir(), {"a": code, "b": other}, run="b" * 32)
    write_run(runs_dir(), athlete=other, run="c" * 32)
    Diary.begin(data_dir(), circuit="mini", title="Mini", version=1, sha256="0" * 64, athlete=code)
    said = command("athletes", "export", "zoë", "--out", tmp_path)
    assert said.out.strip() == str(tmp_path / f"reactdrill-{code}.zip")
    with zipfile.ZipFile(said.out.strip()) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
        assert json.loads(archive.read("profile.json"))["name"] == "Zoë"
    assert sum(name.startswith("runs/") for name in names) == 3
    assert sum(name.startswith("tables/") for name in names) == 10
    assert sum(name.startswith("circuits/") for name in names) == 1
    assert other.encode() not in everything
    erased = command("athletes", "erase", code, "--yes")
    assert f"Deleted: {tmp_path / f'reactdrill-{code}.zip'}" in erased.out


def test_a_file_that_cannot_be_read_is_told_and_the_rest_written(command: Command, tmp_path: Path) -> None:
    code = added(command, "Zoë")
    bad, _ = (write_run(runs_dir(), athlete=code, run=run * 32) for run in "ab")
    bad.write_bytes(bad.read_bytes().replace(b'"trial"', b'"tri', 1))
    said = command("athletes", "export", "zoë", "--out", tmp_path)
    assert said.code == 1
    assert f"not in it: {bad}" in said.err
    with zipfile.ZipFile(said.out.strip()) as archive:
        assert sum(name.startswith("runs/") for name in archive.namelist()) == 1
        assert f"Not in here: {bad}" in archive.read("README.txt").decode()


def test_erasing_asks_does_and_proves(command: Command) -> None:
    code = added(command, "Zoë Zed")
    write_run(runs_dir(), athlete=code)
    assert "`--yes` does it without asking" in command("athletes", "erase", "zoë").refusal()
    said = command("athletes", "erase", "zoë", "--yes")
    assert said.code == 0, said
    assert f"{code}: runs deleted: 1" in said.out
    assert "Proof: neither name nor code is in" in said.out
    assert listed(command) == []
    assert list(runs_dir().rglob("*.jsonl")) == []
    again = command("athletes", "erase", code.lower(), "--yes")
    assert again.code == 0
    assert "no athlete is called" in command("athletes", "erase", "zoë", "--yes").refusal()


def test_what_is_left_is_told(command: Command) -> None:
    added(command, "Zoë Zed")
    (data_dir() / "mine.txt").write_text("Zoë Zed owes me", encoding="utf-8")
    said = command("athletes", "erase", "zoë", "--yes")
    assert said.code == 1
    assert "Still found: Zoë Zed in" in said.out
    assert "Zoë Zed owes me" in said.out


def test_purging_by_the_settings(command: Command) -> None:
    old = write_run(runs_dir(), run="1" * 32, started_utc="2020-01-01T00:00:00.000Z")
    said = command("athletes", "purge")
    assert "kept without a limit" in said.out
    assert "0 runs" in said.out
    (config_dir() / "settings.toml").write_text("[privacy]\nkeep_days = 30\n")
    assert "1 runs" in command("athletes", "purge", "--dry-run").out
    assert old.exists()
    refused = command("athletes", "purge")
    assert (refused.code, "nobody is there to ask" in refused.err) == (2, True)
    assert "done" in command("athletes", "purge", "--yes").out
    assert not old.exists()


def test_codes_and_names_are_completed(command: Command) -> None:
    def completed(begun: str) -> list[CompletionItem]:
        return AthleteName().shell_complete(None, None, begun)  # type: ignore[arg-type]

    assert completed("") == []
    code = added(command, "Zoë")
    assert [(each.value, each.help) for each in completed(code[:2].lower())] == [(code, "Zoë")]
    assert [each.value for each in completed("zo")] == [code]
    assert completed("?") == []


def test_two_processes_add_athletes_at_once(command: Command, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("\n".join(f"{name} {number}" for number in range(20)))
    running = [start("athletes", "import", tmp_path / f"{name}.csv", "--adults") for name in ("a", "b")]
    ends = [process.communicate(timeout=GIVE_UP_S) for process in running]
    assert [process.returncode for process in running] == [0, 0], ends
    found = listed(command)
    assert len({str(each["code"]) for each in found}) == 40
    assert {str(each["name"]) for each in found} == {
        f"{name} {number}" for name in "ab" for number in range(20)
    }


def test_a_recorded_name_is_kept_shown_and_forgotten(command: Command, tmp_path: Path) -> None:
    code = added(command, "Anna Berg")
    file = voice_file(tmp_path / "anna.wav")
    assert command("athletes", "name-sound", "anna").out == f"{code}: no recorded name\n"
    path = data_dir() / "names" / f"{code}.wav"
    assert command("athletes", "name-sound", "anna", file).out == f"{path}\n"
    assert command("athletes", "name-sound", code).out == f"{path}\n"
    assert file.exists()
    assert command("athletes", "name-sound", "anna", "--forget").out == f"{code}: deleted\n"
    assert not path.exists()
    assert (
        command("athletes", "name-sound", "anna", "--forget").out == f"{code}: there was no recorded name\n"
    )


def test_a_recorded_name_that_cannot_be_kept_is_one_line(command: Command, tmp_path: Path) -> None:
    code = added(command, "Anna Berg")
    child = added(command, "Kim", "--birth-year", "2020")
    file, broken = voice_file(tmp_path / "a.wav"), tmp_path / "b.wav"
    broken.write_bytes(b"no sound")
    assert f"{child} has no name here" in command("athletes", "name-sound", child, file).refusal()
    assert "b.wav: is no WAV file" in command("athletes", "name-sound", code, broken).refusal()
    assert "c.wav: cannot be read" in command("athletes", "name-sound", code, tmp_path / "c.wav").refusal()
    assert "either a FILE or" in command("athletes", "name-sound", code, file, "--forget").refusal()


def test_a_name_that_is_taken_away_takes_its_recording_along(command: Command, tmp_path: Path) -> None:
    code = added(command, "Anna Berg")
    command("athletes", "name-sound", code, voice_file(tmp_path / "a.wav"))
    assert command("athletes", "edit", code, "--name", "").code == 0
    assert command("athletes", "name-sound", code).out == f"{code}: no recorded name\n"
