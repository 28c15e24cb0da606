"""How surprising a text is: measured on ordinary lines, and the same for whoever measures again."""

import pytest

from app.matching.background import SOURCES, ordinary_lines
from app.matching.background.draws import Draws
from app.matching.background.templates import BEGIN, Source, filled
from app.matching.patterns import compile_line, compile_regex
from app.matching.rarity import rarity
from calibration import specificity

COMMON = ["error", "connection", "request", "failed", "warning", "container", "status", "service", "INFO"]
RARE = ["OOMKilled", "ECONNREFUSED", "No module named", "no such host", "deadlock detected", "CrashLoopBackOff"]


def test_the_table_is_what_the_generator_makes() -> None:
    """Measuring 200,000 lines again gives the table that is shipped."""
    assert specificity.TARGET.read_text(encoding="utf-8") == specificity.module()


@pytest.mark.parametrize("text", COMMON)
def test_common_words_say_little(text: str) -> None:
    """A word of ordinary logs is no more than about twenty bits."""
    assert rarity(text.encode()) < 22


@pytest.mark.parametrize("text", RARE)
def test_messages_of_failures_say_much(text: str) -> None:
    """What ordinary logs do not have is twice as surprising as their words."""
    assert rarity(text.encode()) > 44


def test_digits_and_cases_do_not_count() -> None:
    """What varies from line to line is the same to the table."""
    assert rarity(b"node 4711") == rarity(b"Node 1234")


def test_a_longer_text_is_rarer() -> None:
    """Every further byte adds to the surprise, even where nobody ever saw it."""
    assert 0 < rarity(b"conn") < rarity(b"connection") < rarity(b"connection \xff\xfe")


def test_a_pattern_is_as_specific_as_its_fixed_text() -> None:
    """Holes and optional parts add nothing, the commonest alternative counts, and a small class is one letter."""
    assert compile_line("OOMKilled {pod} {}").specificity == rarity(b"OOMKilled ") + rarity(b" ")
    assert compile_regex("OOMKilled(?: again)?").specificity == rarity(b"OOMKilled")
    assert compile_regex("(?:error|OOMKilled)").specificity == rarity(b"error")
    assert compile_regex("[Oo]OMKilled").specificity == rarity(b"OOMKilled")


@pytest.mark.parametrize("source", SOURCES, ids=[source.name for source in SOURCES])
def test_every_hole_is_filled(source: Source) -> None:
    """No template names a hole that does not exist."""
    lines = [filled(template, Draws(1), BEGIN) for template in source.templates]

    assert all(line.strip() for line in lines)
    assert len(set(lines)) == len(lines)


def test_the_lines_are_the_same_each_time_and_differ_by_seed() -> None:
    """A seed stands for its lines, on every machine."""
    lines = list(ordinary_lines(400, seed=7))

    assert lines == list(ordinary_lines(400, seed=7))
    assert lines != list(ordinary_lines(400, seed=8))
    assert list(ordinary_lines(400, seed=7))[:50] == list(ordinary_lines(50, seed=7))
