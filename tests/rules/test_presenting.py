"""The level at which a need presents itself."""

import numpy as np
from hypothesis import given, strategies as st

from sim.rules.presenting import NEVER_HELD, last_held, presenting_level
from sim.rules.wanted import in_millionths, own_interval
from sim.units import FOREVER

OVER = 28


def held(**levels: int) -> np.ndarray:
    """When levels were held last; `mild=5` is minute 5."""
    names = ("settled", "mild", "severe", "crisis")
    return np.array([levels.get(name, NEVER_HELD) for name in names], np.int32)


def test_over_no_time_it_is_the_level_held_now() -> None:
    for level in range(4):
        assert presenting_level(level, held(crisis=99, severe=99, mild=99), 100, 0) == level


def test_the_highest_level_of_the_last_while_counts_until_it_is_too_old() -> None:
    assert presenting_level(0, held(severe=72, mild=90), 99, OVER) == 2
    assert presenting_level(0, held(severe=72, mild=90), 100, OVER) == 1  # 72 is not in (72, 100]
    assert presenting_level(0, held(severe=73, mild=90), 100, OVER) == 2
    assert presenting_level(1, held(severe=10), 100, OVER) == 1


def test_a_crisis_counts_as_severe_unless_it_holds_now() -> None:
    assert presenting_level(0, held(crisis=99), 100, OVER) == 2
    assert presenting_level(3, held(severe=99), 100, OVER) == 3
    assert presenting_level(2, held(crisis=99), 100, OVER) == 2


def test_a_level_that_was_taken_and_left_within_a_minute_was_held_in_none() -> None:
    assert last_held(100, 100, 50) == 50
    assert last_held(99, 100, 50) == 99


levels = st.lists(st.integers(0, 3), min_size=1, max_size=30)


@given(course=levels, over=st.integers(0, 40))
def test_it_is_the_highest_level_of_every_minute_of_the_while(course: list[int], over: int) -> None:
    """Held minute by minute against the definition, changes within a minute included."""
    since, times = 0, held()
    for now in range(1, len(course)):
        before, level = course[now - 1], course[now]
        if level != before:
            times[before] = last_held(since, now, times[before])
            since = now
        seen = [course[minute] for minute in range(max(now - over, -1) + 1, now + 1)]
        others = [min(each, 2) for each in seen]
        expected = max([level, *others])
        assert presenting_level(level, times, now, over) == expected


def test_a_multiple_has_whole_millionths_and_bounds() -> None:
    assert in_millionths(1.0) == 1_000_000
    assert in_millionths(0.0) == 1
    assert in_millionths(1e9) == 2_000_000_000
    assert in_millionths(float(FOREVER)) == 2_000_000_000


def test_an_interval_is_divided_and_rounded_and_never_none() -> None:
    assert own_interval(20_160, 1_000_000) == 20_160
    assert own_interval(3, 2_000_000) == 2  # a half up
    assert own_interval(3, 2_000_000_000) == 1
    assert own_interval(FOREVER, 500_000) == FOREVER
    assert own_interval(20_160, 1) == 20_160_000_000
