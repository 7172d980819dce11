"""Resolve needs as chains of states.

Each chain has one candidate rate, so that candidates come at the same minutes in every arm.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.resolving.context import NEED, Context, integers, keys, reals
from sim.resolving.rows import running
from sim.resolving.steps import Columns, Step, column
from sim.rules.long_run import long_run_shares
from sim.scenario.needs import Need

DIRECTIONS = {"worsening": 1, "recovery": -1, "neutral": 0}
NO_STATE = -1


class Chains(NamedTuple):
    """The chains of all needs, one after the other."""

    level: Ints  # (K, X), NO_STATE where a chain has fewer states
    first: Ints  # (K, X)
    moves: Ints  # (K, X)
    need: Ints  # (T,) the need of each transition
    state: Ints  # (T,) the state it leaves
    target: Ints  # (T,)
    direction: Ints  # (T,)
    number: Ints  # (T,) its position in the need's own list


def _needs(context: Context) -> Columns:
    """Return the chains of all needs.

    Transitions are ordered by need, then by state, then as in the file. The candidate rate of a
    need is the largest total base rate out of any state of its chain, times `largest_ratio`.
    """
    written = list(context.document.needs.values())
    chains = _chains(written)
    largest = reals([need.largest_ratio.value for need in written])
    rates = _base_rates(context, chains)
    totals = _by_state(chains, rates)
    candidate = largest * totals.max(axis=2, initial=0.0)
    # A need that never changes has no candidates; its shares are 0 of nothing.
    known = np.where(candidate > 0.0, candidate, 1.0)
    recoveries = _by_state(chains, rates * (chains.direction == DIRECTIONS["recovery"]))
    return {
        "level": chains.level,
        "start": _starts(context, rates, chains),
        "largest_ratio": largest,
        "candidate_rate": candidate,
        "first": chains.first,
        "moves": chains.moves,
        "target": chains.target,
        "direction": chains.direction,
        "share": rates / known[:, chains.need],
        "neutral_at": largest[:, None] * recoveries / known[:, :, None],
    }


def _chains(written: list[Need]) -> Chains:
    longest = max((len(need.states) for need in written), default=0)
    level = np.full((len(written), longest), NO_STATE, dtype=np.int64)
    first, moves = np.zeros_like(level), np.zeros_like(level)
    rows: list[tuple[int, int, int, int, int]] = []
    for k, need in enumerate(written):
        states = list(need.states)
        level[k, : len(states)] = list(need.states.values())
        for x, state in enumerate(states):
            first[k, x] = len(rows)
            rows += [
                (k, x, states.index(move.to), DIRECTIONS[need.direction(move)], number)
                for number, move in enumerate(need.transitions)
                if move.begins == state
            ]
            moves[k, x] = len(rows) - first[k, x]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Chains(level, first, moves, *columns)


def _base_rates(context: Context, chains: Chains) -> Floats:
    """Return the rate per minute of each transition, shape (G, T)."""
    rates = np.zeros((len(context.groups), len(chains.need)))
    for group, document in enumerate(context.groups):
        written = list(document.needs.values())
        for row, (k, number) in enumerate(zip(chains.need, chains.number, strict=True)):
            rates[group, row] = written[k].transitions[number].rate.per_minute
    return rates


def _by_state(chains: Chains, rates: Floats) -> Floats:
    """Return the sum of the rates out of each state, shape (G, K, X)."""
    sums = np.zeros((len(rates), *chains.level.shape))
    for row, (k, x) in enumerate(zip(chains.need, chains.state, strict=True)):
        sums[:, k, x] += rates[:, row]
    return sums


def _by_group(context: Context, number: Callable[[Need], int]) -> Ints:
    """Return a whole number for each group and need, shape (G, K)."""
    values = [[number(need) for need in group.needs.values()] for group in context.groups]
    return integers(values).reshape(len(context.groups), len(context.needs))


def _starts(context: Context, rates: Floats, chains: Chains) -> Floats:
    """Return the cumulative shares of the initial states, shape (G, K, X)."""
    starts = np.ones((len(context.groups), *chains.level.shape))
    for group, document in enumerate(context.groups):
        for k, need in enumerate(document.needs.values()):
            shares = need.start.shares
            if shares is not None:
                single = [shares[s].value if s in shares else 0.0 for s in need.states]
            else:
                mine = chains.need == k
                law = stationary(
                    len(need.states),
                    chains.state[mine],
                    chains.target[mine],
                    rates[group, mine],
                )
                single = law.tolist()
            starts[group, k, : len(need.states)] = running(single)
    return starts


def stationary(states: int, begins: Ints, ends: Ints, rates: Floats) -> Floats:
    """Return the long-run share of time in each state of a chain, shape (X,).

    Parameters
    ----------
    states
        The number of states.
    begins, ends, rates
        The transitions of the chain: from, to, and rate in any unit of time. The long-run shares
        must not depend on the state in which the chain begins. This is checked when a scenario is
        loaded.
    """
    flows = np.zeros((states, states))
    np.add.at(flows, (begins, ends), rates)
    found = long_run_shares(flows)
    assert found is not None
    return found


NEEDS: tuple[Step, ...] = (
    column("name", lambda c: keys(NEED, c.needs)),
    _needs,
    column("seek_level", lambda c: _by_group(c, lambda need: need.seek_level)),
    column("episode_break", lambda c: _by_group(c, lambda need: need.episode_break.minutes)),
    column("presenting_over", lambda c: _by_group(c, lambda need: need.presenting.over.minutes)),
)
"""The chains of all needs, and what of a need is not its chain."""
