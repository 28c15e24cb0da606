"""Text as a record can hold it: what was decoded wrongly put right, line ends and unstorable characters made plain."""

from dataclasses import dataclass

import ftfy

from app.records.text_forms import UNSTORABLE

# Only the decoding is put right; quotes, spaces, ligatures and entities are the author's.
_DECODING = ftfy.TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    replace_lossy_sequences=False,
    fix_c1_controls=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
_LONGEST = 20_000  # letters of a line; a longer one is no prose, and trying all code pages on it takes seconds


_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with its mark, or else the Western code page."""
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text, and how many lines of it were put right."""

    text: str
    lines: int


def repair(text: str) -> Repaired:
    """The text with each line decoded as it was meant, as far as it can be told; what cannot be is kept."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    before = text.split("\n")
    after = [_line(line) for line in before]
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    return Repaired("\n".join(after), changed)


def _line(line: str) -> str:
    if not line.isascii() and len(line) <= _LONGEST:
        line = ftfy.fix_text_segment(line, _DECODING).replace("\n", " ")
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", line)
