"""Where programs print the words of a failure that did not happen: passing tests, settings, rules, source code, zeros."""

import re

from app.matching.mentions.spans import any_of

PASSING = any_of(
    r"\bPASS(?:ED)?\b",
    r"[✓✔√]",
    r"^\s*ok \d+\b",
    r"\.\.\. ok\s*$",
    r"\bXFAIL\b",
    r"\bPassed\s+[\d.]+ sec\b",
    r"\bSKIPPED\b",
    r"\btest .* \.\.\. ok\b",
)
TEST_NAME = any_of(
    r"\b(?:test_\w+|\w+_test|Test[A-Z]\w+|should \w+|\w+\.(?:spec|test)\.[jt]sx?)\b",
    r"\b(?:it|test|describe)\([\"'`][^\"'`]*",
)
HELP = any_of(
    r"^\s*(?:-\w,? ?)?--[\w-]+(?:[ =]\[?[A-Z<\[|\w-]+\]?>?)?\s{2,}\S",
    r"^\s{2,}-\w\s{2,}\S",
    r"^Usage:",
    flags=re.ASCII,
)
# What was typed at the prompt of a shell, a database or an interpreter.
PROMPT = any_of(
    r"^(?:\([\w.-]+\) )?(?:\$|\[\w+@[^\]]*\] ?[$#%]|[\w.-]{1,60}@[\w.-]{1,60}[: ~]?[\w./~-]{0,200}[$#%>]|\w{1,60}[=-][*!]?[#>]) \S",
    r"^(?:\([\w.-]+\) )?(?:(?:mysql|sqlite|MariaDB \[[^\]]*\]|[\d.]+:\d+(?:\[\d+\])?|PS [A-Z]:[^>]*|irb\S*|>>)>|\.\.\.) \S",
)
# Other forms of it; sudo and a traced shell repeat it.
TYPED = any_of(
    r"^\s*(?:\[[^\]]*\]|\(\w+\)|\S{1,60}@\S{1,60})?\s*\S{0,60}(?<![=-])[$#%>] .*\b(?:grep|rg|ag|awk|sed|echo|printf|git (?:commit|log))\b",
    r"\bCOMMAND=/",
    r"^\++ (?:\[\[? |case |echo |printf |local |export |\w+=)",
)
# Escapes of regular expressions and holes of formats.
TEMPLATE = any_of(
    r"(?<!\\)\\(?:[dwsSWDb][+*{)]|[dws](?![\w\\:])|[.()\[\]^$?*+|])",
    r"\.[*+](?=[\s\"'/)(\\$|:]|$)",
    r"(?<![\w.])%[-.\d]*[sd]\b",
    r"%\{\w+",
    r"\{\d\}",
    r"\(\?[:P<i]",
    r"\[\^.+?\]",
    r"<(?:name|url|host|hostname|user|path|file|package|version|port|service|image|id|HOST|F-USER)>",
    r"[\"'](?:\u2026|\.\.\.)[\"']",
)
FILE_NAME = re.compile(r"(?<![\w.-])[\w.-]{12,200}\.(?:log|txt|md|html)(?=\s|$)")
TASK_NAME = re.compile(r"^(?:TASK|HANDLER|RUNNING HANDLER|PLAY) \[(?P<inner>.*)\]")
REQUEST = re.compile(r'"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?P<inner>\S+)(?: HTTP/[\d.]+)?"')
# What systemd calls a unit: at the head of its status, and when it starts and ends it.
UNIT = any_of(
    r"^[\u25cf\u25cb\u00d7\u21bb] \S+ - ",
    r"^(?:.*systemd\[\d+\]: )?(?:Starting|Started|Stopping|Stopped|Finished) \S+\.(?:service|timer|socket|mount|path) - ",
)
ADDRESS = re.compile(r"https?://[^\s'\"<>)\]]+")
ZERO = re.compile(r"[\w.\"'`]*(?:\s*[=:]\s*\"?0(?:\.0+)?\"?(?: times)?|\s*\(0\)|\s{2,}0\s*$)(?=[\s,;)}\]|]|$)")
NONE_OF = re.compile(r"\b(?:0|no) (?:\w+ ){0,2}(?:for|of|with|matching) [\"'`]?$")
METRIC = any_of(r"^\w+(?:\{[^}]*\})? 0(?:\.0+)?(?: \d+)?$", r"^# (?:HELP|TYPE) ")
FOUND_IN_TEXT = any_of(
    r"^(?!CMakeLists|\S*(?:stdout|stderr|output|console|log)\b)[\w./-]+\.(?:md|rst|txt|adoc|html|feature)[:-]\d+[:-](?!(?:\d+:)? ?(?:fatal )?(?:error|warning)\b)",
    r"^[\w./-]+\.\w{1,5}[:-]\d+[:-](?:\s{2,}|\t)\S",
)
_STATEMENT = (
    r"(?:if|elif|else if|while|for|return|raise|throw|assert|const|let|var|case|except|catch|static|until)\b"
    r"|\}|\w+ := |\w+ = (?!\w*(?:Error|Exception)\()"
)
_CODE = (
    r"[{(;,]\s*$|:\s*$|\bin str\(|\.(?:[Cc]ontains|includes|match)\(|==|Errorf\(|errors\.New\(|\w(?:Error|Exception)\("
)
SOURCE = any_of(
    r"^msg(?:id|str) ",
    rf"^[+-]?\s*(?:{_STATEMENT}).*(?:{_CODE})",
    r"^\s*raise \w[\w.]*\(",
    r"^[+-]\s{2,}\S",
    r"^\s*\d+\s{2,}\S.*[;{},]\s*$",
    r"\bgrep -\w*q",
    r"^\s*assert\b.*(?:==| in )",
)
# What a linter says of a line of code: its place, and the code of a rule.
LINT = re.compile(r"^[\w./\\-]+:\d+(?::\d+)?: \[?[A-Z]{1,5}\d{2,5}\b")
# A value of what Terraform plans.
PLANNED = re.compile(r"^\s*[+~-] [\w\".-]+\s+= ")
# A value that is stored or looked for.
SQL = re.compile(
    r"\b(?:INSERT INTO|VALUES ?\(|I?LIKE|WHERE\b.*[=~]|SET \w+ ?=)[^;']*(?:'[^']*'[^;']*)*'[^']*$", re.IGNORECASE
)
# Plural, or with "on": a retryable error, and what is said after three retries, did happen.
_RETRIED = (
    r"retr(?:y|ies)[ ._-]?(?:on|for|errors|codes|messages|exceptions|patterns)"
    r"|retr(?:y|i)able(?:[ _-]?(?:errors|exceptions|codes|status(?:es| codes)?))?"
)
_RECORDED = (
    r"record[ _-]?(?:errors|exceptions|failures)|ignor(?:e|ed|es|ing)(?:[ _-]?(?:errors|exceptions|failures|codes))?"
)
LISTED = any_of(
    rf"\b(?:{_RETRIED}|{_RECORDED})[\"']?\s*(?:[:=]?\s*[\[({{][^\])}}]*|(?:: |=)[\"']?(?:[\w/. ]+, ?)*)$",
    r"\bretry[ -]policy: [^:]*$",
    r"\bretr(?:y|ies)[\w.-]*\[\d+\]\s*[=:]\s*$",
    r"(?<!not )\b(?:retry|retries|expected|allowed|handled|known)[\"']?\s*[:=]\s*[\[({][^\])}]*$",
    flags=re.IGNORECASE,
)
# A variable of the environment.
VARIABLE = re.compile(
    r"^(?:export )?(?=[A-Z0-9_]{1,80}=)[A-Z0-9_]*(?:RETR(?:Y|IES|IABLE)|IGNORE|DROP|PATTERN|REGEX|ALERT|EXPECT|FILTER)"
)
# A field of a JSON record, which is read as a line of its own.
SETTING = re.compile(
    r"^[\w.-]*?(?:retry_?(?:on|errors|codes)|retr(?:y|i)able(?:_?(?:errors|exceptions|codes|status\w*))?"
    r"|ignored?_?(?:errors|codes|exceptions)): ",
    re.IGNORECASE,
)
# A regular expression as source code writes it: between slashes, in a list or after a sign.
REGEX = re.compile(r"(?:^\s*|[\[(,=~] ?)/(?P<inner>[^/\n]*\s[^/\n]*)/[gimsux]*(?=[,\])]|\s*$)")
RULE = any_of(
    r"^\s*-?\s*(?:expr|alert|runbook|runbook_url|pattern|regex|match|message_pattern):\s",
    r"\b(?:failregex|ignoreregex|regex|pattern) ?= ",
    r"^\s*(?:pattern|watchfor|match|regexp?) +/",
    r"\{\{ ?\$(?:labels|value)",
    r"(?<![\"'])\b(?:text|json|proto)Payload[\w.]*(?:=~|!~|:|=)\\?\"",
    r"^\s*(?:drop|keep|ignore|filter|exclude|include|match) ?= ?[\"'\[]",
    r"\b(?:rate|increase|count|sum)(?: by ?\([^)]*\) ?)?\(.*\{.*=~?\"",
)
