"""A captured value brings its own quotes, so a hole must not stand inside others."""

import pytest

from app.records.signature_yaml import parse_signature

TEXT = """\
id: one
title: One
match:
  - line: "cannot open {{file:word}}"
fix: Look.
commands:
  - text: {command}
"""

SAFE = ["cat {file}", "cat -- {file}.txt", 'echo "$(basename {file})"', "echo 'a' {file} 'b'", 'echo "{{file}}" {file}']
UNSAFE = ['echo "{file}"', "echo '{file}'", 'python -c "import {file}"', "echo \"$(cat '{file}')\""]


def faults(command: str) -> list[str]:
    """What is wrong with a signature that has this command."""
    quoted = command.replace("'", "''")
    parsed = parse_signature(TEXT.format(command=f"'{quoted}'"), path="one.yaml")
    return [problem.what for problem in parsed.problems if "inside quotes" in problem.what]


@pytest.mark.parametrize("command", SAFE)
def test_a_hole_by_itself_is_accepted(command: str) -> None:
    """Outside quotes, and inside a command substitution, the value's own quotes hold."""
    assert faults(command) == []


@pytest.mark.parametrize("command", UNSAFE)
def test_a_hole_inside_quotes_is_refused(command: str) -> None:
    """Inside quotes, a value with a quote would end them and run as a command."""
    assert len(faults(command)) == 1
