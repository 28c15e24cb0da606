"""Generated records in canonical form, with the texts that break careless writers of YAML and Markdown."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from app.matching.signature import (
    PHASES,
    ROLES,
    SEVERITIES,
    STATUSES,
    All,
    Command,
    Example,
    Line,
    Regex,
    Sequence,
    Signature,
    Unless,
    Window,
)
from app.records.postmortem import (
    ACTION_STATUSES,
    ACTION_TYPES,
    PRIORITIES,
    STATES,
    ActionItem,
    Attachment,
    Event,
    Postmortem,
    Why,
)
from app.records.text_forms import excerpt, prose

_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_BREAKS = ("\n", "\n\n", "\r", "\r\n", "\t", " ", "  ", "\x85", "\u2028", "\ufeff", "\xa0", "\x1b[0m", "\x07")
_MARKDOWN = ("# x", "\n# x", "\n## Fix", "## Lessons", "```", "\n```\n", "~~~", "\n````text\n", "- ", "\n- ", "* a")
_YAML = (": ", ":", " #", "'", '"', "\\", "---", "\n---\n", "...", "|", ">", "%", "@", "&a", "*a", "!t", "?", "? ", ",")
_VALUES = ("{{", "}}", "[", "]", "null", "~", "no", "1.10", "0x1F", "2025-09-04", "=", "<<", "\u00e9", "word", "a line")
_PIECES = st.sampled_from((*_BREAKS, *_MARKDOWN, *_YAML, *_VALUES))
_TEXTS = st.lists(st.one_of(_PIECES, st.text(_CHARACTERS, max_size=5)), max_size=8).map("".join)
# Braces are holes in the texts of a signature, and unknown holes are refused: only doubled ones stand alone.
_HOLELESS = _TEXTS.map(lambda text: text.replace("{", "{{").replace("}", "}}"))

names = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
# A record must not name itself; no generated name is as long as the start of these.
_other_names = names.map(lambda name: f"linked-record-{name}")
phrases = _TEXTS.map(lambda text: " ".join(text.replace("\r", " ").split("\n")).strip())
full_phrases = phrases.filter(bool)
proses = _TEXTS.map(prose)
full_proses = proses.filter(bool)
excerpts = _TEXTS.map(excerpt).filter(bool)
instants = st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is added
days = st.dates(min_value=date(1970, 1, 1))


def lists(of: st.SearchStrategy[object], *, least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    """Short tuples."""
    return st.lists(of, min_size=least, max_size=3).map(tuple)


windows = st.one_of(
    st.builds(Window, lines=st.integers(0, 10_000)),
    st.builds(Window, seconds=st.integers(0, 10_000_000).map(lambda milliseconds: milliseconds / 1000)),
)
_maybe_windows = st.none() | windows
_line_patterns = st.tuples(
    st.sampled_from(["", " ", "'", '"', "é ", "#", "- "]),
    st.sampled_from(["no: space ", "a #b ", "x\\y\t", '"q" ', "'s' ", "{{}} ", "disk"]),
    st.sampled_from(["", "{name}", "{}", "{n:int} left ", "{p:path}:"]),
).map("".join)
_regexes = st.sampled_from([r"a\d+(?P<n>x)", r"""["']it's\\""", " lead", "trail ", "a: b # c", "[é]+\t"])
patterns = st.one_of(
    st.builds(Line, _line_patterns, st.booleans(), st.integers(1, 9), _maybe_windows),
    st.builds(Regex, _regexes, st.booleans(), st.integers(1, 9), _maybe_windows),
)
conditions = st.recursive(
    patterns,
    lambda inner: st.one_of(
        st.builds(All, lists(inner, least=1), _maybe_windows),
        st.builds(Sequence, lists(inner, least=1), _maybe_windows),
    ),
    max_leaves=4,
)
_lone_patterns = st.one_of(st.builds(Line, _line_patterns, st.booleans()), st.builds(Regex, _regexes, st.booleans()))
exceptions = st.one_of(
    st.builds(Unless, _lone_patterns),
    st.builds(Unless, _lone_patterns, windows, st.sampled_from(["around", "before", "after"])),
)


def commands(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Command]:
    """Commands whose texts are drawn from *texts*; a destructive one has a rollback."""
    full = texts.map(prose).filter(bool)
    usual = st.builds(Command, full, st.sampled_from(PHASES), st.sampled_from(["safe", "caution"]), st.none() | full)
    grave = st.builds(Command, full, st.sampled_from(PHASES), st.just("destructive"), st.none() | full, full)
    return usual | grave


_holeless_proses = _HOLELESS.map(prose)
_examples = st.builds(Example, excerpts, st.just(False)) | st.builds(Example, excerpts, also=lists(names))

signatures = st.builds(
    Signature,
    id=names,
    title=full_phrases,
    match=lists(conditions, least=1),
    role=st.sampled_from(ROLES),
    status=st.sampled_from(STATUSES),
    severity=st.sampled_from(SEVERITIES),
    tags=lists(full_phrases),
    services=lists(full_phrases),
    generic=st.booleans(),
    yields_to=lists(_other_names),
    unless=lists(exceptions),
    explains=lists(_other_names),
    cause=_holeless_proses,
    confirm=_holeless_proses,
    fix=_holeless_proses,
    verify=_holeless_proses,
    not_when=_holeless_proses,
    prevention=_holeless_proses,
    commands=lists(commands(_HOLELESS)),
    references=lists(full_phrases),
    postmortems=lists(names),
    examples=lists(_examples),
)

_whys: st.SearchStrategy[Why] = st.deferred(
    lambda: st.builds(Why, full_proses, proses, phrases, st.just(()) | lists(_whys))
)
_maybe_names = st.just("") | _other_names
_maybe_instants = st.none() | instants
postmortems = st.builds(
    Postmortem,
    slug=names,
    title=full_phrases,
    status=st.sampled_from(STATES),
    authors=lists(full_phrases),
    owner=phrases,
    created_at=_maybe_instants,
    updated_at=_maybe_instants,
    published_at=_maybe_instants,
    reviewed_at=_maybe_instants,
    review_due=st.none() | days,
    severity=phrases,
    services=lists(full_phrases),
    environment=phrases,
    team=phrases,
    tags=lists(full_phrases),
    tldr=phrases,
    summary=proses,
    symptom=proses,
    error_excerpts=lists(excerpts),
    alert_names=lists(full_phrases),
    signatures=lists(names),
    started_at=_maybe_instants,
    detected_at=_maybe_instants,
    acknowledged_at=_maybe_instants,
    mitigated_at=_maybe_instants,
    resolved_at=_maybe_instants,
    timeline=lists(st.builds(Event, full_proses, _maybe_instants, phrases, phrases, st.booleans())),
    detection=proses,
    impact=proses,
    trigger=proses,
    root_cause=proses,
    contributing_factors=lists(full_proses),
    five_whys=lists(_whys),
    fix=proses,
    commands=lists(commands(_TEXTS)),
    confirm=proses,
    verify=proses,
    not_when=proses,
    prevention=proses,
    action_items=lists(
        st.builds(
            ActionItem,
            full_proses,
            st.sampled_from(ACTION_TYPES),
            phrases,
            st.none() | st.sampled_from(PRIORITIES),
            st.none() | days,
            st.sampled_from(ACTION_STATUSES),
            proses,
            phrases,
            _maybe_instants,
        )
    ),
    went_well=proses,
    went_wrong=proses,
    got_lucky=proses,
    lessons=proses,
    related=lists(_other_names),
    duplicate_of=_maybe_names,
    recurrence_of=_maybe_names,
    caused_by=_maybe_names,
    part_of=_maybe_names,
    source_url=phrases,
    references=lists(full_phrases),
    attachments=lists(st.builds(Attachment, full_phrases, phrases)),
)
