"""The page's own style sheet, script and icon, served under an address that changes with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Response

from app.errors import NotFound

FOLDER = Path(__file__).parent / "static"

_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"
# Another replica may already serve a newer page whose asset this one does not have yet.
_BRIEFLY = "public, max-age=60"

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file with the digest of its content."""

    content: bytes
    media_type: str
    digest: str


@router.get("/static/{digest}/{name}")
def static_file(digest: str, name: str) -> Response:
    """A static file; kept by the browser for as long as its content stays."""
    asset = assets().get(name)
    if asset is None:
        raise NotFound(kind="file", key=name)
    lasting = _FOREVER if digest == asset.digest else _BRIEFLY
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": lasting})


def asset_path(name: str) -> str:
    """The path of a static file below the root of the site."""
    return f"/static/{assets()[name].digest}/{name}"


@cache
def assets() -> dict[str, Asset]:
    """Every static file by its name, read once."""
    return {path.name: _asset(path) for path in sorted(FOLDER.iterdir()) if path.suffix in _TYPES}


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    return Asset(content, _TYPES[path.suffix], hashlib.sha256(content).hexdigest()[:12])
