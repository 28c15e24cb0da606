"""The table of commands."""

from typing import Annotated

import typer

from app import __version__
from app.cli import check, diagnose, evaluate, exchange, serve

application = typer.Typer(
    name="casebook",
    help="Paste a log, see which known failure it is, why, what fixes it and how to keep it from coming back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for _name, _command, _epilog in (
    ("serve", serve.serve, serve.EPILOG),
    ("diagnose", diagnose.diagnose, diagnose.EPILOG),
    ("check", check.check, check.EPILOG),
    ("evaluate", evaluate.evaluate, evaluate.EPILOG),
    ("import", exchange.import_, exchange.IMPORT_EPILOG),
    ("export", exchange.export, exchange.EXPORT_EPILOG),
):
    application.command(_name, epilog=_epilog)(_command)


def _show_version(value: bool) -> None:  # noqa: FBT001 (typer's callback)
    if value:
        typer.echo(f"casebook {__version__}")
        raise typer.Exit


@application.callback()
def _options(
    _version: Annotated[  # noqa: FBT002 (typer reads options so)
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass
