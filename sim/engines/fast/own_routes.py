"""Let a user's own rule choose the next service."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.drawing import draw
from sim.engines.fast.memory import (
    own_real,
    own_route_state,
    own_services,
    own_whole,
    person,
    routes,
    service,
)
from sim.engines.fast.own_asking import group_number, whole_answer
from sim.engines.fast.program import part


@part
def own_route(
    w: Map, who: int, where: int, reason: int, first: int, ordinal: int, usual: int, level: int
) -> int:
    """Return the column of the route that an own rule chooses; the last one means nowhere.

    Parameters
    ----------
    first
        The first number of the route's row in the table of routes.
    ordinal
        How many routes of this kind the person has taken from this service before.
    usual
        The column that was drawn.
    level
        The level of the worst need that the service covers.
    """
    width = w[const.AT_SERVICES] + 1
    shares, names = routes(w, first, width), own_services(w, 0, width)
    targets, parts = own_whole(w, 0, width), own_real(w, 0, width)
    count, before, was_usual = np.int64(0), 0.0, np.int64(0)
    for column in range(width):
        if shares[column] - before > 0.0:
            targets[count], parts[count] = names[column], shares[column] - before
            if column == usual:
                was_usual = count
            count += 1
        before = shares[column]
    if count < 2:
        return usual
    state, of, in_crisis = own_route_state(w, 0), person(w, who), reason == const.REASON_CRISIS
    name, which = service(w, where).name, 2 * ordinal + in_crisis
    state.usual, state.minute, state.service = names[usual], w[const.AT_NOW], names[where]
    state.draw = draw(w, const.PURPOSE_OWN_ROUTE, name, of.key, which)
    state.group, state.reason, state.level = group_number(w, who), reason, level
    state.trust, state.count = of.trust, count
    chosen = whole_answer(
        w, const.AT_ASKS_ROUTE, const.AT_OWN_ROUTE, np.int64(0), count - 1, was_usual
    )
    for column in range(width):
        if names[column] == targets[chosen]:
            return np.int64(column)
    return usual
