"""Define the commands for an area's own figures: `sim template` and `sim import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import RefusedError, answering
from sim.cli.options import MappingFile, Outside


def template(
    workbook: Annotated[
        Path, typer.Argument(metavar="WORKBOOK", help="The workbook to write (.xlsx).")
    ],
    filled_from: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Fill it from this scenario file."),
    ] = None,
    allow_outside: Outside = False,
) -> None:
    """Write an Excel workbook for the figures of your own area, empty or filled from a scenario.

    Nothing is written over. The sheet Read me says what goes where; `sim import` reads it.
    """
    with answering():
        from sim.cli.templating import write_workbook  # noqa: PLC0415 -- heavy

        typer.echo(write_workbook(workbook, filled_from, allow_outside), nl=False)


def import_(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="WORKBOOK|DIR", help="A filled workbook, or the folder with an area's records."
        ),
    ],
    mapping: MappingFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where to write. [default: beside the workbook; DIR-scenario/]"
        ),
    ] = None,
    allow_outside: Outside = False,
) -> None:
    """Make a scenario from a workbook or from records, and a page that says how each number came.

    All faults are told at once, with their places, and nothing is then written. A file that you
    have changed since an earlier import is never replaced. Of records, small counts are hidden, and
    no row or identifier is written.
    """
    with answering():
        if source.is_dir():
            from sim.cli.importing_records import import_records  # noqa: PLC0415 -- heavy

            typer.echo(import_records(source, mapping, out), nl=False)
            return
        if mapping is not None:
            raise RefusedError(
                f"{source} is no folder, and only an extract of records needs --map.\n"
                "  Name the folder of the extract, or leave --map out to import a workbook."
            )
        from sim.cli.importing import import_workbook  # noqa: PLC0415 -- heavy

        typer.echo(import_workbook(source, out, allow_outside), nl=False)
