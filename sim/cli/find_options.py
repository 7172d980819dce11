"""Define the options of `sim find`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import answering
from sim.cli.options import Outside, ScenarioFile
from sim.memory import see_to_room

Least = Annotated[
    str | None, typer.Option(metavar="PATH", help="The least of this number, or of A,B alike.")
]
Most = Annotated[str | None, typer.Option(metavar="PATH", help="The most of it.")]
Between = Annotated[
    str | None,
    typer.Option(metavar="LOW..HIGH", help="Between these. [default: its range in FILE]"),
]
Target = Annotated[
    str,
    typer.Option(
        "--so-that",
        metavar="TARGET",
        help="What is to hold: a measure, <= or >=, and a number, all in quotation marks.",
    ),
]
Month = Annotated[
    str | None,
    typer.Option(
        metavar="MONTH",
        help="To hold in this month: 'month 24', from the change of rules on, or else from the "
        "start; or a date, 2029-03. [default: over the measured time]",
    ),
]
Months = Annotated[
    int | None,
    typer.Option(metavar="N", help="So many months up to it together. [default: 1]"),
]
Share = Annotated[
    str | None, typer.Option(metavar="'80 %'", help="In at least so many futures. [default: 80 %]")
]
Arm = Annotated[str | None, typer.Option(metavar="A", help="In this arm. [default: the baseline]")]
Step = Annotated[
    str | None,
    typer.Option(metavar="S", help="In steps of this. [default: whole numbers, or 16 parts]"),
]
Rest = Annotated[str | None, typer.Option(metavar="R", help="Who makes up for one share of a row.")]
Futures = Annotated[int | None, typer.Option(metavar="N", help="How many. [default: 200]")]
Chance = Annotated[
    bool, typer.Option("--chance", help="Chance alone: every number as it is written.")
]
Seed = Annotated[
    int | None, typer.Option(metavar="S", help="Seed of all draws. [default: as in FILE]")
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", help="Runs at once. [default: all cores]")
]
Cluster = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on this Dask cluster.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where to write. [default: results/<scenario>-<digest>/]"),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print only where the report is.")]


def find(
    file: ScenarioFile,
    so_that: Target,
    least: Least = None,
    most: Most = None,
    between: Between = None,
    by: Month = None,
    months: Months = None,
    sure: Share = None,
    arm: Arm = None,
    step: Step = None,
    rest: Rest = None,
    futures: Futures = None,
    chance: Chance = False,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    out: Out = None,
    allow_outside: Outside = False,
    quiet: Quiet = False,
) -> None:
    """Find the least (or the most) of a number with which a target holds, over possible futures.

    Example: sim find FILE --least services.clinic.workers.posts --between 4..12
    --so-that 'share_waiting_over_12_weeks.clinic <= 5 %' --by 'month 24' --sure '80 %'

    A future is one draw of every number that has a range in FILE, with its own random numbers.
    """
    with answering():
        see_to_room()
        from sim.cli.finding import Request, find as find_it  # noqa: PLC0415 -- heavy

        asked = (least, most, between, so_that, by, months, sure, arm, step, rest, futures, chance)
        find_it(Request(file, *asked, seed, workers, cluster, out, quiet, allow_outside))
