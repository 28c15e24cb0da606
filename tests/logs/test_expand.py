"""Compressed logs are expanded within a limit."""

import gzip

import pytest
import zstandard

from app.errors import BrokenCompression, TooLarge, UnknownEncoding
from app.logs import read

TEXT = b"first\nsecond\n"
LIMIT = 1 << 20


def packed(data: bytes) -> bytes:
    """The data in gzip, without a time, so that it is the same for every worker."""
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("plain", TEXT, None),
        ("identity by name", TEXT, "identity"),
        ("gzip by its first bytes", packed(TEXT), None),
        ("gzip by name", packed(TEXT), "gzip"),
        ("gzip by its old name", packed(TEXT), "X-GZIP"),
        ("gzip of two members", packed(b"first\n") + packed(b"second\n"), None),
        ("gzip padded with zeros", packed(TEXT) + b"\0" * 100, None),
        ("zstd by its first bytes", zstandard.compress(TEXT), None),
        ("zstd by name", zstandard.compress(TEXT), "zstd"),
        ("zstd of two frames", zstandard.compress(b"first\n") + zstandard.compress(b"second\n"), None),
        ("a gzip file sent as gzip", packed(packed(TEXT)), "gzip"),
        ("a zstd file sent as gzip", packed(zstandard.compress(TEXT)), "gzip"),
    ],
)
def test_every_compression_gives_the_same_log(name: str, data: bytes, encoding: str | None) -> None:
    """A log reads the same whatever it was compressed with."""
    log = read(data, limit=LIMIT, encoding=encoding)

    assert log.text == TEXT, name
    assert log.size == len(TEXT)


@pytest.mark.parametrize("compress", [packed, zstandard.compress, bytes])
def test_a_log_over_the_limit_is_refused(compress: object) -> None:
    """More bytes after expansion than the limit are refused, with the limit as a fact."""
    data = compress(b"x" * 5000)  # type: ignore[operator]

    with pytest.raises(TooLarge) as caught:
        read(data, limit=4999)

    assert (caught.value.what, caught.value.limit) == ("expanded log", 4999)


@pytest.mark.parametrize(
    ("data", "encoding", "named"),
    [
        (packed(TEXT * 100)[:-12], None, "gzip"),
        (zstandard.compress(TEXT * 100)[:-3], None, "zstd"),
        (b"no gzip at all", "gzip", "gzip"),
        (b"no zstd at all", "zstd", "zstd"),
    ],
)
def test_broken_compression_is_an_error_that_names_it(data: bytes, encoding: str | None, named: str) -> None:
    """What cannot be expanded is refused, and the error says which compression it claimed to be."""
    with pytest.raises(BrokenCompression) as caught:
        read(data, limit=LIMIT, encoding=encoding)

    assert caught.value.encoding == named


@pytest.mark.parametrize("encoding", ["br", "deflate", "compress"])
def test_an_encoding_that_is_not_read_is_refused(encoding: str) -> None:
    """An unknown encoding is refused with the list of known ones."""
    with pytest.raises(UnknownEncoding) as caught:
        read(TEXT, limit=LIMIT, encoding=encoding)

    assert caught.value.known == ("identity", "gzip", "zstd")


def test_nothing_compressed_is_nothing() -> None:
    """No bytes with an encoding are an empty log."""
    assert len(read(b"", limit=LIMIT, encoding="gzip")) == 0
