"""Findings as cards."""

from dataclasses import replace
from datetime import UTC, datetime

from app.services.answers import PostmortemLink, Seen, Vote
from app.web.cards import cards_of
from app.web.result import chosen_lines, result_page
from tests.web.sample_answers import ANSWERS, CAUSE, NOW


def test_effects_stand_under_their_cause() -> None:
    """What a failure explains is among its effects and not a card of its own."""
    cards = cards_of(ANSWERS["known"])

    assert [card.finding.rank for card in cards] == [1, 4]
    assert [card.finding.rank for card in cards[0].effects] == [2, 3]


def test_a_card_says_how_often_and_over_which_time() -> None:
    """Where the log has times, the frequency says how long it went on."""
    assert cards_of(ANSWERS["known"])[0].frequency == "12 times in 1 min 42 s"


def test_the_best_reasons_come_first_and_none_against() -> None:
    """The head of a card shows what speaks for the finding."""
    card = cards_of(ANSWERS["known"])[0]

    assert [reason.weight for reason in card.reasons] == [2.1, 0.8, 0.6]


def test_a_number_is_shown_with_its_name() -> None:
    """A bare number as the main value would say nothing."""
    card = cards_of(ANSWERS["effect"])[0]

    assert (card.name, card.value) == ("port", "8080")


def test_a_failure_that_no_other_log_showed_is_new_here() -> None:
    """Without any other log, it has not been seen before."""
    answer = replace(ANSWERS["known"], seen={CAUSE: Seen()})

    assert cards_of(answer)[0].history == "Not seen here before"


def test_history_names_who_confirmed_last() -> None:
    """The last person who said that this was it, and the day."""
    vote = Vote("some-id", CAUSE, "ana", "confirmed", "", NOW)
    answer = replace(ANSWERS["known"], seen={CAUSE: Seen(0, None, None, 2, 0)}, confirmed={CAUSE: vote})

    assert cards_of(answer)[0].history.endswith("confirmed 2, rejected 0 (last by ana on 21 Nov 2026) · on trial")


def test_history_says_when_and_what_people_said() -> None:
    """The last time and the votes are in one line."""
    earlier = datetime(2026, 11, 18, 22, 1, tzinfo=UTC)
    answer = replace(ANSWERS["known"], seen={CAUSE: Seen(14, earlier, earlier, 9, 1)})

    expected = "Seen 14 times before, last 18 Nov 2026, 22:01 UTC · confirmed 9, rejected 1 · stable"
    assert cards_of(answer)[0].history == expected


def test_an_unrecorded_cause_leads_to_its_postmortem() -> None:
    """A cause that no signature describes is linked to the record that tells of it."""
    link = PostmortemLink("slow-start", "Too little CPU, memory or time at start")
    card = cards_of(replace(ANSWERS["effect"], postmortems={"startup-probe-failed": (link,)}))[0]

    assert [suspect.postmortems for suspect in card.suspects] == [(), (link,)]


def test_only_sure_findings_lead() -> None:
    """A weak candidate is never the failure to act on."""
    page = result_page(ANSWERS["possible"])

    assert page.leading is None
    assert len(page.weak) == 1


def test_a_range_of_lines_is_read_either_way_round() -> None:
    """An address may name a line or a range; anything else chooses nothing."""
    cases = {"17": range(17, 18), "120-134": range(120, 135), "134-120": range(120, 135), "x": range(0), "": range(0)}

    assert {text: chosen_lines(text) for text in cases} == cases
