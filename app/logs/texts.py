"""Texts in a log: what a command printed of a help, a manual, a history or a document.  They tell of nothing that happened."""

import re

from app.logs.entries import entry_at
from app.logs.log import Log

# So far above a line the command, or the head of the text, may stand.
_REACH = 120
_LONGEST = 2000

_PROMPT = re.compile(
    r"^(?:\([\w.-]+\) )?(?:\$|\[\w+@[^\]]*\] ?[$#%]|[\w.-]{1,60}@[\w.-]{1,60}[: ~]?[\w./~-]{0,200} ?[$#%>]|PS [A-Z]:[^>]*>|(?:ba)?sh-[\d.]+[$#]|[\u276f%]|>>>|\++"
    r"|\u279c .{1,60}?|(?:##\[group\])?Run) +(?P<command>\S.*)$"
)
# A step of a workflow that runs one command says nothing else before its shell.
_ONE_COMMAND = re.compile(r"^(?:shell: |##\[endgroup\])")
_SOURCES = (
    r"py|go|rs|[cm]?[jt]sx?|java|kt|rb|php|c|cc|cpp|h|cs|ex|sql|proto|tf|toml|ya?ml|ini|cfg|conf|service|rules|po|sh"
)
_DOCUMENTS = r"md|markdown|rst|adoc|org|html?|feature"
_TELLING = re.compile(
    r"(?:^|\s)(?:-{0,2}(?:help|explain)|--usage|/\?)(?=\s|$)|^help\(|^(?:openssl errstr|perror|errno|kill -l|strings|net helpmsg|go doc)\b"
    r"|^(?:man|info|tldr|cheat|apropos|whatis|perldoc|pydoc\d?|ri|ansible-doc|Get-Help|\S+-explain)\s"
    r"|^(?:git|hg|jj|svn)(?: -\S+(?: [^\s-]\S*)?)* (?:log|shortlog|show|diff|blame|annotate|whatchanged|grep|range-diff|tag)\b"
    r"|^(?:gh|glab) (?:search|(?:release|issue|pr|mr|gist) (?:view|list|diff)) |^(?:dnf|yum) (?:updateinfo|changelog)|\s--changelog\b|^apt(?:-get)? changelog "
    r"|^(?:brew|npm|pnpm|yarn|cargo|gem|pip|composer) (?:info|view|show|search) |^helm show |^(?:jira|linear|acli) "
    r"|^(?:cat|bat|batcat|less|more|head|tail|sed|awk|nl|grep|egrep|zgrep|rg|ag|ack|glow|mdcat|type|Get-Content|gc)\s(?:.*[\s/])?"
    rf"(?:\S+\.(?:{_DOCUMENTS}|{_SOURCES})|(?:CHANGES|CHANGELOG|NEWS|README|RELEASE|HISTORY|RUNBOOK|UPGRAD|TO-?DO)[\w.-]*)[\"']?$"
)
# The head of a manual page, of a change in the log of a repository, of news, a patch, an issue or a marked-up document.
_HEAD = re.compile(
    r"^(?P<page>[A-Z][A-Z0-9_.:-]{0,60}\(\d\w?\)) .{0,200} (?P=page)$"
    r"|^\d{4}-\d\d-\d\d\s{2}\S.*<\S+@\S+>$|^r\d+ \| \S+ \| \d{4}-\d\d-\d\d |^Change \d+ on \d{4}/\d\d/\d\d by "
    r"|^\d+:  [0-9a-f]{7,40} [=!<>] +\d+:  |^#{0,3} ?Release [Nn]otes\b.*\d|^CHANGES WITH \S+:$|^20\d{6}:$"
    r"|^Subject: .*\[(?:PATCH|RFC)\b|^opened (?:about )?\d+ \w+ ago by |^\.\. [\w-]+::? "
    r"|^\.(?:TH|SH|TP|BR?|IR?) |^@@ -\d+,?\d* \+\d+|^v?\d+(?:\.\w+)+ +\d{4}-\d\d-\d\d(?:T\S+)?$|^--- Comment #\d+ from "
)
# The headline of a version, which is underlined.
_VERSION = re.compile(
    r"^(?:[Vv]ersion |v)?\d+\.\d+(?:\.\w+)*(?: \(.*\))?$|^(?:Release [Nn]otes|Changelog|Changes|History|News)$"
)
# The head of a hunk of a patch, and what its lines begin with.
_HUNK, _OF_HUNK = re.compile(r"^@@ "), re.compile(r"^[ +-]|^$")
_UNDERLINE = re.compile(r"^[=~-]{4,}$")
# The command itself went wrong: it, or the shell, says so; or a stack trace begins at once.
_ITS_ERROR = re.compile(
    r"^(?:fatal|error|Error|ERROR|-?bash|sh|zsh|exec)\b.*: |^(?:npm|yarn|pnpm|pip|cargo|brew|gem|composer)\b.*\b(?:ERR!|error)"
    r"|^(?:Get|Head|Post|Put|Patch|Delete) \"https?:"
)
# What else of a pipe leaves a text what it is.
_FILTER = re.compile(
    r"^(?:head|tail|[ef]?grep|rg|less|more|sed|awk|cut|sort|uniq|cat|bat|jq|yq|column|fold|fmt|nl|tr)\b"
)
_AT_ONCE = 3
_MARKDOWN = re.compile(rb"^#{2,4} \S")
# Who reports a failure pastes it under one of these.
_OF_REPORT = re.compile(
    rb"\b(?i:logs?|output|errors?|trace\w*|actual|happen\w*|steps|reproduc\w*|symptoms?|incident|environment)\b"
)
_SEVERAL = 2
_PAGE = 40
_LOGGED = re.compile(
    r"^\W?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|^\[?\d\d:\d\d:\d\d|^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
)


def is_typed(log: Log, index: int) -> bool:
    """Whether the line is a command at a prompt, or the step of a pipeline."""
    return _PROMPT.match(log.line(index)[:_LONGEST]) is not None


def in_printed_text(log: Log, index: int) -> bool:
    """Whether the line belongs to a text that a command printed, or that has the head of one."""
    text = log.line(index)[:_LONGEST]
    if _LOGGED.match(text):
        return False
    above = _landmark(log, index)
    if above < 0:
        return False
    said = log.line(above)[:_LONGEST]
    typed = _PROMPT.match(said)
    if typed is None:
        in_patch = _HUNK.match(said) is None or _OF_HUNK.match(text) is not None
        return in_patch and not _LOGGED.match(said) and not _ITS_ERROR.match(text)
    return _tells(log, above, typed["command"]) and not _went_wrong(log, index, above, typed["command"])


def in_document(log: Log, index: int) -> bool:
    """Whether the line belongs to a Markdown document: between its headings, but not in a fence, where logs are quoted."""
    first, last = max(0, index - _PAGE), min(len(log), index + _PAGE + 1)
    if log.text.count(b"\n##", max(0, int(log.starts[first]) - 1), int(log.starts[last])) < _SEVERAL - 1:
        return False
    headings = [one for one in range(first, last - 1) if _MARKDOWN.match(log.raw(one)) and not log.raw(one + 1).strip()]
    if len(headings) < _SEVERAL or headings[0] >= index or any(_OF_REPORT.search(log.raw(one)) for one in headings):
        return False
    heading = max(one for one in headings if one < index)
    if _landmark(log, index) > heading:
        return False
    fences = sum(log.raw(one).lstrip().startswith(b"```") for one in range(heading, index))
    return fences % 2 == 0 and not _LOGGED.match(log.line(index)[:_LONGEST]) and entry_at(log, index).language is None


def _landmark(log: Log, index: int) -> int:
    """The nearest line above that tells what follows it: a prompt, the head of a text, a logged line; -1 for none."""
    at, lowest = index, max(0, index - _REACH)
    passed: list[int] = []
    while at > lowest:
        known = log.texts.get(at)
        if known is None:
            passed.append(at)
            at -= 1
            known = at if _is_landmark(log, at) else None
        if known is not None and known >= 0:
            log.texts.update(dict.fromkeys(passed, known))
            return known if known >= lowest else -1
        at = ~known if known is not None else at
    # The complement of a line says that there is none down to it.
    log.texts.update(dict.fromkeys(passed, ~at))
    return -1


def _is_landmark(log: Log, index: int) -> bool:
    said = log.line(index)[:_LONGEST]
    if _LOGGED.match(said) or _PROMPT.match(said) or _HEAD.match(said):
        return True
    if not _VERSION.match(said) or index + 1 == len(log):
        return False
    # A banner has a rule above it, too.
    framed = index > 0 and _UNDERLINE.match(log.line(index - 1))
    return _UNDERLINE.match(log.line(index + 1)) is not None and not framed


def _tells(log: Log, line: int, command: str) -> bool:
    """Whether the last of some commands prints a text, and what it is piped to only picks from it."""
    if "##[group]" in log.line(line)[:_LONGEST] and not _ONE_COMMAND.match(log.line(line + 1).strip()):
        return False
    first, *others = (part.strip() for part in re.split(r"&&|;", command)[-1].split("|"))
    return _TELLING.search(first.removeprefix("sudo ")) is not None and all(map(_FILTER.match, others))


def _went_wrong(log: Log, line: int, prompt: int, command: str) -> bool:
    """Whether the line tells that the command itself failed."""
    text, entry = log.line(line)[:_LONGEST], entry_at(log, line)
    if entry.language is not None and entry.first - prompt <= _AT_ONCE:
        return True
    return _ITS_ERROR.match(text) is not None or text.startswith(f"{command.split(maxsplit=1)[0]}: ")
