"""Start Casebook as its users do: the command ``casebook serve``, on a free port, with its data in a folder."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_START_SECONDS = 120
_STOP_SECONDS = 30
_SERVING = re.compile(r"running on (http://127\.0\.0\.1:\d+)")


@contextmanager
def serving(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of a server that was started in *folder*; *settings* are environment variables."""
    told = folder / "serve.log"
    command = [sys.executable, "-m", "app.cli", "serve", "--port", "0", "--workers", "1"]
    with told.open("wb") as output:
        server = subprocess.Popen(command, cwd=folder, env=environment(settings or {}), stdout=output, stderr=output)
    try:
        yield _address(server, told)
    finally:
        server.terminate()
        server.wait(timeout=_STOP_SECONDS)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The variables of a new terminal in which the command ``casebook`` is known: no settings but *settings*."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEBOOK_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', os.defpath)}"
    return {**kept, "PATH": path, **settings}


def _address(server: "subprocess.Popen[bytes]", told: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        if found := _SERVING.search(told.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.05)
    text = told.read_text(encoding="utf-8")
    raise AssertionError(f"casebook serve did not start:\n{text}")
