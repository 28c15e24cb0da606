"""A real Casebook for a benchmark: its own process, database and port, held to one core where the machine allows it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

HOST = "127.0.0.1"
START_SECONDS = 60


class NotStarted(Exception):
    """The server ended or stayed silent; the message is the end of what it wrote."""


@contextmanager
def serving(*, core: int | None, starter_library: bool = True) -> Iterator[int]:
    """The port of a Casebook with one worker and a SQLite database that has the starter library, or nothing, in it."""
    with tempfile.TemporaryDirectory(prefix="casebook-bench-") as name:
        folder, port = Path(name), _free_port()
        with (folder / "log").open("wb") as log:
            process = _start(folder, port, core, log.fileno(), starter_library=starter_library)
            try:
                _wait(process, port, folder / "log")
                yield port
            finally:
                process.terminate()
                process.wait(timeout=START_SECONDS)


def cores() -> tuple[int | None, int | None]:
    """A core for the server and another for the clients; None where processes cannot be held to one."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    allowed = sorted(os.sched_getaffinity(0))
    return allowed[0], allowed[-1]


def hold_to(core: int | None) -> None:
    """Keep this thread, and the threads and processes that it starts from now on, on one core."""
    if core is not None:
        os.sched_setaffinity(0, {core})


def _start(folder: Path, port: int, core: int | None, log: int, *, starter_library: bool) -> "subprocess.Popen[bytes]":
    command = [Path(sys.executable).with_name("casebook"), "serve", "--port", str(port), "--workers", "1"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}
    environment["CASEBOOK_DATABASE_URL"] = f"sqlite:///{folder / 'casebook.db'}"
    if not starter_library:
        environment["CASEBOOK_STARTER_LIBRARY"] = ""
    before = os.sched_getaffinity(0) if core is not None else None
    # A process starts on the cores of its parent: set before, so that none of its threads is ever elsewhere.
    hold_to(core)
    try:
        return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    finally:
        if before is not None:
            os.sched_setaffinity(0, before)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _is_ready(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(log.read_text(encoding="utf-8", errors="replace")[-2000:])
        time.sleep(0.05)


def _is_ready(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        port: int = taken.getsockname()[1]
        return port
