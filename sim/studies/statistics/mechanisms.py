"""Divide a difference among an arm's mechanisms: main effects, pairs, and shares.

A replication gives the outcome of every subset of the changes that lead from the baseline to the
arm. A change's *share* is its Shapley value (Shapley 1953): what the change adds when changes are
made one after the other, averaged over all orders. In every replication the shares add up to the
whole difference, and a change without any effect gets exactly 0. Intervals are t intervals over
replications. They are not adjusted for the number of changes. There are three methods:

- every subset (up to 8 changes): gives main effects, pairs, and the exact shares in each
  replication.
- orders (more changes): each replication follows one random order and its reverse (Mitchell et
  al. 2022, jmlr.org/papers/v23/21-0439.html). New orders are drawn for each replication.
  The shares are therefore unbiased and independent between replications. The interval contains the
  sampling error of both the orders and the runs.
- a fraction (5 to 11 changes): gives main effects and pairs under the assumption that no three
  changes interact, and the remainder that this does not explain.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.studies.statistics.estimates import Estimate, EvaluateMany, Outcome, Request, estimate
from sim.studies.statistics.subsets import along, every, fraction, order

MOST_FOR_EVERY = 8
MOST_COMBINATIONS = 16
"""If every subset was run and there are at most this many, the outcome of each is given."""


class How(enum.Enum):
    """The methods, which differ in the subsets of changes that are run."""

    EVERY = "every subset"
    ORDERS = "an order and its reverse in each replication"
    FRACTION = "a fraction that tells pairs apart"


class Effect(NamedTuple):
    """The effect of one change on the outcome, or of two changes together."""

    changes: tuple[str, ...]
    estimate: Estimate
    values: tuple[float, ...] = ()  # by replication; of shares and main effects


class Combination(NamedTuple):
    """The outcome with some of the changes made, over the replications that the effects use."""

    changes: tuple[str, ...]  # those made; none is the baseline
    outcome: Estimate
    difference: Estimate  # from the baseline, paired by replication; exactly 0 for the baseline


class Explained(NamedTuple):
    """The difference between the arm and the baseline in one outcome, divided into effects."""

    outcome: Outcome
    whole: Estimate  # arm minus baseline
    shares: tuple[Effect, ...]  # Shapley, adding up to the whole; empty for a fraction
    main: tuple[Effect, ...]  # mean effect over all subsets of the others; empty for orders
    pairs: tuple[Effect, ...]  # how much more two do together than one by one; empty for orders
    remainder: Estimate | None  # for a fraction: whole minus main effects, 0 if none act in threes
    combinations: tuple[Combination, ...] = ()  # the fewest changes first; empty if there are many


class Mechanisms(NamedTuple):
    """The changes that lead from the baseline to the arm, and the effect of each."""

    changes: tuple[str, ...]  # in alphabetical order
    how: How
    replications: int
    runs: int  # of all subsets together
    outcomes: tuple[Explained, ...]


def explain(
    evaluate: EvaluateMany,
    baseline: frozenset[str],
    arm: frozenset[str],
    outcomes: Sequence[Outcome],
    replications: int,
    how: How | None = None,
    seed: int = 0,
) -> Mechanisms:
    """Divide the difference between two sets of mechanisms into effects.

    Parameters
    ----------
    evaluate
        Settings are frozensets of the names of the mechanisms that are on.
    outcomes
        The outcomes to explain. Usually each is a measure of one arm without a baseline, because
        settings are compared and not arms.
    replications
        The number of replications, at least 2. A replication in which some subset has no value is
        left out of that outcome and counted.
    how
        The method. When None, `EVERY` for up to 8 changes and `ORDERS` for more.
    seed
        The seed of the orders. Each order depends only on the seed, the replication and the
        mechanisms' names.

    Raises
    ------
    ValueError
        If the two sets are equal, if there are fewer than two replications, or if a fraction is
        wanted of fewer than 5 or more than 11 changes.
    """
    changes = tuple(sorted(baseline ^ arm))
    if not changes or replications < 2:
        raise ValueError("two different sets of mechanisms and at least two replications, please")
    how = how or (How.EVERY if len(changes) <= MOST_FOR_EVERY else How.ORDERS)
    asked = Asked(evaluate, changes, baseline)
    if how is How.ORDERS:
        found, runs = _by_orders(asked, outcomes, replications, seed)
    else:
        rows = every(len(changes)) if how is How.EVERY else fraction(len(changes))
        ends = np.array([[False] * len(changes), [True] * len(changes)])
        values = asked.values(np.concatenate([rows, ends]), replications)
        found = [_by_table(changes, rows, values, outcome, how) for outcome in outcomes]
        runs = replications * len(np.unique(np.concatenate([rows, ends]), axis=0))
    return Mechanisms(changes, how, replications, runs, tuple(found))


class Asked(NamedTuple):
    """Turns subsets of the changes into settings, and requests the values of their runs."""

    evaluate: EvaluateMany
    changes: tuple[str, ...]
    baseline: frozenset[str]

    def setting(self, made: Flags) -> frozenset[str]:
        """Return the mechanisms that are on after some of the changes have been made."""
        return self.baseline ^ {c for c, done in zip(self.changes, made, strict=True) if done}

    def values(self, rows: Flags, replications: int) -> Floats:
        """Return the values of each subset, shape (rows, replications, arms, measures)."""
        settings = [self.setting(row) for row in rows]
        once = list(dict.fromkeys(settings))
        found = self.evaluate([Request(setting, 1, replications) for setting in once])
        by_setting = dict(zip(once, found, strict=True))
        return np.array([by_setting[setting] for setting in settings])


def _by_table(
    changes: tuple[str, ...], rows: Flags, values: Floats, outcome: Outcome, how: How
) -> Explained:
    """Return the effects, computed from subsets that were all run in every replication.

    The last two rows are the baseline and the arm.
    """
    numbers = outcome.of(values)  # (rows + 2, replications)
    numbers = np.where(np.isfinite(numbers).all(axis=0), numbers, np.nan)
    whole = numbers[-1] - numbers[-2]
    table = numbers[:-2]
    if how is How.EVERY:
        main = [_marginal(table, i).mean(axis=0) for i in range(len(changes))]
        pairs = {
            (i, j): _together(table, i, j).mean(axis=0)
            for i, j in combinations(range(len(changes)), 2)
        }
        shares = [_shapley(table, len(changes), i) for i in range(len(changes))]
        found = _explained(changes, outcome, whole, shares, main, pairs, None)
        return found._replace(combinations=_combinations(changes, rows, table))
    signs = np.where(rows, 1.0, -1.0)
    main = [2 * (signs[:, [i]] * table).mean(axis=0) for i in range(len(changes))]
    pairs = {
        (i, j): 4 * (signs[:, [i]] * signs[:, [j]] * table).mean(axis=0)
        for i, j in combinations(range(len(changes)), 2)
    }
    remainder = estimate(whole - np.sum(main, axis=0))
    return _explained(changes, outcome, whole, [], main, pairs, remainder)


def _combinations(changes: tuple[str, ...], rows: Flags, table: Floats) -> tuple[Combination, ...]:
    """Return the outcome of every subset of the changes, unless there are too many subsets."""
    if len(rows) > MOST_COMBINATIONS:
        return ()
    baseline = table[0]  # no change is made in the first row
    found = [
        Combination(
            tuple(change for change, made in zip(changes, row, strict=True) if made),
            estimate(values),
            estimate(values - baseline),
        )
        for row, values in zip(rows, table, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: len(each.changes)))


def _marginal(table: Floats, i: int) -> Floats:
    """Return what change i adds to each subset without it, shape (2**(k - 1), replications)."""
    without = np.flatnonzero((np.arange(len(table)) >> i) & 1 == 0)
    found: Floats = table[without | 1 << i] - table[without]
    return found


def _together(table: Floats, i: int, j: int) -> Floats:
    """Return how much more change i adds with change j than without it.

    There is one value for each subset without both.
    """
    rows = np.arange(len(table))
    without = np.flatnonzero(((rows >> i) & 1 == 0) & ((rows >> j) & 1 == 0))
    both, one, other = without | 1 << i | 1 << j, without | 1 << i, without | 1 << j
    found: Floats = (table[both] - table[other]) - (table[one] - table[without])
    return found


def _shapley(table: Floats, count: int, i: int) -> Floats:
    """Return the exact Shapley value of change i in each replication, shape (replications,)."""
    rows = np.arange(len(table))
    size = every(count).sum(axis=1)[(rows >> i) & 1 == 0]
    weights = np.array([1 / (count * math.comb(count - 1, each)) for each in size])
    # Differences are weighted, not values, so that a change without any effect gives exactly 0.
    found: Floats = weights @ _marginal(table, i)
    return found


def _by_orders(
    asked: Asked, outcomes: Sequence[Outcome], replications: int, seed: int
) -> tuple[list[Explained], int]:
    """Return the shares, computed from one order and its reverse in each replication."""
    count = len(asked.changes)
    orders = [order(asked.changes, seed, r + 1) for r in range(replications)]
    walks = [(along(each), along(each[::-1])) for each in orders]
    requests: dict[Request, None] = {}
    for r, pair in enumerate(walks):
        for row in np.concatenate(pair):
            requests[Request(asked.setting(row), r + 1, 1)] = None
    found = asked.evaluate(list(requests))
    values = dict(zip(requests, found, strict=True))
    explained = []
    for outcome in outcomes:
        shares = np.zeros((replications, count))
        whole = np.zeros(replications)
        for r, (each, pair) in enumerate(zip(orders, walks, strict=True)):
            for positions, walk in zip((each, each[::-1]), pair, strict=True):
                steps = [values[Request(asked.setting(row), r + 1, 1)] for row in walk]
                numbers = outcome.of(np.concatenate(steps))
                shares[r, positions] += np.diff(numbers) / 2
                whole[r] = numbers[-1] - numbers[0]
        undefined = ~np.isfinite(shares).all(axis=1)
        shares[undefined], whole[undefined] = np.nan, np.nan
        columns = list(shares.T)
        explained.append(_explained(asked.changes, outcome, whole, columns, [], {}, None))
    return explained, len(requests)


def _explained(
    changes: tuple[str, ...],
    outcome: Outcome,
    whole: Floats,
    shares: Sequence[Floats],
    main: Sequence[Floats],
    pairs: dict[tuple[int, int], Floats],
    remainder: Estimate | None,
) -> Explained:
    """Return the effects with their intervals, from the effects in each replication."""
    return Explained(
        outcome=outcome,
        whole=estimate(whole),
        shares=tuple(_effect(c, v) for c, v in zip(changes, shares, strict=False)),
        main=tuple(_effect(c, v) for c, v in zip(changes, main, strict=False)),
        pairs=tuple(Effect((changes[i], changes[j]), estimate(v)) for (i, j), v in pairs.items()),
        remainder=remainder,
    )


def _effect(change: str, values: Floats) -> Effect:
    return Effect((change,), estimate(values), tuple(values.tolist()))
