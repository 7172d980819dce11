"""Let a user's own rule decide how long a worker stays, when the worker's load has changed."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import runs, set_timer, stop_timer
from sim.engines.fast.drawing import draw
from sim.engines.fast.memory import own_services, own_tenure_state, service, team, worker
from sim.engines.fast.own_asking import answer
from sim.engines.fast.program import part
from sim.engines.fast.queues import worker_timer
from sim.units import FOREVER


@part
def leave_at(w: Map, who: int, time: int) -> None:
    """Let a worker leave at another minute than was planned; notice is then given anew.

    A notice that would have been due by now is given in the next minute.
    """
    row = worker(w, who)
    row.leaves_at = time
    clock = worker_timer(who, const.WORKER_TIMER_POST)
    if runs(w, clock, const.STEP_WORKER_LEAVES):
        stop_timer(w, clock)
        set_timer(w, clock, time, const.STEP_WORKER_LEAVES)
    clock = worker_timer(who, const.WORKER_TIMER_NOTICE)
    stop_timer(w, clock)
    before = team(w, service(w, row.service).team).handover_notice
    notice = max(time - before, w[const.AT_NOW] + 1)
    if before != 0 and notice < w[const.AT_CLOSES]:
        set_timer(w, clock, notice, const.STEP_NOTICE_IS_GIVEN)


@part
def own_tenure(w: Map, who: int, before: int, limit: int) -> None:
    """Let an own rule decide when a worker leaves, now that their load is no longer `before`."""
    row = worker(w, who)
    usual = np.int64(row.leaves_at) - w[const.AT_NOW]
    if row.load == before or not row.in_post or row.on_notice:
        return
    if usual <= 0 or row.leaves_at >= FOREVER:
        return
    state, name = own_tenure_state(w, 0), team(w, service(w, row.service).team).name
    state.usual, state.minute = usual, w[const.AT_NOW]
    state.draw = draw(w, const.PURPOSE_OWN_TENURE, name, np.int64(row.key), w[const.AT_NOW])
    state.service = own_services(w, row.service, 1)[0]
    state.load_before, state.load, state.limit = before, row.load, limit
    state.people, state.minutes_in_post = row.caseload, w[const.AT_NOW] - row.started
    most = np.float64(FOREVER)
    found = answer(w, const.AT_ASKS_TENURE, const.AT_OWN_TENURE, 1.0, most, np.float64(usual))
    minutes = np.int64(np.rint(found))
    if minutes != usual:
        leave_at(w, who, min(w[const.AT_NOW] + minutes, np.int64(FOREVER)))
