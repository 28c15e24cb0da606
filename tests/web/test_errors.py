"""Pages for what went wrong."""

from datetime import UTC, datetime

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException

from app.errors import (
    BadCursor,
    BrokenCompression,
    CasebookError,
    ConditionMissing,
    Conflict,
    CrossSite,
    EmptyLog,
    ForeignHost,
    Gone,
    NameTaken,
    NotFound,
    OutOfTime,
    TooLarge,
    UnknownEncoding,
    WorkerLost,
)
from app.records.problems import Problem
from app.services.checking import RecordRefused
from app.web import error_page

ERRORS: dict[str, tuple[Exception, int, str]] = {
    "not-found": (NotFound("signature", "disk-ful", ("disk-full",)), 404, "There is no signature “disk-ful”"),
    "no-diagnosis": (NotFound("diagnosis", "x"), 404, "the diagnosis was erased"),
    "no-finding": (NotFound("finding", "x", ("y",)), 404, "nothing was changed"),
    "no-page": (HTTPException(404), 404, "There is no such page"),
    "no-method": (HTTPException(405, "Method Not Allowed"), 405, "Method Not Allowed"),
    "too-large": (TooLarge("log", 64 << 20, 80 << 20), 413, "The limit is 64 MiB; this one has 80 MiB"),
    "form-too-large": (
        TooLarge("postmortem", 64 << 20, 80 << 20),
        413,
        "Go back: the browser still has what was typed",
    ),
    "expands-too-large": (TooLarge("expanded log", 1 << 30), 413, "The expanded log is too large"),
    "empty": (EmptyLog(), 400, "There is nothing to diagnose"),
    "broken": (
        BrokenCompression("gzip", "it ends early"),
        400,
        "compressed with gzip, but cannot be expanded: it ends early",
    ),
    "encoding": (UnknownEncoding("br", ("gzip", "zstd")), 415, "It reads gzip, zstd."),
    "gone": (Gone("diagnosis", "x", datetime(2026, 11, 1, tzinfo=UTC)), 410, "Its time was up on 1 Nov 2026."),
    "out-of-time": (OutOfTime(30.0), 503, "stopped after 30 seconds"),
    "worker-lost": (WorkerLost(), 500, "Send the log again"),
    "name-taken": (NameTaken("postmortem", "disk-full", 0, 4), 409, "The name “disk-full” is taken"),
    "condition-missing": (ConditionMissing("signature", "x", 4), 428, "the current one is 4"),
    "refused": (
        RecordRefused((Problem("signatures/x", 0, "fix", "it says no fix", "say what to do"),)),
        422,
        "it says no fix",
    ),
    "conflict": (Conflict("signature", "x", 3, 4), 412, "based on revision 3, and the current one is 4"),
    "foreign-host": (ForeignHost("evil.example.test"), 421, "does not answer to the name “evil.example.test”"),
    "cross-site": (CrossSite(), 403, "A page of another site sent it"),
    "cursor": (BadCursor("x"), 400, "Start the list anew"),
    "invalid": (RequestValidationError([]), 400, "The request is incomplete"),
    "other": (CasebookError(), 500, "Something went wrong"),
    "fault": (ZeroDivisionError("division by the secret"), 500, "Something went wrong"),
}


@pytest.fixture(scope="module")
def failing() -> TestClient:
    """A client of pages that each fail in their own way."""
    app = FastAPI()

    @app.get("/{name}")
    def fail(name: str) -> Response:
        raise ERRORS[name][0]

    @app.middleware("http")
    async def identify(request: Request, call_next: object) -> Response:
        request.state.request_id = "4f1d"
        return await call_next(request)  # type: ignore[operator, no-any-return]

    for kind in (CasebookError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, error_page)
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_has_a_page_that_helps(failing: TestClient, name: str) -> None:
    """The status fits, and the page says what it was in plain words."""
    _, status, text = ERRORS[name]
    answer = failing.get(f"/{name}")

    assert answer.status_code == status
    assert text in answer.text
    assert 'href="/"' in answer.text


def test_a_fault_shows_nothing_of_the_inside(failing: TestClient) -> None:
    """No traceback and no message of the exception, but the id under which the server's log has both."""
    page = failing.get("/fault").text

    assert "division by the secret" not in page
    assert "ZeroDivisionError" not in page
    assert "<code>4f1d</code>" in page


def test_similar_records_are_linked(failing: TestClient) -> None:
    """A misspelt record leads to those that may be meant; a finding has no page of its own."""
    assert 'href="/signatures/disk-full"' in failing.get("/not-found").text
    assert 'href="/findings' not in failing.get("/no-finding").text


def test_an_erased_log_leads_to_its_diagnosis(failing: TestClient) -> None:
    """The findings stay when the text has gone."""
    assert 'href="/d/x"' in failing.get("/gone").text


def test_a_large_log_comes_with_a_command_to_cut_it(failing: TestClient) -> None:
    """The advice can be copied."""
    assert "tail -n 20000" in failing.get("/too-large").text
