from __future__ import annotations

from pathlib import Path

import pytest

from drill_text import drill_text
from reactdrill.assets import data_dir
from reactdrill.drill.library import Library
from reactdrill.errors import DrillFileError, UnknownDrillError


def put(folder: Path, name: str, **changes: str) -> Path:
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(drill_text(name=f'"{path.stem}"', **changes), encoding="utf-8")
    return path


def test_the_drills_that_come_along_are_found_by_name() -> None:
    library = Library.standard()
    found = {drill.drill.name for drill in library.drills()}
    assert {"simple-visual", "four-mats", "side-throw"} <= found
    assert found == set(library.paths())
    assert not library.broken
    assert library.folders == (data_dir("drills"),)


def test_ones_own_drill_hides_the_one_of_the_same_name(tmp_path: Path) -> None:
    put(tmp_path / "deep" / "er", "simple-visual", title='"Mine"')
    library = Library.standard(tmp_path)
    assert library.load("simple-visual").drill.title == "Mine"
    assert Library.standard().load("simple-visual").drill.title != "Mine"


def test_drills_come_by_component_and_title(tmp_path: Path) -> None:
    put(tmp_path, "a", title='"Zebra"')
    put(tmp_path, "b", title='"Ant"')
    put(tmp_path, "c", title='"Bee"', component='"core"', text=SAFE)
    assert [each.drill.name for each in Library((tmp_path,)).drills()] == ["c", "b", "a"]


SAFE = '{ summary = "S.", instructions = ["I."], safety = ["Safe."] }'


def test_circuits_are_no_drills(tmp_path: Path) -> None:
    put(tmp_path / "circuits", "warm-up")
    put(tmp_path, "a")
    assert set(Library((tmp_path,)).paths()) == {"a"}


def test_broken_drills_are_kept_apart_and_the_others_stay_usable(tmp_path: Path) -> None:
    put(tmp_path, "good")
    (tmp_path / "bad.toml").write_text("format = 1\n", encoding="utf-8")
    library = Library((tmp_path,))
    for _ in range(2):
        assert [each.drill.name for each in library.drills()] == ["good"]
        assert [Path(error.path).name for error in library.broken] == ["bad.toml"]
    with pytest.raises(DrillFileError, match="name: is missing"):
        library.load("bad")


def test_a_path_is_a_path(tmp_path: Path) -> None:
    path = put(tmp_path / "elsewhere", "mine")
    assert Library(()).load(str(path)).drill.name == "mine"
    with pytest.raises(DrillFileError, match="cannot be read: No such file"):
        Library(()).load(str(tmp_path / "none.toml"))


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownDrillError) as caught:
        Library.standard().load("four-matts")
    assert caught.value.nearest[0] == "four-mats"
    assert str(caught.value).startswith("no drill is called 'four-matts'; did you mean four-mats")
    assert caught.value.exit_code == 2


def test_a_strange_name_points_to_the_list() -> None:
    with pytest.raises(UnknownDrillError, match="`reactdrill list` shows them all"):
        Library.standard().load("qqq")


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert Library((tmp_path / "none",)).paths() == {}
