"""Searching finds the same records on both databases, and no text that can be typed is an error."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import BadCursor, Conflict
from app.matching.signature import All, Command, Example, Line, Regex, Signature
from app.records.postmortem import ActionItem, Postmortem, Why
from app.storage import Database, Sort, any_of, parse_query, search

Save = Callable[..., int]

NUMPY = Signature(
    "numpy-abi",
    "Extension built against another NumPy",
    (All((Line("numpy.{object} size changed"), Regex("binary (in)?compatibility"))),),
    tags=("python", "numpy"),
    severity="high",
    fix="Pin the version: can't mix wheels.",
    commands=(Command("pip install 'numpy==1.25.2'"),),
    examples=(Example("ValueError: dtype broken"), Example("Everything is healthy", matches=False)),
)
DISK = Signature(
    "disk-full",
    "Disk full",
    (Line("No space left on device"),),
    tags=("disk",),
    services=("API",),
    cause="A log without rotation. Also seen when numpy writes large arrays.",
)
OUTAGE = Postmortem(
    "shop-outage",
    "Outage of the shop",
    status="published",
    severity="high",
    tags=("disk",),
    services=("api", "shop"),
    team="storage",
    owner="Ada",
    authors=("Grace",),
    environment="production",
    started_at=datetime(2026, 2, 14, tzinfo=UTC),
    root_cause="The volume of Zürich was full: no space was left.",
    five_whys=(Why("Why was it full?", then=(Why("Why no rotation?", "logrotate was masked"),)),),
    action_items=(ActionItem("Alert at eighty percent"),),
)


@pytest.fixture
def filled(database: Database, save: Save, minutes: Callable[[float], datetime]) -> Database:
    """A database with two signatures and a postmortem."""
    for number, record in enumerate((NUMPY, DISK, OUTAGE)):
        save(record, at=minutes(number))
    return database


def found(database: Database, typed: str) -> list[str]:
    """The keys of the hits, best first."""
    return [hit.key for hit in database.search.find(parse_query(typed)).hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rotation", {"disk-full", "shop-outage"}),
        ("NUMPY", {"numpy-abi", "disk-full"}),
        ("numpy rotation", {"disk-full"}),
        ('"no space"', {"disk-full", "shop-outage"}),
        ('"space no"', set()),
        ('"full no space"', {"shop-outage"}),
        ('"another numpy numpy"', set()),
        ("outag*", {"shop-outage"}),
        ("outag", {"shop-outage"}),
        ("outag of", set()),
        ('"no spac*"', set()),
        ("no-spac*", {"disk-full", "shop-outage"}),
        ("can't", {"numpy-abi"}),
        ("numpy==1.25.2", {"numpy-abi"}),
        ("zurich", {"shop-outage"}),
        ("logrotate", {"shop-outage"}),
        ("eighty", {"shop-outage"}),
        ("dtype", {"numpy-abi"}),
        ("healthy", set()),
        ("size changed", {"numpy-abi"}),
        ("incompatibility", set()),
        ("compatibility", {"numpy-abi"}),
        ("disk-full", {"disk-full"}),
        ("tag:disk", {"disk-full", "shop-outage"}),
        ("tag:disk kind:signature", {"disk-full"}),
        ("service:api service:shop", {"shop-outage"}),
        ("full status:published", {"shop-outage"}),
        ("kind:signature severity:high severity:medium", {"disk-full", "numpy-abi"}),
        ("tag:disk tag:numpy", set()),
        ("full -outage", {"disk-full"}),
        ('full -"no space was"', {"disk-full"}),
        ("-disk", {"numpy-abi"}),
        ("-tag:disk", {"numpy-abi"}),
        ("tag:disk -kind:signature -severity:low", {"shop-outage"}),
        ("-kind:signature -kind:postmortem", set()),
        ("team:Storage owner:ada author:grace env:production year:2026", {"shop-outage"}),
        ("has:open-action-items", {"shop-outage"}),
        ("has:commands", {"numpy-abi"}),
        ("after:2026-02", {"shop-outage"}),
        ("after:2026-02-15", set()),
        ("space before:2026-02-15", {"shop-outage"}),
        ("before:2026-02-14", set()),
        ("kind:nonsense", set()),
    ],
)
def test_search_finds(filled: Database, typed: str, expected: set[str]) -> None:
    """Words are found in every text of a record, and filters limit what is found."""
    assert set(found(filled, typed)) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "can't",
        "foo-bar",
        '"x',
        "a AND",
        "OR",
        "NOT",
        "x:y",
        "(",
        "a*b",
        "a & | !",
        "':*",
        "\0",
        "^x",
        "{a b}",
        "\\",
        "%",
    ],
)
def test_syntax_of_the_index_is_just_text(filled: Database, typed: str) -> None:
    """What has a meaning to FTS5 or tsquery has none here."""
    filled.search.find(parse_query(typed))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("ab*\"':-&|!()<>\\ \x00éß中²ǅ")))
def test_no_text_is_an_error(filled: Database, typed: str) -> None:
    """Nothing that can be typed makes the search fail."""
    filled.search.find(parse_query(typed))


def test_word_in_the_title_weighs_more(filled: Database) -> None:
    """A record about the thing comes before one that mentions it."""
    assert found(filled, "numpy") == ["numpy-abi", "disk-full"]
    assert found(filled, "full") == ["disk-full", "shop-outage"]


def test_one_of_several_words_is_enough_if_asked_for(filled: Database) -> None:
    """The words of a log find the records that share some of them, the more the better."""
    wanted = any_of(["rotation", "zurich", "masked", "nonexistent"])
    hits = filled.search.find(wanted).hits

    assert [hit.key for hit in hits] == ["shop-outage", "disk-full"]
    assert filled.search.best(wanted, 5) == hits
    assert filled.search.best(replace(wanted, filters=(("kind", "signature"),)), 5) == hits[1:]


def test_hit_tells_what_was_found(filled: Database) -> None:
    """A hit has the kind, the key and the title of its record."""
    (hit,) = filled.search.find(parse_query("zurich")).hits

    assert (hit.kind, hit.key, hit.title) == ("postmortem", "shop-outage", "Outage of the shop")


def test_facets_count_all_hits(filled: Database) -> None:
    """Facets are counted over every hit, not over the page, and values that differ in case are one."""
    results = filled.search.find(parse_query("full"), limit=1)

    assert (len(results.hits), results.total) == (1, 2)
    assert results.facets == {
        "kind": {"signature": 1, "postmortem": 1},
        "status": {"active": 1, "published": 1},
        "severity": {"high": 1, "medium": 1},
        "service": {"API": 2, "shop": 1},
        "tag": {"disk": 2},
        "team": {"storage": 1},
        "owner": {"Ada": 1},
        "environment": {"production": 1},
        "year": {"2026": 1},
        "author": {"Grace": 1},
        "has": {"action-items": 1, "open-action-items": 1},
        "role": {"cause": 1},
    }


def test_alternatives_of_a_filter_are_counted_as_if_it_were_not_chosen(filled: Database) -> None:
    """What one could choose instead keeps its count; all other facets are of the hits."""
    results = filled.search.find(parse_query("disk kind:signature"), apart=("kind",))

    assert [hit.key for hit in results.hits] == ["disk-full"]
    assert results.facets["kind"] == {"signature": 1, "postmortem": 1}
    assert results.facets["status"] == {"active": 1}


def test_totals_follow_every_change(filled: Database, save: Save) -> None:
    """Without words, counts come from totals; these are as if all records were counted."""
    save(replace(OUTAGE, tags=("network",), severity=""), based_on=1)
    save(replace(DISK, tags=("disk", "volume")), based_on=1)

    totals = filled.search.find(parse_query("")).facets
    assert totals["tag"] == {"disk": 1, "network": 1, "numpy": 1, "python": 1, "volume": 1}
    assert totals == filled.search.find(parse_query("-tag:nonsense")).facets
    assert filled.search.find(parse_query("kind:postmortem")).facets["tag"] == {"network": 1}


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("changed", ["shop-outage", "disk-full", "numpy-abi"]),
        ("incident", ["shop-outage", "numpy-abi", "disk-full"]),
        ("title", ["disk-full", "numpy-abi", "shop-outage"]),
        ("seen", ["disk-full", "numpy-abi", "shop-outage"]),
        ("relevance", ["shop-outage", "disk-full", "numpy-abi"]),
    ],
)
def test_order_is_that_asked_for(filled: Database, sort: Sort, expected: list[str]) -> None:
    """The last changed or the latest incident first, or by title; without words, nothing is more relevant."""
    everything = filled.search.find(parse_query(""), sort=sort).hits

    assert [hit.key for hit in everything] == expected
    assert [hit.key for hit in filled.search.find(parse_query("-zurich"), sort=sort).hits] == [
        key for key in expected if key != "shop-outage"
    ]


def test_many_hits_are_counted_so_far_and_the_best_are_still_found(
    database: Database, save: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limits the total says so, a word in an old title comes first, and pages go on to the end."""
    monkeypatch.setattr(search, "MOST_COUNTED", 4)
    monkeypatch.setattr(search, "MOST_RANKED", 2)
    save(replace(DISK, id="volume-full", title="Volume full"))
    for number in range(6):
        save(replace(DISK, id=f"disk-{number}", cause="A volume."))

    results = database.search.find(parse_query("volume"))
    assert (results.total, results.is_more) == (4, True)
    assert [hit.key for hit in results.hits] == ["volume-full", "disk-5", "disk-4"]
    assert results.facets["kind"] == {"signature": 5}
    assert database.search.best(parse_query("volume"), 2) == results.hits[:2]
    by_title = database.search.find(parse_query("volume"), sort="title", limit=5)
    more = database.search.find(parse_query("volume"), sort="title", limit=5, cursor=by_title.next)
    assert len({hit.key for hit in by_title.hits + more.hits}) == 7


def test_pages_follow_each_other(filled: Database) -> None:
    """Each hit is on one page, and the last page has no next one."""
    first = filled.search.find(parse_query(""), limit=2)
    second = filled.search.find(parse_query(""), limit=2, cursor=first.next)

    assert [hit.key for hit in first.hits + second.hits] == ["shop-outage", "disk-full", "numpy-abi"]
    assert (first.total, second.next) == (3, None)


def test_made_up_cursor_is_refused(database: Database) -> None:
    """A cursor that no page gave out is an error that names it."""
    with pytest.raises(BadCursor):
        database.search.find(parse_query("x"), cursor="nonsense")


def test_changed_record_is_found_by_its_new_words_only(filled: Database, save: Save) -> None:
    """The index follows every save."""
    save(replace(DISK, title="Volume exhausted", match=(Line("ENOSPC"),)), based_on=1)

    assert found(filled, "exhausted") == ["disk-full"]
    assert found(filled, "enospc kind:signature") == ["disk-full"]
    assert found(filled, '"no space" kind:signature') == []


def test_refused_save_leaves_the_index_alone(filled: Database, save: Save) -> None:
    """The index is part of the same transaction as the record."""
    with pytest.raises(Conflict):
        save(replace(DISK, title="Lost words"), based_on=7)

    assert found(filled, "lost") == []


def test_very_long_text_is_indexed(database: Database, save: Save) -> None:
    """A record with more text than the index can hold is saved; its first part is found."""
    words = " ".join(f"word{number}" for number in range(100_000))
    save(replace(DISK, cause=words))

    assert found(database, "word7") == ["disk-full"]
