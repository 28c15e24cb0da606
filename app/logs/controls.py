"""Take away what a terminal or a pipeline's page acts upon and a reader never sees: colours, cursor moves, folds."""

import re

# in this order: CSI (colours, cursor), OSC (titles, links), character sets, two-byte sequences
_ESCAPES = re.compile(
    rb"(?:\x1b\[|\xc2\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\)|\x1b[()*+][0-9A-Za-z]|\x1b[ -~]?"
)
# what syslog daemons and `cat -v` make of a colour
_SPELLED = re.compile(rb"(?:#033|\^\[)\[[0-9;]{0,12}[mK]")
# Buildkite's time of a line is not shown, and is left in what a browser copies.
_BUILDKITE = re.compile(rb"\x1b(_bk;t=\d{13})\x07")
_FOLDS = re.compile(rb"section_(?:start|end):\d{1,12}:[\w.\-]{1,200}(?:\[[\w=,.]{0,200}\])?\r?")
_HEAD = 1 << 14
_OTHERS = bytes(code for code in range(32) if code not in b"\t\n\r\x1b") + b"\x7f"


def without_controls(text: bytes) -> bytes:
    """The text without colours, cursor moves, GitLab's section marks and other control characters."""
    if b"section_" in text:
        text = _FOLDS.sub(b"", text)
    if b"\x1b" in text or b"\xc2\x9b" in text:
        text = _BUILDKITE.sub(rb"\1", text)
        text = _ESCAPES.sub(b"", text)
    if b"#033[" in text or b"^[[" in text:
        text = _SPELLED.sub(b"", text)
    # what editors and pagers make of the return of a Windows line end
    if text.find(b"^M\n", 0, _HEAD) >= 0:
        text = text.replace(b"^M\n", b"\n")
    return text.translate(None, _OTHERS)
