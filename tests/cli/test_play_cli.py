"""`play`, `demo` and the window where something is missing: the display, the sound card, room on the disk, patience."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import EXAMPLES, GIVE_UP_S, Command, Said, program, start, unseen
from journals import write_run
from reactdrill.cli.play import say_pods_short
from reactdrill.drill.library import Library
from reactdrill.results.disk import DiskFile
from reactdrill.results.reader import read_journal
from reactdrill.station.folders import config_dir, runs_dir, store_path

FIRST = EXAMPLES / "first-steps.toml"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def journals() -> list[Path]:
    return sorted(runs_dir().rglob("*.jsonl"))


def worded(said: Said) -> list[str]:
    """Lines on standard error that are the program's own: some system libraries write there too."""
    foreign = ("error: XDG_RUNTIME_DIR", "ALSA lib ")
    return [line for line in said.err.splitlines() if not line.startswith(foreign)]


# ---- the command line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["play", "four-choise"], "no drill is called 'four-choise'; did you mean four-choice"),
        (["play", "zzz"], "no drill is called 'zzz'; `reactdrill list` shows them all"),
        (["play", ""], "no drill is called ''; `reactdrill list` shows them all"),
        (["play", "no/such.toml"], "no/such.toml: cannot be read: No such file or directory"),
        (["play", "/"], "/: cannot be read: Is a directory"),
        (["demo", "--drill", "four-choise"], "no drill is called 'four-choise'; did you mean four-choice"),
        (["play", "four-choice", "--mode", "observer"], "drill four-choice: it has no observer mode; it has sensor"),
        (["play", "four-choice", "--mode", "x"], "reactdrill play: invalid value for '--mode': 'x' is not one of "),
        *(
            (
                [name, "four-choice", "--seed", seed][: 4 if name == "play" else 1] + ([] if name == "play" else ["--seed", seed]),
                f"reactdrill {name}: invalid value for '--seed': a whole number from 0 to 9223372036854775807 is wanted, not '{seed}'; ",
            )
            for name in ("play", "demo")
            for seed in ("abc", "-3", "1.5", "99999999999999999999", "")
        ),
        *(
            (["demo", "--trials", count], f"reactdrill demo: invalid value for '--trials': a whole number from 1 to 1000 is wanted, not '{count}'; ")
            for count in ("0", "x", "1001")
        ),
        *(
            (
                ["play", "four-choice", "--walk-back", time],
                f"reactdrill play: invalid value for '--walk-back': 0 to 300 seconds are wanted, not '{time}'; ",
            )
            for time in ("-1", "nan", "inf", "ten", "301")
        ),
    ],
)  # fmt: skip
def test_a_wrong_word_is_refused_before_a_window_opens(
    command: Command, arguments: list[str], said: str
) -> None:
    assert command(*arguments).refusal().startswith(said)
    assert not journals()


# ---- no display


@LINUX
@pytest.mark.parametrize(
    "arguments", [["play", "four-choice"], ["play", "four-choice", "--now"], [], ["replay", FIRST]]
)
def test_no_display_is_code_3(arguments: list[str | Path]) -> None:
    said = program(*arguments, env=unseen())
    assert (said.code, said.out) == (3, "")
    (line,) = worded(said)
    assert line.startswith("display: ")
    assert "; start it from a desktop session" in line
    assert not journals()


@LINUX
def test_a_display_that_does_not_answer_is_named() -> None:
    said = program("play", "four-choice", env={**unseen(), "DISPLAY": ":7777"})
    assert said.code == 3
    (line,) = worded(said)
    assert line.startswith("display: none can be opened (the environment says DISPLAY=:7777); ")


@LINUX
@pytest.mark.parametrize("display", [None, ":7777"])
def test_the_demo_runs_off_screen_then(display: str | None) -> None:
    said = program("demo", "--trials", "2", env={**unseen(), "DISPLAY": display})
    assert said.code == 0, said
    assert "There is no display here: the demo runs off-screen, in real time." in said.out.splitlines()
    assert "SIMULATED" in said.out
    assert "  reactdrill play four-choice" in said.out.splitlines()
    (journal,) = journals()
    log = read_journal(journal)
    assert (log.header.origin, log.header.simulated, len(log.trials)) == ("demo", True, 2)
    assert log.end is not None


# ---- no sound card


def test_a_drill_without_sound_runs_silently_and_is_marked(command: Command) -> None:
    said = program("demo", "--trials", "1", env={"SDL_AUDIODRIVER": "nonsense"})
    assert said.code == 0, said
    assert "No sound: " in said.out
    (journal,) = journals()
    header = read_journal(journal).header
    assert header.note.startswith("No sound: ")
    (sound,) = (device for device in header.devices if device["name"] == "sound")
    assert sound["source"] == "none"
    assert header.note in command("results", "show", "last").out


def test_a_drill_of_sounds_refuses_before_anything_is_written() -> None:
    said = program("demo", "--drill", "simple-auditory", env={"SDL_AUDIODRIVER": "nonsense"})
    assert said.code == 3
    line = worded(said)[-1]
    assert line.startswith("sound: this drill gives its cues by sound: ")
    assert line.endswith("; connect a sound device, or choose a drill without sound")
    assert not journals()


# ---- a results folder that cannot be used


@pytest.fixture
def home_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "taken"
    path.write_text("x", encoding="utf-8")
    monkeypatch.setenv("REACTDRILL_HOME", str(path))
    return path


KEEPING = [
    ["demo", "--trials", "1"],
    ["replay", FIRST, "--headless", "--save"],
    ["results", "list"],
    ["results", "rebuild"],
    ["rescore", "last"],
    ["replay", "last"],
]


@pytest.mark.parametrize(
    "arguments", KEEPING, ids=lambda words: " ".join(map(str, words)).replace(str(EXAMPLES), "")
)
def test_a_home_that_is_a_file(command: Command, home_is_a_file: Path, arguments: list[str | Path]) -> None:
    said = command(*arguments)
    assert said.code == 4
    line = said.err.splitlines()[-1]
    assert line.startswith(str(home_is_a_file))
    assert line.endswith("or set REACTDRILL_HOME to a folder of your own")
    assert "Traceback" not in said.err
    assert home_is_a_file.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
@pytest.mark.parametrize(
    "arguments", KEEPING, ids=lambda words: " ".join(map(str, words)).replace(str(EXAMPLES), "")
)
def test_a_folder_that_takes_nothing(
    command: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str | Path], number: int
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    said = command(*arguments)
    assert said.code == 4
    line = said.err.splitlines()[-1]
    assert os.strerror(number) in line
    assert "; " in line
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments", [["list"], ["check", FIRST], ["replay", FIRST, "--headless"], ["completion", "bash"]]
)
def test_what_keeps_nothing_needs_no_folder(
    command: Command, home_is_a_file: Path, arguments: list[str | Path]
) -> None:
    assert command(*arguments).code == 0


@pytest.fixture
def disk_fills_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the disk take the header and so many records, then nothing more. Give the number in a list."""
    left = [1]
    really = DiskFile.write

    def write(self: DiskFile, data: bytes) -> int:
        if left[0] <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        return really(self, data)

    monkeypatch.setattr(DiskFile, "write", write)
    yield left
    left[0] = sys.maxsize  # what is still open can be closed


def test_a_disk_that_fills_up_in_a_run_with_nobody_there_ends_it_and_keeps_what_fitted(
    command: Command, disk_fills_up: list[int]
) -> None:
    said = command("demo", "--trials", "4")
    assert said.code == 4, said
    assert "(ended early)" in said.out
    (line,) = (
        line for line in said.out.splitlines() if line.startswith("Not all of this run could be saved")
    )
    assert "(No space left on device)" in line
    assert line.endswith("; the disk is full: make some space")
    assert "saved in part as run " in said.out
    assert "Your turn" not in said.out
    (journal,) = journals()
    assert len(read_journal(journal).trials) == 1


# ---- what other files there are


def test_a_corrupt_journal_in_the_folder_disturbs_nothing(command: Command) -> None:
    good = write_run(runs_dir(), run="1" * 32)
    bad = runs_dir() / "2026" / "bad.jsonl"
    bad.write_bytes(b"\xff\0garbage")
    before = bad.read_bytes()
    said = command("results", "list")
    assert said.code == 0
    assert "11111111" in said.out
    assert said.err.startswith(f"skipped {bad}:1: ")
    assert command("replay", FIRST, "--headless", "--save").code == 0
    rebuilt = command("results", "rebuild")
    assert (rebuilt.code, rebuilt.out) == (1, "2 runs, 0 in progress, 1 damaged\n")
    assert bad.read_bytes() == before
    assert good.exists()


@pytest.mark.parametrize(
    "arguments", [["results", "list"], ["results", "rebuild"], ["rescore", "last"], ["replay", "last"]]
)
def test_a_database_from_a_newer_version_is_left_alone(command: Command, arguments: list[str]) -> None:
    assert command("replay", FIRST, "--headless", "--save").code == 0
    assert command("results", "list").code == 0
    with sqlite3.connect(store_path()) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = store_path().read_bytes()
    line = command(*arguments).refusal(4)
    assert "comes from a newer reactdrill" in line
    assert "; update reactdrill; nothing has been changed" in line
    assert store_path().read_bytes() == before


def test_with_a_newer_database_runs_are_still_kept(command: Command) -> None:
    assert command("results", "list").code == 0
    with sqlite3.connect(store_path()) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert command("demo", "--trials", "1").code == 0
    (journal,) = journals()
    assert len(read_journal(journal).trials) == 1


def test_settings_that_cannot_be_used_are_said_and_the_rest_runs(command: Command) -> None:
    path = config_dir() / "settings.toml"
    path.write_text('[display]\nfullscren = true\n[run]\nwalk_back_s = "ten"\n', encoding="utf-8")
    said = command("demo", "--trials", "1")
    assert said.code == 0
    assert said.err.splitlines() == [
        f"{path}:2: display.fullscren: unknown key; did you mean 'fullscreen'?",
        f"{path}:4: run.walk_back_s: a number is wanted, not 'ten'",
    ]


# ---- stopped in a run


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_keeps_every_trial_that_was_done(
    command: Command, number: signal.Signals
) -> None:
    process = start("demo", "--trials", "200", "--seed", "3")
    while process.poll() is None and not (journals() and b'"type":"trial"' in journals()[0].read_bytes()):
        pass
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=GIVE_UP_S)
    assert process.returncode == 130, (out, err)
    assert err.decode().splitlines()[-1] == "stopped"
    assert b"(ended early)" in out
    (journal,) = journals()
    log = read_journal(journal)
    assert log.end is not None
    done = [trial for trial in log.trials if trial.outcome != "aborted"]
    assert done
    (row,) = json.loads(command("results", "list", "--json").out)
    assert (row["status"], row["presented"]) == ("aborted", len(done))


@pytest.mark.parametrize(("pods", "told"), [("sim:4", True), ("sim:7", False), ("sim:4,sim:3", False)])
def test_too_few_pods_are_said_with_what_names_the_drills_that_fit(
    capsys: pytest.CaptureFixture[str], pods: str, told: bool
) -> None:
    say_pods_short(Library.standard().load("semicircle-taps"), pods)
    words = "has 7 places and there are 4 pods: the rest is lit on the screen; `reactdrill pods drills 4`"
    assert (words in capsys.readouterr().err) is told
