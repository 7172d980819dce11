"""Families fitted to samples: the estimates are SciPy's, the intervals cover, the best is found."""

import numpy as np
import pytest
from scipy import stats

from sim.laws import Floats
from sim.studies.statistics import fitting
from sim.studies.statistics.fitting import Fit, fits

SAMPLES = {
    "long_tail": lambda draw: draw.lognormal(2, 0.8, 300),
    "humped": lambda draw: draw.weibull(1.7, 200) * 20,
    "many_short": lambda draw: draw.gamma(0.5, 30, 300),
    "hardly_spread": lambda draw: draw.gamma(400, 0.1, 50),
    "few": lambda draw: draw.exponential(9, 6),
}


def sample(name: str) -> Floats:
    return np.asarray(SAMPLES[name](np.random.default_rng(3)))


def by_family(found: list[Fit]) -> dict[str, Fit]:
    return {each.family: each for each in found}


def values(fit: Fit) -> dict[str, float]:
    return {each.name: each.value for each in fit.parameters}


@pytest.mark.parametrize("name", SAMPLES)
def test_estimates_are_those_that_scipy_finds(name: str) -> None:
    drawn = sample(name)
    found = by_family(fits(drawn))
    shape, _, scale = stats.gamma.fit(drawn, floc=0)
    assert values(found["gamma"]) == pytest.approx({"mean": shape * scale, "shape": shape})
    shape, _, scale = stats.weibull_min.fit(drawn, floc=0)
    assert values(found["weibull"]) == pytest.approx({"shape": shape, "scale": scale}, rel=1e-3)
    sigma, _, scale = stats.lognorm.fit(drawn, floc=0)
    expected = {"mu": np.log(scale), "sigma": sigma}
    assert values(found["lognormal"]) == pytest.approx(expected, rel=1e-4)
    assert values(found["exponential"]) == pytest.approx({"mean": drawn.mean()})


@pytest.mark.parametrize("name", SAMPLES)
def test_no_other_parameters_make_the_sample_likelier(name: str) -> None:
    drawn = sample(name)
    for fit in fits(drawn):
        family = fitting.FAMILIES[fit.family]
        best = [each.value for each in fit.parameters]
        for at in range(len(best)):
            for factor in (0.97, 1.03):
                other = [each * factor if at == n else each for n, each in enumerate(best)]
                assert family.frozen(tuple(other)).logpdf(drawn).sum() <= fit.log_likelihood


def test_the_family_that_made_a_large_sample_comes_first() -> None:
    draw = np.random.default_rng(11)
    assert fits(draw.lognormal(2, 0.8, 2_000))[0].family == "lognormal"
    assert fits(draw.weibull(1.8, 2_000) * 20)[0].family == "weibull"
    assert fits(draw.gamma(3, 5, 4_000))[0].family == "gamma"


def test_intervals_cover_the_truth_about_as_often_as_they_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 120 samples at least 104: below that at 95 % has a chance under 0.1 %."""
    monkeypatch.setattr(fitting, "FAMILIES", {"exponential": fitting.FAMILIES["exponential"]})
    draw = np.random.default_rng(5)
    covered = 0
    for _ in range(120):
        mean = by_family(fits(draw.exponential(9, 200)))["exponential"].parameters[0]
        covered += mean.low <= 9 <= mean.high
    assert covered >= 104
    assert covered < 120


def test_a_duration_of_zero_leaves_the_exponential_family_alone() -> None:
    assert [each.family for each in fits(np.array([0.0, 1, 2, 3, 8]))] == ["exponential"]


def test_the_same_sample_in_another_order_gives_the_same_fit() -> None:
    drawn = sample("humped")
    one, other = fits(drawn), fits(drawn[::-1].copy())
    assert [(each.family, each.parameters) for each in one] == [
        (each.family, each.parameters) for each in other
    ]


def test_the_distance_is_the_largest_gap_between_the_two_cumulative_shares() -> None:
    drawn = np.sort(sample("few"))
    for fit in fits(drawn):
        at = fit.cumulative(drawn)
        above = np.arange(1, drawn.size + 1) / drawn.size
        gap = max(np.max(above - at), np.max(at - above + 1 / drawn.size))
        assert fit.distance == pytest.approx(gap)
