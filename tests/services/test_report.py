"""An answer as text: everything that a page shows of a command, and no markup in a terminal."""

from app.logs import read
from app.matching.matcher import Matcher
from app.matching.signature import Command, Line, Signature
from app.services.answers import Answer, Similar
from app.services.report import markdown, plain_text

DANGEROUS = Signature(
    "full",
    "Disk full",
    (Line("No space left on {device}"),),
    confirm="Look at {device}.",
    commands=(
        Command("df -h {device}", "confirm", expected="100% in use"),
        Command("docker system prune \\\n  --force", "fix", "destructive", rollback="docker pull images"),
    ),
)


def answer(log: str) -> Answer:
    """The answer to a log."""
    diagnosis = Matcher([DANGEROUS]).diagnose(read(log.encode(), limit=1 << 20))
    return Answer(diagnosis, similar=(Similar("2026-disk", "The disk was full", 0.5, ("disk",)),))


def test_a_destructive_command_is_labelled_in_both_forms() -> None:
    """Risk, expected result and rollback are told; a command of several lines stays whole."""
    found = answer("ERROR No space left on /var")
    text, marked = plain_text(found), markdown(found)

    assert (
        "     # destructive\n     $ docker system prune \\\n         --force\n       undo: docker pull images" in text
    )
    assert "expected: 100% in use" in text
    assert "**Destructive:**\n\n```sh\ndocker system prune \\\n  --force\n```" in marked
    assert "To undo it:\n\n```sh\ndocker pull images\n```" in marked


def test_captured_values_are_no_markup() -> None:
    """A value from a log makes no link in Markdown, and shows no backslash in a terminal."""
    found = answer("ERROR No space left on [x](http://evil.example.test)")

    assert "Look at \\[x\\](http://evil.example.test)." in markdown(found)
    assert "Look at [x](http://evil.example.test)." in plain_text(found)


def test_similar_postmortems_are_named() -> None:
    """An unknown failure lists what is similar, with the slug to find it by."""
    found = answer("FATAL flux capacitor misaligned")

    assert "The disk was full (2026-disk)" in plain_text(found)
    assert "- The disk was full (`2026-disk`): disk" in markdown(found)


def test_what_was_set_aside_is_told_with_its_line_and_the_reason() -> None:
    """Both forms say where the words stand, and why they are no finding."""
    found = answer("ok\nNo space left on /var: test_full PASSED")

    assert "Seen, but set aside\n        2  Disk full: the line is a passing test   [full]" in plain_text(found)
    assert "- line 2: Disk full (`full`): the line is a passing test" in markdown(found)
