"""Our t against SciPy's, and against values in every statistics book."""

import pytest
from scipy import stats

from sim.studies.student_t import quantile, two_sided_p

DEGREES = (1, 2, 3, 4, 5, 9, 19, 49, 98, 99, 100, 101, 102, 500, 1_999, 50_000, 1_000_000)


@pytest.mark.parametrize("degrees", DEGREES)
def test_quantiles_agree_with_scipy(degrees: int) -> None:
    for probability in (0.6, 0.9, 0.95, 0.975, 0.995, 0.9999, 0.025, 0.001):
        expected = float(stats.t.ppf(probability, degrees))

        assert quantile(probability, degrees) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("degrees", DEGREES)
def test_tails_agree_with_scipy_near_and_far(degrees: int) -> None:
    for t in (-3.0, 0.001, 0.5, 1.0, 2.0, 5.0, 12.0, 30.0):
        expected = 2 * float(stats.t.sf(abs(t), degrees))

        assert two_sided_p(t, degrees) == pytest.approx(expected, rel=1e-10, abs=1e-280)


def test_the_value_printed_in_every_table_of_t() -> None:
    assert round(quantile(0.975, 9), 6) == 2.262157


def test_no_distance_has_probability_one_and_no_chance_reaches_infinity() -> None:
    assert two_sided_p(0.0, 7) == 1.0
    assert two_sided_p(float("inf"), 7) == 0.0


@pytest.mark.parametrize(("probability", "degrees"), [(0.0, 5), (1.0, 5), (0.5, 0)])
def test_what_has_no_quantile_is_refused(probability: float, degrees: int) -> None:
    with pytest.raises(ValueError, match="no t quantile"):
        quantile(probability, degrees)
