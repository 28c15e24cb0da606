"""Start a real Casebook for tests: real database, real worker process, the starter library."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import load_settings

CRASH_LOOP = (
    "23:11:57 INFO     Starting new instance (min-instances configuration)\n"
    "23:11:59 CRITICAL ModuleNotFoundError: No module named 'shop.schemas.order_types'\n"
    "23:11:59 WARNING  Container called exit(1)\n"
    "23:12:01 ERROR    STARTUP TCP probe failed on port 8000\n"
)
UNKNOWN = (
    "2026-02-02 11:00:00 INFO start\n2026-02-02 11:00:03 FATAL flux capacitor misaligned: drift 88.2 exceeds 1.21\n"
)
HEALTHY = "INFO:     Started server process [1]\nINFO:     Application startup complete.\n"


@contextmanager
def running(folder: Path, **given: Any) -> Iterator[TestClient]:
    """A client of a Casebook that keeps its data in *folder*; *given* are settings."""
    given = {"database_url": f"sqlite:///{folder / 'casebook.db'}", "workers": 1, **given}
    with TestClient(create_app(load_settings({}, **given)), base_url="http://127.0.0.1") as client:
        yield client
