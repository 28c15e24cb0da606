"""An answer as text for people: plain for a terminal or a chat, and as Markdown.  Knows no colours; a style names them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.matching.diagnosis import Finding
from app.matching.signature import Command
from app.services.answers import Answer

VERDICTS = {
    "known": "Known failure",
    "possible": "No known failure; weak candidates",
    "unknown": "No known failure",
    "healthy": "Nothing in this log looks like a failure",
}
SET_ASIDE = "Seen, but set aside"
SHOWN_EVIDENCE = 4


@dataclass(frozen=True, slots=True)
class Styled:
    """One line of the report.  *style* is heading, cause, effect, command, evidence, soft or plain."""

    text: str
    style: str = "plain"


def plain_text(answer: Answer, *, url: str | None = None) -> str:
    """The report without any styling."""
    return "\n".join(line.text for line in report(answer, url=url)) + "\n"


def report(answer: Answer, *, url: str | None = None) -> Iterator[Styled]:
    """The lines of the report, best finding first."""
    diagnosis = answer.diagnosis
    yield Styled(verdict(answer), "heading")
    yield Styled(facts(answer), "soft")
    for finding in diagnosis.findings:
        yield Styled("")
        yield from _finding(finding, answer)
    if diagnosis.verdict in ("unknown", "possible"):
        yield from _standing_out(answer)
    yield from _set_aside(answer)
    if url:
        yield Styled("")
        yield Styled(url, "soft")


def verdict(answer: Answer) -> str:
    """What the log shows, in one line."""
    lasting = " that lasted" if answer.diagnosis.verdict == "healthy" and answer.diagnosis.set_aside else ""
    return VERDICTS[answer.diagnosis.verdict] + lasting


def facts(answer: Answer) -> str:
    """What was read, in one line."""
    diagnosis, log = answer.diagnosis, answer.diagnosis.log
    masked = sum(log.masked.values())
    parts = (
        f"{log.lines} line{'s' * (log.lines != 1)} ({', '.join(log.formats)})",
        f"{diagnosis.library_signatures} signatures checked in {diagnosis.elapsed_ms:g} ms",
        f"{masked} secret{'s' * (masked != 1)} masked" if masked else "",
        "cut short" if log.truncated else "",
    )
    return ", ".join(part for part in parts if part)


def headline(finding: Finding) -> str:
    """The title with the value that tells this case from others of its kind."""
    value = next(iter(finding.captures.values()), "")
    return f"{finding.title}: {value}" if value else finding.title


def _finding(finding: Finding, answer: Answer) -> Iterator[Styled]:
    style = "cause" if finding.role == "cause" else "effect"
    count = f", {finding.count} times" if finding.count > 1 else ""
    yield Styled(f"{finding.rank}. {headline(finding)}", style)
    yield Styled(
        f"   {finding.role}, {finding.strength} {finding.confidence:.2f}{count}   [{finding.signature}]", "soft"
    )
    if finding.explained_by:
        yield Styled(f"   follows from {', '.join(finding.explained_by)}", "soft")
    for evidence in finding.evidence[:SHOWN_EVIDENCE]:
        yield Styled(f"   {evidence.line:>6}  {evidence.text.strip()}", "evidence")
    if finding.explained_by:
        return
    yield from _usual_causes(finding)
    for heading, text, commands in _steps(finding):
        yield from _step(heading, text, commands)
    links = answer.postmortems.get(finding.signature, ())
    if links:
        yield Styled("   Written up")
        yield from (Styled(f"     {link.title} ({link.slug})") for link in links)


def _steps(finding: Finding) -> Iterator[tuple[str, str, list[Command]]]:
    """What to do, in its order: heading, text and commands; those that say nothing are left out."""
    for heading, phase, text in (
        ("Make sure it is this", "confirm", finding.remedy.confirm),
        ("Fix it now", "fix", finding.remedy.fix),
        ("Know that it is over", "verify", finding.remedy.verify),
    ):
        commands = [command for command in finding.commands if command.phase == phase]
        if text or commands:
            yield heading, text, commands


def _step(heading: str, text: str, commands: list[Command]) -> Iterator[Styled]:
    yield Styled(f"   {heading}", "heading")
    yield from (Styled(f"     {line}") for line in _unescaped(text).splitlines())
    for command in commands:
        if command.risk != "safe":
            yield Styled(f"     # {command.risk}", "cause")
        yield from (
            Styled(f"     {'$' if first else ' '} {line}", "command") for first, line in _numbered(command.text)
        )
        if command.expected:
            yield Styled(f"       expected: {_unescaped(command.expected)}", "soft")
        if command.rollback:
            yield Styled(f"       undo: {command.rollback}", "soft")


def _numbered(text: str) -> Iterator[tuple[bool, str]]:
    return ((number == 0, line) for number, line in enumerate(text.splitlines()))


def _unescaped(text: str) -> str:
    """Without the backslashes that keep captured values from being Markdown."""
    return re.sub(r"\\([\[\]<*_])", r"\1", text)


def _usual_causes(finding: Finding) -> Iterator[Styled]:
    if not finding.usual_causes:
        return
    yield Styled("   No cause in this log. What has led to it before, and how to check:", "heading")
    for cause in finding.usual_causes:
        name = f"   [{cause.signature}]" if cause.signature else ""
        yield Styled(f"     - {cause.title}{name}")
        if cause.check:
            yield Styled(f"       {cause.check}", "soft")


def _standing_out(answer: Answer) -> Iterator[Styled]:
    if answer.diagnosis.salient:
        yield Styled("")
        yield Styled("What stands out", "heading")
    for salient in answer.diagnosis.salient:
        count = f"  ({salient.count} times)" if salient.count > 1 else ""
        yield Styled(f"   {salient.line:>6}  {salient.text.strip()}{count}", "evidence")
    if answer.similar:
        yield Styled("")
        yield Styled("Similar postmortems", "heading")
    for similar in answer.similar:
        yield Styled(f"   {similar.title} ({similar.slug}): {', '.join(similar.why)}")


def _set_aside(answer: Answer) -> Iterator[Styled]:
    if answer.diagnosis.set_aside:
        yield Styled("")
        yield Styled(SET_ASIDE, "heading")
    for one in answer.diagnosis.set_aside:
        yield Styled(f"   {one.line:>6}  {one.title}: {one.reason}   [{one.signature}]", "soft")


def markdown(answer: Answer, *, url: str | None = None) -> str:
    """The report as Markdown."""
    diagnosis = answer.diagnosis
    lines = [f"# {verdict(answer)}", "", facts(answer), ""]
    for finding in diagnosis.findings:
        lines += _finding_markdown(finding, answer)
    if diagnosis.verdict in ("unknown", "possible"):
        if diagnosis.salient:
            lines += ["## What stands out", "", *_fenced(f"{one.line:>6}  {one.text}" for one in diagnosis.salient), ""]
        if answer.similar:
            lines += ["## Similar postmortems", ""]
            lines += [f"- {one.title} (`{one.slug}`): {', '.join(one.why)}" for one in answer.similar] + [""]
    if diagnosis.set_aside:
        lines += [f"## {SET_ASIDE}", ""]
        lines += [
            f"- line {one.line}: {one.title} (`{one.signature}`): {one.reason}" for one in diagnosis.set_aside
        ] + [""]
    if url:
        lines += [f"<{url}>", ""]
    return "\n".join(lines)


def _finding_markdown(finding: Finding, answer: Answer) -> list[str]:
    count = f", {finding.count} times" if finding.count > 1 else ""
    lines = [f"## {finding.rank}. {headline(finding)}", ""]
    lines += [f"{finding.role}, {finding.strength} {finding.confidence:.2f}{count} (`{finding.signature}`)", ""]
    if finding.explained_by:
        lines += [f"Follows from {', '.join(f'`{id_}`' for id_ in finding.explained_by)}.", ""]
    lines += [*_fenced(f"{one.line:>6}  {one.text}" for one in finding.evidence[:SHOWN_EVIDENCE]), ""]
    if finding.explained_by:
        return lines
    if finding.usual_causes:
        lines += ["### What has led to it before", ""]
        lines += [f"- {cause.title}: {cause.check}" for cause in finding.usual_causes] + [""]
    for heading, text, commands in _steps(finding):
        lines += [f"### {heading}", "", *([text.strip(), ""] if text else [])]
        for command in commands:
            lines += _command_markdown(command)
    for link in answer.postmortems.get(finding.signature, ()):
        lines += [f"Written up: {link.title} (`{link.slug}`)", ""]
    return lines


def _command_markdown(command: Command) -> list[str]:
    lines = [f"**{command.risk.capitalize()}:**", ""] if command.risk != "safe" else []
    lines += [*_fenced([command.text], "sh"), ""]
    lines += [f"Expected: {command.expected}", ""] if command.expected else []
    return lines + (["To undo it:", "", *_fenced([command.rollback], "sh"), ""] if command.rollback else [])


def _fenced(lines: Iterator[str] | list[str], language: str = "text") -> list[str]:
    content = list(lines)
    fence = "```"
    while any(fence in line for line in content):
        fence += "`"
    return [f"{fence}{language}", *content, fence]
