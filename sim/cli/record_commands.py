"""Define the commands for records of referrals and contacts: `sim export-records`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import answering
from sim.cli.options import Outside
from sim.engines.choosing import Engine
from sim.memory import see_to_room
from sim.records.exporting.choices import Encoding, ExportShape, Form


def export_records(
    what: Annotated[
        Path, typer.Argument(metavar="WHAT", help="A scenario file, or what `sim run` wrote.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write.")],
    arm: Annotated[
        str | None, typer.Option(metavar="A", help="The run of this arm. [default: the baseline]")
    ] = None,
    replication: Annotated[
        int, typer.Option(metavar="N", help="The run with this number, from 1.")
    ] = 1,
    shape: Annotated[
        ExportShape, typer.Option(help="Whose tables and codes.")
    ] = ExportShape.MHSDS_V6,
    first: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DATE", help="The first day to measure. [default: as in WHAT]"
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="The last day. [default: as in WHAT]"),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="The kind of files.")] = Form.CSV,
    encoding: Annotated[
        Encoding, typer.Option(help="How the text of CSV files is stored.")
    ] = Encoding.UTF_8,
    no_times: Annotated[
        bool, typer.Option("--no-times", help="Dates alone, without times of day.")
    ] = False,
    untidy: Annotated[
        int | None,
        typer.Option(metavar="S", help="Plant faults as real extracts have them, by this seed."),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="Which engine makes the run.")] = Engine.FAST,
    allow_outside: Outside = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only where it is.")] = False,
) -> None:
    """Write what one run would leave in records, as an extract of made-up people.

    With it comes a mapping file that reads it. The folder is written whole or not at all, and
    nothing in it is written over.
    """
    with answering():
        see_to_room()
        from sim.cli.exporting import Request, export  # noqa: PLC0415 -- heavy

        export(
            Request(
                *(what, out, arm, replication, shape, first, last, form, encoding),
                *(not no_times, untidy, engine, allow_outside, quiet),
            )
        )
