"""The connection to SQLite or PostgreSQL, and the two kinds of sessions that everything else works in."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from app.errors import DatabaseUnavailable, UnknownDatabase

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_WRITES = "casebook_writes"

# How long a writer waits for the one before it.  Saves take milliseconds; an import of thousands takes seconds.
_BUSY_SECONDS = 30

# A web server runs handlers in 40 threads; each finds a connection at once.  PostgreSQL keeps the engine's own limit
# of 15 for each process, because all processes together must stay below the server's, and threads then wait a little.
_SQLITE_POOL: dict[str, Any] = {"pool_size": 10, "max_overflow": 40}

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    # With WAL, FULL keeps an acknowledged save through a power cut; NORMAL may lose the last ones.
    "PRAGMA synchronous = FULL",
    # An erased log must not linger in free pages of the file.
    "PRAGMA secure_delete = ON",
)


class Sessions:
    """Sessions for reading and for writing, one for each call.  Failures of the connection are DatabaseUnavailable."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._writer = engine.execution_options(**{_WRITES: True})

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees what was committed and changes nothing."""
        with self._failures(), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are all committed at its end, or none of them if it ends in an error."""
        with self._failures(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection in a writing transaction, for migrations."""
        with self._failures(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            raise unavailable(self.engine.url, error) from error


def build_engine(address: str) -> Engine:
    """An engine for the database at *address*; nothing is connected yet, but the folder of a SQLite file exists."""
    url = _parse(address)
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    _make_folder(url)
    engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, **_SQLITE_POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def unavailable(url: URL, error: Exception) -> DatabaseUnavailable:
    """The error that says why the database cannot be used, without its password."""
    reason = str(error.orig) if isinstance(error, DatabaseError | InterfaceError) else str(error)
    return DatabaseUnavailable(database=url.render_as_string(hide_password=True), reason=reason.strip())


def _parse(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise UnknownDatabase(scheme=address.partition(":")[0], known=("sqlite", "postgresql")) from error
    scheme = url.get_backend_name()
    if scheme not in _DRIVERS:
        raise UnknownDatabase(scheme=scheme, known=("sqlite", "postgresql"))
    return url.set(drivername=_DRIVERS[scheme])


def _make_folder(url: URL) -> None:
    if url.database in (None, "", ":memory:"):
        # Each connection would see a database of its own.
        raise DatabaseUnavailable(database=str(url), reason="SQLite needs a file: sqlite:///data/casebook.db")
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unavailable(url, error) from error


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions late and by itself; _begin_sqlite does it instead.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn at once: one that first reads and then writes could be refused in between.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
