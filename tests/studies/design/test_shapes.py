"""Shapes of uncertain numbers: 5 % below `low`, 5 % above `high`, within the bounds of the kind."""

from __future__ import annotations

import pytest
from scipy import stats

from sim.studies.design.amounts import RangeFault
from sim.studies.design.shapes import Family, shape


@pytest.mark.parametrize(
    ("low", "high", "family"),
    [
        (0.2, 0.5, "beta"),
        (0.001, 0.02, "beta"),
        (0.9, 0.999, "beta"),
        (0.05, 0.95, "beta"),
        (0.30, 0.31, "beta"),
        (4.0, 12.0, "lognormal"),
        (0.5, 2.0, "lognormal"),
        (-3.0, 5.0, "normal"),
    ],
)
def test_the_ends_are_a_central_range_of_90_in_100(low: float, high: float, family: Family) -> None:
    found = shape(low, high, family)
    assert found.family == family
    assert (found.at(0.05), found.at(0.95)) == pytest.approx((low, high), rel=1e-5)
    assert sorted(map(found.at, (0.0, 0.3, 0.6, 1.0))) == [found.at(u) for u in (0, 0.3, 0.6, 1)]


def test_the_laws_are_those_of_scipy() -> None:
    beta = shape(0.2, 0.5, "beta")
    assert beta.at(0.3) == pytest.approx(stats.beta(beta.first, beta.second).ppf(0.3))
    lognormal = shape(4, 9, "lognormal")
    assert lognormal.at(0.3) == pytest.approx(stats.lognorm(lognormal.second, scale=6).ppf(0.3))


def test_a_ratio_around_1_is_symmetric_as_a_ratio() -> None:
    assert shape(0.5, 2.0, "lognormal").at(0.5) == pytest.approx(1)


def test_a_ratio_of_1_or_more_stays_above_1() -> None:
    assert shape(1.2, 3.0, "lognormal", above=1.0).at(0.0) > 1


@pytest.mark.parametrize(
    ("low", "high", "family"),
    [(0, 0.3, "beta"), (0.5, 1, "beta"), (0, 4, "lognormal"), (1, 2, "uniform")],
)
def test_what_reaches_its_bound_is_uniform_between_its_ends(
    low: float, high: float, family: Family
) -> None:
    found = shape(low, high, family)
    assert [found.at(share) for share in (0, 0.5, 1)] == [low, (low + high) / 2, high]


@pytest.mark.parametrize(
    ("low", "high", "family"), [(2, 2, "normal"), (0.5, 1.2, "beta"), (-1, 1, "lognormal")]
)
def test_impossible_ranges_are_refused(low: float, high: float, family: Family) -> None:
    with pytest.raises(RangeFault):
        shape(low, high, family)
