"""What a block of code in a report is: commands to run, a piece of a log, or neither."""

import re

_SHELLS = frozenset(
    ("sh", "bash", "shell", "zsh", "console", "shell-session", "shellsession", "terminal", "powershell")
)
_LOG_LANGUAGES = frozenset(("", "text", "txt", "log", "logs", "plain", "plaintext", "console", "output", "none"))
_PROGRAMS = (
    "kubectl|docker|docker-compose|podman|helm|terraform|gcloud|aws|az|git|curl|wget|pip|pip3|uv|poetry|npm|npx|yarn|pnpm"
    "|python|python3|node|make|systemctl|journalctl|service|ssh|scp|psql|mysql|redis-cli|mongo|nginx|cd|ls|cat|grep|sudo"
    "|export|echo|tail|head|df|du|free|top|ps|kill|ping|dig|nslookup|openssl|ansible|vault|consul|casebook|apt|apt-get"
    "|rm|cp|mv|mkdir|chmod|chown|alembic|pytest|cargo|go|mvn|gradle|java|etcdctl|promtool|sed|awk|jq|ss|netstat|lsof"
)
_COMMAND = re.compile(rf"(?:[\w./-]+=\S+ )*(?:\$ )?(?:{_PROGRAMS}|\./\S+)\b")
_PROMPT = re.compile(r"[$#>] (?=\S)")
_LOG_LINE = re.compile(
    r"\b(?:ERROR|WARN(?:ING)?|CRITICAL|FATAL|INFO|DEBUG|PANIC|Traceback)\b|\bpanic:|\b[A-Z]\w*(?:Error|Exception)\b"
    r"|\b\w*(?:error|failed|failure|denied|refused|timed out|timeout)\b|^\W{0,2}\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^\W{0,2}\d\d:\d\d:\d\d",
    re.MULTILINE,
)
_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]{12,2000}?)\1(?!`)")
_QUOTE = re.compile(r"[\"\u201c]([^\"\u201c\u201d\n]{16,1000})[\"\u201d]")
_COMPLAINT = re.compile(r"\b(?:[Ee]rror|[Ee]xception|failed to|refused|denied|timed out|cannot|could ?n[o']t)\b")
_SAID = re.compile(
    r"\b[A-Z]\w*(?:Error|Exception)\b\s*:|\b(?:ERROR|FATAL|CRITICAL|panic)\b:?|\b[Ff]ailed to\b|\bfatal:"
)


def command_in(text: str, info: str) -> str | None:
    """The command, or the commands in their order, that a block of code holds; None where it is something else."""
    language = info.lower()
    if language not in _SHELLS and (language or not _looks_like_commands(text)):
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    prompts = [line for line in lines if _PROMPT.match(line)]
    if prompts and any(line.startswith("$ ") for line in lines):
        # What stands between prompts is output.
        return "\n".join(line[2:] for line in lines) if len(prompts) == len(lines) else None
    return text if lines else None


def is_log(text: str, info: str) -> bool:
    """Whether a block of code is a piece of a log."""
    return info.lower() in _LOG_LANGUAGES and _LOG_LINE.search(text) is not None


def errors_in(text: str) -> list[str]:
    """The error messages that prose quotes, as code or in quotation marks."""
    spans = [found[2].strip() for found in _SPAN.finditer(text) if _SAID.search(found[2])]
    quotes = [found[1].strip() for found in _QUOTE.finditer(_SPAN.sub(" ", text)) if _COMPLAINT.search(found[1])]
    return spans + quotes


def command_of_item(text: str) -> str | None:
    """The command that an item of a list is, as code and with nothing around it."""
    found = re.fullmatch(r"(`{1,2})(?!`)([^`]+)\1", text.strip())
    return found[2].strip() if found else None


def _looks_like_commands(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith((" ", "\t", "#"))]
    return bool(lines) and all(_COMMAND.match(line.removeprefix("$ ")) for line in lines)
