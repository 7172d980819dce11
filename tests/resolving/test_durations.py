"""Distributions as people write them, against SciPy's with the same mean, spread and bounds."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from sim.errors import ScenarioFaults
from sim.rules import distributions as law
from sim.rules.residuals import mean
from sim.units import DAY, FOREVER, WEEK
from tests.resolving.worlds import resolved

WORLD = """
people: {{arrivals: {{newcomers: {{rate: 1 per day, to: clinic}}}}}}
services:
  clinic: {{capacity: {{places: 2}}, ends: {{stay: {stay}}}, patience: {patience}}}
"""
LOG_NORMAL = stats.lognorm(math.sqrt(math.log(1.25)), scale=6 / math.sqrt(1.25))


def drawn(folder: Path, stay: str, us: list[float]) -> list[int]:
    numbers = resolved(folder, WORLD.format(stay=stay, patience="never")).numbers
    row = numbers.services.stay[0]
    return [int(law.minutes(numbers.distributions, row, u)) for u in us]


@pytest.mark.parametrize(
    ("written", "reference", "unit"),
    [
        ("{exponential: {mean: 6 weeks}}", stats.expon(scale=6), WEEK),
        ("{uniform: {low: 1 day, high: 3 weeks}}", stats.uniform(1 / 7, 3 - 1 / 7), WEEK),
        (
            "{triangular: {low: 2 days, mode: 3 days, high: 11 days}}",
            stats.triang(1 / 9, 2, 9),
            DAY,
        ),
        ("{lognormal: {mean: 6 weeks, sd: 3 weeks}}", LOG_NORMAL, WEEK),
        (
            "{lognormal: {median: 120 days, percentile: {at: 0.9, value: 727 days}}}",
            stats.lognorm(math.log(727 / 120) / 1.2815515655446004, scale=120),
            DAY,
        ),
        (
            "{lognormal: {mu: 4.020459, sigma: 0.3844108, unit: days}}",
            stats.lognorm(0.3844108, scale=math.exp(4.020459)),
            DAY,
        ),
        (
            "{normal: {mean: 6 weeks, sd: 35 days}}",
            stats.truncnorm(-6 / 5, math.inf, 6, 5),
            WEEK,
        ),
        (
            "{normal: {mean: 6 weeks, sd: 35 days}, truncated: {high: 8 weeks}}",
            stats.truncnorm(-6 / 5, 2 / 5, 6, 5),
            WEEK,
        ),
        (
            "{normal: {mean: 1 week, sd: 35 days}, truncated: {low: 14 days, high: 8 weeks}}",
            stats.truncnorm(1 / 5, 7 / 5, 1, 5),
            WEEK,
        ),
        ("{gamma: {mean: 6 weeks, sd: 21 days}}", stats.gamma(4, scale=1.5), WEEK),
        ("{gamma: {mean: 6 weeks, shape: 2}}", stats.gamma(2, scale=3), WEEK),
        ("{erlang: {stages: 3, mean: 6 weeks}}", stats.erlang(3, scale=2), WEEK),
        ("{weibull: {shape: 1.5, scale: 6 weeks}}", stats.weibull_min(1.5, scale=6), WEEK),
        (
            "{weibull: {shape: 1.5, mean: 6 weeks}}",
            stats.weibull_min(1.5, scale=6 / math.gamma(1 + 1 / 1.5)),
            WEEK,
        ),
    ],
    ids=lambda value: value.split(":")[0].strip("{") if isinstance(value, str) else None,
)
def test_what_is_written_is_what_is_drawn(
    tmp_path: Path, written: str, reference: stats.distributions.rv_frozen, unit: int
) -> None:
    us = np.linspace(0.01, 0.99, 23)
    expected = np.rint(reference.ppf(us) * unit)
    np.testing.assert_allclose(drawn(tmp_path, written, list(us)), expected, atol=1)


def test_fixed_never_and_tables(tmp_path: Path) -> None:
    assert drawn(tmp_path, "6 weeks", [0.1, 0.9]) == [6 * WEEK] * 2
    assert drawn(tmp_path, "{fixed: 0.5 days}", [0.1]) == [720]
    assert drawn(tmp_path, "never", [0.1]) == [FOREVER]
    table = "{table: {unit: days, values: [1, 2, 3], probabilities: [0.2, 0.5, 0.3]}}"
    assert drawn(tmp_path, table, [0.1, 0.5, 0.9]) == [DAY, 2 * DAY, 3 * DAY]


def test_a_mixture_of_a_table_and_a_family_has_the_mean_of_its_parts(tmp_path: Path) -> None:
    stay = (
        "{mixture: [{share: 0.25, of: 2 days}, {share: 0.75, of: {exponential: {mean: 1 week}}}]}"
    )
    numbers = resolved(tmp_path, WORLD.format(stay=stay, patience="never")).numbers
    whole = mean(numbers.distributions, numbers.services.stay[0])
    assert whole == pytest.approx(0.25 * 2 * DAY + 0.75 * WEEK)


def test_truncated_distributions_keep_to_their_bounds_in_any_unit(tmp_path: Path) -> None:
    stay = "{exponential: {mean: 6 weeks}, truncated: {low: 3 days, high: 1 month}}"
    low, high = drawn(tmp_path, stay, [1e-12, 1 - 1e-12])
    assert (low, high) == (3 * DAY, 43_830)
    table = (
        "{table: {unit: days, values: [1, 2, 3], probabilities: [0.2, 0.5, 0.3]},"
        " truncated: {high: 48 hours}}"
    )
    assert drawn(tmp_path, table, [0.28, 0.29]) == [DAY, 2 * DAY]


def test_bounds_too_far_out_to_be_told_apart_are_a_fault_at_their_line(tmp_path: Path) -> None:
    stay = "{exponential: {mean: 1 day}, truncated: {low: 100 days}}"
    with pytest.raises(ScenarioFaults) as caught:
        drawn(tmp_path, stay, [0.5])
    (fault,) = caught.value.faults
    assert (fault.location.line, fault.location.column) == (12, 42)
    assert "Next to nothing lies between" in fault.problem


def test_a_hazard_of_leaving_is_counted_from_the_first_whole_day(tmp_path: Path) -> None:
    patience = "{hazard: {table: [{from: 0 days, per_day: 0.1}, {from: 2 days, per_day: 0.5}]}}"
    numbers = resolved(tmp_path, WORLD.format(stay="1 day", patience=patience)).numbers
    row, rows = numbers.services.patience[0], numbers.distributions
    left = [law.probability_by(rows, row, day * DAY) for day in (0, 1, 2, 3)]
    assert left == pytest.approx([0, 0.1, 1 - 0.9 * 0.5, 1 - 0.9 * 0.25])
