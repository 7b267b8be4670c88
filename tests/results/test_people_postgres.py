"""Athletes in the store of a club, on a real PostgreSQL server."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journals import write_run
from postgres import Server, server_or_skip
from reactdrill.people.athlete import Athlete
from reactdrill.results.annotations import Annotation, annotate
from reactdrill.results.at_hand import at_hand
from reactdrill.results.backup import make_backup
from reactdrill.results.export_many import runs_of
from reactdrill.results.privacy.erase import erase
from reactdrill.results.privacy.takeout import takeout
from reactdrill.results.restore import plan_restore, restore
from reactdrill.results.store import Store
from reactdrill.results.store.roles import roles_sql
from reactdrill.station.places import Folders

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
NAME = 'Zoë "Zed" O\'Hara محمد %s {x}'


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    yield from server_or_skip()


def station(url: str, tmp_path: Path, name: str) -> tuple[Store, Folders]:
    folders = Folders(tmp_path / name, url)
    folders.home.mkdir()
    return Store(url, runs=folders.runs), folders


def everything(server: Server, database: str) -> bytes:
    """Every file of the database's tables, once the server has let go of old ones."""
    server.sql("CHECKPOINT")
    ((folder,),) = server.sql(f"SELECT oid FROM pg_database WHERE datname = '{database}'")
    return b"".join(
        path.read_bytes() for path in (server.data / "base" / str(folder)).iterdir() if path.is_file()
    )


def test_an_athlete_is_erased_from_the_tables_of_the_server(server: Server, tmp_path: Path) -> None:
    database = server.new_database()
    url = server.url(database)
    (one, here), (two, there) = station(url, tmp_path, "one"), station(url, tmp_path, "two")
    with one, two:
        zoe, bo = one.people.add_all([Athlete(name=NAME, groups=("U12",)), Athlete(name="Bo")])
        assert two.people.find("zoë") == zoe
        annotate(write_run(here.runs, athlete=zoe.code, run="1" * 32), Annotation(type="note", value=NAME))
        write_run(there.runs, athlete=zoe.code, run="2" * 32)
        write_run(there.runs, athlete=bo.code, run="3" * 32)
        one.ingest_folder()
        two.ingest_folder()
        assert NAME.encode() in everything(server, database)

        done = erase(one, here, zoe.code)
        assert (done.runs, done.scrubbed, done.complete) == (1, "server", True)
        assert two.people.is_erased(zoe.code)
        assert [run.athlete for run in two.runs()] == [bo.code]
        assert len(two.rebuild().erased) == 1
        assert [run.athlete for run in two.runs()] == [bo.code]
        assert erase(two, there, zoe.code).runs == 1
        left = everything(server, database)
    assert NAME.encode() not in left
    assert zoe.code.encode() not in left


def test_two_stations_change_the_same_people(server: Server, tmp_path: Path) -> None:
    url = server.url(server.new_database())
    (one, _), (two, _) = station(url, tmp_path, "one"), station(url, tmp_path, "two")
    with one, two:
        for number in range(5):
            one.people.add(Athlete(name=f"One {number}", groups=("A",)))
            two.people.add(Athlete(name=f"Two {number}", groups=("A", "B")))
        assert one.people.groups() == two.people.groups() == {"A": 10, "B": 5}
        first = one.people.all()[0]
        two.people.change(replace(first, groups=("C",)))
        one.people.rename_group("C", "D")
        assert two.people.all("D")[0].code == first.code


def test_a_station_without_the_owners_rights_still_deletes_the_rows(server: Server, tmp_path: Path) -> None:
    database = server.new_database()
    with Store(server.url(database), runs=tmp_path / "x"):
        server.sql(roles_sql(), database)
    server.sql(f"CREATE ROLE gym_{database} LOGIN PASSWORD 'pw' IN ROLE reactdrill_station")
    store, folders = station(server.url(database, f"gym_{database}", "pw"), tmp_path, "one")
    with store:
        zoe = store.people.add(Athlete(name=NAME, groups=("U12",)))
        write_run(folders.runs, athlete=zoe.code)
        store.ingest_folder()
        done = erase(store, folders, zoe.code)
        assert (done.scrubbed, done.complete) == ("not_owner", False)
        assert (store.people.all(), store.runs()) == ((), [])


def test_a_backup_of_a_shared_store_holds_its_people(server: Server, tmp_path: Path) -> None:
    store, folders = station(server.url(server.new_database()), tmp_path, "one")
    with store:
        zoe = store.people.add(Athlete(name=NAME, groups=("U12",)))
        write_run(folders.runs, athlete=zoe.code)
        store.people.bury("CDF34", [("b" * 32, "main")])
        make_backup(store, folders, tmp_path / "b.zip")
    home = Folders(tmp_path / "home")
    with Store(home.store, runs=home.runs) as other:
        assert restore(other, home, plan_restore(other, home, tmp_path / "b.zip")).athletes == 1
        assert other.people.all() == (zoe,)
        assert other.people.is_erased("CDF34")
        assert len(other.runs()) == 1


def test_what_stands_at_other_stations_is_told(server: Server, tmp_path: Path) -> None:
    url = server.url(server.new_database())
    (one, here), (two, there) = station(url, tmp_path, "one"), station(url, tmp_path, "two")
    with one, two:
        zoe = one.people.add(Athlete(name="Zoe"))
        write_run(here.runs, athlete=zoe.code, run="1" * 32)
        for run in ("2", "3"):
            write_run(there.runs, athlete=zoe.code, run=run * 32)
        one.ingest_folder()
        two.ingest_folder()
        found = at_hand(one, runs_of(one, [zoe.code]))
        assert [path.name[-14:-6] for path in found.journals] == ["11111111"]
        assert found.elsewhere == {two.station: 2}
        made = takeout(one, here, zoe.code)
        (told,) = made.left_out
        assert told.startswith(f"2 runs stand at the station {two.station}: not in this file")
        with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
            assert told in archive.read("README.txt").decode()
        one.import_from([there.runs])
        assert at_hand(one, runs_of(one, [zoe.code])).lines() == []
