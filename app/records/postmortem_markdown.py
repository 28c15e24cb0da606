"""A postmortem and its file ``postmortems/<slug>.md``, both ways and without loss.

The front matter has the short fields; each long one has a heading.  A long field whose Markdown would not read back
equal (it holds a heading or an open fence) stands in the front matter instead.
"""

import re

from app.records.parsed import Parsed
from app.records.plain import to_sparse_data
from app.records.postmortem import Postmortem
from app.records.postmortem_form import postmortem_from_data
from app.records.problems import Problem
from app.records.section_forms import read_section, write_section
from app.records.sections import SECTIONS, Section, read_body
from app.records.source import Plain, Source, read_yaml
from app.records.yaml_text import is_printable, write_yaml

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??---[ \t]*(?:\n|\Z)", re.DOTALL)
_SENTINEL = "the end"


def parse_postmortem(text: str, *, path: str) -> Parsed[Postmortem]:
    """The postmortem that a Markdown text describes, and every problem of it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    front, body = _split(text, path)
    first_line = text.count("\n") - body.count("\n") + 1
    joined = _joined(front, _long_fields(body, path, first_line=first_line), path)
    if joined.data is None:
        return Parsed(path, None, tuple(sorted(joined.problems)), joined.lines)
    parsed = postmortem_from_data(joined.data, path, lines=joined.lines)
    return Parsed(path, parsed.draft, tuple(sorted({*joined.problems, *parsed.problems})), joined.lines)


def postmortem_to_markdown(postmortem: Postmortem) -> str:
    """The canonical text of a postmortem: reading it gives an equal one, and writing that gives the same bytes."""
    data = to_sparse_data(postmortem)
    title = str(data.pop("title", ""))
    written = {section: _reads_back(section, data[section.field]) for section in SECTIONS if section.field in data}
    texts = {section: text for section, text in written.items() if text is not None}
    for section in texts:
        del data[section.field]
    parts = [f"# {title}", *(f"## {section.heading}\n\n{text}" for section, text in texts.items())]
    if not is_printable(title) or not title:
        data = {"slug": data.pop("slug"), "title": title, **data}
        parts = parts[1:]
    return f"---\n{write_yaml(data)}---\n" + "".join(f"\n{part}\n" for part in parts)


def _split(text: str, path: str) -> tuple[Source, str]:
    """The front matter, read, and the text after it.  Without data, the front matter cannot be read."""
    found = _FRONT_MATTER.match(text)
    if found:
        return _front_matter(found[1] or "", path), text[found.end() :]
    if text.startswith("---"):
        problem = Problem(path, 1, "", "the front matter is not closed", "end it with a line ---")
        return Source(problems=(problem,)), ""
    problem = Problem(path, 1, "", "there is no front matter", "begin with a line ---, the short fields, a line ---")
    return Source(problems=(problem,)), text


def _front_matter(text: str, path: str) -> Source:
    source = read_yaml(text, path=path, first_line=2)
    if isinstance(source.data, dict) or source.problems:
        return source
    if source.data is None:
        return Source({})
    problem = Problem(path, 2, "", "the front matter is not a mapping", "write each field as name: value")
    return Source(problems=(problem,))


def _joined(front: Source, long_fields: list[tuple[str, Source]], path: str) -> Source:
    """Front matter and long fields as one mapping; without data where the front matter cannot be read."""
    data = dict(front.data) if isinstance(front.data, dict) else {}
    lines, problems = dict(front.lines), list(front.problems)
    for field, found in long_fields:
        problems += found.problems
        if field in data:
            what = f"{field} stands both in the front matter and in the text"
            problems.append(Problem(path, found.lines.get(field, 0), field, what, "keep one of the two"))
        elif field:
            data[field] = found.data
            lines |= found.lines
    return Source(data if isinstance(front.data, dict) else None, lines, tuple(problems))


def _long_fields(text: str, path: str, *, first_line: int) -> list[tuple[str, Source]]:
    """The title and the long fields, each by its name; problems of the text as a whole under the empty name."""
    body = read_body(text, path=path, first_line=first_line)
    fields = [("", Source(problems=body.problems))]
    if body.title:
        fields.append(("title", Source(body.title, {"title": body.title_line})))
    return fields + [(piece.section.field, read_section(piece, path=path)) for piece in body.pieces]


def _reads_back(section: Section, value: Plain) -> str | None:
    """The Markdown of a field, or None where reading it back would give anything else."""
    text = write_section(section.form, value)
    if not is_printable(text):
        return None
    last = next(each for each in SECTIONS if each.form == "prose" and each is not section)
    probe = f"## {section.heading}\n\n{text}\n\n## {last.heading}\n\n{_SENTINEL}"
    before = postmortem_from_data({"slug": "x", "title": "x", section.field: value}, "").draft
    body = _long_fields(probe, "", first_line=1)
    data = {"slug": "x", "title": "x", **{field: found.data for field, found in body if field}}
    sentinel = data.pop(last.field, None)
    after = postmortem_from_data(data, "").draft
    is_whole = isinstance(sentinel, str) and sentinel.strip() == _SENTINEL
    return text if is_whole and before == after and not any(found.problems for _, found in body) else None
