"""Libraries to match with, each with lines that its signatures match: the starter library, and generated ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.logs import read
from app.matching.engine import Engine
from app.matching.patterns import Pattern, compile_line, compile_regex
from app.matching.signature import All, Condition, Line, Regex, Sequence, Signature
from app.records.signature_yaml import parse_signature

_THINGS = (
    "ledger", "mailbox", "socket", "index", "volume", "token", "lease", "shard", "replica", "snapshot", "bucket",
    "certificate", "manifest", "partition", "cursor", "channel", "session", "journal", "archive", "widget",
)  # fmt: skip
_PARTS = (
    "billing", "search", "ingest", "gateway", "identity", "pricing", "catalogue", "shipping", "alerts", "reports",
    "media", "audit", "quota", "geo", "chat", "sync", "tax", "vault", "proxy", "router", "metrics", "backup", "crawler",
    "planner", "printer",
)  # fmt: skip
_VERBS = (
    "open", "lock", "renew", "flush", "mount", "parse", "verify", "rotate", "attach", "merge", "split", "drain", "seal",
    "decode", "resize", "export", "import", "restore", "truncate", "reclaim",
)  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """Signatures, all their single-line patterns, and texts of lines that have one of them."""

    name: str
    signatures: tuple[Signature, ...]
    patterns: tuple[Pattern, ...]
    hits: tuple[str, ...]


def starter(folder: Path, *, most: int | None = None) -> Subject:
    """The starter library, or the first *most* of it, with the lines of its own examples."""
    files = sorted(folder.glob("*.yaml"))[:most]
    parsed = [parse_signature(file.read_text(encoding="utf-8"), path=file.name) for file in files]
    signatures = tuple(one.draft for one in parsed if one.draft is not None and not one.problems)
    patterns = patterns_of(signatures)
    return Subject(f"starter, {len(signatures)}", signatures, patterns, tuple(_matching_lines(signatures, patterns)))


def synthetic(count: int) -> Subject:
    """Generated signatures of one condition each: three in five plain text, one with a hole, one a regular expression."""
    made = [_generated(number) for number in range(count)]
    signatures = tuple(signature for signature, _ in made)
    return Subject(f"synthetic, {count}", signatures, patterns_of(signatures), tuple(hit for _, hit in made))


def patterns_of(signatures: Iterable[Signature]) -> tuple[Pattern, ...]:
    """The patterns of all conditions, each once."""
    conditions = dict.fromkeys(leaf for signature in signatures for leaf in _leaves(signature))
    return tuple(_compiled(condition) for condition in conditions)


def _leaves(signature: Signature) -> Iterator[Line | Regex]:
    for condition in signature.match:
        yield from _parts(condition)
    for guard in signature.unless:
        yield guard.condition


def _parts(condition: Condition) -> Iterator[Line | Regex]:
    if isinstance(condition, All | Sequence):
        for part in condition.conditions:
            yield from _parts(part)
    else:
        yield condition


def _compiled(condition: Line | Regex) -> Pattern:
    compile_condition = compile_line if isinstance(condition, Line) else compile_regex
    return compile_condition(condition.pattern, ignore_case=condition.ignore_case)


def _matching_lines(signatures: Iterable[Signature], patterns: tuple[Pattern, ...]) -> Iterator[str]:
    engine = Engine(patterns)
    for signature in signatures:
        for example in signature.examples:
            if example.matches:
                log = read(example.log.encode(), limit=1 << 20)
                found = engine.search(log)
                yield from (
                    log.line(int(line)) for line in sorted({line for lines in found.values() for line in lines})
                )


def _generated(number: int) -> tuple[Signature, str]:
    """The signature of this number, and a text that it matches."""
    rest, part = divmod(number, len(_PARTS))
    verb, thing = divmod(rest, len(_THINGS))
    what = f"{_PARTS[part]}: cannot {_VERBS[verb % len(_VERBS)]} the {_THINGS[thing]}"
    condition: Line | Regex = Line(what)
    hit = f"{what}, attempt {number % 7}"
    if number % 5 == 3:
        condition, hit = Line(f"{what} {{name:word}}: status {{code:int}}"), f"{what} item-{number}: status {number}"
    if number % 5 == 4:
        condition, hit = Regex(rf"{what} \((?:code|errno) (?P<code>\d+)\)"), f"{what} (errno {number})"
    return Signature(id=f"synthetic-{number}", title=what, match=(condition,)), hit
