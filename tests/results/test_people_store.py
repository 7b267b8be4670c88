"""Athletes and groups in the store."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from journals import write_run
from reactdrill.errors import StoreError, UsageError
from reactdrill.people.athlete import Athlete
from reactdrill.people.codes import is_code, tombstone
from reactdrill.people.text import clean
from reactdrill.results.store import Store, rebuild_store

NAMES = [
    "Anna O'Hara",
    '"Ann"',
    "=SUM(A1)",
    "👩‍🦽 Zoë",
    "محمد علي",
    "דנה",
    "x'); DROP TABLE athletes;--",
    "%",
    "_",
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "results.sqlite3", runs=tmp_path / "runs")


def tables_with(file: Path, text: str) -> list[str]:
    """The tables in which a text stands."""
    with sqlite3.connect(file) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [
            name
            for name in names
            if any(text in map(str, row) for row in connection.execute(f"SELECT * FROM {name}"))
        ]
    connection.close()
    return found


def test_an_athlete_gets_a_code_and_comes_back_as_kept(store: Store) -> None:
    wanted = Athlete(
        name=" Anna  Lee ",
        birth_year=1990,
        dominant_side="left",
        involved_side="both",
        restrictions="no jumps",
        groups=("B", "A"),
        leaderboard=True,
    )
    anna = store.people.add(wanted)
    assert is_code(anna.code)
    assert anna == replace(
        wanted,
        code=anna.code,
        name="Anna Lee",
        groups=("A", "B"),
        added_utc=anna.added_utc,
        changed_utc=anna.added_utc,
    )
    assert store.people.get(anna.code) == anna
    assert store.people.all() == (anna,)
    assert store.people.labels() == {anna.code: "Anna Lee"}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_data_and_stands_in_one_table(store: Store, tmp_path: Path, name: str) -> None:
    added = store.people.add(Athlete(name=name, groups=("team",)))
    assert store.people.find(name) == added
    assert tables_with(tmp_path / "results.sqlite3", name) == ["athletes"]


@given(name=st.text(max_size=60).filter(clean))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_comes_back(store: Store, name: str) -> None:
    added = store.people.add(Athlete(name=name))
    found = store.people.get(added.code)
    assert found is not None
    assert found.name == clean(name)


def test_who_may_be_under_age_has_no_name_without_consent(store: Store, tmp_path: Path) -> None:
    kept = store.people.add(Athlete(name="Kim Minor", birth_year=2020, leaderboard=True))
    assert (kept.name, kept.leaderboard, kept.label) == ("", False, kept.code)
    assert store.people.without_consent() == (kept,)
    assert b"Kim Minor" not in b"".join(path.read_bytes() for path in tmp_path.glob("results*"))
    named = store.people.change(replace(kept, guardian_consent=True, name="Kim Minor"))
    assert store.people.find("kim") == named
    taken_back = store.people.change(replace(named, guardian_consent=False))
    assert taken_back.name == ""


def test_athletes_are_found_by_code_name_or_beginning(store: Store) -> None:
    anna, bo, annabel = store.people.add_all(
        [Athlete(name="Anna", birth_year=1990), Athlete(name="Bo"), Athlete(name="Annabel")]
    )
    find = store.people.find
    assert find(anna.code.lower()) == anna
    assert find(" ANNA ") == anna
    assert find("annab") == annabel
    assert find("b") == bo
    with pytest.raises(UsageError, match=rf"several athletes are called 'ann': .*{anna.code} \(1990\)"):
        find("ann")
    with pytest.raises(UsageError, match="no athlete is called 'Annna'; did you mean Anna"):
        find("Annna")
    with pytest.raises(UsageError, match="`reactdrill athletes list`"):
        find("?????")
    assert store.people.code_of("Guest") == "guest"


def test_all_of_a_roster_or_nobody(store: Store) -> None:
    with pytest.raises(UsageError):
        store.people.add_all([Athlete(name="Anna"), Athlete(name="Bo", birth_year=3000)])
    assert store.people.all() == ()


def test_a_change_needs_somebody_to_change(store: Store) -> None:
    with pytest.raises(UsageError, match="no athlete has the code"):
        store.people.change(Athlete(code="CDF34", name="Anna"))


def test_groups(store: Store) -> None:
    people = store.people
    anna = people.add(Athlete(name="Anna", groups=("U12", "Girls")))
    people.add_group(" Empty ")
    people.add_group("Empty")
    assert people.groups() == {"Empty": 0, "Girls": 1, "U12": 1}
    people.rename_group("U12", "U13")
    assert people.all("U13") == (replace(anna, groups=("Girls", "U13")),)
    with pytest.raises(UsageError, match="there is a group 'Girls' already"):
        people.rename_group("U13", "Girls")
    with pytest.raises(UsageError, match="no group is called 'U12'; did you mean U13"):
        people.all("U12")
    people.drop_group("Girls")
    assert people.find("Anna").groups == ("U13",)
    with pytest.raises(UsageError, match="no group"):
        people.drop_group("Girls")
    with pytest.raises(UsageError, match="needs a name"):
        people.add_group("  ")


def test_the_erased_leave_a_mark_and_nothing_else(store: Store, tmp_path: Path) -> None:
    people = store.people
    anna = people.add(Athlete(name="Anna", groups=("U12",)))
    people.bury(anna.code, [("a" * 32, "main")])
    people.bury(anna.code, [("a" * 32, "main")])
    assert people.all() == ()
    assert people.groups() == {"U12": 0}
    assert people.is_erased(anna.code)
    assert not people.is_erased("CDF34")
    assert tables_with(tmp_path / "results.sqlite3", anna.code) == []
    assert people.marks()[1] == (("a" * 32, "main"),)
    assert people.put_back([anna]) == ()
    assert people.all() == ()


def test_marks_of_another_store_are_taken_over(store: Store) -> None:
    anna = store.people.add(Athlete(name="Anna"))
    store.people.take_marks([(tombstone(anna.code), "2026-01-01T00:00:00.000Z")], [("b" * 32, "main")])
    assert store.people.all() == ()
    assert store.people.is_erased(anna.code)


def test_a_backup_puts_back_who_is_missing_and_no_older_state(store: Store) -> None:
    people = store.people
    anna = people.add(Athlete(name="Anna", groups=("A",)))
    older = replace(anna, name="Anne", changed_utc="2020-01-01T00:00:00.000Z")
    newer = replace(anna, name="Annie", changed_utc="2099-01-01T00:00:00.000Z")
    other = Athlete(code="CDF34", name="Bo", added_utc="2020", changed_utc="2020")
    assert people.put_back([older, other, Athlete(code="nonsense")]) == (other,)
    assert people.put_back([newer]) == (newer,)
    assert people.find("annie").groups == ("A",)


def test_rebuilding_the_index_keeps_the_people(store: Store, tmp_path: Path) -> None:
    anna = store.people.add(Athlete(name="Anna", groups=("A",)))
    write_run(tmp_path / "runs", athlete=anna.code)
    store.rebuild()
    assert store.people.all() == (anna,)
    assert store.runs()[0].athlete == anna.code


def test_two_at_once_keep_everybody(tmp_path: Path) -> None:
    with Store(tmp_path / "results.sqlite3") as one, Store(tmp_path / "results.sqlite3") as two:
        for number in range(10):
            one.people.add(Athlete(name=f"One {number}"))
            two.people.add(Athlete(name=f"Two {number}"))
        assert len({each.code for each in one.people.all()}) == 20


def test_a_store_that_is_gone_is_a_plain_word(tmp_path: Path) -> None:
    with Store(tmp_path / "results.sqlite3") as store:
        store.people.all()
        with sqlite3.connect(tmp_path / "results.sqlite3") as connection:
            connection.execute("DROP TABLE memberships")
        connection.close()
        with pytest.raises(StoreError, match="cannot be used"):
            store.people.all()


# ---- a damaged file


def broken_table(file: Path, table: str) -> None:
    """Write nonsense over the first page of a table."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    connection.close()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(data)


def test_the_people_of_a_damaged_file_are_brought_over(store: Store, tmp_path: Path) -> None:
    anna = store.people.add(Athlete(name="Anna محمد", groups=("U12",), leaderboard=True, birth_year=1990))
    store.people.bury("CDF34", [("b" * 32, "main")])
    write_run(tmp_path / "runs", athlete=anna.code)
    store.ingest_folder()
    store.close()
    broken_table(tmp_path / "results.sqlite3", "runs")
    report, aside = rebuild_store(tmp_path / "results.sqlite3", runs=tmp_path / "runs")
    assert aside is not None
    assert report.people == "1 athletes were brought over from it"
    with Store(tmp_path / "results.sqlite3", runs=tmp_path / "runs") as again:
        assert again.people.all() == (anna,)
        assert again.people.is_erased("CDF34")
        assert again.people.marks()[1] == (("b" * 32, "main"),)
        assert len(again.runs()) == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_people_that_cannot_be_read_are_told(store: Store, tmp_path: Path) -> None:
    store.people.add(Athlete(name="Anna"))
    store.close()
    for table in ("athletes", "runs"):
        broken_table(tmp_path / "results.sqlite3", table)
    report, _ = rebuild_store(tmp_path / "results.sqlite3", runs=tmp_path / "runs")
    assert report.people.startswith(
        "0 athletes could be read in it (athletes cannot be read whole); `reactdrill"
    )


def test_a_file_that_is_no_database_at_all(tmp_path: Path) -> None:
    (tmp_path / "results.sqlite3").write_bytes(b"no database " * 500)
    report, _ = rebuild_store(tmp_path / "results.sqlite3", runs=tmp_path / "runs")
    assert "results restore FILE" in report.people
