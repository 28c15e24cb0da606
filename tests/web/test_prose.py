"""The Markdown of records on a page."""

import pytest

from app.web.prose import is_safe_link, prose, prose_line


@pytest.mark.parametrize(
    ("name", "text", "forbidden"),
    [
        ("raw html", "<script>alert(1)</script>", "<script"),
        ("html within a line", "a <img src=x onerror=alert(1)> b", "<img"),
        ("a script address", "[x](javascript:alert(1))", "href"),
        ("a script address in disguise", "[x](JaVaScRiPt:alert(1))", "href"),
        ("a data address", "[x](data:text/html;base64,AAAA)", "href"),
        ("a local file", "[x](file:///etc/passwd)", "href"),
        ("a picture from elsewhere", "![x](https://elsewhere.example.test/x.png)", "<img"),
        ("a heading above the page's own", "# big", "<h1"),
    ],
)
def test_what_could_do_harm_is_not_rendered(name: str, text: str, forbidden: str) -> None:
    """Raw HTML, scripts, foreign pictures and top headings do not come through."""
    assert forbidden not in prose(text), name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`a < b`", "<code>a &lt; b</code>"),
        ("[x](https://docs.example.test/a)", 'href="https://docs.example.test/a" rel="noreferrer"'),
        ("[x](/signatures/disk-full)", 'href="/signatures/disk-full"'),
        ("[x](mailto:on-call@example.test)", 'href="mailto:on-call@example.test"'),
        ("- one\n- two", "<li>one</li>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
        ("## part", "<h4>part</h4>"),
    ],
)
def test_what_an_author_writes_is_rendered(text: str, expected: str) -> None:
    """Code, links, lists, tables and lower headings come through."""
    assert expected in prose(text)


def test_a_line_of_markdown_makes_no_paragraph() -> None:
    """A line within a paragraph is rendered without one of its own."""
    assert prose_line("the `disk` is full") == "the <code>disk</code> is full"


def test_a_blank_before_a_scheme_does_not_hide_it() -> None:
    """Browsers drop leading blanks of an address, so the check does too."""
    assert not is_safe_link("  javascript:alert(1)")
