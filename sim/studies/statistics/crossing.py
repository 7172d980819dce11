"""Find where a smoothed curve crosses 0, with an interval for that value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.statistics.estimates import t_reach

SCANNED = 401
HALVINGS = 40
DEGREE = 2


class Root(NamedTuple):
    """A root and its interval. Both lie inside the range of values that were tried."""

    at: float
    low: float
    high: float
    open_low: bool  # the interval runs to the lower end of the stretch, and perhaps on
    open_high: bool


def find_root(values: Sequence[float], gains: Floats, confidence: float, rising: bool) -> Root:
    """Find where the mean of several curves, one for each replication, crosses 0.

    Parameters
    ----------
    values
        The values of the lever in ascending order, shape (m,), at least 2.
    gains
        Shape (replications, m). Replications with an undefined value are left out.
    rising
        Whether the curve rises at the wanted root. If there are several roots, this decides
        between them.
    """
    defined = gains[np.isfinite(gains).all(axis=1)]
    low, high = values[0], values[-1]
    if len(defined) < 3:
        return Root((low + high) / 2, low, high, True, True)
    reach = t_reach(len(defined), confidence)
    scaled = (np.array(values) - low) / (high - low)
    basis = np.vander(scaled, min(DEGREE, len(values) - 1) + 1)
    curves = defined @ np.linalg.pinv(basis).T  # coefficients of each replication

    mean = curves.mean(axis=0)
    covariance = np.atleast_2d(np.cov(curves.T)) / len(defined)

    def excess(x: Floats) -> Floats:
        """Return how far the mean curve is from 0, minus the half-width of its interval."""
        powers = np.vander(x, len(mean))
        variance = np.einsum("xi,ij,xj->x", powers, covariance, powers).clip(0)
        found: Floats = np.abs(powers @ mean) - reach * np.sqrt(variance)
        return found

    root = _root(mean, rising)
    edge_low, edge_high = _edge(excess, root, 0.0), _edge(excess, root, 1.0)
    ends = [0.0 if edge_low is None else edge_low, 1.0 if edge_high is None else edge_high]
    at, first, last = (low + (high - low) * x for x in (root, *ends))
    return Root(at, first, last, edge_low is None, edge_high is None)


def _root(mean: Floats, rising: bool) -> float:
    """Return the root from 0 to 1 with the wanted direction, or the end nearer to 0 if none."""
    slope = np.polyder(mean)
    for each in np.roots(mean):
        inside = abs(each.imag) < 1e-12 and 0 <= each.real <= 1
        if inside and bool(np.polyval(slope, each.real) > 0) == rising:
            return float(each.real)
    return min((0.0, 1.0), key=lambda end: abs(float(np.polyval(mean, end))))


def _edge(excess: Callable[[Floats], Floats], root: float, end: float) -> float | None:
    """Return the first value, from the root to an end, at which the curve is clearly not 0.

    None if there is no such value.
    """
    x = np.linspace(root, end, SCANNED)
    outside = np.flatnonzero(excess(x[1:]) > 0)
    if not outside.size:
        return None
    near, far = float(x[outside[0]]), float(x[outside[0] + 1])
    for _ in range(HALVINGS):
        middle = (near + far) / 2
        if excess(np.array([middle]))[0] > 0:
            far = middle
        else:
            near = middle
    return near
