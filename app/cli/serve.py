"""``casebook serve``: the web pages and the API."""

import sys
from typing import Annotated

import typer
import uvicorn

from app.cli.errors import NoAccess
from app.main import create_app
from app.settings import Settings, described, is_loopback, load_settings

_SETTINGS = "\n\n".join(f"{name} (default: {default}): {meaning}" for name, default, meaning in described())
EPILOG = f"Example: casebook serve --port 9000\n\nEnvironment variables (a .env file works too; NAME_FILE reads the value from a file):\n\n{_SETTINGS}"


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that match logs.")] = None,
) -> None:
    """Serve the web pages and the API."""
    settings = load_settings(host=host, port=port, workers=workers)
    if not is_loopback(settings.host) and settings.allow_unauthenticated != "yes":
        raise NoAccess(settings.host)
    sys.stderr.write(f"Casebook: {_address(settings)}\n")
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        root_path=settings.root_path,
        log_level="info",
        server_header=False,
        timeout_graceful_shutdown=20,
    )


def _address(settings: Settings) -> str:
    return settings.base_url or f"http://{settings.host}:{settings.port}"
