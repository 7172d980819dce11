"""Gaps and causes of generated logs, calculated twice: they agree to the minute."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sim.measures.gaps import gather
from sim.measures.observed import observe
from sim.measures.standing import AFTER_ENDING, COVERED, Cause
from tests.measures.naive_gaps import naive_minutes
from tests.measures.random_logs import random_journey

seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, tick=st.sampled_from((1, 720)))
def test_causes_of_every_minute_agree_with_a_slow_second_calculation(seed: int, tick: int) -> None:
    run, resolved = random_journey(Random(seed), tick, ticks=100, people=2)
    slow = naive_minutes(run, resolved, tick)

    fast = gather(observe(run, resolved), resolved)

    for group in range(2):
        for need, states in (
            (0, fast.need_minutes[group, 0]),
            (1, fast.need_minutes[group, 1]),
            (None, fast.worst_minutes[group]),
        ):
            assert states[COVERED] == slow.minutes[group, need, "covered"]
            assert states[AFTER_ENDING] == slow.after_ending[group, need]
            for cause in Cause:
                own = states[cause] + (states[AFTER_ENDING] if cause == Cause.NOT_YET_SOUGHT else 0)
                assert own == slow.minutes[group, need, cause.name.lower()], (need, cause)
