from __future__ import annotations

import os
import select
import sys
from pathlib import Path

import pytest

import doctor_probes
from reactdrill.station.doctor.finding import Finding, ok
from reactdrill.station.doctor.runner import Check, run_check, run_checks

GIVE_UP_S = 60.0
SUPPORT = {"PYTHONPATH": str(Path(doctor_probes.__file__).parent)}


def check(probe: str, *, isolated: bool, limit_s: int = 20, **variables: str) -> Check:
    environment = {**SUPPORT, **variables}
    return Check("odd", "looking", f"doctor_probes:{probe}", limit_s, isolated, environment=environment)


@pytest.mark.parametrize("isolated", [False, True])
def test_what_a_check_finds_comes_through_whole(isolated: bool) -> None:
    (found,) = run_check(check("good", isolated=isolated))
    assert found == ok("good", "all is well with {name}", name="Zoë")
    assert found.text == "all is well with Zoë"


@pytest.mark.parametrize("isolated", [False, True])
def test_a_check_that_raises_costs_its_own_line_only(isolated: bool) -> None:
    broken, good = run_checks([check("raises", isolated=isolated), check("good", isolated=isolated)])
    assert [(each.check, each.level) for each in broken] == [("odd", "note")]
    assert "could not be checked (ValueError: no such luck)" in broken[0].text
    assert good[0].level == "ok"


def test_a_check_that_is_not_there_costs_its_own_line_only() -> None:
    (found,) = run_check(check("no_such_probe", isolated=False))
    assert (found.level, "no_such_probe" in found.text) == ("note", True)


def test_a_check_that_hangs_in_a_thread_is_left_behind() -> None:
    (found,) = run_check(check("hangs", isolated=False, limit_s=1))
    assert (found.level, found.text) == ("note", "was given up after 1 s")


def has_ended(pid: int) -> bool:
    """Whether a killed process is gone, or goes soon: a busy machine takes its time."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], GIVE_UP_S)[0])
    finally:
        os.close(handle)


def test_a_driver_that_hangs_is_a_problem_and_nothing_it_started_lives_on(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    probe = check("hangs_with_a_child", isolated=True, limit_s=3, **{doctor_probes.PID_FILE: str(pid_file)})
    (found,) = run_check(probe)
    assert (found.level, found.text) == ("problem", "gave no answer within 3 s")
    if sys.platform == "linux":
        assert has_ended(int(pid_file.read_text()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals are POSIX")
def test_a_crash_names_the_signal_and_the_last_words() -> None:
    (found,) = run_check(check("crashes", isolated=True))
    assert found.level == "problem"
    assert found.text == "the check crashed (SIGABRT: cannot find the driver)"


def test_an_early_end_names_the_code() -> None:
    (found,) = run_check(check("exits_early", isolated=True))
    assert found.text == "the check crashed (exit code 3: no message)"


def test_an_answer_that_is_cut_short_is_no_answer() -> None:
    (found,) = run_check(check("talks_nonsense", isolated=True))
    assert found.level == "problem"


@pytest.mark.parametrize("isolated", [False, True])
def test_whoever_watches_is_told_each_second(isolated: bool) -> None:
    told: list[tuple[str, int]] = []
    run_check(
        check("hangs", isolated=isolated, limit_s=2), lambda each, second: told.append((each.doing, second))
    )
    assert told == [("looking", 1), ("looking", 2)]


def test_a_finding_survives_the_way_through_json() -> None:
    found = ok("x", "{a} of {b:.1f}", "mind {a}", a="them", b=2.25)
    again = Finding.from_json(found.to_json())
    assert again == found
    assert (again.text, again.hint) == ("them of 2.2", "mind them")
