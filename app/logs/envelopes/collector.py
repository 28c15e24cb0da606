"""What the OpenTelemetry collector prints of a record when it is told to show all."""

from app.logs.envelopes.unwrapped import Unwrapped

_BODY = b"Body: Str("


def body(line: bytes) -> Unwrapped | None:
    """The line of a record that holds its text."""
    return Unwrapped("opentelemetry", line[len(_BODY) :].removesuffix(b")")) if line.startswith(_BODY) else None
