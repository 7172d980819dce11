import math
from collections import defaultdict

from hypothesis import given, strategies as st

from sim.records.disclosure import is_enough, outwards, rate, rounded, share, two_digits

numbers = st.floats(-1e9, 1e9).filter(lambda value: value == 0 or abs(value) > 1e-9)


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_one_of_rounded_counts(part: int, rest: int) -> None:
    found = share(part, part + rest)
    if part < 5 or rest < 5:
        assert found is None
    else:
        top, bottom = rounded(part), rounded(part + rest)
        assert top is not None
        assert bottom is not None
        assert found == min(1.0, top / bottom)


def test_no_share_tells_its_counts() -> None:
    """Whatever is printed of a part and a whole, several pairs of counts print the same."""
    alike: dict[float | None, set[tuple[int, int]]] = defaultdict(set)
    for part in range(60):
        for rest in range(60):
            alike[share(part, part + rest)].add((part, rest))
    assert all(len(pairs) > 1 for pairs in alike.values())


@given(st.integers(0, 500), st.floats(0.1, 1e6))
def test_a_rate_is_that_of_the_rounded_count(count: int, time: float) -> None:
    shown = rounded(count)
    assert rate(count, time) == (None if shown is None else shown / time)


@given(numbers)
def test_other_values_have_two_significant_digits(value: float) -> None:
    shown = two_digits(value)
    assert float(f"{shown:.2g}") == shown
    assert math.isclose(shown, value, rel_tol=0.05)


@given(numbers, numbers)
def test_the_ends_of_a_range_are_rounded_away_from_it(one: float, other: float) -> None:
    low, high = min(one, other), max(one, other)
    ends = outwards(low, high)
    assert ends.low <= low
    assert ends.high >= high
    for end, value in zip(ends, (low, high), strict=True):
        assert float(f"{end:.2g}") == end
        assert abs(end - value) <= 0.1000001 * abs(value)


def test_what_is_no_finite_number_stays() -> None:
    assert math.isnan(two_digits(math.nan))
    assert outwards(-math.inf, math.inf) == (-math.inf, math.inf)


def test_nothing_is_told_of_fewer_than_10_people_or_5_workers() -> None:
    assert is_enough(10)
    assert not is_enough(9)
    assert is_enough(10, 5)
    assert not is_enough(10, 4)
    assert not is_enough(9, 5)
