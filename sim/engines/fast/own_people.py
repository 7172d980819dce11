"""Let a user's own rules decide about people: acceptance, contacts, endings, changes of needs."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.caseloads import limit_of
from sim.engines.fast.drawing import draw
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import (
    largest_ratio,
    own_acceptance_state,
    own_ending_state,
    own_need_rate_state,
    own_needs,
    own_next_contact_state,
    own_services,
    past,
    person,
    service,
    spell,
    worker,
)
from sim.engines.fast.own_asking import answer, group_number, whole_answer
from sim.engines.fast.program import part
from sim.engines.fast.shared import effect_of, level_at, need_of, use_in, worst_need
from sim.rules.ending import NO_ENDING
from sim.units import FOREVER


@part
def own_acceptance(w: Map, index: int, level: int, usual: float) -> float:
    """Return the chance with which an own rule accepts an eligible person."""
    row, state = spell(w, index), own_acceptance_state(w, 0)
    here, of, who = service(w, row.service), person(w, row.person), np.int64(row.person)
    state.usual, state.minute, state.level, state.trust = usual, w[const.AT_NOW], level, of.trust
    state.draw = draw(w, const.PURPOSE_OWN_ACCEPTANCE, here.name, of.key, np.int64(row.visit))
    state.service, state.group = own_services(w, row.service, 1)[0], group_number(w, who)
    state.refusals, state.visits, state.waiting = past(w, who).refusals, row.visit, here.waiting
    state.in_care, state.places = here.occupied, here.places_now
    return answer(w, const.AT_ASKS_ACCEPTANCE, const.AT_OWN_ACCEPTANCE, 0.0, 1.0, usual)


@part
def own_next_contact(w: Map, index: int, usual: int) -> int:
    """Return the minutes that an own rule sets between contacts."""
    row, state = spell(w, index), own_next_contact_state(w, 0)
    here, of, who = service(w, row.service), person(w, row.person), np.int64(row.person)
    ordinal = np.int64(use_in(w, index).contacts)
    state.usual, state.minute, state.trust = usual, w[const.AT_NOW], of.trust
    state.draw = draw(w, const.PURPOSE_OWN_NEXT_CONTACT, here.name, of.key, ordinal)
    state.service, state.group = own_services(w, row.service, 1)[0], group_number(w, who)
    state.level = level_at(w, row.person, worst_need(w, row.person, row.service))
    state.relationship, state.contacts = row.relationship, row.attended
    state.load, state.limit = 0, 0
    if row.worker != NONE:
        state.load = worker(w, row.worker).load
        state.limit = limit_of(w, np.int64(row.worker))
    most = np.float64(FOREVER)
    found = answer(
        w, const.AT_ASKS_NEXT_CONTACT, const.AT_OWN_NEXT_CONTACT, 1.0, most, np.float64(usual)
    )
    return np.int64(np.rint(found))


@part
def own_ending(w: Map, index: int, ordinal: int, usual: int) -> int:
    """Return by which rule a spell ends after an attended contact, or NO_ENDING."""
    row, state = spell(w, index), own_ending_state(w, 0)
    here, of, who = service(w, row.service), person(w, row.person), np.int64(row.person)
    met = np.int64(1 if usual != NO_ENDING else 0)
    state.usual, state.minute, state.trust = met, w[const.AT_NOW], of.trust
    state.draw = draw(w, const.PURPOSE_OWN_ENDING, here.name, of.key, ordinal)
    state.service, state.group = own_services(w, row.service, 1)[0], group_number(w, who)
    state.level = level_at(w, row.person, worst_need(w, row.person, row.service))
    state.relationship, state.contacts = row.relationship, row.attended
    state.waiting = here.waiting
    ends = whole_answer(w, const.AT_ASKS_ENDING, const.AT_OWN_ENDING, np.int64(0), np.int64(1), met)
    if ends == 0:
        return np.int64(NO_ENDING)
    return usual if met else np.int64(const.ENDING_OWN_RULE)


@part
def own_need_rate(w: Map, who: int, which: int, usual: float) -> float:
    """Return the ratio by which an own rule multiplies the rate of a possible change of a need."""
    row, state, of = need_of(w, who, which), own_need_rate_state(w, 0), person(w, who)
    name, ordinal = effect_of(w, of.group, which).name, np.int64(row.ordinal)
    state.usual, state.minute, state.trust = usual, w[const.AT_NOW], of.trust
    state.draw = draw(w, const.PURPOSE_OWN_NEED_RATE, name, of.key, ordinal)
    state.group, state.need = group_number(w, who), own_needs(w, which, 1)[0]
    state.level, state.direction = row.level, row.toward
    state.most = largest_ratio(w, which, 1)[0]
    return answer(
        w, const.AT_ASKS_NEED_RATE, const.AT_OWN_NEED_RATE, 0.0, np.float64(state.most), usual
    )
