"""Fit a scenario: make its bank, find the worlds that agree, and run some of them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.engines.choosing import Engine
from sim.laws import Floats
from sim.measures.catalogue import Catalogue
from sim.scenario import Scenario
from sim.scenario.covariance_tables import correlation_of
from sim.scenario.targets import Target
from sim.studies.execution import Progress
from sim.studies.fitting.again import with_runs
from sim.studies.fitting.bank import AGAIN, BankPlan, Pools, plan_again, plan_runs, run_bank
from sim.studies.fitting.fit import DISCREPANCY, fit
from sim.studies.fitting.fitted import Column, FitResult
from sim.studies.fitting.known import Known, given_of
from sim.studies.fitting.scales import scale_of
from sim.studies.sizes import Sure
from sim.studies.store import Store
from sim.studies.worlds.sampling import values_of
from sim.studies.worlds.tabled import by_weight


class Showing(NamedTuple):
    """Functions that are called with (done, all) while a fit is made."""

    prepared: Progress = lambda done, total: None  # worlds
    run: Progress = lambda done, total: None  # runs of the bank
    again: Progress = lambda done, total: None  # runs of fitted worlds


UNSEEN = Showing()
LAST_DAYS = 92
"""At the end of all windows: three months have no more days. What is known of them is held out."""


def known_targets(scenario: Scenario, catalogue: Catalogue) -> tuple[Known, ...]:
    """Return the targets of a scenario as they are given; those of the last months are held out."""
    late = of_the_last_months(scenario.targets)
    return tuple(
        Known(
            name=name,
            column=Column(target.measure, target.group, target.days),
            value=float(target.value),
            low=float(target.low),
            high=float(target.high),
            role="check" if name in late else target.role,
            scale=scale_of(target.measure, catalogue),
            unit=catalogue.describe(target.measure).unit,
            label=target.label,
            source=target.source,
            last_months=name in late,
        )
        for name, target in scenario.targets.items()
    )


def covariance_of_targets(scenario: Scenario, known: Sequence[Known]) -> Floats | None:
    """Return the covariance of the errors of targets in their units; None if they are apart.

    Their standard errors are those of their ranges. Errors of targets that the table of the
    scenario does not name go with no other.
    """
    together = correlation_of(scenario)
    if together is None:
        return None
    errors = given_of(known).standard_errors
    at = {each.name: position for position, each in enumerate(known)}
    which = [at[name] for name in together.names]
    alike = np.eye(len(known))
    alike[np.ix_(which, which)] = together.matrix
    return np.asarray(alike * np.outer(errors, errors), np.float64)


def of_the_last_months(targets: Mapping[str, Target]) -> set[str]:
    """Return the names of `fit` targets that are held out, as their windows are the last.

    Their windows lie in the three months before the last day of any window. Where that would leave
    nothing to fit to, none is held out.
    """
    fits = {name: each for name, each in targets.items() if each.role == "fit"}
    windows = [each.days for each in targets.values() if each.days is not None]
    ends = max((last for _, last in windows), default=None)
    late = {
        name
        for name, each in fits.items()
        if each.first is not None and ends is not None and (ends - each.first).days < LAST_DAYS
    }
    return late if len(late) < len(fits) else set()


def fit_scenario(
    bank: BankPlan,
    store: Store,
    engine: Engine,
    pool: Pools,
    sure: Sure = Sure.USUAL,
    discrepancy: float = DISCREPANCY,
    showing: Showing = UNSEEN,
) -> FitResult:
    """Make the runs of a bank that the store lacks, and fit the scenario to its targets.

    The same bank gives the same result. It does not matter which runs were already there, how many
    processes worked, and which engine made the runs.

    Parameters
    ----------
    bank
        From `plan_bank`.
    store
        With the digest of `bank.central` as owner.

    Raises
    ------
    FitError
        If no target can be used, no world can be run, or too few runs have a value for the targets.
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    central, uncertain = bank.central, bank.wanted.uncertain
    targets = known_targets(central.scenario, central.own.catalogue)
    columns = [each.column for each in targets]
    plan = plan_runs(bank, showing.prepared)
    made = run_bank(plan, columns, store, engine, pool, showing.run)
    options = [tuple(choice.name for choice in each.choices) for each in uncertain]
    covariance = covariance_of_targets(central.scenario, targets)
    fitted = fit(made.inputs, made.simulated, targets, covariance, discrepancy, options)
    values: tuple[Mapping[str, Any], ...] = ()
    if fitted.rows is not None:
        values = values_of(uncertain, fitted.rows.inputs)
        again = plan_again(bank, fitted.rows, by_weight(fitted.rows.weights, AGAIN))
        found = run_bank(again, columns, store, engine, pool, showing.again)
        fitted = with_runs(fitted, found.simulated)
    return FitResult(
        fitted=fitted,
        uncertain=uncertain,
        left_out=bank.wanted.left_out,
        refused=tuple(plan.refused.values()),
        arm=central.settings.arms[0],
        sure=sure,
        asked=bank.wanted.size.worlds,
        seed=central.settings.seed,
        values=values,
    )
