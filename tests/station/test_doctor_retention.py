"""How long results are kept, as the doctor tells it."""

from __future__ import annotations

import pytest

from journals import write_run
from reactdrill.station.doctor.retention import retention
from reactdrill.station.folders import config_dir, data_dir, runs_dir


def told() -> list[tuple[str, str]]:
    return [(each.level, each.text) for each in retention()]


def test_without_a_limit_nothing_is_too_old() -> None:
    assert told() == [("ok", "results are kept without a limit")]
    assert not data_dir(make=False).exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, ("note", "1 runs are older than 1 days")),
        (36500, ("ok", "results are kept for 36500 days; none is older")),
    ],
)
def test_runs_that_are_too_old_are_counted(days: int, said: tuple[str, str]) -> None:
    (config_dir() / "settings.toml").write_text(f"[privacy]\nkeep_days = {days}\n")
    write_run(runs_dir(), started_utc="2020-01-01T00:00:00.000Z")
    write_run(runs_dir(), run="b" * 32, started_utc="2999-01-01T00:00:00.000Z")
    assert told() == [said]


def test_damaged_stores_are_not_forgotten() -> None:
    (data_dir() / "results.sqlite3.damaged-20260101T000000Z").touch()
    (data_dir() / "results.sqlite3.damaged-20260101T000000Z-wal").touch()
    assert told()[1] == ("note", "1 damaged stores were moved aside and are still there")
