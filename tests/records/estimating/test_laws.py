"""The law of durations: fitted, chosen, or the curve itself."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from sim.laws import Floats
from sim.records.estimating.durations import Durations, Span, clustered, seen
from sim.records.estimating.estimate import Family
from sim.records.estimating.families import KINDS, fits
from sim.records.estimating.laws import MOST_POINTS, Told, law_of
from sim.rules.residuals import mean
from sim.units import DAY
from tests.resolving.worlds import resolved

SCIPY = {
    Family.WEIBULL: stats.weibull_min,
    Family.GAMMA: stats.gamma,
    Family.LOGNORMAL: stats.lognorm,
}


def of(lengths: Floats, cut: float = np.inf, person: Floats | None = None) -> Durations:
    who = np.arange(len(lengths)) if person is None else person.astype(np.int64)
    span = Span(np.zeros(len(lengths)), lengths, np.ones(len(lengths), bool), who)
    return seen(span, 0.0, cut if np.isfinite(cut) else lengths.max() + 1, timed=True)


def told(durations: Durations) -> Told:
    found = law_of(durations)
    assert found is not None
    return found


@pytest.mark.parametrize("family", list(KINDS))
def test_a_fit_is_that_of_scipy_where_nobody_enters_late(family: Family) -> None:
    lengths = np.random.default_rng(1).gamma(2.0, 20.0, 150)
    cut = 60.0
    fit = next(each for each in fits(of(lengths, cut)) if each.family is family)
    sample = stats.CensoredData.right_censored(np.minimum(lengths, cut), lengths >= cut)
    theirs = SCIPY[family](*SCIPY[family].fit(sample, floc=0))
    assert fit.mean == pytest.approx(theirs.mean(), rel=2e-3)
    days = np.array([5.0, 30.0, 90.0])
    assert fit.lasting(days) == pytest.approx(theirs.sf(days), abs=1e-3)


@pytest.mark.parametrize("timed", [True, False])
def test_stays_that_are_seen_because_they_are_long_do_not_make_it_long(timed: bool) -> None:
    draw = np.random.default_rng(2)
    began, length = draw.uniform(-2_000, 300, 6_000), draw.lognormal(np.log(50), 0.7, 6_000)
    ended = began + length
    if not timed:
        began, ended = np.floor(began) + 0.5, np.floor(ended) + 0.5
    span = Span(began, ended, np.ones(6_000, bool), np.arange(6_000))
    found = told(seen(span, 0.0, 300.0, timed))
    assert found.law.family is Family.LOGNORMAL
    mu, sigma = found.law.parameters
    assert (mu.value, sigma.value) == pytest.approx((np.log(50), 0.7), rel=0.05)


def test_what_no_family_can_be_is_a_table_with_its_mean() -> None:
    draw = np.random.default_rng(3)
    lengths = np.where(draw.random(600) < 0.5, draw.normal(20, 2, 600), draw.normal(150, 10, 600))
    found = told(of(lengths))
    assert found.law.family is Family.TABLE
    assert len(found.law.points) <= MOST_POINTS
    days, shares = np.array(found.law.points).T
    assert shares.sum() == pytest.approx(1)
    assert float(days @ shares) == pytest.approx(lengths.mean())
    assert found.mean == pytest.approx(lengths.mean())


def test_beyond_the_last_ending_a_table_has_an_exponential_tail_and_says_so() -> None:
    draw = np.random.default_rng(4)
    short, long_ = draw.normal(10, 1, 300), 40 + draw.exponential(100, 300)
    found = told(of(np.concatenate([short, long_]), cut=120.0))
    assert found.law.tail is not None
    assert found.law.tail.share == pytest.approx(0.5 * np.exp(-80 / 100), abs=0.05)
    assert found.law.tail.mean == pytest.approx(100, rel=0.3)
    assert "exponential tail" in found.method
    assert found.mean == pytest.approx(0.5 * 10 + 0.5 * 140, rel=0.15)
    within = sum(share for _, share in found.law.points)
    assert within + found.law.tail.share == pytest.approx(1)


def test_under_ten_endings_only_a_mean_is_told() -> None:
    found = told(of(np.arange(1.0, 10.0)))
    assert found.law.family is Family.EXPONENTIAL
    assert found.mean == 5.0


def test_nobody_who_ended_tells_nothing() -> None:
    assert law_of(of(np.full(20, 50.0), cut=30.0)) is None


WORLD = """
people: {{arrivals: {{newcomers: {{rate: 1 per day, to: clinic}}}}}}
services:
  clinic: {{capacity: {{places: 2}}, ends: {{stay: {stay}}}}}
"""


@pytest.mark.parametrize("kind", ["gamma", "lognormal", "two humps", "few", "two humps, cut"])
def test_a_scenario_takes_the_law_as_it_is_written_and_has_its_mean(
    tmp_path: Path, kind: str
) -> None:
    draw = np.random.default_rng(5)
    humps = np.where(draw.random(600) < 0.5, draw.normal(20, 2, 600), draw.normal(90, 5, 600))
    samples = {
        "gamma": draw.gamma(3.0, 10.0, 300),
        "lognormal": draw.lognormal(3.0, 1.0, 300),
        "few": draw.exponential(20, 8),
    }
    found = told(of(samples.get(kind, humps), cut=88.0 if "cut" in kind else np.inf))
    assert (found.law.tail is not None) == ("cut" in kind)
    numbers = resolved(tmp_path, WORLD.format(stay=json.dumps(found.law.block("seen")))).numbers
    drawn = mean(numbers.distributions, numbers.services.stay[0]) / DAY
    assert drawn == pytest.approx(found.mean, rel=1e-3)


@given(st.sampled_from([0.01, 7.0, 1_440.0]))
def test_a_law_in_other_units_is_the_same_law(times: float) -> None:
    lengths = np.random.default_rng(6).gamma(2.0, 20.0, 200)
    plain, other = told(of(lengths, 60.0)), told(of(lengths * times, 60.0 * times))
    assert other.law.family is plain.law.family
    assert other.mean == pytest.approx(times * plain.mean, rel=1e-4)
    assert other.high == pytest.approx(times * plain.high, rel=1e-3)
    assert other.law.parameters[0].value == pytest.approx(plain.law.parameters[0].value, rel=1e-4)


def test_a_person_seen_twice_alike_tells_no_more_than_once() -> None:
    lengths = np.random.default_rng(7).gamma(2.0, 20.0, 200)
    once = told(of(lengths))
    twice = told(of(np.repeat(lengths, 2), person=np.repeat(np.arange(200), 2)))
    assert twice.mean == pytest.approx(once.mean, rel=1e-4)
    assert twice.error == pytest.approx(once.error, rel=1e-2)


def test_influences_of_one_person_are_added_before_they_are_squared() -> None:
    each = np.array([1.0, -1.0, 2.0, -2.0])
    alone, together = (clustered(each, np.array(who))[0, 0] for who in ([0, 1, 2, 3], [0, 0, 1, 1]))
    assert alone == pytest.approx(10 * 4 / 3)
    assert together == 0
