"""Use workers' time for a person who is not there: advice and handovers."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.budget import occupy
from sim.engines.fast.caseloads import least_loaded_of_all, reserve_no_more
from sim.engines.fast.layout import NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import service, spell, work, worker
from sim.engines.fast.program import part
from sim.engines.fast.queues import free_work, join, new_work, remove
from sim.engines.fast.shared import note_spell


@part
def hold_advice(w: Map, index: int, who: int, second: int) -> None:
    """Let a specialist advise the current worker, which helps the person from now on."""
    row = work(w, index)
    about = np.int64(row.spell)
    of, asked = spell(w, about), np.int64(row.asked)
    of.advice = NONE
    if who != NONE:
        occupy(w, who, np.int64(row.cost))
    if second != NONE:
        occupy(w, second, np.int64(row.cost))
    # 10,000 years from now on is as good as any later minute.
    of.advised_until = min(w[const.AT_NOW] + service(w, asked).advice_lasts, 2**31 - 1)
    other = np.int64(NONE if row.other == of.worker else row.other)
    note_spell(
        w,
        const.EVENT_ADVISED,
        about,
        of.worker,
        other,
        np.int64(row.due),
        np.int64(row.cost),
        asked,
    )
    free_work(w, index)


@part
def queue_advice(w: Map, about: int) -> None:
    """Let advice wait for the workers who take part; without workers it is given at once.

    If the specialist has left, another one of their service advises; if there is none, it lapses.
    """
    index = np.int64(spell(w, about).advice)
    if index == NONE:
        return
    row = work(w, index)
    remove(w, index)
    if row.other != NONE and not worker(w, row.other).in_post:
        row.other = least_loaded_of_all(w, np.int64(row.asked))
        if row.other == NONE:
            spell(w, about).advice = NONE
            free_work(w, index)
            return
    first, second = np.int64(spell(w, about).worker), np.int64(row.other)
    if first in (NONE, second):
        first, second = second, np.int64(NONE)
    if row.cost > 0 and first != NONE:
        join(w, index, first, second)
    else:
        hold_advice(w, index, NONE, NONE)


@part
def ask_for_advice(w: Map, about: int, specialists: int, adviser: int) -> None:
    """Ask a worker of a service for advice, or the service itself if it has no workers."""
    of = spell(w, about)
    index = new_work(
        w,
        const.WORK_KIND_ADVICE,
        about,
        np.int64(of.service),
        w[const.AT_NOW],
        service(w, specialists).advice_minutes,
        0,
        0,
    )
    work(w, index).other, work(w, index).asked = adviser, specialists
    of.advice = index
    queue_advice(w, about)


@part
def await_handover(w: Map, about: int, who: int, earlier: int, minutes: int) -> None:
    """Queue a handover with the new worker, who needs time to take a person over."""
    of = spell(w, about)
    index = new_work(
        w, const.WORK_KIND_HANDOVER, about, np.int64(of.service), w[const.AT_NOW], minutes, 0, 0
    )
    work(w, index).other = earlier
    of.handover = index
    join(w, index, who, NONE)


@part
def hold_handover(w: Map, index: int, who: int) -> None:
    """Hold a handover that only the new worker attends."""
    row = work(w, index)
    about = np.int64(row.spell)
    spell(w, about).handover = NONE
    occupy(w, who, np.int64(row.cost))
    note_spell(
        w,
        const.EVENT_HANDOVER,
        about,
        who,
        np.int64(row.other),
        np.int64(row.due),
        np.int64(row.cost),
        -1,
    )
    free_work(w, index)


@part
def drop_handover(w: Map, about: int) -> None:
    """Drop the handover that waits, if there is one; a named receiver then has room again."""
    of = spell(w, about)
    index = np.int64(of.handover)
    if index == NONE:
        return
    if work(w, index).second != NONE:
        reserve_no_more(w, about, np.int64(work(w, index).worker))
        mark(w, of.service)
    remove(w, index)
    free_work(w, index)
    of.handover = NONE


@part
def drop_staff_time(w: Map, about: int, advice: bool) -> None:
    """Drop a handover that waits, and if `advice` is true also advice that waits."""
    of = spell(w, about)
    drop_handover(w, about)
    if advice and of.advice != NONE:
        remove(w, np.int64(of.advice))
        free_work(w, np.int64(of.advice))
        of.advice = NONE
