"""Carry out `sim run`: from a scenario file to a folder with a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

import typer

from sim.cli.answering import StoppedError, failed
from sim.cli.beside import NOTHING_BESIDE, Beside, Making, make_part, with_beside
from sim.cli.headlines import headlines, plan_lines
from sim.cli.log_options import LogWords, log_choice
from sim.cli.progress import showing_progress
from sim.cli.results import ResultsFolder
from sim.cli.sharing import Pools, pools, shard_named
from sim.cli.sizing import expected, warnings
from sim.compiling import quietly, see_to_numba, why_no_numba
from sim.engines.choosing import Engine
from sim.report.brief.needed import see_to_libraries
from sim.report.wording import counted
from sim.report.writing import PAGE
from sim.scenario import load
from sim.studies.adding import TakeOver, question_of, same_but_replications
from sim.studies.costs import cost
from sim.studies.execution import RunFailedError, Shard, StudyInterruptedError, usable_cores
from sim.studies.files.naming import printable
from sim.studies.manifest import Manifest, runs_digest
from sim.studies.planning import ChoiceError, Choices
from sim.studies.running import Earlier, Plan, carry_out, plan
from sim.studies.sizes import NO_WORLDS, Size
from sim.studies.study import Study
from sim.studies.variants.planning import VariantPlan, plan_variants
from sim.studies.worlds.planning import Wanted, wanted
from sim.tables.logs import LogExport, LogForm

RESULTS = Path("results")
NO_LOG = "none"
WITHOUT_NUMBA = (
    "Numba does not work here, so nothing is compiled: runs are slow, and the last digits of "
    "numbers may differ."
)


class Request(NamedTuple):
    """The arguments of `sim run`; None stands for the value of the scenario or of the program."""

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
    log_words: LogWords = LogWords()
    variants: bool = True  # whether the labelled variants of the file are run as well
    worlds: Size = NO_WORLDS
    brief: bool = False  # whether a Word document and slides are written
    shard: str | None = None  # the part of the worlds whose runs are made, and nothing else
    cluster: str | None = None  # address of a Dask scheduler


def run_scenario(request: Request) -> None:
    """Carry out the whole command `sim run`, and print the path of the report."""
    if request.brief:
        see_to_libraries()
    see_to_engine(request.engine, request.quiet)
    shard, workers = shard_named(request.shard), processes(request.workers)
    choices = Choices(request.arms, request.replications, request.seed, request.years)
    with ExitStack() as stack:
        pool = pools(request.engine, request.cluster, workers, stack)
        with quietly(request.quiet):
            planned = plan(load(request.file, request.allow_outside), choices)
        worlds = wanted(planned, request.worlds)
        if shard.of > 1:
            _run_part(request, planned, worlds, shard, pool)
        else:
            _run_whole(request, planned, worlds, workers, pool)


def _run_whole(
    request: Request, planned: Plan, worlds: Wanted | None, workers: int, pool: Pools
) -> None:
    """Make every run of a study that its folder lacks, and write and print what came out."""
    with quietly(request.quiet):
        variants = variants_of(planned, request.quiet) if request.variants else None
    log = _log(planned, request)
    needs = cost(planned.resolved, planned.settings.replications, workers, request.engine)
    if not request.quiet:
        for line in plan_lines(planned.scenario, planned.settings):
            typer.echo(line)
        for line in warnings(needs, workers):
            typer.echo(line, err=True)
    out = _out(request, planned)
    there = same_but_replications(planned, out)
    earlier = None
    if there is not None:
        earlier = TakeOver(out, there, request.engine, log, partial(_tell, quiet=request.quiet))
    with ResultsFolder(out, question_of(planned, there), runs_key(planned, log)) as folder:
        beside = Beside(worlds, variants, earlier is None, request.brief)
        if not request.quiet and (worlds is not None or variants is not None):
            size = NO_WORLDS if worlds is None else worlds.size
            many = 0 if variants is None else len(variants.arm_at)
            typer.echo(expected(planned, size, many, needs, workers), err=True)
        making = Making(planned, folder, log, request.quiet, request.engine, pool)
        study, _, staged = make(making, workers, earlier, beside)
        publish(folder, staged)
    report = out / PAGE
    if request.quiet:
        typer.echo(str(report))
        return
    for line in headlines(study):
        typer.echo(line)
    if request.engine is Engine.BOTH:
        typer.echo("\nBoth engines made every run, and agree.")
    typer.echo(f"\nThe report is in {report}")


def _run_part(
    request: Request, planned: Plan, worlds: Wanted | None, shard: Shard, pool: Pools
) -> None:
    """Make the runs of one part of the worlds, and leave them in the folder of the study."""
    if worlds is None:
        raise ChoiceError(
            "--shard",
            "this study has no worlds, and its worlds are what is divided into parts.",
            "Leave the option out.",
        )
    out, log = _out(request, planned), _log(planned, request)
    question = question_of(planned, same_but_replications(planned, out))
    with (
        ResultsFolder(out, question, runs_key(planned, log), shared=True) as folder,
        _saying_what_is_kept(out),
    ):
        making = Making(planned, folder, log, request.quiet, request.engine, pool)
        many = make_part(making, worlds, shard)
    if not request.quiet:
        typer.echo(
            f"Part {shard.number} of {shard.of} is finished: {counted(many, 'run')}.\n"
            f"  When all parts are finished, the same command without --shard writes {out}."
        )


def _out(request: Request, planned: Plan) -> Path:
    return request.out or RESULTS / f"{request.file.stem}-{planned.digest[:12]}"


def make(
    making: Making,
    workers: int,
    earlier: Earlier | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> tuple[Study, Manifest, Path]:
    """Run a study with its worlds and variants, and write its outputs into a staging folder.

    The last returned value is the staging folder.

    Raises
    ------
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    StoppedError
        On Ctrl-C. The message says what is kept.
    RefusedError, FailedError
        If a run ends in an error, caused by the scenario or by the program.
    """
    planned, folder, log, quiet, engine = making[:5]
    with _saying_what_is_kept(folder.folder):
        with quietly(quiet), showing_progress(quiet) as progress:
            study = carry_out(planned, folder.runs, workers, log, progress, engine, earlier)
        study = with_beside(study, making, beside)
        return study, *making.staged(study, brief=beside.brief)


@contextmanager
def _saying_what_is_kept(folder: Path) -> Iterator[None]:
    """If a study stops before its end, raise an error that says what is kept."""
    try:
        yield
    except StudyInterruptedError as stop:
        raise StoppedError(
            f"Stopped. {stop.done} of {stop.total} runs are finished and kept in {folder}.\n"
            "  The same command goes on from there."
        ) from None
    except KeyboardInterrupt:
        raise StoppedError(
            f"Stopped. Finished runs are kept in {folder}.\n  The same command goes on from there."
        ) from None
    except RunFailedError as failure:
        raise failed(str(failure), failure.details, failure.mendable) from None


def variants_of(planned: Plan, quiet: bool) -> VariantPlan | None:
    """Return the plan of a study's variants; None if there are none."""
    with showing_progress(quiet, "Variants prepared") as ready:
        return plan_variants(planned, ready)


def _tell(words: str, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(words, err=True)


def runs_key(planned: Plan, log: LogExport | None) -> str:
    """Return the name of the folder for the finished runs of a study with these logs.

    The folder exists until the study is finished.
    """
    if log is None:
        return runs_digest(planned.digest, NO_LOG)[:12]
    return runs_digest(planned.digest, log.form, log.choice)[:12]


def publish(folder: ResultsFolder, staged: Path) -> None:
    """Move outputs to their final places. Name files there that this program did not write."""
    folder.publish(staged)
    for path in folder.left:
        typer.echo(f"{printable(path)} is not of this program and has been left alone.", err=True)


def see_to_engine(engine: Engine, quiet: bool) -> None:
    """If the fast engine is wanted but Numba does not work, raise an error.

    For the reference engine, print a warning about other effects of a missing Numba.
    """
    if engine is not Engine.REFERENCE:
        see_to_numba()
    elif why_no_numba() and not quiet:
        typer.echo(WITHOUT_NUMBA, err=True)


def _log(planned: Plan, request: Request) -> LogExport | None:
    """Return the form and choice of the logs to write; None if no logs are wanted.

    Raises LogOptionsError if the choice is impossible.
    """
    settings = planned.settings
    choice = log_choice(request.log, request.log_words, settings.arms, settings.replications)
    if request.log is None:
        return None
    return LogExport(request.log, planned.scenario.digest, choice)


def processes(asked: int | None) -> int:
    """Return the wanted number of processes; if none is given, one for each core."""
    if asked is not None and asked < 1:
        raise ChoiceError("--workers", f"{asked} is too few.", "Choose 1 or more.")
    return asked or usable_cores()


def log_form(name: str) -> LogForm | None:
    """Return the form of event logs with this name; None if the name is `none` or unknown."""
    return next((form for form in get_args(LogForm) if form == name), None)
