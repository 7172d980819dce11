"""Define the commands for an area's own figures: `sim template` and `sim import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import answering
from sim.cli.options import Outside


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
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK", help="A filled workbook.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write. [default: beside the workbook]"),
    ] = None,
    allow_outside: Outside = False,
) -> None:
    """Make a scenario from a workbook, and a page that shows the sum behind every number.

    All faults are told at once, with their cells, and nothing is then written. A file that you have
    changed since an earlier import is never replaced.
    """
    with answering():
        from sim.cli.importing import import_workbook  # noqa: PLC0415 -- heavy

        typer.echo(import_workbook(workbook, out, allow_outside), nl=False)
