"""Brings a database to the tables of this version of Casebook, once, even if several processes start together."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from app.storage.engine import Sessions, unavailable

_SCRIPTS = Path(__file__).parent / "migrations"

# Any number will do, as long as no other program in the same database takes it for its own lock.
_LOCK = 0x0CA5EB00


def migrate(sessions: Sessions) -> None:
    """Run the migrations that the database lacks, in one transaction that only one process can hold."""
    try:
        with sessions.connection() as connection:
            _lock(connection)
            command.upgrade(_config(connection), "head")
    except (CommandError, DatabaseError) as error:
        # A revision that no script knows: the database was made by a later Casebook.  A file that is no database.
        raise unavailable(sessions.engine.url, error) from error


def _lock(connection: Connection) -> None:
    # SQLite has locked the file already, when the transaction began.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config
