"""A window of a year does not make long stays short: people in care enter with what they had.

Stays begun and completed in a short window are the short ones. The world: 3,000 days of life before
a window of one year, and all stays that are seen in it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from sim.laws import Floats
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.kaplan_meier import kaplan_meier
from sim.records.estimating.laws import law_of, table_of

BEFORE, YEAR, A_DAY = 3_000, 365, 0.4
SPREAD = 0.83  # of the logarithm of a lognormal: its standard deviation is its mean


def exponential(mean: float, draw: np.random.Generator, number: int) -> Floats:
    return draw.exponential(mean, number)


def lognormal(mean: float, draw: np.random.Generator, number: int) -> Floats:
    return draw.lognormal(np.log(mean) - SPREAD**2 / 2, SPREAD, number)


TRUTHS = [("exponential", 90.0), ("lognormal", 90.0), ("lognormal", 360.0)]
LAWS: dict[str, Callable[[float, np.random.Generator, int], Floats]] = {
    "exponential": exponential,
    "lognormal": lognormal,
}


def year_of(law: str, mean: float, seed: int) -> tuple[Durations, float]:
    """The stays that are seen in one year, and the mean of those begun and completed in it."""
    draw = np.random.default_rng(seed)
    number = draw.poisson(A_DAY * (BEFORE + YEAR))
    began = draw.uniform(-BEFORE, YEAR, number)
    ended = began + LAWS[law](mean, draw, number)
    inside = (began >= 0) & (ended < YEAR)
    span = Span(began, ended, np.ones(number, bool), np.arange(number))
    return seen(span, 0.0, YEAR, timed=True), float((ended - began)[inside].mean())


def means_of(law: str, truth: float, seeds: range) -> Floats:
    """Means of the completed stays, of the fitted law, and of the curve as a table; (3,)."""
    found = []
    for seed in seeds:
        durations, completed = year_of(law, truth, seed)
        told, curve = law_of(durations), kaplan_meier(durations)
        assert told is not None
        assert curve is not None
        found.append((completed, told.mean, table_of(curve, durations).mean))
    return np.asarray(np.mean(found, axis=0))


def test_stays_completed_in_a_year_are_too_short_and_the_curve_is_not() -> None:
    completed, fitted, _ = means_of("exponential", 90.0, range(15))
    assert completed < 75
    assert fitted == pytest.approx(90, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("law", "truth"), TRUTHS, ids=[f"{law} {mean:g}" for law, mean in TRUTHS])
def test_sixty_years_give_back_the_stay(
    law: str, truth: float, record_property: Callable[[str, object], None]
) -> None:
    completed, fitted, table = means_of(law, truth, range(60))
    line = f"{law} | {truth:g} | {completed:.3g} | {table:.4g} | {fitted:.4g}"
    record_property("theory", line)
    assert completed < 0.85 * truth
    assert fitted == pytest.approx(truth, rel=0.03)
    assert table == pytest.approx(truth, rel=0.05)
