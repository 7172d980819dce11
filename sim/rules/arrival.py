"""Find when the next person of a stream arrives."""

from __future__ import annotations

import math

from sim.compiling import compiled
from sim.units import FOREVER


@compiled
def listed_arrival(number, listed):
    """Return the minute of the next arrival of a stream whose arrivals are listed.

    Parameters
    ----------
    number
        How many have arrived before.
    listed
        The minutes, in order; FOREVER for unused ones.

    Returns
    -------
    float64
        The minute; FOREVER if there is no further arrival.
    """
    return float(listed[number]) if number < listed.shape[0] else float(FOREVER)


@compiled
def is_listed(listed):
    """Return whether the arrivals of a stream are listed; shape (N,) as in `listed_arrival`."""
    return listed.shape[0] > 0 and listed[0] < FOREVER


@compiled
def piece_at(time, piece_from):
    """Return the index of the last piece that begins at a time or before, by bisection.

    Returns 0 if no piece does.
    """
    low, high = 0, piece_from.shape[0]
    while high - low > 1:
        middle = (low + high) // 2
        if piece_from[middle] <= time:
            low = middle
        else:
            high = middle
    return low


@compiled
def next_arrival(time, u, piece_from, piece_rate):
    """Return the time of the next arrival of a Poisson stream with piecewise-constant rates.

    Parameters
    ----------
    time
        The time of the last arrival (or 0.0), in minutes. It is a real number, so that rounding to
        whole minutes does not accumulate.
    u
        A uniform number strictly between 0 and 1.
    piece_from, piece_rate
        The beginning of each piece (0 for the first, FOREVER for unused pieces), and its rate per
        minute.

    Returns
    -------
    float64
        Minutes; FOREVER if there is no further arrival.
    """
    needed = -math.log(u)
    last = piece_from.shape[0] - 1
    for piece in range(piece_at(time, piece_from), last + 1):
        ends = float(piece_from[piece + 1]) if piece < last else float(FOREVER)
        if time >= ends:
            continue
        rate = piece_rate[piece]
        if rate > 0.0 and needed <= rate * (ends - time):
            return time + needed / rate
        needed -= rate * (ends - time)
        time = ends
    return float(FOREVER)
