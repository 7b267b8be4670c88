"""A private PostgreSQL server for tests: its own folder, its own socket, no port, gone when they are done."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

OWNER, OWNER_PASSWORD = "club", "geheim-42"
_PARENT = Path("/usr/lib/postgresql")
_NO_PORT = {"listen_addresses": "''"}
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "40",
}


def missing() -> str | None:
    """Why there can be no server here; None: there can."""
    if sys.platform != "linux":
        return "the server of the tests is started on Linux only"
    if programs() is None:
        return "PostgreSQL is not installed; on Debian: sudo apt install postgresql"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed: pip install 'reactdrill[postgres]'"
    return None


def programs() -> Path | None:
    """The folder of initdb and its like; the newest where there are several."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).parent
    folders = [path.parent for path in _PARENT.glob("*/bin/initdb")]
    return max(folders, key=lambda path: int(path.parent.name.partition(".")[0]), default=None)


@dataclass
class Server:
    """A running cluster."""

    folder: Path
    account: Mapping[str, Any]
    """Whom its processes run as, in the words of `subprocess`: PostgreSQL refuses to be root."""
    names: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str, user: str = OWNER, password: str | None = OWNER_PASSWORD) -> str:
        """The address of a database on this server."""
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"postgresql://{user}{secret}@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database and return its name."""
        name = f"test{next(self.names)}"
        self.sql(f"CREATE DATABASE {name}")
        return name

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run SQL as the owner, outside of any transaction."""
        import psycopg

        with psycopg.connect(
            host=str(self.folder), dbname=database, user=OWNER, password=OWNER_PASSWORD, autocommit=True
        ) as connection:
            cursor = connection.execute(statement)
            return [] if cursor.description is None else cursor.fetchall()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._control("start", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", f"-k {self.folder}")

    def stop(self) -> None:
        """Stop it at once, as a power cut would."""
        self._control("stop", "-m", "immediate", "-w", "-t", "60")

    def _control(self, *arguments: str) -> None:
        run(self, "pg_ctl", "-D", str(self.data), *arguments)


def run(server: Server, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; what it says is shown when it fails."""
    folder = programs()
    assert folder is not None
    with (server.folder / "said").open("wb") as said:
        done = subprocess.run(
            [folder / program, *arguments],
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
            cwd=server.folder,
            check=False,
            timeout=180,
            **server.account,
        )
    if done.returncode:
        log = server.folder / "log"
        told = (server.folder / "said").read_text() + (log.read_text() if log.exists() else "")
        raise RuntimeError(f"{program}: {told}")


@contextlib.contextmanager
def running_server(*, safe: bool = False) -> Iterator[Server]:
    """Make a cluster in a short folder (a socket's path must be short), run it, and take everything away.

    `safe`: with the server's own settings, so that a commit waits for the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="rdpg-", dir="/tmp"))
    server = Server(folder, _account(folder))
    try:
        _make(server, {} if safe else _SETTINGS)
        server.start()
        yield server
    finally:
        with contextlib.suppress(RuntimeError):
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _account(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    import pwd

    entry = pwd.getpwnam("nobody")
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _make(server: Server, settings: Mapping[str, str]) -> None:
    secret = server.folder / "secret"
    secret.write_text(OWNER_PASSWORD)
    if server.account:
        os.chown(secret, server.account["user"], server.account["group"])
    run(
        server,
        "initdb",
        "-D",
        str(server.data),
        "-U",
        OWNER,
        "--auth=scram-sha-256",
        f"--pwfile={secret}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    with (server.data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = {value}\n" for name, value in {**settings, **_NO_PORT}.items())


def server_or_skip() -> Iterator[Server]:
    """For fixtures: a running server; skips where there can be none, and fails in CI."""
    reason = missing()
    if reason is not None:
        if os.environ.get("CI") == "true" and sys.platform == "linux":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_server() as server:
        yield server
