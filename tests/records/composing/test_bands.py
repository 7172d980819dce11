import itertools

import numpy as np
from hypothesis import given, strategies as st

from sim.records.composing.bands import bands
from sim.records.disclosure import rounded

times = st.lists(st.floats(0, 3000), max_size=80)


@given(times)
def test_every_band_holds_at_least_5_people_and_the_bands_leave_no_gap(weeks: list[float]) -> None:
    found = bands(np.array(weeks))
    assert bool(found) == (len(weeks) >= 5)
    assert all(each.people >= 5 and each.people % 5 == 0 for each in found)
    assert not found or found[0].begins == 0
    for one, next_one in itertools.pairwise(found):
        assert one.ends == next_one.begins


@given(times)
def test_bands_add_up_to_the_rounded_number_of_people(weeks: list[float]) -> None:
    found = bands(np.array(weeks))
    assert sum(each.people for each in found) == (rounded(len(weeks)) or 0)


def test_nobody_s_own_time_is_the_end_of_a_band() -> None:
    """One person who has waited for years counts into the last band that holds 5."""
    weeks = np.array([0.5] * 6 + [5.0] * 7 + [900.0])
    assert [tuple(each) for each in bands(weeks)] == [(0, 1, 5), (1, 6, 10)]
