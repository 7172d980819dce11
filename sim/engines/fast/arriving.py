"""Let people arrive in streams: draw when the next person comes, and who they are."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import LARGEST_KEY, NO_NAME, uniform
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import set_timer
from sim.engines.fast.drawing import draw, value_of
from sim.engines.fast.layout import NONE, REGION_SHIFT
from sim.engines.fast.life import begin_life, new_person, set_need
from sim.engines.fast.memory import (
    area_shares,
    arrived,
    distribution,
    group,
    group_shares,
    listed,
    person,
    piece_from,
    piece_rate,
    start_shares,
    stream,
    stream_to,
)
from sim.engines.fast.program import part
from sim.engines.fast.referral import refer
from sim.engines.fast.seeking import (
    reconsider_seeking,
)
from sim.engines.fast.shared import (
    NOWHERE,
    effect_of,
)
from sim.resolved import MISSING
from sim.rules.arrival import is_listed, listed_arrival, next_arrival
from sim.rules.need import (
    pick,
    starting_state,
)


@part
def next_of_rate(w: Map, index: int) -> float:
    """Draw the time of the next arrival of a stream that has a rate."""
    row = stream(w, index)
    u = uniform(
        w[const.AT_SEED],
        w[const.AT_REPLICATION],
        np.int64(const.PURPOSE_ARRIVAL),
        np.int64(NO_NAME),
        row.name,
        row.number,
    )
    pieces = w[const.AT_PIECES]
    return next_arrival(
        row.time, u, piece_from(w, index * pieces, pieces), piece_rate(w, index * pieces, pieces)
    )


@part
def await_arrival(w: Map, index: int) -> None:
    """Set the timer of the next arrival of a stream."""
    row, most = stream(w, index), w[const.AT_MOST_LISTED]
    if most > 0 and is_listed(listed(w, index * most, most)):
        row.time = listed_arrival(row.number, listed(w, index * most, most))
    else:
        row.time = next_of_rate(w, index)
    row.key = (np.uint64(row.name) + np.uint64(row.number)) % np.uint64(LARGEST_KEY)
    if row.time < w[const.AT_CLOSES] - 0.5:
        set_timer(
            w,
            (const.REGION_STREAM << REGION_SHIFT) | index,
            np.int64(np.rint(row.time)),
            const.STEP_PERSON_ARRIVES,
        )


@part
def note_arrival(w: Map, who: int, index: int, number: int) -> None:
    """Write a person's row in the table of people that is returned together with the log."""
    of = person(w, who)
    row = arrived(w, of.number)
    row.key, row.attributes, row.group = of.key, of.attributes, of.group
    row.time, row.stream, row.number = w[const.AT_NOW], index, number


@part
def first_trust(w: Map, row: int, key: int) -> float:
    """Draw a person's initial trust in services, from 0 to 1."""
    value = distribution(w, row).a
    if not distribution(w, row).fixed:
        value = value_of(w, row, draw(w, const.PURPOSE_TRUST_START, NO_NAME, key, 0))
    return min(max(value, 0.0), 1.0)


@part
def group_of_arrival(w: Map, index: int, key: int) -> int:
    """Return the group and area of a stream's next person, as one number.

    The number is `group * areas + area`.
    """
    row, areas = stream(w, index), w[const.AT_AREAS]
    of_group, area = np.int64(row.group), np.int64(row.area)
    groups = w[const.AT_GROUPS] // areas
    if of_group == MISSING:
        of_group = np.int64(0)
        if groups > 1:
            u = draw(w, const.PURPOSE_GROUP, NO_NAME, key, 0)
            of_group = np.int64(pick(group_shares(w, 0, groups), u))
    if area == MISSING:
        area = np.int64(0)
        if areas > 1:
            u = draw(w, const.PURPOSE_AREA, NO_NAME, key, 0)
            area = np.int64(pick(area_shares(w, of_group * areas, areas), u))
    return of_group * areas + area


@part
def arrive(w: Map, index: int) -> None:
    """Let the next person of a stream arrive."""
    row = stream(w, index)
    key = row.key
    of_group = group_of_arrival(w, index, key)
    settings = group(w, of_group)
    trust = first_trust(w, settings.trust_start, key)
    who = new_person(w, key, of_group, settings.attributes, trust)
    for which in range(w[const.AT_NEEDS]):
        name = effect_of(w, of_group, which).name
        shares = start_shares(
            w, (of_group * w[const.AT_NEEDS] + which) * w[const.AT_STATES], w[const.AT_STATES]
        )
        state = starting_state(
            w[const.AT_SEED],
            w[const.AT_REPLICATION],
            np.int64(const.PURPOSE_NEED_START),
            name,
            key,
            shares,
        )
        set_need(w, who, which, state)
    if w[const.AT_NOTED] == const.NOTED_BY_NUMBER:
        note_arrival(w, who, index, row.number)
    areas = w[const.AT_AREAS]
    to = np.int64(stream_to(w, index * areas + of_group % areas, 1)[0])
    begin_life(w, who, to)
    if to != MISSING:
        refer(w, who, to, NOWHERE, NONE)
    reconsider_seeking(w, who, False)
    row.number += 1
