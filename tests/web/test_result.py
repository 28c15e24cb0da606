"""The page of a diagnosis, for answers of each kind."""

import re
from dataclasses import replace

import pytest

from app.services.answers import Answer
from app.web.rendering import Site, environment
from app.web.result import facts_of, result_page
from tests.web.sample_answers import ANSWERS


def page_of(answer: Answer) -> str:
    """The page as HTML."""
    template = environment().get_template("result.html")
    return template.render(page=result_page(answer), site=Site(root="", query="", open_to_all=False))


@pytest.mark.parametrize(
    ("name", "said", "unsaid"),
    [
        ("known", "Known failure", "What stands out"),
        ("effect", "Its cause does not show in this log", "It explains"),
        ("possible", "The nearest are weak", "Known failure"),
        ("unknown", "Something failed in this log", "candidates"),
        ("healthy", "No line calls itself an error", "What stands out"),
        ("recovered", "Connection refused</a>: the same operation succeeded later", "No line calls itself an error"),
        ("erased", "The log&#39;s time was up, and its text was erased. These lines of evidence stay.", "/raw"),
        ("discarded", "This diagnosis was not kept", "Was this it?"),
    ],
)
def test_each_kind_of_answer_is_said_plainly(name: str, said: str, unsaid: str) -> None:
    """The page says what kind of answer it is, and nothing that belongs to another."""
    page = page_of(ANSWERS[name])

    assert said in page
    assert unsaid not in page


def test_the_facts_are_in_one_line() -> None:
    """What was read, how long it took, what was masked, and how long it stays."""
    assert facts_of(ANSWERS["known"]) == (
        "136 lines from Cloud Run",
        "179 signatures checked in 4 ms",
        "1 password masked",
        "kept until 21 Dec 2026",
    )


def test_where_logs_are_not_kept_the_page_says_so() -> None:
    """Without a time that ran out, nothing is said to have been erased."""
    page = page_of(replace(ANSWERS["erased"], expires_at=None))

    assert "Logs are not kept here." in page
    assert "only the findings are kept" in page


def test_similar_postmortems_say_why() -> None:
    """The words that matched stand with each."""
    assert "by orders, pricing" in page_of(ANSWERS["unknown"])


@pytest.mark.parametrize("name", ANSWERS)
def test_ids_are_unique_and_links_lead_somewhere(name: str) -> None:
    """Every link within the page has its target, and every target is there once."""
    page = page_of(ANSWERS[name])
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_a_page_without_its_log_is_small() -> None:
    """All that is known of a failure takes less than 100 KB."""
    assert len(page_of(ANSWERS["erased"]).encode()) < 100_000
