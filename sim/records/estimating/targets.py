"""What the model's results are compared with, measured in records, with errors.

A number that is an estimate is no target: the model would be compared with what it is made of. Of a
window, the last three months of the calendar are kept for a check, with the days of a month that
the window cuts short. Fitting sees what comes before them.
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
from sim.measures.words.recorded import SAME_AS
from sim.records.estimating.counted import BLOCKS, Counted
from sim.records.estimating.estimate import Estimates
from sim.records.estimating.resampling import resampled, without
from sim.units import DAY

Measure = Callable[[Recorded], Mapping[str, float | None]] | Counted
"""What gives values by name; None, or no number, where one is not defined."""

RESAMPLES = 200
GROUPS = 40
LARGE = 300_000
"""Referrals and contacts of which groups of people are left out in turn, in place of resamples."""
ENOUGH = 0.9  # of the resamples must have a value, or its error is not told
LEAST_DRAWS = 10  # in which all measures have a value
FIXED = "It does not vary with who is in the records."
TOO_FEW = "It has no value for too many draws of people."
CHECKED = 3  # months of the calendar at the end of a window that are for a check
MONTHS = 12  # of a year
LEAST_FITTED = 89  # days before them, as three months have at least; else all are for the check


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

    People are drawn anew `resamples` times. Measures that are `Counted` are worked out from the
    counts of `BLOCKS` blocks of people, which are drawn in place of people. Of other measures, if
    there are more than `LARGE` referrals and contacts, `GROUPS` groups of people are left out in
    turn (the jackknife; Efron and Tibshirani 1993, chapter 11), in a fifth of the time. Chance puts
    people into blocks and groups. `method` says which way was taken. Measures of workers alone have
    no such error and are left out.
    """
    plain = measure.measure if isinstance(measure, Counted) else measure
    told = {name: _number(value) for name, value in plain(recorded).items()}
    told = {name: value for name, value in told.items() if np.isfinite(value)}
    draws = _drawn(recorded, measure, resamples, np.random.default_rng(seed))
    values = np.array([[_number(each.get(name)) for name in told] for each in draws.values])
    return _summed_up(told, values.reshape(len(values), len(told)), draws)


class _Draws(NamedTuple):
    """Values of other people's records."""

    values: list[Mapping[str, float | None]]
    factor: float  # of their covariance
    method: str


def _drawn(
    recorded: Recorded, measure: Measure, resamples: int, draw: np.random.Generator
) -> _Draws:
    """Return the values of other people's records, in the way that `with_errors` says."""
    people = len(recorded.people.died)
    if isinstance(measure, Counted):
        of_blocks = measure.in_blocks(recorded, draw)
        even = np.full(BLOCKS, 1 / BLOCKS)
        found = [of_blocks(draw.multinomial(BLOCKS, even)) for _ in range(resamples)]
        return _Draws([*found], 1.0, f"bootstrap of {BLOCKS} blocks of people, {resamples} times")
    if len(recorded.referrals.person) + len(recorded.contacts.person) > LARGE:
        group = draw.integers(0, GROUPS, people)
        left_out = (np.flatnonzero(group == each) for each in range(GROUPS))
        others = [measure(without(recorded, each)) for each in left_out]
        return _Draws(others, (GROUPS - 1) ** 2 / GROUPS, f"jackknife of {GROUPS} groups of people")
    times = (draw.poisson(1.0, people) for _ in range(resamples))
    others = [measure(resampled(recorded, each)) for each in times]
    return _Draws(others, 1.0, f"bootstrap of people, {resamples} times")


def targets(
    recorded: Recorded, measure: Measure, estimates: Estimates, *, resamples: int = RESAMPLES
) -> Targets:
    """Return the targets of records: before the last three months to fit, in them to check.

    A measure that is the same number as an estimate of the same service is left out, with the
    reason.
    """
    opens, closes = recorded.window
    cut = _cut(recorded)
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


def _cut(recorded: Recorded) -> int:
    """Return the minute at which the months for a check begin."""
    after = _date(recorded, recorded.window.closes)
    years, month = divmod(after.month - 1 - CHECKED, MONTHS)
    first = datetime.date(after.year + years, month + 1, 1)
    return (first - recorded.begins).days * DAY


def _summed_up(told: Mapping[str, float], drawn: Floats, draws: _Draws) -> WithErrors:
    """Return values with the covariance of those drawn; shape (draws, M)."""
    names = list(told)
    there = np.isfinite(drawn)
    often = there.mean(axis=0) >= ENOUGH
    first = np.where(there, drawn, np.inf).min(axis=0, initial=np.inf)
    moves = (np.where(there, drawn, -np.inf).max(axis=0, initial=-np.inf) > first) & often
    untold = {name: FIXED for name, some in zip(names, often, strict=True) if some}
    untold |= {name: TOO_FEW for name, some in zip(names, often, strict=True) if not some}
    kept = np.flatnonzero(moves)
    used = drawn[:, kept][there[:, kept].all(axis=1)]
    if len(used) < LEAST_DRAWS:
        kept, used = kept[:0], used[:, :0]
        untold |= dict.fromkeys(names, TOO_FEW)
    spread = np.cov(used, rowvar=False) if len(kept) else np.zeros((0, 0))
    covariance = draws.factor * spread.reshape(len(kept), len(kept))
    chosen = tuple(names[at] for at in kept)
    return WithErrors(
        names=chosen,
        values=np.array([told[name] for name in chosen]),
        standard_errors=np.sqrt(np.diag(covariance)),
        covariance=covariance,
        untold={name: why for name, why in untold.items() if name not in chosen},
        method=draws.method,
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None or not np.isfinite(value) else float(value)


def _same(name: str, recorded: Recorded, estimates: Estimates) -> str:
    """Return why a measure is no target, being an estimate; an empty text if it is one."""
    parts = name.split(".")
    item = SAME_AS.get(parts[0]) or SAME_AS.get(".".join(parts[:2]))
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
