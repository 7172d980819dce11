"""Ask a user's own rule, whose state has been written, and look at its answer."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.engines.fast import constants as const
from sim.engines.fast.memory import lasting, own_groups, person
from sim.engines.fast.own_code import called
from sim.engines.fast.program import part


@inlined
def asks(w, hook):
    """Return whether there is an own rule; `hook` is the entry of the map with its address.

    In the rest of a step in which a rule has failed none is asked, so that its state is kept.
    """
    if w[const.AT_OWN_RULES] == 0:
        return False
    return lasting(w, hook) != 0 and w[const.AT_STATUS] == const.STATUS_DONE


@part
def answer(w: Map, hook: int, state: int, least: float, most: float, usual: float) -> float:
    """Return what an own rule answers to its state: a number from `least` to `most`.

    `state` is the entry of the map with the table of its state. If the rule fails, or answers
    anything else, the run stops, and the answer is the usual one.
    """
    found = called(
        lasting(w, hook),
        lasting(w, state),
        lasting(w, const.AT_OWN_WHOLE),
        lasting(w, const.AT_OWN_REAL),
    )
    if not least <= found <= most:
        w[const.AT_STATUS], w[const.AT_CULPRIT] = const.STATUS_OWN_RULE_FAILED, hook
        return usual
    return found


@part
def whole_answer(w: Map, hook: int, state: int, least: int, most: int, usual: int) -> int:
    """Return what an own rule answers that has to answer a whole number, as `answer` does."""
    found = answer(w, hook, state, np.float64(least), np.float64(most), np.float64(usual))
    if found != np.floor(found):
        w[const.AT_STATUS], w[const.AT_CULPRIT] = const.STATUS_OWN_RULE_FAILED, hook
        return usual
    return np.int64(found)


@inlined
def group_number(w, who):
    """Return the number of the name of a person's group."""
    return own_groups(w, person(w, who).group // w[const.AT_AREAS], 1)[0]
