"""The bank: runs of today's arm in worlds within the ranges written, each by itself.

Every run has its own random numbers. The bank is made as worlds are: in the store, in parts, and
further after a stop. Of each run only the targets are worked out. So a bank serves other values of
its targets, but not targets about another measure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import numpy as np

from sim.engines.choosing import Engine
from sim.laws import Floats, Ints
from sim.measures.own import NONE, OwnMeasures
from sim.scenario import Scenario
from sim.studies.asking import see_that_all_was_asked
from sim.studies.execution import WHOLE, Pool, Progress, Shard
from sim.studies.fitting.fitted import Column, Rows
from sim.studies.fitting.usable import FitError
from sim.studies.planning import Choices
from sim.studies.running import Plan, plan as plan_study
from sim.studies.sizes import Size, Sure
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.store import Store
from sim.studies.study import MeasureTable
from sim.studies.worlds.planning import Wanted, WorldsPlan, plan_sample, plan_worlds
from sim.studies.worlds.running import run_worlds
from sim.studies.worlds.sampling import Sample, values_of
from sim.studies.worlds.uncertain import uncertain_numbers

RUNS = {Sure.QUICK: 500, Sure.USUAL: 1_000, Sure.THOROUGH: 2_000}
AGAIN = 200
"""Runs of fitted worlds, by which the fit is held against every target."""

AS_WRITTEN = Choices()

Pools = Callable[[], AbstractContextManager[Pool]]


class Bank(NamedTuple):
    """The targets in every run of a bank."""

    inputs: Inputs  # of the worlds that could be run
    simulated: Floats  # (runs, targets), in the units of the measures; NaN where undefined


class BankPlan(NamedTuple):
    """The runs of a bank, before any is made."""

    central: Plan  # of today's arm at the values written
    wanted: Wanted


def plan_bank(
    scenario: Scenario, runs: int, choices: Choices = AS_WRITTEN, own: OwnMeasures = NONE
) -> BankPlan:
    """Return the bank of a scenario: how many runs, of which arm, and what differs between them.

    The arm is the one that all arms follow until rules change, or the baseline. Numbers that worlds
    of the whole study leave out are left out here too, so that the fitted worlds are worlds of it.

    Raises
    ------
    FitError
        If nothing of the scenario is uncertain.
    SimError
        As `sim.studies.running.plan` does.
    """
    arm = scenario.history
    central = plan_study(scenario, choices._replace(arms=(arm,)), compared=False, own=own)
    _, left_out = uncertain_numbers(central.scenario, scenario.arm_names)
    found, own_left_out = uncertain_numbers(central.scenario, (arm,))
    names = {each.name for each in left_out}
    kept = tuple(each for each in found if each.name not in names)
    if not kept:
        raise FitError(
            f"{scenario.title}: no number that `{arm}` uses has a range, so there is nothing to "
            "fit.\n  Write `low` and `high` beside numbers that nobody has counted."
        )
    once = {each.name: each for each in (*left_out, *own_left_out)}
    left = tuple(once.values())
    asked = tuple((each.group, each.in_runs) for each in scenario.targets.values())
    wanted = Wanted(Size(runs, each=1), kept, left, alone=True, asked=asked)
    return BankPlan(central, wanted)


def plan_runs(
    bank: BankPlan, ready: Progress = lambda done, total: None, shard: Shard = WHOLE
) -> WorldsPlan:
    """Draw the worlds of a bank, or of a part of it, and resolve them."""
    return plan_worlds(bank.central, bank.wanted, ready, shard)


def plan_again(
    bank: BankPlan, rows: Rows, which: Ints, ready: Progress = lambda done, total: None
) -> WorldsPlan:
    """Return one run of each of some fitted worlds, with random numbers that no run has had."""
    inputs = rows.inputs._replace(values=rows.inputs.values[which])
    wanted = bank.wanted._replace(size=Size(len(which), each=1))
    drawn = Sample(inputs, values_of(wanted.uncertain, inputs), before=bank.wanted.size.worlds)
    return plan_sample(bank.central, wanted, drawn, ready)


def run_bank(
    plan: WorldsPlan,
    columns: Sequence[Column],
    store: Store,
    engine: Engine,
    pool: Pools,
    progress: Progress = lambda done, total: None,
) -> Bank:
    """Make the runs that the store lacks, and return the targets in each.

    Raises
    ------
    FitError
        If the scenario refuses every world.
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    see_that_all_was_asked([(each.group, each.in_runs) for each in columns], plan.wanted.asked)
    if not plan.arm_at:
        first = next(iter(plan.refused.values()))
        raise FitError(
            f"No world within the ranges can be run. Of the first it is said: {first}\n"
            "  Make the ranges narrower, or correct what is said."
        )
    table = run_worlds(plan, store, engine, pool, progress)
    return Bank(plan.inputs, simulated(table, columns))


def simulated(table: MeasureTable, columns: Sequence[Column]) -> Floats:
    """Return the targets in each run of the first arm of a table, shape (runs, targets).

    A target that no run has is NaN. Differences between groups are those within the run, as what is
    known is one course of events too.
    """
    nowhere = np.full(table.replications, np.nan)
    return np.stack(
        [
            table.of(table.arms[0], each.in_runs, each.group)
            if table.has(each.in_runs, each.group)
            else nowhere
            for each in columns
        ],
        axis=1,
    )
