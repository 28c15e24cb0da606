"""The house: which part may import which, and which outside packages each part may use."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parent.parent / "app"

# From the ground up.  A module imports its own part and parts in earlier rows; neighbours in a row do not know each other.
ORDER: tuple[tuple[str, ...], ...] = (
    ("errors", "shipped"),
    ("logs",),
    ("matching",),
    ("records",),
    ("storage",),
    ("services",),
    ("http",),
    ("web", "api"),
    ("settings",),
    ("main",),
    ("cli",),
)

# What may be used from outside, besides Python's own library.
OUTSIDE: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "shipped": frozenset(),
    "logs": frozenset({"numpy", "msgspec", "zstandard"}),
    "matching": frozenset({"numpy", "hyperscan", "ahocorasick_rs", "re2", "rapidfuzz"}),
    "records": frozenset({"yaml", "rapidfuzz", "markdown_it", "ftfy"}),
    "storage": frozenset({"sqlmodel", "sqlalchemy", "alembic", "msgspec", "psycopg"}),
    "services": frozenset({"pebble", "rapidfuzz", "msgspec", "zstandard", "puremagic"}),
    "http": frozenset({"fastapi", "starlette"}),
    "web": frozenset({"fastapi", "starlette", "jinja2", "markdown_it", "markupsafe", "numpy"}),
    "api": frozenset({"fastapi", "starlette", "pydantic"}),
    "settings": frozenset({"pydantic", "dotenv"}),
    "main": frozenset({"fastapi", "starlette"}),
    "cli": frozenset({"typer", "rich", "uvicorn", "msgspec"}),
}

# The pure parts compute: what they need of the world comes as arguments.
PURE = ("logs", "matching", "records")
WORLD = frozenset({"os", "pathlib", "socket", "subprocess", "tempfile", "time", "urllib", "random", "secrets", "io"})

MODULES = sorted(APP.rglob("*.py"))


def part_of(path: Path) -> str:
    """The part of the house that a module belongs to; empty for the package itself."""
    return path.relative_to(APP).parts[0].removesuffix(".py").removeprefix("__init__")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Each imported module with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "pathlib" and node.names[0].name.startswith("Pure"):
            continue  # a path as text touches no disk
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            module = node.module or ""
            yield from ((node.lineno, f"app.{alias.name}") for alias in node.names if module == "app")
            yield (node.lineno, module)


def row(part: str) -> int:
    """The height of a part."""
    return next(height for height, parts in enumerate(ORDER) if part in parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_imports_point_downwards(path: Path) -> None:
    """No module imports a part above or beside its own."""
    part = part_of(path)
    for line, module in imports(path):
        other = module.split(".")[1] if module.startswith("app.") else ""
        if not part or not other or other == "__version__":
            continue
        assert other == part or row(other) < row(part), f"{path}:{line} {part} imports {module}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_outside_packages_are_those_of_the_table(path: Path) -> None:
    """A part uses only the packages that the table grants it."""
    part = part_of(path)
    for line, module in imports(path):
        package = module.split(".")[0]
        if part and package != "app" and package not in sys.stdlib_module_names:
            assert package in OUTSIDE[part], f"{path}:{line} {part} may not use {package}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if part_of(path) in PURE], ids=lambda p: str(p.relative_to(APP))
)
def test_the_pure_parts_do_not_touch_the_world(path: Path) -> None:
    """Logs, matching and records read no clock, disk, environment or network."""
    for line, module in imports(path):
        assert module.split(".")[0] not in WORLD, f"{path}:{line} imports {module}"


def test_every_part_is_in_the_tables() -> None:
    """A new folder or module of the app gets its place in both tables."""
    parts = {part_of(path) for path in MODULES} - {""}

    assert parts == {part for parts in ORDER for part in parts}
    assert parts == set(OUTSIDE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(APP)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A module opens with its purpose."""
    text = path.read_text(encoding="utf-8")

    assert not text or ast.get_docstring(ast.parse(text)), f"{path} has no docstring"
