"""Carry out `sim sweep`: from a study file to a folder with outcomes, or to one shard of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import typer

from sim.cli.answering import StoppedError, failed
from sim.cli.paragraphs import WIDTH
from sim.cli.progress import showing_progress
from sim.cli.results import ResultsFolder, digests
from sim.cli.running import RESULTS, processes, publish
from sim.cli.sections import section_lines
from sim.cli.sharing import pools, shard_named
from sim.compiling import quietly
from sim.report import SweepReport
from sim.report.combinations import combination_lines
from sim.report.finding import find_lines
from sim.report.wording import counted
from sim.report.writing import PAGE
from sim.scenario.explaining import to_yaml
from sim.studies.analyses.base import Answered
from sim.studies.costs import see_to_cost
from sim.studies.execution import RunFailedError, Shard, StudyInterruptedError
from sim.studies.following import not_in_the_plan
from sim.studies.manifest import NAME
from sim.studies.planning import MOST_REPLICATIONS, ChoiceError
from sim.studies.store import Store
from sim.studies.store.owning import read_about
from sim.studies.store.plans import write_plan
from sim.studies.sweeps.manifest import sweep_manifest, write_sweep_manifest
from sim.studies.sweeps.planning import SweepPlan, plan_sweep
from sim.studies.sweeps.results import Outcomes
from sim.studies.sweeps.running import (
    answers,
    make_runs,
    missing,
    noted,
    open_store,
    outcomes,
    whole_runs,
)
from sim.studies.sweeps.specification import Asked
from sim.studies.sweeps.study_file import read_study
from sim.tables.analyses import write_answers, write_precision
from sim.tables.courses import write_courses
from sim.tables.sweeps import write_differences, write_outcomes
from sim.writing import write_whole

MOST_RUNS = 100_000
OUTCOMES, DIFFERENCES, SCENARIO = "outcomes.csv", "differences.csv", "scenario.yaml"
PRECISION, WARM_UP = "precision.csv", "warm_up.csv"


class Request(NamedTuple):
    """The arguments of `sim sweep`; None stands for the value of the study or of the program."""

    file: Path
    replications: int | None
    workers: int | None
    shard: str | None
    cluster: str | None
    most_runs: int | None
    out: Path | None
    merge: Sequence[Path]
    quiet: bool
    allow_outside: bool = False  # whether the study may name files outside its folder


def sweep_study(request: Request) -> None:
    """Carry out the whole command `sim sweep`, and print the path of the report."""
    if request.replications is not None and not 1 <= request.replications <= MOST_REPLICATIONS:
        raise ChoiceError(
            "--replications",
            f"{request.replications} is out of range.",
            f"Choose a whole number from 1 to {MOST_REPLICATIONS}.",
        )
    asked = read_study(request.file, request.replications, request.allow_outside)
    if asked.precision is not None and request.replications is not None:
        raise ChoiceError(
            "--replications",
            "this study decides by `precision` how many it needs.",
            "Leave the option out, or take `precision` out of the study.",
        )
    carry_out(asked, request)


def carry_out(asked: Asked, request: Request, *, answers_alone: bool = False) -> None:
    """Make the runs of a study, write what came out, and print the path of the report.

    Parameters
    ----------
    answers_alone
        Whether the page has nothing but the answers to questions.
    """
    shard = shard_named(request.shard)
    workers = processes(request.workers)
    with ExitStack() as stack:
        stack.enter_context(quietly(request.quiet))
        pool = pools(asked.engine, request.cluster, workers, stack)
        most = MOST_RUNS if request.most_runs is None else request.most_runs
        with showing_progress(request.quiet, "Settings") as ready:
            plan = plan_sweep(asked, most, ready)
        see_to_cost({asked.base.baseline: plan.arm_table.get(0)}, plan.runs)
        out = request.out or RESULTS / f"{request.file.stem}-{asked.family[:12]}"
        folder = stack.enter_context(ResultsFolder(out, asked.as_question))
        with _answering(folder.folder), open_store(plan, folder.runs) as store:
            _say_damaged(store)
            _take_over(plan, store, request.merge)
            with showing_progress(request.quiet) as progress:
                make_runs(plan, store, pool, shard, progress)
            left = missing(plan, store)
            if left or (shard.of > 1 and asked.goes_on):
                _say_left(left, shard, out)
                return
            with showing_progress(request.quiet) as progress:
                found = outcomes(plan, store, pool, progress)
            with showing_progress(request.quiet) as progress:
                found_beside = answers(asked, store, pool, progress)
            staged = folder.staging()
            try:
                report = _write(plan, found, found_beside, staged, answers_alone)
            except BaseException:
                folder.discard(staged)
                raise
            publish(folder, staged)
            write_plan(store, noted(plan, store, finished=True))
    _say(report, plan, out, request.quiet)


@contextmanager
def _answering(folder: Path) -> Iterator[None]:
    """If a study stops before its end, raise an error that says what is kept."""
    goes_on = "The same command goes on from there."
    try:
        yield
    except StudyInterruptedError as stop:
        raise StoppedError(
            f"Stopped. {stop.done} of {stop.total} runs are finished and kept in {folder}.\n"
            f"  {goes_on}"
        ) from None
    except KeyboardInterrupt:
        raise StoppedError(f"Stopped. Finished runs are kept in {folder}.\n  {goes_on}") from None
    except RunFailedError as failure:
        what = f"{failure}\n  All other finished runs are kept in {folder}."
        raise failed(what, failure.details, failure.mendable) from None


def _say_damaged(store: Store) -> None:
    for path in store.damaged:
        typer.echo(f"{path} was damaged and is set aside; its runs are made again.", err=True)


def _take_over(plan: SweepPlan, store: Store, others: Sequence[Path]) -> None:
    for other in others:
        store_path = other / "store" if (other / "store").is_dir() else other
        if not store_path.is_dir():
            raise ChoiceError("--merge", f"there is no folder {other}.", "Name a study's --out.")
        read_about(store_path)  # what is no store is not made one
        with open_store(plan, store_path) as found:
            new = store.take_over(found)
        typer.echo(f"{counted(new, 'finished run')} taken over from {other}", err=True)


def _write(
    plan: SweepPlan,
    found: Outcomes,
    beside: Sequence[Answered],
    folder: Path,
    answers_alone: bool,
) -> SweepReport:
    """Write all outputs of a sweep into a temporary folder, the manifest last.

    Return the report.
    """
    write_outcomes(found, folder / OUTCOMES)
    if plan.asked.base.others:
        write_differences(found, folder / DIFFERENCES)
    write_precision(found, folder / PRECISION)
    write_answers(beside, folder)
    text = to_yaml(plan.asked.base.scenario.to_dict())
    write_whole(folder / SCENARIO, text.encode())
    names = plan.arm_table.get(
        int(plan.arm_at[0, plan.asked.base.arms.index(plan.asked.base.baseline)])
    ).names
    whole = whole_runs(plan) if plan.asked.warm_up else {}
    if whole:
        write_courses(whole, folder / WARM_UP)
    report = SweepReport(found, names, beside, whole, answers_alone)
    report.write(folder)
    write_sweep_manifest(sweep_manifest(plan, found, digests(folder)), folder / NAME)
    return report


def _say_left(left: int, shard: Shard, out: Path) -> None:
    part = f"Part {shard.number} of {shard.of} is finished. " if shard.of > 1 else ""
    if not left:
        typer.echo(
            f"{part}All parts are. What is decided from results as they come is left.\n"
            f"  The same command without --shard does that and writes {out}."
        )
        return
    typer.echo(
        f"{part}{counted(left, 'run')} of other parts are still to come.\n"
        f"  When all parts are finished, the same command without --shard writes {out}."
    )


def _say(report: SweepReport, plan: SweepPlan, out: Path, quiet: bool) -> None:
    """Print what was run and its answer, in the words of the report, and where the report is."""
    path = out / PAGE
    if quiet:
        typer.echo(str(path))
        return
    found = report.outcomes
    asked = found.asked
    planned = not_in_the_plan(asked.base.scenario)
    for words in planned:
        typer.echo(f"{words}\n")
    if report.answers_alone:
        for line in find_lines(report.answers):
            typer.echo("\n".join(textwrap.wrap(line, WIDTH)))
        typer.echo(f"\nThe report is in {path}")
        return
    if asked.question:
        for line in textwrap.wrap(asked.question, WIDTH):
            typer.echo(line)
    settings = f"{counted(len(found.settings), 'setting')} ({asked.design})"
    runs = plan.runs if asked.precision is None else found.runs
    typer.echo(
        f"{settings if asked.varied else 'The scenario as it is'}, "
        f"{found.repeats} replication{'s' * (found.repeats != '1')}, {counted(runs, 'run')}."
    )
    for line in section_lines(report.answer, asked.question, planned):
        typer.echo(line)
    for line in combination_lines(report.answers):
        typer.echo(line)
    typer.echo(f"\nThe report is in {path}")
