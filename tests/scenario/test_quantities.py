"""Numbers with their unit, source and range, and distributions made of them."""

from typing import Any

import pytest
from pydantic import ValidationError

from sim.scenario.distributions import FAMILIES, Spread, Time
from sim.scenario.quantities import Count, Duration, Rate, Share, built_in
from tests.scenario.trees import tree


def read(kind: Any, text: str) -> Any:
    """A model from what stands behind a key in a file whose numbers have a source."""
    return kind.model_validate(tree(f"source: ours\nx: {text}\n")["x"])


def test_a_bare_number_and_a_block_without_more_are_the_same() -> None:
    assert read(Share, "0.5") == read(Share, "{value: 0.5}")
    assert read(Duration, "6 weeks") == read(Duration, "{value: 6 weeks, source: ours}")


def test_a_block_may_name_its_own_source_and_range() -> None:
    length = read(
        Duration,
        "{value: 6 weeks, low: 1 month, high: 9 weeks, source: audit, agreed_by: A, note: B}",
    )

    assert length.minutes == 60_480
    assert (length.low.minutes, length.high.minutes) == (43_830, 90_720)
    assert (length.source, length.agreed_by, length.note) == ("audit", "A", "B")
    assert length.plain() == {
        "value": "6 weeks",
        "source": "audit",
        "low": "1 month",
        "high": "9 weeks",
        "agreed_by": "A",
        "note": "B",
    }


def test_a_range_is_compared_in_time_not_in_numbers() -> None:
    assert read(Duration, "{value: 2 weeks, high: 1 month}").high.unit == "month"
    with pytest.raises(ValidationError, match="below the value"):
        read(Duration, "{value: 2 weeks, high: 3 days}")


@pytest.mark.parametrize(
    ("kind", "text", "written", "unit"),
    [
        (Share, "0.50", "0.5", ""),
        (Count, "12", "12", ""),
        (Duration, "1.0 months", "1 month", "month"),
        (Rate, "80 per year", "80 per year", "per year"),
    ],
)
def test_a_quantity_is_told_with_its_unit(kind: Any, text: str, written: str, unit: str) -> None:
    quantity = read(kind, text)

    assert (quantity.written, quantity.unit) == (written, unit)


def test_values_nobody_wrote_are_vouched_for_by_the_program() -> None:
    assert built_in(Share, 1).source == "default"


DISTRIBUTIONS = {
    "never": "never",
    "fixed": "{fixed: 6 weeks}",
    "exponential": "{exponential: {mean: 6 weeks}}",
    "uniform": "{uniform: {low: 1 day, high: 9 days}}",
    "triangular": "{triangular: {low: 1 day, mode: 1 day, high: 1 week}}",
    "lognormal": "{lognormal: {median: 120 days, percentile: {at: 0.9, value: 727 days}}}",
    "normal": "{normal: {mean: 3 weeks, sd: 2 weeks}, truncated: {low: 1 day}}",
    "gamma": "{gamma: {shape: 0.5, mean: 3 weeks}, truncated: {high: 1 year}}",
    "erlang": "{erlang: {stages: 3, mean: 3 weeks}}",
    "weibull": "{weibull: {shape: 1.5, scale: 3 weeks}}",
    "table": "{table: {unit: days, values: [1, 2, 3], probabilities: [0.2, 0.5, 0.3]}}",
    "mixture": "{mixture: [{share: 0.3, of: 0 days}, {share: 0.7, of: never}]}",
    "hazard": "{hazard: {logistic: {p1: 0, p2: 5, p3: 30, p4: 1}}}",
}


def test_every_family_has_an_example_here() -> None:
    assert DISTRIBUTIONS.keys() == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_distribution_is_read_back_from_its_canonical_form(family: str) -> None:
    distribution = read(Time, DISTRIBUTIONS[family])

    assert distribution.family == family
    assert Time.model_validate(distribution.plain()) == distribution


def test_a_bare_length_is_always_that_long() -> None:
    assert read(Time, "6 weeks") == read(Time, "{fixed: 6 weeks}")
    assert read(Time, "{value: 6 weeks, low: 5 weeks}").fixed.low.minutes == 5 * 10_080
    assert read(Time, "0 days").is_zero
    assert not read(Time, "{exponential: {mean: 1 day}}").is_zero


def test_numbers_may_vary_without_a_unit() -> None:
    assert read(Spread, "0.4").fixed.value == 0.4
    assert read(Spread, "{uniform: {low: 0.2, high: 0.6}}").uniform.high.value == 0.6


@pytest.mark.parametrize(
    "text",
    [
        "{lognormal: {mean: 1 day, median: 1 day}}",
        "{lognormal: {median: 1 day, percentile: {at: 0.5, value: 2 days}}}",
        "{lognormal: {median: 1 day, percentile: {at: 0.1, value: 2 days}}}",
        "{lognormal: {mean: 1 day, sd: 0 days}}",
        "{normal: {mean: 1 day}}",
        "{normal: {mean: 1 day, sd: 0 days}}",
        "{normal: {mean: 1 day, sd: 1 day}, truncated: {low: 3 days, high: 2 days}}",
        "{gamma: {mean: 1 day}}",
        "{gamma: {mean: 1 day, sd: 1 day, shape: 2}}",
        "{weibull: {shape: 0, mean: 1 day}}",
        "{erlang: {stages: 0, mean: 1 day}}",
        "{uniform: {low: 1 day, high: 1 day}}",
        "{triangular: {low: 1 day, mode: 9 days, high: 3 days}}",
        "{table: {unit: days, values: [2, 1], probabilities: [0.5, 0.5]}}",
        "{table: {unit: days, values: [], probabilities: []}}",
        "{hazard: {}}",
        "{hazard: {table: [{from: 1 day, per_day: 0.1}]}}",
        "{hazard: {table: [{from: 0 days, per_day: 0.1}, {from: 0 days, per_day: 0.2}]}}",
        "{exponential: {mean: 1 day}, truncated: {}}",
        "{exponential: {mean: 1 day}, truncated: {low: 3 days, high: 2 days}}",
        "{table: {unit: weeks, values: [1], probabilities: [1]}, truncated: {high: 6 days}}",
        "{never: true, truncated: {low: 1 day}}",
        "{}",
    ],
)
def test_what_describes_no_distribution_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        read(Time, text)


def test_bounds_may_leave_a_part_of_a_table() -> None:
    table = "table: {unit: weeks, values: [1, 2], probabilities: [0.5, 0.5]}"

    assert read(Time, f"{{{table}, truncated: {{low: 14 days}}}}").truncated is not None
