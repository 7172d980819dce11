"""Whether the comparison of two readings sees what it has to see."""

from __future__ import annotations

import math

import pytest

from sim.engines import fast
from sim.units import YEAR
from tests.third_reading.agreement import differences
from tests.third_reading.reading import Reading, read
from tests.third_reading.shipped import arms
from tests.third_reading.worlds import SEED


@pytest.fixture(scope="module")
def whole() -> Reading:
    """Every measure of a run."""
    resolved = arms("cen_community")[0]
    return read(fast.run(resolved, SEED, 1), resolved)


def with_more(whole: Reading, unit: str, more: float) -> Reading:
    """Every measure of that unit that is defined, a little higher."""
    return {
        key: (value + more, its_unit)
        for key, (value, its_unit) in whole.items()
        if its_unit == unit and not math.isnan(value)
    }


def everyone_minutes(whole: Reading) -> float:
    return whole["everyone", "person_years"][0] * YEAR


def test_one_minute_more_is_a_difference(whole: Reading) -> None:
    changed = with_more(whole, "days per person-year", 365.25 / everyone_minutes(whole))

    assert len(changed) > 100
    assert len(differences(whole | changed, whole)) == len(changed)


def test_one_event_more_is_a_difference(whole: Reading) -> None:
    changed = with_more(whole, "per person-year", YEAR / everyone_minutes(whole))

    assert len(changed) > 50
    assert len(differences(whole | changed, whole)) == len(changed)


def test_a_measure_too_few_or_too_many_is_a_difference(whole: Reading) -> None:
    fewer = dict(list(whole.items())[1:])

    assert len(differences(fewer, whole)) == len(differences(whole, fewer)) == 1


def test_undefined_is_not_zero_and_units_count(whole: Reading) -> None:
    undefined = {key: (math.nan, unit) for key, (_, unit) in whole.items()}
    zero = {key: (0.0, unit) for key, (_, unit) in whole.items()}
    other_unit = {key: (value, f"{unit}s") for key, (value, unit) in whole.items()}

    assert len(differences(undefined, zero)) == len(whole)
    assert len(differences(other_unit, whole)) == len(whole)
    assert not differences(undefined, undefined)
