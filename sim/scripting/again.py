"""Repeat finished runs, for the log of one run or for the report of a study."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from sim.engines.choosing import Engine
from sim.errors import listed
from sim.events import Run
from sim.own_rules import OwnRules
from sim.report import write_report
from sim.resolved import Resolved
from sim.scripting.arguments import ArgumentError, engine_named, named, names, whole
from sim.scripting.logs import Log, Made, folder_named
from sim.studies.again import made_again
from sim.studies.asking import asking
from sim.studies.finished import Finished, finished_here
from sim.studies.following import plan_words
from sim.studies.monthly import MonthlyTable
from sim.studies.running import Plan, finished, shown_runs
from sim.studies.study import EVERYONE, MeasureTable, Study, VariantResult
from sim.studies.sweeps.planning import SweepPlan
from sim.studies.sweeps.results import Outcomes
from sim.studies.sweeps.stored import stored_study
from sim.studies.variants.running import with_variants
from sim.studies.worlds_result import WorldsResult
from sim.tables.log_tables import Logged, Origin


class RunsAgain:
    """Methods of the results of a study that repeat its runs."""

    def __init__(
        self,
        planned: Plan,
        measures: MeasureTable,
        engine: Engine,
        monthly: MonthlyTable | None,
        variants: tuple[VariantResult, ...] = (),
        worlds: WorldsResult | None = None,
    ) -> None:
        self._planned, self._measures, self._engine = planned, measures, engine
        self._monthly, self._variants, self._worlds = monthly, variants, worlds

    @property
    def finished(self) -> Finished:
        """The finished study that the results belong to."""
        return finished_here(self._planned, self._measures, self._monthly)

    @property
    def plan_words(self) -> list[str]:
        """The sentences about the analysis plan of the scenario; empty without a plan."""
        return plan_words(self._planned.scenario, self._planned.settings)

    @property
    def own_rules(self) -> OwnRules:
        """The rules that a user gave to the study."""
        return self._planned.rules

    def log(self, arm: str | None = None, replication: int = 1) -> Log:
        """Return the log of one run; see `Results.log`."""
        planned, table = self._planned, self._measures
        one = _one("arm", arm, planned.settings.arms)
        number = whole("replication", replication, 1, planned.settings.replications) or 1
        values = table.values[table.arms.index(one), number - 1].tolist()
        expected = {
            (each.group, each.measure): value
            for each, value in zip(table.series, values, strict=True)
        }
        resolved, seed = planned.resolved[one], planned.settings.seed
        run = made_again(self._engine, resolved, seed, number, expected)
        return _log(run, resolved, Origin(seed, number, planned.scenario.digest))

    def report(self, folder: Path) -> Path:
        """Write the report of the study; see `Results.report`."""
        path, *_ = write_report(self.study(shown_runs(self._planned, self._engine)), folder)
        return path

    def study(self, shown: Mapping[str, Run]) -> Study:
        """Return the finished study, with the given runs for pictures of single people."""
        study = finished(self._planned, self._measures, shown, self._monthly)
        return replace(with_variants(study, self._variants), worlds=self._worlds)


class SweepAgain:
    """Methods of the results of a sweep that repeat its runs."""

    def __init__(self, plan: SweepPlan, found: Outcomes) -> None:
        self._plan, self._found = plan, found

    def log(self, setting: int | None = None, arm: str | None = None, replication: int = 1) -> Log:
        """Return the log of one run; see `Sweep.log`."""
        asked, found = self._plan.asked, self._found
        at = _setting(setting, len(self._plan.settings)) - 1
        one = _one("arm", arm, asked.base.arms)
        number = whole("replication", replication, 1, found.replications[at]) or 1
        position = asked.base.arms.index(one)
        values = found.values[at, position, number - 1].tolist()
        expected = {
            (EVERYONE, each.measure): value
            for each, value in zip(found.series, values, strict=True)
        }
        resolved = asking(self._plan.arm_table.get(int(self._plan.arm_at[at, position])), None)
        run = made_again(asked.engine, resolved, asked.base.seed, number, expected)
        origin = Origin(asked.base.seed, number, asked.base.scenario.digest)
        return _log(run, resolved, origin)


def log_of(
    folder: str | os.PathLike[str],
    arm: str | None = None,
    replication: int = 1,
    *,
    setting: int | None = None,
    engine: Literal["fast", "reference"] = "fast",
) -> Log:
    """Return the log of one run of a finished study, even if no log was written.

    The run is repeated from the scenario in the folder. Its measures are compared with those in
    the folder.

    Parameters
    ----------
    folder
        The folder that `sim run` or `sim sweep` wrote. Its files must be unchanged.
    arm
        The name of the arm. It may be left out if there is only one arm.
    replication
        The number of the replication, from 1.
    setting
        For a sweep, the number of the setting, from 1. It may be left out if there is only one
        setting.
    engine
        The engine that makes the run. Both engines write the same log.

    Raises
    ------
    SimError
        If the folder holds no finished study, if the run was not part of the study, or if the
        measures of the repeated run differ from those in the folder.

    Examples
    --------
    >>> import sim
    >>> sim.log_of("scenarios")  # holds no results
    Traceback (most recent call last):
        ...
    sim.studies.stored.StoredStudyError: scenarios: it holds no finished study: ...
      Name the folder that `sim run` or `sim sweep` wrote, as it was written.
    """
    place, kind = folder_named("folder", folder), engine_named(engine)
    study = stored_study(place)
    if study.settings is None and setting is not None:
        allowed = "Leave `setting` out."
        raise ArgumentError("setting", "this study is no sweep and has no settings.", allowed)
    at = 0 if study.settings is None else _setting(setting, study.settings)
    one = _one("arm", arm, study.arms)
    number = whole("replication", replication, 1, study.replications(at)) or 1
    run, resolved = study.run(kind, at, one, number)
    return _log(run, resolved, Origin(study.seed, number, study.scenario))


def _log(run: Run, resolved: Resolved, origin: Origin) -> Log:
    """Return the log of a run that was repeated."""
    return Log(Made(Logged(run, resolved, origin)))


def _one(argument: str, value: object, known: Sequence[str]) -> str:
    """Return the given name; if none is given, return the only name that is known."""
    if value is None:
        if len(known) == 1:
            return known[0]
        every = listed(f"`{name}`" for name in known)
        raise ArgumentError(argument, "there are several.", f"Name one of {every}.")
    if not isinstance(value, str):
        allowed = f"Name one of {listed(f'`{name}`' for name in known)}."
        raise ArgumentError(argument, f"{named(value)} is not a name.", allowed)
    (found,) = names(argument, value, known) or [""]
    return found


def _setting(value: object, many: int) -> int:
    """Return the number of a setting, from 1. It may be left out if there is only one setting."""
    if value is None and many > 1:
        allowed = f"Give a number from 1 to {many:,}."
        raise ArgumentError("setting", f"there are {many:,} of them.", allowed)
    return whole("setting", value, 1, many) or 1
