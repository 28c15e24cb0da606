"""The files of a postmortem by HTTP: added, listed, served so that nothing runs, captioned, removed."""

import pytest
from fastapi.testclient import TestClient

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
URL = "/api/v1/postmortems/attached/attachments"


@pytest.fixture(autouse=True)
def postmortem(client: TestClient) -> None:
    """A postmortem of these tests."""
    client.post("/api/v1/postmortems", json={"slug": "attached", "title": "Attached"})


def add(client: TestClient, name: str, data: bytes, caption: str = "") -> dict[str, object]:
    """Attach a file."""
    answer = client.post(URL, files={"file": (name, data)}, data={"caption": caption})
    assert answer.status_code == 201, answer.text
    shape: dict[str, object] = answer.json()
    return shape


def test_a_picture_goes_there_and_back(client: TestClient) -> None:
    """It is listed with its caption, shown inline in a sandbox, and gone when it is removed."""
    added = add(client, "up.png", PNG, "the graph")
    served = client.get(f"{URL}/up.png")

    assert (added["name"], added["media_type"], added["masked"]) == ("up.png", "image/png", {})
    assert added in client.get(URL).json()
    assert served.content == PNG
    assert served.headers["content-type"] == "image/png"
    assert served.headers["content-disposition"].startswith("inline")
    assert "sandbox" in served.headers["content-security-policy"]
    assert served.headers["x-content-type-options"] == "nosniff"
    assert client.patch(f"{URL}/up.png", json={"caption": "another"}).status_code == 204
    assert client.get("/api/v1/postmortems/attached").json()["attachments"][-1]["caption"] == "another"
    assert client.delete(f"{URL}/up.png").status_code == 204
    assert client.get(f"{URL}/up.png").status_code == 404


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.png", "evil.xml"])
def test_markup_is_only_ever_a_text_to_save(client: TestClient, name: str) -> None:
    """No browser opens it as a page, whatever it is called."""
    added = add(client, name, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    served = client.get(f"{URL}/{added['name']}")

    assert served.headers["content-type"] == "text/plain; charset=utf-8"
    assert served.headers["content-disposition"].startswith("attachment")
    assert str(added["name"]).endswith(".txt")


def test_secrets_in_a_log_are_masked_and_counted(client: TestClient) -> None:
    """What was uploaded is not what is kept, and the answer says so."""
    added = add(client, "a.log", b"password=hunter2hunter2\n")

    assert added["masked"] == {"password": 1}
    assert b"hunter2" not in client.get(f"{URL}/a.log").content


@pytest.mark.parametrize(
    ("files", "status"),
    [({"file": ("a.png", b"MZ\x90\0")}, 422), ({"file": ("a.txt", b"x" * (12 << 20))}, 413), (None, 422)],
)
def test_what_cannot_be_kept_is_refused(
    client: TestClient, files: dict[str, tuple[str, bytes]] | None, status: int
) -> None:
    """With a problem document that says why."""
    answer = client.post(URL, files=files, data={"caption": "x"})

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_names_from_outside_do_not_reach_a_header(client: TestClient) -> None:
    """Line ends and quotes in a name are gone before it is kept."""
    added = add(client, 'x"\r\nX-Evil: 1.log', b"x")
    served = client.get(f"{URL}/{added['name']}")

    assert "x-evil" not in served.headers
    assert served.status_code == 200


def test_unknown_postmortems_have_no_files(client: TestClient) -> None:
    """Neither to list nor to add to."""
    assert client.get("/api/v1/postmortems/none-such/attachments").status_code == 404
    assert client.post("/api/v1/postmortems/none-such/attachments", files={"file": ("a.png", PNG)}).status_code == 404
