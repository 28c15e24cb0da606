"""Postmortems whose words are like those of a log that is not known."""

from dataclasses import replace

from rapidfuzz import fuzz, utils

from app.records.postmortem import Postmortem
from app.services.answers import Similar
from app.services.casebook import Casebook
from app.storage import POSTMORTEMS, any_of, words_of

CANDIDATES = 20
SHOWN = 3
# A postmortem that scores less shares too little with the log to be worth a look.
LEAST_SCORE = 0.25


def similar_postmortems(casebook: Casebook, words: tuple[str, ...]) -> tuple[Similar, ...]:
    """The postmortems that share the log's rare words, best first, each with the words that matched; at most three."""
    if not words:
        return ()
    query = replace(any_of(words), filters=(("kind", "postmortem"), ("status", "published")))
    hits = casebook.database.search.best(query, CANDIDATES)
    kept = casebook.database.records.some(POSTMORTEMS, [hit.key for hit in hits])
    scored = [_scored(one.record, words) for one in kept]
    ordered = sorted((one for one in scored if one.score >= LEAST_SCORE), key=lambda one: (-one.score, one.slug))
    return tuple(ordered[:SHOWN])


def _scored(record: Postmortem, words: tuple[str, ...]) -> Similar:
    text = " ".join((record.title, record.tldr, record.symptom, record.root_cause, *record.error_excerpts))
    known = set(words_of(text))
    shared = tuple(word for word in words if (parts := words_of(word)) and known.issuperset(parts))
    wording = fuzz.token_set_ratio(" ".join(words), text, processor=utils.default_process) / 100
    score = 0.6 * len(shared) / len(words) + 0.4 * wording
    return Similar(record.slug, record.title, round(score, 2), shared)
