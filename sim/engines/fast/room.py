"""Find whether there is room for a person at a service, and with which worker."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.assigning import assigned
from sim.engines.fast.caseloads import takes, weight_now
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import service, spell, team, worker
from sim.engines.fast.program import part
from sim.engines.fast.shared import use_in
from sim.resolved import MISSING
from sim.rules.referral import list_is_full


@part
def own_worker(w: Map, index: int) -> int:
    """Return a person's last worker, if the team keeps people with their workers.

    Returns NONE if this worker has no room or takes nobody new.
    """
    row = spell(w, index)
    of = team(w, service(w, row.service).team)
    known = use_in(w, index).worker
    if not of.keep or known == NONE:
        return np.int64(NONE)
    over = np.int64(of.keep_over if of.load_over == MISSING else of.load_over)
    there = worker(w, known).in_post and not worker(w, known).on_notice
    if there and takes(w, np.int64(known), weight_now(w, index), over):
        return np.int64(known)
    return np.int64(NONE)


@part
def worker_for(w: Map, index: int) -> int:
    """Return the worker with whom a person would start now, or NONE."""
    own = own_worker(w, index)
    if own != NONE:
        return own
    return assigned(w, index, weight_now(w, index))


@part
def has_room(w: Map, index: int) -> bool:
    """Return whether a person could start now."""
    here = service(w, spell(w, index).service)
    if here.capacity == const.CAPACITY_PLACES:
        return here.occupied < here.places_now
    if here.capacity == const.CAPACITY_WORKERS:
        return worker_for(w, index) != NONE
    return True


@part
def is_list_full(w: Map, index: int) -> bool:
    """Return whether the waiting list has reached its limit for this person.

    The limit does not apply to someone in a warm handoff.
    """
    row = spell(w, index)
    here = service(w, row.service)
    if here.list_limit == MISSING:
        return False
    if row.from_spell != NONE and not spell(w, row.from_spell).blocked:
        return False
    return list_is_full(here.waiting, here.list_limit, has_room(w, index))
