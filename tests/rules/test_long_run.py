"""Tests of the long-run shares of chains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.linalg import expm

from sim.rules.long_run import long_run_from, long_run_shares

rates = st.integers(2, 6).flatmap(
    lambda states: st.lists(
        st.lists(st.sampled_from((0.0, 0.0, 0.5, 1.0, 3.0)), min_size=states, max_size=states),
        min_size=states,
        max_size=states,
    )
)


def test_two_states_share_the_time_by_how_long_each_lasts() -> None:
    shares = long_run_shares(np.array([[0.0, 0.1], [0.4, 0.0]]))

    assert shares == pytest.approx([0.8, 0.2])


def test_a_state_that_is_left_for_good_has_no_share() -> None:
    shares = long_run_shares(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 2.0], [0.0, 2.0, 0.0]]))

    assert shares == pytest.approx([0.0, 0.5, 0.5])


def test_where_the_beginning_decides_there_are_no_long_run_shares() -> None:
    assert long_run_shares(np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])) is None


@given(rates)
def test_as_much_flows_into_each_state_as_out_of_it(rows: list[list[float]]) -> None:
    flows = np.array(rows)
    np.fill_diagonal(flows, 0.0)

    shares = long_run_shares(flows)

    if shares is not None:
        assert shares.sum() == pytest.approx(1.0)
        assert shares @ flows == pytest.approx(shares * flows.sum(axis=1))


@given(rates, st.data())
def test_from_a_start_the_long_run_is_where_the_chain_is_after_very_long(
    rows: list[list[float]], data: st.DataObject
) -> None:
    flows = np.array(rows)
    np.fill_diagonal(flows, 0.0)
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    start = (np.array(weights) + 0.25) / (sum(weights) + 0.25 * len(rows))

    shares = long_run_from(flows, start)

    after = start @ expm((flows - np.diag(flows.sum(axis=1))) * 1e4)
    assert shares == pytest.approx(after, abs=1e-6)
    only = long_run_shares(flows)
    assert only is None or shares == pytest.approx(only)
