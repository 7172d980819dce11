from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given as drawn, strategies as st

from sim.measures.catalogue import BUILT_IN
from sim.studies.fitting.fitted import Scale
from sim.studies.fitting.known import Known, given_of
from sim.studies.fitting.noise import covariance_of, drawn as noise, errors_of
from sim.studies.fitting.scales import OnScale, scale_of
from tests.studies.fitting.made_up import all_known, known

ROOTS = (
    "list_length.team",
    "list_length",
    "wait_to_start.team.mean",
    "wait_to_second_contact.team.p90",
    "waiting_over_18_weeks",
    "still_waiting.number",
    "records.list",
    "records.list.team",
)
LOGARITHMS = (
    "referrals.team",
    "contacts.team",
    "caseload.team",
    "crisis_episodes",
    "unmet_need_days",
    "list_gave_up.team",
    "contacts_per_month.team",
    "equity.unmet_need_days.ratio",
    "cost",
)
AS_THEY_ARE = ("vacancy_share", "missed_contacts.team", "equity.unmet_need_days.difference")


@pytest.mark.parametrize(
    ("measures", "scale"),
    [(ROOTS, Scale.ROOT), (LOGARITHMS, Scale.LOGARITHM), (AS_THEY_ARE, Scale.AS_IT_IS)],
)
def test_lists_and_waits_have_roots_counts_logarithms_and_shares_neither(
    measures: tuple[str, ...], scale: Scale
) -> None:
    assert {each: scale_of(each, BUILT_IN) for each in measures} == dict.fromkeys(measures, scale)


def test_every_measure_has_a_scale() -> None:
    assert all(isinstance(scale_of(name, BUILT_IN), Scale) for name in BUILT_IN.whole_names)


@drawn(st.sampled_from(Scale), st.lists(st.floats(0, 1e6), min_size=1, max_size=20))
def test_values_come_back_from_their_scale(scale: Scale, values: list[float]) -> None:
    column = np.array(values)
    on = OnScale.of(scale, column)
    there = on.at(column)
    assert np.isfinite(there).all()
    assert np.allclose(on.back(there), column, rtol=1e-9, atol=1e-9 * column.max())


def test_negative_values_are_compared_as_they_are() -> None:
    column = np.array([-1.0, 0.0, 2.0])
    for scale in Scale:
        assert (OnScale.of(scale, column).at(column) == column).all()


def test_errors_go_by_the_range_on_the_scale() -> None:
    written = [
        known("share", 0.5, 0.1),
        Known("count", known("count", 1, 0).column, 575, 288, 1150, scale=Scale.LOGARITHM),
        Known("wait", known("wait", 1, 0).column, 100, 81, 121, scale=Scale.ROOT),
        Known("none", known("none", 1, 0).column, 0, 0, 4, scale=Scale.ROOT),
    ]
    given = given_of(written)
    scales = [OnScale(each.scale) for each in written]
    expected = [0.1, np.log(1150 / 288) / 3.29, 2 / 3.29, 4 / 3.29]
    assert errors_of(given, scales) == pytest.approx(expected)


def test_discrepancy_is_a_share_of_the_value() -> None:
    given = given_of([known("a", 200.0, 3.0), known("b", -50.0, 1.0)])
    scales = [OnScale(Scale.AS_IT_IS)] * 2
    found = covariance_of(given, scales, 0.1)
    assert found == pytest.approx(np.diag([3.0**2 + 20.0**2, 1.0 + 5.0**2]))


def test_noise_has_the_covariance_that_is_given() -> None:
    covariance = np.array([[4.0, 3.0, 0.0], [3.0, 9.0, -1.0], [0.0, -1.0, 1.0]])
    given = given_of(all_known(np.array([10.0, 20.0, 30.0]), 0.0), covariance)
    scales = [OnScale(Scale.AS_IT_IS)] * 3
    found = covariance_of(given, scales, 0.0)
    assert found == pytest.approx(covariance)
    assert np.cov(noise(given, found, 50_000).T) == pytest.approx(covariance, abs=0.2)


def test_noise_of_a_target_does_not_depend_on_other_targets() -> None:
    both = given_of(all_known(np.array([10.0, 20.0]), 1.0))
    alone = both.at([1])
    one = noise(alone, np.eye(1), 50)[:, 0]
    assert np.allclose(noise(both, np.eye(2), 50)[:, 1], one)


@pytest.mark.parametrize(
    "covariance",
    [np.eye(3), np.array([[1.0, 0.5], [0.4, 1.0]]), np.array([[1.0, 2.0], [2.0, 1.0]])],
    ids=["too large", "not symmetric", "of no errors"],
)
def test_what_is_no_covariance_is_refused(covariance: np.ndarray) -> None:
    with pytest.raises(ValueError, match="covariance"):
        given_of(all_known(np.array([1.0, 2.0]), 1.0), covariance)
