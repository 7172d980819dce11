"""Carry out `sim log`: repeat chosen runs of a finished study and write their logs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import typer

from sim.cli.log_options import LogOptionsError, LogWords, Options, log_choice, numbers_in
from sim.cli.progress import showing_progress
from sim.compiling import quietly
from sim.engines.choosing import Engine
from sim.studies.files.naming import printable
from sim.studies.keeping import kept_folder
from sim.studies.stored import StoredStudy
from sim.studies.sweeps.stored import stored_study
from sim.tables.log_tables import Logged, Origin
from sim.tables.logs import LogForm, tables_of, write_log
from sim.tables.saving import put_log

LOGS = "-logs"
OPTIONS = Options("--tables", "--replications", "--arms")
SETTINGS = "--settings"


class Request(NamedTuple):
    """The arguments of `sim log`; None stands for the value of the study or of the program."""

    folder: Path
    settings: str | None
    words: LogWords
    form: LogForm
    out: Path | None
    quiet: bool
    engine: Engine


class _Wanted(NamedTuple):
    """One run whose log is wanted."""

    setting: int  # 0 where the study has none
    arm: str
    replication: int


def write_logs_again(request: Request) -> None:
    """Repeat chosen runs of a finished study, and write their logs beside the study's folder."""
    with quietly(request.quiet):
        study = stored_study(request.folder)
    settings, tables, arms, chosen = _chosen(study, request)
    wanted = list(_wanted(study, settings, arms, chosen))
    out = request.out or _beside(request.folder)
    with quietly(request.quiet), showing_progress(request.quiet) as progress:
        for done, each in enumerate(wanted):
            progress(done, len(wanted))
            _write(study, each, request, tables, out)
        progress(len(wanted), len(wanted))
    typer.echo(str(out) if request.quiet else f"\nThe logs are in {printable(out)}")


def _beside(folder: Path) -> Path:
    """Return a folder beside the folder of the study."""
    named = folder if folder.name not in ("", "..") else folder.resolve()
    return named.with_name(f"{named.name}{LOGS}")


def _chosen(
    study: StoredStudy, request: Request
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...], tuple[int, ...] | None]:
    """Return the chosen settings, tables, arms and replications.

    Raises LogOptionsError with every fault.
    """
    faults: list[str] = []
    settings: tuple[int, ...] = (0,)
    if study.settings is not None:
        every = tuple(range(1, study.settings + 1))
        settings = numbers_in(SETTINGS, request.settings, study.settings, faults) or every
    elif request.settings is not None:
        faults.append(f"{SETTINGS}: this study is no sweep.\n  Leave the option out.")
    most = max(study.replications(setting) for setting in settings)
    try:
        choice = log_choice(request.form, request.words, study.arms, most, OPTIONS)
    except LogOptionsError as error:
        faults += error.faults
    if faults:
        raise LogOptionsError(faults)
    tables = choice.tables or tables_of(request.form)
    return settings, tables, choice.arms or study.arms, choice.replications


def _wanted(
    study: StoredStudy,
    settings: tuple[int, ...],
    arms: tuple[str, ...],
    chosen: tuple[int, ...] | None,
) -> Iterator[_Wanted]:
    """Iterate over the chosen runs that exist. If no replication is chosen, all are."""
    for setting, arm in product(settings, arms):
        every = range(1, study.replications(setting) + 1)
        for replication in every if chosen is None else chosen:
            if replication in every:
                yield _Wanted(setting, arm, replication)


def _write(
    study: StoredStudy, wanted: _Wanted, request: Request, tables: tuple[str, ...], out: Path
) -> None:
    setting, arm, replication = wanted
    run, resolved = study.run(request.engine, setting, arm, replication)
    log = Logged(run, resolved, Origin(study.seed, replication, study.scenario))
    base = out / f"setting-{setting:05d}" if setting else out
    write = partial(write_log, log, form=request.form, tables=tables)
    put_log(kept_folder(base, arm, replication), log.whose, write)
