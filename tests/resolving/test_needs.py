"""Chains of needs: candidate rates, shares, starting laws, groups that differ."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.resolving.needs import stationary
from sim.units import YEAR
from tests.resolving.worlds import ONE_NEED, resolved

SETTLED, MILD, SEVERE, CRISIS = range(4)


def test_the_candidate_rate_is_the_largest_total_rate_times_the_largest_ratio(
    tmp_path: Path,
) -> None:
    needs = resolved(tmp_path, ONE_NEED).numbers.needs
    assert needs.candidate_rate[0, 0] * YEAR == pytest.approx(6 * 4)
    assert needs.share[0].tolist() == pytest.approx(
        [1 / 24, 2 / 24, 3 / 24, 4 / 24, 1 / 24, 6 / 24]
    )


def test_transitions_are_listed_by_the_state_they_leave(tmp_path: Path) -> None:
    needs = resolved(tmp_path, ONE_NEED).numbers.needs
    assert needs.first[0].tolist() == [0, 1, 3, 5]
    assert needs.moves[0].tolist() == [1, 2, 2, 1]
    assert needs.target.tolist() == [MILD, SETTLED, SEVERE, MILD, CRISIS, SEVERE]
    assert needs.direction.tolist() == [1, -1, 1, -1, 1, -1]
    assert needs.level[0].tolist() == [0, 1, 2, 3]


def test_neutral_moves_begin_where_the_widest_recovery_ends_and_all_fits_into_one(
    tmp_path: Path,
) -> None:
    needs = resolved(tmp_path, ONE_NEED).numbers.needs
    assert needs.neutral_at[0, 0].tolist() == pytest.approx([0, 8 / 24, 16 / 24, 1])
    for state in range(4):
        out = slice(needs.first[0, state], needs.first[0, state] + needs.moves[0, state])
        up = needs.direction[out] > 0
        widest = needs.neutral_at[0, 0, state] + 4 * needs.share[0, out][up].sum()
        assert widest <= 1 + 1e-12


def test_a_need_starts_by_its_own_long_run_shares(tmp_path: Path) -> None:
    start = resolved(tmp_path, ONE_NEED).numbers.needs.start[0, 0]
    # Detailed balance, by hand: mild = settled / 2, severe = 3/4 mild, crisis = severe / 6.
    single = np.array([1, 1 / 2, 3 / 8, 1 / 16])
    np.testing.assert_allclose(start, np.cumsum(single / single.sum()), rtol=1e-12)
    assert start[-1] == 1.0


@given(st.lists(st.floats(min_value=0.01, max_value=100.0), min_size=12, max_size=12))
@settings(deadline=None)
def test_long_run_shares_are_in_balance(rates: list[float]) -> None:
    pairs = [(a, b) for a in range(4) for b in range(4) if a != b]
    begins, ends = (np.array(column) for column in zip(*pairs, strict=True))
    law = stationary(4, begins, ends, np.array(rates))
    assert law.sum() == pytest.approx(1)
    flows = law[begins] * np.array(rates)
    out, back = np.bincount(begins, flows), np.bincount(ends, flows)
    np.testing.assert_allclose(out, back, rtol=1e-8)


def test_states_a_chain_leaves_for_good_have_no_long_run_share() -> None:
    law = stationary(3, np.array([0, 1, 2]), np.array([1, 2, 1]), np.array([1.0, 3.0, 1.0]))
    assert law.tolist() == pytest.approx([0, 0.25, 0.75])


def test_given_shares_are_taken_in_the_order_of_the_states(tmp_path: Path) -> None:
    text = ONE_NEED.replace(
        "    transitions:", "    start: {severe: 0.25, settled: 0.75}\n    transitions:"
    )
    start = resolved(tmp_path, text).numbers.needs.start[0, 0]
    assert start.tolist() == [0.75, 0.75, 1.0, 1.0]


GROUPS = ONE_NEED.replace(
    "people: {cohort: 10}",
    """people:
  cohort: 10
  groups:
    most: {share: 0.75}
    few:
      share: 0.25
      attributes: [smokes]
      overrides: OVERRIDES""",
)
TWICE = """
        needs:
          distress:
            seek_level: 1
            transitions:
              - {from: settled, to: mild, rate: 2 per year}
              - {from: mild, to: settled, rate: 4 per year}
              - {from: mild, to: severe, rate: 6 per year}
              - {from: severe, to: mild, rate: 8 per year}
              - {from: severe, to: crisis, rate: 2 per year}
              - {from: crisis, to: severe, rate: 12 per year}
"""


def test_a_group_may_move_faster_and_seek_earlier(tmp_path: Path) -> None:
    needs = resolved(tmp_path, GROUPS.replace("OVERRIDES", TWICE)).numbers.needs
    assert needs.candidate_rate[1, 0] == pytest.approx(2 * needs.candidate_rate[0, 0])
    np.testing.assert_allclose(needs.share[1], needs.share[0])
    assert needs.seek_level.tolist() == [[2], [1]]


def test_person_level_numbers_are_by_group(tmp_path: Path) -> None:
    overrides = "{trust: {rise: 0.2}, seeking: {trust: 2}, leaving: {death: 1 per year}}"
    persons = resolved(tmp_path, GROUPS.replace("OVERRIDES", overrides)).numbers.persons
    assert persons.share.tolist() == [0.75, 1.0]
    assert persons.attributes.tolist() == [0, 1]
    assert persons.trust_rise.tolist() == [0.0, 0.2]
    assert persons.seek_trust.tolist() == [0.0, 2.0]
    assert (persons.exit_rates * YEAR).tolist() == [[0, 0], [0, pytest.approx(1)]]
    assert persons.entry.shape == (2, 1, 4, 2)
    assert persons.entry[0, 0, 2].tolist() == [1.0, 1.0]
    assert persons.entry[0, 0, 1].tolist() == [0.0, 1.0]
