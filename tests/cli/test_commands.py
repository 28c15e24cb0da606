"""The command line as a person at a terminal meets it: output, exit status, and errors without tracebacks."""

import gzip
import json
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from app.cli.complaints import complaint
from app.errors import BadCursor, CasebookError, Conflict, Gone
from app.settings import described
from app.shipped import STARTER_FOLDERS
from tests.running import CRASH_LOOP, HEALTHY, UNKNOWN
from tests.serving import environment, serving

KNOWN, NOT_KNOWN, ERROR = 0, 1, 2


def casebook(
    folder: Path, *arguments: str, stdin: str | bytes = "", settings: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one command in *folder*, on a database of its own; *settings* are environment variables."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    command = [sys.executable, "-m", "app.cli", *arguments]
    done = subprocess.run(
        command, cwd=folder, input=data, capture_output=True, env=environment(settings or {}), check=False, timeout=120
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose database the commands of this module share."""
    return tmp_path_factory.mktemp("cli")


def test_a_piped_log_is_diagnosed(folder: Path) -> None:
    """`kubectl logs x | casebook diagnose -` works: findings with line numbers, evidence and the filled-in fix."""
    done = casebook(folder, "diagnose", "-", stdin=CRASH_LOOP)

    assert done.returncode == KNOWN
    assert "Known failure" in done.stdout
    assert "1. Python module not found" in done.stdout
    assert "     2  23:11:59 CRITICAL" in done.stdout
    assert "shop/schemas/order_types" in done.stdout
    assert "follows from python-module-not-found" in done.stdout
    assert "\033[" not in done.stdout


@pytest.mark.parametrize(("log", "status"), [(CRASH_LOOP, KNOWN), (UNKNOWN, NOT_KNOWN), (HEALTHY, NOT_KNOWN)])
def test_the_exit_status_says_whether_it_is_known(folder: Path, log: str, status: int) -> None:
    """0 for a known failure, 1 for none."""
    assert casebook(folder, "diagnose", stdin=log).returncode == status


def test_a_compressed_file_is_diagnosed_as_json(folder: Path) -> None:
    """A file, gzip by its first bytes, in the JSON shape of the API; nothing is stored."""
    (folder / "app.log.gz").write_bytes(gzip.compress(CRASH_LOOP.encode()))

    done = casebook(folder, "diagnose", "app.log.gz", "--format", "json", "--limit", "1")

    body = json.loads(done.stdout)
    assert [finding["signature"] for finding in body["findings"]] == ["python-module-not-found"]
    assert body["id"] is None


def test_a_diagnosis_as_markdown(folder: Path) -> None:
    """Markdown for a ticket."""
    done = casebook(folder, "diagnose", "--format", "markdown", stdin=CRASH_LOOP)

    assert done.stdout.startswith("# Known failure")
    assert "```sh" in done.stdout


def test_a_server_is_asked_and_keeps_the_diagnosis(folder: Path, tmp_path: Path) -> None:
    """With --server, the answer is that server's, with its address."""
    with serving(tmp_path) as url:
        done = casebook(folder, "diagnose", "--server", url, stdin=CRASH_LOOP)

    assert done.returncode == KNOWN, done.stderr
    assert f"{url}/d/" in done.stdout


ERRORS = [
    (("diagnose", "nothing-there.log"), "", "nothing-there.log"),
    (("diagnose",), "", "nothing to diagnose"),
    (("diagnose", "--format", "xml"), "x", "xml"),
    (("diagnose", "--server", "http://127.0.0.1:9"), "x", "127.0.0.1:9"),
    (("diagnose", "--server", "ftp://x"), "x", "http"),
    (("diagnose", "--server", "http://[::1"), "x", "[::1"),
    (("diagnose", "--server", "http://127.0.0.1:abc"), "x", "abc"),
    (("diagnose", "--server", "http://127.0.0.1:9/ x"), "x", "127.0.0.1:9/ x"),
    (("check", "nothing-there"), "", "folders"),
    (("check", "nothing-there.yaml"), "", "nothing-there.yaml: No such file"),
    (("import", "nothing-there"), "", "folders"),
    (("import", str(STARTER_FOLDERS[0] / "README.md")), "", "not a record"),
    (("evaluate", "-"), "", "no cases"),
    (("evaluate", "-"), "not json", "line 1"),
    (("serve", "--host", "0.0.0.0"), "", "CASEBOOK_ALLOW_UNAUTHENTICATED"),  # noqa: S104 (refused, not bound)
    (("sevre",), "", "sevre"),
]


@pytest.mark.parametrize(("arguments", "stdin", "text"), ERRORS, ids=[" ".join(error[0]) for error in ERRORS])
def test_errors_are_one_readable_form(folder: Path, arguments: tuple[str, ...], stdin: str, text: str) -> None:
    """Exit status 2, what and how to mend it on standard error, no traceback."""
    done = casebook(folder, *arguments, stdin=stdin)

    assert done.returncode == ERROR
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


class NotCasebook(BaseHTTPRequestHandler):
    """Another server, that is content with everything."""

    def do_POST(self) -> None:
        """Answer something else than a diagnosis."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"status": "fine"}')


def test_another_server_is_refused(folder: Path) -> None:
    """An answer that is not Casebook's is an error."""
    with HTTPServer(("127.0.0.1", 0), NotCasebook) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        done = casebook(folder, "diagnose", "--server", f"http://127.0.0.1:{server.server_port}", stdin="x")
        server.shutdown()

    assert done.returncode == ERROR
    assert "not a diagnosis" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unexpected_error_is_one_line(folder: Path) -> None:
    """No traceback, but what to report: here a disk that is full."""
    command = f"{sys.executable} -m app.cli --version > /dev/full"
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment({}), capture_output=True, check=False)

    assert b"casebook: unexpected OSError: " in done.stderr
    assert b"please report it" in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.returncode == ERROR


def test_a_reader_may_leave_early(folder: Path) -> None:
    """`casebook ... | head -1` says nothing on standard error."""
    command = f"{sys.executable} -m app.cli serve --help | true"
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment({}), capture_output=True, check=False)

    assert done.stderr == b""


CONFLICTS = [
    (Conflict("signature", "disk-full", 1, 2), "disk-full"),
    (BadCursor("xyz"), "xyz"),
    (Gone("diagnosis", "abc"), "erased"),
]


@pytest.mark.parametrize(("error", "text"), CONFLICTS)
def test_every_error_has_a_phrase(error: CasebookError, text: str) -> None:
    """No error is told by the name of its class."""
    assert text in complaint(error)
    assert type(error).__name__ not in complaint(error)


def test_a_starter_library_with_faults_does_not_stop_the_start(tmp_path: Path) -> None:
    """A folder that is missing, twins and a file that is not text are told; the server runs."""
    (tmp_path / "own").mkdir()
    text = next(STARTER_FOLDERS[0].glob("disk-full*.yaml")).read_text()
    (tmp_path / "own" / "a.yaml").write_text(text)
    (tmp_path / "own" / "b.yaml").write_text(text)
    (tmp_path / "own" / "c.yaml").write_bytes(b"\xff")

    with serving(tmp_path, {"CASEBOOK_STARTER_LIBRARY": "own,missing"}):
        told = (tmp_path / "serve.log").read_text()

    assert "no folder missing" in told
    assert "a.yaml" in told
    assert "is also the id of" in told
    assert "c.yaml" in told
    assert "Traceback" not in told


def test_unknown_settings_are_all_named(folder: Path) -> None:
    """Unknown and malformed settings are refused together."""
    settings = {"CASEBOOK_PROT": "9000", "CASEBOOK_RETENTION_DAYS": "soon"}

    done = casebook(folder, "diagnose", stdin="x", settings=settings)

    assert done.returncode == ERROR
    assert "CASEBOOK_PROT" in done.stderr
    assert "CASEBOOK_PORT" in done.stderr
    assert "CASEBOOK_RETENTION_DAYS" in done.stderr


def test_an_unreachable_database_is_told(folder: Path) -> None:
    """A database that cannot be opened is an error with the setting to look at."""
    settings = {"CASEBOOK_DATABASE_URL": "postgresql://nobody:s3cret@127.0.0.1:9/casebook"}

    done = casebook(folder, "diagnose", stdin="x", settings=settings)

    assert done.returncode == ERROR
    assert "CASEBOOK_DATABASE_URL" in done.stderr
    assert "s3cret" not in done.stderr


def test_a_log_over_the_limit_is_an_error(folder: Path) -> None:
    """The limit and a way out are named."""
    done = casebook(folder, "diagnose", stdin=b"x" * 5000, settings={"CASEBOOK_MAX_LOG_BYTES": "4096"})

    assert done.returncode == ERROR
    assert "4,096" in done.stderr
    assert "tail" in done.stderr


def test_check_lists_problems_as_path_and_line(folder: Path) -> None:
    """Exit status 1 with every problem at its line."""
    (folder / "odd.yaml").write_text("id: odd\ntitle: Odd\ncolour: red\nmatch:\n  - line: 'odd thing'\n")

    done = casebook(folder, "check", "odd.yaml")

    assert done.returncode == 1
    assert "odd.yaml:3  colour" in done.stdout
    assert "help:" in done.stdout


def test_export_and_import_travel(folder: Path, tmp_path: Path) -> None:
    """What was exported, imported into an empty Casebook and exported again is the same."""
    empty = {"CASEBOOK_STARTER_LIBRARY": ""}
    assert casebook(folder, "export", str(tmp_path / "one")).returncode == 0

    assert casebook(tmp_path, "import", "one", settings=empty).returncode == 0
    assert casebook(tmp_path, "export", "two", settings=empty).returncode == 0

    def files(name: str) -> dict[str, bytes]:
        return {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}

    assert files("one") == files("two")
    assert len(files("one")) > 100


def test_evaluate_gives_figures(folder: Path) -> None:
    """Figures as text and as JSON, and the failing cases."""
    cases = [
        {
            "case": "a",
            "log": CRASH_LOOP,
            "expect": "python-module-not-found",
            "also": ["container-exited-nonzero", "startup-probe-failed"],
        },
        {"case": "b", "log": HEALTHY, "expect": "disk-full"},
    ]
    lines = "\n".join(map(json.dumps, cases))

    text = casebook(folder, "evaluate", "-", stdin=lines)
    body = json.loads(casebook(folder, "evaluate", "-", "--format", "json", stdin=lines).stdout)

    assert "top-1                  0.500" in text.stdout
    assert "disk-full was not found" in text.stdout
    assert body["top1"] == 0.5
    assert body["failing"][0]["case"] == "b"


def test_evaluate_makes_no_database(tmp_path: Path) -> None:
    """Where there is none, the starter files are the library."""
    case = json.dumps({"case": "a", "log": CRASH_LOOP, "expect": "python-module-not-found"})

    done = casebook(tmp_path, "evaluate", "-", stdin=case)

    assert "top-1                  1.000" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "diagnose", "check", "evaluate", "import", "export"])
def test_every_command_has_help_with_an_example(folder: Path, command: str) -> None:
    """Help says what it does and shows an example."""
    done = casebook(folder, command, "--help")

    assert done.returncode == 0
    assert "Example: " in done.stdout


def test_the_help_of_serve_lists_every_setting(folder: Path) -> None:
    """All environment variables, with default and meaning."""
    text = casebook(folder, "serve", "--help", settings={"COLUMNS": "200"}).stdout

    assert all(name in text for name, _, _ in described())


def test_a_report_of_another_form_is_imported(folder: Path) -> None:
    """A report comes in beside records: what went where is said, first in a dry run; again, it changes nothing."""
    (folder / "wiki").mkdir()
    report = "# Lamps out\n\n**Date:** 2024-04-05\n\n## 2. Root Cause\n\nThe fuse; password=hunter2hunter2\n"
    (folder / "wiki" / "lamps.md").write_text(report)

    dry = casebook(folder, "import", "wiki", "--dry-run")
    done = casebook(folder, "import", "wiki")
    again = casebook(folder, "import", "wiki")

    assert (dry.returncode, done.returncode, again.returncode) == (0, 0, 0), dry.stderr
    assert "secrets masked: 1 password" in dry.stdout
    assert "line 5    2. Root Cause -> root_cause, 3 words" in dry.stdout
    assert "dry run: nothing was changed" in dry.stdout
    assert "added     postmortem 2024-04-05-lamps-out" in done.stdout
    assert again.stdout.endswith("1 unchanged\n")


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_everything_is_exported_as_json(folder: Path, form: str) -> None:
    """One file of each kind."""
    done = casebook(folder, "export", "as-json", "--format", form)

    assert done.returncode == 0, done.stderr
    text = (folder / "as-json" / f"signatures.{form}").read_text()
    records = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    assert "numpy-abi-mismatch" in [record["id"] for record in records]
