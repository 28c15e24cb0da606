"""One Casebook for all tests of the API in this process."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.running import running


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a running Casebook with the starter library."""
    with running(tmp_path_factory.mktemp("api")) as running_client:
        yield running_client
