"""Choose the worker who takes a person on: the least loaded with room, or by an own rule."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.caseloads import least_loaded_but, limit_of, takes
from sim.engines.fast.drawing import draw
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import (
    own_assigned_state,
    own_services,
    own_whole,
    person,
    post,
    service,
    spell,
    team,
    worker,
)
from sim.engines.fast.own_asking import asks, group_number, whole_answer
from sim.engines.fast.program import part
from sim.engines.fast.shared import level_at, use_in, worst_need


@part
def list_with_room(w: Map, where: int, weight: int, one: int, other: int) -> int:
    """List the workers with room, in the order in which they started; return how many.

    They are in the first numbers of the table of whole numbers. `one` and `other` are left out.
    """
    of = team(w, service(w, where).team)
    found, count = own_whole(w, 0, of.most_posts), np.int64(0)
    for position in range(of.first_post, of.first_post + of.most_posts):
        who = np.int64(post(w, position).worker)
        if who in (NONE, one, other) or worker(w, who).on_notice or not takes(w, who, weight, 0):
            continue
        at = count
        while at > 0 and found[at - 1] > who:
            found[at] = found[at - 1]
            at -= 1
        found[at] = who
        count += 1
    return count


@part
def own_assigned(w: Map, index: int, count: int, usual: int) -> int:
    """Return the worker whom an own rule chooses among the `count` that are listed."""
    row, state = spell(w, index), own_assigned_state(w, 0)
    here, of, who = service(w, row.service), person(w, row.person), np.int64(row.person)
    known, was_usual = np.int64(NONE), np.int64(0)
    numbers = own_whole(w, 0, 5 * count)
    # The numbers of workers are put behind the four columns that the rule is told.
    for at in range(count):
        numbers[4 * count + at] = numbers[at]
    for at in range(count):
        each = numbers[4 * count + at]
        if each == usual:
            was_usual = np.int64(at)
        if each == use_in(w, index).worker:
            known = np.int64(at)
        numbers[at], numbers[count + at] = worker(w, each).load, limit_of(w, each)
        numbers[2 * count + at] = worker(w, each).caseload
        numbers[3 * count + at] = w[const.AT_NOW] - worker(w, each).started
    state.usual, state.known, state.count = was_usual, known, count
    state.draw = draw(w, const.PURPOSE_OWN_ASSIGNED, here.name, of.key, w[const.AT_NOW])
    state.minute, state.service = w[const.AT_NOW], own_services(w, row.service, 1)[0]
    state.group, state.trust = group_number(w, who), of.trust
    state.level = level_at(w, row.person, worst_need(w, row.person, row.service))
    chosen = whole_answer(
        w, const.AT_ASKS_ASSIGNED, const.AT_OWN_ASSIGNED, np.int64(0), count - 1, was_usual
    )
    return numbers[4 * count + chosen]


@part
def assigned_but(w: Map, index: int, weight: int, one: int, other: int) -> int:
    """Return the worker who takes a person on, but not `one` or `other`; NONE if nobody has room.

    `weight` is what the person weighs. Those who will leave are left out.
    """
    where = np.int64(spell(w, index).service)
    usual = least_loaded_but(w, where, weight, one, other, False)
    if not asks(w, const.AT_ASKS_ASSIGNED) or usual == NONE:
        return usual
    count = list_with_room(w, where, weight, one, other)
    return usual if count < 2 else own_assigned(w, index, count, usual)


@part
def assigned(w: Map, index: int, weight: int) -> int:
    """Return the worker who takes a person on, or NONE; see `assigned_but`."""
    return assigned_but(w, index, weight, np.int64(NONE), np.int64(NONE))
