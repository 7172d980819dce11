"""When the next person of a stream arrives."""

from __future__ import annotations

import math

from sim.compiling import compiled
from sim.units import FOREVER


@compiled
def next_arrival(time, u, piece_from, piece_rate):
    """Time of the next arrival of a Poisson stream with piecewise-constant rates.

    Parameters
    ----------
    time
        When the last one arrived (or 0.0), in minutes; a real number, so that rounding to the
        clock's whole minutes does not add up.
    u
        A uniform strictly between 0 and 1.
    piece_from, piece_rate
        Begin of each piece (the first at 0, unused ones FOREVER) and its rate per minute.

    Returns
    -------
    float64
        Minutes; FOREVER when nobody comes any more.
    """
    needed = -math.log(u)
    last = piece_from.shape[0] - 1
    for piece in range(last + 1):
        ends = float(piece_from[piece + 1]) if piece < last else float(FOREVER)
        if time >= ends:
            continue
        rate = piece_rate[piece]
        if rate > 0.0 and needed <= rate * (ends - time):
            return time + needed / rate
        needed -= rate * (ends - time)
        time = ends
    return float(FOREVER)
