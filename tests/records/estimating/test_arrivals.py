"""Rates of referrals from outside, with growth, season and days of the week."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.recorded.tables import Links
from sim.records.estimating import Estimate, estimates
from sim.records.estimating.poisson import regression
from sim.units import DAY
from tests.records.bare import bare, no_links, referrals
from tests.records.demand import RATE, demand


def told(seed: int, growth: float, season: float) -> dict[str, list[Estimate]]:
    found: dict[str, list[Estimate]] = {}
    for each in estimates(*demand(seed, growth, 1 + season, 1 - season)).told:
        found.setdefault(each.item, []).append(each)
    return found


def test_a_regression_with_one_level_is_the_mean_with_the_error_of_a_count() -> None:
    counts, exposure = np.array([4.0, 6.0, 5.0, 5.0]), np.array([1.0, 1.0, 1.0, 1.0])
    found = regression(counts, exposure, np.ones((4, 1)))
    assert np.exp(found.coefficients[0]) == pytest.approx(5)
    assert found.dispersion == 1.0
    assert found.covariance[0, 0] == pytest.approx(1 / 20)


def test_months_that_vary_more_than_chance_have_a_larger_error() -> None:
    counts = np.array([10.0, 90.0, 15.0, 85.0])
    found = regression(counts, np.ones(4), np.ones((4, 1)))
    spread = ((counts - 50) ** 2 / 50).sum() / 3
    assert found.dispersion == pytest.approx(spread)
    assert found.covariance[0, 0] == pytest.approx(spread / 200)


def test_a_season_shows_where_there_is_one() -> None:
    assert len(told(1, 0.0, 0.4)["season"]) == 12
    factors = [each.value for each in told(1, 0.0, 0.4)["season"]]
    assert np.mean(factors) == pytest.approx(1)


def test_a_season_where_there_is_none_shows_in_one_of_twenty() -> None:
    shown = sum("season" in told(seed, 0.0, 0.0) for seed in range(60))
    assert shown <= 8


def test_growth_is_not_told_of_less_than_two_years() -> None:
    recorded, links = demand(1)
    short = recorded._replace(window=recorded.window._replace(opens=400 * DAY))
    found = {each.item: each for each in estimates(short, links).told}
    assert "growth" not in found
    assert "neither is taken" in found["outside referrals"].note


def test_referrals_to_which_an_ending_led_are_not_from_outside() -> None:
    recorded, links = demand(1, 0.0, 1.0, 1.0)
    half = np.arange(len(links.to)) % 2 == 0
    led = np.where(half, np.roll(np.arange(len(half)), -1), -1)
    found = estimates(recorded, links._replace(to=led)).told
    rate = next(each for each in found if each.item == "outside referrals")
    assert rate.value == pytest.approx(RATE / 2, rel=0.15)


def test_the_last_weeks_wait_until_it_is_known_who_was_led_there() -> None:
    recorded, links = demand(1, 0.0, 1.0, 1.0)
    closes = recorded.window.closes
    at_once = recorded._replace(taken=closes)
    later = recorded.referrals.received >= closes - 28 * DAY
    crowd = referrals(np.where(later, closes - DAY, recorded.referrals.received))
    found = estimates(at_once._replace(referrals=crowd), links).told
    plain = estimates(at_once, links).told
    assert found[0].value == plain[0].value


def test_days_of_the_week_are_told_where_they_differ() -> None:
    draw = np.random.default_rng(1)
    day = np.sort(draw.integers(0, 365, 900))
    day = day[(day % 7 < 5) | (draw.random(len(day)) < 0.2)]
    recorded = bare(people=len(day))._replace(referrals=referrals(day * DAY))
    found = [each for each in estimates(recorded, no_links(recorded)).told if each.item == "week"]
    assert [each.to for each in found] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert np.mean([each.value for each in found]) == pytest.approx(1, abs=0.02)
    assert found[6].value == pytest.approx(0.2 * 7 / 5.4, abs=0.15)


def test_a_window_that_begins_in_a_month_counts_its_days_alone() -> None:
    day = np.repeat(np.arange(365), 2)
    recorded = bare(people=len(day))._replace(referrals=referrals(day * DAY))
    part = recorded._replace(window=recorded.window._replace(opens=20 * DAY, closes=200 * DAY))
    links = Links(np.full(len(day), -1), np.zeros(len(day), bool), 28)
    rate = next(each for each in estimates(part, links).told if each.item == "outside referrals")
    assert rate.value == pytest.approx(2.0)
