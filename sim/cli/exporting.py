"""Carry out `sim export-records`: make a run, and write what it would leave in records."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from sim.cli.export_files import earlier_export, write_export
from sim.cli.running import see_to_engine
from sim.compiling import quietly
from sim.engines.choosing import Engine
from sim.errors import did_you_mean, listed
from sim.events import Run
from sim.measures.recorded.tables import Recorded
from sim.records.exporting.choices import Encoding, ExportShape, Form
from sim.records.exporting.from_run import by_days
from sim.records.exporting.submissions import day_of, last_day
from sim.records.exporting.writing import MAPPING, Written, write_records
from sim.report.wording import counted
from sim.resolved import Resolved
from sim.scenario import load
from sim.studies.engines import ENGINES
from sim.studies.files.naming import printable
from sim.studies.planning import MOST_REPLICATIONS, ChoiceError, Choices
from sim.studies.running import plan
from sim.studies.sweeps.stored import stored_study
from sim.studies.warm_up_compile import prepare


class Request(NamedTuple):
    """The arguments of `sim export-records`; None stands for the value of what is exported."""

    what: Path
    out: Path
    arm: str | None
    replication: int
    shape: ExportShape
    first: str | None
    last: str | None
    form: Form
    encoding: Encoding
    timed: bool
    untidy: int | None
    engine: Engine
    allow_outside: bool
    quiet: bool


class _Made(NamedTuple):
    """One run, and which it is."""

    run: Run
    resolved: Resolved
    seed: int
    scenario: str  # digest


def export(request: Request) -> None:
    """Write what one run would leave in records, and print where it is."""
    first, last = _day("--from", request.first), _day("--to", request.last)
    see_to_engine(request.engine, request.quiet)
    earlier_export(request.out)  # told before the run is made
    with quietly(request.quiet):
        made = _again(request) if request.what.is_dir() else _anew(request)
    recorded = by_days(made.run, made.resolved, timed=request.timed, first=first, last=last)
    whose = {
        **{"arm": made.resolved.arm, "replication": request.replication, "seed": made.seed},
        **{"scenario": made.scenario, "shape": request.shape, "format": request.form},
        **{"encoding": request.encoding, "times": request.timed, "untidy": request.untidy},
        **{"from": str(day_of(recorded, recorded.window.opens)), "taken": str(last_day(recorded))},
        "to": str(day_of(recorded, recorded.window.closes - 1)),
    }

    def write(part: Path) -> Written:
        return write_records(
            recorded,
            part,
            request.shape,
            form=request.form,
            encoding=request.encoding,
            untidy=request.untidy,
        )

    write_export(request.out, whose, write)
    mapping = request.out / MAPPING
    typer.echo(str(mapping) if request.quiet else "\n".join(_told(recorded, made, request)))


def _anew(request: Request) -> _Made:
    """Make the run of a scenario."""
    scenario = load(request.what, request.allow_outside)
    arm = _arm(request.arm or scenario.baseline, scenario.arm_names)
    _see_to_replication(request.replication, MOST_REPLICATIONS)
    planned = plan(scenario, Choices(arms=[arm]))
    resolved, seed = planned.resolved[arm], planned.settings.seed
    prepare(request.engine, resolved, seed)
    run = ENGINES[request.engine].run(resolved, seed, request.replication)
    return _Made(run, resolved, seed, planned.scenario.digest)


def _again(request: Request) -> _Made:
    """Repeat a run of finished results; raise NotTheSameRunError if it differs."""
    study = stored_study(request.what)
    if study.settings is not None:
        raise ChoiceError(
            str(request.what),
            "these are the results of a sweep.",
            "Name what `sim run` wrote, or a scenario file.",
        )
    arm = _arm(request.arm or study.arms[0], study.arms)
    _see_to_replication(request.replication, study.replications(0))
    run, resolved = study.run(request.engine, 0, arm, request.replication)
    return _Made(run, resolved, study.seed, study.scenario)


def _arm(asked: str, known: Sequence[str]) -> str:
    if asked not in known:
        problem, arms = f"`{asked}` is not an arm here.", listed(f"`{arm}`" for arm in known)
        raise ChoiceError("--arm", problem, f"Arms: {arms}.", did_you_mean(asked, known))
    return asked


def _see_to_replication(asked: int, most: int) -> None:
    if not 1 <= asked <= most:
        allowed = f"Choose 1 to {most:,}." if most > 1 else "There is only replication 1."
        raise ChoiceError("--replication", f"there is no replication {asked}.", allowed)


def _day(option: str, text: str | None) -> datetime.date | None:
    """Return the date that an option names."""
    if text is None:
        return None
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        allowed = "Write year, month and day: 2027-04-01."
        raise ChoiceError(option, f"`{printable(text)}` is not a date.", allowed) from None


def _told(recorded: Recorded, made: _Made, request: Request) -> Sequence[str]:
    """Return the lines that say what was written."""
    people = counted(recorded.people.died.size, "person", "people")
    referrals = counted(recorded.referrals.person.size, "referral")
    contacts = counted(recorded.contacts.at.size, "contact")
    days = f"{day_of(recorded, recorded.window.opens)} to "
    days += f"{day_of(recorded, recorded.window.closes - 1)}"
    return (
        f"{printable(request.out)} has what replication {request.replication} of "
        f"`{made.resolved.arm}` would leave in records:",
        f"  {people}, {referrals} and {contacts}; to be measured from {days}.",
        "Nobody in it is real, and every identifier is made up.",
        f"{printable(request.out / MAPPING)} reads it.",
    )
