"""A database opens with the tables of this version, or says why it cannot."""

import multiprocessing
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from app.errors import CasebookError, DatabaseUnavailable, UnknownDatabase
from app.storage import Brought, Database, open_database


def engine_of(url: str) -> sa.Engine:
    """A connection of the test's own."""
    return sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))


def test_tables_are_those_that_the_code_knows(database_url: str) -> None:
    """The migrations make exactly the tables, columns and indexes of the models."""

    def compared(_thing: object, name: str | None, *_more: Any) -> bool:
        # The full-text index is made by hand, because each database has its own.
        return not (name or "").startswith("search_text")

    engine = engine_of(database_url)
    with engine.connect() as connection:
        options = {"include_object": compared, "compare_type": True}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    engine.dispose()

    assert differences == []


def test_new_database_is_empty_and_at_version_zero(empty_database_url: str) -> None:
    """Opening a database for the first time makes its folder and its tables."""
    database = open_database(empty_database_url)

    assert database.records.contents().signatures == ()
    assert database.records.library_version() == 0
    database.ping()
    database.close()


def test_opening_again_keeps_everything(database_url: str) -> None:
    """A restart finds what was there."""
    first = open_database(database_url)
    first.own_values.get_or_create("key", lambda: "kept")
    first.close()

    second = open_database(database_url)
    assert second.own_values.get_or_create("key", lambda: "new") == "kept"
    second.close()


def open_and_report(url: str, start: Any, outcomes: Any) -> None:
    """Open the database when everybody is ready, and say how it went."""
    start.wait()
    try:
        open_database(url).close()
        outcomes.put("opened")
    except CasebookError as error:
        outcomes.put(repr(error))


def test_processes_that_start_together_migrate_once(empty_database_url: str) -> None:
    """Several processes may open a new database in the same moment; each finds it ready."""
    context = multiprocessing.get_context("spawn")
    start, outcomes = context.Barrier(2), context.Queue()
    arguments = (empty_database_url, start, outcomes)
    processes = [context.Process(target=open_and_report, args=arguments) for _ in range(2)]
    for process in processes:
        process.start()
    answers = [outcomes.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()

    assert answers == ["opened"] * 2


@pytest.mark.parametrize(
    ("url", "scheme"),
    [("mysql://db/casebook", "mysql"), ("casebook.db", "casebook.db"), ("", ""), ("oracle://x", "oracle")],
)
def test_unknown_kind_of_database_is_refused(url: str, scheme: str) -> None:
    """Only SQLite and PostgreSQL are databases for Casebook."""
    with pytest.raises(UnknownDatabase) as refusal:
        open_database(url)

    assert (refusal.value.scheme, refusal.value.known) == (scheme, ("sqlite", "postgresql"))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_unreachable_database_is_named_without_its_password(scheme: str) -> None:
    """When nothing answers, the error says where, and keeps the password to itself."""
    with pytest.raises(DatabaseUnavailable) as refusal:
        open_database(f"{scheme}://casebook:hunter2@127.0.0.1:1/casebook")

    assert "127.0.0.1:1/casebook" in refusal.value.database
    assert "refused" in refusal.value.reason
    assert "hunter2" not in repr(refusal.value)


def test_connections_that_the_server_closed_are_replaced(postgres_server: Any, postgres_database: str) -> None:
    """After a restart of PostgreSQL, Casebook goes on without one of its own."""
    database = open_database(postgres_server.url(postgres_database))
    database.ping()
    postgres_server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> pg_backend_pid()"
    )

    database.ping()
    database.close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_database_in_memory_is_refused(url: str) -> None:
    """SQLite in memory would be another database in each thread."""
    with pytest.raises(DatabaseUnavailable) as refusal:
        open_database(url)

    assert "needs a file" in refusal.value.reason


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """A file of something else is left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("Not a database, but long enough to look like a file header of one. " * 20)
    before = path.read_bytes()

    with pytest.raises(DatabaseUnavailable) as refusal:
        open_database(f"sqlite:///{path}")

    assert "not a database" in refusal.value.reason
    assert path.read_bytes() == before


def test_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """Where a file stands in the way of the folder, the error says so."""
    (tmp_path / "data").write_text("in the way")

    with pytest.raises(DatabaseUnavailable) as refusal:
        open_database(f"sqlite:///{tmp_path / 'data' / 'deep' / 'casebook.db'}")

    assert "data" in refusal.value.reason


def test_database_of_a_later_version_is_refused(database_url: str) -> None:
    """An older Casebook does not touch the tables of a newer one."""
    engine = engine_of(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9' || version_num"))

    try:
        with pytest.raises(DatabaseUnavailable) as refusal:
            open_database(database_url)
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = substr(version_num, 2)"))
        engine.dispose()

    assert "'9" in refusal.value.reason


def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """The file is in write-ahead mode, so that readers and a writer do not wait for each other."""
    open_database(f"sqlite:///{tmp_path / 'casebook.db'}").close()

    connection = sqlite3.connect(tmp_path / "casebook.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_own_value_is_made_once(database: Database) -> None:
    """Processes that ask for a value in the same moment all get the same one."""
    answers: list[str] = []
    together = threading.Barrier(4)

    def ask(number: int) -> None:
        together.wait()
        answers.append(database.own_values.get_or_create("signing key", lambda: f"made by {number}"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1


def test_imports_are_remembered(database: Database) -> None:
    """What an import brought replaces what was known of the same record."""
    database.imports.put_many([Brought("signature", "a", "d1", 1), Brought("postmortem", "a", "d2", 1)])
    database.imports.put_many([Brought("signature", "a", "d3", 4)])

    assert database.imports.all() == {
        ("signature", "a"): Brought("signature", "a", "d3", 4),
        ("postmortem", "a"): Brought("postmortem", "a", "d2", 1),
    }
