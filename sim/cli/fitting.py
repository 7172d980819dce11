"""Carry out `sim fit`: from a scenario with targets to a folder with the fitted worlds."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import typer

from sim.cli.answering import StoppedError, failed
from sim.cli.paragraphs import WIDTH
from sim.cli.progress import showing_progress
from sim.cli.results import ResultsFolder, digests
from sim.cli.running import RESULTS, processes, publish
from sim.cli.sharing import Pools, pools, shard_named
from sim.cli.status import time_in_words
from sim.compiling import quietly, see_to_numba
from sim.engines.choosing import Engine
from sim.report.fitting.answer import answer_lines
from sim.report.fitting.page import PAGE, write_fit
from sim.report.fitting.view import FitView
from sim.report.wording import counted
from sim.scenario import load
from sim.scenario.explaining import to_yaml
from sim.studies.costs import cost
from sim.studies.execution import Progress, RunFailedError, Shard, StudyInterruptedError
from sim.studies.files.seals import sealed_bytes
from sim.studies.fitting.asking import (
    question_of,
    see_that_it_can_be_fitted,
    see_to_discrepancy,
    see_to_size,
)
from sim.studies.fitting.bank import AGAIN, RUNS, BankPlan, plan_bank, plan_runs
from sim.studies.fitting.fitted import FitResult
from sim.studies.fitting.fitting import Showing, fit_scenario
from sim.studies.fitting.handing_on import EXTENDED, FITTED, fitted_scenario, rows_of
from sim.studies.fitting.manifest import fit_manifest
from sim.studies.manifest import NAME
from sim.studies.marks import Question
from sim.studies.sizes import Sure
from sim.studies.store import Store
from sim.studies.worlds.running import make_worlds
from sim.tables.fits import write_fits
from sim.writing import write_whole

ENGINE = Engine.FAST


class Request(NamedTuple):
    """The arguments of `sim fit`; None stands for the default of the program."""

    file: Path
    sure: Sure
    runs: int | None
    discrepancy: float  # a share of each target
    workers: int | None
    shard: str | None
    cluster: str | None
    out: Path | None
    allow_outside: bool
    quiet: bool


def fit_file(request: Request) -> None:
    """Carry out the whole command `sim fit`, and print the answer and the path of the page."""
    see_to_size(request.runs)
    see_to_discrepancy(request.discrepancy)
    see_to_numba()
    shard, workers = shard_named(request.shard), processes(request.workers)
    with ExitStack() as stack:
        pool = pools(ENGINE, request.cluster, workers, stack)
        stack.enter_context(quietly(request.quiet))
        scenario = load(request.file, request.allow_outside)
        see_that_it_can_be_fitted(scenario)
        bank = plan_bank(scenario, request.runs or RUNS[request.sure])
        question = question_of(bank, request.discrepancy)
        out = request.out or RESULTS / f"{request.file.stem}-fit-{question.family[:12]}"
        folder = stack.enter_context(ResultsFolder(out, question))
        stack.enter_context(_saying_what_is_kept(out))
        title = bank.central.scenario.title
        store = stack.enter_context(Store(folder.runs, ENGINE, bank.central.digest, title))
        if not request.quiet:
            typer.echo(_expected(bank, workers), err=True)
        if shard.of > 1:
            _make_part(bank, shard, store, pool, request)
            return
        with _Stages(request.quiet) as stages:
            showing = Showing(*map(stages.stage, ("Worlds prepared", "Runs", "Fitted worlds")))
            result = fit_scenario(
                bank, store, ENGINE, pool, request.sure, request.discrepancy, showing
            )
        view = _publish(bank, question, result, folder)
    _say(view, out, request.quiet)


def _make_part(bank: BankPlan, shard: Shard, store: Store, pool: Pools, request: Request) -> None:
    """Make the runs of one part of the bank, and say what follows."""
    with showing_progress(request.quiet, "Worlds prepared") as ready:
        plan = plan_runs(bank, ready, shard)
    with showing_progress(request.quiet) as progress:
        many = make_worlds(plan, store, ENGINE, pool, progress) if plan.arm_at else 0
    if not request.quiet:
        typer.echo(
            f"Part {shard.number} of {shard.of} is finished: {counted(many, 'run')}.\n"
            "  When all parts are finished, the same command without --shard fits and writes the "
            "page."
        )


def _publish(
    bank: BankPlan, question: Question, result: FitResult, folder: ResultsFolder
) -> FitView:
    """Write all outputs into their folder, the manifest last, and return the words of the fit."""
    staged = folder.staging()
    try:
        view = write_outputs(bank, question, result, staged)
    except BaseException:
        folder.discard(staged)
        raise
    publish(folder, staged)
    return view


def write_outputs(bank: BankPlan, question: Question, result: FitResult, staged: Path) -> FitView:
    """Write all outputs of a fit into an empty folder, the manifest last."""
    central, near = bank.central, result.fitted.near
    scenario = central.scenario
    view = FitView(
        scenario,
        central.resolved[result.arm].names,
        central.own.catalogue,
        result,
        FITTED if near else "",
    )
    write_fits(result, rows_of(scenario, result), staged)
    write_whole(staged / EXTENDED, to_yaml(scenario.to_dict()).encode())
    if near:
        text = to_yaml(fitted_scenario(scenario, result))
        write_whole(staged / FITTED, text.encode())
    write_fit(view, question.digest, staged)
    content = fit_manifest(central, question, result, ENGINE, digests(staged))
    write_whole(staged / NAME, sealed_bytes(content))
    return view


class _Stages:
    """Shows the progress of one stage after another, each from its first report on."""

    def __init__(self, quiet: bool) -> None:
        self.quiet, self.current = quiet, ""
        self.report: Progress = lambda done, total: None
        self._shown = ExitStack()

    def __enter__(self) -> _Stages:
        return self

    def __exit__(self, *_: object) -> None:
        self._shown.close()

    def stage(self, what: str) -> Progress:
        """Return a function that reports on a stage; it ends the one before."""

        def report(done: int, total: int) -> None:
            if self.current != what:
                self._shown.close()
                self.current = what
                self.report = self._shown.enter_context(showing_progress(self.quiet, what))
            self.report(done, total)

        return report


@contextmanager
def _saying_what_is_kept(folder: Path) -> Iterator[None]:
    """If a fit stops before its end, raise an error that says what is kept."""
    kept = f"kept in {folder}.\n  The same command goes on from there."
    try:
        yield
    except StudyInterruptedError as stop:
        what = f"{stop.done} of {stop.total} runs are finished and"
        raise StoppedError(f"Stopped. {what} {kept}") from None
    except KeyboardInterrupt:
        raise StoppedError(f"Stopped. Finished runs are {kept}") from None
    except RunFailedError as failure:
        what = f"{failure}\n  All other finished runs are kept in {folder}."
        raise failed(what, failure.details, failure.mendable) from None


def _expected(bank: BankPlan, workers: int) -> str:
    """Return a sentence on what will be run, and roughly how long that takes."""
    many = bank.wanted.size.worlds
    seconds = cost(bank.central.resolved, many + AGAIN, workers, ENGINE).seconds / workers
    return (
        f"Runs to make: {counted(many, 'run')} over the ranges of "
        f"{counted(len(bank.wanted.uncertain), 'number')}, then {AGAIN} of fitted worlds. Time for "
        f"all: {time_in_words(seconds)}."
    )


def _say(view: FitView, out: Path, quiet: bool) -> None:
    path = out / PAGE
    if quiet:
        typer.echo(str(path))
        return
    for words in answer_lines(view):
        typer.echo(textwrap.fill(words, WIDTH, subsequent_indent="  " * words.startswith("- ")))
    if view.handed_on:
        typer.echo(f"\nThe fitted scenario is {out / FITTED}: sim run {out / FITTED}")
    typer.echo(f"The page is in {path}")
