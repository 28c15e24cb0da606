"""Render the Markdown of a record: no raw HTML, no pictures from elsewhere, links only to where a link may lead."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

# A scheme is letters up to the first colon; an address without one is relative and stays on this host.
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto"})

# The page's own headings go down to the third level; a record's text must not stand above them.
_HEADINGS_FROM = 3
_LOWEST_HEADING = 6


def prose(text: str) -> Markup:
    """The HTML of a Markdown text."""
    return Markup(_renderer().render(text))  # noqa: S704 (raw HTML is off, so all that a record says is escaped)


def prose_line(text: str) -> Markup:
    """The HTML of one line of Markdown, to stand within a paragraph."""
    return Markup(_renderer().renderInline(text))  # noqa: S704 (as above)


def is_safe_link(address: str) -> bool:
    """Whether an address is relative or of a scheme that only opens a page or a letter."""
    scheme = _SCHEME.match(address)
    return scheme is None or scheme[1].lower() in _SCHEMES


def is_web_address(text: str) -> bool:
    """Whether a text is an address that a page may link to as it stands."""
    return text.startswith(("https://", "http://"))


@cache
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("js-default").disable("image")
    markdown.validateLink = is_safe_link  # type: ignore[method-assign, assignment]
    markdown.add_render_rule("heading_open", _lowered_heading)
    markdown.add_render_rule("heading_close", _lowered_heading)
    markdown.add_render_rule("link_open", _link)
    markdown.add_render_rule("fence", _block)
    markdown.add_render_rule("code_block", _block)
    return markdown


def _lowered_heading(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, _: Any) -> str:  # noqa: ANN401 (the library's own signature)
    level = min(int(tokens[at].tag[1]) + _HEADINGS_FROM - 1, _LOWEST_HEADING)
    tokens[at].tag = f"h{level}"
    return renderer.renderToken(tokens, at, options, {})


def _link(renderer: RendererHTML, tokens: Sequence[Token], at: int, options: Any, _: Any) -> str:  # noqa: ANN401 (the library's own signature)
    # The address of a diagnosis is a secret of those who have it: it must not travel as a referrer.
    tokens[at].attrSet("rel", "noreferrer")
    return renderer.renderToken(tokens, at, options, {})


def _block(_: RendererHTML, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:  # noqa: ANN401 (the library's own signature)
    # What is wider than a phone is scrolled, also by keyboard.
    return f'<pre tabindex="0"><code>{escapeHtml(tokens[at].content)}</code></pre>\n'
