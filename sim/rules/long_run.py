"""Compute the long run of a Markov chain in continuous time: its rates, and shares of states."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np

from sim.laws import Floats
from sim.people import Needs

TERMS = 20
"""The number of terms of the exponential series, for exponents of at most 1/2.

All further terms together are far below the last digit.
"""


def long_run_shares(rates: Floats) -> Floats | None:
    """Return the long-run share of time in each state, shape (X,), or None.

    It is None if the shares depend on the initial state, because the chain has several sets of
    states that it never leaves.

    Parameters
    ----------
    rates
        The rate from each state to each other one, in any unit of time, shape (X, X). The
        diagonal is 0.
    """
    closed = _never_left(rates)
    return _balanced(rates, closed[0]) if len(closed) == 1 else None


def long_run_from(rates: Floats, start: Floats) -> Floats:
    """Return the long-run share of time in each state, given the initial shares. Shape (X,).

    Parameters
    ----------
    rates
        As in `long_run_shares`.
    start
        The probability of each state in which the chain begins, shape (X,).
    """
    closed = _never_left(rates)
    reached = np.zeros((len(rates), len(closed)))  # the probability to end in each set of states
    for number, kept in enumerate(closed):
        reached[kept, number] = 1.0
    passing = np.flatnonzero(reached.sum(axis=1) == 0.0)
    if passing.size:
        onward = rates[passing] / rates[passing].sum(axis=1, keepdims=True)
        stays = np.eye(passing.size) - onward[:, passing]
        reached[passing] = np.linalg.solve(stays, onward @ reached)
    ends = start @ reached
    shares: Floats = sum(
        (end * _balanced(rates, kept) for end, kept in zip(ends, closed, strict=True)),
        start=np.zeros(len(rates)),
    )
    return shares


def rates_between(needs: Needs, group: int, need: int) -> Floats:
    """Return the base rate per minute from each state of a need to each other. Shape (X, X)."""
    states = int((needs.level[need] >= 0).sum())
    rates = np.zeros((states, states))
    for state in range(states):
        first = int(needs.first[need, state])
        for move in range(first, first + int(needs.moves[need, state])):
            rates[state, needs.target[move]] += needs.share[group, move]
    found: Floats = rates * needs.candidate_rate[group, need]
    return found


def generator(needs: Needs, group: int, need: int) -> Floats:
    """Return a need's generator matrix at base rates; its rows add up to 0. Shape (X, X)."""
    rates = rates_between(needs, group, need)
    found: Floats = rates - np.diag(rates.sum(axis=1))
    return found


def long_run_of(needs: Needs, group: int, need: int) -> Floats:
    """Return the long-run share of time in each state of a need, at base rates. Shape (X,).

    The initial state has the distribution in `needs.start`.
    """
    rates = rates_between(needs, group, need)
    return long_run_from(rates, np.diff(needs.start[group, need, : len(rates)], prepend=0.0))


def exponential(rates: Floats) -> Floats:
    """Return the matrix exponential of rates times a time, by repeated squaring."""
    size = abs(rates).sum(axis=1).max(initial=0.0)
    halvings = max(0, math.ceil(math.log2(2 * size))) if size > 0 else 0
    small = rates / 2.0**halvings
    found = term = np.eye(len(rates))
    for number in range(1, TERMS):
        term = term @ small / number
        found = found + term
    for _ in range(halvings):
        found = found @ found
    return found


def _never_left(rates: Floats) -> list[list[int]]:
    """Return the smallest sets of states that a chain never leaves."""
    graph = nx.from_numpy_array(rates > 0, create_using=nx.DiGraph)
    return list(map(sorted, nx.attracting_components(graph)))


def _balanced(rates: Floats, kept: list[int]) -> Floats:
    """Return the long-run shares of states for a chain that stays within `kept`. Shape (X,)."""
    inner = rates[np.ix_(kept, kept)]
    balance = (inner - np.diag(inner.sum(axis=1))).T
    balance /= max(abs(balance).max(), np.finfo(float).tiny)
    balance[-1] = 1.0
    goal = np.zeros(len(kept))
    goal[-1] = 1.0
    shares = np.zeros(len(rates))
    shares[kept] = np.clip(np.linalg.solve(balance, goal), 0.0, None)
    whole: Floats = shares / shares.sum()
    return whole
