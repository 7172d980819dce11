"""Define the options of `sim fit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.answering import answering
from sim.cli.options import Outside, ScenarioFile
from sim.memory import see_to_room
from sim.studies.sizes import Sure

HowSure = Annotated[Sure, typer.Option(help="How many runs: 500, 1,000 or 2,000.")]
Runs = Annotated[int | None, typer.Option(metavar="N", help="So many runs instead.")]
OffBy = Annotated[
    float,
    typer.Option(
        "--discrepancy",
        metavar="PERCENT",
        help="How far the model may be off, beside the errors of the figures.",
    ),
]
Workers = Annotated[
    int | None, typer.Option(metavar="N", help="Runs at once. [default: all cores]")
]
Part = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="Only this part of N of the runs.")
]
Cluster = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on this Dask cluster.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where to write. [default: results/<scenario>-fit-<digest>/]"),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print only where the page is.")]


def fit(
    file: ScenarioFile,
    sure: HowSure = Sure.USUAL,
    runs: Runs = None,
    discrepancy: OffBy = 10,
    workers: Workers = None,
    shard: Part = None,
    cluster: Cluster = None,
    out: Out = None,
    allow_outside: Outside = False,
    quiet: Quiet = False,
) -> None:
    """Find the worlds within the ranges of FILE that agree with its targets.

    Targets with the role `fit` are met; those with `check` are held out and compared. The page
    says what your figures narrow, what they cannot tell, and how far to trust it. `sim run
    DIR/fitted.yaml` then takes its worlds from those that agree.
    """
    with answering():
        see_to_room()
        from sim.cli.fitting import Request, fit_file  # noqa: PLC0415 -- heavy

        asked = (sure, runs, discrepancy / 100, workers, shard, cluster, out)
        fit_file(Request(file, *asked, allow_outside, quiet))
