"""Draft a line pattern from one line of a log: holes where texts vary, and the words, codes and names that tell."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.matching.varying import FILES, VARYING, Kind, kind_of, message_of

# What is put back first where a pattern is too general: quoted values and names tell more than paths and addresses do.
NAMES: frozenset[Kind] = frozenset({"quoted", "name"})
PLACES: frozenset[Kind] = NAMES | {"path", "url", "address"}

LONGEST = 240
_LONG_VALUE = 4


@dataclass(frozen=True, slots=True)
class Hole:
    """A place in a line whose text varies, with the *value* that it has here."""

    name: str
    kind: str
    value: str

    def written(self, name: str) -> str:
        """The hole as a pattern has it, under this name."""
        return f"{{{name}:{self.kind}}}" if self.kind else f"{{{name}}}"


Piece = str | Hole


def draft_pattern(text: str, *, keep: frozenset[Kind] = frozenset()) -> str:
    """A pattern for lines that say the same as *text*; what is of a kind to *keep* stays.  Empty where nothing does."""
    return _written(_trimmed(_pieces(message_of(text), keep)))


def _pieces(text: str, keep: frozenset[Kind]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for found in VARYING.finditer(text):
        kind = kind_of(found)
        around = _Around(text[at : found.start()], text[found.end() :], keep)
        pieces += [around.before, *([found[0]] if kind in keep else _MAKERS[kind](found[0], around))]
        at = found.end()
    return [*pieces, text[at:]]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands before (up to the hole before) and after something that varies, and what is to be kept."""

    before: str
    after: str
    keep: frozenset[Kind]


_Maker = Callable[[str, _Around], list[Piece]]


def _as_it_is(text: str, _around: _Around) -> list[Piece]:
    return [text]


def _hole(name: str, kind: str = "word") -> _Maker:
    return lambda text, _around: [Hole(name, kind, text)]


def _url(text: str, _around: _Around) -> list[Piece]:
    scheme, sign, rest = text.partition("://")
    if scheme in ("http", "https"):
        return [Hole("url", "word", text)]
    return [scheme + sign, Hole("address", "word", rest)]


def _path(text: str, _around: _Around) -> list[Piece]:
    """The file names of tools tell; the folders that they are in do not."""
    at = max(text.rfind("/"), text.rfind("\\")) + 1
    kind = "word" if ":" in text else "path"
    if not re.fullmatch(FILES, text[at:]):
        return [Hole("path", kind, text)]
    return [Hole("folder", kind, text[: at - 1]), text[at - 1 :]] if at > 1 else [text]


def _quoted(text: str, around: _Around) -> list[Piece]:
    """A value in quotes is a name; a message in quotes is treated like any other text."""
    mark = text[: 2 if text[0] == "\\" else 1]
    inner = text[len(mark) : -len(mark)]
    if not any(character.isalnum() for character in inner) or re.fullmatch(FILES, inner):
        return [text]
    if len(inner.split()) > _LONGEST_NAME:
        return [mark, *_pieces(inner, around.keep), mark]
    is_word = not re.search(r"[\s\"'`]", inner)
    return [mark, Hole(_named_before(around.before) or "name", "word" if is_word else "", inner), mark]


def _name(text: str, around: _Around) -> list[Piece]:
    """A key with its value, a word such as "table" with the name after it, or a name alone."""
    key, sign, value = text.partition("=")
    if sign:
        quote = value[0] if value[0] in "\"'" else ""
        inner = value[1:-1] if quote else value
        if quote and key.lower() in _MESSAGE_KEYS:
            return [key + sign + quote, *_pieces(inner, around.keep), quote]
        return [key + sign + quote, Hole(_identifier(key), "" if quote else "word", inner), quote] if inner else [text]
    word, blank, name = _SPLIT.match(text).groups() if _SPLIT.match(text) else ("", "", text)  # type: ignore[union-attr]
    if "@" in name and not word:
        return [Hole("email", "word", name)]
    return [word + blank, Hole(_identifier(word) or _named_before(around.before) or "name", "word", name)]


def _id(text: str, around: _Around) -> list[Piece]:
    return [Hole(_named_before(around.before) or "id", "word", text)]


def _number(text: str, around: _Around) -> list[Piece]:
    kind = "int" if text.isdecimal() else "word"
    if re.match(r"v?\d+\.\d+\.\d", text):
        return [Hole("version", "word", text)]
    after = _UNIT_AFTER.match(around.after)
    return [Hole(_named_before(around.before) or (after[1] if after else "number"), kind, text)]


_MAKERS: dict[Kind, _Maker] = {
    "secret": _hole("", ""),
    "time": _hole("time", ""),
    "id": _id,
    "code": _as_it_is,
    "url": _url,
    "address": _hole("address"),
    "quoted": _quoted,
    "path": _path,
    "name": _name,
    "number": _number,
}

# Text in quotes of more words than this is a message.
_LONGEST_NAME = 3
_MESSAGE_KEYS = frozenset({"msg", "message", "error", "err", "reason", "detail", "cause", "description"})
_SPLIT = re.compile(r"([A-Za-z]+)(\s+)(\S+)\Z")
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z_]{1,19})(?:[ =:#(\[]{1,3})(?:\\?[\"'`])?\Z")
_NAMED_BEFORE = re.compile(r"([A-Za-z][A-Za-z_]{1,19}) (?:named|name|called)[ :=]{1,2}\Z")
_UNIT_AFTER = re.compile(r" ?([a-z]{2,16})\b")
_SAY_NOTHING = frozenset(
    re.findall(
        r"\w+",
        "to of in at after for is was with from by than exceeds the an and or on as not only has have be are within over under about took"
        " reading between into if no error failed because that this does did it so via per up",
    )
)


def _named_before(before: str) -> str:
    """The name that the words before a value give it; empty where they give none."""
    found = _NAMED_BEFORE.search(before) or _WORD_BEFORE.search(before)
    name = _identifier(found[1]) if found else ""
    return "" if name in _SAY_NOTHING else name


def _identifier(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_").lower().lstrip("0123456789")


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Joined and cut to length, without holes at the start, and with one hole where two meet."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str) and isinstance(last, str):
            joined[-1] = last + piece
        elif isinstance(piece, Hole) and isinstance(last, Hole):
            joined[-1] = Hole("", "", last.value + piece.value)
        elif piece:
            joined.append(piece)
    while joined and not _begins(joined[0]):
        joined.pop(0)
    if joined and isinstance(joined[0], str):
        joined[0] = joined[0].lstrip(" ,.;:|-)]}>")
    return _cut(joined)


def _begins(piece: Piece) -> bool:
    """Whether a pattern can begin with this: text that says something."""
    return isinstance(piece, str) and re.search(r"\w", piece) is not None


def _cut(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    length = 0
    for piece in pieces:
        size = len(piece) if isinstance(piece, str) else len(piece.name) + 8
        if length + size > LONGEST:
            if isinstance(piece, str):
                kept.append(piece[: LONGEST - length].rsplit(" ", 1)[0])
            break
        kept.append(piece)
        length += size
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip()
    return kept


def _written(pieces: Sequence[Piece]) -> str:
    names: dict[str, str] = {}  # each name with the value that it stands for
    return "".join(
        piece.replace("{", "{{").replace("}", "}}") if isinstance(piece, str) else piece.written(_free(piece, names))
        for piece in pieces
    )


def _free(hole: Hole, names: dict[str, str]) -> str:
    """A name for a hole: that of an equal value if there is one, for then the two vary together."""
    if not hole.name:
        return ""
    same = next((name for name, value in names.items() if value == hole.value and len(value) >= _LONG_VALUE), None)
    if same:
        return same
    name, number = hole.name, 1
    while name in names:
        number += 1
        name = f"{hole.name}{number}"
    names[name] = hole.value
    return name
