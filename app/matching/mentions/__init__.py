"""Tell a line that only mentions a failure from one that is a failure: a passing test, a changelog, a help text."""

from app.matching.mentions.mention import mention
from app.matching.mentions.spans import Span, bare

__all__ = ["Span", "bare", "mention"]
