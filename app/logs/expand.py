"""Expand what arrived compressed, within a limit.  Knows nothing of what the bytes say."""

import zlib
from collections.abc import Callable, Iterator

import zstandard

from app.errors import BrokenCompression, TooLarge, UnknownEncoding

KNOWN_ENCODINGS = ("identity", "gzip", "zstd")

_ALIASES = {"": "identity", "x-gzip": "gzip", "zst": "zstd"}
_MAGIC = ((b"\x1f\x8b\x08", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))
# A .gz file that is posted with Content-Encoding gzip is compressed twice; nobody means more than that.
_NESTING = 2
_CHUNK = 1 << 20
# gzip's window with its header, in zlib's way of saying it
_GZIP_WINDOW = 31
# frames that ask for more memory than this are refused by the decoder
_ZSTD_WINDOW = 1 << 27


def expand(data: bytes, *, limit: int, encoding: str | None = None) -> bytes:
    """The bytes as they were before compression by *encoding*, or by what their first bytes tell.

    Raises TooLarge beyond *limit* bytes, BrokenCompression, and UnknownEncoding.
    """
    named = _named(encoding)
    if named != "identity":
        data = _expanded(data, named, limit)
    for _ in range(_NESTING - (named != "identity")):
        found = _by_magic(data)
        if found is None:
            break
        data = _expanded(data, found, limit)
    if len(data) > limit:
        raise TooLarge(what="expanded log", limit=limit, size=len(data))
    return data


def _named(encoding: str | None) -> str:
    name = (encoding or "").strip().lower()
    name = _ALIASES.get(name, name)
    if name not in KNOWN_ENCODINGS:
        raise UnknownEncoding(encoding=name, known=KNOWN_ENCODINGS)
    return name


def _by_magic(data: bytes) -> str | None:
    return next((name for magic, name in _MAGIC if data.startswith(magic)), None)


def _expanded(data: bytes, encoding: str, limit: int) -> bytes:
    if not data:
        return b""
    kept: list[bytes] = []
    size = 0
    try:
        for chunk in _EXPANDERS[encoding](data):
            size += len(chunk)
            if size > limit:
                raise TooLarge(what="expanded log", limit=limit)
            kept.append(chunk)
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise BrokenCompression(encoding=encoding, reason=str(error)) from error
    return b"".join(kept)


def _gzip_chunks(data: bytes) -> Iterator[bytes]:
    rest = data
    while rest.startswith(b"\x1f\x8b") or rest is data:
        member = zlib.decompressobj(wbits=_GZIP_WINDOW)
        while not member.eof:
            chunk = member.decompress(rest, _CHUNK)
            rest = member.unconsumed_tail
            if not chunk and not rest and not member.eof:
                raise EOFError("it ends in the middle")
            yield chunk
        # gzip files may be padded with zeros, and that is no member
        rest = member.unused_data.lstrip(b"\0")


def _zstd_chunks(data: bytes) -> Iterator[bytes]:
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    rest = data
    while rest:
        frame = decoder.decompressobj(write_size=_CHUNK)
        position = 0
        while position < len(rest) and not frame.eof:
            yield frame.decompress(rest[position : position + _CHUNK])
            position += _CHUNK
        if not frame.eof:
            raise EOFError("it ends in the middle")
        rest = frame.unused_data + rest[position:]


_EXPANDERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {"gzip": _gzip_chunks, "zstd": _zstd_chunks}
