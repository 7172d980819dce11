"""A fit written by hand, of a small scenario: every kind of number and of target once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from sim.measures.catalogue import BUILT_IN
from sim.report.fitting.view import FitView
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.fitting.fitted import (
    Band,
    Column,
    Coverage,
    Discrepancy,
    FitResult,
    Fitted,
    FittedNumber,
    FittedTarget,
    Misfit,
    Pair,
    Rows,
    Scale,
    Told,
)
from sim.studies.sizes import Sure
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.targets import Agreement
from sim.studies.worlds.sampling import values_of
from sim.studies.worlds.uncertain import Uncertain, uncertain_numbers
from sim.studies.worlds_result import LeftOut
from tests.studies.worlds.small import ATTEND_GP, ATTEND_TEAM, RATE, ROUTES, TEAM, scenario

SHARE = {"value": 0.8, "low": 0.6, "high": 0.95}
ROW = {"team": {"value": 0.5, "low": 0.3, "high": 0.7}, "clinic": 0.2, "rest": "nowhere"}
TARGETS: dict[str, Any] = {
    "starts": {"measure": "spells.team", "value": 9, "low": 7, "high": 11, "role": "fit"},
    "list": {"measure": "list_length", "value": 3, "low": 2, "high": 4, "label": "On the list"},
    "rejections": {"measure": "rejections", "value": 8, "low": 5, "high": 9},
}
WRITTEN = Band(0.05, 0.5, 0.95)
NARROW, LITTLE, SAME = Band(0.3, 0.4, 0.5), Band(0.2, 0.5, 0.8), Band(0.06, 0.5, 0.94)
ROWS = 40
DEMAND = "demand"


def fitted_file() -> Scenario:
    """A scenario with numbers of every kind, a structure and targets."""
    busy = {"label": "Busy", "set": {"services.clinic.contacts.every": "1 week"}}
    return scenario(
        {ATTEND_GP: SHARE, ATTEND_TEAM: SHARE, ROUTES: ROW},
        targets=TARGETS,
        variants={"busy": busy},
        structures={DEMAND: {"as_written": 0.7, "busy": 0.3}},
    )


def uncertain(of: Scenario) -> tuple[Uncertain, ...]:
    """What is uncertain in the scenario."""
    return tuple(uncertain_numbers(of, (of.history,))[0])


def _numbers(entries: tuple[Uncertain, ...], narrow: Band = NARROW) -> tuple[FittedNumber, ...]:
    told = {RATE: (narrow, Told.NARROWED), ATTEND_GP: (LITTLE, Told.A_LITTLE)}
    told[TEAM] = (NARROW, Told.NARROWED)
    found = []
    for each in entries:
        after, how = told.get(each.name, (SAME, Told.NOTHING))
        if each.choices:
            options = tuple(choice.name for choice in each.choices)
            number = FittedNumber(
                *(each.name, options, None, None, (0.7, 0.3), (0.95, 0.05), 0.2, Told.NARROWED)
            )
        else:
            ratio = (after.high - after.low) / 0.9
            number = FittedNumber(each.name, (), WRITTEN, after, (), (), ratio, how)
        found.append(number)
    return tuple(found)


def _targets(of: Scenario) -> tuple[FittedTarget, ...]:
    before = {"starts": Band(2, 8, 30), "list": Band(0, 2, 40), "rejections": Band(0, 1, 2)}
    after = {"starts": Band(6, 9, 12), "list": Band(1, 3, 6), "rejections": Band(0, 1, 2)}
    agreement = {"starts": Agreement.INSIDE, "list": Agreement.INSIDE}
    return tuple(
        FittedTarget(
            name=name,
            label=each.label,
            column=Column(each.measure, each.group, each.days),
            unit=BUILT_IN.describe(each.measure).unit,
            scale=Scale.ROOT,
            role=each.role,
            last_months=False,
            value=float(each.value),
            low=float(each.low),
            high=float(each.high),
            standard_error=each.standard_error,
            source=each.source,
            left_out="",
            undefined=0,
            within_reach=True,
            before=before[name],
            after=after[name],
            agreement=agreement.get(name, Agreement.BELOW),
        )
        for name, each in of.targets.items()
    )


def _rows(entries: tuple[Uncertain, ...]) -> Rows:
    draws = np.random.default_rng(3)
    shares = draws.uniform(0.3, 0.5, (ROWS, len(entries)))
    for at, each in enumerate(entries):
        if each.choices:
            shares[:, at] = draws.integers(0, len(each.choices), ROWS)
    names = tuple(each.name for each in entries)
    weights = draws.uniform(0.5, 1, ROWS)
    choices = tuple(len(each.choices) for each in entries)
    return Rows(Inputs(names, shares, choices), weights / weights.sum())


def result(of: Scenario | None = None, **changes: Any) -> FitResult:
    """The fit of the scenario, with some parts of `Fitted` replaced."""
    of = fitted_file() if of is None else of
    entries = uncertain(of)
    rows = _rows(entries)
    inside = {each.name: 88.0 for each in entries if not each.choices}
    fitted = Fitted(
        targets=_targets(of),
        numbers=_numbers(entries),
        pairs=(Pair(RATE, ATTEND_GP, -0.8, 0.0, 0.3),),
        rows=rows,
        near=True,
        runs=500,
        used=490,
        discrepancy=0.1,
        others=(
            Discrepancy(0.0, _numbers(entries, Band(0.35, 0.4, 0.45))),
            Discrepancy(0.2, _numbers(entries, Band(0.2, 0.4, 0.6))),
        ),
        coverage=Coverage(100, 88.0, inside),
        misfit=Misfit(False, 1.0, 2.0),
    )
    found = FitResult(
        fitted=replace(fitted, **changes),
        uncertain=entries,
        left_out=(LeftOut("services.clinic.workers.posts", "arms would have unequal staff time"),),
        refused=(),
        arm=of.history,
        sure=Sure.QUICK,
        asked=500,
        seed=1,
        values=values_of(entries, rows.inputs),
    )
    return found if found.fitted.rows is not None else replace(found, values=())


def not_near(of: Scenario | None = None) -> FitResult:
    """The fit where no world comes near the targets."""
    found = result(of)
    targets = tuple(
        each._replace(within_reach=False, after=None, agreement=Agreement.UNKNOWN)
        for each in found.fitted.targets
    )
    numbers = tuple(
        each._replace(after=None, weights_after=(), told=Told.NOTHING, ratio=1.0)
        for each in found.fitted.numbers
    )
    return result(
        of,
        targets=targets,
        numbers=numbers,
        pairs=(),
        rows=None,
        near=False,
        others=(),
        coverage=None,
        misfit=Misfit(True, 9.0, 2.0),
    )


def view(found: FitResult | None = None, of: Scenario | None = None) -> FitView:
    """The fit with its words."""
    of = fitted_file() if of is None else of
    found = result() if found is None else found
    handed_on = "results/fitted.yaml" if found.fitted.near else ""
    return FitView(of, resolve(of, found.arm).names, BUILT_IN, found, handed_on)
