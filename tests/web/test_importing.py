"""The import page: a look first, then the records; exports of everything; files on the page of a postmortem."""

import html
import json
import re

from fastapi.testclient import TestClient

REPORT = """\
# Lamps went out <script>alert(1)</script>

**Date:** 2024-04-05

## Root cause

The fuse. [click](javascript:alert(2)) <img src=x onerror=alert(3)>

## Fix

A new fuse; password=hunter2hunter2
"""
SLUG = "2024-04-05-lamps-went-out-script-alert-1-script"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def carried(page: str) -> dict[str, str]:
    """The fields that the look hands on to the import."""
    names = dict(re.findall(r'name="(name-\d+)" value="([^"]*)"', page))
    texts = dict(re.findall(r'<textarea class="hidden" name="(text-\d+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    return {name: html.unescape(value) for name, value in {**names, **texts}.items()}


def test_a_report_is_looked_at_and_brought_in(client: TestClient) -> None:
    """The look saves nothing and echoes no secret; what it hands on becomes the record; nothing in it can run."""
    look = client.post("/import", data={"action": "look"}, files={"files": ("lamps.md", REPORT.encode())})

    assert look.status_code == 200
    assert "Nothing is saved yet" in look.text
    assert "1 secret masked" in look.text
    assert "hunter2" not in look.text
    assert "<script>alert" not in look.text
    assert client.get(f"/postmortems/{SLUG}").status_code == 404

    done = client.post("/import", data={**carried(look.text), "action": "bring"}, files={"files": ("", b"")})

    assert f"/postmortems/{SLUG}" in done.text
    page = client.get(f"/postmortems/{SLUG}").text
    assert "in review" in page
    for harmful in ("<script>alert", "<img src=x", 'href="javascript:'):
        assert harmful not in page


def test_nothing_to_import_is_said(client: TestClient) -> None:
    """Without a file or text, and for a file of another kind, the form comes back and says so."""
    nothing = client.post("/import", data={"text": " "})
    program = client.post("/import", data={"text": "kept"}, files={"files": ("a.exe", b"MZ")})

    assert (nothing.status_code, program.status_code) == (422, 422)
    assert 'role="alert"' in nothing.text
    assert "a.exe" in program.text
    assert "kept</textarea>" in program.text


def test_a_pasted_report_and_a_broken_file(client: TestClient) -> None:
    """Pasted text is a report; a broken file of Casebook's own gives its problems."""
    broken = b"---\nslug: broken\ncolour: red\n---\n\n# Broken\n"
    answer = client.post(
        "/import", data={"text": "# Pasted one\n\n## Fix\n\nDo it.\n"}, files={"files": ("b.md", broken)}
    )

    assert "Pasted one" in answer.text
    assert "unknown field" in answer.text


def test_everything_can_be_downloaded(client: TestClient) -> None:
    """As lines and as one list, of both kinds."""
    lines = client.get("/postmortems.ndjson")
    assert all(json.loads(line)["slug"] for line in lines.text.splitlines())
    assert "attachment" in lines.headers["content-disposition"]
    assert [one["id"] for one in client.get("/signatures.json").json()] == ["module-missing", "probe-failed"]
    assert len(client.get("/signatures.ndjson").text.splitlines()) == 2
    assert isinstance(client.get("/postmortems.json").json(), list)


def test_files_are_attached_and_removed_on_the_page(client: TestClient) -> None:
    """Plain forms: a picture with its caption, another caption, removal."""
    address = "/postmortems/2025-09-08-slow-start"
    added = client.post(f"{address}/attachments", data={"caption": "A <graph>"}, files={"file": ("g.png", PNG)})

    assert added.status_code == 303
    page = client.get(added.headers["location"]).text
    assert "Attached g.png." in page
    assert f'src="{address}/attachments/g.png" alt="A &lt;graph&gt;"' in page
    assert client.get(f"{address}/attachments/g.png").content == PNG
    client.post(f"{address}/attachments/g.png/caption", data={"caption": "B"})
    assert 'alt="B"' in client.get(address).text
    client.post(f"{address}/attachments/g.png/remove")
    assert "g.png" not in client.get(address).text.split("<aside")[0]


def test_a_file_that_cannot_be_kept_is_said_on_the_page(client: TestClient) -> None:
    """With what was typed."""
    address = "/postmortems/2025-09-08-slow-start/attachments"
    for files, status in (({"file": ("a.exe", b"MZ\x90\0")}, 422), ({"file": ("", b"")}, 422)):
        answer = client.post(address, data={"caption": "typed"}, files=files)

        assert answer.status_code == status
        assert 'role="alert"' in answer.text
        assert 'value="typed"' in answer.text
    assert client.post(address, files={"file": ("a.txt", b"x" * (12 << 20))}).status_code == 413
