"""Make and renew shared plans in contacts, and reduce retelling while a plan is current."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import NO_NAME
from sim.engines.fast import constants as const
from sim.engines.fast.drawing import draw
from sim.engines.fast.memory import group, past, person, service, spell, worker
from sim.engines.fast.program import part
from sim.engines.fast.shared import note_spell
from sim.resolved import MISSING
from sim.rules.planning import contacts_to_tell, current_until, is_to_plan, left_of


@part
def makes_plans(w: Map, where: int) -> bool:
    """Return whether shared plans are made at a service: it plans, and has workers."""
    here = service(w, where)
    return MISSING not in (here.plan_length, here.team)


@part
def plan_is_due(w: Map, index: int, interval: int) -> bool:
    """Return whether an ordinary contact that falls due now is one for a shared plan."""
    row = spell(w, index)
    here, of = service(w, row.service), past(w, row.person)
    return is_to_plan(here.plan_every, np.int64(of.plan_until), w[const.AT_NOW], interval)


@part
def plan_lasts(w: Map, index: int, minutes: int) -> None:
    """Give a person a plan that is current for at least `minutes` from now."""
    row = spell(w, index)
    of = past(w, row.person)
    until = current_until(np.int64(of.plan_until), w[const.AT_NOW], minutes)
    of.plan_until, of.plan_carries = until, service(w, row.service).plan_carries
    note_spell(w, const.EVENT_PLAN_MADE, index, row.worker, -1, until, 0, -1)


@part
def make_plan(w: Map, index: int) -> None:
    """Give a person a new or renewed plan at a contact, if the service still makes plans."""
    here = service(w, spell(w, index).service)
    if here.plan_length != MISSING:
        plan_lasts(w, index, here.plan_every)


@part
def begin_with_plan(w: Map, index: int) -> None:
    """Give someone who is in care at minute 0 a plan that was made before."""
    row = spell(w, index)
    if not makes_plans(w, row.service):
        return
    here = service(w, row.service)
    u = draw(w, const.PURPOSE_PLAN_PHASE, here.name, person(w, row.person).key, 0)
    plan_lasts(w, index, np.int64(left_of(here.plan_every, u)))


@part
def retellings(w: Map, who: int, who_works: int) -> int:
    """Return the number of contacts in which a person tells a new worker their story again."""
    of, before = person(w, who), past(w, who)
    if not of.told:
        return np.int64(0)
    usual, until = np.int64(group(w, of.group).retelling), np.int64(before.plan_until)
    if until <= w[const.AT_NOW]:
        return usual
    key = worker(w, who_works).key
    u = draw(w, const.PURPOSE_PLAN_CARRIES, NO_NAME, of.key, key)
    return np.int64(contacts_to_tell(usual, until, before.plan_carries, w[const.AT_NOW], u))
