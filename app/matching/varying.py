"""What varies from one line to the next that says the same, and what tells failures apart: an ordered table."""

import re
from typing import Literal

from app.matching.generalise import HOLES

Kind = Literal["secret", "time", "id", "url", "address", "quoted", "path", "name", "number", "code"]


def message_of(text: str) -> str:
    """The text of a line without what loggers put before it: time, level, thread, process."""
    at = 0
    while (found := _HEAD.match(text, at)) and found.end() > at:
        at = found.end()
    rest = text[at:].strip()
    return rest if len(re.findall(r"[A-Za-z]{2,}", rest)) > 1 else text.strip()


_TIMES = "|".join(pattern.pattern for name, pattern in HOLES if name == "time")
_HEAD = re.compile(
    rf"\s+|[\[(]?(?:{_TIMES})(?: ?[A-Z]{{3}}\b)?[\])]?"
    r"|\[(?!Errno|[A-Z]{1,8}-?\d)[^\]\n]{1,80}\](?=[\s:\[(-])"
    r"|(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|SEVERE|CRIT(?:ICAL)?|ALERT|FATAL|PANIC|EMERG|LOG)(?:\[\d+\])?[:,]?(?=\s)"
    r"|[IWEF]\d{4}(?= \d\d:)|\w+\.go:\d+\]|\d+#\d+:|\*\d+(?=\s)|\d{1,7}(?=\s)|[-|:*#]+(?=\s)|\([\w .-]{1,40}\)(?=\s)"
    r"|(?:[a-z]\w*\.)+[\w$-]*(?<!Exception)(?<!Error)(?=\s+[-:|]\s|:\s)"
)


FILES = (
    r"(?:Dockerfile|Makefile|Jenkinsfile|Procfile|Gemfile|Pipfile|Cargo\.(?:toml|lock)|go\.(?:mod|sum)|pom\.xml|tox\.ini"
    r"|(?:package|package-lock|tsconfig|composer)\.json|(?:docker-)?compose\.ya?ml|pyproject\.toml|poetry\.lock|\.env"
    r"|(?:setup|manage|wsgi|asgi)\.py|requirements[\w-]*\.txt|yarn\.lock|pnpm-lock\.yaml|\.npmrc|build\.gradle(?:\.kts)?"
    r"|(?:nginx|redis|httpd|my|resolv|pg_hba|postgresql)\.(?:conf|cnf)|kubeconfig|known_hosts|authorized_keys|id_rsa|Chart\.yaml"
    r"|values\.yaml|terraform\.tfstate|hosts|passwd|shadow|fstab|web\.config|appsettings(?:\.\w+)?\.json)"
)
_NAMING = (
    "table|queue|topic|database|db|user|role|host|pod|container|image|module|package|service|job|bucket|key|node|index|tenant"
    "|deployment|namespace|device|volume|customer|account|order|item|collection|schema|column|partition|segment|worker|consumer"
    "|replica|shard|cluster|instance|task|session|stream|channel|interface|domain|repository|branch|tag|revision|release|slot"
)
_KEPT_KEYS = (
    r"(?:\w*(?:code|status|reason|errno|signal|exception|kind|level|severity|phase|state|method)|type|err|error|cause)"
)
TABLE: tuple[tuple[Kind, str], ...] = (
    ("secret", r"\*{3,}"),
    ("time", _TIMES),
    ("id", r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b"),
    # Codes that tell failures apart come before the numbers that vary.
    (
        "code",
        (
            r"\bHTTP/\d(?:\.\d)?(?:\"? [1-5]\d\d\b)?|\bTLSv?\d(?:\.\d)?|\b(?!(?:ID|ORDER|REQ|JOB|TASK|TXN|USER|ITEM|CASE)[-_]?\d)[A-Z][A-Z_]+[-_]?\d+\b"
            r"|(?i:\b(?:status(?:[ _]?code)?|(?:error|exit|return|status)?[ _]?code|errno|(?:os )?error|exit(?:ed)?(?: status)?|http|signal|rc|"
            r"sqlstate|hresult)(?: with| of| is| number)?[\"']?[ =:(\[#]{1,3}[\"']?)(?:0x[0-9A-Fa-f]+|-?\d{1,10}\b(?!\.\d))"
            r"|(?i:\b(?:returned|response|responded|replied|answered|received|got|status)(?: with| an?| was| code)*[ :=]{1,2})[1-5]\d\d\b"
            r"|\b[45]\d\d(?=:? [A-Z][a-z])|(?<=: )[45]\d\d\b(?=\s*$)|(?<=\()[45]\d\d(?=\))|\b[45]\d\d[ -][45]\.\d{1,2}\.\d{1,2}\b"
            rf"|\b{_KEPT_KEYS}=(?:\"[^\"\d]*\"|[A-Za-z_][\w-]*(?![\w/.])|\d{{1,4}}\b)|\w+=(?:true|false|none|null|nil)\b"
            r"|\b(?:[\w$]+(?:\.|::))*[A-Z]\w*(?:Error|Exception|Failure|Fault)\b(?!=)"
        ),
    ),
    ("url", r"\b[a-z][a-z0-9+.-]*://[^\s'\"<>)\]]+[^\s'\"<>)\].,;:]"),
    ("id", r"\bsha\d+:[0-9a-f]{12,}\b"),
    ("name", r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"),
    ("address", r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\[[0-9a-fA-F]*:[0-9a-fA-F:]+\](?::\d+)?"),
    ("id", r"\b0x[0-9a-fA-F]+\b|\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{4,64}\b"),
    ("name", r"\b[a-z][a-z0-9-]*-[a-f0-9]{8,10}-[a-z0-9]{5}\b"),
    ("quoted", r"(?<!\w)(?P<mark>\\?[\"'`])(?=\S)(?:(?!(?P=mark)).){1,200}?(?P=mark)(?!\w)"),
    (
        "path",
        r"(?<![\w.])(?:[A-Za-z]:\\|~?/|\.{1,2}/)[\w.@+-]+(?:[\\/][\w.@+-]+)*|\b[\w.-]+(?:/[\w.@+-]+)*/[\w@+-]+\.\w{1,5}\b",
    ),
    (
        "address",
        (
            r"\b(?i:(?:[a-z0-9_-]+\.)+(?:com|net|org|io|dev|test|local|internal|svc|lan|cloud|example|invalid))(?!\.?\w)(?::\d+)?"
            r"|\blocalhost:\d+"
        ),
    ),
    ("name", r"\b[A-Za-z_][\w.-]*=(?:\"[^\"]*\"|'[^']*'|[^\s,;)\]}\"']+)"),
    ("name", rf"\b(?i:{_NAMING})\s+(?=[\w./:@-]*[\d_./:@-])[\w./:@-]*[\w]"),
    ("name", r"\b[a-z]+(?:[-_][a-z0-9]+)*[-_]\d+\b"),
    ("number", r"\bv?\d+\.\d+\.\d+[\w.+-]*\b"),
    ("number", r"(?<![\w.])\d+(?:[.,]\d+)*(?=(?:[kMGT]i?B?|ms|us|ns|s|m|h|%|bytes)?(?!\w))"),
)


# A group closes after those in it, so that the last one to close is the row.
VARYING = re.compile("|".join(f"(?P<row{index}>{pattern})" for index, (_, pattern) in enumerate(TABLE)))


def kind_of(found: re.Match[str]) -> Kind:
    """Of which kind a match of VARYING is."""
    return TABLE[int((found.lastgroup or "row0")[3:])][0]
