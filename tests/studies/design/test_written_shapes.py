"""Shapes written with parameters are the laws that analysts mean by them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from sim.scenario.quantities import (
    Amount,
    Count,
    Duration,
    Harm,
    Number,
    Quantity,
    Rate,
    Share,
    YearlyGrowth,
)
from sim.studies.design import every_range
from sim.studies.design.shapes import OUTER, REACH, Shape, shape_of
from tests.studies.worlds.small import ATTEND_GP, RATE, ROUTES, scenario

SHARES = np.linspace(OUTER, 1 - OUTER, 41)


def law(kind: type[Quantity[Any]], value: Any, uncertain: Any, **ends: Any) -> Shape:
    """The law of a number with this shape."""
    block = {"value": value, "source": "default", "uncertain": uncertain, **ends}
    found = shape_of(kind.model_validate(block))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "value", "uncertain", "meant"),
    [
        (Share, 0.3, {"beta": {"mean": 0.3, "size": 20}}, stats.beta(6, 14)),
        (Share, 0.3, {"beta": {"a": 6, "b": 14}}, stats.beta(6, 14)),
        (Share, 0.3, {"beta": {"mean": 0.3, "sd": 0.1}}, stats.beta(6, 14)),
        (Share, 0.3, {"dirichlet": {"weight": 20}}, stats.beta(6, 14)),
        (Amount, 4, {"gamma": {"mean": 4, "sd": 2}}, stats.gamma(4, scale=1)),
        (Number, 4, {"normal": {"mean": 4, "sd": 2}}, stats.norm(4, 2)),
        (Number, 0, {"normal": {"low": -3, "high": 5}}, stats.norm(1, 4 / REACH)),
        (
            Harm,
            1.3,
            {"lognormal": {"median": 1.3, "spread": 1.2}},
            stats.lognorm(math.log(1.2) / REACH, scale=1.3),
        ),
        (
            Amount,
            4,
            {"lognormal": {"low": 2, "high": 8}},
            stats.lognorm(math.log(2) / REACH, scale=4),
        ),
        (Share, 0.3, {"uniform": {"low": 0.2, "high": 0.6}}, stats.uniform(0.2, 0.4)),
        (
            Share,
            0.3,
            {"triangular": {"low": 0.2, "mode": 0.3, "high": 0.6}},
            stats.triang(0.25, 0.2, 0.4),
        ),
        (
            Share,
            0.2,
            {"triangular": {"low": 0.2, "mode": 0.2, "high": 0.6}},
            stats.triang(0, 0.2, 0.4),
        ),
        (
            Duration,
            "6 weeks",
            {"gamma": {"mean": "28 days", "sd": "14 days"}},
            stats.gamma(4, scale=1),
        ),
        (
            Rate,
            "3 per year",
            {"normal": {"mean": "1 per month", "sd": "3 per year"}},
            stats.norm(12, 3),
        ),
        (
            YearlyGrowth,
            "3 % per year",
            {"normal": {"mean": "3 % per year", "sd": "1 % per year"}},
            stats.norm(3, 1),
        ),
    ],
)
def test_the_laws_are_those_of_scipy(
    kind: type[Quantity[Any]], value: Any, uncertain: Any, meant: Any
) -> None:
    found = law(kind, value, uncertain)
    assert [found.at(share) for share in SHARES] == pytest.approx(meant.ppf(SHARES), rel=1e-9)


def test_a_lognormal_law_has_the_mean_and_the_deviation_that_are_written() -> None:
    found = law(Amount, 4, {"lognormal": {"mean": 4, "sd": 3}})
    meant = stats.lognorm(found.second, scale=math.exp(found.first))
    assert (meant.mean(), meant.std()) == pytest.approx((4, 3))


def test_a_table_has_each_value_in_its_share_of_worlds() -> None:
    table = [{"value": 5, "weight": 1}, {"value": 3, "weight": 3}]
    found = law(Count, 3, {"table": table})
    assert [found.at(share) for share in (0, 0.7499, 0.7501, 1)] == [3, 3, 5, 5]
    assert found.ends == (3, 5)


@pytest.mark.parametrize("word", ["uniform", "normal", "lognormal", "beta"])
def test_a_word_is_the_shape_of_the_range_beside_it(word: str) -> None:
    found = law(Share, 0.3, word, low=0.2, high=0.6)
    assert found.family == word
    share = 0.0 if word == "uniform" else 0.05
    assert (found.at(share), found.at(1 - share)) == pytest.approx((0.2, 0.6), rel=1e-5)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(
        [
            {"triangular": {"low": 0.1, "mode": 0.3, "high": 0.9}},
            {"beta": {"mean": 0.4, "size": 3}},
            {"gamma": {"mean": 0.4, "sd": 0.3}},
            {"lognormal": {"median": 0.4, "spread": 1.4}},
            {"normal": {"mean": 0.4, "sd": 0.1}},
            {"uniform": {"low": 0.2, "high": 0.3}},
            {"table": [{"value": 0.1, "weight": 1}, {"value": 0.7, "weight": 5}]},
        ]
    ),
    st.floats(0, 1),
    st.floats(0, 1),
)
def test_every_law_rises_with_the_share(uncertain: Any, one: float, other: float) -> None:
    found = law(Share, 0.4, uncertain)
    first, second = sorted((one, other))
    assert found.at(first) <= found.at(second)


def test_a_lever_of_every_range_goes_from_5_to_95_of_100_worlds() -> None:
    uncertain = {"triangular": {"low": 0.6, "mode": 0.8, "high": 0.9}}
    row = {"team": 0.5, "clinic": 0.2, "nowhere": 0.3, "dirichlet": {"weight": 40}}
    made = scenario({ATTEND_GP: {"value": 0.8, "uncertain": uncertain}, ROUTES: row})
    levers = {each.name: each for each in every_range(made, ["baseline"])}
    assert list(levers)[:2] == [RATE, ATTEND_GP]
    own, law_of_gp = levers[ATTEND_GP].span, law(Share, 0.8, uncertain)
    assert own is not None
    assert (own.low, own.high) == pytest.approx((law_of_gp.at(0.05), law_of_gp.at(0.95)), rel=1e-5)
    shares = [each for name, each in levers.items() if name.startswith(ROUTES)]
    assert [each.rest for each in shares] == ["in proportion"] * 3
    for each in shares:
        for value in each.levels:
            made.replacing(each.puts(value))
