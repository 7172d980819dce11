"""The long-run shares of the states of a Markov chain in continuous time."""

from __future__ import annotations

import networkx as nx
import numpy as np

from sim.laws import Floats


def long_run_shares(rates: Floats) -> Floats | None:
    """Return the share of time in each state in the long run, shape (X,).

    They are None if they depend on the state in which the chain begins: if there are several sets
    of states that it does not leave.

    Parameters
    ----------
    rates
        From each state to each other one, in any unit of time, shape (X, X). The diagonal is 0.
    """
    graph = nx.from_numpy_array(rates > 0, create_using=nx.DiGraph)
    closed = list(map(sorted, nx.attracting_components(graph)))
    if len(closed) != 1:
        return None
    (kept,) = closed
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
