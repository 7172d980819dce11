from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.studies.fitting.again import agrees, with_runs
from sim.studies.fitting.fit import fit
from sim.studies.fitting.fitted import Band, Rows
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.targets import Agreement
from sim.studies.worlds.tabled import by_weight
from tests.studies.fitting.made_up import all_known, bank_of, bent, known


@given(st.lists(st.floats(0.01, 1), min_size=1, max_size=30), st.integers(1, 200))
def test_rows_are_chosen_as_often_as_their_weights_say(weights: list[float], worlds: int) -> None:
    shares = np.array(weights) / sum(weights)
    rows = Rows(Inputs.numbers(np.zeros((len(weights), 1))), shares)
    often = np.bincount(by_weight(rows.weights, worlds), minlength=len(weights))
    assert often.sum() == worlds
    assert (np.abs(often - worlds * shares) < 1 + 1e-6).all()


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        (Band(1, 3, 5), Agreement.INSIDE),
        (Band(0, 1, 3), Agreement.UNSURE),
        (Band(3, 5, 9), Agreement.UNSURE),
        (Band(0, 1, 1.5), Agreement.BELOW),
        (Band(4.5, 5, 6), Agreement.ABOVE),
    ],
)
def test_a_target_agrees_if_the_middle_of_the_model_is_in_its_range(
    band: Band, expected: Agreement
) -> None:
    assert agrees(band, 2, 4) is expected


def test_runs_of_fitted_worlds_are_nearer_to_the_targets_than_the_bank() -> None:
    inputs, simulated = bank_of(bent, 6, 300)
    random = np.random.default_rng(5)
    values = bent(np.array([[0.2, 0.7, 0.5, 0.4, 0.7, 0.2]]), random)[0]
    held = known("held", float(simulated[:, 0].mean()), 1.0, "check")
    targets = [*all_known(values[1:], 2.0), held]
    order = [*range(1, 7), 0]
    found = fit(inputs, simulated[:, order], targets, discrepancy=0.05, hidden=3)
    assert found.rows is not None
    again = bent(found.rows.inputs.values[by_weight(found.rows.weights, 200)], random)[:, order]
    again[:5, 3] = np.nan
    for each in with_runs(found, again).targets[:6]:
        assert each.before is not None
        assert each.after is not None
        assert each.after.high - each.after.low < each.before.high - each.before.low
        assert each.agreement is not Agreement.UNKNOWN


def test_a_target_that_no_fitted_world_has_is_unknown() -> None:
    inputs, simulated = bank_of(bent, 6, 300)
    targets = all_known(simulated.mean(axis=0), 5.0)
    found = fit(inputs, simulated, targets, hidden=3)
    nothing = np.full((10, len(targets)), np.nan)
    for each in with_runs(found, nothing).targets:
        assert each.after is None
        assert each.agreement is Agreement.UNKNOWN
