"""Keep workers' caseloads: how much each person weighs, and which worker has room."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.draws import tie_break
from sim.engines.fast import constants as const
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import post, service, spell, team, worker
from sim.engines.fast.own_asking import asks
from sim.engines.fast.own_workers import own_tenure
from sim.engines.fast.presenting import presents_at, presents_worst
from sim.engines.fast.program import part
from sim.engines.fast.shared import level_at, note_spell, worst_need
from sim.resolved import MISSING, WHOLE_POST
from sim.rules.caseload import has_room_for, is_less_loaded, weight_of
from sim.rules.posts import is_last, part_of, share_of


@part
def post_share(w: Map, index: int) -> int:
    """Return the size of a worker's post, in thousandths of a whole post."""
    row = worker(w, index)
    here = service(w, row.service)
    place = row.post - team(w, here.team).first_post
    return share_of(place, here.places_now, here.last_share_now)


@inlined
def worker_tie_break(w, name, index):
    """Return a worker's tie-break draw for the present minute; `name` is that of their team."""
    key = worker(w, index).key
    return tie_break(w[const.AT_SEED], w[const.AT_REPLICATION], name, key, w[const.AT_NOW])


@inlined
def wins_tie(draw, index, other_draw, other):
    """Return whether a worker comes before another who is equally loaded."""
    return draw < other_draw or (draw == other_draw and index < other)


@part
def weighs(w: Map, where: int) -> bool:
    """Return whether a service has a team whose caseloads count weights instead of people."""
    here = service(w, where)
    return here.team != MISSING and team(w, here.team).load_limit != MISSING


@part
def weight_at(w: Map, where: int, level: int) -> int:
    """Return the caseload weight at a service for a level of need; 1 without weights."""
    return weight_of(team(w, service(w, where).team).weights[level])


@part
def level_seen(w: Map, index: int) -> int:
    """Return the level of need that decides the caseload weight of a spell that starts."""
    row = spell(w, index)
    return presents_at(w, row.person, presents_worst(w, row.person, row.service))


@part
def weight_now(w: Map, index: int) -> int:
    """Return the caseload weight that a waiting person would have if they started now."""
    where = np.int64(spell(w, index).service)
    level = level_seen(w, index) if weighs(w, where) else np.int64(0)
    return weight_at(w, where, level)


@inlined
def limit_in(of, share):
    """Return a worker's limit: the load up to which they take people on.

    `of` is the row of their team, and `share` is the size of their post in thousandths.
    """
    limit = np.int64(of.caseload if of.load_limit == MISSING else of.load_limit)
    return part_of(limit, share)


@part
def limit_of(w: Map, index: int) -> int:
    """Return a worker's limit: the load up to which they take people on."""
    return limit_in(team(w, service(w, worker(w, index).service).team), post_share(w, index))


@part
def takes(w: Map, index: int, weight: int, over: int) -> bool:
    """Return whether a worker has room for this weight, up to `over` above their limit."""
    row = worker(w, index)
    return has_room_for(row.caseload, row.load, limit_of(w, index) + over, weight)


@part
def least_loaded_but(
    w: Map, where: int, weight: int, one: int, other: int, leaving_too: bool
) -> int:
    """Return a service's least loaded worker with room for this weight, but not `one` or `other`.

    The load counts relative to the worker's limit. If workers are equally loaded, the lower
    tie-break draw comes first. With NONE as weight, all workers have room. Those who will leave are
    left out, unless `leaving_too` is true. Returns NONE if nobody is left.
    """
    here = service(w, where)
    of = team(w, here.team)
    best, load, limit = np.int64(NONE), np.int64(0), np.int64(0)
    draw = np.int64(NONE)  # of the best worker; NONE until a tie asks for it
    # Large teams are searched often: what is the same for all workers is found out before, and who
    # is more loaded than the best so far is left out first.
    of_last, of_others = limit_in(of, here.last_share_now), limit_in(of, WHOLE_POST)
    for place in range(of.most_posts):
        index = np.int64(post(w, of.first_post + place).worker)
        if index in (NONE, one, other):
            continue
        row = worker(w, index)
        its_load = np.int64(row.load)
        its_limit = of_last if is_last(place, here.places_now) else of_others
        if best != NONE and is_less_loaded(load, limit, its_load, its_limit):
            continue
        if row.on_notice and not leaving_too:
            continue
        if weight != NONE and not has_room_for(row.caseload, its_load, its_limit, weight):
            continue
        its_draw = np.int64(NONE)
        if best != NONE and not is_less_loaded(its_load, its_limit, load, limit):
            if draw == NONE:
                draw = worker_tie_break(w, of.name, best)
            its_draw = worker_tie_break(w, of.name, index)
            if not wins_tie(its_draw, index, draw, best):
                continue
        best, load, limit, draw = index, its_load, its_limit, its_draw
    return best


@part
def least_loaded(w: Map, where: int) -> int:
    """Return a service's least loaded worker, among those who will not leave.

    The load counts relative to the worker's limit.
    """
    return least_loaded_but(w, where, NONE, NONE, NONE, False)


@part
def least_loaded_of_all(w: Map, where: int) -> int:
    """Return a service's least loaded worker, even if they will leave.

    The load counts relative to the worker's limit.
    """
    return least_loaded_but(w, where, NONE, NONE, NONE, True)


@part
def weigh_first(w: Map, index: int) -> None:
    """Set the level that decides the caseload weight of a spell that starts.

    The weight's row of the log is written later, after the row of the start.
    """
    row = spell(w, index)
    if weighs(w, row.service):
        row.weight_level = level_seen(w, index)


@part
def note_weight(w: Map, index: int) -> None:
    """Write the caseload weight that a spell has from now on to the log."""
    row = spell(w, index)
    if weighs(w, row.service):
        weight = weight_at(w, row.service, row.weight_level)
        note_spell(w, const.EVENT_WEIGHED, index, row.worker, -1, 0, 0, weight)


@part
def change_load(w: Map, who_works: int, more: int) -> None:
    """Change a worker's load; `more` may be below 0."""
    of = worker(w, who_works)
    before = np.int64(of.load)
    of.load += more
    if asks(w, const.AT_ASKS_TENURE):
        own_tenure(w, who_works, before, limit_of(w, who_works))


@part
def weigh_again(w: Map, index: int) -> bool:
    """Set a spell's caseload weight by the level of need at a contact.

    Returns whether the worker's load has fallen, which may make room for others.
    """
    row = spell(w, index)
    if not weighs(w, row.service):
        return False
    before = weight_at(w, row.service, row.weight_level)
    row.weight_level = level_at(w, row.person, worst_need(w, row.person, row.service))
    weight = weight_at(w, row.service, row.weight_level)
    if weight == before:
        return False
    note_weight(w, index)
    if row.worker == NONE:
        return False
    change_load(w, np.int64(row.worker), weight - row.weight)
    row.weight = weight
    return weight < before


@part
def assign(w: Map, index: int, who_works: int) -> None:
    """Assign a spell to a worker."""
    row, of = spell(w, index), worker(w, who_works)
    row.worker = who_works
    row.weight = weight_at(w, row.service, row.weight_level)
    of.caseload += 1
    change_load(w, who_works, np.int64(row.weight))
    w[const.AT_LARGEST_CASELOAD] = max(w[const.AT_LARGEST_CASELOAD], np.int64(of.caseload))
    row.of_worker_prev, row.of_worker_next = NONE, of.first_spell
    if of.first_spell != NONE:
        spell(w, of.first_spell).of_worker_prev = index
    of.first_spell = index


@part
def let_go(w: Map, index: int, who_works: int) -> None:
    """Stop counting a spell in a worker's caseload."""
    row, of = spell(w, index), worker(w, who_works)
    of.caseload -= 1
    change_load(w, who_works, -np.int64(row.weight))
    row.weight = 0


@part
def reserve(w: Map, index: int, who_works: int) -> None:
    """Count a spell in the caseload of the colleague who will take it over."""
    row, of = spell(w, index), worker(w, who_works)
    row.reserved = weight_at(w, row.service, row.weight_level)
    of.caseload += 1
    change_load(w, who_works, np.int64(row.reserved))
    w[const.AT_LARGEST_CASELOAD] = max(w[const.AT_LARGEST_CASELOAD], np.int64(of.caseload))


@part
def reserve_no_more(w: Map, index: int, who_works: int) -> None:
    """Stop counting a spell in the caseload of the colleague who was to take it over."""
    row, of = spell(w, index), worker(w, who_works)
    of.caseload -= 1
    change_load(w, who_works, -np.int64(row.reserved))
    row.reserved = 0


@part
def unassign(w: Map, index: int) -> None:
    """Remove a spell from the list of its worker's open spells, without changing the caseload."""
    row = spell(w, index)
    if row.of_worker_prev == NONE:
        worker(w, row.worker).first_spell = row.of_worker_next
    else:
        spell(w, row.of_worker_prev).of_worker_next = row.of_worker_next
    if row.of_worker_next != NONE:
        spell(w, row.of_worker_next).of_worker_prev = row.of_worker_prev
