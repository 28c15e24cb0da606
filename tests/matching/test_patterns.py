"""What an author writes becomes one RE2 expression, or a fault with a hint."""

import pytest
import re2

from app.matching.patterns import PatternFault, compile_line, compile_regex
from app.matching.signature import Line, Regex
from tests.matching.conftest import diagnose, log_of, signature

NUMPY = "numpy.{object:word} size changed, may indicate binary incompatibility. Expected {expected:int}{}got {got:int}"

CAPTURED = [
    ("typed hole before an untyped one is greedy", NUMPY, "numpy.dtype size changed, may indicate binary "
     "incompatibility. Expected 96 from C header, got 88 from PyObject", {"object": "dtype", "expected": "96", "got": "88"}),
    ("a word stops at a quote", "module named '{module:word}'", "No module named 'a.b'; x", {"module": "a.b"}),
    ("shortest run between texts", "from {a} to {b} end", "from x to y to z end", {"a": "x", "b": "y to z"}),
    ("an untyped hole at the end takes the rest", "failed: {why}", "it failed: no space left", {"why": "no space left"}),
    ("a typed hole at the end stops at its class", "port {port:int}", "port 8000/tcp", {"port": "8000"}),
    ("a path stops at a colon", "open {file:path}", "open /etc/x.conf: no such file", {"file": "/etc/x.conf"}),
    ("a word goes on to the first text that fits", "dial {host:word}:{port:int}", "dial db:a:80", {"host": "db:a", "port": "80"}),
    ("braces are doubled", "map {{{key}}} end", "map {a} end", {"key": "a"}),
    ("regular characters mean themselves", "exit (1) [a.b] {x:word}", "exit (1) [a.b] ok", {"x": "ok"}),
    ("non-ASCII text", "Zugriff verweigert für {wer}", "Zugriff verweigert für Jörg", {"wer": "Jörg"}),
    ("the same name twice is the same value", "cannot copy {f:path} onto {f:path} again", "cannot copy /a onto /a again", {"f": "/a"}),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "line", "expected"), [case[1:] for case in CAPTURED], ids=[c[0] for c in CAPTURED])
def test_holes_capture(pattern: str, line: str, expected: dict[str, str]) -> None:
    """A hole captures the run that its class and its neighbours allow."""
    diagnosis = diagnose(log_of(line), signature("it", pattern))

    assert list(diagnosis.findings[0].captures.items()) == list(expected.items())


def test_a_name_twice_with_different_values_does_not_match() -> None:
    """The same name twice must capture the same value."""
    diagnosis = diagnose(
        log_of("cannot copy /a onto /b again"), signature("it", "cannot copy {f:path} onto {f:path} again")
    )

    assert diagnosis.findings == ()


FAULTY_LINES = [
    ("{a} x", "starts with the hole {a}", "begin with the text before it"),
    ("x {a:float}", 'unknown class "float"', "word, int and path"),
    ("x } y", 'a lone "}"', '"}}"'),
    ("x { y", 'a lone "{"', '"{{"'),
    ("{1x} y", "is not a hole", "{name:word}"),
    ("   ", "no text to look for", "words of the message"),
    ("{a}{b}", "no text to look for", "words"),
    ("one\ntwo", "line break", "sequence:"),
]


@pytest.mark.parametrize(("pattern", "what", "mend"), FAULTY_LINES)
def test_faulty_line_patterns_are_refused_with_a_hint(pattern: str, what: str, mend: str) -> None:
    """A line pattern that cannot be used says why and how to mend it."""
    with pytest.raises(PatternFault) as caught:
        compile_line(pattern)

    assert what in caught.value.what
    assert mend in caught.value.help


FAULTY_REGEXES = [
    (r"(a+)\1", "back-reference", "use a hole"),
    (r"(?P<x>a)(?P=x)", "back-reference", "use a hole"),
    (r"foo(?=bar)", "look-around", "unless:"),
    (r"(?<!x)foo", "look-around", "unless:"),
    (r"(?:a{900}){900}", "", ""),
    (r"a*", "matches the empty text", "required"),
    (r"", "is empty", "line:"),
    (r"(unclosed", "not an RE2 expression", "RE2 syntax"),
    (r"[\d\D]{1,900}x", "steps", "shorten repeats"),
]


@pytest.mark.parametrize(("pattern", "what", "mend"), FAULTY_REGEXES)
def test_faulty_expressions_are_refused_with_a_hint(pattern: str, what: str, mend: str) -> None:
    """A regular expression that RE2 refuses, or that would be slow or match everything, says why."""
    with pytest.raises(PatternFault) as caught:
        compile_regex(pattern)

    assert what in caught.value.what
    assert mend in caught.value.help


ATOMS = [
    ("no module named (?P<m>\\S+) here!", {b"no module named "}),
    ("(?:refused|reset) by peer", {b" by peer"}),
    ("(?:out of memory|no space left)", {b"out of memory", b"no space left"}),
    ("(?:connection refused|connection reset)", {b"connection re"}),
    ("a|bcdef", set()),
    ("x?yz", set()),
    ("(?:abcd)+", {b"abcd"}),
    ("(?:abcd)*xyz", {b"xyz"}),
    ("[Cc]onnection", {b"Connection", b"connection"}),
    ("(?i)[Cc]onnection é lost", {b" lost"}),
    ("[a-f]connection", {b"connection"}),
    (r"\p{L}abcde", set()),
]


@pytest.mark.parametrize(("expression", "atoms"), ATOMS)
def test_atoms_are_what_every_match_contains(expression: str, atoms: set[bytes]) -> None:
    """Atoms are literals of which every match has one; where none can be found there are none."""
    assert {atom.text for atom in compile_regex(expression).atoms} == atoms


def test_an_expression_that_python_cannot_parse_still_matches() -> None:
    """RE2's own syntax has no atom and works all the same."""
    diagnosis = diagnose(log_of("ok", "panic: größe überschritten"), signature("it", Regex(r"panic: \pL+ \pL+\z")))

    assert diagnosis.findings[0].first_line == 2


def test_line_patterns_are_case_sensitive_unless_told() -> None:
    """Case counts, unless ignore_case is set."""
    log = log_of("FATAL: CONNECTION REFUSED")
    heeding = diagnose(log, signature("it", Line("connection refused")))
    ignoring = diagnose(log, signature("it", Line("connection refused", ignore_case=True)))

    assert heeding.findings == ()
    assert len(ignoring.findings) == 1


def test_a_compiled_line_is_an_re2_expression() -> None:
    """Whatever text a line pattern has, it compiles and finds itself."""
    for text in (r"a\b", "x^$|?*+()[]", "tab\there", "emoji 🔥", 'quote "x"', "a-b_c=d,e;f<g>h"):
        compiled = compile_line(text.replace("{", "{{").replace("}", "}}"))

        assert re2.search(compiled.expression, f"before {text} after")
