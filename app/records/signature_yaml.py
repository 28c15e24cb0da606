"""A signature and its file ``signatures/<id>.yaml``, both ways and without loss."""

from typing import cast

from app.matching.signature import Signature
from app.records.parsed import Parsed
from app.records.plain import to_sparse_data
from app.records.signature_form import PROSE_FIELDS, signature_from_data
from app.records.source import Plain, read_yaml
from app.records.yaml_text import write_yaml


def parse_signature(text: str, *, path: str) -> Parsed[Signature]:
    """The signature that a YAML text describes, and every problem of it."""
    source = read_yaml(text, path=path)
    if source.data is None and source.problems:
        return Parsed(path, None, source.problems, source.lines)
    parsed = signature_from_data(source.data, path, lines=source.lines)
    problems = tuple(sorted((*source.problems, *parsed.problems)))
    return Parsed(path, parsed.draft, problems, source.lines)


def signature_to_yaml(signature: Signature) -> str:
    """The canonical text of a signature: reading it gives an equal one, and writing that gives the same bytes."""
    data = to_sparse_data(signature)
    for name in PROSE_FIELDS:
        if name in data:
            data[name] = f"{data[name]}\n"
    for example in cast("list[dict[str, Plain]]", data.get("examples", [])):
        example["log"] = f"{example['log']}\n"
    return write_yaml(data)
