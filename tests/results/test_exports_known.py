from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reactdrill.errors import JournalError
from reactdrill.results.exports_known import EXPORTS_NAME, forget_exports, known_exports, remember


def test_nothing_was_exported_yet(tmp_path: Path) -> None:
    assert known_exports(tmp_path) == ()


def test_files_are_found_by_the_athletes_in_them(tmp_path: Path) -> None:
    remember(tmp_path, [tmp_path / "a.csv", tmp_path / "ä.json"], "csv", ["B2", "A1", "A1"])
    remember(tmp_path, [tmp_path / "c.html"], "report", ["C3"])
    assert [each.path.name for each in known_exports(tmp_path, "A1")] == ["a.csv", "ä.json"]
    (report,) = known_exports(tmp_path, "C3")
    assert (report.kind, report.athletes, report.path) == ("report", ("C3",), tmp_path / "c.html")
    assert len(known_exports(tmp_path)) == 3


def test_what_is_gone_is_forgotten_and_the_rest_stays(tmp_path: Path) -> None:
    remember(tmp_path, [tmp_path / "a", tmp_path / "b"], "csv", ["A1"])
    forget_exports(tmp_path, [tmp_path / "a"])
    assert [each.path.name for each in known_exports(tmp_path)] == ["b"]


def test_a_damaged_line_hides_no_other(tmp_path: Path) -> None:
    remember(tmp_path, [tmp_path / "a"], "csv", ["A1"])
    with (tmp_path / EXPORTS_NAME).open("ab") as file:
        file.write(b'{"path": 1}\nnonsense\n')
    remember(tmp_path, [tmp_path / "b"], "csv", ["A1"])
    assert [each.path.name for each in known_exports(tmp_path, "A1")] == ["a", "b"]


def test_a_list_that_cannot_be_kept_says_so(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot keep what was exported"):
        remember(tmp_path / "none", [tmp_path / "a"], "csv", ["A1"])


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no modes")
def test_the_list_is_private(tmp_path: Path) -> None:
    remember(tmp_path, [tmp_path / "a"], "csv", ["A1"])
    assert stat.S_IMODE((tmp_path / EXPORTS_NAME).stat().st_mode) == 0o600
