"""The library that Casebook ships with, read and compiled once for all tests of a process."""

from functools import cache

from app.logs import read
from app.matching.diagnosis import Diagnosis
from app.matching.matcher import Matcher
from app.matching.signature import Signature
from app.services.exchange import Parsing, parse, record_files
from app.shipped import STARTER_FOLDERS

LIMIT = 1 << 26


@cache
def records() -> Parsing:
    """The shipped records."""
    return parse(record_files(STARTER_FOLDERS))


@cache
def signatures() -> tuple[Signature, ...]:
    """The shipped signatures."""
    return tuple(parsed.record for parsed in records().signatures if parsed.record)


@cache
def matcher() -> Matcher:
    """Their matcher."""
    return Matcher(signatures())


def diagnose(text: str) -> Diagnosis:
    """The diagnosis of a text."""
    return matcher().diagnose(read(text.encode(), limit=LIMIT))


def firm(text: str) -> list[str]:
    """The signatures that are found in a text, strongly or likely, best first."""
    return [finding.signature for finding in diagnose(text).findings if finding.strength != "possible"]
