"""Welch's interval and test: against pencil and paper, SciPy, and worlds whose truth is known."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st
from scipy import stats

from sim.laws import Floats
from sim.studies.intervals import interval as of_mean
from sim.studies.unpaired import all_the_same, estimate, interval, p_value

NAN = float("nan")
Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]


def floats(*values: float) -> Floats:
    return np.array(values, float)


def normal_sample(seed: int, size: int, mean: float, deviation: float) -> Floats:
    """Normal values that are not skewed: each with its mirror image."""
    half = np.random.default_rng(seed).normal(0, deviation, size // 2)
    return mean + np.concatenate([half, -half])


def test_with_pencil_and_paper() -> None:
    one, other = floats(1, 2, 3), floats(4, 6, 8, 10)

    # variances 1 and 20/3, of the means 1/3 and 5/3: error sqrt(2)
    # degrees (1/3 + 5/3)^2 / ((1/3)^2/2 + (5/3)^2/3) = 4 / (1/18 + 25/27) = 216/53
    found = estimate(one, other)
    assert found.difference == 5
    assert found.error == pytest.approx(math.sqrt(2))
    assert found.degrees == pytest.approx(216 / 53)
    assert found.skewness == pytest.approx(0)


@given(st.integers(0, 10_000), st.integers(2, 15), st.integers(2, 15), st.floats(0.1, 30))
def test_it_is_scipys_where_nothing_is_skewed(seed: int, n: int, m: int, ratio: float) -> None:
    one, other = normal_sample(seed, 2 * n, 0, 1), normal_sample(seed + 1, 2 * m, 0.7, ratio)

    theirs = stats.ttest_ind(other, one, equal_var=False)
    ends = theirs.confidence_interval()
    found = interval(one, other)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), rel=1e-8, abs=1e-8)
    assert p_value(one, other) == pytest.approx(theirs.pvalue, rel=1e-8)
    assert found.note == ""


def test_a_skewed_difference_reaches_further_on_its_long_side() -> None:
    skewed = floats(0, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 2, 12, 0.4)
    even = normal_sample(3, 10, 0, 0.01)
    plain = stats.ttest_ind(skewed, even, equal_var=False).confidence_interval()
    up, down = interval(even, skewed), interval(skewed, even)

    assert up.high > plain.high + 1
    assert up.low == pytest.approx(plain.low)
    assert up.note == down.note == "skewed: widened, may be too narrow"
    assert (down.low, down.high) == pytest.approx((-up.high, -up.low))


def test_beside_a_sample_that_hardly_scatters_it_is_the_interval_of_one_mean() -> None:
    values = np.random.default_rng(2).lognormal(0, 1, 12)
    still = normal_sample(5, 40, 0, 1e-9)

    found, alone = interval(still, values), of_mean(values)
    assert (found.low, found.high) == pytest.approx((alone.low, alone.high), rel=1e-6)


@given(
    st.lists(st.integers(-3, 9), min_size=2, max_size=14),
    st.lists(st.integers(-3, 9), min_size=2, max_size=14),
)
def test_p_is_below_a_twentieth_exactly_where_the_interval_leaves_out_0(
    one: list[int], other: list[int]
) -> None:
    a, b = floats(*one), floats(*other)
    found = interval(a, b)
    assume(not found.withheld and min(abs(found.low), abs(found.high)) > 1e-9)

    assert (p_value(a, b) < 0.05) == (not found.low <= 0 <= found.high)


@given(
    st.lists(st.integers(-3, 9), min_size=0, max_size=14),
    st.lists(st.integers(-3, 9), min_size=0, max_size=14),
)
def test_swapped_samples_give_the_mirror_image(one: list[int], other: list[int]) -> None:
    a, b = floats(*one), floats(*other)
    there, back = interval(a, b), interval(b, a)

    assert p_value(a, b) == pytest.approx(p_value(b, a), nan_ok=True)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), nan_ok=True)
    assert all_the_same(a, b) == all_the_same(b, a)


@pytest.mark.parametrize(
    ("one", "other", "note"),
    [
        ([1, 2, 3], [], "other: no run has a value"),
        ([1], [2], "one run"),
        ([1, 2, 3], [5], "other: one run"),
        ([4] * 5, [7] * 9, "the same in every run"),
        ([4] * 5, [1, 2, 3], "one: the same in every run"),
        ([0] * 9 + [1], [1, 2, 3], "one: too few: 1 of 10 runs differ"),
        (
            [0] * 9 + [1],
            [0] * 20,
            "one: too few: 1 of 10 runs differ; other: the same in every run",
        ),
    ],
)
def test_there_is_no_interval_where_one_of_the_means_has_none(
    one: list[float], other: list[float], note: str
) -> None:
    found = interval(floats(*one), floats(*other))

    assert found.withheld
    assert found.note == note


def test_without_an_interval_p_counts_the_ways_to_deal_the_runs_out() -> None:
    # 3 runs of 40 differ and all are in the second half: 2 * C(37, 20) / C(40, 20)
    rare = p_value(np.zeros(20), floats(*[0] * 17, 1, 1, 2))
    assert rare == pytest.approx(2 * math.comb(37, 20) / math.comb(40, 20))
    # two constants: all ways but the two that set them apart
    assert p_value(floats(4, 4, 4), floats(7, 7, 7, 7)) == pytest.approx(2 / math.comb(7, 3))
    # one above and one below in the same sample do not tell
    assert p_value(np.zeros(9), floats(*[0] * 7, -1, 1)) == 1
    assert p_value(np.zeros(9), np.zeros(5)) == 1
    assert math.isnan(p_value(floats(1), floats(2, 3)))


def test_p_without_an_interval_is_that_of_every_way_to_deal_the_runs_out() -> None:
    from itertools import combinations  # noqa: PLC0415 -- counted one by one here alone

    one, other = floats(0, 0, 0, -2), floats(0, 0, 0, 5, 5)
    every = np.concatenate([one, other])
    ways = list(combinations(range(9), 4))
    as_far = sum(3 in chosen and 7 not in chosen and 8 not in chosen for chosen in ways)
    assert every[3] == -2
    assert p_value(one, other) == pytest.approx(2 * as_far / len(ways))


def test_all_the_same_means_one_value_or_none_in_every_run() -> None:
    assert all_the_same(floats(5, 5), floats(5, 5 + 1e-14))
    assert all_the_same(floats(NAN, NAN), floats(NAN))
    assert not all_the_same(floats(5, NAN), floats(5, 5))
    assert not all_the_same(floats(5, 5), floats(5, 6))


STUDIES = 2_000
ONCE = 1e-4
"""How often a test of coverage may fail although the coverage is what is promised."""


def normals(deviation: float) -> Draw:
    return lambda random, size: random.normal(0, deviation, size)


def exponentials(mean: float) -> Draw:
    return lambda random, size: random.exponential(mean, size) - mean


WORLDS = {
    "normal, alike": (normals(1), normals(1), 10, 10, 0.94),
    "normal, few and many": (normals(3), normals(1), 6, 40, 0.94),
    "normal, the few scatter less": (normals(1), normals(3), 6, 40, 0.94),
    "one is skewed": (normals(1), exponentials(1), 20, 20, 0.92),
    "both are skewed": (exponentials(1), exponentials(3), 10, 20, 0.90),
    "both are skewed alike": (exponentials(1), exponentials(1), 10, 10, 0.94),
}


@pytest.mark.parametrize("name", WORLDS)
def test_intervals_hold_the_truth_as_often_as_promised(name: str) -> None:
    first, second, n, m, promised = WORLDS[name]
    random = np.random.default_rng(20_260)
    ones, others = first(random, (STUDIES, n)), second(random, (STUDIES, m))

    held = 0
    for one, other in zip(ones, others, strict=True):
        found = interval(one, other)
        held += found.low <= 0 <= found.high
    print(f"\n{name}: {held / STUDIES:.1%}")
    assert held >= stats.binom.ppf(ONCE, STUDIES, promised)


@pytest.mark.parametrize(("rate", "n", "m"), [(0.02, 10, 20), (0.1, 10, 10), (0.3, 20, 20)])
def test_rare_events_are_seldom_called_a_difference(rate: float, n: int, m: int) -> None:
    random = np.random.default_rng(7)
    ones, others = (random.poisson(rate, (STUDIES, size)).astype(float) for size in (n, m))

    called = sum(p_value(one, other) < 0.05 for one, other in zip(ones, others, strict=True))
    assert called <= stats.binom.ppf(1 - ONCE, STUDIES, 0.06)
