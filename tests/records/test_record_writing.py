"""The files that records are written to read well and diff well."""

import pytest

from app.matching.signature import Command, Example, Line, Regex, Signature, Window
from app.records.signature_yaml import signature_to_yaml
from app.records.source import Plain
from app.records.windows import read_window, write_window
from app.records.yaml_text import write_yaml

TEXTS = (
    ("plain", "no space left", "no space left"),
    ("braces", "kubectl logs {pod}", "kubectl logs {pod}"),
    ("quotes inside", 'say "it\'s"', 'say "it\'s"'),
    ("empty", "", '""'),
    ("colon", "a: b", '"a: b"'),
    ("comment", "a #b", '"a #b"'),
    ("ends with colon", "a:", '"a:"'),
    ("number", "96", '"96"'),
    ("boolean", "no", '"no"'),
    ("nothing", "null", '"null"'),
    ("day", "2025-09-04", '"2025-09-04"'),
    ("version", "1.25.2", "1.25.2"),
    ("starts with a quote", "'a' failed", "\"'a' failed\""),
    ("starts with both", '"a" it\'s', "'\"a\" it''s'"),
    ("backslash", "\\d+", "'\\d+'"),
    ("bracket", "[a]", '"[a]"'),
    ("hyphen", "- a", '"- a"'),
    ("blank at the end", "a ", '"a "'),
    ("tab", "a\tb", '"a\\tb"'),
    ("escape", "\x1b[0m", '"\\e[0m"'),
    ("letters of the world", "größer 日本", "größer 日本"),
)


@pytest.mark.parametrize(("name", "text", "written"), TEXTS, ids=[row[0] for row in TEXTS])
def test_text(name: str, text: str, written: str) -> None:  # noqa: ARG001
    """A text has quotes only where it needs them."""
    assert write_yaml({"cause": text}) == f"cause: {written}\n"


def test_blocks() -> None:
    """Texts of several lines are blocks, with their tabs and blanks as they are."""
    data: dict[str, Plain] = {"a": "one\n\n  two \n\tthree\n", "b": "no\nend", "c": "\n  first\n", "d": ["x\ny\n"]}

    assert write_yaml(data) == (
        "a: |\n  one\n\n    two \n  \tthree\nb: |-\n  no\n  end\nc: |2\n\n    first\nd:\n  - |\n    x\n    y\n"
    )


def test_lists() -> None:
    """A list of words is on one line while it fits."""
    words = [f"signature-number-{number}" for number in range(9)]
    data: dict[str, Plain] = {
        "tags": ["a", "b c"],
        "urls": ["https://example.test/"],
        "explains": [*words],
        "services": [],
    }
    text = write_yaml(data)

    assert text.startswith("tags: [a, b c]\nurls:\n  - https://example.test/\nexplains:\n  - signature-number-0\n")
    assert text.endswith("services: []\n")


def test_signature() -> None:
    """A signature has its fields in the order of reading, without those that have their default."""
    signature = Signature(
        id="disk-full",
        title="Disk is full",
        match=(Line("no space: {device}", count=5, within=Window(seconds=60)), Regex(r"disk (?P<device>\w+)")),
        severity="high",
        tags=("disk",),
        fix="Clean up.",
        commands=(Command("df {device}", "confirm"),),
        examples=(Example("no space: a", captures=(("device", "96"),)), Example("a\n\tb", matches=False)),
    )

    assert signature_to_yaml(signature) == (
        "id: disk-full\n"
        "title: Disk is full\n"
        "severity: high\n"
        "tags: [disk]\n"
        "match:\n"
        '  - line: "no space: {device}"\n'
        "    count: 5\n"
        "    within: 1m\n"
        "  - regex: 'disk (?P<device>\\w+)'\n"
        "fix: |\n"
        "  Clean up.\n"
        "commands:\n"
        "  - text: df {device}\n"
        "    phase: confirm\n"
        "examples:\n"
        "  - log: |\n"
        "      no space: a\n"
        '    captures: {device: "96"}\n'
        "  - log: |\n"
        "      a\n"
        "      \tb\n"
        "    matches: false\n"
    )


WINDOWS = (
    ("50 lines", Window(lines=50)),
    ("0 lines", Window(lines=0)),
    ("500ms", Window(seconds=0.5)),
    ("30s", Window(seconds=30)),
    ("90s", Window(seconds=90)),
    ("2m", Window(seconds=120)),
    ("1h", Window(seconds=3600)),
    ("0s", Window(seconds=0)),
)


@pytest.mark.parametrize(("text", "window"), WINDOWS)
def test_windows(text: str, window: Window) -> None:
    """A window is read, and is written in its shortest exact form."""
    assert read_window(text) == window
    assert write_window(window) == text


@pytest.mark.parametrize("text", ["", "5", "s", "-1s", "1.5s", "1 day", "5 lines 3", "9999999999s", "1e3s"])
def test_no_window(text: str) -> None:
    """Nothing else is a window."""
    assert read_window(text) is None
