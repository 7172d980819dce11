"""`sim run`: from a scenario file to a folder with a report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

import typer

from sim.cli.answering import StoppedError, failed
from sim.cli.headlines import headlines
from sim.cli.outputs import write_outputs
from sim.cli.progress import saying_what_takes_time, showing_progress
from sim.cli.results import ResultsFolder
from sim.compiling import NO_NUMBA, see_to_numba
from sim.engines.choosing import Engine
from sim.scenario import load
from sim.studies.execution import RunFailedError, StudyInterruptedError, usable_cores
from sim.studies.manifest import Manifest, runs_digest
from sim.studies.planning import ChoiceError, Choices
from sim.studies.running import Plan, carry_out, plan
from sim.studies.study import Study
from sim.tables.logs import LogForm, write_log

RESULTS = Path("results")
REPORT = "report.html"
NO_LOG = "none"
WITHOUT_NUMBA = (
    "Numba does not work here, so nothing is compiled: runs are slow, and the last digits of "
    "numbers may differ."
)


class Request(NamedTuple):
    """What a person typed; None leaves it to the scenario or to the program."""

    file: Path
    arms: Sequence[str] | None
    replications: int | None
    seed: int | None
    years: float | None
    out: Path | None
    log: LogForm | None
    workers: int | None
    quiet: bool
    engine: Engine
    allow_outside: bool = False  # whether the file may name files outside its folder


def run_scenario(request: Request) -> None:
    """Do everything `sim run` promises, and print where the report is."""
    see_to_engine(request.engine, request.quiet)
    workers = processes(request.workers)
    choices = Choices(request.arms, request.replications, request.seed, request.years)
    with saying_what_takes_time(request.quiet):
        outside = {"allow_outside": True} if request.allow_outside else {}
        planned = plan(load(request.file, **outside), choices)
    out = request.out or RESULTS / f"{request.file.stem}-{planned.digest[:12]}"
    folder = ResultsFolder(out, runs_digest(planned.digest, request.log or NO_LOG)[:12])
    folder.open()
    study, _ = make(planned, folder, request.log, workers, request.quiet, request.engine)
    folder.publish()
    report = out / REPORT
    if request.quiet:
        typer.echo(str(report))
        return
    for line in headlines(study):
        typer.echo(line)
    if request.engine is Engine.BOTH:
        typer.echo("\nBoth engines made every run, and agree.")
    typer.echo(f"\nThe report is in {report}")


def make(
    planned: Plan,
    folder: ResultsFolder,
    log: LogForm | None,
    workers: int,
    quiet: bool,
    engine: Engine,
) -> tuple[Study, Manifest]:
    """Run a study and write its outputs into the folder's staging place.

    Raises
    ------
    EngineUnavailable
        When the fast engine is wanted and cannot be compiled here.
    StoppedError
        On Ctrl-C; says what is kept.
    RefusedError, FailedError
        When a run ends in an error, the scenario's or ours.
    """
    export = None if log is None else partial(write_log, form=log)
    try:
        with saying_what_takes_time(quiet), showing_progress(quiet) as progress:
            study = carry_out(planned, folder.runs, workers, export, progress, engine)
        return study, write_outputs(planned, study, log, folder.runs, folder.staging())
    except StudyInterruptedError as stop:
        raise StoppedError(
            f"Stopped. {stop.done} of {stop.total} runs are finished and kept in {folder.folder}.\n"
            "  The same command goes on from there."
        ) from None
    except KeyboardInterrupt:
        raise StoppedError(
            f"Stopped. Finished runs are kept in {folder.folder}.\n"
            "  The same command goes on from there."
        ) from None
    except RunFailedError as failure:
        raise failed(str(failure), failure.details, failure.mendable) from None


def see_to_engine(engine: Engine, quiet: bool) -> None:
    """Refuse an engine that needs Numba where there is none; say what is otherwise different."""
    if engine is not Engine.REFERENCE:
        see_to_numba()
    elif NO_NUMBA and not quiet:
        typer.echo(WITHOUT_NUMBA, err=True)


def processes(asked: int | None) -> int:
    """How many processes to use: what was asked for, else one for each core."""
    if asked is not None and asked < 1:
        raise ChoiceError("--workers", f"{asked} is too few.", "Choose 1 or more.")
    return asked or usable_cores()


def log_form(name: str) -> LogForm | None:
    """Give the form of event logs with this name; None for `none` and any other word."""
    return next((form for form in get_args(LogForm) if form == name), None)
