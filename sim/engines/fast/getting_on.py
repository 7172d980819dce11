"""Let relationships with workers grow, and keep the list of people who ask for another worker."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import NO_NAME, uniform_pair
from sim.engines.fast import constants as const
from sim.engines.fast.drawing import value_of
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import group, person, service, spell, team, worker
from sim.engines.fast.program import part
from sim.resolved import MISSING
from sim.rules.relationship import asks_for_another, grow_towards, match_ceiling


@part
def ceiling_of(w: Map, index: int) -> float:
    """Return the ceiling towards which a relationship grows, from 0 to 1."""
    row = spell(w, index)
    of = person(w, row.person)
    settings = group(w, of.group)
    if settings.match_ceiling == MISSING:
        return 1.0
    first, second = uniform_pair(
        w[const.AT_SEED],
        w[const.AT_REPLICATION],
        np.int64(const.PURPOSE_MATCH),
        np.int64(NO_NAME),
        of.key,
        worker(w, row.worker).key,
    )
    usual = value_of(w, settings.match_ceiling, second)
    return match_ceiling(first, settings.match_poor_share, settings.match_poor_ceiling, usual)


@part
def get_on(w: Map, index: int) -> None:
    """Move a relationship towards its ceiling, after an attended contact."""
    row = spell(w, index)
    growth = group(w, person(w, row.person).group).relationship_growth
    row.relationship = grow_towards(row.relationship, growth, ceiling_of(w, index))
    row.met_here += 1


@part
def ask(w: Map, index: int) -> None:
    """Put a spell on the list of people who ask for another worker."""
    row = spell(w, index)
    here = service(w, row.service)
    row.asks = 1
    w[const.AT_PEOPLE_ASKING] += 1
    row.asks_prev, row.asks_next = here.last_asking, NONE
    if here.last_asking == NONE:
        here.first_asking = index
    else:
        spell(w, here.last_asking).asks_next = index
    here.last_asking = index


@part
def ask_no_more(w: Map, index: int) -> None:
    """Take a spell off the list of people who ask for another worker, if it is there."""
    row = spell(w, index)
    if not row.asks:
        return
    here = service(w, row.service)
    row.asks = 0
    w[const.AT_PEOPLE_ASKING] -= 1
    if row.asks_prev == NONE:
        here.first_asking = row.asks_next
    else:
        spell(w, row.asks_prev).asks_next = row.asks_next
    if row.asks_next == NONE:
        here.last_asking = row.asks_prev
    else:
        spell(w, row.asks_next).asks_prev = row.asks_prev


@part
def consider_asking(w: Map, index: int) -> bool:
    """Let a person ask for another worker, or cease to, after an attended contact.

    Returns whether they begin to ask. The service then has something to settle.
    """
    row = spell(w, index)
    if row.stage != const.STAGE_OPEN or row.worker == NONE:
        return False
    of = team(w, service(w, row.service).team)
    if not asks_for_another(
        of.choice_after, of.choice_below, np.int64(row.met_here), row.relationship
    ):
        ask_no_more(w, index)
    elif not row.asks:
        ask(w, index)
        return True
    return False
