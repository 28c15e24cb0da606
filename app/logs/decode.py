"""Turn bytes of any encoding into valid UTF-8 with plain line ends.  Nothing that it is given is an error."""

import codecs

# UTF-32's mark begins with UTF-16's, so it goes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Western text in UTF-16 has a NUL in nearly every second byte; this share of them decides.
_SAMPLE = 4096
_NUL_SHARE = 0.7
_LEAST_NULS = 4


def decode(data: bytes) -> bytes:
    """The text in UTF-8: marks and NULs gone, broken characters replaced by U+FFFD, CR LF made LF.

    A lone CR stays, because it separates what a progress bar wrote on one line; in a text without any LF it is the
    line end of old Macs and becomes LF.
    """
    return _plain_line_ends(_utf8(data))


def _utf8(data: bytes) -> bytes:
    encoding, skip = _encoding(data)
    if encoding != "utf-8":
        text = data[skip:].decode(encoding, "replace").replace("\0", "")
        return text.encode("utf-8", "replace")
    data = data[skip:]
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace").encode()
    return data


def _encoding(data: bytes) -> tuple[str, int]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    for name, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        nuls = sample[first::2].count(0)
        others = sample[1 - first :: 2].count(0)
        if nuls >= _LEAST_NULS and nuls > _NUL_SHARE * len(sample) / 2 and others < nuls / _LEAST_NULS:
            return name, 0
    return "utf-8", 0


def _plain_line_ends(text: bytes) -> bytes:
    if b"\r" not in text:
        return text
    if b"\n" not in text:
        return text.replace(b"\r", b"\n")
    return text.replace(b"\r\n", b"\n")
