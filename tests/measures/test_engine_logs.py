"""Gaps in logs of the reference engine, in worlds made to be awkward, calculated twice."""

import numpy as np
import pytest

from sim.engines.reference import run
from sim.events import Window
from sim.measures.cover_state import AFTER_ENDING, COVERED, Cause
from sim.measures.gaps import gather
from sim.measures.observed import observe
from tests.engines.awkward import awkward_world
from tests.measures.naive_gaps import naive_minutes

PEOPLE = 2  # the slow calculation reads a person's whole past at every minute
WINDOW = Window(20, 120)
WORLDS = [number for number in range(12) if awkward_world(number).names.needs]


@pytest.mark.parametrize("number", WORLDS)
def test_causes_in_engine_logs_agree_with_a_slow_second_calculation(number: int) -> None:
    world = awkward_world(number)
    resolved = world._replace(
        numbers=world.numbers._replace(closes=WINDOW.closes),
        measuring=world.measuring._replace(window=WINDOW),
    )
    whole = run(resolved, number, 0)
    few = np.isin(whole.log["person"], np.arange(PEOPLE))
    part = whole._replace(log=whole.log[few], people=whole.people[:PEOPLE])
    slow = naive_minutes(part, resolved, tick=1)

    fast = gather(observe(part, resolved), resolved)

    assert fast.worst_minutes.sum() == sum(
        minutes for (_, need, _), minutes in slow.minutes.items() if need is None
    )
    for group in range(len(resolved.names.groups_in_areas)):
        about = dict(enumerate(fast.need_minutes[group])) | {None: fast.worst_minutes[group]}
        for need, states in about.items():
            assert states[COVERED] == slow.minutes[group, need, "covered"]
            for cause in Cause:
                own = states[cause] + (states[AFTER_ENDING] if cause == Cause.NOT_YET_SOUGHT else 0)
                assert own == slow.minutes[group, need, cause.name.lower()], (need, cause)
