"""A write-up is filled in with what the log says, and with nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.errors import EmptyLog, NotFound
from app.services.casebook import Casebook
from app.services.write_up import draft_postmortem, draft_signature
from app.storage import Database
from tests.services.learning import empty_casebook, keep, paste, signature_for, unknown


@pytest.fixture
def casebook(database: Database) -> Casebook:
    """An empty Casebook, on both databases."""
    return empty_casebook(database)


def test_an_unknown_log_is_written_up(casebook: Casebook) -> None:
    """Title, lines, times and service come from the diagnosis; what it does not say stays empty."""
    key = paste(casebook, unknown("the lens"), service="optics", environment="prod")
    record = draft_postmortem(casebook, key)

    assert (record.slug, record.title) == ("2026-02-01-optics-the-lens-broke-in-hall", "optics: The lens broke in hall")
    assert (record.services, record.environment, record.status) == (("optics",), "prod", "draft")
    assert record.error_excerpts == ("2026-02-01 11:00:03 FATAL the lens broke in hall 1: gauge 7",)
    assert record.started_at == datetime(2026, 2, 1, 11, 0, 3, tzinfo=UTC)
    assert [(event.at, event.text) for event in record.timeline] == [(record.started_at, "The lens broke in hall")]
    assert (record.detected_at, record.resolved_at, record.root_cause, record.signatures) == (None, None, "", ())


def test_a_log_without_times_has_none(casebook: Casebook) -> None:
    """An unknown time stays unknown; the slug then has the day of the diagnosis."""
    record = draft_postmortem(casebook, paste(casebook, "FATAL the lens broke in hall 7\n"))

    assert (record.started_at, record.timeline) == (None, ())
    assert record.slug.startswith("2026-02-01-")


def test_what_is_known_by_now_is_linked(casebook: Casebook) -> None:
    """A signature that was saved after the diagnosis is among the postmortem's; its fix is not what was done."""
    key = paste(casebook, unknown("the lens"))
    keep(casebook, signature_for("the lens"))
    record = draft_postmortem(casebook, key)

    assert record.signatures == ("the-lens-broke",)
    assert record.fix == ""
    assert record.started_at == datetime(2026, 2, 1, 11, 0, 3, tzinfo=UTC)


def test_the_signature_just_written_need_not_be_said_again(casebook: Casebook) -> None:
    """Whoever wrote cause and fix into the signature of this log finds them in the postmortem, with the values."""
    key = paste(casebook, unknown("the lens"))
    keep(casebook, replace(signature_for("the lens"), cause="Hall {hall} was hot.", fix="Cool hall {hall}."))
    record = draft_postmortem(casebook, key, written="the-lens-broke")

    assert (record.root_cause, record.fix) == ("Hall 1 was hot.", "Cool hall 1.")


def test_an_erased_log_is_written_up_from_its_findings(database: Database) -> None:
    """Without its text, what the diagnosis says is enough."""
    casebook = empty_casebook(database, keeps_logs=False)
    record = draft_postmortem(casebook, paste(casebook, unknown("the lens")))

    assert record.error_excerpts
    assert record.started_at is None


def test_a_drafted_signature_says_how_many_logs_it_would_match(casebook: Casebook) -> None:
    """Its own log and those that fail alike, of those that are stored; secrets are in no part of it."""
    keys = [paste(casebook, unknown("the lens", number)) for number in (1, 2)]
    paste(casebook, unknown("the bell"))
    drafted = draft_signature(casebook, diagnosis=keys[0])

    assert (drafted.would_match.matched, drafted.would_match.looked_at) == (2, 3)
    assert drafted.signature.status == "draft"


def test_a_secret_of_a_pasted_log_is_in_no_draft(casebook: Casebook) -> None:
    """A log that is handed in is masked before a draft is made of it."""
    log = b"ERROR vault sync failed: password=hunter2hunter2 was refused by keeper keeper-3"

    assert "hunter2" not in repr(draft_signature(casebook, log=log))


def test_nothing_is_drafted_from_nothing(casebook: Casebook) -> None:
    """Blanks are no log, and an unknown diagnosis is not found."""
    with pytest.raises(EmptyLog):
        draft_signature(casebook, log=b" \n")
    with pytest.raises(NotFound):
        draft_signature(casebook, diagnosis="none")
    with pytest.raises(NotFound):
        draft_postmortem(casebook, "none")
