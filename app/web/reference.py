"""The page that describes the HTTP API: made from its OpenAPI description, without scripts and without internet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from app.http import base_url
from app.web.rendering import render

router = APIRouter(include_in_schema=False)

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a shape."""

    name: str
    type: str
    required: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: what it takes, and the statuses it answers with."""

    method: str
    path: str
    text: str
    parameters: tuple[Field, ...]
    bodies: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "")


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON object that calls take or give."""

    name: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """All calls, by subject, and all shapes."""

    base: str
    subjects: tuple[tuple[str, tuple[Operation, ...]], ...]
    shapes: tuple[Shape, ...]


@router.get("/docs")
def show(request: Request) -> Response:
    """Every call of the API."""
    description = request.app.openapi()
    page = ReferencePage(base_url(request), _subjects(description), _shapes(description))
    return render(request, "reference.html", page)


def _subjects(description: Mapping[str, Any]) -> tuple[tuple[str, tuple[Operation, ...]], ...]:
    found: dict[str, list[Operation]] = {}
    for path, item in description["paths"].items():
        for method in METHODS:
            if method in item:
                found.setdefault(item[method]["tags"][0], []).append(_operation(method, path, item[method]))
    return tuple((subject, tuple(operations)) for subject, operations in found.items())


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    return Operation(
        method.upper(),
        path,
        operation["description"],
        tuple(
            Field(one["name"], _type(one["schema"]), one.get("required", False))
            for one in operation.get("parameters", ())
        ),
        tuple(_bodies(operation)),
        tuple((status, answer["description"]) for status, answer in operation["responses"].items()),
    )


def _bodies(operation: Mapping[str, Any]) -> Iterator[str]:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        name = _type(content.get("schema", {}))
        yield f"{kind}: {name}" if name not in ("object", "text") else kind


def _shapes(description: Mapping[str, Any]) -> tuple[Shape, ...]:
    schemas = description.get("components", {}).get("schemas", {})
    return tuple(
        Shape(name, schema.get("description", ""), tuple(_fields(schema)))
        for name, schema in sorted(schemas.items())
        if schema.get("properties")
    )


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, one in schema["properties"].items():
        yield Field(name, _type(one), name in required, one.get("description", ""))


_NAMES = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false", "null": "null"}


def _type(schema: Mapping[str, Any]) -> str:  # noqa: PLR0911 (one return for each kind of schema)
    """What a value is, in words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "enum" in schema:
        return " or ".join(f'"{value}"' for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if schema.get("format") == "date-time":
        return "time (UTC)"
    if schema.get("format") == "binary":
        return "file"
    return _NAMES.get(str(schema.get("type", "")), str(schema.get("type", "anything")))
