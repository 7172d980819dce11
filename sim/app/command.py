"""The command `sim app`, beside the other commands of the command line."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from sim import cli
from sim.cli.answering import answering
from sim.errors import SimError

LIBRARIES = {"starlette": "starlette", "uvicorn": "uvicorn", "python-multipart": "python_multipart"}
"""The module of each library of the extra `app`, by the name under which it is installed."""
commands = cli.app
"""All commands of the program, this one among them."""


@commands.command(short_help="Plan services on pages in a browser.")
def app(
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="Where it listens; 0: any free one.")
    ] = 8477,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Print the address, and open no browser.")
    ] = False,
    projects: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where projects are. [default: Documents/Throughline]"),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A name under which a proxy with sign-in serves it."),
    ] = None,
) -> None:
    """Open the planner's pages in a browser: from a workbook to a brief, without YAML.

    It listens on this machine alone, until it is stopped with Ctrl-C.
    """
    with answering():
        see_to_libraries()
        from sim.app.serving import Options, serve  # noqa: PLC0415 -- of the extra `app`

        serve(Options(port, not no_browser, projects, tuple(allow_host or ())), typer.echo)


def see_to_libraries() -> None:
    """Raise SimError if a library of the extra `app` is missing."""
    missing = [name for name, module in LIBRARIES.items() if find_spec(module) is None]
    if missing:
        raise SimError(
            f"The app needs what is not installed: {', '.join(missing)}.\n"
            "  Install it with `pip install 'throughline[app]'`, in the same environment."
        )
