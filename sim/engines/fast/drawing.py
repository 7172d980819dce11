"""Draw random numbers by key, and values from distributions."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import NO_NAME, uniform
from sim.engines.fast import constants as const
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import (
    distribution,
    drawn_a,
    drawn_b,
    drawn_c,
    drawn_cumulative,
    drawn_first,
    drawn_minutes_per_unit,
    drawn_points,
    drawn_shape,
    drawn_size,
    drawn_u_high,
    drawn_u_low,
    group,
    person,
)
from sim.engines.fast.program import part
from sim.laws import Distributions
from sim.resolved import MISSING
from sim.rules.distributions import minutes, quantile
from sim.rules.families import family_minutes
from sim.rules.wanted import MILLION, in_millionths


@part
def draw(w: Map, purpose: int, name: int, key: int, ordinal: int) -> float:
    """Return one keyed draw, strictly between 0 and 1."""
    return uniform(
        w[const.AT_SEED], w[const.AT_REPLICATION], np.int64(purpose), name, key, np.int64(ordinal)
    )


@part
def drawn_table(w: Map, row: int, u: float, in_minutes: bool) -> float:
    """Return a distribution's quantile for the uniform `u`, in whole minutes or as a plain number.

    The plain number is in the unit that the file uses.
    """
    count, points = w[const.ROWS_DRAWN_SHAPE], w[const.ROWS_DRAWN_POINTS]
    drawn = Distributions(
        drawn_shape(w, 0, count),
        drawn_a(w, 0, count),
        drawn_b(w, 0, count),
        drawn_c(w, 0, count),
        drawn_minutes_per_unit(w, 0, count),
        drawn_u_low(w, 0, count),
        drawn_u_high(w, 0, count),
        drawn_first(w, 0, count),
        drawn_size(w, 0, count),
        drawn_points(w, 0, points),
        drawn_cumulative(w, 0, points),
    )
    if in_minutes:
        return np.float64(minutes(drawn, row, u))
    return quantile(drawn, row, u)


@part
def long_way(w: Map, row: int, u: float) -> int:
    """Return a quantile in minutes, for a distribution that needs more than six numbers."""
    return np.int64(drawn_table(w, row, u, True))


@part
def value_of(w: Map, row: int, u: float) -> float:
    """Return a distribution's quantile for the uniform `u`, as a plain number."""
    return drawn_table(w, row, u, False)


@part
def wants_of(w: Map, who: int) -> int:
    """Return the multiple of the usual help that a person wants, in millionths.

    It is drawn anew whenever it is asked for: a draw with the same key is always the same.
    """
    of = person(w, who)
    row = group(w, of.group).wants
    if row == MISSING:
        return np.int64(MILLION)
    u = draw(w, const.PURPOSE_WANTED, NO_NAME, of.key, 0)
    return in_millionths(value_of(w, row, u))


@part
def lasts(w: Map, row: int, purpose: int, name: int, key: int, ordinal: int) -> int:
    """Return minutes drawn from a distribution."""
    drawn = distribution(w, row)
    if drawn.always != NONE:
        return drawn.always
    u = draw(w, purpose, name, key, ordinal)
    if drawn.short:
        return family_minutes(drawn.shape, drawn.a, drawn.b, drawn.c, drawn.minutes_per_unit, u)
    return long_way(w, row, u)
