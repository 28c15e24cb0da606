"""Attachments are kept by their content under safe names, captions are revisions, and texts lose their secrets."""

import gzip
import io
import zipfile
from datetime import UTC, datetime

import pytest

from app.errors import NotFound, TooLarge
from app.records.postmortem import Attachment, Postmortem
from app.services import attachments, authoring
from app.services.casebook import Casebook, Limits
from app.services.checking import RecordRefused
from app.services.file_types import clean_name, media_type
from app.services.workers import InThisProcess
from app.storage import POSTMORTEMS, Database

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """A Casebook with one postmortem, on both databases."""
    opened = Casebook(database, InThisProcess(), lambda: datetime.now(UTC), Limits(1 << 20, 1 << 20, None))
    authoring.create(opened, Postmortem("flood", "Flood"), author="ana")
    return opened


def named(casebook: Casebook) -> tuple[Attachment, ...]:
    """What the record says of its attachments."""
    return casebook.database.records.get(POSTMORTEMS, "flood").record.attachments


def test_a_file_is_kept_with_its_caption(casebook: Casebook) -> None:
    """Its bytes come back as they were, and the caption is a revision of the record."""
    added = attachments.add(casebook, "flood", name="a b.png", data=PNG, caption="the  water", author="ana")

    assert (added.file.name, added.file.media_type, added.masked) == ("a-b.png", "image/png", {})
    assert named(casebook) == (Attachment("a-b.png", "the water"),)
    file, body = attachments.read(casebook, "flood", "a-b.png")
    assert (file.size, body) == (len(PNG), PNG)
    assert casebook.database.records.history(POSTMORTEMS, "flood")[0].message == "attached a-b.png"


def test_the_secrets_of_a_text_are_masked(casebook: Casebook) -> None:
    """A log is kept without them, and their number is told."""
    added = attachments.add(casebook, "flood", name="a.log", data=b"login password=hunter2hunter2\n", author="ana")

    assert added.masked == {"password": 1}
    assert attachments.read(casebook, "flood", "a.log")[1] == b"login password=****\n"


def test_captions_change_and_files_go(casebook: Casebook) -> None:
    """A new caption is a revision; what is removed is deleted, and gone from the record."""
    attachments.add(casebook, "flood", name="a.png", data=PNG, author="ana")
    attachments.describe(casebook, "flood", "a.png", "water", author="bo")
    assert [(one.caption, one.file is not None) for one in attachments.of(casebook, "flood")] == [("water", True)]

    attachments.remove(casebook, "flood", "a.png", author="bo")

    assert attachments.of(casebook, "flood") == ()
    for ask in (attachments.read, lambda *what: attachments.remove(*what, author="bo")):
        with pytest.raises(NotFound):
            ask(casebook, "flood", "a.png")


def test_files_follow_a_rename(casebook: Casebook) -> None:
    """Under the new slug and the old one."""
    attachments.add(casebook, "flood", name="a.png", data=PNG, author="ana")
    kept = casebook.database.records.get(POSTMORTEMS, "flood")
    renamed = Postmortem("tide", "Tide", attachments=kept.record.attachments)
    authoring.save(casebook, POSTMORTEMS, "flood", renamed, based_on=kept.revision, author="ana")

    assert attachments.read(casebook, "tide", "a.png")[1] == PNG
    assert attachments.read(casebook, "flood", "a.png")[1] == PNG


def test_names_are_given_once(casebook: Casebook) -> None:
    """A second file of the same name gets a number."""
    names = [attachments.add(casebook, "flood", name="a.png", data=PNG, author="ana").file.name for _ in range(3)]

    assert names == ["a.png", "a-2.png", "a-3.png"]


@pytest.mark.parametrize("data", [b"", b"MZ\x90\0\x03\0", b"\x7fELF" + b"\0" * 20, b"\0" * 9])
def test_other_kinds_are_refused(casebook: Casebook, data: bytes) -> None:
    """Programs and what nobody knows are not kept, whatever their name says."""
    with pytest.raises(RecordRefused) as refusal:
        attachments.add(casebook, "flood", name="a.png", data=data, author="ana")

    assert refusal.value.problems[0].field == "file"
    assert attachments.of(casebook, "flood") == ()


def test_limits_hold(casebook: Casebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit, and one too many, are refused."""
    with pytest.raises(TooLarge):
        attachments.add(casebook, "flood", name="a.txt", data=b"x" * (attachments.MOST_BYTES + 1), author="ana")
    monkeypatch.setattr(attachments, "MOST_FILES", 1)
    attachments.add(casebook, "flood", name="a.png", data=PNG, author="ana")
    with pytest.raises(RecordRefused):
        attachments.add(casebook, "flood", name="b.png", data=PNG, author="ana")


def test_a_caption_with_a_secret_keeps_nothing(casebook: Casebook) -> None:
    """The refusal of the record takes the file back."""
    with pytest.raises(RecordRefused):
        attachments.add(casebook, "flood", name="a.png", data=PNG, caption="password=hunter2hunter2", author="ana")

    assert casebook.database.attachments.all("flood") == ()
    assert named(casebook) == ()


def test_an_unknown_postmortem_has_no_files(casebook: Casebook) -> None:
    """Nothing can be attached to it."""
    with pytest.raises(NotFound):
        attachments.add(casebook, "none", name="a.png", data=PNG, author="ana")
    with pytest.raises(NotFound):
        attachments.of(casebook, "none")


def packed() -> bytes:
    """A zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.html", "<script>alert(1)</script>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "type_", "clean"),
    [
        ("photo.png", b"<html><script>alert(1)</script>", "text/plain", "photo.png.txt"),
        (
            "a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "text/plain",
            "a.svg.txt",
        ),
        ("a.html", b"<!doctype html>", "text/plain", "a.html.txt"),
        ("a.gif", b"GIF89a/*" + b"\0" * 9 + b"*/=1;alert(1)", "image/gif", "a.gif"),
        ("a.js", b"GIF89a=1;alert(1)", "image/gif", "a.js.gif"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 20 + b"<script>", "image/jpeg", "a.jpg"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20, "image/webp", "a.webp"),
        ("a.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf", "a.pdf"),
        ("a.docx", packed(), "application/zip", "a.docx.zip"),
        ("a.gz", gzip.compress(b"x", mtime=0), "application/gzip", "a.gz"),
        ("a.json", b'{"a": 1}', "application/json", "a.json"),
        ("b.json", b"{not json", "text/plain", "b.json.txt"),
        ("c.json", b"[" * 100_000, "text/plain", "c.json.txt"),
        ("a.csv", b"a,b\n1,2\n", "text/csv", "a.csv"),
        ("../../etc/passwd", b"root", "text/plain", "passwd.txt"),
        ("..\\..\\boot.ini", b"[boot]", "text/plain", "boot.ini"),
        ('a"\r\nSet-Cookie: x=1;.log', b"x", "text/plain", "a-Set-Cookie-x-1.log"),
        ("\u202egnp.txt", b"x", "text/plain", "gnp.txt"),
        ("Grüße.log", "Grüße".encode(), "text/plain", "Grüße.log"),
        ("", b"x", "text/plain", "attachment.txt"),
        (".log", b"x", "text/plain", "log.txt"),
        ("x" * 500 + ".log", b"x", "text/plain", "x" * 100 + ".log"),
    ],
)
def test_a_file_is_what_it_holds(name: str, data: bytes, type_: str, clean: str) -> None:
    """Its kind comes from its content, its ending from its kind, and its name is one that is safe everywhere."""
    assert media_type(data, name) == type_
    assert clean_name(name, type_) == clean
