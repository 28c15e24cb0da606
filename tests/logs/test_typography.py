"""What chat programs, mail and web pages make of a text is undone, and JSON stays JSON."""

import pytest

from app.logs import read

LIMIT = 1 << 20


def line_of(text: str) -> str:
    """The one line that is read from a text."""
    log = read(text.encode(), limit=LIMIT)
    assert len(log) == 1
    return log.line(0)


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("a\u00a0b\u2009c\u202fd\u3000e", "a b c d e"),
        ("no\u200b room\ufeff le\u00adft\u2060", "no room left"),
        ("can\u2019t open \u2018x\u2019", "can't open 'x'"),
        ("no \u201croom\u201d and \u201eno bed\u201c", 'no "room" and "no bed"'),
        ("a\u2028b", "a b"),
        ("timeout\uff1a 3", "timeout: 3"),
        ("\u9519\u8bef\uff1a\u8d85\u65f6", "\u9519\u8bef\uff1a\u8d85\u65f6"),
        ("secret &quot;x&quot; isn&#39;t &lt;there&gt; &amp; gone", 'secret "x" isn\'t <there> & gone'),
        ("secret &amp;quot;x&amp;quot;", 'secret "x"'),
        ("caf\u00e9 \u2192 \u251c\u2500\u2500", "caf\u00e9 \u2192 \u251c\u2500\u2500"),
        ("/find?a=1&amp;b=2", "/find?a=1&amp;b=2"),
        ('<a title="x">&quot;y&quot;</a>', '<a title="x">&quot;y&quot;</a>'),
    ],
)
def test_a_text_is_plain_again(pasted: str, line: str) -> None:
    """Quotes, blanks and escapes are those that the software wrote; other characters stay."""
    assert line_of(pasted) == line


def test_quotes_within_json_do_not_end_its_texts() -> None:
    """A curly quote becomes a single one where double ones delimit."""
    assert line_of('{"level": "error", "msg": "no \u201croom\u201d &quot;left&quot;"}') == "no 'room' &quot;left&quot;"
