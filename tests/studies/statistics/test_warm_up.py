"""MSER-5: by pencil, on series whose warm-up is known, and its doubts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.laws import Floats
from sim.studies.statistics.warm_up import Doubt, mser5


def with_start(random: np.random.Generator, length: int, lasts: float, height: float) -> Floats:
    """A stationary AR(1) series of standard deviation 1 with a start that dies away."""
    noise = random.normal(size=length) * np.sqrt(1 - 0.3**2)
    values = np.empty(length)
    before = random.normal()
    for t in range(length):
        before = 0.3 * before + noise[t]
        values[t] = before
    found: Floats = 10 + values + height * np.exp(-np.arange(length) / lasts)
    return found


def test_scores_and_cut_agree_with_pencil_and_paper() -> None:
    batches = np.array([9.0, 3, 1, 1, 1, 1, 2])
    found = mser5(np.repeat(batches, 5))
    assert found.batches == pytest.approx(batches)
    # left out 0: mean 18/7, squares 98 - 324/7 = 362/7, over 49; 1: 17 - 81/6 = 3.5, over 36;
    # 2: 8 - 36/5 = 0.8, over 25
    assert found.scores[:3] == pytest.approx([362 / 343, 3.5 / 36, 0.8 / 25])
    assert np.isnan(found.scores[3:]).all()
    assert found.cut == 10


def test_a_start_that_dies_away_is_cut_about_where_it_has_gone() -> None:
    random = np.random.default_rng(1)
    cuts = [mser5(with_start(random, 400, 15, 20)).cut for _ in range(200)]
    # e**-3 of 20 is the noise's own size, at 45; a tenth of it is reached at 80
    assert np.quantile(cuts, 0.05) >= 40
    assert np.quantile(cuts, 0.95) <= 130
    assert abs(np.mean([10 - with_start(random, 400, 15, 20)[85:].mean() for _ in range(50)])) < 0.1


def test_a_series_without_a_warm_up_mostly_loses_little() -> None:
    random = np.random.default_rng(2)
    cuts = [mser5(with_start(random, 400, 1, 0)).cut for _ in range(200)]
    assert np.mean(cuts) < 100
    assert np.mean([cut > 200 for cut in cuts]) < 0.1


def test_a_series_that_never_settles_is_cut_in_the_second_half_and_says_so() -> None:
    found = mser5(np.arange(200.0))
    assert found.cut > 100
    assert Doubt.SECOND_HALF in found.doubts


def test_averaging_over_replications_lets_a_smaller_start_be_seen() -> None:
    random = np.random.default_rng(3)
    rows = np.array([with_start(random, 300, 20, 3) for _ in range(100)])
    together = mser5(rows)
    assert together.series == pytest.approx(rows.mean(axis=0))
    assert 40 <= together.cut <= 140
    assert not together.doubts


def test_a_series_of_one_value_keeps_all_of_it_whatever_its_last_digits() -> None:
    assert mser5(np.full(300, 0.1)).cut == 0


def test_undefined_values_are_left_out_of_the_mean_and_never_invented() -> None:
    rows = np.tile(np.arange(60.0), (2, 1))
    rows[0, 7] = np.nan
    assert mser5(rows).series == pytest.approx(np.arange(60.0))
    rows[1, 7] = np.nan
    with pytest.raises(ValueError, match="undefined in every replication"):
        mser5(rows)


@pytest.mark.parametrize(("length", "doubted"), [(0, True), (24, True), (49, True), (50, False)])
def test_fewer_than_ten_batches_are_too_short(length: int, doubted: bool) -> None:
    found = mser5(np.ones(length))
    assert (Doubt.TOO_SHORT in found.doubts) is doubted
    assert found.cut == 0


@pytest.mark.parametrize(
    ("opens", "doubts"),
    [
        (9, (Doubt.OPENS_EARLY,)),
        (10, ()),
        (49, ()),
        (50, (Doubt.WINDOW_SHORT,)),
    ],
)
def test_a_window_is_judged_against_the_cut(opens: int, doubts: tuple[Doubt, ...]) -> None:
    values = np.concatenate([np.full(10, 9.0), np.tile([0.0, 1.0], 25)])
    found = mser5(values, opens)
    assert (found.cut, found.doubts) == (10, doubts)


@given(
    st.lists(st.integers(-50, 50), min_size=25, max_size=80),
    st.integers(-1000, 1000),
    st.sampled_from([-2, 0.5, 4]),
)
def test_the_cut_does_not_depend_on_where_zero_is_or_on_the_unit(
    values: list[int], shift: int, unit: float
) -> None:
    series = np.array(values, float)
    one, other = mser5(series), mser5(series * unit + shift)
    assert other.scores == pytest.approx(one.scores * unit**2, rel=1e-6, abs=1e-6, nan_ok=True)
    scores = one.scores[np.isfinite(one.scores)]
    others = np.delete(scores, one.cut // 5)
    if not others.size or np.abs(others - scores[one.cut // 5]).min() > 1e-6:  # no ties
        assert other.cut == one.cut
