"""What saving a record would say: one validator for pages, API and command line, with every problem at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.errors import CasebookError
from app.matching.matcher import Matcher
from app.matching.signature import Signature
from app.records.checks import check_records
from app.records.conduct import check_conduct
from app.records.parsed import Parsed
from app.records.plain import to_data
from app.records.postmortem import Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.problems import Problem, errors
from app.records.publication import check_publication
from app.records.secrecy import check_secrets
from app.records.severities import check_severity
from app.records.signature_form import signature_from_data
from app.services.casebook import Casebook
from app.services.exchange import IMPORTER
from app.services.linking import known_to, link_problems, path_of, up_to_date
from app.storage import POSTMORTEMS
from app.storage.shapes import R, Record


@dataclass
class RecordRefused(CasebookError):
    """A record has errors: all its problems, warnings too."""

    problems: tuple[Problem, ...]


def refuse(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, sorted, each once; RecordRefused if there is an error among them."""
    found = tuple(sorted(set(problems)))
    if errors(found):
        raise RecordRefused(found)
    return found


def read_signature(casebook: Casebook, data: object, *, was: str | None = None) -> Signature:
    """The signature that plain data describe; RecordRefused with the problems of its form and of all other checks."""
    return _read(casebook, signature_from_data(data, _path("signatures", data, "id")), was)


def read_postmortem(casebook: Casebook, data: object, *, was: str | None = None) -> Postmortem:
    """The postmortem that plain data describe; RecordRefused with the problems of its form and of all other checks."""
    return _read(casebook, postmortem_from_data(data, _path("postmortems", data, "slug")), was)


def check(casebook: Casebook, record: Record, *, was: str | None = None) -> tuple[Problem, ...]:
    """Every problem of saving *record* in the state that it is in; *was* is its key until now, if it is stored.

    A draft needs good form only, and its dead links are warnings; no record of any state may hold a secret.
    """
    if isinstance(record, Signature):
        form = signature_from_data(to_data(record), path_of(record)).problems
    else:
        form = postmortem_from_data(to_data(record), path_of(record)).problems
    return tuple(sorted({*form, *_besides_form(casebook, record, was)}))


def is_historical(casebook: Casebook, record: Postmortem, *, was: str | None = None) -> bool:
    """Whether the record tells what others wrote down elsewhere, so that its gaps are not its author's."""
    records, key = casebook.database.records, was or record.slug
    if record.source_url or records.find(POSTMORTEMS, key) is None:
        return bool(record.source_url)
    return any(revision.author == IMPORTER for revision in records.history(POSTMORTEMS, key))


def _read(casebook: Casebook, parsed: Parsed[R], was: str | None) -> R:
    if parsed.record is None:
        refuse((*parsed.problems, *(_besides_form(casebook, parsed.draft, was) if parsed.draft else ())))
        raise RecordRefused(parsed.problems)
    return parsed.record


def _path(folder: str, data: Any, key_field: str) -> str:  # noqa: ANN401 (whatever somebody sent)
    key = data.get(key_field) if isinstance(data, dict) else None
    return f"{folder}/{key if isinstance(key, str) else ''}"


def _besides_form(casebook: Casebook, record: Record, was: str | None) -> list[Problem]:
    record = up_to_date(casebook, record)
    if isinstance(record, Signature):
        return _signature_problems(casebook, record, was)
    return _postmortem_problems(casebook, record, was)


def _signature_problems(casebook: Casebook, record: Signature, was: str | None) -> list[Problem]:
    parsed = Parsed(path_of(record), record)
    problems = [*check_secrets(parsed), *_links(casebook, record, was, is_live=record.status == "active")]
    if record.status == "active" and record.match:
        problems += check_records([parsed], [], known=known_to(casebook, record))
        library = casebook.library()
        beside = [other for other in library.signatures if other.id not in (record.id, was)]
        # Matching holds the interpreter's lock for long: a worker does it.
        problems += casebook.matching.run(_tried, library, parsed, beside)
    return problems


def _postmortem_problems(casebook: Casebook, record: Postmortem, was: str | None) -> list[Problem]:
    parsed, is_live = Parsed(path_of(record), record), record.status == "published"
    problems = [*check_secrets(parsed), *_links(casebook, record, was, is_live=is_live)]
    problems += check_severity(parsed, casebook.severities)
    if is_live:
        problems += check_publication(parsed, is_imported=is_historical(casebook, record, was=was))
    return problems


def _tried(_matcher: Matcher, parsed: Parsed[Signature], beside: Sequence[Signature]) -> list[Problem]:
    return check_conduct([parsed], beside=beside)


def _links(casebook: Casebook, record: Record, was: str | None, *, is_live: bool) -> list[Problem]:
    problems = link_problems(casebook, record, was=was)
    # A record that nobody relies on yet may name others that are about to come.
    return [problem if is_live else replace(problem, grade="warning") for problem in problems]
