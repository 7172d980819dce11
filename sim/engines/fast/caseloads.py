"""Workers' caseloads."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import tie_break
from sim.engines.fast import constants as const
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import post, service, spell, team, worker
from sim.engines.fast.program import part
from sim.units import FOREVER


@part
def worker_tie_break(w: Map, index: int) -> int:
    """Return a worker's tie-break draw of this minute."""
    row = worker(w, index)
    return tie_break(
        w[const.AT_SEED],
        w[const.AT_REPLICATION],
        service(w, row.service).name,
        row.key,
        w[const.AT_NOW],
    )


@part
def least_loaded_but(
    w: Map, where: int, limit: int, one: int, other: int, leaving_too: bool
) -> int:
    """Return the worker in post with the fewest people, if below the limit, who is neither of two.

    Ties are drawn. Workers who will leave take nobody new; they count only with `leaving_too`.
    """
    of = team(w, service(w, where).team)
    fewest, best, best_draw, ties = np.int64(limit), np.int64(NONE), np.int64(NONE), 0
    for position in range(of.first_post, of.first_post + of.most_posts):
        index = post(w, position).worker
        if index in (NONE, one, other):
            continue
        row = worker(w, index)
        if row.on_notice and not leaving_too:
            continue
        if row.caseload < fewest:
            fewest, best, ties = np.int64(row.caseload), np.int64(index), 1
        elif row.caseload == fewest and best != NONE:
            if ties == 1:
                best_draw = worker_tie_break(w, best)
            ties += 1
            draw = worker_tie_break(w, index)
            if draw < best_draw or (draw == best_draw and index < best):
                best, best_draw = np.int64(index), draw
    return best


@part
def least_loaded(w: Map, where: int, limit: int) -> int:
    """Return the worker with the fewest people who takes people on, if below the limit."""
    return least_loaded_but(w, where, limit, NONE, NONE, False)


@part
def least_loaded_of_all(w: Map, where: int) -> int:
    """Return the worker in post with the fewest people, whatever their caseload or plans."""
    return least_loaded_but(w, where, FOREVER, NONE, NONE, True)


@part
def assign(w: Map, index: int, who_works: int) -> None:
    """Assign a spell to a worker."""
    row, of = spell(w, index), worker(w, who_works)
    row.worker = who_works
    of.caseload += 1
    w[const.AT_LARGEST_CASELOAD] = max(w[const.AT_LARGEST_CASELOAD], np.int64(of.caseload))
    row.of_worker_prev, row.of_worker_next = NONE, of.first_spell
    if of.first_spell != NONE:
        spell(w, of.first_spell).of_worker_prev = index
    of.first_spell = index


@part
def unassign(w: Map, index: int) -> None:
    """Remove a spell from its worker's open spells; the caseload stays the same."""
    row = spell(w, index)
    if row.of_worker_prev == NONE:
        worker(w, row.worker).first_spell = row.of_worker_next
    else:
        spell(w, row.of_worker_prev).of_worker_next = row.of_worker_next
    if row.of_worker_next != NONE:
        spell(w, row.of_worker_next).of_worker_prev = row.of_worker_prev
