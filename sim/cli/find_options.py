"""Define the options of `sim find`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import answering
from sim.cli.options import Outside, ScenarioFile
from sim.memory import see_to_room


def find(
    file: ScenarioFile,
    so_that: Annotated[
        str,
        typer.Option(
            "--so-that",
            metavar="TARGET",
            help="What is to hold: a measure, <= or >=, and a number: 'list_length <= 20'.",
        ),
    ],
    least: Annotated[
        str | None, typer.Option(metavar="PATH", help="The least of this number, or of A,B alike.")
    ] = None,
    most: Annotated[str | None, typer.Option(metavar="PATH", help="The most of it.")] = None,
    between: Annotated[
        str | None,
        typer.Option(metavar="LOW..HIGH", help="Between these. [default: its range in FILE]"),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="MONTH",
            help="To hold in this month: 'month 24', from the change of rules on, or else from the "
            "start; or a date, 2029-03. [default: over the measured time]",
        ),
    ] = None,
    months: Annotated[
        int | None,
        typer.Option(metavar="N", help="So many months up to it together. [default: 1]"),
    ] = None,
    sure: Annotated[
        str | None, typer.Option(metavar="'80 %'", help="In at least so many futures.")
    ] = None,
    arm: Annotated[
        str | None, typer.Option(metavar="A", help="In this arm. [default: the baseline]")
    ] = None,
    step: Annotated[
        str | None,
        typer.Option(metavar="S", help="In steps of this. [default: whole numbers, or 16 parts]"),
    ] = None,
    rest: Annotated[
        str | None, typer.Option(metavar="R", help="Who makes up for one share of a row.")
    ] = None,
    futures: Annotated[
        int | None, typer.Option(metavar="N", help="How many futures. [default: 200]")
    ] = None,
    chance: Annotated[
        bool, typer.Option("--chance", help="Luck alone; every number as it is written.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(metavar="S", help="Seed of all draws. [default: as in FILE]")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Runs at once. [default: all cores]")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Run on this Dask cluster.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where to write. [default: results/<scenario>-<digest>/]"),
    ] = None,
    allow_outside: Outside = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only where the report is.")] = False,
) -> None:
    """Find the least (or the most) of a number with which a target holds, over possible futures.

    Example: sim find FILE --least services.clinic.workers.posts --between 4..12
    --so-that 'share_waiting_over_12_weeks.clinic <= 5 %' --by 'month 24' --sure '80 %'

    A future is one draw of every number that has a range in FILE, with luck of its own.
    """
    with answering():
        see_to_room()
        from sim.cli.finding import Request, find as find_it  # noqa: PLC0415 -- heavy

        asked = (least, most, between, so_that, by, months, sure, arm, step, rest, futures, chance)
        find_it(Request(file, *asked, seed, workers, cluster, out, quiet, allow_outside))
