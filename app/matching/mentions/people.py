"""What people write about failures: changelogs, chats, tickets, examples, explanations, comments."""

import re

from app.matching.mentions.spans import any_of

# Of these, some are also names of programs and services: alone they begin a message as well as a commit subject.
_TYPES = r"(?:feat|fix|chore|refactor|revert|style)"
_SCOPED = r"(?:docs|tests?|perf|build|ci|release)"
_VERBS = r"(?:add|added|fix|fixed|fixes|handle|avoid|improve|stop|retry|raise|remove|bump|explain|ignore|catch|support)"
_HASH = r"[*|/\\ ]*[0-9a-f]{7,40}"

CHANGELOG = any_of(
    rf"^\W*(?:[0-9a-f]{{7,40}} )?(?:\([^)]*\) )?(?:\*\*[\w /.-]+:\*\*|{_TYPES}(?:\([^)]*\))?!?:|{_SCOPED}\([^)]*\)!?:)\s",
    rf"^(?:\s*[*•-]|{_HASH}) {_SCOPED}!?:\s",
    rf"^{_SCOPED}!?: (?:{_VERBS}\b(?! ?#?\d)|.*\(#\d+\)\s*$)",
    rf"^\s*[*•-] {_VERBS}\b(?! ?#?\d)",
    rf"^[*|/\\ ]*[0-9a-f]{{7,12}} (?:\([^)]*\) )?[\"']?{_VERBS}\b",
    r"^\s*[*-] \S.*\(#\d+\)\s*$",
    flags=re.IGNORECASE,
)
# Without seconds: people write so, loggers do not.  What a logger wrote may be quoted in it.
CHAT = any_of(
    r"^\s*(?:\[\d\d:\d\d\]|\d\d:\d\d)\s+[a-z][\w.-]*:\s",
    r"^<(?!none|nil|null|unknown|module|anonymous)[a-z]\w*>\s(?!> ?[\[\d])",
    r"^#[a-z][\w-]*\s+\d\d:\d\d\s",
    r"^[a-z][\w.-]*\s{1,3}\d\d:\d\d\s{1,3}[a-z'][\w'-]*[,.!?]? (?:\S+ ){5}",
    r"^(?:Q|A|Question|Answer)\d*[:.]\s",
)
TICKET = any_of(
    r"^[A-Z]{2,8}-\d+\s+(?:Done|Open|Closed|Resolved|Todo|In progress)\s+\S",
    r"^(?:Done|Open|Closed|Resolved|Todo)\s+#\d",
    r"^Subject: ",
    r"^\s*(?:Resolved|Monitoring|Identified|Investigating) - ",
    r"\[(?:RESOLVED|FIRING)\]",
    r"\|\s*(?:[Rr]esolved|[Cc]losed|[Dd]one)\s*\|",
)
ASKED = any_of(
    r"\b(?:query|q|search|subject|comment|question|expected|expects?)[\"']?\s*[:=]?\s*[\"'][^\"']*$",
    r"\bwrote:? [\"'][^\"']*$",
    r"(?:^|[\"(:] ?)as expected: [^\"]{0,40}$",
    r"\bexpected (?:symptom|error|message|output|failure|result)s?: ?[^:]*$",
)
EXAMPLE = re.compile(
    r"(?:for example|for instance|such as|e\.g\.|i\.e\.|looks? like|contains?|matching|pattern|grep)\W.{0,28}[\"'`“]$",
    re.IGNORECASE,
)
# A name that opens with a backtick and closes with a quote is a name, as Ruby, make and ld write it.
INLINE_CODE = any_of(r"``[^`]+``", r"`(?![^`'\s]+')[^`]+`", r"^\s*`[^`']{20,}$")
# Too long for a name.
LONG_CODE = re.compile(r"`(?P<inner>[^`'\s]+ [^`]{15,})`")
MARKUP = re.compile(r"<(?:p|li|td|code|dd|dt)>[^<]*$")
GLOSSARY = any_of(
    r"^\s+(?:E[A-Z]{3,}|\d{1,3})\s{2,}(?!.*\[IP: )\S",
    r"^\s*E(?!RROR\b)[A-Z]{3,}\s+\d{1,3}\s",
    r"^\s+[A-Z][A-Z0-9_]{3,}: ([\"']).*\1,\s*$",
)
# MyBatis heads each line of what went wrong so.
HEADING = re.compile(r"^\s*#{2,6} (?!Error |Cause:|The error |SQL:)\S")
QUOTATION = re.compile(r"^>\s{4,}\S")
# What follows a message that somebody explains or changed.
EXPLAINED = re.compile(
    r"[^\"'\u201d]{0,60}[\"'\u201d] (?:means?\b|(?:was|were|is) (?:wrong|removed|renamed|reworded|gone)\b"
    r"|is (?:printed|logged|shown|raised|reported) (?:when|if|where|twice)\b"
    r"|(?:errors?|messages?|warnings?) (?:now|no longer)\b|should be\b)"
)
# An item of a list that begins with the message in quotes and goes on about it.
ITEM = re.compile(r"^\s*(?:[-*\u2022]|\d+[.)])\s+[\"\u201c](?P<inner>\S+ .*)[\"\u201d]:?\s+\S")
# What an error is mapped to; a gateway says so of a request.
MAPPED = re.compile(r"\w* (?:->|\u2192) (?:\d{3}\b|[a-z])")
REQUESTED = re.compile(r"\b(?:GET|HEAD|POST|PUT|PATCH|DELETE) |->")
# A line that begins with the message in quotes and goes on about it.
SUBJECT = re.compile(
    r"^\s*[\"\u201c](?P<inner>.*)[\"\u201d](?: (?:and|or|always|never|usually|often|is the)\b| [-\u2013\u2014] [a-z]"
    r"| {2,}[a-z(]+ [a-z]+ )"
)
# Words of their own: programs are called simulate-x and drill, and Istio injects sidecars.
SIMULATED = any_of(
    r"(?<![\w./-])(?:simulat(?:ed|ing|es?)|pretend\w*)(?![\w./-]| annealing)",
    r"\b(?:chaos|drill|fault)\b.*\binjecting\b",
    r"\binjecting (?:[\"'`]|an? |faults?\b|errors?\b|failures?\b)",
    r"\bwould (?:inject|expect|send|block|fill|stop|kill|drop|raise|cause|produce)\b",
    flags=re.IGNORECASE,
)
# The JVM and V8 write the head of a crash report as lines that begin with "# ", CMake and journald theirs with "-- ".
_CRASH = r"java\.|SIG|EXCEPTION_|A fatal error|Fatal |Cannot|There is insufficient|Native memory|Internal Error|Out of Memory"
_TOLD = r"\w+(?:Error|Exception): |Could |Check|Looking|Performing|Configuring|Found|Detecting|Unit |The (?:unit|\w+ compiler)|Subject:"
COMMENT = re.compile(rf"^(?:>\s*)?[+-]?\s*(?://|#(?!\s*(?:{_CRASH}|-XX))[ !]|/\*|\*/|<!--|--\s+(?!{_TOLD})[A-Za-z])")
TABLE_ROW = re.compile(r"^\s*\|(?:[^|]+\|){2,}\s*$")
