"""What the documents say is so: commands run and print what is shown, tables agree with the code, links lead somewhere."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.cli.application import application
from app.settings import described
from tests.serving import environment, serving

ROOT = Path(__file__).parent.parent
GUIDES = ("README.md", "CONTRIBUTING.md")
DOCUMENTS = (
    *GUIDES,
    "docs/pages.md",
    *(f"{folder}/README.md" for folder in ("signatures", "postmortems", "calibration", "bench")),
)
ADDRESS = "http://127.0.0.1:8000"
COMMAND_SECONDS = 120

# What the documents are about, so that these tests do not wait for all the others.
RECORDS = (
    "signatures/python-module-not-found.yaml",
    "signatures/container-exited-nonzero.yaml",
    "signatures/startup-probe-failed.yaml",
    "postmortems/2025-09-04-module-missing-in-image.md",
)

# Commands that cannot run in a test, and why.
NOT_RUN = {
    "make run": "sets up the environment that these tests run in, and serves until it is stopped",
    "make test": "is what runs these tests",
    "make check": "runs these tests",
    "make calibrate": "takes minutes, and writes files of this repository; tests/test_calibration.py fits again",
    "make lock": "needs the network",
    ".ci/run": "runs these tests, and installs packages",
    "kubectl logs my-pod | casebook diagnose -": "needs a cluster; the same pipe runs with a file",
    "CASEBOOK_DATABASE_URL=postgresql://casebook@db.example.test/casebook casebook serve": (
        "needs a database server; tests/storage runs on a real one"
    ),
    "docker compose up --build": "needs Docker, and downloads the base image",
}


@dataclass(frozen=True)
class Command:
    """A command in a document; *output* is what it prints, None where the document does not show it."""

    place: str
    text: str
    output: str | None = None


@dataclass(frozen=True)
class File:
    """A file that a document asks its reader to write."""

    path: str
    text: str


def parsed(document: str) -> list[Token]:
    """The parts of a document."""
    return MarkdownIt("commonmark").enable("table").parse((ROOT / document).read_text(encoding="utf-8"))


def steps(document: str) -> Iterator[Command | File]:
    """What a reader does, in order: writes the block after "`path`:" into that file, and runs each command."""
    tokens = parsed(document)
    for before, token in zip([None, None, *tokens], tokens, strict=False):
        named = re.search(r"`([\w./-]+)`:$", before.content) if before else None
        line = token.map[0] + 1 if token.map else 0
        if token.type != "fence":
            continue
        if token.info == "console":
            yield from shown_commands(token.content, f"{document}:{line}")
        elif token.info == "sh":
            yield from (Command(f"{document}:{line}", text) for text in token.content.splitlines())
        elif named:
            yield File(named[1], token.content)


def shown_commands(block: str, place: str) -> Iterator[Command]:
    """The commands of a terminal, after "$ " and "> ", each with what it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        typed, *rest = part.splitlines()
        while rest and rest[0].startswith("> "):
            typed += "\n" + rest.pop(0)[2:]
        yield Command(place, typed, "\n".join(rest))


def is_shown(expected: str, printed: str) -> bool:
    """Whether a command printed what the document shows; "…" stands for anything, alone on a line for any lines."""
    lines = expected.strip().splitlines()
    pattern = "".join("(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n" for line in lines)
    return re.fullmatch(pattern, printed.strip() + "\n") is not None


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder with the records that the documents are about."""
    for record in RECORDS:
        target = tmp_path / "library" / record
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / record, target)
    return tmp_path / "library"


@pytest.mark.skipif(shutil.which("curl") is None and not os.environ.get("CI"), reason="curl is not installed here")
@pytest.mark.parametrize("document", GUIDES)
def test_commands_do_what_the_document_says(document: str, library: Path, tmp_path: Path) -> None:
    """A reader who does every step of a document sees what it shows."""
    home = tmp_path / "home"
    home.mkdir()
    settings = {"CASEBOOK_STARTER_LIBRARY": str(library), "CASEBOOK_WORKERS": "1"}
    todo = list(steps(document))
    asked = any(isinstance(step, Command) and ADDRESS in step.text for step in todo)
    with serving(home, settings) if asked else nullcontext(ADDRESS) as address:
        wrong = [told for step in todo if (told := taken(step, home, settings, address))]

    assert not wrong, "\n".join(wrong)


def taken(step: Command | File, home: Path, settings: dict[str, str], address: str) -> str:
    """Take a step of a document; what was not as the document says, or nothing."""
    if isinstance(step, File):
        target = home / step.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(step.text, encoding="utf-8")
        return ""
    if step.text in NOT_RUN:
        return ""
    done = subprocess.run(
        ["sh", "-c", step.text.replace(ADDRESS, address)],
        cwd=home,
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    printed = done.stdout.decode().replace(address, ADDRESS)
    if done.returncode == 0 and (step.output is None or is_shown(step.output, printed)):
        return ""
    return f"{step.place}: {step.text}\nends with {done.returncode} and prints:\n{printed}"


def test_every_exception_is_needed() -> None:
    """The table of commands that are not run names no command that no document has."""
    commands = {step.text for document in GUIDES for step in steps(document) if isinstance(step, Command)}

    assert set(NOT_RUN) <= commands


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a\nc\n", False),
        ("1 …, b", "1 x y, b", True),
        ("1 …, b", "1 x\n, b", False),
        ("a\n…\nb", "a\nx\ny\nb", True),
        ("a\n…\nb", "a\nb", True),
        ("…\nb", "x\ny\nb", True),
        ("a\n…", "a\nx\ny", True),
        ("a\n…", "b\nx", False),
        ("a.b", "axb", False),
    ],
)
def test_what_is_left_out_may_be_anything(expected: str, printed: str, *, same: bool) -> None:
    """The sign of an omission stands for text in a line, or for lines."""
    assert is_shown(expected, printed) == same


def rows(document: str, heading: str) -> list[tuple[str, ...]]:
    """The cells of the table under a heading, without code marks."""
    section = (ROOT / document).read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line.strip("| ").replace("`", "").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [tuple(cells) for cells in lines[2:]]


def test_the_readme_lists_all_settings() -> None:
    """The table of settings has each variable with its default and meaning, in the order of the code."""
    assert rows("README.md", "Settings") == described()


def test_the_readme_lists_all_commands() -> None:
    """The table of commands has each command, in the order of the code."""
    names = [f"casebook {command.name}" for command in application.registered_commands]

    assert [row[0] for row in rows("README.md", "Commands")] == names


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    """A link to another document or picture of the repository finds its file."""
    inline = [child for token in parsed(document) for child in token.children or ()]
    targets = [str(child.attrGet("href") or child.attrGet("src") or "") for child in inline]
    local = [target.partition("#")[0] for target in targets if target and not re.match(r"https?:|#", target)]

    assert [target for target in local if not ((ROOT / document).parent / target).exists()] == []


@pytest.mark.parametrize("document", GUIDES)
def test_named_files_are_there(document: str) -> None:
    """A path in running text is that of a file or folder."""
    inline = [child for token in parsed(document) for child in token.children or ()]
    code = [child.content for child in inline if child.type == "code_inline"]
    written = {step.path for step in steps(document) if isinstance(step, File)}
    named = [text for text in code if re.fullmatch(r"(?:app|tests|templates|bench|docs|signatures)/[\w./-]*", text)]

    assert [text for text in named if text not in written and not (ROOT / text).exists()] == []


@pytest.mark.parametrize("document", GUIDES)
def test_named_targets_are_in_the_makefile(document: str) -> None:
    """Whatever the document makes can be made."""
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"^make (\w+)$", text, re.MULTILINE)) | set(re.findall(r"`make (\w+)`", text))
    known = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    assert named
    assert named <= known
