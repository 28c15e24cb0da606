"""Bad input gets a clear answer, and the server goes on."""

import gzip
import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.running import CRASH_LOOP, running

URL = "/api/v1/diagnoses"
MIB = 1 << 20


def problem(answer: object) -> dict[str, object]:
    """The problem document of an answer, checked for its form."""
    document: dict[str, object] = answer.json()  # type: ignore[attr-defined]
    assert answer.headers["content-type"] == "application/problem+json"  # type: ignore[attr-defined]
    assert {"type", "title", "status", "detail", "instance", "request_id", "faults"} == document.keys()
    assert document["status"] == answer.status_code  # type: ignore[attr-defined]
    return document


def still_answers(client: TestClient) -> bool:
    """Whether the next log is diagnosed as ever."""
    return bool(client.post(URL, content=CRASH_LOOP).json()["findings"][0]["signature"] == "python-module-not-found")


@pytest.mark.parametrize("body", [b"", b"\n\n  \n", b"\0\0\0"])
def test_an_empty_log_is_refused(client: TestClient, body: bytes) -> None:
    """Nothing to diagnose is said so."""
    answer = client.post(URL, content=body, params={"store": "false"})

    assert answer.status_code == 400
    assert problem(answer)["title"] == "There is nothing to diagnose"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A Casebook that takes logs of 64 KiB, 1 MiB expanded."""
    with running(tmp_path_factory.mktemp("small"), max_log_bytes=64 << 10, max_expanded_bytes=MIB) as client:
        yield client


@pytest.mark.parametrize("form", ["raw", "chunked", "file", "json"])
def test_one_byte_more_than_the_limit_is_refused(small: TestClient, form: str) -> None:
    """A log of the limit is taken, one byte more is 413 with the limit in it; nothing depends on Content-Length."""

    def send(size: int) -> object:
        log = (b"x" * 63 + b"\n") * (size // 64) + b"y" * (size % 64)
        if form == "chunked":
            return small.post(URL, content=iter([log[:1000], log[1000:]]))
        if form == "file":
            return small.post(URL, files={"log": ("a.log", log)})
        if form == "json":
            return small.post(URL, json={"log": log.decode()})
        return small.post(URL, content=log)

    assert send(64 << 10).status_code == 201  # type: ignore[attr-defined]
    refused = send((64 << 10) + 1)
    assert refused.status_code == 413  # type: ignore[attr-defined]
    assert "65,536 bytes" in str(problem(refused)["detail"])
    assert still_answers(small)


def test_the_default_limit_is_64_mebibytes(client: TestClient) -> None:
    """64 MiB are diagnosed, one byte more is refused."""
    log = b"x" * 1023 + b"\n"

    assert client.post(URL, content=log * 65536, params={"store": "false"}).status_code == 200
    assert client.post(URL, content=log * 65536 + b"x").status_code == 413


def test_a_gzip_bomb_is_refused(small: TestClient) -> None:
    """What expands beyond the limit is 413, whether or not it says that it is compressed."""
    bomb = gzip.compress(b"\0" * (20 * MIB))
    assert len(bomb) < 64 << 10

    for headers in ({"Content-Encoding": "gzip"}, {}):
        answer = small.post(URL, content=bomb, headers=headers)
        assert answer.status_code == 413
        assert "expanded log" in str(problem(answer)["detail"])
    assert still_answers(small)


ODD = {
    "binary": bytes(range(256)) * 64,
    "invalid UTF-8": b"\xfa\xfb\xfe start\n" + CRASH_LOOP.encode() + b"\xc3\x28\n",
    "NUL": CRASH_LOOP.replace(" ", "\0 ").encode(),
    "old Mac line ends": CRASH_LOOP.replace("\n", "\r").encode(),
    "one line of 50 MB": b"x" * 50_000_000,
    "lone surrogates": json.dumps({"log": "\ud800 broken\n" + CRASH_LOOP}).encode(),
    "a PNG's start": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(1000),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_odd_content_is_read_as_well_as_it_can_be(client: TestClient, body: bytes) -> None:
    """No content is an error, and the server goes on."""
    headers = {"Content-Type": "application/json"} if body.startswith(b"{") else {}
    answer = client.post(URL, content=body, headers=headers, params={"store": "false"} if not headers else {})

    assert answer.status_code in (200, 201)
    if b"ModuleNotFoundError" in body:
        assert answer.json()["findings"][0]["signature"] == "python-module-not-found"
    assert still_answers(client)


FAULTY = [
    ({"content": b"{not json", "headers": {"Content-Type": "application/json"}}, 422, "not JSON"),
    ({"json": {"title": "x"}}, 422, "body.log"),
    ({"json": {"log": "x", "limit": 0, "colour": "red"}}, 422, "body.colour"),
    ({"json": ["x"]}, 422, "body"),
    ({"content": b'{"log":' + b"[" * 200_000, "headers": {"Content-Type": "application/json"}}, 422, "not JSON"),
    ({"content": b"x", "params": {"limit": "many"}}, 422, "query.limit"),
    ({"files": {"other": ("a", b"x")}}, 422, "log"),
    ({"content": b"x", "headers": {"Content-Encoding": "br"}}, 415, "gzip"),
    ({"content": b"\x1f\x8b\x08 broken", "headers": {"Content-Encoding": "gzip"}}, 400, "gzip"),
]


@pytest.mark.parametrize(("request_", "status", "text"), FAULTY)
def test_a_faulty_request_names_its_faults(
    client: TestClient, request_: dict[str, object], status: int, text: str
) -> None:
    """Every fault is in the problem document, with where it is."""
    answer = client.post(URL, **request_)  # type: ignore[arg-type]

    assert answer.status_code == status
    assert text in str(problem(answer))


def test_all_faults_are_told_at_once(client: TestClient) -> None:
    """Nobody has to mend one fault to be shown the next."""
    faults = problem(client.post(URL, json={"limit": 0, "colour": "red", "store": "perhaps"}))["faults"]

    assert {fault["where"] for fault in faults} >= {"body.log", "body.limit", "body.colour", "body.store"}  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/v1/signatures/nothing", "/api/v1/postmortems/x", f"{URL}/x"])
def test_what_is_not_there_is_a_problem_document(client: TestClient, path: str) -> None:
    """Not found is 404 in the one shape of errors."""
    answer = client.get(path)

    assert answer.status_code == 404
    problem(answer)


def test_a_misspelt_id_suggests_the_right_one(client: TestClient) -> None:
    """Not found names what was probably meant."""
    detail = problem(client.get("/api/v1/signatures/python-modul-not-found"))["detail"]

    assert "python-module-not-found" in str(detail)


def test_a_wrong_method_is_a_problem_document(client: TestClient) -> None:
    """A method that a path does not have is 405 in the one shape of errors."""
    answer = client.put(URL)

    assert answer.status_code == 405
    problem(answer)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example.test"}, {"Origin": "null"}],
)
def test_a_page_of_another_site_cannot_send_logs(client: TestClient, headers: dict[str, str]) -> None:
    """What a browser sends on behalf of another site is refused."""
    answer = client.post(URL, content=CRASH_LOOP, headers=headers)

    assert answer.status_code == 403
    problem(answer)


def test_a_foreign_host_name_is_refused_on_loopback(client: TestClient) -> None:
    """A name that was bent to this machine does not reach the Casebook of a single user."""
    for host in ("evil.example.test", "[::1", "testserver"):
        answer = client.get("/healthz", headers={"Host": host})
        assert answer.status_code == 421
        problem(answer)


def test_every_answer_has_the_safety_headers_and_a_request_id(client: TestClient) -> None:
    """Pages, API, errors and refusals alike."""
    answers = [
        client.get("/"),
        client.get("/nothing", headers={"Accept": "text/html"}),
        client.post(URL, content=b""),
        client.get("/healthz", headers={"Host": "evil.example.test"}),
        client.get("/api/v1/search", params={"cursor": "Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5XQ"}),
    ]

    for answer in answers:
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-request-id"]
    assert answers[-1].status_code == 400


def test_a_log_that_takes_too_long_is_stopped(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Matching ends at its deadline with 503, and the next log is answered."""
    with running(tmp_path_factory.mktemp("slow"), match_seconds=0.4) as client:
        log = b"".join(b"10:00:00 ERROR job %d failed: cannot open file %d\n" % (n, n) for n in range(900_000))
        answer = client.post(URL, content=log)

        assert answer.status_code == 503
        assert answer.headers["retry-after"]
        assert client.post(URL, content=b"ERROR x failed").status_code == 201
