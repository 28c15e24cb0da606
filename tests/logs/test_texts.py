"""What a command printed as a text is no failure; what it said of its own failure is one, and so is a log."""

import pytest

from app.logs import in_document, in_printed_text
from tests.matching.conftest import log_of

SAID = "connection refused"

TEXTS = [
    ("$ relayctl sync --help", "Sync the relay.", "Where nobody listens it says", SAID),
    ("ops@box:~$ man relay.conf", "     timeout", "             connection refused is not retried"),
    ("root@gw:~# ansible-doc -t connection hallway", "> HALLWAY", "        Not reported as `connection refused' until"),
    ("PS C:\\work> Get-Help Sync-Relay", "DESCRIPTION", "    Retries on connection refused."),
    ("$ git log --oneline -3", "* 91e03bc retry once on connection refused", "| say connection refused plainly"),
    ("$ hg log -l 2", "user:        lea", "summary:     relay: say connection refused plainly"),
    ("$ git -C /srv/relay show --stat", "    say connection refused plainly"),
    (
        "$ make build && cat docs/faq.md",
        "Q: why connection refused?",
        "It says connection refused where nobody listens.",
    ),
    ("$ head -40 CHANGELOG | tail -3", "relay: connection refused is retried"),
    ("$ rustc --explain E0463", "A crate cannot be found.", "", "", "thread 'a' panicked at a.rs:1:2:", SAID),
    ("##[group]Run gh release view v2", "shell: /bin/bash -e", "##[endgroup]", "Says connection refused plainly"),
    (">>> help(ConnectionRefusedError)", "Help on class:", "class ConnectionRefusedError: connection refused"),
    ("$ tldr relayctl", "", "  - Show who got connection refused since boot:"),
    (
        "RELAY(7)            Manual            RELAY(7)",
        "",
        "EVENTS",
        "       Refused",
        "              connection refused",
    ),
    ("3.1.0 (2025-02-26)", "==================", "", "*Network*", "says connection refused where it was"),
    ("2024-05-11  Lea Oksa  <lea@relay.example>", "", "\t* src/net.c: print", '\t"connection refused" at the end.'),
    ("r18817 | lea | 2024-04-16 11:44:58 +0200 (Tue, 16 Apr 2024) | 2 lines", "", "Retry where it says", SAID),
    ("Change 771204 on 2025/02/27 by lea@ws", "", "\tRetry on connection refused."),
    ("CHANGES WITH 12:", "", '        * The message "connection refused" names the host.'),
    ("20250604:", "        AFFECTS: users of relay", "        Clients will see connection refused."),
    ("Subject: [PATCH v2] relay: retry", "", "It was", "", "  connection refused", ""),
    (".TH RELAY 1", ".B connection refused", "Nobody listens: connection refused."),
    ("@@ -14,6 +14,9 @@ ## 2.x", "+and the relay greets you with", "+connection refused"),
    ("1.42  2023-08-19T20:11:36Z", '    - dies with "connection refused" and no number'),
    (".. section: Library", "", "It says connection refused plainly."),
    ("PS C:\\> net helpmsg 10061", "", "It is said on connection refused."),
    ("Release notes - Relay 7.4", "", "Known issues", "  Without it the relay says connection refused"),
]
NO_TEXTS = [
    ("$ relayctl sync", "relayctl: connection refused"),
    (
        "$ relayctl --help",
        "Traceback (most recent call last):",
        '  File "a.py", line 1, in <module>',
        f"OSError: {SAID}",
    ),
    ("$ relayctl help", "relayctl: connection refused"),
    ("$ git log origin/main", "fatal: unable to access the remote: connection refused"),
    ("$ cat docs/faq.md; ./sync.sh", "syncing", SAID),
    ("$ cat /var/log/relay.log", "relay up", SAID),
    ("$ cat relay.md.log", SAID),
    ("@@ -1,3 +1,3 @@", "-port = 8080", "+port = 80", "Notice: changed", "web: connection refused"),
    ("$ cat config/relay.yml", "pool: 50", "bash-5.1$ bin/relay sync", SAID),
    ("$ cat schema.sql | psql -h db shop", SAID),
    ("$ npm view left-pad version", "npm error network connection refused"),
    ("$ gh release upload v1.2 dist/app.tgz", SAID),
    ("$ gh release view v1.2", 'Get "https://git.example.test/api": connection refused'),
    ("------------------", "2.4.1", "------------------", SAID),
    ("10.0.0.5 2024-05-01 10:00:00 INFO start", "10.0.0.5 2024-05-01 10:00:01 ERROR connection refused"),
    ('$ grep -A5 "relay.py" /var/log/relay.log', SAID),
    ("$ kubectl logs deploy/help-desk", SAID),
    ("$ man relay", "RELAY(7)", "$ relayctl sync", SAID),
    ("$ man relay", "the manual", "2025-02-02 10:00:00 ERROR relay: up", SAID),
    ("##[group]Run git log -1", "./deploy.sh", "shell: /bin/bash -e", "##[endgroup]", SAID),
    ("3.1.0 (2025-02-26)", "relay started", SAID),
    (SAID,),
    ("Subject: Cron <root@gw> /srv/sync", "", SAID),
]


@pytest.mark.parametrize("lines", TEXTS, ids=[lines[0][:20] for lines in TEXTS])
def test_what_a_command_printed_as_a_text(lines: tuple[str, ...]) -> None:
    """Helps, manuals, histories and documents are texts, by the command or by their head."""
    assert in_printed_text(log_of(*lines), len(lines) - 1)


@pytest.mark.parametrize("lines", NO_TEXTS, ids=[lines[0][:20] for lines in NO_TEXTS])
def test_what_is_no_text(lines: tuple[str, ...]) -> None:
    """A command that failed says so, another command came after, or the file was a log."""
    assert not in_printed_text(log_of(*lines), len(lines) - 1)


def test_the_order_of_questions_changes_no_answer() -> None:
    """What is remembered of one line serves the others, however far they are from the command."""
    lines = ["$ man relay", *["     words of the manual"] * 300]

    asked_upwards = log_of(*lines)
    upwards = [in_printed_text(asked_upwards, index) for index in reversed(range(301))][::-1]
    asked_downwards = log_of(*lines)
    downwards = [in_printed_text(asked_downwards, index) for index in range(301)]

    assert upwards == downwards
    assert downwards == [False] + [True] * 120 + [False] * 180


def test_a_markdown_document_is_no_log() -> None:
    """What stands between headings is a text; in a fence, in a report or with a time, it is a log."""
    page = ("## Words of the relay", "", "### Refused", "", "It says connection refused.")
    fenced = (*page[:-1], "```", SAID)
    report = ("## Relay", "", "### Actual output", "", SAID)
    logged = (*page[:-1], "2025-02-02 10:00:00 ERROR relay: connection refused")
    trace = (*page[:-1], "Traceback (most recent call last):", '  File "a.py", line 1, in <module>', f"OSError: {SAID}")

    assert in_document(log_of(*page), len(page) - 1)
    typed = (*page, "+ relayctl sync", SAID)
    echoed = ("## Build image", "built shop:17", "## Deploy to production", SAID, "## Clean up")
    reopened = ("```", *["INFO x"] * 45, "```", "## Then", "", "```", SAID, "```", "## More", "")
    for lines in (fenced, report, logged, trace, typed, echoed, reopened):
        log = log_of(*lines)
        at = max(index for index in range(len(log)) if SAID in log.line(index))
        assert not in_document(log, at)


@pytest.mark.parametrize("command", ["$ cat " + "a.b" * 20_000, "$ git" + " -c a" * 12_000, "a@" + "b" * 60_000])
def test_a_hostile_command_is_read_in_time(command: str) -> None:
    """None needs more than a time that grows with it: none of these would end otherwise."""
    assert not in_printed_text(log_of(command, SAID), 1)
