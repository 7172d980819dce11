"""Mark services that have something to settle."""

from __future__ import annotations

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.memory import marked
from sim.engines.fast.program import part


@part
def mark(w: Map, where: int) -> None:
    """Mark a service that has something to settle."""
    flag = marked(w, where, 1)
    if flag[0] == 0:
        flag[0] = 1
        w[const.AT_TO_SETTLE] += 1
