"""Whatever bytes come, a log comes out."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.logs import entry_at, grade, mask_log, read, when

LIMIT = 1 << 24
_FRAGMENTS = [
    b"\n",
    b"\r",
    b"\r\n",
    b"\t",
    b" ",
    b"\0",
    b"\x1b[31m",
    b"\xff\xfe",
    b"{",
    b"}",
    b"[{",
    b'{"log":"a\\n","stream":"s","time":"t"}',
    b'{"level":50,"time":1e99,"msg":"a\\nb","err":{"stack":"c\\nd"}}',
    b'{"textPayload":"x","severity":1,"timestamp":{}}',
    b'{"MESSAGE":[300,-1,"x"],"PRIORITY":[]}',
    b"2025-01-31T07:43:46.124670239Z stderr P ",
    b"2025-01-31T07:43:46.1246702Z ",
    b"2025-01-31T07:43:46.124670Z 00O+",
    b"99:99:99 ",
    b"Jan 31 07:43:46 n a[1]: ",
    b"<999>1 ",
    b"api-1  | ",
    b"api  | ",
    b"[pod/a/b] ",
    b'level=error msg="x\\',
    b"E1027 99:10:31.220450   31120 a.go:1] ",
    b'Traceback (most recent call last):\n  File "a", line 1\n    x\n',
    b"The above exception was the direct cause of the following exception:\n",
    b"ValueError: x",
    b"\tat a.B.c(D.java:1)\n",
    b"Caused by: x\n",
    b"goroutine 1 [running]:\nmain.f()\n\t/a.go:1 +0x1\n",
    b"thread 'main' panicked at a.rs:1:1:\n",
    b"a.rb:1:in `x': y (Z)\n",
    b"> ",
    b"12\tx\n13\ty\n",
    b"api.log:7:",
    b'date,message,"pod"\n',
    b'1,"a\nb",c\n',
    b"| time | message |\n| 1 | x | y |\n",
    b'2025-01-31 07:43:46.124 UTC,"a","b",1,' + b"," * 30,
    b"---\nseverity: ERROR\ntextPayload: |-\n  x\n",
    b'---\ntextPayload: "\\x\n  y\n',
    b"##teamcity[message text='|0x00e9|n|' status='ERROR']\n",
    b"Body: Str(",
    b'[{"level":50,"msg":"a"},{"events":[{}]}]\n',
    b'{"status":"success","data":{"result":[{"values":[["1738309426124670239","x\\ny"],[1]]}]}}\n',
    b'\n  [\n "1738309426124670239",\n "x"\n ],\n"values": [\n{\n',
    b'api: Traceback (most recent call last):\napi:   File "a", line 1\n',
    b"web-1 \tat a.b(\nweb-2 \tat c.d(\n",
    "\u201c&quot;\u201d \u00a0\u200b \uff1a".encode(),
    b"password=",
    b"://a:b@c",
    b"-----BEGIN RSA PRIVATE KEY-----\n",
    "é𝄞\u2028".encode(),
    b"x" * 80 + b"\n",
]
_BYTES = st.lists(st.one_of(st.sampled_from(_FRAGMENTS), st.binary(max_size=12)), max_size=40).map(b"".join)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["error", "msg", "stack", "status"]), inner)
    ),
    max_leaves=8,
)
_RECORDS = st.dictionaries(
    st.sampled_from(
        [
            "message",
            "msg",
            "level",
            "time",
            "ts",
            "severity",
            "log",
            "log.level",
            "error",
            "err",
            "textPayload",
            "jsonPayload",
            "protoPayload",
            "resource",
            "labels",
            "stream",
            "MESSAGE",
            "PRIORITY",
            "t",
            "s",
            "c",
            "httpRequest",
            "insertId",
            "errorType",
            "errorMessage",
        ]
    ),
    _VALUES,
    max_size=8,
)


def check(data: bytes) -> None:
    """Read the bytes and check what holds for every log."""
    if data.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return
    log = read(data, limit=LIMIT)
    numbers, ends = log.numbers.tolist(), log.end_numbers.tolist()

    assert log.text.decode().count("\n") == len(log) == len(numbers) == len(ends)
    assert numbers == sorted(numbers)
    assert all(1 <= first <= last <= log.pasted_lines for first, last in zip(numbers, ends, strict=True))
    for index in range(len(log)):
        entry = entry_at(log, index)
        assert 0 <= entry.first <= index <= entry.last < len(log)
        assert all(entry.first <= message <= entry.last for message in entry.messages)
        grade(log, index)
        when(log, index)


@settings(max_examples=150, deadline=None)
@given(_BYTES)
def test_any_bytes_are_a_log(data: bytes) -> None:
    """Reading never fails, numbers never go back and every line is in its entry."""
    check(data)


@settings(max_examples=100, deadline=None)
@given(st.lists(_RECORDS, max_size=4), st.sampled_from([None, 2]))
def test_any_records_are_a_log(records: list[dict[str, object]], indent: int | None) -> None:
    """Records with any values in the fields that are looked at are read."""
    check("\n".join(json.dumps(record, indent=indent) for record in records).encode())


@settings(max_examples=150, deadline=None)
@given(_BYTES)
def test_masking_twice_is_masking_once(data: bytes) -> None:
    """What is masked has nothing left to mask, and as many lines as before."""
    text = data.decode("utf-8", "replace")
    once = mask_log(text)
    twice = mask_log(once.text)

    assert (twice.text, twice.counts) == (once.text, {})
    assert once.text.count("\n") == text.count("\n")
