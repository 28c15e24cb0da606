"""The library that Casebook ships with: right by its own checks, and right on what its reports showed."""

import re
from functools import cache
from pathlib import Path

import pytest

from app.logs import read
from app.matching.diagnosis import Diagnosis
from app.matching.matcher import Matcher
from app.records.library import Library, build_library, incident_of
from app.records.postmortem_markdown import postmortem_to_markdown
from app.records.problems import Problem, errors
from app.records.signature_yaml import signature_to_yaml
from app.services.evaluate import Case, figures, judge, read_cases
from app.services.exchange import Parsing, check
from app.shipped import STARTER_FOLDERS
from tests.starter import records

TABLES = Path(__file__).parent / "cases"
CASES = read_cases((TABLES / "starter.jsonl").read_text(encoding="utf-8"))
ONCE_WRONG = read_cases((TABLES / "once-wrong.jsonl").read_text(encoding="utf-8"))


@cache
def starter() -> Parsing:
    """The shipped records, read once."""
    return records()


@cache
def problems() -> list[Problem]:
    """What the checks say of them."""
    return check(starter())


@cache
def library() -> Library:
    """The shipped library."""
    signatures = [parsed.record for parsed in starter().signatures if parsed.record]
    incidents = [incident_of(parsed.record) for parsed in starter().postmortems if parsed.record]
    return build_library("starter", signatures, incidents)


@cache
def matcher() -> Matcher:
    """Its matcher, compiled once."""
    return library().matcher()


def diagnose(text: str) -> Diagnosis:
    """The diagnosis of a text."""
    return matcher().diagnose(read(text.encode(), limit=1 << 24))


def test_no_record_has_an_error() -> None:
    """`casebook check` on the starter library finds no error: form, links, examples, overlaps, generality, reach."""
    assert [str(problem) for problem in errors(problems())] == []


def test_the_signatures_leave_no_gap() -> None:
    """Three examples of each kind, no undeclared overlap, no condition too general, each effect with causes.

    What is allowed to be missing is an example of each wording, and what the reports behind postmortems did not say.
    """
    told = [str(one) for one in problems() if "signatures/" in one.path and "in no positive example" not in one.what]

    assert told == []


def test_the_files_are_in_canonical_form() -> None:
    """Each file is what an export writes, so that an edit in the browser makes a small difference."""
    signatures = {one.path: signature_to_yaml(one.record) for one in starter().signatures if one.record}
    postmortems = {one.path: postmortem_to_markdown(one.record) for one in starter().postmortems if one.record}

    odd = [
        path for path, text in {**signatures, **postmortems}.items() if Path(path).read_text(encoding="utf-8") != text
    ]
    assert odd == []


def test_every_signature_is_worth_reading() -> None:
    """Each says why, how to make sure, what to do and how to know that it is over, and cites something."""
    for one in library().signatures:
        assert all((one.cause, one.confirm, one.fix, one.verify, one.prevention, one.references)), one.id
        assert one.is_effect or one.commands, one.id
        assert all(command.rollback for command in one.commands if command.risk == "destructive"), one.id


@pytest.mark.parametrize("case", CASES, ids=[case.case for case in CASES])
def test_what_the_reports_showed_is_found(case: Case) -> None:
    """The root cause first, everything else that the log shows, and nothing else."""
    result = figures(list(judge(matcher(), [case])))

    assert result.failing == ()


@pytest.mark.parametrize("case", ONCE_WRONG, ids=[case.case for case in ONCE_WRONG])
def test_what_was_wrong_once_stays_right(case: Case) -> None:
    """Cases that left the table of known-wrong results."""
    result = figures(list(judge(matcher(), [case])))

    assert result.failing == ()


def test_the_crash_loop_fills_its_fix_from_the_log() -> None:
    """The fix names the module, and the probe failure and the exit stand under it."""
    found = diagnose(CASES[0].log).findings

    assert any("shop_backend/app/schemas/order_types" in command.text for command in found[0].commands)
    assert [finding.explained_by[:1] for finding in found[1:]] == [("python-module-not-found",)] * 2
    assert found[0].count == 2


def test_a_lone_probe_failure_offers_the_causes_that_print_no_line() -> None:
    """Missing module, incompatible NumPy, model download, too little CPU, memory or time: each with its check."""
    causes = diagnose("ERROR STARTUP TCP probe failed on port 8000\n").findings[0].usual_causes

    ids = {cause.signature for cause in causes}
    assert {"python-module-not-found", "numpy-abi-mismatch", "hf-model-download-failed", None} <= ids
    assert all(cause.check for cause in causes)


def test_there_are_no_secrets_or_addresses_of_people_in_the_records() -> None:
    """Nothing personal came along from where the knowledge is from."""
    for folder in STARTER_FOLDERS:
        for path in folder.rglob("*"):
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            assert not re.search(r"[\w.+-]+@(?!example\.|[\w-]+\.example)[\w-]+\.(?:ai|io|com|org)\b", text), path
