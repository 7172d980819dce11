"""What the model's results are compared with, measured in records, with errors.

A number that is an estimate is no target: the model would be compared with what it is made of. Of a
window, the last three months are kept for a check, and fitting sees what comes before them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from scipy.linalg import block_diag

from sim.events import Window
from sim.laws import Floats
from sim.measures.recorded.tables import Recorded
from sim.records.estimating.estimate import Estimates
from sim.records.estimating.resampling import resampled, without
from sim.units import DAY

Measure = Callable[[Recorded], Mapping[str, float | None]]
"""Values by name; None, or no number, where one is not defined."""

RESAMPLES = 200
GROUPS = 40
LARGE = 300_000
"""Referrals and contacts of which groups of people are left out in turn, in place of resamples."""
ENOUGH = 0.9  # of the resamples must have a value, or its error is not told
CHECKED = 91  # days at the end of a window that are for a check
LEAST_FITTED = 91  # days before them; else all are for the check

ESTIMATED = {
    "missed_contacts": "attendance",
    "records.rejections": "acceptance",
    "wait_to_decision": "decision wait",
    "records.wait_to_decision": "decision wait",
    "vacancy_share": "vacancy",
    "workers_lost": "tenure",
}
"""By the first part of a measure's name the item that is the same number."""


class WithErrors(NamedTuple):
    """Measures of records with their errors, by people. M measures."""

    names: tuple[str, ...]
    values: Floats  # (M,)
    standard_errors: Floats  # (M,)
    covariance: Floats  # (M, M)
    untold: Mapping[str, str]  # by the name of a measure that is left out, why
    method: str


class Target(NamedTuple):
    """A value that the model's is compared with."""

    measure: str
    value: float
    standard_error: float
    role: str  # `fit` or `check`
    first: datetime.date
    last: datetime.date


class Targets(NamedTuple):
    """Targets with the covariance of their errors, in their order; 0 between the two roles."""

    rows: tuple[Target, ...]
    covariance: Floats
    left_out: Mapping[str, str]  # by the name of a measure, why it is no target
    method: str


def with_errors(
    recorded: Recorded, measure: Measure, *, resamples: int = RESAMPLES, seed: int = 1
) -> WithErrors:
    """Measure records, with the errors that come from who is in them by chance.

    People are drawn anew `resamples` times. Where there are more than `LARGE` referrals and
    contacts, `GROUPS` groups of people, into which chance puts them, are left out in turn (the
    jackknife; Efron and Tibshirani 1993, chapter 11), as this takes a fifth of the time.
    `method` says which. Measures of workers alone have no such error and are left out.
    """
    told = {name: _number(value) for name, value in measure(recorded).items()}
    told = {name: value for name, value in told.items() if np.isfinite(value)}
    names = list(told)
    draw = np.random.default_rng(seed)
    people = len(recorded.people.died)
    large = len(recorded.referrals.person) + len(recorded.contacts.person) > LARGE
    if large:
        group = draw.integers(0, GROUPS, people)
        others = [without(recorded, np.flatnonzero(group == each)) for each in range(GROUPS)]
        drawn = np.array([_values(measure, each, names) for each in others])
        factor, method = (GROUPS - 1) ** 2 / GROUPS, f"jackknife of {GROUPS} groups of people"
    else:
        times = (draw.poisson(1.0, people) for _ in range(resamples))
        drawn = np.array([_values(measure, resampled(recorded, each), names) for each in times])
        factor, method = 1.0, f"bootstrap of people, {resamples} times"
    return _summed_up(told, drawn.reshape(-1, len(names)), factor, method)


def targets(
    recorded: Recorded, measure: Measure, estimates: Estimates, *, resamples: int = RESAMPLES
) -> Targets:
    """Return the targets of records: before the last three months to fit, in them to check.

    A measure that is the same number as an estimate of the same service is left out, with the
    reason.
    """
    opens, closes = recorded.window
    cut = closes - CHECKED * DAY
    windows = {"fit": Window(opens, cut), "check": Window(cut, closes)}
    if cut - opens < LEAST_FITTED * DAY:
        windows = {"check": recorded.window}
    rows: list[Target] = []
    blocks: list[Floats] = []
    left_out: dict[str, str] = {}
    method = ""
    for role, window in windows.items():
        found = with_errors(recorded._replace(window=window), measure, resamples=resamples)
        same = {name: _same(name, recorded, estimates) for name in found.names}
        kept = [at for at, name in enumerate(found.names) if not same[name]]
        left_out |= {name: why for name, why in same.items() if why} | dict(found.untold)
        first, last = (_date(recorded, each) for each in (window.opens, window.closes - 1))
        rows += [
            Target(
                found.names[at], float(found.values[at]), float(found.standard_errors[at]),
                role, first, last,
            )
            for at in kept
        ]  # fmt: skip
        blocks.append(found.covariance[np.ix_(kept, kept)])
        method = found.method
    return Targets(tuple(rows), _side_by_side(blocks), left_out, method)


def _summed_up(told: Mapping[str, float], drawn: Floats, factor: float, method: str) -> WithErrors:
    """Return values with the covariance of those drawn, times a factor."""
    names = list(told)
    there = np.isfinite(drawn)
    often = there.mean(axis=0) >= ENOUGH if names else np.zeros(0, bool)
    varies = np.array(
        [
            ok and float(np.ptp(each[has])) > 0
            for ok, each, has in zip(often, drawn.T, there.T, strict=True)
        ],
        bool,
    )
    untold = {
        name: "It has no value for too many draws of people." if not ok
        else "It does not vary with who is in the records."
        for name, ok, moves in zip(names, often, varies, strict=True)
        if not moves
    }  # fmt: skip
    kept = np.flatnonzero(varies)
    used = drawn[:, kept][there[:, kept].all(axis=1)]
    if len(used) < 2:
        return WithErrors((), np.zeros(0), np.zeros(0), np.zeros((0, 0)),
                          dict.fromkeys(names, "Too few people."), method)  # fmt: skip
    covariance = factor * np.cov(used, rowvar=False).reshape(len(kept), len(kept))
    values = np.array([told[names[at]] for at in kept])
    return WithErrors(
        tuple(names[at] for at in kept), values, np.sqrt(np.diag(covariance)), covariance,
        untold, method,
    )  # fmt: skip


def _values(measure: Measure, recorded: Recorded, names: list[str]) -> list[float]:
    found = measure(recorded)
    return [_number(found.get(name)) for name in names]


def _number(value: float | None) -> float:
    return float("nan") if value is None or not np.isfinite(value) else float(value)


def _same(name: str, recorded: Recorded, estimates: Estimates) -> str:
    """Return why a measure is no target, being an estimate; an empty text if it is one."""
    parts = name.split(".")
    item = ESTIMATED.get(parts[0]) or ESTIMATED.get(".".join(parts[:2]))
    named = [each for each in recorded.services if each in parts]
    for each in estimates.told:
        if each.item == item and not each.assumed and (not named or each.service in named):
            return f"The model is made with it: the {item} of {each.service}."
    return ""


def _side_by_side(blocks: list[Floats]) -> Floats:
    """Return matrices along the diagonal of one."""
    return np.asarray(block_diag(*blocks), np.float64)


def _date(recorded: Recorded, minute: int) -> datetime.date:
    return recorded.begins + datetime.timedelta(days=minute // DAY)
