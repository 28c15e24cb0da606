"""Undo what chat programs, mail and web pages do to a text: typographic quotes, odd blanks, HTML's escapes."""

import re

_BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_PLAIN = {
    character.encode(): plain
    for characters, plain in (
        (_BLANKS, b" "),
        (_INVISIBLE, b""),
        ("\u2018\u2019\u201a\u201b", b"'"),
        ("\u2010\u2011", b"-"),
    )
    for character in characters
}
_TYPOGRAPHIC = re.compile(
    rb"\xc2[\xa0\xad]|\xe2\x80[\x80-\x91\x98-\x9b\xa8-\xaf]|\xe2\x81[\x9f-\xa9]|\xe3\x80\x80|\xef\xbb\xbf"
)
_DOUBLE_QUOTE = re.compile(rb"\xe2\x80[\x9c-\x9f]")
_QUOTING_LINE = re.compile(rb"^[^\n]*?\xe2\x80[\x9c-\x9f][^\n]*$", re.MULTILINE)
# A colon or bracket as wide as a Chinese character, in a text that is not Chinese: readers of screenshots write them.
_WIDE = re.compile(r"(?<=[!-~])[\uff01\uff03-\uff5e]")
_WIDE_LEADS = (b"\xef\xbc", b"\xef\xbd")
_TO_NARROW = 0xFF01 - ord("!")

_ENTITIES = {
    b"quot": b'"',
    b"#34": b'"',
    b"#x22": b'"',
    b"#39": b"'",
    b"#039": b"'",
    b"#x27": b"'",
    b"apos": b"'",
    b"#96": b"`",
    b"#x60": b"`",
    b"lt": b"<",
    b"gt": b">",
    b"amp": b"&",
    b"nbsp": b" ",
    b"#160": b" ",
    b"#x2F": b"/",
    b"#47": b"/",
}
_ENTITY = re.compile(rb"&((?:amp;){0,2})(" + b"|".join(re.escape(name) for name in _ENTITIES) + rb");")
_SIGN = re.compile(rb"&(?:amp;)*(?:quot|#34|#0?39|#x27|apos|lt|gt|nbsp);")
# Whoever escapes a line leaves no quote of the other kind in it: one that has both holds a piece of HTML.
_ESCAPED_LINE = re.compile(rb"^[^\n\"]*&(?:amp;)*(?:quot|#34|#0?39|#x27|apos|lt|gt|nbsp);[^\n\"]*$", re.MULTILINE)


def without_typography(text: bytes) -> bytes:
    """The text with plain quotes and blanks, without invisible characters, in the same lines."""
    if not text.isascii():
        text = _TYPOGRAPHIC.sub(lambda match: _PLAIN.get(match[0], match[0]), text)
        if _DOUBLE_QUOTE.search(text):
            text = _QUOTING_LINE.sub(_quoted, text)
        if any(lead in text for lead in _WIDE_LEADS):
            text = _WIDE.sub(lambda match: chr(ord(match[0]) - _TO_NARROW), text.decode()).encode()
    return _ESCAPED_LINE.sub(_unescaped, text) if _SIGN.search(text) else text


def _quoted(line: re.Match[bytes]) -> bytes:
    """The line with plain double quotes, or single ones where it has double quotes of its own, as JSON does."""
    return _DOUBLE_QUOTE.sub(b"'" if b'"' in line[0] else b'"', line[0])


def _unescaped(line: re.Match[bytes]) -> bytes:
    return _ENTITY.sub(lambda match: _ENTITIES[match[2]], line[0])
